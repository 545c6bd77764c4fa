//! What may happen to a floor: pages of reports, acts, sweeps, restarts.

use std::collections::BTreeSet;

use backend::{
    findings::{self, Assign, ChangeWorkflow, Sweep, assign, change_workflow, not_reported},
    suppressions,
    testing::{TestBackend, batch, incoming, source},
};
use chrono::TimeDelta;
use domain::{
    finding::{
        ComplianceStatus, IncomingFinding, RecordState, Resource, Severity, Touch, WorkflowStatus,
        address, tags,
    },
    id::FindingId,
    person::PersonName,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::kept::Kept;
use crate::{
    asks::{analyst, worker},
    own_sql::OwnSql,
    suppression_asks::{keep_up, rule},
    touch_asks::{acted, ask, carry_on},
};

pub(super) const ACCOUNTS: &[&str] = &["111122223333", "222233334444", "333344445555"];
pub(super) const REGIONS: &[&str] = &["us-east-1", "eu-west-1", "global"];
pub(super) const PRODUCTS: &[&str] = &["Security Hub", "GuardDuty"];
pub(super) const CONTROLS: &[&str] = &["EC2.1", "EC2.13", "Config.1"];
pub(super) const TITLES: &[&str] = &["Port 22 is open", "Éclair is not encrypted", "Config.1"];
pub(super) const STANDARDS: &[&str] = &["standards/one/v/1", "standards/two/v/2"];
pub(super) const TYPES: &[&str] = &["AwsEc2Instance", "AwsEc2SecurityGroup", "AwsS3Bucket"];
pub(super) const ADDRESSES: &[&str] = &["203.0.113.7", "203.0.113.70", "2001:db8::7"];
pub(super) const QUERIES: &[&str] = &[
    "severity:low,medium",
    "account:111122223333",
    "control:EC2.1",
    "tag:pci",
];
pub(super) const NAMES: &[&str] = &["ana", "ben"];
pub(super) const TAGS: &[&str] = &["pci", "prod", "team/web"];

/// One thing that happens.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Page(Vec<IncomingFinding>),
    /// Of the finding whose place this is, whatever version it has.
    Workflow(usize, WorkflowStatus),
    Assign(usize, Option<&'static str>),
    /// Of two findings with one form, suppressed for so many days or else as it says; then perhaps taken back.
    Touch([usize; 2], WorkflowStatus, Option<i64>, Then),
    /// Of two findings with one form: a tag that they get, and one that they lose.
    Tag([usize; 2], Option<&'static str>, Option<&'static str>, Then),
    /// A rule for what a query admits, for so many days.
    Suppress(&'static str, i64),
    /// Switches a suppression off, or on again.
    Switch(usize),
    /// So many days later; what ended is carried out.
    Later(i64),
    /// A complete sweep that returns what the mask says of each row number.
    Sweep(u32),
    /// Puts the index into its file: a later start reads it and what was committed since.
    KeepIndex,
    Restart,
}

/// What becomes of an act.
#[derive(Debug, Clone, Copy)]
pub(super) enum Then {
    Stays,
    IsTakenBack,
}

pub(super) fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        5 => vec(report(), 1..8).prop_map(Step::Page),
        2 => (0..12_usize, select(WorkflowStatus::ALL)).prop_map(|(at, to)| Step::Workflow(at, to)),
        2 => (0..12_usize, option::of(select(NAMES))).prop_map(|(at, to)| Step::Assign(at, to)),
        2 => touch(),
        2 => tag(),
        1 => (select(QUERIES), 1..9_i64).prop_map(|(query, days)| Step::Suppress(query, days)),
        1 => (0..4_usize).prop_map(Step::Switch),
        1 => (1..9_i64).prop_map(Step::Later),
        1 => any::<u32>().prop_map(Step::Sweep),
        1 => Just(Step::KeepIndex),
        2 => Just(Step::Restart),
    ];
    vec(step, 1..11)
}

