//! Whose credentials we have.

use aws_config::SdkConfig;
use domain::{scope::AccountId, source::SourceFault};

use crate::{action::Action, faults::fault};

/// Who AWS says we are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The account of the credentials.
    pub account: AccountId,
    /// The user's or role's ARN.
    pub arn: String,
    /// The partition of that account, such as `aws` or `aws-us-gov`: the roles of others are in it too.
    pub partition: String,
}

/// Asks AWS.
pub(crate) async fn identity(config: &SdkConfig) -> Result<Identity, SourceFault> {
    let answer = aws_sdk_sts::Client::new(config)
        .get_caller_identity()
        .send()
        .await
        .map_err(|error| fault(Action::GetCallerIdentity, &error))?;
    let arn = answer.arn().unwrap_or_default().to_owned();
    let partition = arn.split(':').nth(1).filter(|it| !it.is_empty());
    Ok(Identity {
        account: answer.account().map(AccountId::from).ok_or_else(|| {
            SourceFault::Unreachable(format!("{} names no account", Action::GetCallerIdentity))
        })?,
        partition: partition.unwrap_or("aws").to_owned(),
        arn,
    })
}
