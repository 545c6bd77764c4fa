//! NumberFilter: the bounds of a number.

use serde_json::Value;

/// Bounds that a number must all meet.
#[derive(Debug)]
pub(crate) struct NumberTest {
    bounds: Vec<(Bound, f64)>,
}

#[derive(Clone, Copy, Debug)]
enum Bound {
    AtLeast,
    AtMost,
    Exactly,
    Above,
    Below,
}

const NAMES: [(&str, Bound); 5] = [
    ("Gte", Bound::AtLeast),
    ("Lte", Bound::AtMost),
    ("Eq", Bound::Exactly),
    ("Gt", Bound::Above),
    ("Lt", Bound::Below),
];

/// Whether any of an attribute's numbers meets any of the tests.
pub(crate) fn met(tests: &[NumberTest], numbers: &[f64]) -> bool {
    numbers
        .iter()
        .any(|number| tests.iter().any(|test| test.holds(*number)))
}

impl NumberTest {
    /// Reads `{Gte, Lte, Eq, Gt, Lt}`; at least one is expected.
    pub(crate) fn read(value: &Value) -> Result<Self, String> {
        let mut bounds = Vec::new();
        for (name, bound) in NAMES {
            match value.get(name) {
                None | Some(Value::Null) => {}
                Some(number) => bounds.push((
                    bound,
                    number.as_f64().ok_or(format!("{name} is no number"))?,
                )),
            }
        }
        if bounds.is_empty() {
            Err("Gte, Lte, Eq, Gt or Lt is expected".to_owned())
        } else {
            Ok(Self { bounds })
        }
    }

    fn holds(&self, number: f64) -> bool {
        self.bounds.iter().all(|(bound, edge)| match bound {
            Bound::AtLeast => number >= *edge,
            Bound::AtMost => number <= *edge,
            Bound::Exactly => (number - edge).abs() < f64::EPSILON,
            Bound::Above => number > *edge,
            Bound::Below => number < *edge,
        })
    }
}
