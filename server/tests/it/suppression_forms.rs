//! The form of a new suppression rule as a browser sends it: it makes a rule of what it showed, and keeps what was typed.

use backend::{
    suppressions,
    testing::{batch, incoming, person},
};
use domain::{actor::Role, finding::Severity};
use reqwest::{Client, header};

use crate::{
    place::{Place, location},
    refused_acts::post,
};

const NEW: &str = "/suppressions/new";
const MAKE: &str = "/api/suppressions/make";
const CHANGE: &str = "/api/suppressions/change";

/// A place with two low findings, three high ones, and an analyst.
async fn floor() -> (Place, Client) {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let ana = place.sign_in("ana").await;
    let (low, high) = (Severity::Low, Severity::High);
    let findings = [
        ("a", low),
        ("b", low),
        ("c", high),
        ("d", high),
        ("e", high),
    ];
    let findings =
        findings.map(|(id, severity)| incoming(id, |finding| finding.severity = severity));
    place.backend.ingest(batch(findings.into())).await;
    (place, ana)
}

async fn page(place: &Place, browser: &Client, address: &str) -> String {
    let shown = browser.get(place.at(address)).send().await;
    let shown = shown.expect("the server answers").text().await;
    shown.expect("text").replace("<!>", "")
}

fn form<'a>(q: &'a str, looked: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("q", q),
        ("looked", looked),
        ("reason", "Known until the move"),
        ("owner", "ana"),
        ("until", "2027-01-02T10:00"),
    ]
}

/// How many rules there are.
async fn rules(place: &Place) -> usize {
    let all = suppressions::list(&place.backend, &person("ana", &[Role::Analyst])).await;
    all.expect("the suppressions").len()
}

#[tokio::test]
async fn a_query_that_was_changed_is_shown_before_a_rule_is_made_of_it() {
    let (place, ana) = floor().await;
    let looked = format!("{NEW}?severity=LOW&by=flat");
    let html = page(&place, &ana, &looked).await;
    assert!(html.contains("Hides 2 findings now"), "{html}");
    assert!(
        html.contains("name=\"looked\" value=\"severity:low\""),
        "{html}"
    );
    let changed = form("severity:high", "severity:low");
    let html = post(&place, &ana, (&looked, MAKE), &changed).await;
    assert!(
        html.contains("You changed the query; this is what it hides now."),
        "{html}"
    );
    assert!(html.contains("Hides 3 findings now"), "{html}");
    for kept in ["Known until the move", "2027-01-02T10:00"] {
        assert!(html.contains(kept), "{kept}");
    }
    assert!(
        html.contains("name=\"looked\" value=\"severity:high\""),
        "{html}"
    );
    assert_eq!(rules(&place).await, 0);

    let sent = ana
        .post(place.at(MAKE))
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "text/html")
        .header(header::REFERER, place.at(&looked));
    let made = sent.form(&form("severity:high", "severity:high")).send();
    let made = location(&made.await.expect("the server answers"));
    assert_eq!(made, "/suppressions/1");
    let html = page(&place, &ana, &made).await;
    assert!(
        html.contains("severity:high") && html.contains("Hides 3 findings now"),
        "{html}"
    );
}

#[tokio::test]
async fn looking_keeps_what_was_typed_also_with_a_mistake_in_the_query() {
    let (place, ana) = floor().await;
    let typed = "reason=Known&owner=ben&until=2027-01-02T10:00";
    for (q, said) in [
        ("severity:low", "Hides 2 findings now"),
        ("severity:loud", "The query cannot be read"),
        ("", "Narrow the rule"),
    ] {
        let address = format!("{NEW}?looked=severity:high&q={q}&{typed}");
        let html = page(&place, &ana, &address).await;
        assert!(html.contains(said), "{q}: {html}");
        for kept in ["Known", "ben", "2027-01-02T10:00"] {
            let kept = format!("value=\"{kept}\"");
            assert!(html.contains(&kept), "{q}: {kept} in {html}");
        }
    }
    // Of what could not be shown no rule is made, however it is mended.
    let wrong = format!("{NEW}?q=severity:loud&looked=severity:low");
    let html = page(&place, &ana, &wrong).await;
    let unseen = "name=\"looked\" value=\"&quot;\"";
    assert!(html.contains(unseen), "{html}");
    let mended = form("severity:low", "\"");
    let html = post(&place, &ana, (NEW, MAKE), &mended).await;
    assert!(
        html.contains("You changed the query") && html.contains("Hides 2 findings now"),
        "{html}"
    );
    assert_eq!(rules(&place).await, 0);
}

