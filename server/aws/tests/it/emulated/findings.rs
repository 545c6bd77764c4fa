//! Findings, roles and accounts.

use aws::{Accounts, connect};
use backend::ports::FindingWindow;
use domain::scope::AccountId;
use serde_json::{Value, json};

use super::{KEY, OWN, client, moto::Moto, settings};
use crate::{paging::all, wire::exchange};

/// The account whose findings are read through a role.
const OTHER: &str = "210987654321";

fn finding(account: &str, number: usize) -> Value {
    let at = format!("2025-03-01T{:02}:{:02}:00.000Z", number / 60, number % 60);
    json!({
        "SchemaVersion": "2018-10-08", "Id": format!("{account}-{number}"),
        "ProductArn": format!("arn:aws:securityhub:us-east-1:{account}:product/{account}/default"),
        "GeneratorId": "test", "AwsAccountId": account, "Types": ["Software and Configuration Checks"],
        "CreatedAt": at, "UpdatedAt": at, "Severity": {"Label": "LOW"}, "Title": "A title",
        "Description": "A text", "Resources": [{"Type": "AwsS3Bucket", "Id": "arn:aws:s3:::box"}],
    })
}

/// Imports findings as their provider would, with the access key of their account.
async fn import(moto: &Moto, key: &str, findings: &[Value]) {
    let header = format!(
        "authorization: AWS4-HMAC-SHA256 Credential={key}/20250101/us-east-1/securityhub/aws4_request, \
         SignedHeaders=host, Signature=0"
    );
    for some in findings.chunks(100) {
        let body = json!({"Findings": some}).to_string();
        let answer = exchange(moto.address, "POST", "/findings/import", &header, &body).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
}

#[tokio::test]
async fn every_page_is_read_and_the_window_holds_on_our_side() {
    let Some(moto) = Moto::start().await else {
        return;
    };
    let findings: Vec<_> = (0..250).rev().map(|number| finding(OWN, number)).collect();
    import(&moto, KEY, &findings).await;
    let sources = connect(&settings(&moto, Accounts::Own))
        .await
        .expect("moto says who we are");
    assert_eq!(sources.identity.account.as_str(), OWN);
    let feed = &*sources.findings[0];
    let (read, rejects) = all(feed, FindingWindow::Everything).await;
    assert_eq!((read.len(), rejects.len()), (250, 0));
    let since = read
        .iter()
        .find(|it| it.aws_finding_id.ends_with("-200"))
        .expect("read")
        .updated;
    // moto passes over filters, so that what is left out is left out by us.
    let (recent, _) = all(feed, FindingWindow::UpdatedSince(since)).await;
    assert_eq!(recent.len(), 50);
}

#[tokio::test]
async fn an_account_of_the_organization_is_read_through_its_role() {
    let Some(moto) = Moto::start().await else {
        return;
    };
    let config = client(&moto).await;
    let organizations = aws_sdk_organizations::Client::new(&config);
    organizations
        .create_organization()
        .send()
        .await
        .expect("created");
    let created = organizations
        .create_account()
        .email("a@example.com")
        .account_name("second")
        .send()
        .await
        .expect("created");
    let second = created
        .create_account_status()
        .and_then(|it| it.account_id())
        .expect("an id")
        .to_owned();
    let key = key_of(&config, &second).await;
    import(&moto, KEY, &[finding(OWN, 1)]).await;
    import(&moto, &key, &[finding(&second, 1), finding(&second, 2)]).await;
    let sources = connect(&settings(&moto, Accounts::Organization))
        .await
        .expect("moto says who we are");
    assert_eq!(sources.organization_fault, None);
    assert_eq!(sources.findings.len(), 2);
    for feed in &sources.findings {
        let (read, _) = all(&**feed, FindingWindow::Everything).await;
        let account = &feed.source().account;
        assert!(read.iter().all(|it| it.account == *account));
        assert_eq!(read.len(), if account.as_str() == second { 2 } else { 1 });
    }
}

#[tokio::test]
async fn a_listed_account_is_read_through_its_role() {
    let Some(moto) = Moto::start().await else {
        return;
    };
    let key = key_of(&client(&moto).await, OTHER).await;
    import(&moto, &key, &[finding(OTHER, 7)]).await;
    let accounts = Accounts::Listed(vec![AccountId::from(OTHER)]);
    let sources = connect(&settings(&moto, accounts))
        .await
        .expect("moto says who we are");
    let (read, _) = all(&*sources.findings[0], FindingWindow::Everything).await;
    assert_eq!(read.len(), 1);
    assert_eq!(read[0].account.as_str(), OTHER);
}

/// An access key that acts in `account`.
async fn key_of(config: &aws_config::SdkConfig, account: &str) -> String {
    let answer = aws_sdk_sts::Client::new(config)
        .assume_role()
        .role_arn(format!("arn:aws:iam::{account}:role/Provider"))
        .role_session_name("provider")
        .send()
        .await
        .expect("assumed");
    answer
        .credentials()
        .expect("credentials")
        .access_key_id()
        .to_owned()
}
