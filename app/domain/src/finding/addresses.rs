//! The IP addresses that stand in the document of a finding, for whoever searches for one.

use std::{fmt, net::IpAddr};

use serde::{Deserialize, Serialize};

/// How many addresses are kept of one document: the first ones. Those of AWS name a handful.
pub const MAX_ADDRESSES: usize = 16;

/// Addresses in canonical form, in the order in which they stand in the document, each once. In a finding: those under keys
/// such as ASFF `Network.SourceIpV4`, `Action.NetworkConnectionAction.RemoteIpDetails.IpAddressV4` and
/// `Details.AwsEc2Instance.IpV4Addresses`, OCSF `ip`, GuardDuty `ipAddressV4`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addresses(Vec<IpAddr>);

impl Addresses {
    /// Takes in one more of a document, unless it is there or there are [`MAX_ADDRESSES`].
    pub fn add(&mut self, address: IpAddr) {
        if self.0.len() < MAX_ADDRESSES {
            self.add_always(address.to_canonical());
        }
    }

    fn add_always(&mut self, address: IpAddr) {
        if !self.0.contains(&address) {
            self.0.push(address);
        }
    }

    /// These, and then those of another document that are not among them.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let mut both = self.clone();
        for address in other.iter() {
            both.add_always(address);
        }
        both
    }

    /// The addresses, first one first.
    pub fn iter(&self) -> impl Iterator<Item = IpAddr> + '_ {
        self.0.iter().copied()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<IpAddr> for Addresses {
    fn from_iter<I: IntoIterator<Item = IpAddr>>(addresses: I) -> Self {
        let mut all = Self::default();
        for address in addresses {
            all.add(address);
        }
        all
    }
}

/// With a space between them.
impl fmt::Display for Addresses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, address) in self.0.iter().enumerate() {
            let space = if at == 0 { "" } else { " " };
            write!(f, "{space}{address}")?;
        }
        Ok(())
    }
}

/// The address that a text wholly is, in canonical form: IPv4 that is written within IPv6 is IPv4. A range of one address,
/// `/32` or `/128`, is that address; any other range is none.
#[must_use]
pub fn address(text: &str) -> Option<IpAddr> {
    let (bare, bits) = match text.split_once('/') {
        Some((bare, bits)) => (bare, Some(bits)),
        None => (text, None),
    };
    let address: IpAddr = bare.parse().ok()?;
    let all = if address.is_ipv4() { "32" } else { "128" };
    bits.is_none_or(|bits| bits == all)
        .then(|| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr};

    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn any_address() -> impl Strategy<Value = IpAddr> {
        prop_oneof![
            any::<u32>().prop_map(|bits| Ipv4Addr::from(bits).into()),
            any::<u128>().prop_map(|bits| Ipv6Addr::from(bits).into()),
            // Few of each kind, so that some meet.
            (0..6_u32).prop_map(|bits| Ipv4Addr::from(bits << 24 | 7).into()),
            (0..6_u32).prop_map(|bits| Ipv4Addr::from(bits << 24 | 7).to_ipv6_mapped().into()),
        ]
    }

    proptest! {
        /// However it is written, it is one address.
        #[test]
        fn an_address_is_one_in_every_spelling(address in any_address()) {
            let canonical = Some(address.to_canonical());
            prop_assert_eq!(super::address(&address.to_string()), canonical);
            prop_assert_eq!(super::address(&address.to_string().to_uppercase()), canonical);
            let (groups, bits) = match address {
                IpAddr::V4(v4) => (v4.to_string(), 32),
                IpAddr::V6(v6) => (v6.segments().map(|group| format!("{group:04x}")).join(":"), 128),
            };
            prop_assert_eq!(super::address(&groups), canonical);
            prop_assert_eq!(super::address(&format!("{groups}/{bits}")), canonical);
            prop_assert_eq!(super::address(&format!("{groups}/{}", bits - 1)), None);
            for around in [format!(" {address}"), format!("{address}."), format!("{address}:443"), format!("{address}/")] {
                // A group more may make another address of it, never a part of one.
                let same = super::address(&around) == canonical;
                prop_assert!(!same, "{around}");
            }
        }

        /// The first ones, each once, and both of two documents.
        #[test]
        fn each_is_kept_once(of_one in vec(any_address(), 0..40), of_other in vec(any_address(), 0..40)) {
            let first = |all: &[IpAddr]| {
                let mut first: Vec<IpAddr> = Vec::new();
                for address in all.iter().map(IpAddr::to_canonical) {
                    if !first.contains(&address) {
                        first.push(address);
                    }
                }
                first
            };
            let kept = |all: &[IpAddr]| {
                let mut kept = first(all);
                kept.truncate(MAX_ADDRESSES);
                kept
            };
            let (one, other): (Addresses, Addresses) =
                (of_one.iter().copied().collect(), of_other.iter().copied().collect());
            prop_assert_eq!(one.iter().collect::<Vec<_>>(), kept(&of_one));
            prop_assert_eq!(one.is_empty(), of_one.is_empty());
            let both = one.and(&other);
            prop_assert_eq!(both.iter().collect::<Vec<_>>(), first(&[kept(&of_one), kept(&of_other)].concat()));
            let read: Option<Vec<IpAddr>> = both.to_string().split_whitespace().map(super::address).collect();
            prop_assert_eq!(read, Some(both.iter().collect()));
        }

        #[test]
        fn any_text_is_an_address_or_none(text in ".{0,60}") {
            if let Some(address) = address(&text) {
                prop_assert_eq!(super::address(&address.to_string()), Some(address));
            }
        }
    }

    #[test]
    fn what_is_no_whole_address_is_none() {
        for text in [
            "",
            "1.2.3",
            "1.2.3.4.5",
            "01.2.3.4",
            "256.1.1.1",
            "10.0.0.0/8",
            "0.0.0.0/0",
            "::/0",
            "a",
            "ab:cd",
            "2001:db8::1/32",
            "1.2.3.4/32/32",
            "[::1]",
            "fe80::1%eth0",
            "AWS::::Account:111122223333",
        ] {
            assert_eq!(address(text), None, "{text}");
        }
    }
}
