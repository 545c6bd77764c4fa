//! SQL stands in the store and in the migrations, and nowhere else. Tests of the backend may ask the database themselves:
//! they are the independent reading that the board is compared with.

use crate::files;
use crate::none;
use crate::source::Source;

const PLACES: &[&str] = &[
    "server/backend/src/store/",
    "server/backend/migrations/",
    "server/backend/tests/",
];

/// Statements, told from AWS's words (`BATCH_UPDATE_FINDINGS`, `UPDATING`) and HTTP's `DELETE`: the first word, what must
/// follow it at once (a name is `*`), and a word that comes later.
const STATEMENTS: &[(&str, &[&str], Option<&str>)] = &[
    ("SELECT", &[], Some("FROM")),
    ("INSERT", &["INTO"], None),
    ("UPDATE", &["*", "SET"], None),
    ("DELETE", &["FROM"], None),
    ("CREATE", &["TABLE"], None),
    ("ALTER", &["TABLE"], None),
    ("DROP", &["TABLE"], None),
];

/// Whether a text holds a statement, however it is broken into lines.
fn holds_sql(text: &str) -> bool {
    let words: Vec<&str> = text
        .split(|c: char| !(c.is_alphanumeric() || "_$.{}".contains(c)))
        .filter(|word| !word.is_empty())
        .collect();
    (0..words.len()).any(|at| {
        STATEMENTS.iter().any(|(first, then, later)| {
            let rest = &words[at + 1..];
            words[at] == *first
                && rest.len() >= then.len()
                && then
                    .iter()
                    .zip(rest)
                    .all(|(wanted, word)| *wanted == "*" || wanted == word)
                && later.is_none_or(|later| rest.contains(&later))
        })
    })
}

#[test]
fn sql_stands_in_the_store() {
    let mut faults = Vec::new();
    for file in files::rust() {
        if PLACES.iter().any(|place| file.path.starts_with(place))
            || file.path == "server/tests/house/sql.rs"
        {
            continue;
        }
        for literal in Source::of(&file.text).literals {
            if holds_sql(&literal.text) {
                faults.push(format!(
                    "{}: a statement outside the store",
                    file.place(literal.offset)
                ));
            }
        }
    }
    none(&faults);
}

#[test]
fn statements_are_told_from_other_capitals() {
    for text in [
        "SELECT id,\n  title\nFROM findings",
        "UPDATE findings\n SET a = $1",
        "DELETE FROM x WHERE y",
    ] {
        assert!(holds_sql(text), "{text}");
    }
    for text in [
        "BATCH_UPDATE_FINDINGS",
        "UPDATING the SET",
        "DELETE",
        "Select a row FROM the list",
        "UPDATE IT NOW",
    ] {
        assert!(!holds_sql(text), "{text}");
    }
}
