//! What every verb stands on: the database, the index, the live log, time and chance.

use std::sync::Arc;

use domain::{
    action::Action,
    actor::Actor,
    event::{Event, Seq, Topic},
    time::Timestamp,
};

use crate::{
    audit::{self, Outcome, Refusals},
    board::Board,
    calendar::load::Zoned,
    changes::ChangeSummary,
    endpoints::Wanted,
    error::{Error, Result},
    findings::{Archive, Handover, Histories, SharedRows},
    health::HealthSummary,
    incidents::IncidentSummary,
    live::{Kept, Live},
    people::Passwords,
    ports::{Clock, FindingDocuments, Ids, MailRoute},
    standards::KnownStandards,
    storage::Seen,
    store::{
        Db,
        anchor::Anchor,
        db::{Conn, Reader, Tx},
        endpoints::CheckRow,
        events,
    },
};

/// The product's verbs take this first. Clones share everything.
#[derive(Clone)]
pub struct Backend {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    documents: Arc<dyn FindingDocuments>,
    mail: MailRoute,
    live: Live,
    board: Board,
    shared_rows: SharedRows,
    archive: Archive,
    handover: Handover,
    passwords: Passwords,
    wanted: Wanted,
    histories: Histories,
    refusals: Refusals,
    anchor: Anchor,
    seen_storage: Seen,
    standards: KnownStandards,
    kept: Lasting,
}

/// What most pages read and few events change.
pub(crate) struct Lasting {
    pub(crate) open_incidents: Kept<Vec<IncidentSummary>>,
    pub(crate) health_under_way: Kept<Vec<HealthSummary>>,
    pub(crate) health_checks: Kept<Vec<CheckRow>>,
    pub(crate) changes_ahead: Kept<Vec<ChangeSummary>>,
    pub(crate) calendars: Kept<Vec<Zoned>>,
}

impl Default for Lasting {
    fn default() -> Self {
        Self {
            open_incidents: Kept::under(Topic::Incidents),
            health_under_way: Kept::under(Topic::Health),
            health_checks: Kept::under(Topic::Endpoints),
            changes_ahead: Kept::under(Topic::Changes),
            calendars: Kept::under(Topic::Calendar),
        }
    }
}

/// What a process gives its backend.
pub struct Parts {
    /// A migrated database.
    pub db: Db,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where ids and secrets come from.
    pub ids: Arc<dyn Ids>,
    /// Who reads kept documents.
    pub documents: Arc<dyn FindingDocuments>,
    /// Whether mail has a way out.
    pub mail: MailRoute,
    /// The index of findings as it was kept, or an empty one.
    pub index: Board,
}

impl Backend {
    /// Stands on an open database. The index of findings knows no news until [`Self::build_index`].
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn open(parts: Parts) -> Result<Self> {
        let mut reader = parts.db.reader().await?;
        let head = events::head(reader.conn()).await?;
        let archive = Archive::open(reader.conn()).await?;
        drop(reader);
        Ok(Self {
            inner: Arc::new(Inner {
                live: Live::starting_at(head),
                board: parts.index,
                shared_rows: SharedRows::default(),
                archive,
                handover: Handover::default(),
                passwords: Passwords::default(),
                wanted: Wanted::default(),
                histories: Histories::default(),
                refusals: Refusals::default(),
                anchor: Anchor::of(&parts.db)?,
                seen_storage: Seen::default(),
                standards: KnownStandards::default(),
                kept: Lasting::default(),
                db: parts.db,
                clock: parts.clock,
                ids: parts.ids,
                documents: parts.documents,
                mail: parts.mail,
            }),
        })
    }

