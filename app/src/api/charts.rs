//! The door to whoever draws charts: the process hands it in, so that no page and no browser knows how.

use std::sync::Arc;

use domain::chart::{ChartSpec, Svg};
use leptos::prelude::use_context;

/// Draws a chart.
#[derive(Clone)]
pub struct Charts(pub Arc<dyn Fn(&ChartSpec) -> Svg + Send + Sync>);

impl Charts {
    /// The one that the process gave; without one, nothing is drawn.
    pub(super) fn given() -> Self {
        use_context().unwrap_or_else(|| Self(Arc::new(|_| Svg::default())))
    }

    /// The drawing of `spec`.
    pub(super) fn draw(&self, spec: &ChartSpec) -> Svg {
        (self.0)(spec)
    }
}
