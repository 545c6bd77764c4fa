//! Which format a document is in, told by the first key that only one of them has.

use std::{cell::Cell, fmt};

use serde::{
    Deserializer,
    de::{Error, IgnoredAny, MapAccess, Visitor},
};

/// A format of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// AWS's own.
    Asff,
    /// The Open Cybersecurity Schema Framework.
    Ocsf,
    /// GuardDuty's own.
    GuardDuty,
}

/// The format of an object, read only as far as needed; `None` when no key tells.
pub(super) fn format(text: &str) -> Option<Format> {
    let seen = Cell::new(None);
    // Leaving early is an error to the parser; what was seen is what counts.
    let _ = serde_json::Deserializer::from_str(text).deserialize_map(Look(&seen));
    seen.get()
}

fn told_by(key: &str) -> Option<Format> {
    match key {
        "ProductArn"
        | "AwsAccountId"
        | "GeneratorId"
        | "ProductFields"
        | "RecordState"
        | "FindingProviderFields" => Some(Format::Asff),
        "finding_info" | "class_uid" | "metadata" | "activity_id" | "category_uid" | "cloud" => {
            Some(Format::Ocsf)
        }
        // Keys such as accountId and service are in many of AWS's events.
        "partition" | "Partition" => Some(Format::GuardDuty),
        _ => None,
    }
}

struct Look<'x>(&'x Cell<Option<Format>>);

impl<'de> Visitor<'de> for Look<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<std::borrow::Cow<'_, str>>()? {
            if let Some(format) = told_by(&key) {
                self.0.set(Some(format));
                return Err(A::Error::custom("seen enough"));
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_telling_key_decides() {
        assert_eq!(format(r#"{"Id":"a","ProductArn":"b""#), Some(Format::Asff));
        assert_eq!(
            format(r#"{"message":"a","class_uid":2004}"#),
            Some(Format::Ocsf)
        );
        assert_eq!(
            format(r#"{"schemaVersion":"2.0","partition":"aws"}"#),
            Some(Format::GuardDuty)
        );
        for text in ["{}", "[]", "", "{\"a\":", "{\"accountId\":\"x\"}"] {
            assert_eq!(format(text), None, "{text}");
        }
    }
}
