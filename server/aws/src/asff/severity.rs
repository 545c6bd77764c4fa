//! How bad a finding is, when its document says so in several ways or in none that we know.
//!
//! In this order: the label; the normalized score; the product's own score (a retired field), read on
//! a scale of ten when it is at most ten, which is the graver reading; the label that Security Hub
//! left in `ProductFields`; what the provider said. A document with no usable word is read as High:
//! nobody has said that it can wait, and it is not to drown what was called critical.

use domain::finding::Severity;

use super::fields;
use crate::documents::{field::Field, words::Unrecognised};

/// Reads the finding's severity.
pub(super) fn read(document: &fields::Document<'_>, words: &mut Unrecognised) -> Severity {
    let severity = document.severity.get();
    let label = severity.and_then(|it| it.label.text());
    words
        .read("Severity.Label", label)
        .or_else(|| severity.and_then(scores))
        .or_else(|| {
            let fields = document.product_fields.get()?;
            fields.severity_label.text()?.parse().ok()
        })
        .or_else(|| provider(document, &mut Unrecognised::default()))
        .unwrap_or_else(|| {
            if label.is_none() {
                words.note("Severity.Label", "");
            }
            Severity::High
        })
}

/// Reads what the provider last called it.
pub(super) fn provider(
    document: &fields::Document<'_>,
    words: &mut Unrecognised,
) -> Option<Severity> {
    let severity = document
        .finding_provider_fields
        .get()
        .and_then(|fields| fields.severity.get())?;
    words
        .read(
            "FindingProviderFields.Severity.Label",
            severity.label.text(),
        )
        .or_else(|| severity.original.text()?.to_ascii_uppercase().parse().ok())
}

fn scores(severity: &fields::Severity<'_>) -> Option<Severity> {
    let score = |field: &Field<f64>| field.get().copied();
    score(&severity.normalized)
        .or_else(|| score(&severity.product).map(|own| if own <= 10.0 { own * 10.0 } else { own }))
        .map(|score| Severity::from_normalized(score.ceil() as i64))
}
