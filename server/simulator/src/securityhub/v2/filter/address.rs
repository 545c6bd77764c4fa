//! IpFilter: a block of addresses.

use serde_json::Value;
use std::net::IpAddr;

/// A block in CIDR notation; an address alone is a block of one.
#[derive(Debug)]
pub(super) struct Block {
    first: IpAddr,
    bits: u32,
}

impl Block {
    /// Reads `{Cidr}`.
    pub(super) fn read(value: &Value) -> Result<Self, String> {
        let text = value.get("Cidr").and_then(Value::as_str);
        text.and_then(Self::parse)
            .ok_or_else(|| "a Cidr is expected".to_owned())
    }

    fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse().ok()?)),
            None => (text, None),
        };
        let first: IpAddr = address.parse().ok()?;
        let width = if first.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(width);
        (bits <= width).then_some(Self { first, bits })
    }

    /// Whether an address lies in the block.
    pub(super) fn holds(&self, text: &str) -> bool {
        let differing = match (self.first, text.parse()) {
            (IpAddr::V4(first), Ok(IpAddr::V4(other))) => {
                (u32::from(first) ^ u32::from(other)).leading_zeros()
            }
            (IpAddr::V6(first), Ok(IpAddr::V6(other))) => {
                (u128::from(first) ^ u128::from(other)).leading_zeros()
            }
            _ => return false,
        };
        differing >= self.bits
    }
}

#[cfg(test)]
mod tests {
    use super::Block;

    #[test]
    fn a_block_holds_its_own_and_no_other() {
        for (block, address, held) in [
            ("198.51.100.0/24", "198.51.100.23", true),
            ("198.51.100.0/24", "198.51.101.23", false),
            ("198.51.100.23", "198.51.100.23", true),
            ("0.0.0.0/0", "203.0.113.7", true),
            ("2001:db8::/32", "2001:db8::1", true),
            ("2001:db8::/32", "203.0.113.7", false),
        ] {
            let read = Block::parse(block).expect("a block");
            assert_eq!(read.holds(address), held, "{block} {address}");
        }
        for text in ["198.51.100.0/33", "host", "1.2.3.4/x"] {
            assert!(Block::parse(text).is_none(), "{text}");
        }
    }
}
