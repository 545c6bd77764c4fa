//! What the strip says in words, and what stands on the page.

#![cfg(feature = "ssr")]

use chrono::TimeDelta;
use domain::{
    calendar::Meets,
    scope::MatchLevel,
    source::SourceKind,
    strip::{
        Bearing, BlindSource, Cause, Grade, Link, LinkKind, Silence, Strip, StripReason,
        StripVerdict,
    },
    time::from_micros,
};
use leptos::prelude::*;

use super::StripView;
use crate::components::{DecisionStrip, StripOf};

fn reason(n: i64, link: Link) -> StripReason {
    let noon = from_micros(1_795_521_600_000_000);
    StripReason {
        cause: Cause::Incident,
        grade: Grade::Impact2,
        effect: StripVerdict::Caution,
        bearing: Bearing::Counts,
        level: MatchLevel::Resource,
        title: format!("INC-{n} is open, impact 2"),
        since: Some(noon - TimeDelta::minutes(37)),
        until: None,
        meets: Meets::AtStart,
        count: 1,
        newest: None,
        link,
    }
}

fn strip(reasons: Vec<StripReason>) -> Strip {
    let noon = from_micros(1_795_521_600_000_000);
    Strip {
        verdict: StripVerdict::Caution,
        reasons,
        quiet: vec![Cause::Freeze, Cause::Change],
        ..Strip::nothing_shown(noon)
    }
}

fn html(strip: &Strip, of: StripOf) -> String {
    let owner = Owner::new();
    owner.set();
    let strip = StripView::from(strip);
    let html = view! { <DecisionStrip strip of/> }.to_html();
    html.replace("<!>", "")
}

#[test]
fn a_reason_says_what_how_near_and_how_long() {
    let one = reason(41, Link::to(LinkKind::Incident, "7"));
    let page = html(&strip(vec![one]), StripOf::Now);
    for said in [
        "lamp lit t-warn",
        "1 reason",
        "as of ",
        "12:00:00</time>",
        "INC-41 is open, impact 2",
        "Same resource, for 37 min",
        r#"href="/incidents/7""#,
        "No freeze, no other change, every source answers.",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("<details"), "{page}");
}

