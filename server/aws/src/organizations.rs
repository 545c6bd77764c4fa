//! The accounts of the organization.

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_organizations::{
    Client,
    types::{AccountState, AccountStatus},
};
use backend::ports::{Account, AccountFeed};
use domain::{
    scope::AccountId,
    source::{SourceFault, SourceId},
};

use crate::{action::Action, bucket::Bucket, faults::fault};

/// AWS Organizations, asked with our own credentials.
#[derive(Debug)]
pub(crate) struct OrganizationAccounts {
    source: SourceId,
    client: Client,
    bucket: Bucket,
}

impl OrganizationAccounts {
    pub(crate) fn new(source: SourceId, config: &SdkConfig) -> Self {
        Self {
            source,
            client: Client::new(config),
            // AWS: 13 a second and account for lists, shared by all that ask; we take a part.
            bucket: Bucket::new(5, 5),
        }
    }
}

#[async_trait]
impl AccountFeed for OrganizationAccounts {
    fn source(&self) -> &SourceId {
        &self.source
    }

    async fn accounts(&self) -> Result<Vec<Account>, SourceFault> {
        let mut accounts = Vec::new();
        let mut token = None;
        loop {
            self.bucket.take().await;
            let answer = self
                .client
                .list_accounts()
                .set_next_token(token)
                .send()
                .await
                .map_err(|error| fault(Action::ListAccounts, &error))?;
            accounts.extend(answer.accounts().iter().filter_map(open_account));
            token = answer.next_token;
            if token.is_none() {
                return Ok(accounts);
            }
        }
    }
}

/// An account that can be asked: one that is closed or on its way there refuses its role.
/// AWS gives its state, and emulators and older answers the status that state replaced.
fn open_account(account: &aws_sdk_organizations::types::Account) -> Option<Account> {
    let closed = matches!(
        account.state(),
        Some(
            AccountState::Suspended
                | AccountState::PendingClosure
                | AccountState::Closed
                | AccountState::PendingActivation
        )
    ) || matches!(
        account.status(),
        Some(AccountStatus::Suspended | AccountStatus::PendingClosure)
    );
    let id = account.id().filter(|_| !closed)?;
    Some(Account {
        id: AccountId::from(id),
        name: account.name().unwrap_or(id).to_owned(),
    })
}
