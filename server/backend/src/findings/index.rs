//! Keeps the in-memory index equal to the store: whole at start, then by the event log.

use std::collections::{HashMap, HashSet};

use domain::{
    event::{Event, Seq, Topic},
    finding::{Severity, Tag},
    id::FindingId,
    time::from_micros,
    version::Version,
};
use sqlx::types::Json;

use super::{act::corrupt, deadlines};
use crate::{
    backend::Backend,
    board::BoardRow,
    error::{Error, Result},
    live::{Followed, Subscription},
    store::{
        accounts,
        db::Reader,
        events,
        finding_kinds::{self, KindRow},
        finding_marks, finding_products,
        findings::{self as store, IndexedRow},
        suppressions,
    },
};

/// Rows read at a time.
const CHUNK: usize = 2_000;
/// Kinds that are remembered from page to page: most findings are of few, and some have one of their own.
const KINDS: usize = 8_192;
/// Events read at a time.
const EVENTS: i64 = 500;

/// Brings the index to `head`: by the events since, where it knows some findings already, else whole.
pub(crate) async fn bring_up_to_date(backend: &Backend, head: Seq) -> Result<()> {
    learn_beside(backend).await?;
    if backend.board().as_of() == Seq::START {
        return index_all(backend, head).await;
    }
    let mut shared = Shared::default();
    while backend.board().as_of() < head {
        let as_of = backend.board().as_of();
        let read = events::after(backend.reader().await?.conn(), as_of, EVENTS).await?;
        let Some(last) = read.last().map(|event| event.seq) else {
            break;
        };
        for event in &read {
            apply(backend, &mut shared, event).await?;
        }
        backend.board().apply(last, []);
    }
    Ok(())
}

/// Reads every finding into the index, which knows everything up to `head` once all of it is in.
async fn index_all(backend: &Backend, head: Seq) -> Result<()> {
    let mut shared = Shared::default();
    let mut after = 0;
    let before = backend.board().as_of();
    loop {
        let mut reader = backend.reader().await?;
        let rows = store::after(reader.conn(), after, CHUNK as i64).await?;
        let Some(last) = rows.last().map(|row| row.n) else {
            break;
        };
        after = last;
        let rows = shared.complete(&mut reader, rows).await?;
        backend.board().apply(before, rows);
    }
    backend.board().apply(head, []);
    Ok(())
}

/// Follows the event log for as long as the process lives. A failure is logged and the events tried again.
pub async fn follow(backend: Backend) {
    let mut position = backend.board().as_of();
    backend.handover().open();
    loop {
        if let Err(error) = follow_from(&backend, &mut position).await {
            tracing::error!(%error, "the index of findings could not follow the event log");
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        }
    }
}

async fn follow_from(backend: &Backend, position: &mut Seq) -> Result<()> {
    let mut events = Subscription::new(
        backend,
        &[Topic::Findings, Topic::Accounts, Topic::Suppressions],
        Some(*position),
    );
    let mut shared = Shared::default();
    loop {
        match events.next().await? {
            Followed::Event(event) => {
                apply(backend, &mut shared, &event).await?;
                *position = event.seq;
            }
            Followed::Resync(head) => {
                learn_beside(backend).await?;
                index_all(backend, head).await?;
                *position = head;
            }
        }
    }
}

async fn apply(backend: &Backend, shared: &mut Shared, event: &Event) -> Result<()> {
    match event.topic {
        Topic::Findings if event.kind == "findings.seen" => learn_marks(backend, event.seq).await,
        Topic::Findings if event.kind == deadlines::DEADLINES_SET => {
            learn_deadlines(backend, event.seq).await
        }
        Topic::Findings => apply_findings(backend, shared, event).await,
        Topic::Accounts => {
            *shared = Shared::default();
            let names = accounts::all_names(backend.reader().await?.conn()).await?;
            backend.board().name_accounts(event.seq, names);
            Ok(())
        }
        Topic::Suppressions => learn_ends(backend, event.seq).await,
        _ => Ok(()),
    }
}

async fn learn_ends(backend: &Backend, seq: Seq) -> Result<()> {
    let ends = suppressions::ends(backend.reader().await?.conn()).await?;
    let ends = ends
        .into_iter()
        .filter_map(|(number, until)| Some((u32::try_from(number).ok()?, until)));
    backend.board().learn_ends(seq, ends);
    Ok(())
}

/// Learns what the index knows beside the findings.
async fn learn_beside(backend: &Backend) -> Result<()> {
    learn_marks(backend, Seq::START).await?;
    learn_ends(backend, Seq::START).await?;
    learn_deadlines(backend, Seq::START).await
}

