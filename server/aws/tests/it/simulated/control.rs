//! The simulator's control path.

use serde_json::{Value, json};
use simulator::Running;

use crate::wire::exchange;

/// Sends one request and returns the answer's body; anything but a success fails the test.
pub(super) async fn send(simulator: &Running, method: &str, path: &str, body: &Value) -> String {
    let path = format!("/_control/{path}");
    let body = body.to_string();
    let answer = exchange(simulator.address(), method, &path, "accept: */*", &body).await;
    let (head, body) = answer.split_once("\r\n\r\n").expect("an HTTP answer");
    assert!(head.starts_with("HTTP/1.1 20"), "{method} {path}: {answer}");
    body.to_owned()
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
