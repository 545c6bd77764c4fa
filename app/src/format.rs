//! How numbers, ages and instants are written. Everything here is pure: `now` comes in.

use chrono::{Datelike, TimeDelta, Timelike};
use domain::time::Timestamp;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// A count with a comma before every three digits.
#[must_use]
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A count where there is room for five signs alone: `12`, `6.4k`, `85k`, `1.2M`.
#[must_use]
pub fn short_count(n: u64) -> String {
    let (unit, sign) = match n {
        0..1_000 => return n.to_string(),
        1_000..1_000_000 => (1_000, "k"),
        _ => (1_000_000, "M"),
    };
    let (whole, tenth) = (n / unit, n % unit * 10 / unit);
    match whole {
        1..10 => format!("{whole}.{tenth}{sign}"),
        _ => format!("{whole}{sign}"),
    }
}

/// A count that a database gave; one below nothing is nothing.
#[must_use]
pub fn count_of(n: i64) -> String {
    count(u64::try_from(n).unwrap_or(0))
}

/// `one` or `many`, after the count.
#[must_use]
pub fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(n), if n == 1 { one } else { many })
}

/// How long, in the one or two units that matter.
#[must_use]
pub fn span(delta: TimeDelta) -> String {
    let seconds = delta.num_seconds().max(0);
    let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400);
    match () {
        () if minutes == 0 => format!("{seconds} s"),
        () if hours == 0 => format!("{minutes} min"),
        () if days == 0 => format!("{hours} h"),
        () if days < 3 && hours % 24 > 0 => format!("{days} d {} h", hours % 24),
        () => format!("{days} d"),
    }
}

/// How long, where a minute more or less is told apart: to the second below two minutes.
#[must_use]
pub fn close_span(delta: TimeDelta) -> String {
    match delta.num_seconds() {
        seconds @ 60..120 => format!("{seconds} s"),
        _ => span(delta),
    }
}

/// A duration to the second, for one that is watched: `37:12`, `2:07:00`, `3 d 4:00`.
#[must_use]
pub fn stopwatch(lasts: TimeDelta) -> String {
    let seconds = lasts.num_seconds().max(0);
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    match (days, hours) {
        (0, 0) => format!("{minutes}:{:02}", seconds % 60),
        (0, hours) => format!("{hours}:{minutes:02}:{:02}", seconds % 60),
        (days, hours) => format!("{days} d {hours}:{minutes:02}"),
    }
}

/// How long ago `at` is at `now`; what lies ahead is "in" that time.
#[must_use]
pub fn age(at: Timestamp, now: Timestamp) -> String {
    if at > now + TimeDelta::seconds(5) {
        format!("in {}", span(at - now))
    } else {
        span(now - at)
    }
}

/// How much time is left until `at`, or for how long it has been over.
#[must_use]
pub fn left(at: Timestamp, now: Timestamp) -> String {
    match at > now {
        true => format!("{} left", span(at - now)),
        false => format!("Overdue {}", span(now - at)),
    }
}

/// The instant to the second, as it stands when somebody points at a time.
#[must_use]
pub fn exact(at: Timestamp) -> String {
    format!(
        "{} {} {}:{:02} UTC",
        day(at),
        at.year(),
        clock(at),
        at.second()
    )
}

/// Day and minute of what is near: the year is the reader's.
#[must_use]
pub fn instant(at: Timestamp) -> String {
    format!("{} {} UTC", day(at), clock(at))
}

/// Day and minute, and the year where it is another than that of `now`.
#[must_use]
pub fn dated(at: Timestamp, now: Timestamp) -> String {
    format!("{} {} UTC", date(at, now), clock(at))
}

/// The day, and the year where it is another than that of `now`.
#[must_use]
pub fn date(at: Timestamp, now: Timestamp) -> String {
    match at.year() == now.year() {
        true => day(at),
        false => format!("{} {}", day(at), at.year()),
    }
}

/// The minute, and the day where it is another than that of `now`.
#[must_use]
pub fn moment(at: Timestamp, now: Timestamp) -> String {
    match at.date_naive() == now.date_naive() {
        true => clock(at),
        false => format!("{} {}", date(at, now), clock(at)),
    }
}

/// The minute of the day, UTC.
#[must_use]
pub fn clock(at: Timestamp) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// The second of the day, UTC.
#[must_use]
pub fn seconds(at: Timestamp) -> String {
    format!("{}:{:02}", clock(at), at.second())
}

/// Weekday and day, as a wall clock shows them.
#[must_use]
pub fn weekday(at: Timestamp) -> String {
    format!("{} {}", at.weekday(), day(at))
}

/// When something lies ahead, as short as it can be read from afar: within the hour, today, within the week, later.
#[must_use]
pub fn ahead(at: Timestamp, now: Timestamp) -> String {
    let (away, days) = (at - now, (at.date_naive() - now.date_naive()).num_days());
    match () {
        () if away < TimeDelta::minutes(1) => "now".to_owned(),
        () if away < TimeDelta::hours(1) => format!("in {}", span(away)),
        () if days == 0 => clock(at),
        () if days < 7 => format!("{} {}", at.weekday(), clock(at)),
        () => date(at, now),
    }
}

