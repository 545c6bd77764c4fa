//! What accounts are called, for the parts of the list.

use std::{collections::BTreeMap, sync::Arc};

use leptos::prelude::*;

/// Names by account id.
#[derive(Debug, Clone, Default)]
pub(super) struct AccountNames(Arc<BTreeMap<String, String>>);

impl AccountNames {
    /// Hands the names to what is inside.
    pub(super) fn provide(names: BTreeMap<String, String>) {
        provide_context(Self(Arc::new(names)));
    }

    /// These names, where nobody handed any on.
    #[cfg(feature = "ssr")]
    pub(super) fn of_map(names: BTreeMap<String, String>) -> Self {
        Self(Arc::new(names))
    }

    /// The names of the list that this is a part of.
    pub(super) fn here() -> Self {
        use_context().unwrap_or_default()
    }

    /// The account's name, or its id where it has none.
    pub(super) fn of(&self, id: &str) -> String {
        self.0.get(id).cloned().unwrap_or_else(|| id.to_owned())
    }
}
