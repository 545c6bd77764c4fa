//! Times as a browser's field of a day and a minute writes them; on our pages they are UTC where no zone is named.

use chrono::{Datelike, NaiveDateTime, Timelike};

const MINUTE: &str = "%Y-%m-%dT%H:%M";
const SECOND: &str = "%Y-%m-%dT%H:%M:%S";

/// The minute of such a field; nothing for a text that is none, or of another age.
pub(super) fn read(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim().replace(' ', "T");
    let read = [MINUTE, SECOND]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(&text, form).ok());
    let read = read.filter(|at| (1970..2200).contains(&at.year()));
    read.and_then(|at| at.with_second(0))
}

/// A time as such a field begins with it.
pub(super) fn write(at: NaiveDateTime) -> String {
    at.format(MINUTE).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_read_to_the_minute_and_written_as_it_was() {
        for written in ["2026-11-24T11:52", "1970-01-01T00:00"] {
            assert_eq!(read(written).map(write).as_deref(), Some(written));
        }
        assert_eq!(read(" 2026-11-24 11:52:09 "), read("2026-11-24T11:52"));
        for wrong in [
            "",
            "2026-13-01T00:00",
            "24.11.2026",
            "9999-01-01T00:00",
            "2026-11-24",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
