//! Suppressions: findings that are hidden until a time, for a reason that somebody owns.
//!
//! A rule hides every open finding that its filter admits, in whatever account and region, those that come later too. The
//! other kind hides findings that somebody chose. When a suppression ends or is switched off, and when a finding no
//! longer matches its rule, the finding is shown again as it would be had nobody hidden it.

mod filter;
mod name;
mod plan;
mod rule;
mod shown_again;
#[cfg(test)]
mod tests;

pub use filter::{
    group_filter, is_of_open, matching, over_open, read_filter, rule_filter, written_filter,
};
pub use name::{suppression_name, suppression_number};
pub use plan::{
    LONGEST_DAYS, Suppression, SuppressionPlan, SuppressionState, WARNED_DAYS, ends_soon,
};
pub use rule::SuppressionRule;
pub use shown_again::shown_again;
