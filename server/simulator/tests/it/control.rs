//! The control path: what a test asks of the simulator beside AWS.

use crate::start::Bench;
use reqwest::{Client, StatusCode};
use serde_json::json;

#[tokio::test]
async fn a_fault_that_no_request_could_meet_is_refused_by_its_name() {
    let bench = Bench::new(0, 1).await;
    let url = format!("{}/_control/faults", bench.running.url());
    for (operation, kind, taken) in [
        ("securityhub:GetFindings", "throttle", true),
        ("securityhub:*", "reset", true),
        ("*", "truncate", true),
        ("securityhub:GetFinding", "throttle", false),
        ("securityhub:getfindings", "access_denied", false),
        ("s3:*", "reset", false),
        ("", "reset", false),
    ] {
        let fault = json!({"operation": operation, "effect": {"kind": kind}});
        let answer = Client::new().post(&url).json(&fault).send().await;
        let answer = answer.expect("an answer");
        let status = answer.status();
        let said = answer.text().await.expect("text");
        if taken {
            assert_eq!(status, StatusCode::NO_CONTENT, "{operation}: {said}");
        } else {
            assert_eq!(status, StatusCode::BAD_REQUEST, "{operation}: {said}");
            assert!(said.contains(&format!("{operation:?}")), "{said}");
        }
    }
}
