//! The rules of acts on findings, for whatever somebody asks.

use proptest::{collection::vec, option, prelude::*, sample::select};

use super::*;
use crate::{
    finding::words::{Severity, VerificationState, WorkflowStatus},
    person::PersonName,
    time::from_micros,
};

fn name() -> impl Strategy<Value = String> {
    select(vec!["ana", "ben", "cleo"]).prop_map(str::to_owned)
}

fn tag() -> impl Strategy<Value = Tag> {
    select(vec!["pci", "prod", "team:web", "q3"]).prop_map(|text| Tag::parse(text).expect("a tag"))
}

fn link() -> impl Strategy<Value = Link> {
    prop_oneof![
        (1_i64..3).prop_map(Link::Incident),
        (1_i64..3).prop_map(Link::Change)
    ]
}

fn assignment() -> impl Strategy<Value = Assignment> {
    prop_oneof![
        name().prop_map(|name| Assignment::To(PersonName::parse(&name).expect("a name"))),
        Just(Assignment::Nobody),
        Just(Assignment::Claim),
    ]
}

fn touch() -> impl Strategy<Value = Touch> {
    (
        option::of(select(WorkflowStatus::ALL)),
        option::of(select(Severity::ALL)),
        option::of(select(VerificationState::ALL)),
        option::of(Just("seen".to_owned())),
        option::of(assignment()),
        vec(tag(), 0..3),
        vec(tag(), 0..3),
        option::of(link()),
    )
        .prop_map(
            |(workflow, severity, verification, note, assignee, add_tags, remove_tags, link)| {
                Touch {
                    workflow,
                    until: None,
                    severity,
                    verification,
                    note,
                    assignee,
                    add_tags,
                    remove_tags,
                    link,
                }
            },
        )
}

fn triage() -> impl Strategy<Value = Triage> {
    (
        select(WorkflowStatus::ALL),
        select(Severity::ALL),
        option::of(select(VerificationState::ALL)),
        option::of(name()),
        proptest::collection::btree_set(tag(), 0..4),
        proptest::collection::btree_set(link(), 0..3),
    )
        .prop_map(
            |(workflow, severity, verification, assignee, tags, links)| Triage {
                workflow,
                severity,
                verification,
                assignee,
                tags: tags.into_iter().collect(),
                links: links.into_iter().collect(),
            },
        )
}

fn sorted(mut triage: Triage) -> Triage {
    triage.links.sort();
    triage
}

proptest! {
    /// What is told of an act is exactly what it changed, field by field.
    #[test]
    fn moves_tell_what_changed(touch in touch(), before in triage(), by in name()) {
        match touch.apply(&before, &by) {
            Ok((after, moves)) => {
                prop_assert!(!moves.is_empty());
                let mut told = before.moves_to(&after);
                let noted = moves.iter().filter(|one| one.field == TriageField::Note);
                told.extend(noted.cloned());
                prop_assert_eq!(told, moves.clone());
                prop_assert!(moves.iter().all(|one| one.old != one.new));
            }
            Err(skip) => prop_assert!(matches!(skip.kind(), SkipKind::AlreadySo | SkipKind::Taken)),
        }
    }

    /// Asked again, it is so already; only a note is said again.
    #[test]
    fn twice_is_once(touch in touch(), before in triage(), by in name()) {
        let touch = Touch { note: None, ..touch };
        prop_assume!(touch.clone().checked().is_ok());
        if let Ok((after, _)) = touch.apply(&before, &by) {
            prop_assert_eq!(touch.apply(&after, &by), Err(Skip::AlreadySo));
        }
    }

    /// What is taken back is as it was, whatever it was.
    #[test]
    fn taken_back_is_as_before(touch in touch(), before in triage(), by in name()) {
        if let Ok((after, moves)) = touch.apply(&before, &by) {
            let back = after.before(&moves).expect("our own words");
            prop_assert_eq!(sorted(back), sorted(before));
        }
    }

    /// A claim never takes anything from anybody.
    #[test]
    fn a_claim_takes_from_nobody(touch in touch(), before in triage(), by in name()) {
        let touch = Touch { assignee: Some(Assignment::Claim), ..touch };
        let had = before.assignee.clone();
        match touch.apply(&before, &by) {
            Ok((after, _)) => {
                prop_assert!(had.is_none_or(|had| had == by));
                prop_assert_eq!(after.assignee, Some(by));
            }
            Err(Skip::Taken(other)) => prop_assert_eq!(had, Some(other)),
            Err(skip) => prop_assert_eq!(skip, Skip::AlreadySo),
        }
    }

    /// A field that was not touched stays.
    #[test]
    fn only_touched_fields_move(touch in touch(), before in triage(), by in name()) {
        if let Ok((_, moves)) = touch.apply(&before, &by) {
            for one in moves {
                let touched = match one.field {
                    TriageField::Workflow => touch.workflow.is_some(),
                    TriageField::Severity => touch.severity.is_some(),
                    TriageField::Verification => touch.verification.is_some(),
                    TriageField::Assignee => touch.assignee.is_some(),
                    TriageField::Tags => !(touch.add_tags.is_empty() && touch.remove_tags.is_empty()),
                    TriageField::Note => touch.note.is_some(),
                    TriageField::Incident | TriageField::Change => touch.link.is_some(),
                };
                prop_assert!(touched, "{:?}", one.field);
            }
        }
    }

    /// What is kept of a text is a tag, a note or a link again, and the same.
    #[test]
    fn what_is_kept_is_read_again(text in any::<String>(), link in link()) {
        if let Ok(tag) = Tag::parse(&text) {
            prop_assert_eq!(Tag::parse(tag.as_str()), Ok(tag.clone()));
            prop_assert_eq!(tags(tag.as_str()), Ok(vec![tag]));
        }
        if let Ok(Some(kept)) = note(&text) {
            prop_assert_eq!(note(&kept), Ok(Some(kept.clone())));
        }
        prop_assert_eq!(link.to_string().parse(), Ok(link));
    }
}

