//! An administrator says whether an account is written to.

use domain::{
    action::Action, actor::Actor, event::Topic, finding::WriteBackMode, scope::AccountId,
    version::Version,
};

use crate::{
    audit::{self, authorize_change},
    backend::{Backend, Write},
    error::{Error, Result},
    store::{
        text::storable,
        write_back_accounts::{self as store, SwitchRow},
        write_backs,
    },
};

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct SwitchAccount<'a> {
    /// Of which account.
    pub account: &'a AccountId,
    /// Which state of it the actor saw; `None` for one that was never switched.
    pub expected: Option<Version>,
    /// To what.
    pub to: WriteBackMode,
    /// Where the request came from.
    pub address: Option<&'a str>,
}

/// Switches an account. What was decided before is not sent when it is switched on; what still waits is dropped when it
/// is switched off, and goes on holding here. The answer is how many findings were dropped.
///
/// # Errors
/// [`Error::Forbidden`], or [`Error::Conflict`] when somebody was faster.
pub async fn switch(backend: &Backend, actor: &Actor, ask: SwitchAccount<'_>) -> Result<u64> {
    let (action, address) = (Action::AdministerSources, ask.address);
    let account = storable(ask.account.as_str()).into_owned();
    authorize_change(backend, actor, action, (&account, address)).await?;
    let mut write = backend.write().await?;
    let kept = store::find(write.conn(), &account).await?;
    if kept.as_ref().map(|row| Version(row.version)) != ask.expected {
        return Err(conflict(&mut write, &account).await?);
    }
    let before = kept.map_or(WriteBackMode::ObserveOnly.as_str().to_owned(), |row| {
        row.mode
    });
    if before == ask.to.as_str() {
        return Ok(0);
    }
    let row = SwitchRow {
        account,
        mode: ask.to.as_str().to_owned(),
        version: ask.expected.map_or(1, |version| version.0),
        changed_by: actor.label().to_owned(),
        changed_at: write.now,
    };
    let saved = match ask.expected {
        Some(_) => store::update(write.conn(), &row).await?,
        None => store::insert(write.conn(), &row).await?,
    };
    if saved == 0 {
        return Err(conflict(&mut write, &row.account).await?);
    }
    let dropped = match ask.to {
        WriteBackMode::ObserveOnly => write_backs::drop_waiting(write.conn(), &row.account).await?,
        WriteBackMode::WriteBack => 0,
    };
    finish(write, actor, row, (dropped, address)).await?;
    Ok(dropped)
}

async fn finish(
    mut write: Write<'_>,
    actor: &Actor,
    row: SwitchRow,
    (dropped, address): (u64, Option<&str>),
) -> Result<()> {
    let detail = match dropped {
        0 => format!("findings of the account are now: {}", row.mode),
        some => format!(
            "findings of the account are now: {}, {some} waiting dropped",
            row.mode
        ),
    };
    write
        .audit(audit::Entry {
            actor,
            action: Action::AdministerSources,
            subject: &row.account,
            detail: &detail,
            address,
        })
        .await?;
    let seq = write.take_seq().await?;
    let done = write.finish(seq, Topic::Sources, "sources.write_back", vec![row.account]);
    done.await.map(drop)
}

async fn conflict(write: &mut Write<'_>, account: &str) -> Result<Error> {
    let now = write.now;
    let row = store::find(write.conn(), account).await?;
    Ok(row.map_or(Error::NotFound, |row| Error::Conflict {
        by: row.changed_by,
        at: row.changed_at.min(now),
    }))
}
