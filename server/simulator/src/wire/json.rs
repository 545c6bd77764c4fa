//! JSON bodies: rest-json, json 1.0 and json 1.1. Times are epoch seconds.

use super::{Fault, Tree};
use serde_json::{Value, json};

/// Renders a value as JSON text.
pub(crate) fn render(tree: &Tree) -> Vec<u8> {
    let mut out = Vec::with_capacity(1024);
    write(tree, &mut out);
    out
}

/// The refusal of rest-json; its code travels in the `x-amzn-errortype` header too.
pub(crate) fn rest_refusal(fault: &Fault) -> Vec<u8> {
    json!({"Message": fault.message, "Code": fault.code})
        .to_string()
        .into_bytes()
}

/// The refusal of json 1.0 and 1.1.
pub(crate) fn rpc_refusal(fault: &Fault) -> Vec<u8> {
    json!({"__type": fault.code, "message": fault.message})
        .to_string()
        .into_bytes()
}

fn write(tree: &Tree, out: &mut Vec<u8>) {
    match tree {
        Tree::Flag(flag) => out.extend_from_slice(if *flag { b"true" } else { b"false" }),
        Tree::Whole(number) => out.extend_from_slice(number.to_string().as_bytes()),
        Tree::Real(number) => out.extend_from_slice(Value::from(*number).to_string().as_bytes()),
        Tree::Text(text) => quote(text, out),
        Tree::Time(time) => {
            let millis = time.timestamp_millis();
            out.extend_from_slice(
                format!("{}.{:03}", millis.div_euclid(1000), millis.rem_euclid(1000)).as_bytes(),
            );
        }
        Tree::List(_, items) => {
            out.push(b'[');
            for (at, item) in items.iter().enumerate() {
                separate(at, out);
                write(item, out);
            }
            out.push(b']');
        }
        Tree::Map(members) => {
            out.push(b'{');
            for (at, (name, value)) in members.iter().enumerate() {
                separate(at, out);
                quote(name, out);
                out.push(b':');
                write(value, out);
            }
            out.push(b'}');
        }
        Tree::Pairs(pairs) => {
            out.push(b'{');
            for (at, (name, value)) in pairs.iter().enumerate() {
                separate(at, out);
                quote(name, out);
                out.push(b':');
                quote(value, out);
            }
            out.push(b'}');
        }
        Tree::Raw(text) => out.extend_from_slice(text.as_bytes()),
    }
}

fn separate(at: usize, out: &mut Vec<u8>) {
    if at > 0 {
        out.push(b',');
    }
}

fn quote(text: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(Value::from(text).to_string().as_bytes());
}
