//! The rules and the verbs take time, identifiers and chance as parameters; they never fetch them.

use crate::files;
use crate::none;
use crate::source::Source;

const PLACES: &[&str] = &["app/domain/src/", "server/backend/src/"];
const SOURCES: &[&str] = &[
    "Utc::now",
    "Local::now",
    "SystemTime::now",
    "Uuid::now_v7",
    "Uuid::new_v4",
    "rand::rng(",
    "rand::random",
    "thread_rng",
];

#[test]
fn rules_and_verbs_fetch_neither_time_nor_chance() {
    let mut faults = Vec::new();
    for file in files::rust() {
        if !PLACES.iter().any(|place| file.path.starts_with(place)) {
            continue;
        }
        let code = Source::of(&file.text).code;
        for source in SOURCES {
            for (at, _) in code.match_indices(source) {
                faults.push(format!(
                    "{}: {source}; take it as a parameter",
                    file.place(at)
                ));
            }
        }
    }
    none(&faults);
}
