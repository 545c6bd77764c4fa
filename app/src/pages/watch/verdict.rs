//! The verdict line: the word, and why.

use domain::verdict::Verdict;
use leptos::prelude::*;

use crate::{
    api::Reason,
    components::{Sign, shape, verdict_sign},
    format,
};

/// The one word for the floor with its reasons.
#[component]
pub(super) fn VerdictLine(verdict: Verdict, reasons: Vec<Reason>) -> impl IntoView {
    let sign = verdict_sign(verdict);
    let class = match verdict {
        Verdict::Clear => "verdict clear t-ok",
        Verdict::Watch => "verdict lit t-warn",
        Verdict::Incident => "verdict lit t-high",
        Verdict::Critical => "verdict lit t-critical",
        Verdict::Blind => "verdict blind t-blind",
    };
    let mut sentences = reasons.iter().map(sentence);
    let lead = sentences.next().unwrap_or_default();
    let rest: Vec<String> = sentences.collect();
    let mark = Sign {
        tone: "s28",
        ..sign
    };
    view! {
        <section class=class aria-label="Verdict">
            <p class="verdict-lamp">{shape(mark)}{sign.word}</p>
            <div class="verdict-why">
                <p class="lead">{lead}</p>
                {(!rest.is_empty()).then(|| view! { <p class="second">{rest.join(" ")}</p> })}
            </div>
        </section>
    }
}

fn sentence(reason: &Reason) -> String {
    match reason {
        Reason::NoSources => "No source is set up, so nothing can be seen.".to_owned(),
        Reason::Silent(names, all) => {
            let verb = if names.len() == 1 { "does" } else { "do" };
            let of = format::counted(u64::from(*all), "source", "sources");
            format!(
                "{} {verb} not answer. What it covers is unknown; {of} in all.",
                listed(names)
            )
        }
        Reason::CriticalUnassigned(n) => {
            let verb = if *n == 1 { "has" } else { "have" };
            format!(
                "{} {verb} nobody.",
                format::counted(*n, "critical finding", "critical findings")
            )
        }
        Reason::Open(critical, high) => format!(
            "{} critical and {} high {} open.",
            format::count(*critical),
            format::count(*high),
            if critical + high == 1 {
                "finding is"
            } else {
                "findings are"
            }
        ),
        Reason::Failing(n) => {
            let verb = if *n == 1 { "fails" } else { "fail" };
            format!(
                "{} {verb}.",
                format::counted(u64::from(*n), "endpoint", "endpoints")
            )
        }
        Reason::AwsIssues(n) => {
            let issues = format::counted(u64::from(*n), "issue", "issues");
            format!("AWS reports {issues} of its own.")
        }
        Reason::Late(names) => {
            let verb = if names.len() == 1 {
                "answers"
            } else {
                "answer"
            };
            format!("{} {verb} late.", listed(names))
        }
        Reason::Quiet => "Nothing needs anybody.".to_owned(),
    }
}

fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_sentences() {
        let names = ["Security Hub", "AWS Health", "Route 53"].map(str::to_owned);
        assert_eq!(
            sentence(&Reason::Late(names.to_vec())),
            "Security Hub, AWS Health and Route 53 answer late."
        );
        assert_eq!(
            sentence(&Reason::CriticalUnassigned(1)),
            "1 critical finding has nobody."
        );
        assert_eq!(
            sentence(&Reason::Open(38, 1_376)),
            "38 critical and 1,376 high findings are open."
        );
    }
}
