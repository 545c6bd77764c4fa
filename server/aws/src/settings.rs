//! What an operator chooses about AWS; the server fills it from its configuration.

use domain::{
    finding::Plane,
    scope::{AccountId, Region},
};

/// Which accounts are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Accounts {
    /// The one that the credentials belong to.
    Own,
    /// These, and none else; the credentials' own only when it is among them.
    Listed(Vec<AccountId>),
    /// All of the organization.
    Organization,
}

/// Where Security Hub is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aggregation {
    /// In the region of the administrator's aggregator where AWS names one, else as [`Self::None`].
    Ask,
    /// In each account and each region by itself.
    None,
    /// In the administrator's aggregation region, which shows all accounts and linked regions.
    Region(Region),
}

/// How AWS is reached.
#[derive(Clone, PartialEq, Eq)]
pub enum Access {
    /// As the AWS CLI would: the default credential chain and `AWS_ENDPOINT_URL*`.
    Ambient,
    /// At one address with fixed keys, whatever the environment says: a simulator or an emulator.
    Fixed {
        /// The address, such as `http://127.0.0.1:4566`.
        endpoint: String,
        /// The access key's id.
        access_key_id: String,
        /// The access key's secret.
        secret_access_key: String,
    },
}

impl std::fmt::Debug for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ambient => f.write_str("Ambient"),
            Self::Fixed { endpoint, .. } => write!(f, "Fixed({endpoint})"),
        }
    }
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwsSettings {
    /// Which accounts are read.
    pub accounts: Accounts,
    /// The name of the role that every account but our own lets us assume.
    pub role_name: String,
    /// The external id that those roles ask for, if they do.
    pub external_id: Option<String>,
    /// The regions that are read; the first is also where STS is asked.
    pub regions: Vec<Region>,
    /// Which planes of Security Hub are read and written to.
    pub planes: Vec<Plane>,
    /// Where Security Hub is asked.
    pub aggregation: Aggregation,
    /// How AWS is reached.
    pub access: Access,
}