/// The address of the link of these words.
fn link_of(html: &str, words: &str) -> String {
    let (before, _) = html.split_once(&format!(">{words}</a>")).expect(words);
    let (_, href) = before.rsplit_once("href=\"").expect("an address");
    let (href, _) = href.split_once('"').expect("its end");
    href.replace("&amp;", "&")
}

/// A rule acts in every account, so that its numbers lead to as many findings, whatever the browser looks at.
#[tokio::test]
async fn what_a_rule_hides_is_listed_whole_whatever_account_is_looked_at() {
    let (place, ana) = floor().await;
    let pick = [("account", "444455556666"), ("region", "")];
    place.post(&ana, "/api/scope/choose", &pick).await;
    let all = async |address: &str, words: &str| {
        let html = page(&place, &ana, address).await;
        let list = page(&place, &ana, &link_of(&html, words)).await;
        list.matches("class=\"cover").count()
    };
    let narrowed = page(&place, &ana, "/findings?by=flat&severity=LOW").await;
    assert_eq!(narrowed.matches("class=\"cover").count(), 0);
    let new = format!("{NEW}?severity=LOW&by=flat");
    assert_eq!(all(&new, "See all of them").await, 2);
    place.post(&ana, MAKE, &form("severity:low", "")).await;
    assert_eq!(all("/suppressions/1", "See them").await, 2);
    assert_eq!(all("/suppressions", "2").await, 2);
}

/// A rule hides what is new or notified: another workflow status is never dropped without a word.
#[tokio::test]
async fn a_workflow_status_is_left_out_of_a_lists_rule_and_refused_where_it_is_typed() {
    let (place, ana) = floor().await;
    let left_out =
        "A rule hides what is new or notified: the workflow status of the list does not count.";
    let refused =
        "A rule hides what is new or notified: leave the workflow status out of the query.";
    let list = page(
        &place,
        &ana,
        "/findings?severity=LOW&workflow=NOTIFIED&by=flat",
    )
    .await;
    let offered = list.split("href=\"").find(|link| link.starts_with(NEW));
    let offered = offered.and_then(|link| link.split('"').next());
    let offered = offered.expect("a rule is offered").replace("&amp;", "&");
    let html = page(&place, &ana, &offered).await;
    for told in [left_out, "Hides 2 findings now", "value=\"severity:low\""] {
        assert!(html.contains(told), "{told}: {html}");
    }
    let html = page(&place, &ana, &format!("{NEW}?severity=LOW")).await;
    assert!(!html.contains(left_out), "{html}");

    let typed = "severity:low workflow:notified";
    let html = page(
        &place,
        &ana,
        &format!("{NEW}?looked=severity:low&q={typed}"),
    )
    .await;
    assert!(html.contains(refused) && !html.contains("Hides "), "{html}");
    let made = form(typed, "severity:low");
    let html = post(&place, &ana, (NEW, MAKE), &made).await;
    assert!(html.contains(refused) && html.contains(typed), "{html}");
    assert_eq!(rules(&place).await, 0);

    place.post(&ana, MAKE, &form("severity:low", "")).await;
    let changed = change("1", typed, "severity:low");
    let html = post(&place, &ana, ("/suppressions/1", CHANGE), &changed).await;
    assert!(html.contains(refused) && html.contains(typed), "{html}");
    assert!(!html.contains("What is typed below hides"), "{html}");
}