fn touch() -> impl Strategy<Value = Step> {
    let then = select(&[Then::Stays, Then::IsTakenBack][..]);
    let places = (0..12_usize, 0..12_usize);
    let days = option::of(1..9_i64);
    (places, select(WorkflowStatus::ALL), days, then)
        .prop_map(|((one, two), to, days, then)| Step::Touch([one, two], to, days, then))
}

fn tag() -> impl Strategy<Value = Step> {
    let then = select(&[Then::Stays, Then::IsTakenBack][..]);
    let places = (0..12_usize, 0..12_usize);
    let some = || option::of(select(TAGS));
    (places, some(), some(), then)
        .prop_map(|((one, two), gets, loses, then)| Step::Tag([one, two], gets, loses, then))
}

prop_compose! {
    fn report()(
        (id, minutes, created) in (0..12_u8, -2..4_i64, 0..3_i64),
        (account, region, product) in (select(ACCOUNTS), select(REGIONS), select(PRODUCTS)),
        (severity, workflow) in (select(Severity::ALL), select(WorkflowStatus::ALL)),
        record_state in select(&[RecordState::Active, RecordState::Active, RecordState::Archived][..]),
        compliance in option::of(select(ComplianceStatus::ALL)),
        (control, title) in (option::of(select(CONTROLS)), select(TITLES)),
        standards in proptest::sample::subsequence(STANDARDS, 0..=2),
        resources in vec((select(TYPES), 0..5_u8), 0..3),
        addresses in proptest::sample::subsequence(ADDRESSES, 0..=2),
        account_name in option::of(select(&["payments-prod", "Réunion"][..])),
    ) -> IncomingFinding {
        incoming(&format!("f{id}"), |finding| {
            // Three findings may have one AWS id: account and product tell them apart.
            finding.account = account.into();
            finding.product_name = Some(product.to_owned());
            finding.product_arn = format!("arn:aws:securityhub:::product/{product}");
            finding.account_name = account_name.map(str::to_owned);
            finding.region = region.into();
            (finding.severity, finding.workflow) = (severity, workflow);
            (finding.record_state, finding.compliance) = (record_state, compliance);
            finding.control = control.map(str::to_owned);
            finding.title = title.to_owned();
            finding.standards = standards.into_iter().map(str::to_owned).collect();
            finding.resources = resources.into_iter().map(|(kind, n)| resource(kind, n)).collect();
            finding.addresses = addresses.into_iter().filter_map(address).collect();
            finding.created += TimeDelta::minutes(created);
            finding.updated += TimeDelta::minutes(minutes);
        })
    }
}

fn resource(kind: &str, n: u8) -> Resource {
    Resource {
        kind: kind.to_owned(),
        id: format!("arn:aws:ec2:eu-west-1:1:thing/sg-{n}")
            .as_str()
            .into(),
        region: None,
    }
}

impl Step {
    /// Does it, and answers the backend that is there afterwards.
    pub(super) async fn done(self, backend: TestBackend) -> TestBackend {
        backend.clock.advance(TimeDelta::seconds(1));
        match self {
            Self::Page(findings) => drop(backend.ingest(batch(findings)).await),
            Self::Workflow(at, to) => worked(&backend, at, to).await,
            Self::Assign(at, to) => {
                if let Some(row) = nth(&backend, at).await {
                    let (id, expected) = (row.summary().id, row.summary().version);
                    let to = to.map(|name| PersonName::parse(name).expect("a name"));
                    let ask = Assign {
                        id,
                        expected,
                        to: to.as_ref(),
                        address: None,
                    };
                    assign(&backend, &analyst(), ask).await.expect("it changes");
                }
            }
            Self::Touch(places, to, days, then) => {
                let touch = moved(&backend, to, days);
                touched(&backend, places, touch, then).await;
            }
            Self::Tag(places, gets, loses, then) => {
                touched(&backend, places, tagged(gets, loses), then).await;
            }
            Self::Suppress(query, days) => {
                // One that hides nothing is refused.
                let ask = rule(&backend, query, days);
                let _ = suppressions::make(&backend, &analyst(), ask).await;
                keep_up(&backend).await;
            }
            Self::Switch(at) => switch(&backend, at).await,
            Self::Later(days) => {
                backend.clock.advance(TimeDelta::days(days));
                keep_up(&backend).await;
            }
            Self::Sweep(mask) => swept(&backend, mask).await,
            Self::KeepIndex => backend.keep_index().await,
            Self::Restart => return backend.restart().await,
        }
        backend
    }
}