#[test]
fn more_than_three_open_in_place() {
    let reasons = (1..=5).map(|n| reason(n, Link::to(LinkKind::Incident, n)));
    let mut many = strip(reasons.collect());
    many.more = 12;
    let page = html(&many, StripOf::Decision);
    for said in [
        "17 reasons",
        "<summary>2 more</summary>",
        "12 more are not listed.",
        "as decided at ",
        "24 Nov 2026 12:00:00 UTC</time>",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[test]
fn a_blind_source_is_named() {
    let mut blind = strip(Vec::new());
    blind.blind = vec![
        BlindSource {
            kind: SourceKind::Route53,
            last_good: Some(blind.computed_at - TimeDelta::minutes(7)),
            why: Silence::Blind,
            account: None,
            region: None,
        },
        BlindSource {
            kind: SourceKind::Health,
            last_good: None,
            why: Silence::Blind,
            account: None,
            region: None,
        },
    ];
    let page = html(&blind, StripOf::Now);
    for said in [
        "2 sources are silent",
        "Route 53 cannot be seen: no data for 7 min.",
        "AWS Health cannot be seen: no data at all.",
        "No freeze, no other change.",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[test]
fn an_account_that_nobody_reads_is_named() {
    let mut strip = strip(Vec::new());
    strip.unwatched = vec!["999999999998".into()];
    let page = html(&strip, StripOf::Now);
    for said in [
        "1 account is not watched",
        "Account 999999999998 is not watched: nothing was ever heard of it.",
        "No freeze, no other change.",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("every source answers"), "{page}");
}

#[test]
fn an_account_that_is_not_wholly_watched_is_named_with_what_is_missing() {
    let mut strip = strip(Vec::new());
    strip.blind = [SourceKind::Health, SourceKind::Route53]
        .map(|kind| BlindSource {
            kind,
            last_good: None,
            why: Silence::NotThere,
            account: Some("444455556666".into()),
            region: None,
        })
        .to_vec();
    let page = html(&strip, StripOf::Now);
    for said in [
        "1 place is not wholly watched",
        "Not watched in account 444455556666: AWS Health, Route 53.",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("every source answers"), "{page}");
}

/// It is called what it is, and the word above is no better for it.
#[test]
fn what_is_not_set_up_is_not_called_blind() {
    let mut strip = strip(Vec::new());
    strip.blind = vec![BlindSource {
        kind: SourceKind::Health,
        last_good: None,
        why: Silence::NotSetUp,
        account: None,
        region: None,
    }];
    let page = html(&strip, StripOf::Now);
    for said in [
        "1 source is not set up",
        "Not set up: AWS Health. What nobody looks at is not known to be quiet, so this is not clear.",
        "No freeze, no other change.",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    for unsaid in ["blind", "silent", "cannot be seen", "every source answers"] {
        assert!(!page.contains(unsaid), "{unsaid}: {page}");
    }
}

#[test]
fn a_source_that_fell_silent_is_marked_on_its_row() {
    let owner = Owner::new();
    owner.set();
    let mut strip = strip(Vec::new());
    strip.blind = [SourceKind::Health, SourceKind::Route53]
        .map(|kind| BlindSource {
            kind,
            last_good: None,
            why: Silence::Blind,
            account: None,
            region: None,
        })
        .to_vec();
    let strip = StripView::from(&strip);
    let news = vec!["source/route53".to_owned()];
    let page = view! { <DecisionStrip strip of=StripOf::Now news/> }.to_html();
    let marks = page.matches("New since you opened this page");
    assert_eq!(marks.count(), 1, "{page}");
    let row = page.find("class=\"blind news\"").expect("the row");
    assert!(page[row..].contains("Route 53 cannot be seen"), "{page}");
}

#[test]
fn an_emergency_says_what_it_ignores_and_until_when() {
    let mut freeze = reason(1, Link::to(LinkKind::Freeze, "f"));
    freeze.bearing = Bearing::Ignored;
    freeze.level = MatchLevel::Organization;
    freeze.until = freeze.since.map(|since| since + TimeDelta::days(2));
    let view = StripView::from(&strip(vec![freeze]));
    assert_eq!(
        view.reasons[0].beneath,
        "Whole organization, an emergency change need not wait, for 37 min, until 26 Nov 11:23 UTC"
    );
}

/// The shape of what blocks is kept for what does.
#[test]
fn what_comes_after_the_start_has_the_shape_of_a_warning() {
    let mut freeze = reason(1, Link::to(LinkKind::Freeze, "f"));
    freeze.grade = Grade::Hard;
    for (meets, shape) in [(Meets::AtStart, "st-blocked"), (Meets::Later, "st-partial")] {
        freeze.meets = meets;
        let page = html(&strip(vec![freeze.clone()]), StripOf::Now);
        let row = page.find("class=\"reasons\"").expect("the rows");
        assert!(page[row..].contains(shape), "{shape}: {page}");
    }
}

#[test]
fn each_reason_leads_somewhere() {
    for (kind, id, href) in [
        (LinkKind::Finding, "f", "/findings/f"),
        (
            LinkKind::Findings,
            "CRITICAL/service/111122223333/us-east-1/ec2",
            "/findings?by=flat&severity=CRITICAL&account=111122223333&region=us-east-1",
        ),
        (
            LinkKind::Findings,
            "HIGH/organization///",
            "/findings?by=flat&severity=HIGH",
        ),
        (LinkKind::Health, "h", "/health/h"),
        (LinkKind::Endpoint, "111122223333/a b", "/endpoints/a%20b"),
        (LinkKind::Change, "c", "/changes/c"),
        (LinkKind::Calendar, "x", "/calendar"),
    ] {
        let view = StripView::from(&strip(vec![reason(1, Link::to(kind, id))]));
        assert_eq!(view.reasons[0].href, href);
    }
}

#[test]
fn what_got_worse_is_marked_where_it_stands() {
    let owner = Owner::new();
    owner.set();
    let reasons = (1..=5).map(|n| reason(n, Link::to(LinkKind::Incident, n)));
    let strip = StripView::from(&strip(reasons.collect()));
    let news = vec!["incident/5".to_owned()];
    let page = view! { <DecisionStrip strip of=StripOf::Now news/> }.to_html();
    assert!(page.contains("<details open>"), "{page}");
    assert_eq!(page.matches("New or worse").count(), 1, "{page}");
}

/// Nothing that came from AWS or from a form is rendered as HTML.
#[test]
fn titles_are_text() {
    let mut hostile = reason(1, Link::to(LinkKind::Finding, "\"><script>"));
    hostile.title = "<script>alert(1)</script>".to_owned();
    let page = html(&strip(vec![hostile]), StripOf::Now);
    assert!(!page.contains("<script"), "{page}");
}
