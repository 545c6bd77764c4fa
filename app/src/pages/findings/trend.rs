//! How many findings of a group were made on each of the last days, as a line.

use leptos::prelude::*;

/// Units of the drawing; its size is the style's.
const WIDTH: u32 = 60;
const HEIGHT: u32 = 16;

/// The line of one group. It is bright only when more came in its second half than in its first.
#[component]
pub(super) fn Trend(
    /// Findings a day, today last.
    days: Vec<u32>,
) -> impl IntoView {
    let most = days.iter().copied().max().unwrap_or(0);
    if most == 0 {
        return view! { <span class="aside" title="None was made in these days">"–"</span> }
            .into_any();
    }
    let (first, second) = days.split_at(days.len() / 2);
    let rising = second.iter().sum::<u32>() > first.iter().sum::<u32>();
    let points = points(&days, most);
    let (x, y) = points.last().copied().unwrap_or_default();
    let line: Vec<String> = points.iter().map(|(x, y)| format!("{x} {y}")).collect();
    let line = format!("M{}", line.join("L"));
    let today = days.last().copied().unwrap_or(0);
    let label = format!(
        "Made in 14 days: {}, today {today}",
        days.iter().sum::<u32>()
    );
    view! {
        <svg class="spark" class:rising=rising viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=label>
            <path d=line/>
            <circle cx=x.to_string() cy=y.to_string() r="1.6"/>
        </svg>
    }
    .into_any()
}

/// The line's points, two units away from each edge.
fn points(days: &[u32], most: u32) -> Vec<(u32, u32)> {
    let last = u32::try_from(days.len().saturating_sub(1))
        .unwrap_or(0)
        .max(1);
    let place = |(at, n): (u32, &u32)| {
        let x = 2 + at * (WIDTH - 4) / last;
        let y = HEIGHT
            - 2
            - u32::try_from(u64::from(*n) * u64::from(HEIGHT - 4) / u64::from(most.max(1)))
                .unwrap_or(0);
        (x, y)
    };
    (0..).zip(days).map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_is_at_the_top_and_today_at_the_end() {
        let points = points(&[0, 5, 10], 10);
        assert_eq!(points, [(2, 14), (30, 8), (58, 2)]);
    }

    #[test]
    fn one_day_is_a_point() {
        assert_eq!(points(&[u32::MAX], u32::MAX), [(2, 2)]);
    }
}
