//! Scores of 0–100.

use super::field::Field;

/// The score in whole percent; one outside of 0–100 is passed over.
pub(crate) fn percent(field: &Field<f64>) -> Option<i16> {
    field
        .get()
        .filter(|score| (0.0..=100.0).contains(*score))
        .map(|score| score.round() as i16)
}
