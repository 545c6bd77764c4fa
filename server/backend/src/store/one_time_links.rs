//! Rows of links that may be used once.

use domain::time::Timestamp;
use uuid::Uuid;

use super::db::{Conn, Sql, on, statements};

statements! {
    INSERT = Sql::same(
        "INSERT INTO one_time_links (secret_hash, person_id, expires_at) VALUES ($1, $2, $3)"
    );
    FIND = Sql::same(
        "SELECT person_id FROM one_time_links WHERE secret_hash = $1 AND expires_at > $2"
    );
    DELETE_OF_PERSON = Sql::same("DELETE FROM one_time_links WHERE person_id = $1");
}

pub(crate) async fn insert(
    conn: Conn<'_>,
    secret_hash: &[u8],
    person: Uuid,
    expires_at: Timestamp,
) -> sqlx::Result<()> {
    on!(conn, INSERT, |c, q| sqlx::query(q)
        .bind(secret_hash)
        .bind(person)
        .bind(expires_at)
        .execute(c)
        .await
        .map(drop))
}

/// Whom an unused link is for.
pub(crate) async fn find(
    conn: Conn<'_>,
    secret_hash: &[u8],
    now: Timestamp,
) -> sqlx::Result<Option<Uuid>> {
    on!(conn, FIND, |c, q| sqlx::query_scalar(q).bind(secret_hash).bind(now).fetch_optional(c).await)
}

pub(crate) async fn delete_of_person(conn: Conn<'_>, person: Uuid) -> sqlx::Result<()> {
    on!(conn, DELETE_OF_PERSON, |c, q| sqlx::query(q).bind(person).execute(c).await.map(drop))
}