async fn worked(backend: &TestBackend, at: usize, to: WorkflowStatus) {
    if let Some(row) = nth(backend, at).await {
        let (id, expected) = (row.summary().id, row.summary().version);
        let ask = ChangeWorkflow {
            id,
            expected,
            to,
            address: None,
        };
        let changed = change_workflow(backend, &analyst(), ask).await;
        changed.expect("it changes");
    }
}

/// A complete sweep that returned what the mask says of each row number.
async fn swept(backend: &TestBackend, mask: u32) {
    let mut sweep = Sweep::begin(backend).await.expect("it begins");
    let seen: Vec<i64> = (1..=32).filter(|n| mask >> (n - 1) & 1 == 1).collect();
    sweep.saw(&seen);
    let marked = not_reported(backend, &worker(), &source(), &sweep).await;
    marked.expect("it ends");
}

/// A form that moves findings to a status, suppressed for so many days or else as it says.
fn moved(backend: &TestBackend, to: WorkflowStatus, days: Option<i64>) -> Touch {
    let until = days.filter(|_| to == WorkflowStatus::Suppressed);
    Touch {
        workflow: Some(to),
        until: until.map(|days| backend.now() + TimeDelta::days(days)),
        ..Touch::default()
    }
}

/// A form by which findings get a tag and lose one; the same tag is only got.
fn tagged(gets: Option<&str>, loses: Option<&str>) -> Touch {
    let one = |tag: Option<&str>| tags(tag.unwrap_or_default()).expect("a tag");
    Touch {
        add_tags: one(gets),
        remove_tags: one(loses.filter(|tag| Some(*tag) != gets)),
        ..Touch::default()
    }
}

/// Changes two findings with one form, and perhaps takes that back.
async fn touched(backend: &TestBackend, places: [usize; 2], touch: Touch, then: Then) {
    let mut ids = BTreeSet::new();
    for at in places {
        ids.extend(nth(backend, at).await.map(|row| row.summary().id));
    }
    // A form that says nothing is refused.
    if ids.is_empty() || touch == Touch::default() {
        return;
    }
    let ids: Vec<FindingId> = ids.into_iter().collect();
    let act = acted(backend, &analyst(), ask(backend, &ids, touch)).await;
    carry_on(backend).await;
    if matches!(then, Then::IsTakenBack) {
        // Where nothing was changed there is nothing to take back.
        let _ = findings::undo(backend, &analyst(), act.id, None).await;
        carry_on(backend).await;
    }
}

async fn switch(backend: &TestBackend, at: usize) {
    let all = suppressions::list(backend, &analyst())
        .await
        .expect("a list");
    if all.is_empty() {
        return;
    }
    let one = &all[at % all.len()].suppression;
    let (ask, on) = ((one.number, one.version), one.off_since.is_some());
    // One that has ended stays as it is.
    let _ = suppressions::switch(backend, &analyst(), ask, on, None).await;
    keep_up(backend).await;
}

/// One of the findings that are kept, if there is any.
async fn nth(backend: &TestBackend, at: usize) -> Option<Kept> {
    let kept = Kept::all(&mut OwnSql::of(backend).await, backend.now()).await;
    (!kept.is_empty()).then(|| kept[at % kept.len()].clone())
}
