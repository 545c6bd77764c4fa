//! A place in AWS: account, region, service, resource.

mod codes;
mod line;
#[cfg(test)]
mod tests;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use line::InvalidScope;

macro_rules! text_value {
    ($( $(#[$meta:meta])* $name:ident ),+ $(,)?) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The text as AWS writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+ };
}

text_value! {
    /// An AWS account id, twelve digits where AWS wrote it.
    AccountId,
    /// An AWS region code such as `us-east-1`, or `global`.
    Region,
    /// A service as the third part of an ARN names it, such as `ec2`; lower case.
    Service,
    /// An ARN or, where AWS has none, the identifier it gives a resource.
    ResourceArn,
}

/// What something touches: the fewer parts are said, the more of AWS it is. Nothing said is the whole organization.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Scope {
    /// The account.
    pub account: Option<AccountId>,
    /// The region; `global` lies in every region.
    pub region: Option<Region>,
    /// The service.
    pub service: Option<Service>,
    /// The resource.
    pub resource: Option<ResourceArn>,
}

text_enum! {
    /// How near two scopes are, farthest first.
    MatchLevel {
        /// One of them is not bound to an account.
        Organization = "organization",
        /// The same account.
        Account = "account",
        /// The same account, region and service.
        Service = "service",
        /// One is a part of the other.
        Parent = "parent",
        /// The same resource.
        Resource = "resource",
    }
}

impl Scope {
    /// The whole of an account.
    #[must_use]
    pub fn of_account(account: AccountId) -> Self {
        Self {
            account: Some(account),
            ..Self::default()
        }
    }

    /// A resource, with what its ARN says about where it is. The form of an ARN is
    /// `arn:partition:service:region:account:resource`; parts may be empty, as in the ARN of an S3 bucket.
    ///
    /// Source: "Amazon Resource Names (ARNs)" in the IAM reference.
    #[must_use]
    pub fn of_resource(resource: &str) -> Self {
        let said = |part: &str| (!part.is_empty()).then(|| part.to_owned());
        let parts: Vec<&str> = resource.splitn(6, ':').collect();
        let (service, region, account) = match parts[..] {
            ["arn", _, service, region, account, _] => (said(service), said(region), said(account)),
            _ => (None, None, None),
        };
        Self {
            account: account.map(AccountId),
            region: region.map(Region),
            service: service.map(|text| Service(text.to_lowercase())),
            resource: Some(resource.into()),
        }
    }

    /// How near the two are; `None` where neither can touch the other. The order does not matter.
    #[must_use]
    pub fn meets(&self, other: &Self) -> Option<MatchLevel> {
        if let (Some(one), Some(two)) = (&self.resource, &other.resource) {
            if one == two {
                return Some(MatchLevel::Resource);
            }
            if is_part(one, two) || is_part(two, one) {
                return Some(MatchLevel::Parent);
            }
        }
        let region = same(self.region.as_ref(), other.region.as_ref(), |one, two| {
            one == two || one.is_global() || two.is_global()
        });
        let service = same(self.service.as_ref(), other.service.as_ref(), |one, two| {
            one == two
        });
        match same(self.account.as_ref(), other.account.as_ref(), |one, two| {
            one == two
        }) {
            Same::No => None,
            Same::Yes if region == Same::Yes && service == Same::Yes => Some(MatchLevel::Service),
            Same::Yes => Some(MatchLevel::Account),
            Same::Unsaid if region == Same::No || service == Same::No => None,
            Same::Unsaid if self.resource.is_some() && other.resource.is_some() => None,
            Same::Unsaid => Some(MatchLevel::Organization),
        }
    }

    /// Whether somebody who looks at this account and region alone should see `place`. What does not say where it is
    /// may be here.
    #[must_use]
    pub fn shows(&self, place: &Self) -> bool {
        let account = same(self.account.as_ref(), place.account.as_ref(), |one, two| {
            one == two
        });
        let region = same(self.region.as_ref(), place.region.as_ref(), |one, two| {
            one == two || two.is_global()
        });
        account != Same::No && region != Same::No
    }

    /// The same of something that touches several places; what names none may be anywhere.
    #[must_use]
    pub fn shows_any(&self, places: &[Self]) -> bool {
        places.is_empty() || places.iter().any(|place| self.shows(place))
    }

    /// Whether everything in `other` lies in this scope. What is global holds each region, and not what names none: less is
    /// said of that.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        let within = |ours: &ResourceArn| {
            let theirs = other.resource.as_ref();
            theirs.is_some_and(|theirs| ours == theirs || is_part(theirs, ours))
        };
        let region = |ours: &Region| {
            let theirs = other.region.as_ref();
            theirs.is_some_and(|theirs| ours.is_global() || ours == theirs)
        };
        self.resource.as_ref().is_none_or(within)
            && (self.account.is_none() || self.account == other.account)
            && self.region.as_ref().is_none_or(region)
            && (self.service.is_none() || self.service == other.service)
    }
}

/// How near something is that touches `places`: as near as its nearest place is to the nearest target. What is bound to no
/// account is near where everything of it lies in a target, or where it `reaches_everywhere`.
#[must_use]
pub fn nearness(
    targets: &[Scope],
    places: &[Scope],
    reaches_everywhere: bool,
) -> Option<MatchLevel> {
    let pairs = targets
        .iter()
        .flat_map(|target| places.iter().map(move |place| (target, place)));
    let near = pairs.filter_map(|(target, place)| {
        let level = target.meets(place)?;
        let counts = level > MatchLevel::Organization || reaches_everywhere || target.covers(place);
        counts.then_some(level)
    });
    near.max()
}

impl Region {
    /// Whether it stands for every region.
    #[must_use]
    pub fn is_global(&self) -> bool {
        matches!(self.as_str(), "global" | "aws-global")
    }
}

/// Whether two scopes agree in a part that both may leave open.
#[derive(PartialEq, Eq)]
enum Same {
    Yes,
    No,
    Unsaid,
}

fn same<T>(one: Option<&T>, two: Option<&T>, equal: impl Fn(&T, &T) -> bool) -> Same {
    match (one, two) {
        (Some(one), Some(two)) if equal(one, two) => Same::Yes,
        (Some(_), Some(_)) => Same::No,
        _ => Same::Unsaid,
    }
}

/// Whether a resource is named below another, as an object of a bucket or a service of a cluster is.
fn is_part(part: &ResourceArn, whole: &ResourceArn) -> bool {
    let rest = part.as_str().strip_prefix(whole.as_str());
    rest.is_some_and(|rest| rest.len() > 1 && rest.starts_with(['/', ':']))
}
