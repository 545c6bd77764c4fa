//! XML bodies: Route 53's rest-xml and the query protocol. Times are ISO 8601.

use super::{Fault, Tree};
use chrono::SecondsFormat;
use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::Event;

/// Route 53's namespace.
pub(crate) const ROUTE53: &str = "https://route53.amazonaws.com/doc/2013-04-01/";

/// A rest-xml answer: one element named after the operation.
pub(crate) fn rest_answer(name: &str, tree: &Tree) -> Vec<u8> {
    let mut out = format!("<?xml version=\"1.0\"?>\n<{name}Response xmlns=\"{ROUTE53}\">");
    write(tree, &mut out);
    out.push_str(&format!("</{name}Response>"));
    out.into_bytes()
}

/// A query answer: response, result and metadata elements.
pub(crate) fn query_answer(name: &str, space: &str, tree: &Tree, request_id: &str) -> Vec<u8> {
    let mut out = format!("<{name}Response xmlns=\"{space}\"><{name}Result>");
    write(tree, &mut out);
    out.push_str(&format!(
        "</{name}Result><ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata>"
    ));
    out.push_str(&format!("</{name}Response>"));
    out.into_bytes()
}

/// A refusal; rest-xml and query share the shape.
pub(crate) fn refusal(fault: &Fault, space: &str, request_id: &str) -> Vec<u8> {
    format!(
        "<ErrorResponse xmlns=\"{space}\"><Error><Type>{}</Type><Code>{}</Code><Message>{}</Message></Error>\
         <RequestId>{request_id}</RequestId></ErrorResponse>",
        fault.side(),
        escape(&*fault.code),
        escape(&fault.message),
    )
    .into_bytes()
}

/// The texts of every element with this local name, in document order.
pub(crate) fn texts_of(body: &[u8], element: &str) -> Result<Vec<String>, Fault> {
    let broken = || Fault::new(400, "InvalidInput", "the XML body cannot be read");
    let text = std::str::from_utf8(body).map_err(|_| broken())?;
    let mut reader = Reader::from_str(text);
    let (mut found, mut open) = (Vec::new(), None::<String>);
    loop {
        match reader.read_event().map_err(|_| broken())? {
            Event::Start(start) if start.local_name().as_ref() == element.as_bytes() => {
                open = Some(String::new())
            }
            Event::Text(piece) => {
                if let Some(open) = &mut open {
                    open.push_str(&piece.decode().map_err(|_| broken())?);
                }
            }
            Event::End(end) if end.local_name().as_ref() == element.as_bytes() => {
                found.extend(open.take())
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

fn write(tree: &Tree, out: &mut String) {
    match tree {
        Tree::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Tree::Whole(number) => out.push_str(&number.to_string()),
        Tree::Real(number) => out.push_str(&number.to_string()),
        Tree::Text(text) => out.push_str(&escape(text)),
        Tree::Raw(text) => out.push_str(&escape(&**text)),
        Tree::Time(time) => out.push_str(&time.to_rfc3339_opts(SecondsFormat::Millis, true)),
        Tree::List(item, values) => {
            for value in values {
                element(item, value, out);
            }
        }
        Tree::Map(members) => {
            for (name, value) in members {
                element(name, value, out);
            }
        }
        Tree::Pairs(pairs) => {
            for (name, value) in pairs {
                out.push_str(&format!(
                    "<entry><key>{}</key><value>{}</value></entry>",
                    escape(name),
                    escape(value)
                ));
            }
        }
    }
}

fn element(name: &str, value: &Tree, out: &mut String) {
    out.push_str(&format!("<{name}>"));
    write(value, out);
    out.push_str(&format!("</{name}>"));
}