/// When something ends that goes on: how much is left within the hour, else until when. What should have ended says so.
#[must_use]
pub fn until(end: Timestamp, now: Timestamp) -> String {
    let left = end - now;
    match () {
        () if left <= TimeDelta::zero() => "past its end".to_owned(),
        () if left < TimeDelta::minutes(1) => "ends now".to_owned(),
        () if left < TimeDelta::hours(1) => format!("{} left", span(left)),
        () => format!("until {}", ahead(end, now)),
    }
}

/// When something begins, or, once it has begun and where that is known, when it ends.
#[must_use]
pub fn ahead_or_until(begins: Timestamp, end: Option<Timestamp>, now: Timestamp) -> String {
    match end {
        Some(end) if begins <= now => until(end, now),
        _ => ahead(begins, now),
    }
}

fn day(at: Timestamp) -> String {
    let month = MONTHS
        .get(at.month0() as usize)
        .copied()
        .unwrap_or_default();
    format!("{} {month}", at.day())
}

/// The machine's form, for the attribute `datetime`.
#[must_use]
pub fn machine(at: Timestamp) -> String {
    format!(
        "{:04}-{:02}-{:02}T{}:{:02}Z",
        at.year(),
        at.month(),
        at.day(),
        clock(at),
        at.second()
    )
}

/// The same to the millisecond, from which an age of seconds is counted: by whole ones it would be another than beside it.
#[must_use]
pub fn precise(at: Timestamp) -> String {
    let seconds = machine(at);
    let millis = at.timestamp_subsec_millis().min(999);
    format!("{}.{millis:03}Z", seconds.trim_end_matches('Z'))
}

/// Small letters of any script. The browser has a table of them already, and loads no other.
#[must_use]
pub fn lower(text: &str) -> String {
    #[cfg(feature = "hydrate")]
    return js_sys::JsString::from(text).to_lower_case().into();
    #[cfg(not(feature = "hydrate"))]
    text.to_lowercase()
}

/// The same in capitals.
#[must_use]
pub fn upper(text: &str) -> String {
    #[cfg(feature = "hydrate")]
    return js_sys::JsString::from(text).to_upper_case().into();
    #[cfg(not(feature = "hydrate"))]
    text.to_uppercase()
}

/// A word of a database or of AWS as a person writes it: `NOT_AVAILABLE` is "Not available".
#[must_use]
pub fn plain_word(word: &str) -> String {
    let mut words = lower(&word.replace('_', " "));
    let first = words.chars().next().map_or(0, char::len_utf8);
    let rest = words.split_off(first);
    upper(&words) + &rest
}

/// A code of AWS Health with its service: `AWS_EC2_OPERATIONAL_ISSUE` of EC2 is "EC2 operational issue".
#[must_use]
pub fn health_title(service: &str, type_code: &str) -> String {
    let rest = type_code.strip_prefix("AWS_").unwrap_or(type_code);
    let service = upper(service);
    let rest = rest.strip_prefix(service.as_str()).unwrap_or(rest);
    let words = lower(&rest.trim_matches('_').replace('_', " "));
    // Long codes are names, short ones abbreviations: Lambda, but EC2.
    let service = match service.len() {
        0..=4 => service,
        _ => plain_word(&service),
    };
    format!("{service} {words}").trim().to_owned()
}