async fn learn_marks(backend: &Backend, seq: Seq) -> Result<()> {
    let marks = finding_marks::all(backend.reader().await?.conn()).await?;
    let marks = marks
        .into_iter()
        .map(|(person, n)| (person, u32::try_from(n).unwrap_or(u32::MAX)));
    backend.board().mark_seen(seq, marks);
    Ok(())
}

async fn learn_deadlines(backend: &Backend, seq: Seq) -> Result<()> {
    let kept = deadlines::read(backend).await?;
    backend.board().set_deadlines(seq, kept);
    Ok(())
}

async fn apply_findings(backend: &Backend, shared: &mut Shared, event: &Event) -> Result<()> {
    let mut rows = backend.handover().take(event.seq);
    let laid: HashSet<i64> = rows.iter().map(|row| row.n).collect();
    let ns = event.subjects.iter().filter_map(|n| n.parse().ok());
    let ns: Vec<i64> = ns.filter(|n| !laid.contains(n)).collect();
    let mut reader = backend.reader().await?;
    for some in ns.chunks(CHUNK) {
        rows.extend(store::indexed(reader.conn(), some).await?);
    }
    let rows = shared.complete(&mut reader, rows).await?;
    backend.board().apply(event.seq, rows);
    Ok(())
}

/// What findings share, read once.
#[derive(Default)]
struct Shared {
    kinds: HashMap<i64, KindRow>,
    products: HashMap<i64, String>,
    accounts: HashMap<String, String>,
}

impl Shared {
    async fn complete(
        &mut self,
        reader: &mut Reader,
        rows: Vec<IndexedRow>,
    ) -> Result<Vec<BoardRow>> {
        if self.kinds.len() > KINDS {
            self.kinds.clear();
        }
        let mut missing: Vec<i64> = rows
            .iter()
            .map(|row| row.kind_n)
            .filter(|n| !self.kinds.contains_key(n))
            .collect();
        missing.sort_unstable();
        missing.dedup();
        for some in missing.chunks(CHUNK) {
            let kinds = finding_kinds::by_numbers(reader.conn(), some).await?;
            self.kinds
                .extend(kinds.into_iter().map(|kind| (kind.n, kind.kind)));
        }
        if rows
            .iter()
            .any(|row| !self.products.contains_key(&row.product_n))
        {
            self.products = finding_products::names(reader.conn())
                .await?
                .into_iter()
                .collect();
        }
        if rows
            .iter()
            .any(|row| !self.accounts.contains_key(&row.account))
        {
            self.accounts = accounts::all_names(reader.conn())
                .await?
                .into_iter()
                .collect();
        }
        rows.into_iter().map(|row| self.row(row)).collect()
    }

    fn row(&self, row: IndexedRow) -> Result<BoardRow> {
        let broken = |what: &str| Error::Corrupt {
            table: "findings",
            row: row.n.to_string(),
            what: what.to_owned(),
        };
        let wrong = |error| corrupt(row.n, error);
        let kind = self
            .kinds
            .get(&row.kind_n)
            .ok_or_else(|| broken("its kind is not kept"))?;
        let product = self
            .products
            .get(&row.product_n)
            .ok_or_else(|| broken("its product is not kept"))?;
        Ok(BoardRow {
            n: u32::try_from(row.n).map_err(|_| broken("n is too large for the index"))?,
            id: FindingId(row.id),
            version: Version(row.version),
            severity: Severity::from_rank(row.severity).ok_or_else(|| broken("severity"))?,
            workflow: row.workflow.parse().map_err(wrong)?,
            record_state: row.record_state.parse().map_err(wrong)?,
            compliance: row
                .compliance
                .as_deref()
                .map(str::parse)
                .transpose()
                .map_err(wrong)?,
            account_name: self.accounts.get(&row.account).cloned(),
            account: row.account,
            region: row.region,
            product: product.clone(),
            control: kind.control.clone(),
            title: kind.title.clone(),
            standards: kind.standards.0.clone(),
            resources: row.resources.0,
            aws_finding_id: row.aws_finding_id,
            addresses: words(row.addresses.as_deref()),
            assignee: row.assignee,
            tags: tags(row.tags),
            suppression: row
                .suppression
                .and_then(|number| u32::try_from(number).ok()),
            open_since: from_micros(row.open_since),
            updated: from_micros(row.updated),
            not_reported_since: row.not_reported_since.map(from_micros),
        })
    }
}

/// The tags of a row as texts; most rows have none.
fn tags(tags: Option<Json<Vec<Tag>>>) -> Vec<String> {
    let tags = tags.map(|tags| tags.0).unwrap_or_default().into_iter();
    tags.map(Tag::into_text).collect()
}

/// The parts of a text with a space between them.
fn words(text: Option<&str>) -> Vec<String> {
    let words = text.unwrap_or_default().split_whitespace();
    words.map(str::to_owned).collect()
}
