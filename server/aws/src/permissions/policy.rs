//! The least-privilege policy that a set of actions needs.

use std::collections::BTreeSet;

use serde_json::json;

use crate::action::Action;

/// The IAM policy, as JSON to paste into AWS, that grants `actions` and nothing else; `role_name` is the
/// role of other accounts that `sts:AssumeRole` is limited to. What writes stands in a statement of its
/// own. All actions but `sts:AssumeRole` are about whole services and have no resource to be limited to.
#[must_use]
pub fn policy(actions: impl IntoIterator<Item = Action>, role_name: &str) -> String {
    let actions: BTreeSet<&str> = actions.into_iter().map(Action::as_str).collect();
    let assume = Action::AssumeRole.as_str();
    let writing = Action::BatchUpdateFindings.as_str();
    let reads = |it: &&str| *it != assume && *it != writing;
    let reading: Vec<&str> = actions.iter().copied().filter(reads).collect();
    let mut statements = Vec::new();
    if !reading.is_empty() {
        statements.push(json!({
            "Sid": "WatchfloorRead", "Effect": "Allow", "Action": reading, "Resource": "*",
        }));
    }
    if actions.contains(writing) {
        statements.push(json!({
            "Sid": "WatchfloorWriteBack", "Effect": "Allow", "Action": writing, "Resource": "*",
        }));
    }
    if actions.contains(assume) {
        statements.push(json!({
            "Sid": "WatchfloorAssume", "Effect": "Allow", "Action": assume,
            "Resource": format!("arn:*:iam::*:role/{role_name}"),
        }));
    }
    let policy = json!({"Version": "2012-10-17", "Statement": statements});
    serde_json::to_string_pretty(&policy).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn it_grants_what_is_named_and_what_writes_stands_apart() {
        let text = policy(Action::ALL.iter().copied(), "WatchfloorRead");
        let policy: Value = serde_json::from_str(&text).expect("JSON");
        let statements = policy["Statement"].as_array().expect("a list");
        assert_eq!(statements.len(), 3);
        let granted = statements[0]["Action"].as_array().expect("a list");
        assert_eq!(granted.len(), Action::ALL.len() - 2);
        for action in granted {
            let verb = action
                .as_str()
                .and_then(|it| it.split(':').nth(1))
                .expect("an action");
            let reads = ["Get", "BatchGet", "List", "Describe"]
                .iter()
                .any(|it| verb.starts_with(it));
            assert!(reads, "{verb}");
        }
        assert_eq!(statements[1]["Action"], "securityhub:BatchUpdateFindings");
        assert_eq!(
            statements[2]["Resource"],
            "arn:*:iam::*:role/WatchfloorRead"
        );
    }

    #[test]
    fn one_action_is_one_statement() {
        let text = policy([Action::GetFindings], "r");
        let policy: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(policy["Statement"].as_array().map(Vec::len), Some(1));
        assert_eq!(
            policy["Statement"][0]["Action"],
            serde_json::json!(["securityhub:GetFindings"])
        );
    }
}