    /// Brings the index of findings to what the database holds.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn build_index(&self) -> Result<()> {
        crate::findings::bring_up_to_date(self, self.live().head()).await
    }

    /// The database, for status pages and shutdown.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.inner.db
    }

    /// The event log as it grows.
    #[must_use]
    pub fn live(&self) -> &Live {
        &self.inner.live
    }

    /// The index of findings.
    #[must_use]
    pub fn board(&self) -> &Board {
        &self.inner.board
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    pub(crate) fn ids(&self) -> &dyn Ids {
        self.inner.ids.as_ref()
    }

    pub(crate) fn documents(&self) -> &dyn FindingDocuments {
        self.inner.documents.as_ref()
    }

    pub(crate) fn mail(&self) -> MailRoute {
        self.inner.mail
    }

    pub(crate) fn shared_rows(&self) -> &SharedRows {
        &self.inner.shared_rows
    }

    pub(crate) fn archive(&self) -> &Archive {
        &self.inner.archive
    }

    pub(crate) fn handover(&self) -> &Handover {
        &self.inner.handover
    }

    pub(crate) fn passwords(&self) -> &Passwords {
        &self.inner.passwords
    }

    pub(crate) fn wanted(&self) -> &Wanted {
        &self.inner.wanted
    }

    pub(crate) fn histories(&self) -> &Histories {
        &self.inner.histories
    }

    pub(crate) fn refusals(&self) -> &Refusals {
        &self.inner.refusals
    }

    pub(crate) fn seen_storage(&self) -> &Seen {
        &self.inner.seen_storage
    }

    pub(crate) fn kept(&self) -> &Lasting {
        &self.inner.kept
    }

    pub(crate) fn known_standards(&self) -> &KnownStandards {
        &self.inner.standards
    }

    pub(crate) async fn reader(&self) -> Result<Reader> {
        self.inner.anchor.holds()?;
        Ok(self.inner.db.reader().await?)
    }

    pub(crate) async fn write(&self) -> Result<Write<'_>> {
        self.inner.anchor.holds()?;
        Ok(Write {
            backend: self,
            tx: self.inner.db.begin().await?,
            now: self.now(),
        })
    }
}

/// The first line of every verb: the policy decides. Where a person changes something it is
/// [`audit::authorize_change`], which writes a refusal down.
pub(crate) fn authorize(actor: &Actor, action: Action) -> Result<()> {
    if actor.may(action) {
        Ok(())
    } else {
        Err(Error::Forbidden)
    }
}

/// One change of the product: its rows, its audit entry and its event are committed together.
pub(crate) struct Write<'b> {
    pub(crate) backend: &'b Backend,
    tx: Tx,
    /// One instant for everything the change writes.
    pub(crate) now: Timestamp,
}

impl Write<'_> {
    pub(crate) fn conn(&mut self) -> Conn<'_> {
        self.tx.conn()
    }

    /// Adds the audit entry of this change.
    pub(crate) async fn audit(&mut self, entry: audit::Entry<'_>) -> Result<()> {
        let id = self.backend.ids().id(self.now);
        audit::append(self.tx.conn(), id, self.now, Outcome::Done, entry).await
    }

    /// Adds the audit entry of an act that was refused.
    pub(crate) async fn audit_refusal(&mut self, entry: audit::Entry<'_>) -> Result<()> {
        let id = self.backend.ids().id(self.now);
        audit::append(self.tx.conn(), id, self.now, Outcome::Refused, entry).await
    }

    /// Takes the change's place in the event log: as late as can be, since others wait for it.
    pub(crate) async fn take_seq(&mut self) -> Result<Seq> {
        Ok(events::take_seq(self.tx.conn()).await?)
    }

    /// Adds an event at `seq` to a change that causes more than one.
    pub(crate) async fn tell(
        &mut self,
        seq: Seq,
        topic: Topic,
        kind: &str,
        subjects: Vec<String>,
    ) -> Result<()> {
        let event = Event {
            seq,
            at: self.now,
            topic,
            kind: kind.to_owned(),
            subjects,
        };
        Ok(events::insert(self.tx.conn(), &event).await?)
    }

    /// Adds the event at `seq`, commits, and tells the live log.
    pub(crate) async fn finish(
        mut self,
        seq: Seq,
        topic: Topic,
        kind: &str,
        subjects: Vec<String>,
    ) -> Result<Seq> {
        self.tell(seq, topic, kind, subjects).await?;
        self.tx.commit().await?;
        self.backend.live().nudge();
        Ok(seq)
    }

    /// Commits a change that no page follows.
    pub(crate) async fn commit(self) -> Result<()> {
        Ok(self.tx.commit().await?)
    }
}
