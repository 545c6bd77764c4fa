//! How the verdict follows from what is known.

use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::{finding::FindingCounts, source::FreshnessState};

/// The impact, of one to five, that is critical by itself.
const CRITICAL_IMPACT: u8 = 1;

/// What may be believed of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFact {
    /// Its name, as pages show it.
    pub name: String,
    /// What may be believed.
    pub state: FreshnessState,
    /// Whether all that it has was read at least once.
    pub first_read: FirstRead,
}

/// How far the first full read of a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstRead {
    /// Nothing is missing.
    Done,
    /// What was not read yet is unknown.
    GoesOn,
}

/// The weightiest of the open incidents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenIncident {
    /// Its number with its title.
    pub name: String,
    /// One to five, one the worst.
    pub impact: u8,
    /// How many more are open.
    pub more: u64,
}

/// Whether what is known of findings is of now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Told {
    /// Their sources answer.
    #[default]
    Now,
    /// One of them is silent: so it was when it last answered.
    Before,
}

/// What is known of the floor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Every source that can answer.
    pub sources: Vec<SourceFact>,
    /// The weightiest open incident.
    pub incident: Option<OpenIncident>,
    /// Open findings.
    pub findings: FindingCounts,
    /// Critical ones that nobody has.
    pub critical_unassigned: u64,
    /// Whether both are of now.
    pub findings_told: Told,
    /// Endpoints that fail.
    pub failing: u32,
    /// Open issues of AWS.
    pub aws_issues: u32,
    /// What AWS offers nowhere to this account, as pages name it: of it nothing is known.
    pub not_offered: Vec<String>,
    /// The account that is looked at alone, where nothing was ever heard of it.
    pub unwatched: Option<String>,
}

/// Why the verdict is what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// No source is set up.
    NoSources,
    /// Nothing was ever heard of this account, and it alone is looked at.
    Unwatched(String),
    /// These sources are silent: each name once, how many they are, and how many sources there are.
    Silent(Vec<String>, u32, u32),
    /// An incident is open.
    Incident(OpenIncident),
    /// So many critical findings have nobody.
    CriticalUnassigned(u64),
    /// So many critical and high findings are open, and somebody has the critical ones.
    Open(u64, u64),
    /// When their source last answered, so many critical findings had nobody, and so many critical and high ones were open.
    LastKnown(u64, u64, u64),
    /// So many endpoints fail.
    Failing(u32),
    /// So many issues of AWS are open.
    AwsIssues(u32),
    /// These sources answer late.
    Late(Vec<String>),
    /// Of these sources only a part was read so far.
    FirstRead(Vec<String>),
    /// AWS does not offer these here, so that nothing is known of what they would tell.
    NotOffered(Vec<String>),
    /// Nothing needs anybody.
    Quiet,
}

/// The verdict with its reasons, the weightiest first and never none. What cannot be seen cannot be called fine, so
/// silence outranks all.
#[must_use]
pub fn judge(facts: &Facts) -> (Verdict, Vec<Reason>) {
    let mut found = found(facts);
    // Stable: of reasons that weigh the same the first stays first.
    found.sort_by_key(|(verdict, _)| std::cmp::Reverse(*verdict));
    let verdict = found
        .first()
        .map_or(Verdict::Clear, |(verdict, _)| *verdict);
    let mut reasons: Vec<Reason> = found.into_iter().map(|(_, reason)| reason).collect();
    if !facts.not_offered.is_empty() {
        reasons.push(Reason::NotOffered(facts.not_offered.clone()));
    }
    if reasons.is_empty() {
        reasons.push(Reason::Quiet);
    }
    (verdict, reasons)
}

