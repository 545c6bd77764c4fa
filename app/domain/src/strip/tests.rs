//! What must hold of every strip.

use proptest::{collection::vec, option, prelude::*, sample::select};

use super::*;
use crate::{
    calendar::Meets,
    scope::{AccountId, MatchLevel, Scope},
    time::from_micros,
};

const OTHER: &str = "arn:aws:ec2:us-east-1:111122223333:instance/i-2";
const LINES: &[&str] = &[
    "arn:aws:ec2:us-east-1:111122223333:instance/i-1",
    OTHER,
    "arn:aws:s3:::ledger 111122223333 us-east-1",
    "arn:aws:s3:::ledger/2026/a.csv 111122223333 us-east-1",
    "111122223333 us-east-1 ec2",
    "111122223333",
    "444455556666 eu-west-1",
    "us-east-1",
    "organization",
];

const ACCOUNTS: &[&str] = &["111122223333", "444455556666"];

fn scope(line: &str) -> Scope {
    line.parse().expect("a scope")
}

fn at(second: i64) -> Timestamp {
    from_micros(second * 1_000_000)
}

fn a_scope() -> impl Strategy<Value = Scope> {
    select(LINES).prop_map(scope)
}

fn a_fact() -> impl Strategy<Value = Fact> {
    (
        select(Cause::ALL),
        select(Grade::ALL),
        vec(a_scope(), 0..3),
        option::of(0..9i64),
        (1..4u64, 0..60u8, select(Meets::ALL)),
    )
        .prop_map(|(cause, grade, scopes, since, (count, id, meets))| Fact {
            cause,
            grade,
            place: Place::In(scopes),
            title: format!("{cause} {id}"),
            since: since.map(at),
            until: None,
            meets,
            count,
            newest: since.map(at),
            link: Link::to(LinkKind::Finding, id),
        })
}

fn a_blind() -> impl Strategy<Value = BlindSource> {
    let place = (
        option::of(select(ACCOUNTS)),
        option::of(select(&["us-east-1", "eu-west-1"][..])),
    );
    let silent = (select(Silence::ALL), option::of(0..9i64), place);
    (select(SourceKind::ALL), silent).prop_map(|(kind, (why, last, place))| {
        let (account, region) = match why {
            Silence::NotThere => place,
            _ => (None, None),
        };
        BlindSource {
            kind,
            last_good: last.map(at),
            why,
            account: account.map(Into::into),
            region: region.map(Into::into),
        }
    })
}

#[derive(Debug, Clone)]
struct Seen {
    targets: Vec<Scope>,
    gates: Gates,
    found: Vec<Fact>,
    blind: Vec<BlindSource>,
    unwatched: Vec<AccountId>,
}

impl Seen {
    fn strip(&self, second: i64) -> Strip {
        let facts = Facts {
            targets: &self.targets,
            gates: self.gates,
            found: self.found.clone(),
            looked_at: Cause::ALL.to_vec(),
            blind: self.blind.clone(),
            unwatched: self.unwatched.clone(),
        };
        judge(facts, at(second))
    }
}

fn anything(facts: std::ops::Range<usize>) -> impl Strategy<Value = Seen> {
    let targets = vec(a_scope(), 1..4);
    let parts = (
        targets,
        select(Gates::ALL),
        vec(a_fact(), facts),
        vec(a_blind(), 0..3),
        vec(select(ACCOUNTS), 0..2),
    );
    parts.prop_map(|(targets, gates, found, blind, accounts)| Seen {
        targets,
        gates,
        found,
        blind,
        unwatched: accounts.into_iter().map(AccountId::from).collect(),
    })
}

