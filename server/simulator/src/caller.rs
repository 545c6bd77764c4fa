//! Who asks: read from the SigV4 header, whose signature is taken on trust.

use crate::story::accounts::{self, MANAGEMENT};
use axum::http::{HeaderMap, header};

/// The region assumed when a request is not signed.
const DEFAULT_REGION: &str = "us-east-1";

/// How a temporary access key begins; what follows ends in the account's number.
const TEMPORARY: &str = "ASIA";

/// The account and region a request acts in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    /// Twelve digits.
    pub(crate) account: &'static str,
    /// The region the request was signed for.
    pub(crate) region: String,
    /// Its ARN, as GetCallerIdentity and refusals print it.
    pub(crate) arn: String,
    /// The unique id of the user or role session.
    pub(crate) user_id: String,
}

impl Caller {
    /// Reads `Credential=KEY/DATE/REGION/NAME/aws4_request`. Unknown keys, and none, act as the management account.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let (key, region) = scope(headers).unwrap_or(("unsigned", DEFAULT_REGION));
        match account_of(key) {
            Some(account) => Self {
                account,
                region: region.to_owned(),
                arn: format!(
                    "arn:aws:sts::{account}:assumed-role/{}/watchfloor",
                    accounts::ROLE
                ),
                user_id: format!("AROASIMULATOR{}:watchfloor", &account[4..]),
            },
            None => Self {
                account: MANAGEMENT,
                region: region.to_owned(),
                arn: format!("arn:aws:iam::{MANAGEMENT}:user/operator"),
                user_id: "AIDASIMULATOR00000001".to_owned(),
            },
        }
    }

    /// Whether this is the management account, which is the delegated administrator as well.
    pub(crate) fn administers(&self) -> bool {
        self.account == MANAGEMENT
    }
}

/// The access key id handed out for an account; it carries the account, so that nothing need be remembered.
pub(crate) fn temporary_key(account: &str, serial: u64) -> String {
    format!("{TEMPORARY}{:04X}{account}", serial & 0xFFFF)
}

fn account_of(key: &str) -> Option<&'static str> {
    let rest = key.strip_prefix(TEMPORARY)?;
    let number = rest.get(rest.len().checked_sub(12)?..)?;
    accounts::find(number).map(|account| account.id)
}

fn scope(headers: &HeaderMap) -> Option<(&str, &str)> {
    let text = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (_, credential) = text.split_once("Credential=")?;
    let mut parts = credential.split([',', ' ']).next()?.split('/');
    let key = parts.next()?;
    let region = parts.nth(1)?;
    Some((key, region))
}

#[cfg(test)]
mod tests {
    use super::{Caller, MANAGEMENT, temporary_key};
    use crate::story::accounts::ACCOUNTS;
    use axum::http::{HeaderMap, HeaderValue, header};

    fn signed(key: &str) -> Caller {
        let mut headers = HeaderMap::new();
        let text = format!(
            "AWS4-HMAC-SHA256 Credential={key}/20250101/eu-west-1/securityhub/aws4_request, SignedHeaders=host, Signature=00"
        );
        headers.insert(
            header::AUTHORIZATION,
            HeaderValue::from_str(&text).expect("plain text"),
        );
        Caller::of(&headers)
    }

    #[test]
    fn a_temporary_key_acts_as_its_account() {
        let account = ACCOUNTS[5].id;
        let caller = signed(&temporary_key(account, 7));
        assert_eq!(
            (caller.account, caller.region.as_str()),
            (account, "eu-west-1")
        );
    }

    #[test]
    fn keys_nobody_knows_act_as_the_management_account() {
        for key in [
            "AKIAEXAMPLE",
            "ASIA",
            "ASIA0000999999999999",
            "ASIAé00000000000",
            "",
        ] {
            assert_eq!(signed(key).account, MANAGEMENT, "{key}");
        }
    }
}
