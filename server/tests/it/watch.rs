//! What Watch and the rail say as the server sends them, before any script runs.

use backend::{
    calendar, endpoints, health,
    incidents::{self, Declare},
    ports::HealthBatch,
    sources,
    testing::{batch, incoming, person, source},
};
use chrono::TimeDelta;
use domain::{
    actor::{Actor, Role},
    calendar::{CalendarPlan, CalendarState},
    endpoint::{EndpointReading, EndpointStatus},
    finding::Severity,
    health::{HealthCategory, HealthStatus, IncomingHealthEvent},
    incident::Impact,
    source::{SourceFault, SourceId, SourceKind},
};
use reqwest::Client;

use crate::place::Place;

/// A page without its marks.
async fn page(place: &Place, browser: &Client, path: &str) -> String {
    let answer = browser.get(place.at(path)).send().await;
    let html = answer.expect("an answer").text().await.expect("text");
    html.replace("<!>", "")
}

fn aws_health() -> SourceId {
    SourceId {
        kind: SourceKind::Health,
        ..source()
    }
}

/// An issue of AWS, and AWS Health answers each minute.
async fn issue(place: &Place) {
    let (by, now) = (Actor::Worker("health".to_owned()), place.backend.now());
    let event = api_issue(place, source().account.as_str());
    let batch = HealthBatch {
        events: vec![event],
        rejects: Vec::new(),
    };
    let known = sources::register(&place.backend, &by, &aws_health(), 60).await;
    known.expect("a source");
    let taken = health::ingest(&place.backend, &by, &aws_health(), &batch, Some(now)).await;
    taken.expect("the event goes in");
}

/// An issue of AWS in an account.
fn api_issue(place: &Place, account: &str) -> IncomingHealthEvent {
    let now = place.backend.now();
    IncomingHealthEvent {
        arn: "arn:aws:health:us-east-1::event/EC2/AWS_EC2_API_ISSUE/1".to_owned(),
        service: "EC2".to_owned(),
        type_code: "AWS_EC2_API_ISSUE".to_owned(),
        category: HealthCategory::Issue,
        status: HealthStatus::Open,
        region: "us-east-1".into(),
        start: Some(now),
        end: None,
        updated: now,
        scope_code: "ACCOUNT_SPECIFIC".to_owned(),
        actionability: None,
        description: String::new(),
        accounts: vec![account.into()],
        entities: Vec::new(),
        unrecognised: Vec::new(),
    }
}

/// While AWS Health is silent, neither the lamp nor the column nor the rail says how many issues there are.
#[tokio::test]
async fn what_a_silent_source_last_said_does_not_stand_as_true() {
    let place = Place::new().await;
    place.person("vera", &[Role::Viewer]).await;
    issue(&place).await;
    let browser = place.sign_in("vera").await;
    let seen = page(&place, &browser, "/").await;
    let lamp = |n: &str| format!("AWS issue <span class=\"n\">{n}</span>");
    let figure = |n: &str| format!(">{n}</a><span class=\"clip\"> AWS Health event");
    assert!(
        seen.contains(&lamp("1")) && seen.contains(&figure("1")),
        "{seen}"
    );
    place.backend.clock.advance(TimeDelta::minutes(7));
    let silent = page(&place, &browser, "/").await;
    for said in [lamp("?"), figure("?"), "no data for 7 min".to_owned()] {
        assert!(silent.contains(&said), "{said}: {silent}");
    }
    assert!(!silent.contains("1 open issue"), "{silent}");
    let rail = "<span title=\"no data for 7 min\" class=\"count needs\">";
    assert!(silent.contains(rail), "{silent}");
}

/// Until AWS has said who we are no source of findings is known, and nothing that it would tell is called quiet.
#[tokio::test]
async fn before_aws_has_answered_nothing_is_called_quiet() {
    let place = Place::new().await;
    place.person("vera", &[Role::Viewer]).await;
    let identity = SourceId {
        kind: SourceKind::Identity,
        ..source()
    };
    let (by, backend) = (Actor::Worker("aws".to_owned()), &place.backend);
    let known = sources::register(backend, &by, &identity, 60).await;
    known.expect("a source");
    let fault = SourceFault::Unreachable("no route".to_owned());
    let failed = sources::failed(backend, &by, &identity, &fault).await;
    failed.expect("written down");
    let browser = place.sign_in("vera").await;
    let seen = page(&place, &browser, "/").await;
    for lamp in ["Critical", "Endpoint", "AWS issue"] {
        let unknown = format!("{lamp} <span class=\"n\">?</span>");
        assert!(seen.contains(&unknown), "{lamp}: {seen}");
    }
    assert!(!seen.contains("has somebody"), "{seen}");
}

