//! What travels: the five protocols, each decoding into `serde_json::Value` and encoding a [`Tree`].
//!
//! Nothing here knows an operation's meaning; it knows how a date, a list or a refusal looks on the wire.

mod cbor;
mod fault;
pub(crate) mod input;
mod json;
mod query;
mod tree;
mod xml;

pub(crate) use cbor::decode as decode_cbor;
pub(crate) use fault::Fault;
pub(crate) use json::render as render_json;
pub(crate) use query::decode as decode_query;
pub(crate) use tree::Tree;
pub(crate) use xml::texts_of as xml_texts;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Response, StatusCode, header};

/// The protocol a request came in, and so the one its answer goes out in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wire {
    /// Security Hub's: JSON bodies, operations told apart by path.
    RestJson,
    /// Route 53's: XML bodies, operations told apart by path.
    RestXml,
    /// JSON with an `X-Amz-Target`, version 1.0 or 1.1.
    Json(&'static str),
    /// Smithy RPC v2 with CBOR bodies.
    Cbor,
    /// A form with `Action=`, answered in XML with this namespace.
    Query(&'static str),
}

/// One answer before it becomes bytes on a socket.
pub(crate) struct Reply {
    /// HTTP status.
    pub(crate) status: u16,
    /// Headers beside `content-type` and the request id.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// The `content-type`.
    pub(crate) kind: &'static str,
    /// The whole body.
    pub(crate) body: Vec<u8>,
}

impl Wire {
    /// Encodes a good answer to the operation `name`.
    pub(crate) fn answer(self, name: &str, tree: &Tree, request_id: &str) -> Reply {
        let (kind, body) = match self {
            Self::RestJson => ("application/json", render_json(tree)),
            Self::Json("1.0") => ("application/x-amz-json-1.0", render_json(tree)),
            Self::Json(_) => ("application/x-amz-json-1.1", render_json(tree)),
            Self::Cbor => ("application/cbor", cbor::render(tree)),
            Self::RestXml => ("text/xml", xml::rest_answer(name, tree)),
            Self::Query(space) => ("text/xml", xml::query_answer(name, space, tree, request_id)),
        };
        Reply {
            status: 200,
            headers: self.marks(),
            kind,
            body,
        }
    }

    /// Encodes a refusal the way this protocol's clients read one.
    pub(crate) fn refuse(self, fault: &Fault, request_id: &str) -> Reply {
        let mut headers = self.marks();
        let (kind, body) = match self {
            Self::RestJson => {
                headers.push(("x-amzn-errortype", fault.code.to_string()));
                ("application/json", json::rest_refusal(fault))
            }
            Self::Json(version) => {
                let kind = if version == "1.0" {
                    "application/x-amz-json-1.0"
                } else {
                    "application/x-amz-json-1.1"
                };
                (kind, json::rpc_refusal(fault))
            }
            Self::Cbor => {
                headers.push((
                    "x-amzn-query-error",
                    format!("{};{}", fault.code, fault.side()),
                ));
                ("application/cbor", cbor::refusal(fault))
            }
            Self::RestXml => ("text/xml", xml::refusal(fault, xml::ROUTE53, request_id)),
            Self::Query(space) => ("text/xml", xml::refusal(fault, space, request_id)),
        };
        Reply {
            status: fault.status,
            headers,
            kind,
            body,
        }
    }

    fn marks(self) -> Vec<(&'static str, String)> {
        match self {
            Self::Cbor => vec![("smithy-protocol", "rpc-v2-cbor".to_owned())],
            _ => Vec::new(),
        }
    }
}

impl Reply {
    /// Turns the answer into an HTTP response that carries the request id under both of AWS's names.
    pub(crate) fn into_response(self, request_id: &str) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        for (name, value) in self.headers.iter().map(|(n, v)| (*n, v.as_str())).chain([
            ("x-amzn-requestid", request_id),
            ("x-amz-request-id", request_id),
        ]) {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        }
        response
    }

    /// The same answer cut off in the middle of its body, with the length of the whole.
    pub(crate) fn halved(self, request_id: &str) -> Response<Body> {
        let (whole, half) = (self.body.len(), self.body[..self.body.len() / 2].to_vec());
        let mut response = self.into_response(request_id);
        let pieces = [
            Ok(Bytes::from(half)),
            Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof)),
        ];
        *response.body_mut() = Body::from_stream(futures::stream::iter(pieces));
        response
            .headers_mut()
            .insert(header::CONTENT_LENGTH, HeaderValue::from(whole));
        response
    }
}
