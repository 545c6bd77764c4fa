//! The pages of standards, as a browser without scripts has them.

use backend::{
    sources,
    testing::{batch, incoming},
};
use domain::{
    actor::{Actor, Role},
    finding::{ComplianceStatus, WorkflowStatus},
    source::{SourceFault, SourceId, SourceKind},
};
use reqwest::{Client, StatusCode};

use crate::place::Place;

const ONE: &str = "/standards/aws-foundational-security-best-practices-v1.0.0";

async fn page(place: &Place, browser: &Client, path: &str) -> String {
    let answer = browser.get(place.at(path)).send().await;
    let text = answer.expect("the server answers").text().await;
    text.expect("text").replace("<!>", "")
}

/// One control fails for two of three, of which one is suppressed; another passes.
async fn floor() -> (Place, Client) {
    let place = Place::new().await;
    place.person("vera", &[Role::Viewer]).await;
    let check = |id: &str, control: &str, result| {
        incoming(id, |finding| {
            finding.control = Some(control.to_owned());
            finding.title = format!("{control} & what it wants");
            finding.compliance = Some(result);
            finding.account_name = Some("ledger".to_owned());
        })
    };
    let mut hidden = check("hidden", "S3.8", ComplianceStatus::Failed);
    hidden.workflow = WorkflowStatus::Suppressed;
    let findings = vec![
        check("failing", "S3.8", ComplianceStatus::Failed),
        check("passing", "S3.8", ComplianceStatus::Passed),
        hidden,
        check("quiet", "S3.9", ComplianceStatus::Passed),
    ];
    place.backend.ingest(batch(findings)).await;
    let viewer = place.sign_in("vera").await;
    (place, viewer)
}

/// The address of the first link that `part` is in.
fn link_with(text: &str, part: &str) -> String {
    let links = text.split("href=\"").skip(1);
    let mut links = links.filter_map(|rest| rest.split('"').next());
    let found = links.find(|link| link.contains(part));
    found.expect("a link").replace("&amp;", "&")
}

#[tokio::test]
async fn without_a_standard_it_says_what_to_do() {
    let place = Place::new().await;
    place.person("vera", &[Role::Viewer]).await;
    let viewer = place.sign_in("vera").await;
    let text = page(&place, &viewer, "/standards").await;
    assert!(text.contains("No standard is enabled"), "{text}");
    let gone = viewer.get(place.at(ONE)).send().await.expect("an answer");
    assert_eq!(gone.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_score_is_shown_with_its_method_and_each_number_leads_to_its_findings() {
    let (place, viewer) = floor().await;
    let text = page(&place, &viewer, "/standards").await;
    for part in [
        "50 %",
        "1 of 2 controls with a result passed",
        "each distinct control counts once over all enabled standards",
        "AWS Foundational Security Best Practices v1.0.0",
        "taken from the findings themselves",
        "ledger",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let one = page(&place, &viewer, &link_with(&text, "/standards/")).await;
    assert!(one.contains("S3.8 &amp; what it wants"), "{one}");
    assert!(
        one.contains("1 of 2"),
        "checks of the control that count: {one}"
    );
    let findings = page(&place, &viewer, &link_with(&one, "S3.8")).await;
    assert!(findings.contains("sg-failing"), "{findings}");
    assert!(!findings.contains("sg-hidden") && !findings.contains("sg-passing"));
    let passed = page(&place, &viewer, &format!("{ONE}?status=passed")).await;
    assert!(passed.contains("S3.9") && !passed.contains("S3.8 "));
    let hub = page(&place, &viewer, &format!("{ONE}?account=111122223333")).await;
    assert!(
        hub.contains("as they are in") && hub.contains("S3.9"),
        "{hub}"
    );
    // An account that nobody named has no controls without data: there is none.
    let nobody = place.at(&format!("{ONE}?account=1"));
    let nobody = viewer.get(nobody).send().await.expect("an answer");
    assert_eq!(nobody.status(), StatusCode::NOT_FOUND);
    let nobody = nobody.text().await.expect("text");
    assert!(nobody.contains("There is no account 1 here"), "{nobody}");
    assert!(!nobody.contains("as they are in"), "{nobody}");
}

#[tokio::test]
async fn what_could_not_be_read_is_said_with_the_permission_that_is_missing() {
    let (place, viewer) = floor().await;
    let source = SourceId {
        kind: SourceKind::Standards,
        account: "111122223333".into(),
        region: "us-east-1".into(),
    };
    let worker = Actor::Worker("standards".to_owned());
    let fault = SourceFault::AccessDenied("securityhub:GetEnabledStandards".to_owned());
    let failed = sources::failed(&place.backend, &worker, &source, &fault).await;
    failed.expect("it is written down");
    for path in ["/standards", ONE] {
        let text = page(&place, &viewer, path).await;
        assert!(text.contains("securityhub:GetEnabledStandards"), "{text}");
        assert!(
            text.contains("taken from the findings themselves"),
            "{text}"
        );
    }
    let watch = page(&place, &viewer, "/").await;
    assert!(
        !watch.contains("Standards: "),
        "it is no part of the verdict"
    );
}
