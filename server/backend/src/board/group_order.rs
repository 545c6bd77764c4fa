//! The order of groups, and the place in it that a cursor names.

use std::cmp::Ordering;

use domain::finding::Severity;

use super::order::BadCursor;

/// Where a group stands: worst first, then most findings, then by key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing<'a> {
    /// The worst severity's rank.
    pub(super) severity: u8,
    /// How many findings are admitted.
    pub(super) matching: u64,
    /// The group's key.
    pub(super) key: &'a str,
}

/// The order of two groups by severity and number of findings; their keys are asked for between equals only.
pub(super) fn compare(
    left: (u8, u64),
    right: (u8, u64),
    keys: impl FnOnce() -> Ordering,
) -> Ordering {
    right.cmp(&left).then_with(keys)
}

impl<'a> Standing<'a> {
    /// The cursor for what comes after this group.
    pub(super) fn cursor(&self) -> String {
        format!("g{}.{}.{}", self.severity, self.matching, self.key)
    }

    /// The place that a cursor names.
    pub(super) fn parse(cursor: &'a str) -> Result<Self, BadCursor> {
        let mut parts = cursor.strip_prefix('g').ok_or(BadCursor)?.splitn(3, '.');
        let (severity, matching, key) = (parts.next(), parts.next(), parts.next());
        let severity = number(severity)?.try_into().ok();
        Ok(Self {
            severity: severity
                .filter(|rank| usize::from(*rank) < Severity::ALL.len())
                .ok_or(BadCursor)?,
            matching: number(matching)?,
            key: key.ok_or(BadCursor)?,
        })
    }
}

fn number(text: Option<&str>) -> Result<u64, BadCursor> {
    let digits = text.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    digits.and_then(|text| text.parse().ok()).ok_or(BadCursor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_names_its_place_and_garbage_names_none() {
        let standing = Standing {
            severity: 3,
            matching: 212,
            key: "S3.1. é",
        };
        assert_eq!(Standing::parse(&standing.cursor()), Ok(standing));
        for garbage in [
            "", "g", "g3", "g3.1", "g9.1.x", "g3.-1.x", "g3.+1.x", "sd12", "g..x",
        ] {
            assert_eq!(Standing::parse(garbage), Err(BadCursor), "{garbage}");
        }
    }
}
