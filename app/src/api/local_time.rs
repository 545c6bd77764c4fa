//! Times as a browser's field of a day and a minute writes them; on our pages they are UTC where no zone is named.

use chrono::{Datelike, NaiveDateTime};

const MINUTE: &str = "%Y-%m-%dT%H:%M";
const SECOND: &str = "%Y-%m-%dT%H:%M:%S";

/// The time of such a field, with or without seconds; nothing for a text that is none, or of another age.
pub(super) fn read(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim().replace(' ', "T");
    let read = [MINUTE, SECOND]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(&text, form).ok());
    read.filter(|at| (1970..=9999).contains(&at.year()))
}

/// A time as such a field begins with it.
pub(super) fn write(at: NaiveDateTime) -> String {
    at.format(MINUTE).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_read_and_written_as_it_was() {
        for written in ["2026-11-24T11:52", "1970-01-01T00:00"] {
            assert_eq!(read(written).map(write).as_deref(), Some(written));
        }
        let second = read(" 2026-11-24 11:52:09 ").map(|at| at.to_string());
        assert_eq!(second.as_deref(), Some("2026-11-24 11:52:09"));
        for wrong in [
            "",
            "2026-13-01T00:00",
            "24.11.2026",
            "1969-12-31T23:59",
            "2026-11-24",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
