//! The IP addresses that stand anywhere in a document, whatever its format.
//!
//! A text that wholly is an address is one, wherever it stands, but for what is under a key that says that it has versions of
//! software or numbers of requirements: these may look like `1.2.3.4`.

use std::fmt;

use domain::finding::{Addresses, address};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor},
};

/// What such keys have in them, whatever its case: ASFF `FixedInVersion` and `Compliance`, OCSF `affected_packages.release`
/// and `compliance.requirements`.
const NUMBERS: [&str; 3] = ["version", "release", "compliance"];

/// The addresses of a document, in its order. Of one that nests deeper than JSON is followed they are those before that.
pub(crate) fn addresses(text: &str) -> Addresses {
    let mut found = Addresses::default();
    let all = Within {
        found: &mut found,
        is_number: false,
    };
    // Whether the document can be read is not decided here; what was found until then counts.
    let _ = all.deserialize(&mut serde_json::Deserializer::from_str(text));
    found
}

/// One value of the document, or all that is in it.
struct Within<'x> {
    found: &'x mut Addresses,
    /// Whether a key above says that there are only such numbers.
    is_number: bool,
}

impl<'de> DeserializeSeed<'de> for Within<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Within<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        if !self.is_number
            && let Some(address) = address(text)
        {
            self.found.add(address);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Self { found, is_number } = self;
        loop {
            let found = &mut *found;
            if list
                .next_element_seed(Within { found, is_number })?
                .is_none()
            {
                return Ok(());
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { found, is_number } = self;
        while let Some(SaysNumber(says)) = map.next_key()? {
            let found = &mut *found;
            let is_number = is_number || says;
            map.next_value_seed(Within { found, is_number })?;
        }
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

/// Whether a key says that under it are such numbers.
struct SaysNumber(bool);

impl<'de> Deserialize<'de> for SaysNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Key)
    }
}

struct Key;

impl Visitor<'_> for Key {
    type Value = SaysNumber;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<SaysNumber, E> {
        let says = |word: &str| {
            let mut parts = key.as_bytes().windows(word.len());
            parts.any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
        };
        Ok(SaysNumber(NUMBERS.into_iter().any(says)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*, sample::select};
    use serde_json::{Map, Value, json};

    use super::*;

    fn found(text: &str) -> String {
        addresses(text).to_string()
    }

    #[test]
    fn they_are_found_where_the_formats_have_them() {
        for (document, expected) in [
            (
                json!({"Action": {"NetworkConnectionAction": {"RemoteIpDetails": {"IpAddressV4": "203.0.113.7"}}}}),
                "203.0.113.7",
            ),
            (
                json!({"Network": {"SourceIpV4": "198.51.100.1", "SourceIpV6": "2001:DB8:0::1", "SourcePort": 42}}),
                "198.51.100.1 2001:db8::1",
            ),
            (
                json!({"Resources": [{"Details": {"AwsEc2Instance": {"IpV4Addresses": ["10.0.0.9", "10.0.0.10"]}}}]}),
                "10.0.0.9 10.0.0.10",
            ),
            (
                json!({"ProductFields": {"aws/guardduty/service/action/networkConnectionAction/remoteIpDetails/ipAddressV4":
                    "203.0.113.8"}}),
                "203.0.113.8",
            ),
            (
                json!({"evidences": [{"src_endpoint": {"ip": "::ffff:203.0.113.9"}, "is_new": true, "port": null}]}),
                "203.0.113.9",
            ),
            (
                json!({"service": {"action": {"networkConnectionAction": {"remoteIpDetails":
                    {"ipAddressV4": "203.0.113.10"}, "localIpDetails": {"ipAddressV4": "203.0.113.10/32"}}}}}),
                "203.0.113.10",
            ),
        ] {
            assert_eq!(found(&document.to_string()), expected, "{document}");
        }
    }

    #[test]
    fn versions_numbers_and_ranges_are_none() {
        let document = json!({
            "SchemaVersion": "1.1.1.1", "Vulnerabilities": [{"VulnerablePackages": [
                {"Version": "2.2.2.2", "FixedInVersion": "3.3.3.3", "Release": "4.4.4.4", "Name": "5.5.5.5-1"},
            ]}],
            "affected_packages": [{"version": "6.6.6.6", "fixed_in_version": "7.7.7.7", "versions": ["8.8.8.8"]}],
            "unmapped": {"compliance": {"CIS-3.0": ["3.1.1.1"]}}, "Compliance": {"RelatedRequirements": ["3.1.6.1"]},
            "CidrBlock": "10.0.0.0/8", "Title": "From 9.9.9.9", "ip": "203.0.113.1",
        });
        assert_eq!(found(&document.to_string()), "203.0.113.1");
    }

    #[test]
    fn text_that_is_escaped_is_read_and_what_is_broken_ends_it() {
        assert_eq!(found(r#"{"a":"203.0.113\u002e7","b":"#), "203.0.113.7");
        let deep = format!(r#"["203.0.113.7",{}"#, "[".repeat(100_000));
        assert_eq!(found(&deep), "203.0.113.7");
        for text in ["", "7", "{", "\"203.0.113.7\"", "{\"a\""] {
            assert!(found(text).len() < 12, "{text}");
        }
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof![
            (0..40_u8).prop_map(|n| format!("203.0.113.{n}")),
            (0..40_u8).prop_map(|n| format!("2001:DB8::{n:x}/128")),
            select(&["1.2.3", "10.0.0.0/8", "é \"", "", "::"][..]).prop_map(str::to_owned),
        ]
    }

    fn value() -> impl Strategy<Value = Value> {
        let keys = [
            "ip",
            "Version",
            "fixedInVersion",
            "compliance",
            "éversioné",
            "vers",
            "a.b",
        ];
        let leaf = prop_oneof![
            4 => text().prop_map(Value::from),
            1 => select(vec![json!(null), json!(true), json!(-1), json!(1), json!(0.5)]),
        ];
        leaf.prop_recursive(4, 60, 5, move |inner| {
            let fields = vec((select(keys.to_vec()), inner.clone()), 0..5);
            let object = |fields: Vec<(&str, Value)>| {
                let fields = fields
                    .into_iter()
                    .map(|(key, value)| (key.to_owned(), value));
                Value::Object(fields.collect::<Map<String, Value>>())
            };
            prop_oneof![
                vec(inner, 0..5).prop_map(Value::Array),
                fields.prop_map(object)
            ]
        })
    }

    /// All texts that no key calls a number, in order.
    fn texts(value: &Value) -> Vec<&str> {
        let numbers = ["Version", "fixedInVersion", "compliance", "éversioné"];
        match value {
            Value::String(text) => vec![text],
            Value::Array(items) => items.iter().flat_map(texts).collect(),
            Value::Object(fields) => {
                let fields = fields
                    .iter()
                    .filter(|(key, _)| !numbers.contains(&key.as_str()));
                fields.flat_map(|(_, value)| texts(value)).collect()
            }
            _ => Vec::new(),
        }
    }

    proptest! {
        #[test]
        fn they_are_those_of_a_plain_reading(document in value()) {
            let expected: Addresses = texts(&document).into_iter().filter_map(address).collect();
            prop_assert_eq!(addresses(&document.to_string()), expected.clone());
            prop_assert_eq!(addresses(&format!("{document:#}")), expected);
        }

        #[test]
        fn no_text_is_too_strange(text in ".{0,200}") {
            drop(addresses(&text));
        }
    }
}