proptest! {
    #[test]
    fn what_is_blind_is_named_and_never_clear(seen in anything(0..6)) {
        let strip = seen.strip(100);
        for source in &seen.blind {
            prop_assert!(strip.blind.iter().any(|named| named.kind == source.kind));
            prop_assert!(strip.verdict > StripVerdict::Clear);
            let quiet = strip.quiet.iter().any(|cause| cause.sources().contains(&source.kind));
            prop_assert!(!quiet, "what a blind source would tell is not quiet");
        }
        let clear = strip.verdict == StripVerdict::Clear;
        let unseen = !strip.blind.is_empty() || !strip.unwatched.is_empty();
        prop_assert_eq!(clear, !unseen && strip.total() == 0);
        for account in &seen.unwatched {
            prop_assert!(strip.unwatched.contains(account));
            let told = strip.quiet.iter().any(|cause| !cause.sources().is_empty());
            prop_assert!(!told, "what nobody reads there is not quiet");
        }
    }

    #[test]
    fn the_worst_reason_is_first_and_none_is_told_twice(seen in anything(0..90)) {
        let strip = seen.strip(100);
        for pair in strip.reasons.windows(2) {
            let grave = |one: &StripReason| one.grade >= Grade::Impact2;
            let worth =
                |one: &StripReason| (one.effect, grave(one), one.level, one.grade, one.count);
            prop_assert!(worth(&pair[0]) >= worth(&pair[1]));
            prop_assert!(pair[0].link != pair[1].link);
        }
        prop_assert!(strip.reasons.len() <= KEPT_REASONS);
        prop_assert!(strip.more == 0 || strip.reasons.len() == KEPT_REASONS);
        if let Some(first) = strip.reasons.first() {
            prop_assert!(strip.verdict >= first.effect);
        }
    }

    #[test]
    fn the_order_in_which_facts_come_changes_nothing(seen in anything(0..9)) {
        let mut turned = seen.clone();
        turned.found.sort_by_key(|fact| fact.link.clone());
        let mut once = seen.clone();
        once.found = turned.found.clone();
        once.found.dedup_by_key(|fact| fact.link.clone());
        let forward = once.strip(1);
        once.found.reverse();
        prop_assert_eq!(forward, once.strip(1));
    }

    #[test]
    fn more_facts_never_make_it_better(seen in anything(0..9), fact in a_fact(), blind in option::of(a_blind())) {
        let mut more = seen.clone();
        more.found.push(fact);
        more.blind.extend(blind);
        prop_assert!(more.strip(1).verdict >= seen.strip(1).verdict);
        prop_assert!(more.strip(1).total() >= seen.strip(1).total());
    }

    #[test]
    fn an_emergency_is_never_blocked_and_still_told(seen in anything(0..9)) {
        let bound = Seen { gates: Gates::Bind, ..seen.clone() }.strip(1);
        let ignored = Seen { gates: Gates::Ignored, ..seen }.strip(1);
        prop_assert!(ignored.verdict < StripVerdict::Blocked);
        prop_assert_eq!(bound.total(), ignored.total());
        let blocking = |strip: &Strip| strip.reasons.iter().filter(|one| one.grade.blocks()).count();
        let told = ignored.reasons.iter().filter(|one| one.bearing == Bearing::Ignored).count();
        prop_assert_eq!((blocking(&bound), told), (told, blocking(&ignored)));
        prop_assert_eq!(bound.verdict == StripVerdict::Clear, ignored.verdict == StripVerdict::Clear);
    }

    /// Blocked is a word about the start: it stands exactly where something that touches the change holds its start.
    #[test]
    fn it_is_blocked_exactly_where_its_start_is_held(seen in anything(0..9)) {
        let strip = Seen { gates: Gates::Bind, ..seen }.strip(1);
        let holds = |one: &StripReason| one.grade.blocks() && one.meets == Meets::AtStart;
        prop_assert_eq!(strip.verdict == StripVerdict::Blocked, strip.reasons.iter().any(holds));
    }

    #[test]
    fn older_is_not_worse(seen in anything(0..90), later in 0..900i64) {
        prop_assert_eq!(seen.strip(100 + later).is_worse_than(&seen.strip(100)), vec![]);
    }

    #[test]
    fn less_is_not_worse(seen in anything(1..90), gone in any::<prop::sample::Index>()) {
        let mut less = seen.clone();
        let gone = less.found[gone.index(less.found.len())].link.clone();
        less.found.retain(|fact| fact.link != gone);
        less.blind.pop();
        prop_assert_eq!(less.strip(100).is_worse_than(&seen.strip(100)), vec![]);
    }

    #[test]
    fn what_is_new_is_told(seen in anything(0..90), fact in a_fact(), blind in a_blind()) {
        let mut more = seen.clone();
        let fact = Fact { link: Link::to(LinkKind::Incident, "new"), ..fact };
        let touches = !judge(Facts {
            targets: &seen.targets,
            gates: seen.gates,
            found: vec![fact.clone()],
            looked_at: vec![],
            blind: vec![],
            unwatched: vec![],
        }, at(1)).reasons.is_empty();
        more.found.push(fact);
        prop_assert_eq!(!more.strip(9).is_worse_than(&seen.strip(1)).is_empty(), touches);
        let mut blinder = seen.clone();
        blinder.blind.push(blind.clone());
        let known = seen.blind.iter().any(|source| {
            source.kind == blind.kind
                && (source.account.is_none() || source.account == blind.account)
                && (source.region.is_none() || source.region == blind.region)
        });
        prop_assert_eq!(blinder.strip(9).is_worse_than(&seen.strip(1)).is_empty(), known);
        let mut unheard = seen.clone();
        unheard.unwatched.push(AccountId::from("777788889999"));
        prop_assert!(!unheard.strip(9).is_worse_than(&seen.strip(1)).is_empty());
    }

    #[test]
    fn a_worse_verdict_is_never_silent(one in anything(0..9), two in anything(0..9)) {
        let (shown, now) = (one.strip(1), two.strip(2));
        if now.verdict > shown.verdict {
            prop_assert!(!now.is_worse_than(&shown).is_empty());
        }
        let nothing = Strip::nothing_shown(at(0));
        prop_assert_eq!(now.is_worse_than(&nothing).is_empty(), now.verdict == StripVerdict::Clear);
    }

    #[test]
    fn what_is_kept_is_read_again(seen in anything(0..60)) {
        let strip = seen.strip(100);
        let text = serde_json::to_string(&strip).expect("a text");
        prop_assert_eq!(serde_json::from_str::<Strip>(&text).expect("the strip"), strip);
    }
}