/// Every number leads to a list that shows what it counts and nothing else, and says so.
#[tokio::test]
async fn every_number_leads_to_its_list() {
    let place = Place::new().await;
    place.person("vera", &[Role::Viewer]).await;
    issue(&place).await;
    let browser = place.sign_in("vera").await;
    let watch = page(&place, &browser, "/").await;
    for (path, said, unsaid) in [
        ("/endpoints?show=failing", "Remove only failing", "Healthy"),
        (
            "/health?show=issues",
            "Remove only open issues",
            "Scheduled work",
        ),
        (
            "/health?show=open",
            "Remove only open or ahead",
            "Closed in the last",
        ),
        (
            "/changes?tab=pending",
            "Waiting for anybody",
            "Past its end",
        ),
        (
            "/changes?tab=overdue",
            "Past its end",
            "Waiting for anybody",
        ),
        ("/calendar?off=changes,aws,closed", "Freezes", "Only"),
    ] {
        assert!(
            watch.contains(&format!("href=\"{path}\"")),
            "{path}: {watch}"
        );
        let list = page(&place, &browser, path).await;
        assert!(
            list.contains(said) && !list.contains(unsaid),
            "{path}: {list}"
        );
    }
    for list in [
        "/incidents\"",
        "/findings?severity=CRITICAL&amp;severity=HIGH&amp;assignee=\"",
    ] {
        let figure = format!("<a href=\"{list} class=\"figure\">");
        assert!(watch.contains(&figure), "{figure}: {watch}");
    }
}

/// So does the number of all that a figure counts some of.
#[tokio::test]
async fn the_number_of_all_leads_to_all() {
    let place = Place::new().await;
    place.person("vera", &[Role::Viewer]).await;
    let browser = place.sign_in("vera").await;
    all_of(&place, source().account.as_str()).await;
    let low = incoming("low", |finding| finding.severity = Severity::Low);
    place.backend.ingest(batch(vec![low])).await;
    let watch = page(&place, &browser, "/").await;
    for whole in [
        "<a href=\"/findings?view=none\">of 1</a>",
        "<a href=\"/endpoints\">of 1</a>",
    ] {
        assert!(watch.contains(whole), "{whole}: {watch}");
    }
    let account = source().account;
    let pick = [("account", account.as_str()), ("region", "")];
    place.post(&browser, "/api/scope/choose", &pick).await;
    let watch = page(&place, &browser, "/").await;
    let here = format!("<a href=\"/findings?view=none&amp;account={account}\">of 1</a>");
    assert!(watch.contains(&here), "{here}: {watch}");
}

/// What AWS has scheduled far ahead is no more next than a change of that day.
#[tokio::test]
async fn what_lies_far_ahead_does_not_come_next() {
    let place = Place::new().await;
    place.person("vera", &[Role::Viewer]).await;
    let (by, now) = (Actor::Worker("health".to_owned()), place.backend.now());
    let scheduled = |service: &str, days| IncomingHealthEvent {
        arn: format!("arn:aws:health:us-east-1::event/{service}/WORK/{days}"),
        service: service.to_owned(),
        type_code: format!("AWS_{service}_MAINTENANCE_SCHEDULED"),
        category: HealthCategory::ScheduledChange,
        status: HealthStatus::Upcoming,
        start: Some(now + TimeDelta::days(days)),
        ..api_issue(&place, source().account.as_str())
    };
    let batch = HealthBatch {
        events: vec![
            scheduled("RDS", 3),
            scheduled("EKS", 20),
            scheduled("Lambda", 170),
        ],
        rejects: Vec::new(),
    };
    let known = sources::register(&place.backend, &by, &aws_health(), 60).await;
    known.expect("a source");
    let taken = health::ingest(&place.backend, &by, &aws_health(), &batch, Some(now)).await;
    taken.expect("the events go in");
    let browser = place.sign_in("vera").await;
    for (path, services) in [("/", &["RDS", "EKS"][..]), ("/wall", &["RDS"])] {
        let html = page(&place, &browser, path).await;
        let (_, next) = html.split_once(">Next").expect("what comes next");
        for service in ["RDS", "EKS", "Lambda"] {
            let named = next.contains(&format!("{service} "));
            assert_eq!(
                named,
                services.contains(&service),
                "{path} {service}: {next}"
            );
        }
    }
}

