//! Whatever AWS answers and however old what it reports: the last decision here holds, and AWS comes to know it.

use backend::testing::{Engine, FakeWriter, TestBackend, incoming};
use chrono::TimeDelta;
use domain::{
    finding::{WorkflowStatus, WriteBackMode},
    source::SourceFault,
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

use crate::{
    asks::{detail, id_of},
    write_back::{decide, report, send, turn},
};

#[derive(Debug, Clone)]
enum Step {
    /// Somebody here decides.
    Decide(WorkflowStatus),
    /// The worker has its turn; AWS takes it, or refuses.
    Send(Option<SourceFault>),
    /// AWS reports a state that it was in once: so many writes ago.
    Report(usize),
    /// Time passes.
    Wait(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let status = proptest::sample::select(WorkflowStatus::ALL);
    let fault = prop_oneof![
        3 => Just(None),
        1 => Just(Some(SourceFault::Throttled)),
        1 => Just(Some(SourceFault::AccessDenied("securityhub:BatchUpdateFindings".to_owned()))),
    ];
    let step = prop_oneof![
        status.prop_map(Step::Decide),
        fault.prop_map(Step::Send),
        (0_usize..4).prop_map(Step::Report),
        // Reports lag by minutes, not by more than the time that we wait for them.
        (1_i64..20).prop_map(Step::Wait),
    ];
    proptest::collection::vec(step, 1..25)
}

async fn run(engine: Engine, steps: &[Step]) -> Result<(), TestCaseError> {
    let Some(backend) = TestBackend::new(engine).await else {
        return Ok(());
    };
    let finding = incoming("a", |_| {});
    let (id, aws_id) = (id_of(&finding), finding.aws_finding_id.as_str());
    turn(&backend, WriteBackMode::WriteBack, None).await;
    report(&backend, "a", |_| {}).await;
    let (writer, mut local) = (FakeWriter::new(), WorkflowStatus::New);
    let mut states = vec![WorkflowStatus::New];
    for (at, step) in steps.iter().enumerate() {
        match step {
            Step::Decide(to) => {
                decide(&backend, id, *to).await;
                local = *to;
            }
            Step::Send(fault) => {
                writer.fail(fault.clone());
                send(&backend, &writer).await;
                states.extend(writer.known(aws_id).workflow);
            }
            Step::Report(ago) => {
                let state = states[states.len().saturating_sub(ago + 1)];
                report(&backend, "a", |finding| {
                    finding.workflow = state;
                    finding.description = format!("Report {at}");
                })
                .await;
            }
            Step::Wait(seconds) => backend.clock.advance(TimeDelta::seconds(*seconds)),
        }
        prop_assert_eq!(
            detail(&backend, id).await.summary.workflow,
            local,
            "after step {}",
            at
        );
    }
    writer.fail(None);
    backend.clock.advance(TimeDelta::hours(1));
    send(&backend, &writer).await;
    prop_assert!(detail(&backend, id).await.write_back.is_empty());
    let known = writer.known(aws_id).workflow.unwrap_or(WorkflowStatus::New);
    prop_assert_eq!(known, local, "AWS ends with what was decided here");
    backend.end().await;
    Ok(())
}

fn whatever_happens(engine: Engine, cases: u32) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let done = TestRunner::new(config).run(&steps(), |steps| runtime.block_on(run(engine, &steps)));
    done.expect("the last decision holds");
}

#[test]
fn the_last_decision_holds_and_reaches_aws_on_sqlite() {
    whatever_happens(Engine::Sqlite, 40);
}

#[test]
fn the_last_decision_holds_and_reaches_aws_on_postgres() {
    whatever_happens(Engine::Postgres, 12);
}
