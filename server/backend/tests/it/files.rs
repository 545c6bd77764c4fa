//! Findings of files: what is known costs nothing, what people here decided stands, and what leaves comes back unchanged.

use backend::{
    findings::{self, ExportFormat, ImportPage, ImportedFile, Ingested},
    ports::Reject,
    sources,
    testing::{Engine, TestBackend, batch, batch_v2, incoming, incoming_v2},
};
use chrono::TimeDelta;
use domain::{
    actor::Actor,
    finding::{FindingFilter, FindingList, IncomingFinding, Plane, Severity},
};
use rstest::rstest;

use crate::{
    asks::{admin, analyst, detail, id_of, viewer, worker},
    own_sql::OwnSql,
};

const FILE: ImportedFile<'_> = ImportedFile {
    name: "report.json",
    address: None,
};

pub(crate) async fn bring(
    backend: &TestBackend,
    by: &Actor,
    findings: Vec<IncomingFinding>,
) -> Ingested {
    let page = ImportPage {
        findings,
        rejects: Vec::new(),
    };
    let done = findings::import(backend, by, FILE, page).await;
    let done = done.expect("it is taken in");
    if let Some(seq) = done.seq {
        backend.board().wait_for(seq).await;
    }
    done
}

fn counts(done: &Ingested) -> [u64; 3] {
    [done.inserted, done.updated, done.unchanged]
}

fn all() -> FindingList {
    FindingList::first(FindingFilter::default(), 1)
}

async fn exported(backend: &TestBackend, ask: &FindingList, format: ExportFormat) -> String {
    let mut export = findings::export(backend, &viewer(), ask, format).expect("a viewer may");
    let mut text = Vec::new();
    while let Some(part) = export.next().await.expect("a part") {
        text.extend(part);
    }
    String::from_utf8(text).expect("text")
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_known_writes_nothing(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let some = || {
        (0..700)
            .map(|n| incoming(&format!("f-{n}"), |_| {}))
            .collect()
    };
    assert_eq!(
        counts(&bring(&backend, &analyst(), some()).await),
        [700, 0, 0]
    );
    let mut own = OwnSql::of(&backend).await;
    let written = "SELECT (SELECT pages FROM sources), (SELECT seq FROM event_head)";
    let before = own.rows(written).await;
    let again = bring(&backend, &analyst(), some()).await;
    assert_eq!((counts(&again), again.seq), ([0, 0, 700], None));
    assert_eq!(own.rows(written).await, before);
    let mut changed: Vec<_> = some();
    changed[3] = incoming("f-3", |finding| finding.severity = Severity::Low);
    changed.push(incoming("new", |_| {}));
    assert_eq!(
        counts(&bring(&backend, &admin(), changed).await),
        [1, 1, 699]
    );
}

/// The last report of one time counts, the first time and ever after; what an earlier one said is no news again.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_a_file_names_twice_is_known_when_it_comes_again(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let titled = |id: &str, title: &str| incoming(id, |finding| finding.title = title.to_owned());
    let file = || {
        vec![
            titled("a", "first"),
            titled("b", "another"),
            titled("a", "second"),
        ]
    };
    let title = async || detail(&backend, id_of(&file()[0])).await.summary.title;
    let first = bring(&backend, &analyst(), file()).await;
    assert_eq!(
        (counts(&first), title().await),
        ([2, 0, 1], "second".into())
    );
    for _ in 0..2 {
        let again = bring(&backend, &analyst(), file()).await;
        assert_eq!(
            (counts(&again), title().await),
            ([0, 0, 3], "second".into())
        );
    }
    let mut later = file();
    later[0].updated += TimeDelta::hours(1);
    let later = bring(&backend, &analyst(), later).await;
    assert_eq!((counts(&later), title().await), ([0, 1, 2], "first".into()));
}

/// Nobody asks a file for news, so the floor must not be blind for its silence.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn files_are_no_source_that_could_be_old_and_their_rejects_are_listed(
    #[case] engine: Engine,
) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let page = ImportPage {
        findings: vec![incoming("a", |_| {})],
        rejects: vec![Reject {
            external_id: Some("b".to_owned()),
            reason: "Resources is missing".to_owned(),
            document: "{}".to_owned(),
        }],
    };
    let done = findings::import(&backend, &Actor::Console, FILE, page).await;
    let done = done.expect("it is taken in");
    assert_eq!((done.inserted, done.rejected), (1, 1));
    let listed = sources::list(&backend, &viewer()).await.expect("sources");
    assert!(listed.is_empty(), "{listed:?}");
    let (rejects, _) = sources::rejects(&backend, &admin()).await.expect("rejects");
    assert_eq!(rejects[0].reason, "Resources is missing");
    findings::imported(&backend, &Actor::Console, FILE, (&done, true))
        .await
        .expect("an entry");
    let mut own = OwnSql::of(&backend).await;
    let entries = own
        .rows("SELECT actor, action, subject, detail FROM audit")
        .await;
    let said: Vec<_> = entries[0].iter().flatten().map(String::as_str).collect();
    let detail = "findings of a file: 1 inserted, 0 updated, 0 unchanged, 1 rejected";
    assert_eq!(said, ["console", "import_findings", "report.json", detail]);
}

