//! A place in AWS: account, region, service, resource.

use std::fmt;

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
    /// An ARN or, where AWS has none, the identifier it gives a resource.
    ResourceArn,
}
