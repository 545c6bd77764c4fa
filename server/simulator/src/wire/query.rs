//! The query protocol's forms: `A.member.1.B=x` becomes nested JSON with every leaf a string.

use super::Fault;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

/// How many parts a form's name may have; AWS's own stay far below.
const DEPTH: usize = 16;

/// Reads a form. Lists arrive as maps keyed `1`, `2`, … under `member`, and become arrays in that order.
pub(crate) fn decode(form: &str) -> Result<Value, Fault> {
    let mut root = Map::new();
    for pair in form.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = plain(name)?;
        let parts: Vec<&str> = name.split('.').collect();
        if parts.len() > DEPTH {
            return Err(Fault::new(
                400,
                "MalformedQueryString",
                "a parameter name has too many parts",
            ));
        }
        put(&mut root, &parts, plain(value)?);
    }
    Ok(lists(Value::Object(root)))
}

fn plain(text: &str) -> Result<String, Fault> {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced)
        .decode_utf8()
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| Fault::new(400, "MalformedQueryString", "a parameter is not UTF-8"))
}

fn put(map: &mut Map<String, Value>, parts: &[&str], value: String) {
    let Some((first, rest)) = parts.split_first() else {
        return;
    };
    if rest.is_empty() {
        map.insert((*first).to_owned(), Value::from(value));
        return;
    }
    let inner = map
        .entry(*first)
        .or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(inner) = inner {
        put(inner, rest, value);
    }
}

fn lists(value: Value) -> Value {
    let Value::Object(mut map) = value else {
        return value;
    };
    if map.len() == 1
        && let Some(Value::Object(items)) = map.remove("member")
    {
        let mut numbered: Vec<(u32, Value)> = items
            .into_iter()
            .filter_map(|(at, item)| Some((at.parse().ok()?, lists(item))))
            .collect();
        numbered.sort_by_key(|(at, _)| *at);
        return Value::Array(numbered.into_iter().map(|(_, item)| item).collect());
    }
    Value::Object(
        map.into_iter()
            .map(|(name, inner)| (name, lists(inner)))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::decode;
    use serde_json::json;

    #[test]
    fn members_become_lists_in_their_order() {
        let read = decode("Action=X&L.member.2.A=two&L.member.10.A=ten&L.member.1.A=one+%26&M.N=3")
            .expect("a form");
        assert_eq!(
            read,
            json!({"Action": "X", "L": [{"A": "one &"}, {"A": "two"}, {"A": "ten"}], "M": {"N": "3"}})
        );
    }

    #[test]
    fn a_name_with_too_many_parts_is_refused() {
        assert!(decode(&format!("{}=1", ["a"; 40].join("."))).is_err());
    }
}
