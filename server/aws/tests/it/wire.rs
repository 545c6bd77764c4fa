//! One HTTP exchange over a plain connection, for what no client of AWS does.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

/// Sends one request and returns the whole answer.
pub(crate) async fn exchange(
    address: SocketAddr,
    method: &str,
    path: &str,
    header: &str,
    body: &str,
) -> String {
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{header}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    tokio::task::spawn_blocking(move || blocking(address, &request))
        .await
        .expect("the exchange does not panic")
}

fn blocking(address: SocketAddr, request: &str) -> String {
    let limit = Some(Duration::from_secs(20));
    let mut connection = TcpStream::connect(address).expect("somebody listens");
    connection.set_read_timeout(limit).expect("a timeout");
    connection.write_all(request.as_bytes()).expect("it reads");
    let mut answer = String::new();
    connection.read_to_string(&mut answer).expect("it answers");
    answer
}