/// At most so many letters of a text, so that what somebody else wrote takes no more room than it is worth.
#[must_use]
pub fn shortened(text: &str, letters: usize) -> String {
    match text.char_indices().nth(letters) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The end of an ARN, which is what tells one resource from another.
#[must_use]
pub fn resource_name(id: &str) -> &str {
    if !id.starts_with("arn:") {
        return id;
    }
    let last = id.splitn(6, ':').last().unwrap_or(id);
    let parts: Vec<&str> = last.split('/').collect();
    let name = match parts[..] {
        // These end in a number that AWS made, which nobody knows.
        ["loadbalancer", _, name, _] | ["targetgroup", name, _] | [.., "webacl", name, _] => name,
        // A stage is told apart by whose it is, and a repository by its folder.
        ["", _, _, "stages", _] => last.splitn(3, '/').last().unwrap_or(last),
        ["repository", ..] => last.split_once('/').map_or(last, |(_, name)| name),
        [.., name] => name,
        [] => last,
    };
    if name.is_empty() { last } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_against_a_limit_has_its_seconds() {
        let said = |seconds| close_span(TimeDelta::seconds(seconds));
        assert_eq!([said(45), said(75), said(119)], ["45 s", "75 s", "119 s"]);
        assert_eq!([said(120), said(3_700)], ["2 min", "1 h"]);
    }
    use domain::time::from_micros;

    /// 2026-11-24T12:00:00Z.
    fn noon() -> Timestamp {
        from_micros(1_795_521_600_000_000)
    }

    #[test]
    fn what_lies_ahead_is_said_shortly() {
        let now = noon();
        for (minutes, text) in [
            (0, "now"),
            (13, "in 13 min"),
            (61, "13:01"),
            (12 * 60, "Wed 00:00"),
            (3 * 1_440, "Fri 12:00"),
            (9 * 1_440, "3 Dec"),
            (50 * 1_440, "13 Jan 2027"),
        ] {
            assert_eq!(ahead(now + TimeDelta::minutes(minutes), now), text);
        }
        assert_eq!(weekday(now), "Tue 24 Nov");
    }

    #[test]
    fn a_machine_may_be_told_the_split_second() {
        let at = noon() + TimeDelta::milliseconds(1_042);
        assert_eq!(machine(at), "2026-11-24T12:00:01Z");
        assert_eq!(precise(at), "2026-11-24T12:00:01.042Z");
    }

    #[test]
    fn what_goes_on_says_when_it_ends() {
        let now = noon();
        for (minutes, text) in [
            (-1, "past its end"),
            (0, "past its end"),
            (57, "57 min left"),
            (90, "until 13:30"),
            (3 * 1_440, "until Fri 12:00"),
        ] {
            assert_eq!(until(now + TimeDelta::minutes(minutes), now), text);
        }
        assert_eq!(until(now + TimeDelta::seconds(30), now), "ends now");
    }

    #[test]
    fn counts_have_commas() {
        for (n, text) in [
            (0, "0"),
            (999, "999"),
            (1_842, "1,842"),
            (1_000_000, "1,000,000"),
        ] {
            assert_eq!(count(n), text);
        }
        assert_eq!(count_of(-1), "0");
        assert_eq!(counted(1, "finding", "findings"), "1 finding");
        assert_eq!(counted(2, "finding", "findings"), "2 findings");
    }

    #[test]
    fn spans_have_the_units_that_matter() {
        for (seconds, text) in [
            (-5, "0 s"),
            (12, "12 s"),
            (60, "1 min"),
            (3_599, "59 min"),
            (3_600, "1 h"),
            (86_400, "1 d"),
            (86_400 + 7_200, "1 d 2 h"),
            (86_400 * 19 + 7_200, "19 d"),
        ] {
            assert_eq!(span(TimeDelta::seconds(seconds)), text);
        }
    }

    #[test]
    fn ages_look_both_ways() {
        assert_eq!(age(noon() - TimeDelta::minutes(9), noon()), "9 min");
        assert_eq!(age(noon() + TimeDelta::days(4), noon()), "in 4 d");
        assert_eq!(age(noon() + TimeDelta::seconds(1), noon()), "0 s");
    }

    #[test]
    fn instants_name_their_zone() {
        assert_eq!(exact(noon()), "24 Nov 2026 12:00:00 UTC");
        assert_eq!(dated(noon(), noon()), "24 Nov 12:00 UTC");
        let last_year = noon() - TimeDelta::days(365);
        assert_eq!(dated(last_year, noon()), "24 Nov 2025 12:00 UTC");
        assert_eq!(moment(last_year, noon()), "24 Nov 2025 12:00");
        assert_eq!(machine(noon()), "2026-11-24T12:00:00Z");
    }

    #[test]
    fn words_and_names_are_readable() {
        assert_eq!(plain_word("NOT_AVAILABLE"), "Not available");
        assert_eq!(plain_word(""), "");
        let arn = "arn:aws:ec2:us-east-1:111122223333:security-group/sg-1";
        assert_eq!(resource_name(arn), "sg-1");
        assert_eq!(resource_name("arn:aws:s3:::logs"), "logs");
        let balancer = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/alb-prod/50dc6c495c0c9188";
        assert_eq!(resource_name(balancer), "alb-prod");
        let stage = |path| format!("arn:aws:apigateway:us-east-1::{path}");
        for (arn, name) in [
            (
                stage("/restapis/6d72bfd1/stages/live"),
                "6d72bfd1/stages/live",
            ),
            (
                stage("/apis/a1b2c3/stages/$default"),
                "a1b2c3/stages/$default",
            ),
            (stage("/restapis/6d72bfd1"), "6d72bfd1"),
        ] {
            assert_eq!(resource_name(&arn), name);
        }
        let firewall = "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/shop/8f1c0c2e-1111";
        assert_eq!(resource_name(firewall), "shop");
        for (repository, name) in [("team/app", "team/app"), ("app", "app")] {
            let arn = format!("arn:aws:ecr:eu-west-1:111122223333:repository/{repository}");
            assert_eq!(resource_name(&arn), name);
        }
        assert_eq!(resource_name("AWS::::Account:1"), "AWS::::Account:1");
    }

    #[test]
    fn a_stopwatch_shows_what_moves() {
        for (seconds, text) in [
            (-1, "0:00"),
            (2_232, "37:12"),
            (7_620, "2:07:00"),
            (86_400 * 3 + 14_400, "3 d 4:00"),
        ] {
            assert_eq!(stopwatch(TimeDelta::seconds(seconds)), text);
        }
    }
}
