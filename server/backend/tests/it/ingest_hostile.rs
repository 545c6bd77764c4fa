//! What somebody else wrote: it is kept as it came, or its reason is, and it never stops a page.

use backend::{
    findings::IngestBatch,
    ports::Reject,
    sources::rejects,
    testing::{Engine, TestBackend, batch, incoming},
};
use domain::finding::{Facet, IncomingFinding, Resource};
use rstest::rstest;

use crate::asks::{admin, count_of, detail, id_of, titles_with};

/// Text with everything that a database, a search or a terminal might take for more than text.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "'; DROP TABLE findings; --",
        "100% _under_ [set] ESCAPE '!' \\ \"quoted\"",
        "$1 ?1 :name @x {{0}} {}",
        "<script>alert(1)</script>",
        "{\"json\": [null, \"\\u0000\"]}",
        "line\r\none\ttab \u{1b}[31mred\u{7f}",
        "right \u{202e}to left\u{202c} \u{200b}nothing\u{feff}",
        "ΟΔΟΣ ß İ \u{1f468}\u{200d}\u{1f680} e\u{301}",
        "\u{fffd}\u{ffff}\u{10ffff}",
        "nul\0in the middle",
        "\0",
    ]
    .map(str::to_owned)
    .into();
    texts.push("long ".repeat(20_000));
    // What an index of PostgreSQL refuses: longer than 2,700 bytes, and not to be made shorter.
    texts.push(
        (0..4_000_u32)
            .map(|n| char::from_u32(0x4e00 + n * 5 % 20_000).unwrap_or('x'))
            .collect(),
    );
    texts
}

