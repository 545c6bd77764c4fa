//! Both engines have the same migrations, by name.

use std::collections::BTreeSet;

use crate::files;

fn names(engine: &str) -> BTreeSet<String> {
    let folder = format!("server/backend/migrations/{engine}/");
    files::all()
        .into_iter()
        .filter_map(|file| file.path.strip_prefix(&folder).map(str::to_owned))
        .collect()
}

#[test]
fn both_engines_have_the_same_migrations() {
    let sqlite = names("sqlite");
    assert!(!sqlite.is_empty(), "there are migrations");
    assert_eq!(sqlite, names("postgres"));
}
