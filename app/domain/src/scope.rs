//! A place in AWS: account, region, service, resource.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

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

    /// Whether everything in `other` lies in this scope.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        let within = |ours: &ResourceArn| {
            let theirs = other.resource.as_ref();
            theirs.is_some_and(|theirs| ours == theirs || is_part(theirs, ours))
        };
        let region = |ours: &Region| ours.is_global() || other.region.as_ref() == Some(ours);
        self.resource.as_ref().is_none_or(within)
            && (self.account.is_none() || self.account == other.account)
            && self.region.as_ref().is_none_or(region)
            && (self.service.is_none() || self.service == other.service)
    }
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

/// The text names no place in AWS; carries the word that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no account, region, service or ARN")]
pub struct InvalidScope(pub String);

impl FromStr for Scope {
    type Err = InvalidScope;

    /// Reads one line a person wrote: an ARN, or an account, a region and a service in any order, or `organization`.
    fn from_str(line: &str) -> Result<Self, InvalidScope> {
        let mut scope = Self::default();
        for word in line.split_whitespace() {
            scope.take(word)?;
        }
        match line.trim() {
            "organization" => Ok(scope),
            _ if scope == Self::default() => Err(InvalidScope(line.trim().to_owned())),
            _ => Ok(scope),
        }
    }
}

impl Scope {
    fn take(&mut self, word: &str) -> Result<(), InvalidScope> {
        let wrong = || InvalidScope(word.to_owned());
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if word.starts_with("arn:") {
            let said = Self::of_resource(word);
            if said.service.is_none() || self.resource.is_some() {
                return Err(wrong());
            }
            self.resource = said.resource;
            self.service = said.service.or_else(|| self.service.take());
            self.account = said.account.or_else(|| self.account.take());
            self.region = said.region.or_else(|| self.region.take());
        } else if word.len() == 12 && word.bytes().all(|byte| byte.is_ascii_digit()) {
            fill(&mut self.account, word.into()).ok_or_else(wrong)?;
        } else if is_region(word) {
            fill(&mut self.region, word.into()).ok_or_else(wrong)?;
        } else if word.len() <= 64
            && word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.chars().all(plain)
        {
            if word != "organization" {
                fill(&mut self.service, word.into()).ok_or_else(wrong)?;
            }
        } else {
            return Err(wrong());
        }
        Ok(())
    }
}

/// Fills a part that nobody has filled.
fn fill<T>(part: &mut Option<T>, value: T) -> Option<()> {
    part.is_none().then(|| *part = Some(value))
}

/// Whether a word has the form of a region's code: two letters, words, a number, as in `us-gov-west-1`.
fn is_region(word: &str) -> bool {
    let parts: Vec<&str> = word.split('-').collect();
    let last = parts.last().copied().unwrap_or_default();
    word == "global"
        || (parts.len() >= 3
            && (2..=3).contains(&parts[0].len())
            && (1..=2).contains(&last.len())
            && last.bytes().all(|byte| byte.is_ascii_digit())
            && parts[..parts.len() - 1]
                .iter()
                .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase())))
}

impl fmt::Display for Scope {
    /// The line that [`Scope::from_str`] reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(resource) = self
            .resource
            .as_ref()
            .filter(|arn| arn.0.starts_with("arn:"))
        {
            let said = Self::of_resource(resource.as_str());
            f.write_str(resource.as_str())?;
            let more = [
                self.account
                    .as_ref()
                    .filter(|_| said.account.is_none())
                    .map(AccountId::as_str),
                self.region
                    .as_ref()
                    .filter(|_| said.region.is_none())
                    .map(Region::as_str),
            ];
            return more
                .into_iter()
                .flatten()
                .try_for_each(|word| write!(f, " {word}"));
        }
        let words = [
            self.account.as_ref().map(AccountId::as_str),
            self.region.as_ref().map(Region::as_str),
            self.service.as_ref().map(Service::as_str),
            self.resource.as_ref().map(ResourceArn::as_str),
        ];
        let words: Vec<&str> = words.into_iter().flatten().collect();
        match words.is_empty() {
            true => f.write_str("organization"),
            false => f.write_str(&words.join(" ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INSTANCE: &str = "arn:aws:ec2:us-east-1:111122223333:instance/i-0fdd8d8cb49bf3c00";

    fn scope(line: &str) -> Scope {
        line.parse().expect("a scope")
    }

    #[test]
    fn a_line_is_read_and_written_alike() {
        for line in [
            INSTANCE,
            "arn:aws:s3:::ledger 111122223333 us-east-1",
            "111122223333 us-east-1 ec2",
            "us-gov-west-1",
            "rds",
            "organization",
        ] {
            assert_eq!(scope(line).to_string(), line);
        }
        assert_eq!(scope("ec2 111122223333"), scope("111122223333 ec2"));
        for wrong in [
            "",
            "  ",
            "Payments",
            "111122223333 444455556666",
            "1234",
            "arn:aws",
            "ec2 rds",
        ] {
            assert!(wrong.parse::<Scope>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_nearest_level_is_the_one_that_is_said() {
        let level = |one, two| scope(one).meets(&scope(two));
        let object = "arn:aws:s3:::ledger/2026/a.csv";
        let other = "arn:aws:ec2:us-east-1:111122223333:instance/i-1";
        for (one, two, expected) in [
            (INSTANCE, INSTANCE, Some(MatchLevel::Resource)),
            (object, "arn:aws:s3:::ledger", Some(MatchLevel::Parent)),
            (object, "arn:aws:s3:::ledg", None),
            (INSTANCE, other, Some(MatchLevel::Service)),
            (
                INSTANCE,
                "111122223333 ec2 global",
                Some(MatchLevel::Service),
            ),
            (
                INSTANCE,
                "111122223333 ec2 eu-west-1",
                Some(MatchLevel::Account),
            ),
            (INSTANCE, "111122223333", Some(MatchLevel::Account)),
            (INSTANCE, "444455556666", None),
            (INSTANCE, "us-east-1", Some(MatchLevel::Organization)),
            (INSTANCE, "eu-west-1", None),
            (INSTANCE, "organization", Some(MatchLevel::Organization)),
        ] {
            assert_eq!(level(one, two), expected, "{one} and {two}");
            assert_eq!(level(two, one), expected, "{two} and {one}");
        }
    }

    #[test]
    fn who_looks_at_one_place_sees_what_is_or_may_be_there() {
        let shows = |one, two| scope(one).shows(&scope(two));
        assert!(shows("organization", INSTANCE) && shows("111122223333 us-east-1", INSTANCE));
        assert!(shows("us-east-1", "111122223333 global") && shows("us-east-1", "organization"));
        assert!(!shows("eu-west-1", INSTANCE) && !shows("444455556666", INSTANCE));
    }

    #[test]
    fn a_scope_covers_what_says_more() {
        let covers = |one, two| scope(one).covers(&scope(two));
        assert!(covers("organization", INSTANCE) && covers("111122223333 ec2", INSTANCE));
        assert!(covers(
            "arn:aws:s3:::ledger",
            "arn:aws:s3:::ledger/2026/a.csv"
        ));
        assert!(!covers(INSTANCE, "111122223333") && !covers("eu-west-1", INSTANCE));
    }
}