/// The calendar says how those of its calendars stand that concern what is looked at.
#[tokio::test]
async fn a_picked_account_narrows_what_the_calendar_says_of_now() {
    let place = Place::new().await;
    place.person("vera", &[Role::Viewer]).await;
    let ada = person("ada", &[Role::Admin]);
    for account in ["111122223333", "444455556666"] {
        let plan = CalendarPlan {
            name: format!("Hours of {account}"),
            default: CalendarState::Closed,
            zone: "UTC".to_owned(),
            scope: account.parse().expect("a place"),
        };
        let made = calendar::add(&place.backend, &ada, plan, None).await;
        made.expect("a calendar");
    }
    let browser = place.sign_in("vera").await;
    let said = |account| format!("Hours of {account} is closed.");
    let (near, far) = (said("111122223333"), said("444455556666"));
    let whole = page(&place, &browser, "/calendar").await;
    assert!(whole.contains(&near) && whole.contains(&far), "{whole}");
    let form = [("account", "111122223333"), ("region", "")];
    place.post(&browser, "/api/scope/choose", &form).await;
    let narrowed = page(&place, &browser, "/calendar").await;
    assert!(
        narrowed.contains(&near) && !narrowed.contains(&far),
        "{narrowed}"
    );
}

/// The sentence that makes the verdict leads to what it counts, and so does the number beside a figure.
#[tokio::test]
async fn every_reason_leads_to_its_list() {
    let place = Place::new().await;
    place.person("vera", &[Role::Viewer]).await;
    all_of(&place, source().account.as_str()).await;
    let critical = incoming("bad", |finding| finding.severity = Severity::Critical);
    place.backend.ingest(batch(vec![critical])).await;
    let browser = place.sign_in("vera").await;
    let watch = page(&place, &browser, "/").await;
    for (list, words) in [
        (
            "/findings?severity=CRITICAL&amp;assignee=",
            "1 critical finding has nobody.",
        ),
        ("/endpoints?show=failing", "1 endpoint fails."),
        ("/health?show=issues", "AWS reports 1 issue of its own."),
        (
            "/findings?severity=CRITICAL&amp;severity=HIGH",
            "1 critical and 0 high finding is open.",
        ),
        ("/health?show=issues", "1 open issue"),
    ] {
        let link = format!("<a href=\"{list}\">{words}</a>");
        assert!(watch.contains(&link), "{link}: {watch}");
    }
    let incident = "<a href=\"/incidents\">INC-1 Incident of ";
    assert!(watch.contains(incident), "{incident}: {watch}");
}

/// What the rail counts beside a word: the digits up to the end of the entry.
fn rail(html: &str, word: &str) -> String {
    let (_, entry) = html
        .split_once(&format!("<span class=\"word\">{word}</span>"))
        .expect("the entry");
    let (entry, _) = entry.split_once("</a>").expect("its end");
    let texts = entry.split('>').filter_map(|part| part.split('<').next());
    texts.collect::<String>()
}

/// An incident, an issue of AWS and a failing endpoint of an account.
async fn all_of(place: &Place, account: &str) {
    let (ana, backend) = (person("ana", &[Role::Analyst]), &place.backend);
    let title = format!("Incident of {account}");
    let ask = Declare {
        title: &title,
        summary: "",
        impact: Impact::Major,
        scopes: vec![account.parse().expect("a scope")],
        from: None,
        address: None,
    };
    let made = incidents::declare(backend, &ana, ask).await;
    made.expect("declared");
    let of = |kind| SourceId {
        kind,
        account: account.into(),
        ..source()
    };
    let (health, worker) = (of(SourceKind::Health), Actor::Worker("aws".to_owned()));
    let mut event = api_issue(place, account);
    event.arn.push_str(account);
    let batch = HealthBatch {
        events: vec![event],
        rejects: Vec::new(),
    };
    let taken = health::ingest(backend, &worker, &health, &batch, None).await;
    taken.expect("the event goes in");
    let mut check = crate::wall::check(1);
    check.account = account.into();
    check.id = format!("check-{account}");
    check.name = Some(format!("shop-{account}"));
    let down = EndpointReading {
        health_check_id: check.id.clone(),
        status: EndpointStatus::Unhealthy,
        percent_healthy: Some(0.0),
        first_byte_ms: None,
        measured_at: Some(place.backend.now()),
    };
    let listed = endpoints::configure(backend, &worker, &of(SourceKind::Route53), &[check]).await;
    listed.expect("listed");
    let status = of(SourceKind::CloudWatch);
    for source in [&health, &status, &of(SourceKind::Route53)] {
        let known = sources::register(backend, &worker, source, 3_600).await;
        known.expect("a source");
        let answered = sources::answered(backend, &worker, source).await;
        answered.expect("an answer");
    }
    let read = endpoints::read(backend, &worker, &status, &[down]).await;
    read.expect("read");
}

