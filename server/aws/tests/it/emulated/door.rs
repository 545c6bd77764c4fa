//! A door before moto, for the one wire protocol that it does not speak.
//!
//! The SDK calls CloudWatch in RPC v2 CBOR; moto has its operations in JSON 1.0 alone. The door turns the one
//! into the other value by value and knows nothing of what they mean; all else goes through as it comes.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    time::Duration,
};

use ciborium::Value as Cbor;
use serde_json::{Number, Value as Json};

/// Opens a door on a free port of loopback; it closes with the process.
pub(super) fn open(moto: SocketAddr) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("loopback is free");
    let address = listener.local_addr().expect("bound");
    std::thread::spawn(move || {
        for client in listener.incoming().map_while(Result::ok) {
            std::thread::spawn(move || pass(client, moto));
        }
    });
    address
}

/// One message: its first line, its headers in small letters, and its body.
struct Message {
    line: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// Passes one request and its answer on; a client that went away has no use for either.
fn pass(client: TcpStream, moto: SocketAddr) -> Option<()> {
    let mut request = read(&client)?;
    let operation = request
        .line
        .split_once("/operation/")
        .and_then(|(_, rest)| rest.split(' ').next().map(str::to_owned));
    if let Some(operation) = &operation {
        let body: Cbor =
            ciborium::from_reader(request.body.as_slice()).expect("the SDK writes CBOR");
        request.body = to_json(&body).to_string().into_bytes();
        request.line = "POST / HTTP/1.1".to_owned();
        request.set("content-type", "application/x-amz-json-1.0");
        request.set(
            "x-amz-target",
            &format!("GraniteServiceVersion20100801.{operation}"),
        );
    }
    request.set("connection", "close");
    let server = TcpStream::connect(moto).ok()?;
    server
        .set_read_timeout(Some(Duration::from_secs(20)))
        .ok()?;
    write(&server, &mut request)?;
    let mut answer = read(&server)?;
    if operation.is_some() {
        let body: Json = serde_json::from_slice(&answer.body).unwrap_or_default();
        answer.body.clear();
        ciborium::into_writer(&to_cbor("", &body), &mut answer.body).expect("memory takes it");
        answer.set("content-type", "application/cbor");
        answer.set("smithy-protocol", "rpc-v2-cbor");
    }
    answer.set("connection", "close");
    write(&client, &mut answer)
}

impl Message {
    fn set(&mut self, name: &str, value: &str) {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
    }
}

fn read(stream: &TcpStream) -> Option<Message> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut headers = Vec::new();
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let Some((name, value)) = header.trim_end().split_once(':') else {
            break;
        };
        let (name, value) = (name.to_ascii_lowercase(), value.trim().to_owned());
        if name == "content-length" {
            length = value.parse().ok()?;
        }
        headers.push((name, value));
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Message {
        line: line.trim_end().to_owned(),
        headers,
        body,
    })
}

fn write(mut stream: &TcpStream, message: &mut Message) -> Option<()> {
    let length = message.body.len().to_string();
    message.set("content-length", &length);
    let mut head = format!("{}\r\n", message.line);
    for (name, value) in &message.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(&message.body).ok()
}

fn to_json(value: &Cbor) -> Json {
    match value {
        Cbor::Map(pairs) => pairs
            .iter()
            .map(|(key, value)| (key.as_text().unwrap_or_default().to_owned(), to_json(value)))
            .collect(),
        Cbor::Array(items) => items.iter().map(to_json).collect(),
        Cbor::Text(text) => Json::from(text.as_str()),
        Cbor::Bool(flag) => Json::from(*flag),
        Cbor::Float(number) => Number::from_f64(*number).map_or(Json::Null, Json::Number),
        Cbor::Integer(number) => i64::try_from(*number).map_or(Json::Null, Json::from),
        Cbor::Tag(_, inner) => to_json(inner),
        _ => Json::Null,
    }
}

/// The other way; times are numbers in JSON and tagged in CBOR, and only their key tells.
fn to_cbor(key: &str, value: &Json) -> Cbor {
    match value {
        Json::Object(map) => {
            let pairs = map
                .iter()
                .map(|(key, value)| (Cbor::Text(key.clone()), to_cbor(key, value)));
            Cbor::Map(pairs.collect())
        }
        Json::Array(items) => Cbor::Array(items.iter().map(|item| to_cbor(key, item)).collect()),
        Json::Number(number) if key.starts_with("Timestamp") => Cbor::Tag(
            1,
            Box::new(Cbor::Float(number.as_f64().unwrap_or_default())),
        ),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Cbor::Integer(whole.into()),
            None => Cbor::Float(number.as_f64().unwrap_or_default()),
        },
        Json::String(text) => Cbor::Text(text.clone()),
        Json::Bool(flag) => Cbor::Bool(*flag),
        Json::Null => Cbor::Null,
    }
}
