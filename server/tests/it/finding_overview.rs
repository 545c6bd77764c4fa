//! The overview of a finding over HTTP: what its document says, as text, and what it does not say left out.

use domain::actor::Role;
use serde_json::{Value, json};

use crate::{
    import_command::asff,
    place::Place,
    uploads::{form, upload},
};

/// The page of the one finding of a floor.
async fn page_of(document: &Value) -> String {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let ana = place.sign_in("ana").await;
    let line = format!("{document}\n");
    let (status, _) = upload(&place, &ana, form("f.ndjson", line.as_bytes())).await;
    assert_eq!(status, 200);
    let row = place.backend.board().at(1).expect("the first finding");
    let page = ana.get(place.at(&format!("/findings/{}", row.id))).send();
    let page = page.await.expect("the server answers");
    // A debug build marks where a text ends.
    page.text().await.expect("text").replace("<!>", "")
}

/// The lines of a term, each in the mark-up that it has.
fn term(page: &str, name: &str) -> Option<String> {
    let (_, after) = page.split_once(&format!("<dt>{name}</dt><dd>"))?;
    after.split_once("</dd>").map(|(lines, _)| lines.to_owned())
}

const NEW: [&str; 8] = [
    "Status reasons",
    "Requirements",
    "Parameters",
    "Malware",
    "Threats",
    "Indicators",
    "Process",
    "User fields",
];

#[tokio::test]
async fn it_says_what_the_document_says_and_only_as_text() {
    let mut document = asff("told");
    document["Compliance"] = json!({
        "Status": "FAILED", "StatusReasons": [{"ReasonCode": "CODE", "Description": "<b>bold</b>"}],
        "RelatedRequirements": (0..22).map(|n| format!("PCI {n}")).collect::<Vec<_>>(),
        "SecurityControlParameters": [{"Name": "days", "Value": ["90"]}],
    });
    document["Malware"] = json!([{"Name": "Mirai", "State": "OBSERVED"}]);
    document["Threats"] =
        json!([{"Name": "EICAR", "ItemCount": 2, "FilePaths": [{"FilePath": "/tmp/<x>"}]}]);
    document["ThreatIntelIndicators"] = json!([{"Type": "DOMAIN", "Value": "bad.example"}]);
    document["Process"] = json!({"Name": "sh", "Pid": 7});
    document["UserDefinedFields"] = json!({"team": "payments"});
    document["Note"] = json!({"Text": "Seen <i>by</i> us", "UpdatedBy": "ana", "UpdatedAt": "2026-03-01T09:00:00Z"});
    let page = page_of(&document).await;
    for (name, lines) in [
        ("Status reasons", "<div>CODE: &lt;b&gt;bold&lt;/b&gt;</div>"),
        ("Parameters", "<div class=\"id\">days: 90</div>"),
        ("Malware", "<div>Mirai, OBSERVED</div>"),
        (
            "Threats",
            "<div>EICAR, 2 items</div><div>in /tmp/&lt;x&gt;</div>",
        ),
        ("Indicators", "<div>DOMAIN, bad.example</div>"),
        (
            "Process",
            "<div class=\"id\">Name: sh</div><div class=\"id\">Pid: 7</div>",
        ),
        ("User fields", "<div class=\"id\">team: payments</div>"),
    ] {
        assert_eq!(
            term(&page, name).as_deref(),
            Some(lines),
            "{name} in {page}"
        );
    }
    let requirements = term(&page, "Requirements").expect("they are there");
    assert!(
        requirements.ends_with("<div>PCI 19</div><div>and 2 more</div>"),
        "{requirements}"
    );
    assert!(page.contains("Note in Security Hub"), "{page}");
    assert!(page.contains("Seen &lt;i&gt;by&lt;/i&gt; us"), "{page}");
}

#[tokio::test]
async fn it_names_the_vulnerabilities_and_what_the_provider_said() {
    let mut document = asff("flaw");
    document["Vulnerabilities"] = json!([{"Id": "CVE-2026-1"}, {"Id": "CVE-2026-2"}]);
    document["FindingProviderFields"] =
        json!({"Severity": {"Label": "LOW"}, "Confidence": 42, "Types": ["Theirs"]});
    let page = page_of(&document).await;
    let flaws = "<div>CVE-2026-1</div><div>CVE-2026-2</div>";
    assert_eq!(
        term(&page, "Vulnerabilities").as_deref(),
        Some(flaws),
        "{page}"
    );
    for row in [
        "<th scope=\"row\">Severity</th><td>Low</td><td>High, raised</td>",
        "<th scope=\"row\">Confidence</th><td>42</td><td>nothing</td>",
        "<th scope=\"row\">Types</th><td>Theirs</td><td>nothing</td>",
    ] {
        assert!(page.contains(row), "{row} in {page}");
    }
}

#[tokio::test]
async fn what_the_document_does_not_say_has_no_term() {
    let page = page_of(&asff("plain")).await;
    assert!(page.contains("<dt>Product</dt>"), "{page}");
    for name in NEW.iter().chain(&["Vulnerabilities", "Evidence"]) {
        assert_eq!(term(&page, name), None, "{name} in {page}");
    }
    assert!(!page.contains("Provider said"), "{page}");
}
