//! Rows of the products that report findings: what their findings share stands once.

use super::db::{Conn, Sql, on, statements};

statements! {
    FIND = Sql::same("SELECT n FROM finding_products WHERE fingerprint = $1");
    INSERT = Sql::same(
        "INSERT INTO finding_products (n, fingerprint, product_arn, product_name, company_name)
         VALUES ($1, $2, $3, $4, $5)"
    );
    ARN_OF = Sql::same("SELECT product_arn FROM finding_products WHERE n = $1");
    NAMES = Sql::same("SELECT n, product_name FROM finding_products ORDER BY n");
}

/// A product as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct ProductRow {
    pub(crate) product_arn: String,
    pub(crate) product_name: String,
    pub(crate) company_name: Option<String>,
}

pub(crate) async fn find(conn: Conn<'_>, fingerprint: &[u8]) -> sqlx::Result<Option<i64>> {
    on!(conn, FIND, |c, q| sqlx::query_scalar(q).bind(fingerprint).fetch_optional(c).await)
}

/// The ARN of the product with this number.
pub(crate) async fn arn_of(conn: Conn<'_>, n: i64) -> sqlx::Result<Option<String>> {
    on!(conn, ARN_OF, |c, q| sqlx::query_scalar(q).bind(n).fetch_optional(c).await)
}

pub(crate) async fn insert(
    conn: Conn<'_>,
    n: i64,
    fingerprint: &[u8],
    row: &ProductRow,
) -> sqlx::Result<()> {
    on!(conn, INSERT, |c, q| sqlx::query(q)
        .bind(n)
        .bind(fingerprint)
        .bind(row.product_arn.as_str())
        .bind(row.product_name.as_str())
        .bind(row.company_name.as_deref())
        .execute(c)
        .await
        .map(drop))
}

/// Every product's number and name.
pub(crate) async fn names(conn: Conn<'_>) -> sqlx::Result<Vec<(i64, String)>> {
    on!(conn, NAMES, |c, q| sqlx::query_as(q).fetch_all(c).await)
}
