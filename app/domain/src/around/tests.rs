//! What must hold of the time around a moment, and of what is told of it.

use proptest::{collection::vec, prelude::*, sample::select};

use super::*;
use crate::{strip::LinkKind, time::from_micros};

const NOON: i64 = 1_795_521_600_000_000;

fn a_happening() -> impl Strategy<Value = Happening> {
    let parts = (0i64..6, select(MatchLevel::ALL), 0u8..4);
    parts.prop_map(|(minutes, level, id)| Happening {
        at: from_micros(NOON) + TimeDelta::minutes(minutes),
        level,
        link: Link::to(LinkKind::Change, id),
        text: format!("CHG-{id} began"),
    })
}

fn worth(one: &Happening) -> (MatchLevel, Timestamp) {
    (one.level, one.at)
}

proptest! {
    #[test]
    fn the_nearest_are_told_first_and_nothing_is_lost(all in vec(a_happening(), 0..30), most in 0usize..12) {
        let (told, left_out) = nearest_first(all.clone(), most);
        prop_assert!(told.len() <= most);
        prop_assert_eq!(told.len() as u64 + left_out, all.len() as u64);
        prop_assert!(told.is_sorted_by(|one, two| worth(one) >= worth(two)));
        let (whole, none) = nearest_first(all, usize::MAX);
        prop_assert_eq!(none, 0);
        prop_assert_eq!(&whole[..told.len()], &told[..]);
        let left = &whole[told.len()..];
        prop_assert!(left.iter().all(|left| told.iter().all(|one| worth(one) >= worth(left))));
    }

    #[test]
    fn the_order_in_which_it_was_found_does_not_matter(
        (all, shuffled) in vec(a_happening(), 0..20).prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        most in 0usize..12,
    ) {
        prop_assert_eq!(nearest_first(all, most), nearest_first(shuffled, most));
    }

    #[test]
    fn a_longer_span_holds_the_shorter(minutes in -20_000i64..20_000, ahead in -20_000i64..20_000) {
        let moment = from_micros(NOON);
        let (at, now) = (moment + TimeDelta::minutes(minutes), moment + TimeDelta::minutes(ahead));
        let held = |span: Span| span.around(moment, now).holds(at);
        prop_assert!(!held(Span::Hour) || held(Span::Day));
        prop_assert!(!held(Span::Day) || held(Span::Week));
        prop_assert!(!held(Span::Week) || at <= now);
    }
}

#[test]
fn both_ends_belong_to_it_and_what_is_to_come_does_not() {
    let moment = from_micros(NOON);
    let (hour, tick) = (TimeDelta::hours(1), TimeDelta::microseconds(1));
    let window = Span::Hour.around(moment, moment + hour * 2);
    assert!(window.holds(moment - hour) && window.holds(moment + hour));
    assert!(!window.holds(moment - hour - tick) && !window.holds(moment + hour + tick));
    let so_far = Span::Hour.around(moment, moment);
    assert!(so_far.holds(moment) && !so_far.holds(moment + tick));
}

#[test]
fn the_first_and_the_last_instant_have_a_time_around_them() {
    for edge in [Timestamp::MIN_UTC, Timestamp::MAX_UTC] {
        let window = Span::Week.around(edge, Timestamp::MAX_UTC);
        assert!(window.holds(edge), "{window:?}");
    }
}