/// A file is no report of AWS: it brings back nothing that AWS no longer reports, and takes it from no source.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_file_does_not_speak_for_the_source(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let kept = incoming("a", |_| {});
    backend.ingest(batch(vec![kept.clone()])).await;
    let sweep = findings::Sweep::begin(&backend).await.expect("a sweep");
    let source = backend::testing::source();
    let gone = findings::not_reported(&backend, &worker(), &source, &sweep).await;
    gone.expect("it is marked");
    assert_eq!(
        counts(&bring(&backend, &analyst(), vec![kept.clone()]).await),
        [0, 0, 1]
    );
    let newer = incoming("a", |finding| finding.updated += TimeDelta::hours(1));
    assert_eq!(
        counts(&bring(&backend, &analyst(), vec![newer.clone()]).await),
        [0, 1, 0]
    );
    assert_eq!(
        detail(&backend, id_of(&kept)).await.reported.updated,
        newer.updated
    );
    let mut own = OwnSql::of(&backend).await;
    let of = "SELECT s.kind FROM findings f JOIN sources s ON s.n = f.source_n";
    assert_eq!(own.rows(of).await, [[Some("security_hub".to_owned())]]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_export_comes_back_unchanged(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let pretty = |n: u32| {
        let mut finding = incoming(&format!("f-{n}"), |_| {});
        // As a file over many lines has it.
        if n.is_multiple_of(3) {
            finding.document = finding.document.replacen(',', ",\r\n  ", 3).into();
        }
        finding
    };
    bring(&backend, &analyst(), (0..1_203).map(pretty).collect()).await;
    for format in [ExportFormat::Ndjson, ExportFormat::Asff] {
        let text = exported(&backend, &all(), format).await;
        let documents: Vec<String> = match format {
            ExportFormat::Ndjson => text.lines().map(str::to_owned).collect(),
            _ => {
                let list: serde_json::Value = serde_json::from_str(&text).expect("JSON");
                assert_eq!(list["Findings"].as_array().expect("a list").len(), 1_203);
                let lines = text.lines().filter(|line| line.len() > 20);
                lines
                    .map(|line| line.trim_end_matches(',').to_owned())
                    .collect()
            }
        };
        let read = |text: &String| {
            let finding: IncomingFinding = serde_json::from_str(text).expect("a document");
            IncomingFinding {
                document: text.as_str().into(),
                ..finding
            }
        };
        let again = bring(&backend, &analyst(), documents.iter().map(read).collect()).await;
        assert_eq!(counts(&again), [0, 0, 1_203], "{format:?}");
    }
}

/// What V2 alone reports is kept in OCSF: as ASFF it leaves in that, and brought back it is no report of CSPM.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_export_of_both_planes_is_asff_alone_and_comes_back_unchanged(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let cspm = vec![incoming("cspm", |_| {}), incoming("both", |_| {})];
    let v2 = vec![incoming_v2("both", |_| {}), incoming_v2("v2", |_| {})];
    backend.ingest(batch(cspm.clone())).await;
    backend.ingest(batch_v2(v2.clone())).await;
    let text = exported(&backend, &all(), ExportFormat::Asff).await;
    let list: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let said = list["Findings"].as_array().expect("a list");
    let documents = said.iter().map(serde_json::Value::to_string);
    let read = |text: String| IncomingFinding {
        document: text.as_str().into(),
        ..serde_json::from_str(&text).expect("a finding")
    };
    let left: Vec<IncomingFinding> = documents.map(read).collect();
    let planes: Vec<_> = left.iter().map(|one| one.plane).collect();
    assert_eq!(planes, [Plane::Cspm; 3]);
    let named = |one: &IncomingFinding| (id_of(one), one.product_arn.clone());
    let expected: Vec<_> = [&cspm[0], &cspm[1], &v2[1]]
        .into_iter()
        .map(|one| (id_of(one), cspm[0].product_arn.clone()))
        .collect();
    assert_eq!(left.iter().map(named).collect::<Vec<_>>(), expected);
    let lines = text.lines().filter(|line| line.len() > 20);
    let lines: Vec<String> = lines
        .map(|line| line.trim_end_matches(',').to_owned())
        .collect();
    let again: Vec<_> = lines.iter().cloned().map(read).collect();
    let again = bring(&backend, &analyst(), again).await;
    assert_eq!(counts(&again), [0, 0, 3], "V2's is no word of CSPM");
    let changed = lines.into_iter().map(read).map(|mut one| {
        one.title = "Another".to_owned();
        one.document = serde_json::to_string(&one).expect("JSON").into();
        one
    });
    let changed = bring(&backend, &analyst(), changed.collect()).await;
    assert_eq!(counts(&changed), [0, 3, 0], "what somebody changed is news");
    let as_it_came = exported(&backend, &all(), ExportFormat::Ndjson).await;
    assert_eq!(as_it_came.lines().count(), 3);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_spreadsheet_has_the_list_and_no_formula(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let titles = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\tx",
        "\n=1+1",
        "\u{ff1d}1+1",
        "\u{ff20}SUM(A1)",
        "plain, \"quoted\"\nand long",
    ];
    let titled = |(n, title): (usize, &&str)| {
        incoming(&format!("f-{n}"), |finding| {
            finding.title = (*title).to_owned();
            finding.severity = Severity::Low;
            finding.account_name = Some("@ledger".to_owned());
        })
    };
    let mut findings: Vec<_> = titles.iter().enumerate().map(titled).collect();
    findings.push(incoming("other", |_| {}));
    bring(&backend, &analyst(), findings).await;
    let low = FindingFilter {
        severity: vec![Severity::Low],
        ..FindingFilter::default()
    };
    let text = exported(&backend, &FindingList::first(low, 1), ExportFormat::Csv).await;
    assert!(text.starts_with("id,severity,title,workflow,"), "{text}");
    let quoted = "\"plain, \"\"quoted\"\"\nand long\"";
    let (feed, wide) = ("\"'\n=1+1\"", ["'\u{ff1d}1+1", "'\u{ff20}SUM(A1)"]);
    let ascii = ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\tx", quoted, feed];
    for cell in ascii.into_iter().chain(wide) {
        assert!(
            text.contains(&format!(",LOW,{cell},NEW,")),
            "{cell} in {text}"
        );
    }
    assert_eq!(text.matches(",LOW,").count(), titles.len());
    let ends = |text: &str, end: &str| text.contains(&format!("{end}\r\n"));
    assert!(ends(&text, ",aws_finding_id,account_name"), "{text}");
    assert!(ends(&text, ":finding/f-0,'@ledger"), "{text}");
    assert!(!text.contains(",HIGH,"));
}

