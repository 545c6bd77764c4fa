//! A finding as the tables hold it, read by one statement of the test's own.

use chrono::DateTime;
use domain::{
    finding::{ComplianceStatus, FindingSummary, RecordState, Severity, WorkflowStatus},
    id::FindingId,
    time::{Timestamp, from_micros},
    version::Version,
};

use crate::own_sql::{Cell, OwnSql};

/// One finding with all that its row, kind, product and account say.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) n: i64,
    id: FindingId,
    version: i64,
    pub(crate) severity: Severity,
    pub(crate) workflow: WorkflowStatus,
    pub(crate) record_state: RecordState,
    pub(crate) compliance: Option<ComplianceStatus>,
    pub(crate) account: String,
    pub(crate) account_name: Option<String>,
    pub(crate) region: String,
    pub(crate) product: String,
    pub(crate) control: Option<String>,
    pub(crate) title: String,
    pub(crate) standards: Vec<String>,
    /// Type and id.
    pub(crate) resources: Vec<(String, String)>,
    pub(crate) aws_finding_id: String,
    pub(crate) addresses: Vec<String>,
    pub(crate) assignee: Option<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) open_since: i64,
    pub(crate) updated: i64,
    not_reported_since: Option<i64>,
    /// The number of the suppression that hides it, and its end.
    pub(crate) suppression: Option<(u32, Timestamp)>,
    /// When the test looks.
    pub(crate) now: Timestamp,
}

fn question(own: &OwnSql) -> String {
    let id = match own {
        OwnSql::Sqlite(_) => "HEX(f.id)",
        OwnSql::Postgres(_) => "f.id",
    };
    format!(
        "SELECT f.n, {id}, f.version, f.severity, f.workflow, f.record_state, f.compliance, f.account,
            a.name, f.region, p.product_name, k.control, k.title, k.standards, f.resources,
            f.aws_finding_id, f.assignee, f.open_since, f.updated, f.not_reported_since,
            f.addresses, s.number, s.until_at, f.tags
         FROM findings f JOIN finding_kinds k ON k.n = f.kind_n JOIN finding_products p ON p.n = f.product_n
            LEFT JOIN accounts a ON a.id = f.account
            LEFT JOIN suppressions s ON s.number = f.suppression
         ORDER BY f.n"
    )
}

fn number(text: &str) -> i64 {
    text.parse().expect("a number")
}

/// An instant as either engine writes it.
fn instant(text: &str) -> Timestamp {
    let text = text.replace('T', " ");
    let read = DateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S%.f%#z");
    read.expect("an instant").to_utc()
}

fn json<T: serde::de::DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).expect("JSON")
}

impl Kept {
    pub(crate) async fn all(own: &mut OwnSql, now: Timestamp) -> Vec<Self> {
        let question = question(own);
        own.rows(&question)
            .await
            .into_iter()
            .map(|row| Self::read(row, now))
            .collect()
    }

    fn read(row: Vec<Cell>, now: Timestamp) -> Self {
        let text = |at: usize| row[at].clone().expect("never NULL");
        let rank = i16::try_from(number(&text(3))).expect("a rank");
        Self {
            n: number(&text(0)),
            id: text(1).parse().expect("an id"),
            version: number(&text(2)),
            severity: Severity::from_rank(rank).expect("a severity"),
            workflow: text(4).parse().expect("a workflow status"),
            record_state: text(5).parse().expect("a record state"),
            compliance: row[6]
                .as_deref()
                .map(|word| word.parse().expect("a result")),
            account: text(7),
            account_name: row[8].clone(),
            region: text(9),
            product: text(10),
            control: row[11].clone(),
            title: text(12),
            standards: json(&text(13)),
            resources: json(&text(14)),
            aws_finding_id: text(15),
            addresses: row[20]
                .iter()
                .flat_map(|all| all.split(' '))
                .map(str::to_owned)
                .collect(),
            assignee: row[16].clone(),
            tags: row[23].as_deref().map(json).unwrap_or_default(),
            open_since: number(&text(17)),
            updated: number(&text(18)),
            not_reported_since: row[19].as_deref().map(number),
            suppression: row[21].as_deref().map(|n| {
                let n = u32::try_from(number(n)).expect("few suppressions");
                (n, instant(&text(22)))
            }),
            now,
        }
    }

    /// As a list must show it.
    pub(crate) fn summary(&self) -> FindingSummary {
        let (resource_type, resource_id) = self.resources.first().cloned().unwrap_or_default();
        FindingSummary {
            id: self.id,
            version: Version(self.version),
            severity: self.severity,
            workflow: self.workflow,
            record_state: self.record_state,
            compliance: self.compliance,
            account: self.account.clone(),
            region: self.region.clone(),
            product: self.product.clone(),
            control: self.control.clone(),
            title: self.title.clone(),
            resource_type,
            resource_id,
            more_resources: self.resources.len().saturating_sub(1) as u16,
            assignee: self.assignee.clone(),
            suppression: self.suppression.map(|(number, _)| number),
            open_since: from_micros(self.open_since),
            updated: from_micros(self.updated),
            not_reported_since: self.not_reported_since.map(from_micros),
            n: u32::try_from(self.n).expect("few rows"),
        }
    }
}
