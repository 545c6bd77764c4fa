//! CBOR bodies of Smithy RPC v2. Times are tag 1 with a number of seconds.

use super::{Fault, Tree};
use ciborium::Value as Cbor;
use serde_json::{Map, Value};

/// How deep a request may nest before it is refused; AWS's shapes stay far below.
const DEPTH: usize = 32;

/// Renders a value as CBOR bytes.
pub(crate) fn render(tree: &Tree) -> Vec<u8> {
    bytes(&raise(tree))
}

/// The refusal of RPC v2.
pub(crate) fn refusal(fault: &Fault) -> Vec<u8> {
    let entry =
        |name: &str, value: &str| (Cbor::Text(name.to_owned()), Cbor::Text(value.to_owned()));
    bytes(&Cbor::Map(vec![
        entry("__type", &fault.code),
        entry("message", &fault.message),
    ]))
}

/// Reads a request body; times become numbers of seconds. An empty body is an empty structure.
pub(crate) fn decode(body: &[u8]) -> Result<Value, Fault> {
    let broken = |why: &str| {
        Fault::new(
            400,
            "SerializationException",
            format!("the CBOR body cannot be read: {why}"),
        )
    };
    if body.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    let value: Cbor = ciborium::de::from_reader_with_recursion_limit(body, DEPTH)
        .map_err(|_| broken("not CBOR"))?;
    lower(value).ok_or_else(|| broken("an unexpected kind of value"))
}

fn bytes(value: &Cbor) -> Vec<u8> {
    let mut out = Vec::new();
    // Writing into a vector has no way to fail but running out of memory.
    let _ = ciborium::into_writer(value, &mut out);
    out
}

fn raise(tree: &Tree) -> Cbor {
    match tree {
        Tree::Flag(flag) => Cbor::Bool(*flag),
        Tree::Whole(number) => Cbor::Integer((*number).into()),
        Tree::Real(number) => Cbor::Float(*number),
        Tree::Text(text) => Cbor::Text(text.clone()),
        Tree::Raw(text) => Cbor::Text(text.to_string()),
        Tree::Time(time) => Cbor::Tag(
            1,
            Box::new(Cbor::Float(time.timestamp_millis() as f64 / 1000.0)),
        ),
        Tree::List(_, items) => Cbor::Array(items.iter().map(raise).collect()),
        Tree::Map(members) => Cbor::Map(
            members
                .iter()
                .map(|(n, v)| (Cbor::Text((*n).to_owned()), raise(v)))
                .collect(),
        ),
        Tree::Pairs(pairs) => Cbor::Map(
            pairs
                .iter()
                .map(|(n, v)| (Cbor::Text(n.clone()), Cbor::Text(v.clone())))
                .collect(),
        ),
    }
}

fn lower(value: Cbor) -> Option<Value> {
    Some(match value {
        Cbor::Null => Value::Null,
        Cbor::Bool(flag) => Value::from(flag),
        Cbor::Integer(number) => Value::from(i64::try_from(i128::from(number)).ok()?),
        Cbor::Float(number) => Value::from(number),
        Cbor::Text(text) => Value::from(text),
        Cbor::Tag(_, inner) => lower(*inner)?,
        Cbor::Array(items) => Value::Array(items.into_iter().map(lower).collect::<Option<_>>()?),
        Cbor::Map(entries) => {
            let mut map = Map::new();
            for (name, value) in entries {
                map.insert(name.into_text().ok()?, lower(value)?);
            }
            Value::Object(map)
        }
        _ => return None,
    })
}
