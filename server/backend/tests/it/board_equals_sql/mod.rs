//! Whatever was taken in, done and restarted: the index answers what a plain reading of the tables answers.

pub(crate) mod asked;
pub(crate) mod kept;
pub(crate) mod plain;
mod steps;

use backend::{
    Backend, findings,
    testing::{Engine, TestBackend},
};
use domain::{
    actor::Role,
    event::Seq,
    finding::{FindingFilter, FindingList, FindingSummary, Grouping, SortOrder},
};
use proptest::{
    prelude::prop_assert_eq,
    test_runner::{Config, TestCaseError, TestRunner},
};
use rstest::rstest;

use self::{
    kept::Kept,
    steps::{NAMES, Step},
};
use crate::{asks::viewer, change_asks::hire, eventually::within_limit, own_sql::OwnSql};

const CASES: u32 = 32;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn after_anything_the_index_equals_the_tables(#[case] engine: Engine) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut runner = TestRunner::new(Config {
        cases: CASES,
        failure_persistence: None,
        max_shrink_iters: 400,
        ..Config::default()
    });
    let cases = (steps::steps(), asked::lists());
    let outcome = runner.run(&cases, |(steps, asks)| {
        runtime.block_on(case(engine, steps, asks))
    });
    outcome.unwrap_or_else(|fault| panic!("{fault}"));
}

async fn case(
    engine: Engine,
    steps: Vec<Step>,
    asks: Vec<FindingList>,
) -> Result<(), TestCaseError> {
    let Some(mut backend) = TestBackend::new(engine).await else {
        return Ok(());
    };
    for name in NAMES {
        hire(&backend, name, &[Role::Analyst]).await;
    }
    let mut outcome = Ok(());
    for step in steps {
        backend = step.done(backend).await;
        outcome = compare(&backend, &backend.url(), &asks).await;
        if outcome.is_err() {
            break;
        }
    }
    backend.end().await;
    outcome
}

/// Compares every answer with the tables, once the index knows all that is in them.
pub(crate) async fn compare(
    backend: &Backend,
    url: &str,
    asks: &[FindingList],
) -> Result<(), TestCaseError> {
    let mut own = OwnSql::open(url).await;
    // The index does not follow what becomes of people.
    let followed = "SELECT COALESCE(MAX(seq), 0) FROM events WHERE topic <> 'people'";
    let head = Seq(own.number(followed).await);
    within_limit("the last event", backend.board().wait_for(head)).await;
    let kept = Kept::all(&mut own, backend.now()).await;
    prop_assert_eq!(backend.board().len(), kept.len() as u64);
    let counts = findings::counts(backend, &viewer(), &FindingFilter::open()).expect("counts");
    prop_assert_eq!(counts, plain::counts(&kept));
    for ask in asks {
        list(backend, &kept, ask)?;
        groups(backend, &kept, ask)?;
    }
    Ok(())
}

fn list(backend: &Backend, kept: &[Kept], ask: &FindingList) -> Result<(), TestCaseError> {
    let mut admitted: Vec<&Kept> = kept
        .iter()
        .filter(|row| plain::admits(ask, row, None))
        .collect();
    admitted.sort_by_key(|row| plain::place(ask.sort, row));
    if ask.order == SortOrder::Descending {
        admitted.reverse();
    }
    let rows: Vec<FindingSummary> = admitted.into_iter().map(Kept::summary).collect();
    let mut page = ask.clone();
    let mut answered = Vec::new();
    loop {
        let listing = findings::list(backend, &viewer(), &page).expect("a list");
        prop_assert_eq!(listing.total, rows.len() as u64, "total of {:?}", ask);
        prop_assert_eq!(
            plain::shown(&listing.facets, ask),
            plain::facets(kept, ask),
            "facets of {:?}",
            ask
        );
        answered.extend(listing.page.rows);
        page.after = listing.page.next;
        if page.after.is_none() {
            break;
        }
    }
    prop_assert_eq!(answered, rows, "rows of {:?}", ask);
    Ok(())
}

fn groups(backend: &Backend, kept: &[Kept], ask: &FindingList) -> Result<(), TestCaseError> {
    let whole = FindingList {
        limit: 200,
        ..ask.clone()
    };
    let listing = findings::groups(backend, &viewer(), &whole, Grouping::Control).expect("groups");
    let answered: Vec<_> = listing
        .page
        .rows
        .into_iter()
        .map(|group| {
            (
                group.key,
                group.severity,
                group.matching,
                group.of,
                group.accounts,
                group.regions,
            )
        })
        .collect();
    prop_assert_eq!(answered, plain::groups(kept, ask), "groups of {:?}", ask);
    Ok(())
}
