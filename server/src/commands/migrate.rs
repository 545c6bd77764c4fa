//! `watchfloor migrate`: for those who would rather not have `serve` do it.

use backend::store::pending;

use super::{
    opening::{bring_up, database, lock},
    output::say,
};
use crate::config::Settings;

pub(super) async fn migrate(settings: Settings) -> anyhow::Result<()> {
    let _lock = lock(&settings)?;
    let db = database(&settings).await?;
    let missing = pending(&db).await?;
    bring_up(&db, &settings).await?;
    db.close().await;
    say!("{missing} migrations applied")
}