/// Everything that speaks against Clear, each with the word that it alone would make.
fn found(facts: &Facts) -> Vec<(Verdict, Reason)> {
    let late = named(facts, |source| source.state == FreshnessState::Stale);
    let partly = named(facts, |source| {
        source.state != FreshnessState::Blind && source.first_read == FirstRead::GoesOn
    });
    let (critical, high) = (facts.findings.critical, facts.findings.high);
    let mut found = Vec::new();
    if facts.sources.is_empty() {
        found.push((Verdict::Blind, Reason::NoSources));
    }
    if let Some(account) = &facts.unwatched {
        found.push((Verdict::Blind, Reason::Unwatched(account.clone())));
    }
    if let Some(silent) = silent(facts) {
        found.push((Verdict::Blind, silent));
    }
    if let Some(open) = &facts.incident {
        let verdict = match open.impact <= CRITICAL_IMPACT {
            true => Verdict::Critical,
            false => Verdict::Incident,
        };
        found.push((verdict, Reason::Incident(open.clone())));
    }
    let unassigned = facts.critical_unassigned;
    if unassigned > 0 && facts.findings_told == Told::Now {
        let reason = Reason::CriticalUnassigned(unassigned);
        found.push((Verdict::Critical, reason));
    }
    if facts.failing > 0 {
        found.push((Verdict::Watch, Reason::Failing(facts.failing)));
    }
    if facts.aws_issues > 0 {
        found.push((Verdict::Watch, Reason::AwsIssues(facts.aws_issues)));
    }
    if critical + high > 0 {
        let reason = match facts.findings_told {
            Told::Now => Reason::Open(critical, high),
            Told::Before => Reason::LastKnown(unassigned, critical, high),
        };
        found.push((Verdict::Watch, reason));
    }
    if !late.is_empty() {
        found.push((Verdict::Watch, Reason::Late(late)));
    }
    if !partly.is_empty() {
        found.push((Verdict::Watch, Reason::FirstRead(partly)));
    }
    found
}

/// That sources are silent, where some are.
fn silent(facts: &Facts) -> Option<Reason> {
    let is_blind = |source: &SourceFact| source.state == FreshnessState::Blind;
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let many = count(facts.sources.iter().filter(|one| is_blind(one)).count());
    let all = count(facts.sources.len());
    (many > 0).then(|| Reason::Silent(named(facts, is_blind), many, all))
}

