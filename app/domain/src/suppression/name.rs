//! What people call a suppression by.

/// What stands before its number.
const PREFIX: &str = "SUP-";

/// The name of a suppression: `SUP-7`.
#[must_use]
pub fn suppression_name(number: i64) -> String {
    format!("{PREFIX}{number}")
}

/// The number of a name; the inverse of [`suppression_name`].
#[must_use]
pub fn suppression_number(name: &str) -> Option<i64> {
    name.strip_prefix(PREFIX)?.parse().ok()
}
