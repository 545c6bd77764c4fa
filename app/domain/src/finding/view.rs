//! Views of the list of findings: an address with a name, for its owner alone or for all; who may change one, and with
//! which one a list begins.

use serde::{Deserialize, Serialize};

use crate::{actor::Role, id::ViewId, plain::plain};

/// Most characters of a view's name.
pub const MAX_VIEW_NAME: usize = 60;
/// Most characters of the address that a view keeps.
pub const MAX_VIEW_QUERY: usize = 4_000;
/// Most views of one person.
pub const MAX_VIEWS: usize = 100;
/// Most views that are shared, whoever owns them.
pub const MAX_SHARED_VIEWS: usize = 200;

text_enum! {
    /// Who sees a view.
    Sharing {
        /// Its owner alone.
        Private = "private",
        /// Whoever reads the floor.
        Shared = "shared",
    }
}

/// Why a view is not kept or changed. The text is what a person reads at the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error, Serialize, Deserialize)]
pub enum ViewRule {
    /// No name, or over [`MAX_VIEW_NAME`].
    #[error("A view has a name of 1 to 60 characters.")]
    Name,
    /// Its owner has another of that name.
    #[error("There is a view of this name already. Choose another name.")]
    NameTaken,
    /// Over [`MAX_VIEWS`].
    #[error("You have 100 views, and more are not kept. Delete one first.")]
    Full,
    /// Over [`MAX_SHARED_VIEWS`].
    #[error("200 views are shared, and more cannot be. Stop sharing one first.")]
    SharedFull,
    /// A mistake in its query.
    #[error("The query of this list cannot be read, so it was not saved.")]
    QueryUnreadable,
    /// Over [`MAX_VIEW_QUERY`].
    #[error("This list is narrowed by more than a view can keep. Take some filters away.")]
    QueryTooLong,
    /// A shared view of somebody else.
    #[error("Only who made this view, or an administrator, may change it.")]
    NotYours,
    /// A private view as what a role begins with.
    #[error("Share this view first: what a role begins with, all of them must see.")]
    NotShared,
    /// A role that reads no findings.
    #[error("This role reads no findings.")]
    NoReader,
}

/// What a view is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ViewName(String);

impl ViewName {
    /// Checks a name.
    ///
    /// # Errors
    /// [`ViewRule::Name`] when the text is none.
    pub fn parse(text: &str) -> Result<Self, ViewRule> {
        // One line: it stands in menus.
        let name = plain(text).replace(['\n', '\t'], " ");
        match name.chars().count() {
            1..=MAX_VIEW_NAME => Ok(Self(name)),
            _ => Err(ViewRule::Name),
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The address that a view keeps.
///
/// # Errors
/// [`ViewRule::QueryTooLong`].
pub fn view_query(text: &str) -> Result<&str, ViewRule> {
    match text.len() {
        0..=MAX_VIEW_QUERY => Ok(text),
        _ => Err(ViewRule::QueryTooLong),
    }
}

/// In which relation somebody stands to a view that they see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// They made it.
    Owner,
    /// They administer views.
    Administrator,
    /// They look.
    Reader,
}

impl Standing {
    /// Whether they see a view at all. A private one is its owner's alone.
    #[must_use]
    pub const fn sees(self, sharing: Sharing) -> bool {
        matches!((self, sharing), (Self::Owner, _) | (_, Sharing::Shared))
    }

    /// Whether they may change a view that they see.
    ///
    /// # Errors
    /// [`ViewRule::NotYours`].
    pub const fn may_change(self) -> Result<(), ViewRule> {
        match self {
            Self::Owner | Self::Administrator => Ok(()),
            Self::Reader => Err(ViewRule::NotYours),
        }
    }
}

/// What somebody chose to begin with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum OwnOpening {
    /// What their role begins with.
    #[default]
    Role,
    /// All open findings, whatever their role begins with.
    AllOpen,
    /// A view.
    View(ViewId),
}

/// With what a list begins that says nothing by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Opening {
    /// All open findings.
    AllOpen,
    /// A view that the reader chose.
    Own(ViewId),
    /// The view of a role of the reader.
    OfRole(Role, ViewId),
}