/// The sources that are so, each name once.
fn named(facts: &Facts, is_so: impl Fn(&SourceFact) -> bool) -> Vec<String> {
    let so = facts.sources.iter().filter(|source| is_so(source));
    let mut names: Vec<String> = so.map(|source| source.name.clone()).collect();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hub(state: FreshnessState) -> Vec<SourceFact> {
        vec![SourceFact {
            name: "Security Hub".to_owned(),
            state,
            first_read: FirstRead::Done,
        }]
    }

    fn live() -> Facts {
        Facts {
            sources: hub(FreshnessState::Live),
            ..Facts::default()
        }
    }

    fn open(impact: u8) -> Option<OpenIncident> {
        let name = "INC-41 Bitcoin mining".to_owned();
        Some(OpenIncident {
            name,
            impact,
            more: 1,
        })
    }

    #[test]
    fn silent_sources_of_one_name_are_counted_each() {
        let [blind, live] = [FreshnessState::Blind, FreshnessState::Live].map(hub);
        let facts = Facts {
            sources: [blind.clone(), blind, live].concat(),
            ..Facts::default()
        };
        let hub = vec!["Security Hub".to_owned()];
        assert_eq!(judge(&facts).1, [Reason::Silent(hub, 2, 3)]);
    }

    #[test]
    fn silence_outranks_what_was_last_known() {
        let facts = Facts {
            sources: hub(FreshnessState::Blind),
            critical_unassigned: 3,
            incident: open(1),
            ..Facts::default()
        };
        let (verdict, reasons) = judge(&facts);
        assert_eq!(verdict, Verdict::Blind);
        assert_eq!(
            reasons[0],
            Reason::Silent(vec!["Security Hub".to_owned()], 1, 1)
        );
        assert_eq!(judge(&Facts::default()).0, Verdict::Blind);
    }

    #[test]
    fn what_a_silent_source_told_of_findings_is_told_as_of_then() {
        let facts = Facts {
            sources: hub(FreshnessState::Blind),
            critical_unassigned: 3,
            findings: FindingCounts {
                critical: 4,
                high: 5,
                ..FindingCounts::default()
            },
            findings_told: Told::Before,
            ..Facts::default()
        };
        let (_, reasons) = judge(&facts);
        assert_eq!(reasons[1..], [Reason::LastKnown(3, 4, 5)]);
    }

    #[test]
    fn the_word_follows_the_worst_of_what_is_known() {
        let judged = |change: fn(&mut Facts)| {
            let mut facts = live();
            change(&mut facts);
            judge(&facts).0
        };
        assert_eq!(judged(|_| {}), Verdict::Clear);
        assert_eq!(judged(|facts| facts.findings.high = 1), Verdict::Watch);
        assert_eq!(judged(|facts| facts.failing = 1), Verdict::Watch);
        assert_eq!(judged(|facts| facts.aws_issues = 1), Verdict::Watch);
        let late = |facts: &mut Facts| facts.sources = hub(FreshnessState::Stale);
        assert_eq!(judged(late), Verdict::Watch);
        let partly = |facts: &mut Facts| facts.sources[0].first_read = FirstRead::GoesOn;
        assert_eq!(judged(partly), Verdict::Watch);
        assert_eq!(judged(|facts| facts.incident = open(2)), Verdict::Incident);
        assert_eq!(judged(|facts| facts.incident = open(1)), Verdict::Critical);
        assert_eq!(
            judged(|facts| facts.critical_unassigned = 1),
            Verdict::Critical
        );
    }

    #[test]
    fn where_something_is_not_offered_nobody_says_that_nothing_needs_anybody() {
        let facts = Facts {
            not_offered: vec!["AWS Health".to_owned()],
            ..live()
        };
        let reason = Reason::NotOffered(facts.not_offered.clone());
        assert_eq!(judge(&facts), (Verdict::Clear, vec![reason]));
    }

    #[test]
    fn an_account_that_nobody_reads_is_not_known_to_be_quiet() {
        let account = "999999999999".to_owned();
        let facts = Facts {
            unwatched: Some(account.clone()),
            ..live()
        };
        assert_eq!(
            judge(&facts),
            (Verdict::Blind, vec![Reason::Unwatched(account)])
        );
    }

    #[test]
    fn the_weightiest_reason_is_said_first() {
        let facts = Facts {
            incident: open(2),
            critical_unassigned: 1,
            failing: 2,
            ..live()
        };
        let (verdict, reasons) = judge(&facts);
        assert_eq!(verdict, Verdict::Critical);
        assert_eq!(reasons[0], Reason::CriticalUnassigned(1));
        assert!(matches!(reasons[1], Reason::Incident(_)));
        assert_eq!(reasons[2], Reason::Failing(2));
    }

    proptest! {
        #[test]
        fn only_a_floor_that_is_seen_and_quiet_is_clear(
            states in proptest::collection::vec((0_usize..3, any::<bool>()), 0..4),
            (impact, failing, issues) in (0_u8..6, 0_u32..2, 0_u32..2),
            (critical, high, unassigned) in (0_u64..2, 0_u64..2, 0_u64..2),
        ) {
            let sources = states.iter().map(|(at, whole)| SourceFact {
                first_read: if *whole { FirstRead::Done } else { FirstRead::GoesOn },
                ..hub(FreshnessState::ALL[*at]).remove(0)
            });
            let sources = sources.collect();
            let facts = Facts {
                sources,
                incident: open(impact).filter(|_| impact > 0),
                findings: FindingCounts { critical, high, ..FindingCounts::default() },
                critical_unassigned: unassigned,
                findings_told: Told::Now,
                failing,
                aws_issues: issues,
                not_offered: Vec::new(),
                unwatched: None,
            };
            let (verdict, reasons) = judge(&facts);
            let any = |state: usize| states.iter().any(|(at, _)| *at == state);
            let seen = !states.is_empty() && !any(2);
            let whole = states.iter().all(|(_, whole)| *whole);
            prop_assert_eq!(verdict == Verdict::Blind, !seen);
            let nothing = impact == 0 && failing + issues == 0 && critical + high + unassigned == 0;
            let quiet = seen && nothing && whole && !any(1);
            prop_assert_eq!(verdict == Verdict::Clear, quiet);
            prop_assert_eq!(reasons == [Reason::Quiet], quiet);
        }
    }
}
