//! How every control, standard and account stands, out of what findings and AWS's definitions say.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    Checks, ControlFindings, ControlRow, ControlStatus, Definitions, Enablement, StatusCounts,
};
use crate::finding::Severity;

/// How a set of controls stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// How many controls stand how; the score is made of them.
    pub counts: StatusCounts,
    /// The findings that this follows from.
    pub checks: Checks,
    /// How bad the worst is that failed and that somebody still has to act on.
    pub worst_open: Option<Severity>,
}

impl Standing {
    fn add(&mut self, status: ControlStatus, checks: Checks, worst_open: Option<Severity>) {
        self.counts.add(status);
        self.checks += checks;
        self.worst_open = self.worst_open.max(worst_open);
    }
}

/// How one control of a standard stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedControl {
    /// Its id, such as `S3.8`.
    pub id: String,
    /// Over all accounts.
    pub status: ControlStatus,
    /// The findings that this follows from.
    pub checks: Checks,
    /// How bad the worst of these findings is.
    pub worst: Option<Severity>,
    /// The accounts with such findings, with what they say there.
    pub accounts: BTreeMap<String, Checks>,
}

/// How one standard stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JudgedStandard {
    /// Its id, such as `standards/pci-dss/v/4.0.1`.
    pub id: String,
    /// Over all accounts.
    pub whole: Standing,
    /// In each account that has findings of it.
    pub accounts: BTreeMap<String, Standing>,
    /// Its controls, by id.
    pub controls: Vec<JudgedControl>,
}

/// How all of them stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged {
    /// Each distinct control once, over all standards.
    pub overall: JudgedStandard,
    /// Each standard, by id.
    pub standards: Vec<JudgedStandard>,
}

/// What is gathered of one control.
#[derive(Default)]
struct Gathered {
    /// By place of the account.
    accounts: HashMap<u32, Checks>,
    checks: Checks,
    worst: Option<Severity>,
    worst_open: BTreeMap<u32, Severity>,
}

impl Gathered {
    fn add(&mut self, row: &ControlRow) {
        *self.accounts.entry(row.account).or_default() += row.checks;
        self.checks += row.checks;
        self.worst = self.worst.max(Some(row.worst));
        if let Some(open) = row.worst_open {
            let kept = self.worst_open.entry(row.account).or_insert(open);
            *kept = open.max(*kept);
        }
    }

    fn judged(self, id: &str, status: ControlStatus, accounts: &[String]) -> JudgedControl {
        let named = self.accounts.into_iter();
        JudgedControl {
            id: id.to_owned(),
            status,
            checks: self.checks,
            worst: self.worst,
            accounts: named
                .map(|(place, checks)| (text(accounts, place).to_owned(), checks))
                .collect(),
        }
    }
}

/// Controls by id.
type Controls<'a> = BTreeMap<&'a str, Gathered>;

/// How every standard stands that is enabled, or that a finding which counts names: a member account may have enabled one
/// that the account which is asked has not. Where a control is off in an account, its findings there say nothing any more.
///
/// `within` is the account that all findings are of, where they are of one.
#[must_use]
pub fn judge(
    findings: &ControlFindings,
    definitions: &Definitions,
    within: Option<&str>,
) -> Judged {
    let mut overall = Controls::new();
    let mut standards: BTreeMap<&str, Controls<'_>> = BTreeMap::new();
    for standard in definitions.standards.keys() {
        standards.entry(standard).or_default();
    }
    let empty = Vec::new();
    for row in &findings.rows {
        let account = text(&findings.accounts, row.account);
        let control = text(&findings.controls, row.control);
        let mut takes_part = false;
        for standard in findings.sets.get(row.set as usize).unwrap_or(&empty) {
            let standard = text(&findings.standards, *standard);
            let controls = standards.entry(standard).or_default();
            if !definitions.is_off(standard, control, account) {
                controls.entry(control).or_default().add(row);
                takes_part = true;
            }
        }
        if takes_part {
            overall.entry(control).or_default().add(row);
        }
    }
    let ids: BTreeSet<&str> = standards.keys().copied().collect();
    let judged = standards.into_iter().map(|(id, gathered)| {
        let known = known(definitions, [id]);
        standing((id, within), gathered, &known, &findings.accounts)
    });
    Judged {
        standards: judged.collect(),
        overall: standing(
            ("", within),
            overall,
            &known(definitions, ids),
            &findings.accounts,
        ),
    }
}

fn text(texts: &[String], place: u32) -> &str {
    texts.get(place as usize).map_or("", String::as_str)
}

/// What the status of each control of these standards is where no finding counts, by account: on in one standard is on.
struct Known<'a> {
    controls: BTreeMap<&'a str, Vec<&'a Enablement>>,
}

impl Known<'_> {
    /// Over all accounts, or in one.
    fn without_findings(&self, control: &str, account: Option<&str>) -> ControlStatus {
        let of = self.controls.get(control).map_or(&[][..], Vec::as_slice);
        let off = |one: &&Enablement| match account {
            Some(account) if one.is_off_in(account) => true,
            _ => one.without_findings() == ControlStatus::Disabled,
        };
        match !of.is_empty() && of.iter().all(off) {
            true => ControlStatus::Disabled,
            false => ControlStatus::NoData,
        }
    }
}

fn known<'a>(
    definitions: &'a Definitions,
    standards: impl IntoIterator<Item = &'a str>,
) -> Known<'a> {
    let mut controls: BTreeMap<&str, Vec<&Enablement>> = BTreeMap::new();
    for standard in standards {
        for (control, enablement) in definitions.controls.get(standard).into_iter().flatten() {
            controls.entry(control).or_default().push(enablement);
        }
    }
    Known { controls }
}

fn standing(
    (id, within): (&str, Option<&str>),
    mut gathered: Controls<'_>,
    known: &Known<'_>,
    accounts: &[String],
) -> JudgedStandard {
    let mut judged = JudgedStandard {
        id: id.to_owned(),
        ..JudgedStandard::default()
    };
    let named = gathered.values().flat_map(|one| one.accounts.keys());
    let mut by_account: BTreeMap<u32, Standing> =
        named.map(|place| (*place, Standing::default())).collect();
    let of_findings = gathered.keys().copied();
    let ids: BTreeSet<&str> = known.controls.keys().copied().chain(of_findings).collect();
    for control in ids {
        let one = gathered.remove(control).unwrap_or_default();
        let status = match one.checks.status() {
            ControlStatus::NoData => known.without_findings(control, within),
            status => status,
        };
        let worst_open = one.worst_open.values().copied().max();
        judged.whole.add(status, one.checks, worst_open);
        for (place, standing) in &mut by_account {
            let checks = one.accounts.get(place).copied().unwrap_or_default();
            let status = match checks.status() {
                ControlStatus::NoData => {
                    known.without_findings(control, Some(text(accounts, *place)))
                }
                status => status,
            };
            standing.add(status, checks, one.worst_open.get(place).copied());
        }
        judged.controls.push(one.judged(control, status, accounts));
    }
    let named = by_account.into_iter();
    let named = named.map(|(place, standing)| (text(accounts, place).to_owned(), standing));
    judged.accounts = named.collect();
    judged
}