impl Opening {
    /// What somebody with these roles begins with: their own choice, else the view of the first of their roles that has
    /// one, in the order in which [`Role::ALL`] has them. A view that is not there any more is none.
    #[must_use]
    pub fn of(
        own: OwnOpening,
        roles: &[Role],
        defaults: &[(Role, ViewId)],
        is_there: impl Fn(ViewId) -> bool,
    ) -> Self {
        match own {
            OwnOpening::AllOpen => return Self::AllOpen,
            OwnOpening::View(id) if is_there(id) => return Self::Own(id),
            OwnOpening::View(_) | OwnOpening::Role => {}
        }
        let held = Role::ALL.iter().filter(|role| roles.contains(role));
        let of_role = |role: &Role| {
            let mut own = defaults.iter().filter(|(of, _)| of == role);
            own.find(|(_, id)| is_there(*id)).copied()
        };
        held.copied()
            .find_map(|role| of_role(&role))
            .map_or(Self::AllOpen, |(role, id)| Self::OfRole(role, id))
    }

    /// The view, if it is one.
    #[must_use]
    pub const fn view(self) -> Option<ViewId> {
        match self {
            Self::AllOpen => None,
            Self::Own(id) | Self::OfRole(_, id) => Some(id),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_name_is_one_line_of_1_to_60_characters() {
        let longest = "ü".repeat(MAX_VIEW_NAME);
        for good in ["x", " Payments \u{7}", "a\nb", &longest] {
            let name = ViewName::parse(good).expect(good);
            assert!(!name.as_str().contains(char::is_control), "{name:?}");
        }
        for bad in ["", " \t\n", "\u{0}", &format!("{longest}x")] {
            assert_eq!(ViewName::parse(bad), Err(ViewRule::Name), "{bad:?}");
        }
    }

    #[test]
    fn an_address_is_kept_whole_or_not_at_all() {
        let longest = "x".repeat(MAX_VIEW_QUERY);
        assert_eq!(view_query(&longest), Ok(longest.as_str()));
        let over = format!("{longest}x");
        assert_eq!(view_query(&over), Err(ViewRule::QueryTooLong));
    }

    #[test]
    fn a_private_view_is_its_owners_alone() {
        use Standing as S;
        let seen = [S::Owner, S::Administrator, S::Reader]
            .map(|who| [Sharing::Private, Sharing::Shared].map(|sharing| who.sees(sharing)));
        assert_eq!(seen, [[true, true], [false, true], [false, true]]);
        assert_eq!(S::Reader.may_change(), Err(ViewRule::NotYours));
        assert_eq!(S::Administrator.may_change(), Ok(()));
    }

    fn view(n: u128) -> ViewId {
        ViewId(Uuid::from_u128(n))
    }

    #[test]
    fn ones_own_choice_comes_before_the_roles() {
        let roles = [Role::Admin, Role::Analyst];
        let defaults = [(Role::Admin, view(1)), (Role::Analyst, view(2))];
        let opens = |own| Opening::of(own, &roles, &defaults, |id| id != view(9));
        // An analyst comes before an administrator in the order of roles, whatever order a person has them in.
        let of_role = Opening::OfRole(Role::Analyst, view(2));
        assert_eq!(opens(OwnOpening::Role), of_role);
        assert_eq!(opens(OwnOpening::View(view(9))), of_role, "it is gone");
        assert_eq!(opens(OwnOpening::View(view(3))), Opening::Own(view(3)));
        assert_eq!(opens(OwnOpening::AllOpen), Opening::AllOpen);
    }

    #[test]
    fn a_role_whose_view_is_gone_leaves_it_to_the_next() {
        let roles = [Role::Analyst, Role::Admin];
        let defaults = [(Role::Admin, view(1)), (Role::Analyst, view(9))];
        let opens = |roles| Opening::of(OwnOpening::Role, roles, &defaults, |id| id != view(9));
        assert_eq!(opens(&roles), Opening::OfRole(Role::Admin, view(1)));
        assert_eq!(opens(&[Role::Viewer]), Opening::AllOpen);
    }
}
