//! A backend for tests: the real thing on an embedded or a real database, with time and chance in the test's hand.

mod builders;
mod fake_hub;
mod fakes;
mod test_backend;

pub use builders::{batch, batch_v2, incoming, incoming_v2, person, source, source_v2};
pub use fake_hub::{FakeHistory, FakeWriter};
pub use fakes::{FakeClock, SelfDescribing, SequentialIds};
pub use test_backend::{Engine, TestBackend};

/// Every statement of the product with its text for `engine`, by name.
#[must_use]
pub fn statements(engine: Engine) -> Vec<(String, &'static str)> {
    let text = |sql: crate::store::db::Sql| match engine {
        Engine::Sqlite => sql.sqlite,
        Engine::Postgres => sql.postgres,
    };
    crate::store::all_statements()
        .into_iter()
        .map(|(name, sql)| (name, text(sql)))
        .collect()
}
