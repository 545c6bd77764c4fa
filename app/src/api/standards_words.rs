//! How standards, accounts and controls become the lines of a page.

use std::{cmp::Reverse, collections::BTreeMap};

use backend::standards::{AccountStanding, ControlStanding, DayScore, StandardStanding};
use chrono::TimeDelta;
use domain::{
    chart::{ChartSpec, LineChart, Point, Scale, Series, Spark, Stroke},
    finding::Severity,
    standard::{
        ControlStatus, Standing, standard_name, standard_short, standard_slug, standard_version,
    },
};

use super::{
    ChartView,
    charts::Charts,
    standards::{AccountLine, ControlLine, StandardLine, StandingView},
};
use crate::format;

/// Points of room beneath the lowest score of a line in a table, so that a line of one value is no line at nothing.
const ROOM: f64 = 6.0;

/// What one score says; the days end with today.
fn standing(of: &Standing, days: &[DayScore], charts: &Charts) -> StandingView {
    let known = days.iter().filter_map(|one| one.score);
    let lowest = known
        .map(|score| f64::from(score.percent()))
        .fold(100.0, f64::min);
    let points = days.iter().map(|one| {
        let above = one
            .score
            .map(|score| f64::from(score.percent()) - lowest + ROOM);
        (one.day, above)
    });
    let points: Vec<Point> = points.collect();
    StandingView {
        score: of.counts.score(),
        counts: of.counts,
        checks: of.checks,
        worst_open: of.worst_open,
        spark: charts.draw(&ChartSpec::Spark(Spark { points })),
        moved: moved(days),
    }
}

/// How the score moved since the first day that has one before today.
fn moved(days: &[DayScore]) -> Option<String> {
    let (today, before) = days.split_last()?;
    let first = before.iter().find(|one| one.score.is_some())?;
    let (now, then) = (today.score?.percent(), first.score?.percent());
    let since = first.day.format("%-d %b");
    // Between the two it may have been another.
    let known = before.iter().filter_map(|one| one.score);
    let is_still = known.map(|score| score.percent()).all(|score| score == now);
    Some(match i16::from(now) - i16::from(then) {
        0 if is_still => format!("unchanged since {since}"),
        0 => format!("again as on {since}"),
        up @ 1.. => format!("+{up} since {since}"),
        down => format!("−{} since {since}", down.abs()),
    })
}

/// One standard, or all of them together.
pub(super) fn line(one: &StandardStanding, charts: &Charts) -> StandardLine {
    let subscription = one.subscription.as_ref();
    let troubled = subscription.into_iter().flat_map(|one| &one.troubled);
    StandardLine {
        slug: standard_slug(&one.id),
        name: standard_name(&one.id),
        short: standard_short(&one.id).to_owned(),
        standing: standing(&one.whole, &one.days, charts),
        troubled: troubled
            .map(|(state, reason)| trouble(state, reason.as_deref()))
            .collect(),
        is_listed: subscription.is_some(),
        id: one.id.clone(),
    }
}

/// Of standards that are called the same where there is little room, each is called with its version.
pub(super) fn tell_apart(lines: &mut [StandardLine]) {
    let shorts: Vec<String> = lines.iter().map(|one| one.short.clone()).collect();
    for line in lines {
        let same = shorts.iter().filter(|short| **short == line.short);
        if same.count() > 1 {
            line.short = format!("{} v{}", line.short, standard_version(&line.id));
        }
    }
}

/// What AWS says of a standard that is not wholly enabled. Sources: AWS, `StandardsSubscription` and
/// `StandardsStatusReason` of the API reference.
fn trouble(state: &str, reason: Option<&str>) -> String {
    let state = match state {
        "PENDING" => "Security Hub is still enabling it".to_owned(),
        "INCOMPLETE" => "Security Hub could not enable all of its controls".to_owned(),
        "DELETING" => "Security Hub is disabling it".to_owned(),
        "FAILED" => "Security Hub could not disable it".to_owned(),
        other => format!("Security Hub calls it {}", format::plain_word(other)),
    };
    let why = match reason {
        None | Some("INTERNAL_ERROR") => return state,
        Some("NO_AVAILABLE_CONFIGURATION_RECORDER") => "AWS Config records nothing".to_owned(),
        Some("MAXIMUM_NUMBER_OF_CONFIG_RULES_EXCEEDED") => {
            "there are as many Config rules as AWS allows".to_owned()
        }
        Some(other) => format::plain_word(other).to_lowercase(),
    };
    format!("{state}: {why}")
}

/// The lowest score first, what has none last; of equal ones the one with more that failed.
pub(super) fn worst_first(one: &StandingView) -> (bool, Option<u8>, Reverse<u64>) {
    let score = one.score.map(domain::standard::Score::percent);
    (score.is_none(), score, Reverse(one.checks.failed))
}

/// One account over all standards, with its score in each.
pub(super) fn account_line(
    (id, (whole, each)): (&String, &(Standing, BTreeMap<String, Standing>)),
    standards: &[&str],
    names: &BTreeMap<String, String>,
    charts: &Charts,
) -> AccountLine {
    let score = |standard: &&str| each.get(*standard)?.counts.score();
    AccountLine {
        id: id.clone(),
        name: names.get(id).cloned(),
        standing: standing(whole, &[], charts),
        scores: standards.iter().map(score).collect(),
    }
}

