//! Views as they cross the wire.

use domain::{
    actor::Role,
    finding::{Opening, OwnOpening, Sharing},
    id::ViewId,
    time::Timestamp,
    version::Version,
};
use serde::{Deserialize, Serialize};

/// The views as their page shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewsView {
    /// All that the asker sees: their own first, each by name.
    pub views: Vec<ViewRowView>,
    /// What the asker chose to begin with.
    pub own: OwnOpening,
    /// With what their list begins.
    pub opens: Opening,
    /// Whether the asker may keep views.
    pub may_keep: bool,
    /// Whether the asker says with what roles begin.
    pub may_administer: bool,
    /// The server's time.
    pub now: Timestamp,
}

/// One view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewRowView {
    /// Which.
    pub id: ViewId,
    /// What it is called.
    pub name: String,
    /// Who made it.
    pub owner: String,
    /// Whether that is the asker.
    pub is_own: bool,
    /// Who sees it.
    pub sharing: Sharing,
    /// Which roles begin with it.
    pub roles: Vec<Role>,
    /// Whether the asker may change it.
    pub may_change: bool,
    /// Who changed it last.
    pub changed_by: String,
    /// When.
    pub changed_at: Timestamp,
    /// The fence for a change.
    pub version: Version,
}
