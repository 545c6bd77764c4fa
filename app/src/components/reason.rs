//! The sentence for each reason of the verdict.

use domain::verdict::{OpenIncident, Reason};

use crate::format;

/// Why the verdict is what it is, in one sentence.
#[must_use]
pub fn reason_sentence(reason: &Reason) -> String {
    match reason {
        Reason::NoSources => "No source is set up, so nothing can be seen.".to_owned(),
        Reason::Unwatched(account) => {
            format!("Account {account} is not watched: nothing was ever heard of it.")
        }
        Reason::Silent(names, _, all) => silent(names, *all),
        Reason::Incident(open) => incident(open),
        Reason::CriticalUnassigned(n) => {
            let verb = if *n == 1 { "has" } else { "have" };
            format!("{} {verb} nobody.", critical_findings(*n))
        }
        Reason::Open(critical, high) => {
            let verb = if critical + high == 1 { "is" } else { "are" };
            format!("{} {verb} open.", worst_findings(*critical, *high))
        }
        Reason::LastKnown(unassigned, critical, high) => {
            let (had, worst) = (
                critical_findings(*unassigned),
                worst_findings(*critical, *high),
            );
            format!("Last known: {had} had nobody, of {worst} that were open.")
        }
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
        Reason::FirstRead(names) => {
            let has = if names.len() == 1 { "has" } else { "have" };
            format!("{} {has} been read only in part so far.", listed(names))
        }
        Reason::NotOffered(names) => not_offered(names),
        Reason::Quiet => "Nothing needs anybody.".to_owned(),
    }
}

fn critical_findings(n: u64) -> String {
    format::counted(n, "critical finding", "critical findings")
}

fn worst_findings(critical: u64, high: u64) -> String {
    let findings = match critical + high {
        1 => "finding",
        _ => "findings",
    };
    let (critical, high) = (format::count(critical), format::count(high));
    format!("{critical} critical and {high} high {findings}")
}

fn silent(names: &[String], all: u32) -> String {
    let verb = if names.len() == 1 { "does" } else { "do" };
    let of = match all {
        0 | 1 => String::new(),
        all => format!("Of {} sources, ", format::count(u64::from(all))),
    };
    let (names, covers) = (listed(names), covers(names));
    format!("{of}{names} {verb} not answer. What {covers} is unknown.")
}

fn not_offered(names: &[String]) -> String {
    let verb = if names.len() == 1 { "is" } else { "are" };
    let (names, covers) = (listed(names), covers(names));
    format!("{names} {verb} not available here. What {covers} is unknown.")
}

const fn covers(names: &[String]) -> &'static str {
    match names.len() {
        1 => "it covers",
        _ => "they cover",
    }
}

fn incident(open: &OpenIncident) -> String {
    let more = match open.more {
        0 => String::new(),
        1 => " One more is open.".to_owned(),
        more => format!(" {} more are open.", format::count(more)),
    };
    format!("{}, impact {}.{more}", open.name, open.impact)
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
            reason_sentence(&Reason::Silent(names[..1].to_vec(), 1, 27)),
            "Of 27 sources, Security Hub does not answer. What it covers is unknown."
        );
        assert_eq!(
            reason_sentence(&Reason::Late(names.to_vec())),
            "Security Hub, AWS Health and Route 53 answer late."
        );
        assert_eq!(
            reason_sentence(&Reason::FirstRead(names[..1].to_vec())),
            "Security Hub has been read only in part so far."
        );
        assert_eq!(
            reason_sentence(&Reason::NotOffered(names[1..2].to_vec())),
            "AWS Health is not available here. What it covers is unknown."
        );
        assert_eq!(
            reason_sentence(&Reason::CriticalUnassigned(1)),
            "1 critical finding has nobody."
        );
        let open = OpenIncident {
            name: "INC-41 Bitcoin mining".to_owned(),
            impact: 2,
            more: 1,
        };
        assert_eq!(
            reason_sentence(&Reason::Incident(open)),
            "INC-41 Bitcoin mining, impact 2. One more is open."
        );
        assert_eq!(
            reason_sentence(&Reason::Open(38, 1_376)),
            "38 critical and 1,376 high findings are open."
        );
    }
}