/// Findings of two accounts whose time is over.
async fn long_open(place: &Place, accounts: [&str; 2]) {
    let findings = accounts.map(|account| {
        incoming(account, |finding| {
            finding.account = account.into();
            finding.created -= TimeDelta::days(400);
        })
    });
    place.backend.ingest(batch(findings.to_vec())).await;
}

#[tokio::test]
async fn a_picked_account_narrows_what_is_overdue() {
    let place = Place::new().await;
    place.person("vera", &[Role::Viewer]).await;
    long_open(&place, ["111122223333", "444455556666"]).await;
    let browser = place.sign_in("vera").await;
    let whole = page(&place, &browser, "/").await;
    assert!(whole.contains("2 overdue"), "{whole}");
    let form = [("account", "444455556666"), ("region", "")];
    place.post(&browser, "/api/scope/choose", &form).await;
    let narrowed = page(&place, &browser, "/").await;
    assert!(narrowed.contains("1 overdue"), "{narrowed}");
}

#[tokio::test]
async fn a_picked_account_narrows_the_rail_and_every_list() {
    let place = Place::new().await;
    place.person("vera", &[Role::Viewer]).await;
    let (near, far) = ("111122223333", "444455556666");
    all_of(&place, near).await;
    all_of(&place, far).await;
    let browser = place.sign_in("vera").await;
    let counts = async || {
        let html = page(&place, &browser, "/").await;
        ["Incidents", "AWS Health", "Endpoints"].map(|word| rail(&html, word))
    };
    assert_eq!(counts().await, ["2", "2", "2"]);
    let form = [("account", near), ("region", "")];
    place.post(&browser, "/api/scope/choose", &form).await;
    assert_eq!(counts().await, ["1", "1", "1"]);
    for (path, name) in [
        ("/", "Incident of "),
        ("/incidents", "Incident of "),
        ("/endpoints", "shop-"),
    ] {
        let html = page(&place, &browser, path).await;
        let (here, there) = (format!("{name}{near}"), format!("{name}{far}"));
        assert!(
            html.contains(&here) && !html.contains(&there),
            "{path}: {html}"
        );
    }
    let events = page(&place, &browser, "/health").await;
    assert_eq!(events.matches("class=\"cover\"").count(), 1, "{events}");
}

/// Where AWS offers neither findings nor AWS Health, no page counts none of them.
#[tokio::test]
async fn what_aws_does_not_offer_is_not_counted() {
    let place = Place::new().await;
    place.person("vera", &[Role::Viewer]).await;
    let by = Actor::Worker("sources".to_owned());
    let closed = [
        (source(), SourceFault::NotEnabled("Security Hub".to_owned())),
        (aws_health(), SourceFault::NoSupportPlan),
    ];
    for (source, fault) in closed {
        let known = sources::register(&place.backend, &by, &source, 60).await;
        known.expect("a source");
        let failed = sources::failed(&place.backend, &by, &source, &fault).await;
        failed.expect("written down");
    }
    let browser = place.sign_in("vera").await;
    let watch = page(&place, &browser, "/").await;
    assert_eq!(
        watch.matches("AWS does not offer it here").count(),
        2,
        "{watch}"
    );
    for claim in [
        "Every critical and high finding has somebody",
        "0 open issues",
    ] {
        assert!(!watch.contains(claim), "{claim}: {watch}");
    }
    let findings = page(&place, &browser, "/findings").await;
    assert!(
        findings.contains("Security Hub is not switched on"),
        "{findings}"
    );
    let health = page(&place, &browser, "/health").await;
    assert!(health.contains("no support plan"), "{health}");
    assert!(
        !health.contains("What AWS reports will stand here"),
        "{health}"
    );
}