/// A file of garbage neither fills the disk nor stays for ever.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn rejects_are_counted_once_kept_up_to_a_number_and_forgotten(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let reject = |n: usize| Reject {
        external_id: Some(format!("r{n}")),
        reason: "Resources is missing".to_owned(),
        document: format!("{{\"n\":{n}}}"),
    };
    let bring = async |ns: Vec<usize>| {
        let page = ImportPage {
            findings: Vec::new(),
            rejects: ns.into_iter().map(reject).collect(),
        };
        let done = findings::import(&backend, &analyst(), FILE, page).await;
        done.expect("it is taken in")
    };
    assert_eq!(bring(vec![1, 2, 1]).await.rejected, 3);
    bring(vec![1]).await;
    let (rejects, count) = sources::rejects(&backend, &admin()).await.expect("rejects");
    let mut times: Vec<_> = rejects
        .iter()
        .map(|one| (one.external_id.as_deref(), one.times))
        .collect();
    times.sort_unstable();
    assert_eq!((times, count), (vec![(Some("r1"), 3), (Some("r2"), 1)], 2));
    backend.clock.advance(TimeDelta::days(1));
    bring((1_000..11_001).collect()).await;
    let (_, count) = sources::rejects(&backend, &admin()).await.expect("rejects");
    assert_eq!(count, 10_000, "those that came last");
    backend.clock.advance(TimeDelta::days(89));
    sources::prune(&backend).await.expect("it looks");
    let (_, count) = sources::rejects(&backend, &admin()).await.expect("rejects");
    assert_eq!(count, 10_000, "not for long enough");
    backend.clock.advance(TimeDelta::days(2));
    sources::prune(&backend).await.expect("they are forgotten");
    let (_, count) = sources::rejects(&backend, &admin()).await.expect("rejects");
    assert_eq!(count, 0);
}
