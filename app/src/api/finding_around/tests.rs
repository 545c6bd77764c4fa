//! What the tab says, and in which order.

use chrono::TimeDelta;
use domain::{
    strip::{Link, Strip},
    time::from_micros,
};

use super::*;

fn noon() -> Timestamp {
    from_micros(1_795_521_600_000_000)
}

fn one(minutes: i64, level: MatchLevel, link: Link, text: &str) -> Happening {
    Happening {
        at: noon() + TimeDelta::minutes(minutes),
        level,
        link,
        text: text.to_owned(),
    }
}

fn then(happened: Vec<Happening>) -> Around {
    Around {
        moment: noon(),
        span: Span::Day,
        happened,
        left_out: 0,
        cut: Vec::new(),
        log_begins: None,
    }
}

fn html(then: &Around) -> String {
    let owner = Owner::new();
    owner.set();
    let id: FindingId = "01a20e10-a12f-7be1-8142-790186575004"
        .parse()
        .expect("an id");
    let beside = Beside {
        id,
        list: "by=flat",
    };
    let now = StripView::from(&Strip::nothing_shown(noon()));
    around(&beside, then, now).into_markup().replace("<!>", "")
}

#[test]
fn each_line_says_what_when_how_near_and_leads_there() {
    let page = html(&then(vec![
        one(
            3,
            MatchLevel::Resource,
            Link::to(LinkKind::Change, "7"),
            "CHG-7 <b>Swap</b>: ana started it",
        ),
        one(
            -1_500,
            MatchLevel::Account,
            Link::to(LinkKind::Endpoint, "111122223333/abc"),
            "shop: answers",
        ),
    ]));
    for said in [
        "24 hours before and after ",
        "24 Nov 12:00 UTC",
        "<h3>Same resource</h3>",
        r#"href="/changes/7""#,
        "CHG-7 &lt;b&gt;Swap&lt;/b&gt;: ana started it",
        "Change, 3 min after",
        "12:03</time>",
        "<h3>Same account</h3>",
        r#"href="/endpoints/abc""#,
        "Endpoint, 1 d 1 h before",
        "23 Nov 11:00</time>",
        "<h3>Now</h3>",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(
        !page.contains("left out") && !page.contains("looked at only"),
        "{page}"
    );
    let (near, far) = (page.find("Same resource"), page.find("Same account"));
    assert!(near < far, "{page}");
}

#[test]
fn the_time_is_an_address_of_the_same_list() {
    let page = html(&then(Vec::new()));
    for (span, current) in [("1h", ""), ("24h", r#" aria-current="page""#), ("7d", "")] {
        let address =
            "/findings/01a20e10-a12f-7be1-8142-790186575004?by=flat&amp;tab=around&amp;span=";
        let link = format!(r#"<a href="{address}{span}"{current}>"#);
        assert!(page.contains(&link), "{link}: {page}");
    }
}

#[test]
fn nothing_says_so_and_what_was_not_looked_at_is_told() {
    let page = html(&Around {
        left_out: 1_234,
        cut: vec![
            Cut::Nearest(5_000, 23_412),
            Cut::Latest(LinkKind::Change, 200),
        ],
        log_begins: Some(noon() - TimeDelta::hours(2)),
        ..then(Vec::new())
    });
    for said in [
        "Nothing else happened around it",
        "1,234 more are left out, the farthest and oldest.",
        "Of 23,412 findings near it only the nearest 5,000 were looked at.",
        "Of the steps of changes in this time only the latest 200 were looked at.",
        "How endpoints turned is known since 24 Nov 10:00 UTC, when the event log begins.",
        "Nothing else goes on around this",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
}