/// Until AWS Health has answered its page says why it has not, and counts nothing.
#[tokio::test]
async fn aws_health_that_never_answered_is_not_called_quiet() {
    let place = Place::new().await;
    place.person("vera", &[Role::Viewer]).await;
    let by = Actor::Worker("sources".to_owned());
    let identity = SourceId {
        kind: SourceKind::Identity,
        ..source()
    };
    let denied = SourceFault::AccessDenied("health:DescribeEvents".to_owned());
    let unreachable = SourceFault::Unreachable("no route".to_owned());
    let browser = place.sign_in("vera").await;
    for (source, fault, why) in [
        (
            identity,
            unreachable,
            "AWS identity cannot be read: no usable answer (no route)",
        ),
        (
            aws_health(),
            denied,
            "AWS Health cannot be read: AWS refuses health:DescribeEvents.",
        ),
    ] {
        let known = sources::register(&place.backend, &by, &source, 60).await;
        known.expect("a source");
        let failed = sources::failed(&place.backend, &by, &source, &fault).await;
        failed.expect("written down");
        for path in ["/health", "/health?show=open", "/health?show=issues"] {
            let html = page(&place, &browser, path).await;
            for told in [why, "href=\"/settings/sources\" class=\"button\""] {
                assert!(html.contains(told), "{path}: {told}: {html}");
            }
            for claim in ["0 open or ahead", "What AWS reports will stand here"] {
                assert!(!html.contains(claim), "{path}: {claim}: {html}");
            }
        }
    }
    let answered = sources::answered(&place.backend, &by, &aws_health()).await;
    answered.expect("an answer");
    let quiet = page(&place, &browser, "/health").await;
    assert!(quiet.contains("0 open or ahead"), "{quiet}");
}

/// Why findings were never read is told once, in place of their rows.
#[tokio::test]
async fn findings_that_were_never_read_say_why_once() {
    let place = Place::new().await;
    place.person("vera", &[Role::Viewer]).await;
    let by = Actor::Worker("sources".to_owned());
    let known = sources::register(&place.backend, &by, &source(), 60).await;
    known.expect("a source");
    let denied = SourceFault::AccessDenied("securityhub:GetFindings".to_owned());
    let failed = sources::failed(&place.backend, &by, &source(), &denied).await;
    failed.expect("written down");
    let browser = place.sign_in("vera").await;
    let html = page(&place, &browser, "/findings").await;
    let (body, _) = html.split_once("</main>").expect("a main part");
    let told = "AWS refuses securityhub:GetFindings";
    assert_eq!(body.matches(told).count(), 1, "{body}");
    assert!(body.contains("No finding has been read yet"), "{body}");
}

/// A source of that kind that answers, and one in another account that AWS closes so; the answer is the latter.
async fn one_closed(place: &Place, live: SourceId, why: SourceFault) -> SourceId {
    let by = Actor::Worker("sources".to_owned());
    let closed = SourceId {
        account: "444455556666".into(),
        ..live.clone()
    };
    for source in [&live, &closed] {
        let known = sources::register(&place.backend, &by, source, 60).await;
        known.expect("a source");
    }
    let answered = sources::answered(&place.backend, &by, &live).await;
    answered.expect("an answer");
    let failed = sources::failed(&place.backend, &by, &closed, &why).await;
    failed.expect("written down");
    closed
}

/// One account has no support plan, and another is told of: what is not told of the first is not called quiet.
#[tokio::test]
async fn an_account_without_a_support_plan_is_named_beside_others() {
    let place = Place::new().await;
    place.person("vera", &[Role::Viewer]).await;
    one_closed(&place, aws_health(), SourceFault::NoSupportPlan).await;
    let browser = place.sign_in("vera").await;
    let watch = page(&place, &browser, "/").await;
    assert!(
        watch.contains("oldest of 2 places, 1 not available"),
        "{watch}"
    );
    let health = page(&place, &browser, "/health").await;
    let told = "No support plan of 444455556666 opens the AWS Health API.";
    assert!(health.contains(told), "{health}");
    let pick = [("account", "444455556666"), ("region", "")];
    place.post(&browser, "/api/scope/choose", &pick).await;
    let health = page(&place, &browser, "/health").await;
    assert!(
        health.contains("This account has no support plan"),
        "{health}"
    );
    assert!(
        !health.contains("What AWS reports will stand here"),
        "{health}"
    );
}

/// Where Security Hub is switched on in one place and not in another, the list of findings does not call the other quiet.
#[tokio::test]
async fn a_place_without_security_hub_is_named_above_the_findings_of_others() {
    let place = Place::new().await;
    place.person("vera", &[Role::Viewer]).await;
    let off = SourceFault::NotEnabled("Security Hub".to_owned());
    let closed = one_closed(&place, source(), off).await;
    let browser = place.sign_in("vera").await;
    let told = format!(
        "Security Hub is not switched on in 444455556666 {}.",
        closed.region
    );
    for (list, is_told) in [
        ("", true),
        ("?account=444455556666", true),
        ("?account=111122223333", false),
    ] {
        let html = page(&place, &browser, &format!("/findings{list}")).await;
        assert_eq!(html.contains(&told), is_told, "{list}: {html}");
    }
}