/// A rule is kept with the numbers of accounts, and read by their names.
#[tokio::test]
async fn an_account_stands_by_its_name_in_the_list_the_page_and_the_form() {
    let (place, ana) = floor().await;
    let named = incoming("named", |finding| {
        finding.account = "310000000122".into();
        finding.account_name = Some("web-prod".to_owned());
        finding.severity = Severity::Medium;
    });
    place.backend.ingest(batch(vec![named])).await;
    let html = page(&place, &ana, &format!("{NEW}?account=310000000122")).await;
    assert!(html.contains("value=\"account:web-prod\""), "{html}");
    place.post(&ana, MAKE, &form("account:web-prod", "")).await;
    let html = page(&place, &ana, "/suppressions").await;
    assert!(html.contains(">account:web-prod</a>"), "{html}");
    let html = page(&place, &ana, "/suppressions/1").await;
    for told in [
        "<span class=\"id\">account:web-prod</span>",
        "<dt>Accounts</dt><dd>web-prod 310000000122</dd>",
        "name=\"looked\" value=\"account:web-prod\"",
    ] {
        assert!(html.contains(told), "{told}: {html}");
    }
    let prolonged = change("1", "account:web-prod", "account:web-prod");
    place.post(&ana, CHANGE, &prolonged).await;
    let analyst = person("ana", &[Role::Analyst]);
    let kept = suppressions::get(&place.backend, &analyst, 1).await;
    let filter = kept.expect("it is kept").suppression.filter;
    assert_eq!(filter.expect("a rule").account, ["310000000122"]);
}

/// The form of the first rule in a version.
fn change<'a>(version: &'a str, q: &'a str, looked: &'a str) -> Vec<(&'a str, &'a str)> {
    let of = [("of", "1"), ("expected_version", version)];
    [of.as_slice(), form(q, looked).as_slice()].concat()
}

#[tokio::test]
async fn a_rule_that_is_changed_says_first_what_it_hides() {
    let (place, ana) = floor().await;
    let made = place.post(&ana, MAKE, &form("severity:low", "")).await;
    let rule = location(&made);
    let html = page(&place, &ana, &rule).await;
    assert!(
        html.contains("name=\"looked\" value=\"severity:low\""),
        "{html}"
    );
    let other = change("1", "severity:high", "severity:low");
    let html = post(&place, &ana, (&rule, CHANGE), &other).await;
    for told in [
        "You changed the query; this is what it hides now.",
        "What is typed below hides 3 findings now.",
        "Hide 3 findings",
        "Hides 2 findings now",
        "name=\"looked\" value=\"severity:high\"",
        "class=\"note t-warn\"",
    ] {
        assert!(html.contains(told), "{told}: {html}");
    }
    assert!(!html.contains("class=\"note t-critical\""), "{html}");

    // What it hides already counts, where the new query still has it: as it gets wider, and as it gets narrower.
    for (version, before, query, hides) in [
        ("1", "severity:low", "severity:low,high", "5 findings"),
        ("2", "severity:low,high", "severity:high", "3 findings"),
    ] {
        let sent = change(version, query, before);
        let html = post(&place, &ana, (&rule, CHANGE), &sent).await;
        let told = format!("What is typed below hides {hides} now.");
        let button = format!("Hide {hides}<");
        assert!(html.contains(&told) && html.contains(&button), "{html}");
        let seen = change(version, query, query);
        place.post(&ana, CHANGE, &seen).await;
        let html = page(&place, &ana, &rule).await;
        assert!(html.contains(&format!("Hides {hides} now")), "{html}");
    }
}

#[tokio::test]
async fn a_rule_that_is_off_says_what_it_hides_once_it_is_on() {
    let (place, ana) = floor().await;
    let made = place.post(&ana, MAKE, &form("severity:high", "")).await;
    let rule = location(&made);
    let off = [("of", "1"), ("expected_version", "1"), ("to", "off")];
    place.post(&ana, "/api/suppressions/switch", &off).await;
    let html = page(&place, &ana, &rule).await;
    let kept = "Hides nothing now. Switched on, it hides 3 findings";
    assert!(html.contains(kept), "{html}");
    // A query that was refused is no part of what is switched on.
    let refused = change("2", "severity:low,high", "severity:high");
    let html = post(&place, &ana, (&rule, CHANGE), &refused).await;
    let typed = "Switched on, what is typed below hides 5 findings.";
    for told in [kept, typed, ">Save<"] {
        assert!(html.contains(told), "{told}: {html}");
    }
}
