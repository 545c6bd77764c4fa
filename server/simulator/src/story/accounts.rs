//! The organization: twelve accounts, four regions, one role to assume.

use chrono::{DateTime, TimeZone, Utc};

/// One member of the organization.
#[derive(Debug)]
pub(crate) struct Account {
    /// Twelve digits.
    pub(crate) id: &'static str,
    /// What people call it.
    pub(crate) name: &'static str,
    /// Its share of resources and findings.
    pub(crate) weight: u32,
    /// The year it joined.
    pub(crate) joined: i32,
}

/// The role that may be assumed in every account.
pub(crate) const ROLE: &str = "WatchfloorRead";

/// The management account; it is the delegated administrator too.
pub(crate) const MANAGEMENT: &str = "310000000017";

/// The account of the intrusion that the story tells.
pub(crate) const PAYMENTS: &str = "310000000106";

/// The region that findings of all linked regions are gathered in.
pub(crate) const HOME: &str = "us-east-1";

/// The organization's id.
pub(crate) const ORGANIZATION: &str = "o-northgate01";

/// Regions in use, with their share of findings.
pub(crate) const REGIONS: [(&str, u32); 4] = [
    ("us-east-1", 46),
    ("eu-central-1", 24),
    ("us-west-2", 18),
    ("eu-west-1", 12),
];

/// Every account, the management account first.
pub(crate) const ACCOUNTS: [Account; 12] = [
    account(MANAGEMENT, "northgate-management", 3, 2018),
    account("310000000025", "security-tooling", 5, 2019),
    account("310000000033", "log-archive", 4, 2019),
    account("310000000041", "network-hub", 7, 2019),
    account("310000000058", "shared-tools", 9, 2019),
    account(PAYMENTS, "payments-prod", 13, 2020),
    account("310000000114", "core-prod", 16, 2020),
    account("310000000122", "web-prod", 12, 2020),
    account("310000000130", "data-lake", 11, 2021),
    account("310000000205", "core-staging", 9, 2021),
    account("310000000213", "web-staging", 6, 2022),
    account("310000000304", "sandbox", 5, 2023),
];

const fn account(id: &'static str, name: &'static str, weight: u32, joined: i32) -> Account {
    Account {
        id,
        name,
        weight,
        joined,
    }
}

/// The account with that number.
pub(crate) fn find(id: &str) -> Option<&'static Account> {
    ACCOUNTS.iter().find(|account| account.id == id)
}

impl Account {
    /// Its ARN within the organization.
    pub(crate) fn arn(&self) -> String {
        format!(
            "arn:aws:organizations::{MANAGEMENT}:account/{ORGANIZATION}/{}",
            self.id
        )
    }

    /// The address of its root user.
    pub(crate) fn email(&self) -> String {
        format!("aws+{}@northgate.example", self.name)
    }

    /// When it joined.
    pub(crate) fn joined_at(&self) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(self.joined, 3, 1, 9, 30, 0)
            .single()
            .unwrap_or_default()
    }
}
