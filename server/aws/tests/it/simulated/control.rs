//! The simulator's control path, over a plain connection.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use serde_json::{Value, json};
use simulator::Running;

/// Sends one request and returns the answer's body; anything but a success fails the test.
pub(super) async fn send(simulator: &Running, method: &str, path: &str, body: &Value) -> String {
    let body = body.to_string();
    let request = format!(
        "{method} /_control/{path} HTTP/1.1\r\nhost: simulator\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let address = simulator.address();
    let answer = tokio::task::spawn_blocking(move || exchange(address, &request))
        .await
        .expect("the request does not panic");
    let (head, body) = answer.split_once("\r\n\r\n").expect("an HTTP answer");
    assert!(head.starts_with("HTTP/1.1 20"), "{method} {path}: {answer}");
    body.to_owned()
}

fn exchange(address: SocketAddr, request: &str) -> String {
    let limit = Some(Duration::from_secs(10));
    let mut connection = TcpStream::connect(address).expect("the simulator listens");
    connection.set_read_timeout(limit).expect("a timeout");
    connection.write_all(request.as_bytes()).expect("it reads");
    let mut answer = String::new();
    connection.read_to_string(&mut answer).expect("it answers");
    answer
}

/// Puts one fault in force, in the place of all others.
pub(super) async fn fault(simulator: &Running, operation: &str, effect: &Value) {
    let fault = json!([{"operation": operation, "effect": effect}]);
    send(simulator, "PUT", "faults", &fault).await;
}

/// Puts one fault in force for one request.
pub(super) async fn fault_once(simulator: &Running, operation: &str, effect: &Value) {
    let fault = json!([{"operation": operation, "effect": effect, "times": 1}]);
    send(simulator, "PUT", "faults", &fault).await;
}