#[test]
fn hiding_and_playing_down_need_a_reason() {
    let to = |workflow, severity| Touch {
        workflow,
        severity,
        ..Touch::default()
    };
    for workflow in WorkflowStatus::ALL {
        let hides = matches!(
            workflow,
            WorkflowStatus::Suppressed | WorkflowStatus::Resolved
        );
        let needed = to(Some(*workflow), None).needs_reason(Severity::Low);
        assert_eq!(needed, hides, "{workflow}");
    }
    let down = to(None, Some(Severity::Medium));
    assert!(down.needs_reason(Severity::High));
    assert!(!down.needs_reason(Severity::Medium));
    assert!(!down.needs_reason(Severity::Low));
    assert!(!to(None, None).needs_reason(Severity::Critical));
}

#[test]
fn what_cannot_be_meant_is_said() {
    assert_eq!(Touch::default().checked(), Err(TouchRule::NothingTouched));
    let pci = || tags("PCI").expect("a tag");
    let both = Touch {
        add_tags: pci(),
        remove_tags: pci(),
        ..Touch::default()
    };
    assert_eq!(both.checked(), Err(TouchRule::TagTwice));
    assert_eq!(TouchRule::RemovedTagMalformed.place(), "remove_tags");
    assert_eq!(note(" \r\n"), Ok(None));
    assert!(note(&"ä".repeat(MAX_NOTE)).is_ok());
    assert_eq!(note(&"x".repeat(MAX_NOTE + 1)), Err(TouchRule::NoteTooLong));
    assert_eq!(reason("  "), Ok(None));
    assert_eq!(
        reason(&"x".repeat(MAX_REASON + 1)),
        Err(TouchRule::ReasonTooLong)
    );
    for wrong in [
        "",
        "7",
        "INC",
        "INC-",
        "INC-x",
        "INC--1",
        "TKT-7",
        "INC-99999999999999999999",
    ] {
        assert_eq!(
            wrong.parse::<Link>(),
            Err(TouchRule::LinkMalformed),
            "{wrong}"
        );
    }
    assert_eq!(" inc-7 ".parse(), Ok(Link::Incident(7)));
    assert_eq!("chg-12".parse(), Ok(Link::Change(12)));
}

#[test]
fn tags_are_words_each_once() {
    let words = |text| tags(text).map(|tags| tags.iter().map(Tag::to_string).collect::<Vec<_>>());
    assert_eq!(
        words(" prod,PCI  pci"),
        Ok(vec!["pci".to_owned(), "prod".to_owned()])
    );
    assert_eq!(words(""), Ok(Vec::new()));
    for wrong in ["a|b", "<b>", "a\u{0}b", &"x".repeat(41)] {
        assert_eq!(words(wrong), Err(InvalidTag), "{wrong}");
    }
}

#[test]
fn a_finding_has_only_so_many_tags() {
    let many = |n: usize| {
        (0..n)
            .map(|n| Tag::parse(&format!("t{n:02}")).expect("a tag"))
            .collect()
    };
    let before = Triage {
        workflow: WorkflowStatus::New,
        severity: Severity::High,
        verification: None,
        assignee: None,
        tags: many(MAX_TAGS),
        links: Vec::new(),
    };
    let one_more = Touch {
        add_tags: tags("one-more").expect("a tag"),
        ..Touch::default()
    };
    assert_eq!(one_more.apply(&before, "ana"), Err(Skip::TooManyTags));
    let instead = Touch {
        remove_tags: tags("t00").expect("a tag"),
        ..one_more
    };
    let (after, _) = instead.apply(&before, "ana").expect("it fits");
    assert_eq!(after.tags.len(), MAX_TAGS);
}

#[test]
fn an_end_begins_the_ten_minutes() {
    let end = from_micros(0);
    let minute = |n| end + chrono::TimeDelta::minutes(n);
    assert_eq!(undo(None, end), Err(TouchRule::StillGoing));
    assert_eq!(undo(Some(end), minute(10)), Ok(minute(10)));
    assert_eq!(
        undo(Some(end), minute(10) + chrono::TimeDelta::microseconds(1)),
        Err(TouchRule::TooLate)
    );
}
