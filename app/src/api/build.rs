//! Which browser side the process sends, so that a page that nobody touches learns of another one.

use leptos::prelude::use_context;

/// A name for all files of the browser side together: another one as soon as any of them is.
#[derive(Debug, Clone)]
pub struct Build(pub String);

impl Build {
    /// The one that the process gave; empty without one.
    pub(super) fn given() -> String {
        use_context::<Self>().map_or_else(String::new, |build| build.0)
    }
}
