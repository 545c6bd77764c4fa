//! What was measured, in the form that the table and `target/bench.json` take.

use serde::Serialize;

/// Which way is better, and what must be reached.
#[derive(Clone, Copy)]
pub(crate) enum Better {
    /// At least this.
    Higher(f64),
    /// At most this.
    Lower(f64),
}

#[derive(Serialize)]
pub(crate) struct Figure {
    name: &'static str,
    n: u32,
    engine: &'static str,
    value: f64,
    unit: &'static str,
    target: f64,
    better: &'static str,
}

/// All figures, in the order in which they were measured.
#[derive(Default)]
pub(crate) struct Figures(pub(crate) Vec<Figure>);

impl Figures {
    /// Keeps a figure at `n` findings, rounded to three digits after the point, and prints it.
    pub(crate) fn add(
        &mut self,
        name: &'static str,
        n: u32,
        value: f64,
        unit: &'static str,
        better: Better,
    ) {
        let value = (value * 1_000.0).round() / 1_000.0;
        let (better, target) = match better {
            Better::Higher(target) => ("higher", target),
            Better::Lower(target) => ("lower", target),
        };
        println!("{name:<24}{value:>14} {unit:<12} target {target} ({better} is better)");
        self.0.push(Figure {
            name,
            n,
            engine: "sqlite",
            value,
            unit,
            target,
            better,
        });
    }
}
