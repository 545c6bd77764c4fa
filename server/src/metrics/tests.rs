//! What Prometheus is told of sources, while they are read and when nobody can say how old they are.

use std::path::{Path, PathBuf};

use backend::{sources, testing::TestBackend};
use chrono::TimeDelta;
use domain::{
    actor::Actor,
    source::{SourceId, SourceKind},
};
use metrics_exporter_prometheus::PrometheusBuilder;

use super::{Figures, label};

fn worker() -> Actor {
    Actor::Worker("connection".to_owned())
}

fn source(kind: SourceKind, account: &str) -> SourceId {
    SourceId {
        kind,
        account: account.into(),
        region: "global".into(),
    }
}

/// Figures of a backend on which these sources are polled.
async fn figures(backend: &TestBackend, polled: &[&SourceId]) -> Figures {
    for source in polled {
        let registered = sources::register(backend, &worker(), source, 30).await;
        registered.expect("registered");
    }
    let recorder = PrometheusBuilder::new().build_recorder();
    Figures::of((**backend).clone(), recorder.handle())
}

async fn answers(backend: &TestBackend, source: &SourceId) {
    let answered = sources::answered(backend, &worker(), source).await;
    answered.expect("it answered");
}

/// The line of a source's age.
fn aged(source: &SourceId, age: &str) -> String {
    format!("\nwatchfloor_source_age_seconds{{source=\"{source}\"}} {age}\n")
}

fn folder_of(backend: &TestBackend) -> PathBuf {
    let url = backend.url();
    let file = Path::new(url.trim_start_matches("sqlite://"));
    file.parent().expect("a folder").to_owned()
}

#[tokio::test]
async fn a_source_that_is_read_no_more_is_told_no_more() {
    let backend = TestBackend::sqlite().await;
    let identity = source(SourceKind::Identity, "credentials");
    let list = source(SourceKind::Route53, "111122223333");
    let figures = figures(&backend, &[&identity, &list]).await;
    answers(&backend, &list).await;
    backend.clock.advance(TimeDelta::milliseconds(7_500));
    let text = figures.render().await;
    assert!(text.contains(&aged(&identity, "+Inf")), "{text}");
    assert!(text.contains(&aged(&list, "7.5")), "{text}");
    let kept = sources::keep_only(&backend, &worker(), std::slice::from_ref(&list)).await;
    kept.expect("the identity is retired");
    let text = figures.render().await;
    assert!(!text.contains("credentials"), "{text}");
    assert!(text.contains(&aged(&list, "7.5")), "{text}");
}

/// An alert on age has to fire when nothing is known any more, too.
#[tokio::test]
async fn ages_go_on_growing_while_the_database_is_gone() {
    let backend = TestBackend::sqlite().await;
    let list = source(SourceKind::Route53, "111122223333");
    let figures = figures(&backend, &[&list]).await;
    answers(&backend, &list).await;
    let text = figures.render().await;
    assert!(text.contains("\nwatchfloor_ready 1\n"), "{text}");
    assert!(text.contains(&aged(&list, "0")), "{text}");

    let here = folder_of(&backend);
    let away = here.with_extension("away");
    std::fs::rename(&here, &away).expect("it is moved");
    backend.clock.advance(TimeDelta::seconds(60));
    let text = figures.render().await;
    std::fs::rename(&away, &here).expect("it is moved back");
    assert!(text.contains("\nwatchfloor_ready 0\n"), "{text}");
    assert!(text.contains(&aged(&list, "60")), "{text}");

    backend.clock.advance(TimeDelta::seconds(5));
    let text = figures.render().await;
    assert!(text.contains("\nwatchfloor_ready 1\n"), "{text}");
}

#[test]
fn a_label_keeps_what_would_end_it() {
    assert_eq!(label("a\"b\\c\nd"), "a\\\"b\\\\c\\nd");
}