fn fact(cause: Cause, grade: Grade, line: &str) -> Fact {
    Fact {
        cause,
        grade,
        place: Place::In(vec![scope(line)]),
        title: format!("{cause} in {line}"),
        since: Some(at(1)),
        until: None,
        meets: Meets::AtStart,
        count: 1,
        newest: None,
        link: Link::to(LinkKind::Incident, line),
    }
}

fn around(target: &str, found: Vec<Fact>) -> Strip {
    let seen = Seen {
        targets: vec![scope(target)],
        gates: Gates::Bind,
        found,
        blind: vec![],
        unwatched: vec![],
    };
    seen.strip(100)
}

#[test]
fn each_level_counts_but_the_organization_only_for_what_speaks_for_all() {
    let incident = |line| fact(Cause::Incident, Grade::Impact3, line);
    let soft = |line| fact(Cause::Freeze, Grade::Soft, line);
    for (line, found, level) in [
        (LINES[0], incident(LINES[0]), Some(MatchLevel::Resource)),
        (LINES[3], incident(LINES[2]), Some(MatchLevel::Parent)),
        (LINES[0], incident(OTHER), Some(MatchLevel::Service)),
        (
            LINES[0],
            incident("111122223333"),
            Some(MatchLevel::Account),
        ),
        (LINES[0], incident("us-east-1"), None),
        (LINES[0], incident("444455556666"), None),
        (LINES[0], soft("us-east-1"), Some(MatchLevel::Organization)),
        (LINES[0], soft("eu-west-1"), None),
        (
            "us-east-1",
            incident(LINES[0]),
            Some(MatchLevel::Organization),
        ),
    ] {
        let strip = around(line, vec![found]);
        let seen = strip.reasons.first().map(|reason| reason.level);
        assert_eq!(seen, level, "{line}: {strip:?}");
    }
}

#[test]
fn nothing_is_clear_and_says_what_was_looked_at() {
    let strip = around(LINES[0], vec![]);
    assert_eq!(strip.verdict, StripVerdict::Clear);
    assert_eq!(strip.quiet, Cause::ALL);
}

#[test]
fn what_got_worse_is_told_in_a_sentence() {
    let shown = around(LINES[0], vec![fact(Cause::Incident, Grade::Impact3, OTHER)]);
    let mut raised = fact(Cause::Incident, Grade::Impact1, OTHER);
    let now = around(LINES[0], vec![raised.clone()]);
    assert_eq!(
        now.is_worse_than(&shown),
        [Difference::Graver(Grade::Impact3, now.reasons[0].clone())]
    );
    raised.grade = Grade::Impact3;
    raised.place = Place::Near(MatchLevel::Resource);
    let now = around(
        LINES[0],
        vec![raised, fact(Cause::Freeze, Grade::Hard, "111122223333")],
    );
    let told: Vec<String> = now
        .is_worse_than(&shown)
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        told,
        [
            "the strip says blocked and not caution".to_owned(),
            "new: freeze in 111122223333".to_owned(),
            format!("nearer than it was: incident in {OTHER}"),
        ]
    );
}

/// The text is what decisions hold in databases: it is never changed, and a new format gets its own.
#[test]
fn a_strip_of_the_first_format_is_read_for_ever() {
    let kept = include_str!("format_1.json");
    let strip: Strip = serde_json::from_str(kept).expect("the strip");
    assert_eq!((strip.format, strip.total()), (1, 4));
    assert_eq!(strip.verdict, StripVerdict::Blocked);
    let text = serde_json::to_string_pretty(&strip).expect("a text");
    assert_eq!(text, kept.trim_end());
}

#[test]
fn no_word_of_a_kept_strip_is_taken_back() {
    let words = |words: Vec<&str>| words.join(" ");
    insta::assert_snapshot!(words(
        [
            Cause::ALL
                .iter()
                .map(|word| word.as_str())
                .collect::<Vec<_>>(),
            Grade::ALL.iter().map(|word| word.as_str()).collect(),
            LinkKind::ALL.iter().map(|word| word.as_str()).collect(),
            MatchLevel::ALL.iter().map(|word| word.as_str()).collect(),
            SourceKind::ALL.iter().map(|word| word.as_str()).collect(),
        ]
        .concat()
    ));
}