/// A finding that has the text wherever a text may stand.
fn soaked(n: usize, text: &str) -> IncomingFinding {
    incoming(&format!("hostile-{n}"), |finding| {
        let text = text.to_owned();
        finding.aws_finding_id += &text;
        finding.product_arn += &text;
        finding.product_name = Some(text.clone());
        finding.company_name = Some(text.clone());
        finding.account = text.as_str().into();
        finding.account_name = Some(text.clone());
        finding.region = text.as_str().into();
        finding.generator.clone_from(&text);
        finding.title = format!("{n} {text}");
        finding.description.clone_from(&text);
        finding.control = Some(text.clone());
        finding.standards = vec![text.clone(), text.clone()];
        finding.types = vec![text.clone()];
        finding.resources[0].kind.clone_from(&text);
        finding.resources[0].id = text.as_str().into();
        finding.unrecognised = vec![("Severity.Label".to_owned(), text)];
    })
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn hostile_texts_come_back_as_they_came(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let all: Vec<IncomingFinding> = texts()
        .iter()
        .enumerate()
        .map(|(n, text)| soaked(n, text))
        .collect();
    let done = backend.ingest(batch(all.clone())).await;
    assert_eq!(done.inserted, all.len() as u64);
    let again = backend.ingest(batch(all.clone())).await;
    assert_eq!(again.unchanged, all.len() as u64);
    let backend = backend.restart().await;
    for finding in &all {
        let found = detail(&backend, id_of(finding)).await;
        assert_eq!(&found.reported, finding, "the document is kept as it came");
        // PostgreSQL keeps no U+0000 in a text; elsewhere a list shows what was written.
        let shown = |text: &str| text.replace('\0', "\u{fffd}");
        let row = found.summary;
        assert_eq!(row.title, shown(&finding.title));
        assert_eq!(row.account, shown(finding.account.as_str()));
        assert_eq!(row.region, shown(finding.region.as_str()));
        assert_eq!(row.control, finding.control.as_deref().map(shown));
        assert_eq!(row.resource_type, shown(&finding.resources[0].kind));
        assert_eq!(row.resource_id, shown(finding.resources[0].id.as_str()));
        assert_eq!(count_of(&backend, Facet::Region, &row.region), 1);
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn rejects_are_kept_once_and_counted(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let reject = |n: usize, text: &str| Reject {
        external_id: Some(format!("{n}{text}")),
        reason: format!("no Title: {text}"),
        document: format!("{{\"Id\": \"{n}{text}\"}}"),
    };
    let rejected: Vec<Reject> = texts()
        .iter()
        .enumerate()
        .map(|(n, text)| reject(n, text))
        .collect();
    let page = IngestBatch {
        rejects: rejected.clone(),
        ..batch(vec![incoming("good", |_| {})])
    };
    let done = backend.ingest(page.clone()).await;
    assert_eq!((done.inserted, done.rejected), (1, rejected.len() as u64));
    backend.clock.advance(chrono::TimeDelta::minutes(1));
    backend.ingest(page).await;
    let (kept, count) = rejects(&backend, &admin())
        .await
        .expect("an admin sees them");
    assert_eq!((kept.len(), count), (rejected.len(), rejected.len() as i64));
    for entry in &kept {
        assert_eq!(entry.times, 2);
        assert_eq!(
            entry.last_at - entry.first_at,
            chrono::TimeDelta::minutes(1)
        );
        assert_eq!(entry.source, "security_hub/111122223333/us-east-1");
    }
    let shown = |text: &str| text.replace('\0', "\u{fffd}");
    for reject in &rejected {
        // Of a very long document the beginning is kept.
        assert!(
            kept.iter()
                .any(|entry| shown(&reject.document).starts_with(&entry.document)
                    && entry.document.len() >= reject.document.len().min(60_000)
                    && entry.reason == shown(&reject.reason)
                    && entry.external_id.as_deref()
                        == reject.external_id.as_deref().map(shown).as_deref())
        );
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_resource_of_a_finding_is_found(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let resource = |kind: &str, id: &str| Resource {
        kind: kind.to_owned(),
        id: id.into(),
        region: None,
    };
    let many = incoming("many", |finding| {
        finding.title = "Many".to_owned();
        finding.resources = vec![
            resource("AwsEc2Instance", "arn:aws:ec2:us-east-1:1:instance/i-first"),
            resource("AwsS3Bucket", "arn:aws:s3:::second-bucket"),
            resource("AwsS3Bucket", "arn:aws:s3:::third-bucket"),
        ];
    });
    let none = incoming("none", |finding| finding.resources.clear());
    backend
        .ingest(batch(vec![many.clone(), none, incoming("one", |_| {})]))
        .await;
    for text in [
        "i-first",
        "second-bucket",
        "s3:::third",
        "THIRD-BUCKET instance/i-f",
    ] {
        assert_eq!(titles_with(&backend, text), ["Many"], "{text}");
    }
    assert_eq!(
        count_of(&backend, Facet::ResourceType, "AwsS3Bucket"),
        1,
        "once a finding"
    );
    let row = detail(&backend, id_of(&many)).await.summary;
    assert_eq!(
        (row.resource_type.as_str(), row.more_resources),
        ("AwsEc2Instance", 2)
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn names_of_accounts_are_learned_and_the_first_one_stays(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let of = |id: &str, name: Option<&str>| {
        incoming(id, |finding| {
            finding.title = id.to_owned();
            finding.account_name = name.map(str::to_owned);
        })
    };
    backend.ingest(batch(vec![of("nameless", None)])).await;
    assert!(titles_with(&backend, "Payments").is_empty());
    backend
        .ingest(batch(vec![of("named", Some("Payments"))]))
        .await;
    assert_eq!(titles_with(&backend, "payments"), ["named", "nameless"]);
    backend
        .ingest(batch(vec![of("renamed", Some("Ledger"))]))
        .await;
    assert!(titles_with(&backend, "ledger").is_empty());
    let backend = backend.restart().await;
    assert_eq!(
        titles_with(&backend, "payments"),
        ["named", "nameless", "renamed"]
    );
}
