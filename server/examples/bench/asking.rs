//! One page with the counts of every facet, as the backend answers it.

use std::{hint::black_box, time::Instant};

use backend::{findings, suppressions};
use domain::{
    finding::{FindingFilter, FindingList, Grouping},
    scope::Scope,
    standard::{Definitions, judge},
    suppression::rule_filter,
};

use crate::{
    figure::{Better, Figures},
    questions,
    spread::Spread,
    store::Floor,
};

/// How often each question is asked.
const ROUNDS: usize = 20;
/// How often the one without a filter is: it takes so little that any pause of the machine would be the figure.
const UNFILTERED_ROUNDS: usize = 4_000;

/// Measures the page by facets and with free text; answers with the p95 of the unfiltered one.
pub(crate) fn measure(figures: &mut Figures, floor: &Floor, count: u32) -> anyhow::Result<f64> {
    let everything = questions::first(FindingFilter::default());
    let listing = findings::list(&floor.backend, &floor.actor, &everything)?;
    let list = |question: &FindingList| {
        let listing = findings::list(&floor.backend, &floor.actor, question)?;
        black_box(listing);
        Ok(())
    };
    let groups = |question: &FindingList| {
        let by = Grouping::Control;
        black_box(findings::groups(
            &floor.backend,
            &floor.actor,
            question,
            by,
        )?);
        Ok(())
    };
    let alone = [("unfiltered".to_owned(), everything)];
    let alone = ask_often(UNFILTERED_ROUNDS, &alone, list)?;
    let by_facets = questions::by_facets(&listing.facets);
    let page = ask(&by_facets, list)?;
    let grouped = ask(&by_facets, groups)?;
    let Some(row) = listing.page.rows.first() else {
        anyhow::bail!("no finding was taken in");
    };
    let rule = |question: &FindingList| {
        let filter = question.filter.clone();
        black_box(suppressions::preview(&floor.backend, &floor.actor, filter)?);
        Ok(())
    };
    // One that cannot be a rule is refused, which costs nothing.
    let is_rule = |question: &FindingList| rule_filter(question.filter.clone()).is_ok();
    let rules = by_facets.iter().filter(|(_, question)| is_rule(question));
    let preview = ask(&rules.cloned().collect::<Vec<_>>(), rule)?;
    let text = ask(&questions::by_text(&row.resource_id, &row.account), list)?;
    let unfiltered = alone.within(95);
    for (name, value, most) in [
        ("page_ms", page.within(95), 15.0),
        ("groups_ms", grouped.within(95), 40.0),
        ("page_unfiltered_ms", unfiltered, 15.0),
        ("suppression_preview_ms", preview.within(95), 50.0),
        ("scores_ms", scores(floor).within(95), 50.0),
        ("page_text_ms", text.within(95), 30.0),
    ] {
        figures.add(name, count, value, "ms", Better::Lower(most));
    }
    Ok(unfiltered)
}

/// How every control, standard and account stands.
fn scores(floor: &Floor) -> Spread {
    let mut spread = Spread::default();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let found = floor.backend.board().control_findings(&Scope::default());
        black_box(judge(&found, &Definitions::default(), None));
        spread.add(start.elapsed());
    }
    println!("    {:<44} {}", "scores of standards", spread.line());
    spread
}

/// Asks every question in turn, so that no answer is warm from the one before.
fn ask(
    questions: &[(String, FindingList)],
    answer: impl Fn(&FindingList) -> anyhow::Result<()>,
) -> anyhow::Result<Spread> {
    ask_often(ROUNDS, questions, answer)
}

fn ask_often(
    rounds: usize,
    questions: &[(String, FindingList)],
    answer: impl Fn(&FindingList) -> anyhow::Result<()>,
) -> anyhow::Result<Spread> {
    let mut spreads: Vec<Spread> = questions.iter().map(|_| Spread::default()).collect();
    for _ in 0..rounds {
        for ((_, question), spread) in questions.iter().zip(&mut spreads) {
            let start = Instant::now();
            answer(question)?;
            spread.add(start.elapsed());
        }
    }
    let mut slowest: Vec<_> = questions.iter().zip(&spreads).collect();
    slowest.sort_by(|(_, a), (_, b)| b.within(95).total_cmp(&a.within(95)));
    for ((name, _), spread) in slowest.into_iter().take(4) {
        println!("    {name:<44} {}", spread.line());
    }
    let mut all = Spread::default();
    spreads.iter().for_each(|spread| all.extend(spread));
    Ok(all)
}