/// One account in one standard, with its days.
pub(super) fn detail_account(
    one: &AccountStanding,
    names: &BTreeMap<String, String>,
    charts: &Charts,
) -> AccountLine {
    AccountLine {
        id: one.account.0.clone(),
        name: names.get(one.account.as_str()).cloned(),
        standing: standing(&one.standing, &one.days, charts),
        scores: Vec::new(),
    }
}

/// The controls: what fails first, of these the worst, and of these what fails most.
pub(super) fn control_lines(controls: Vec<ControlStanding>) -> Vec<ControlLine> {
    let mut lines: Vec<ControlLine> = controls.into_iter().map(control_line).collect();
    lines.sort_by_cached_key(|one| {
        let severity = Reverse(one.severity);
        let failed = Reverse(one.checks.failed);
        (one.status, severity, failed, natural(&one.id))
    });
    lines
}

/// `S3.2` before `S3.10`.
fn natural(id: &str) -> (String, u32) {
    let (service, number) = id.rsplit_once('.').unwrap_or((id, ""));
    (service.to_owned(), number.parse().unwrap_or(0))
}

fn control_line(one: ControlStanding) -> ControlLine {
    let ControlStanding {
        judged,
        text,
        title,
        off_because,
    } = one;
    let told = text.as_ref().and_then(|text| text.severity.parse().ok());
    // Without AWS's word for it: a finding that passed is informational, which says nothing of the control.
    let seen = judged.worst.filter(|one| *one != Severity::Informational);
    let failing = judged.accounts.values().filter(|checks| checks.failed > 0);
    let updating = text.as_ref().is_some_and(|text| text.is_updating);
    let note = match judged.status {
        ControlStatus::Disabled => off_because.map(|why| format!("Off: {why}")),
        _ if updating => Some("AWS is changing this control".to_owned()),
        _ => None,
    };
    ControlLine {
        failing_accounts: failing.count() as u64,
        accounts: judged.accounts.len() as u64,
        title: text
            .as_ref()
            .map(|text| text.title.clone())
            .or(title)
            .unwrap_or_default(),
        severity: told.or(seen),
        status: judged.status,
        checks: judged.checks,
        note,
        remediation_url: text
            .map(|text| text.remediation_url)
            .filter(|url| url.starts_with("https://")),
        id: judged.id,
    }
}

/// A score over the last days as a chart; nothing where no days are kept.
pub(super) fn days_chart(title: &str, days: &[DayScore], charts: &Charts) -> Option<ChartView> {
    let (first, last) = (days.first()?, days.last()?);
    let value = |one: &DayScore| one.score.map(|score| f64::from(score.percent()));
    // A value stands in the middle of its day.
    let points = days
        .iter()
        .map(|one| (one.day + TimeDelta::hours(12), value(one)));
    let chart = LineChart {
        title: format!("{title}, %"),
        from: first.day,
        until: last.day + TimeDelta::days(1),
        scale: Scale {
            low: 0.0,
            high: 100.0,
            unit: "%".to_owned(),
        },
        series: vec![Series {
            name: title.to_owned(),
            stroke: Stroke::Solid,
            points: points.collect(),
        }],
        level: None,
        event: None,
    };
    let rows = days.iter().rev().map(|one| {
        let score = one
            .score
            .map_or_else(|| "No data".to_owned(), |score| score.to_string());
        vec![one.day.format("%-d %b %Y").to_string(), score]
    });
    let head = vec!["Day (UTC)".to_owned(), title.to_owned()];
    Some(ChartView {
        title: format!("{title}, last {} days", days.len()),
        aside: moved(days).unwrap_or_else(|| "kept from today on".to_owned()),
        table: std::iter::once(head).chain(rows).collect(),
        svg: charts.draw(&ChartSpec::Lines(chart)),
    })
}

#[cfg(test)]
mod tests {
    use domain::{standard::StatusCounts, time::from_micros};

    use super::*;

    /// Days with so many of ten controls passed, the last one today, the 30th of November 2026.
    fn said(passed: &[Option<u32>]) -> Option<String> {
        let today = from_micros(1_795_996_800_000_000);
        let days = passed.iter().rev().zip(0..).map(|(passed, ago)| DayScore {
            day: today - TimeDelta::days(ago),
            score: passed.and_then(|passed| {
                let failed = 10 - passed;
                let counts = StatusCounts {
                    passed,
                    failed,
                    ..StatusCounts::default()
                };
                counts.score()
            }),
        });
        let mut days: Vec<DayScore> = days.collect();
        days.reverse();
        moved(&days)
    }

    #[test]
    fn a_score_that_stands_still_is_told_from_an_old_one() {
        let unchanged = said(&[None, Some(5), None, Some(5)]);
        assert_eq!(unchanged.as_deref(), Some("unchanged since 28 Nov"));
        let back = said(&[Some(5), Some(7), Some(5)]);
        assert_eq!(back.as_deref(), Some("again as on 28 Nov"));
        let up = said(&[Some(5), Some(7)]);
        assert_eq!(up.as_deref(), Some("+20 since 29 Nov"));
        assert_eq!(said(&[Some(5)]), None);
    }
}
