//! What SQLite's catalog says.

use std::collections::{BTreeMap, BTreeSet};

use super::{Facts, column};
use crate::own_sql::{Cell, OwnSql};

/// Checks and indexes as they were written: PostgreSQL is asked how it would put them.
pub(super) struct Retold {
    /// Table and expression.
    pub(super) checks: Vec<(String, String)>,
    /// Name and statement.
    pub(super) indexes: Vec<(String, String)>,
}

const TABLES: &str = "SELECT name, sql FROM sqlite_schema WHERE type = 'table'
    AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name <> '_sqlx_migrations' ORDER BY name";

async fn tables(own: &mut OwnSql) -> Vec<(String, String)> {
    let rows = own.rows(TABLES).await;
    rows.into_iter()
        .map(|row| (text(&row, 0), text(&row, 1)))
        .collect()
}

fn text(row: &[Cell], at: usize) -> String {
    row[at].clone().unwrap_or_default()
}

pub(super) async fn retold(own: &mut OwnSql) -> Retold {
    let mut retold = Retold {
        checks: Vec::new(),
        indexes: Vec::new(),
    };
    for (table, sql) in tables(own).await {
        let (_, others) = checks(&sql);
        retold
            .checks
            .extend(others.into_iter().map(|check| (table.clone(), check)));
    }
    let indexes = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL";
    let rows = own.rows(indexes).await;
    retold.indexes = rows
        .iter()
        .map(|row| (text(row, 0), text(row, 1)))
        .collect();
    retold
}

/// The columns that are checked to be JSON, and all other checks.
fn checks(sql: &str) -> (BTreeSet<String>, Vec<String>) {
    let mut json = BTreeSet::new();
    let mut others = Vec::new();
    for (at, word) in sql.match_indices("CHECK (") {
        let inside = &sql[at + word.len()..];
        let mut depth = 1;
        let end = inside.find(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth == 0
        });
        let check = &inside[..end.expect("a check has an end")];
        match check.split_once("json_valid(") {
            Some((before, column)) => {
                let column = column.trim_end_matches(')');
                let allowed = ["".to_owned(), format!("{column} IS NULL OR ")];
                assert!(
                    allowed.contains(&before.to_owned()),
                    "more than JSON: {check}"
                );
                json.insert(column.to_owned());
            }
            None => others.push(check.to_owned()),
        }
    }
    (json, others)
}

pub(super) async fn facts(own: &mut OwnSql) -> Facts {
    let mut facts = Facts::new();
    for (table, sql) in tables(own).await {
        let (json, _) = checks(&sql);
        columns(own, &table, &json, &mut facts).await;
        unique_keys(own, &table, &mut facts).await;
        foreign_keys(own, &table, &mut facts).await;
    }
    facts
}

async fn columns(own: &mut OwnSql, table: &str, json: &BTreeSet<String>, facts: &mut Facts) {
    let ask =
        format!("SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info('{table}')");
    let mut key = BTreeMap::new();
    for row in own.rows(&ask).await {
        let name = text(&row, 0);
        let class = match text(&row, 1) {
            class if json.contains(&name) => format!("{class} that is JSON"),
            class => class,
        };
        facts.insert(column(
            table,
            &name,
            &class,
            text(&row, 2) == "0",
            row[3].as_deref(),
        ));
        let place: u32 = text(&row, 4).parse().expect("a place in the key");
        if place > 0 {
            key.insert(place, name);
        }
    }
    if !key.is_empty() {
        let key: Vec<String> = key.into_values().collect();
        facts.insert(format!("{table} PRIMARY KEY ({})", key.join(", ")));
    }
}

async fn unique_keys(own: &mut OwnSql, table: &str, facts: &mut Facts) {
    let ask = format!("SELECT name FROM pragma_index_list('{table}') WHERE origin = 'u'");
    for index in own.column(&ask).await {
        let ask = format!("SELECT name FROM pragma_index_info('{index}') ORDER BY seqno");
        let columns = own.column(&ask).await.join(", ");
        facts.insert(format!("{table} UNIQUE ({columns})"));
    }
}

async fn foreign_keys(own: &mut OwnSql, table: &str, facts: &mut Facts) {
    let ask = format!(
        "SELECT id, \"table\", \"from\", \"to\", on_delete, on_update
         FROM pragma_foreign_key_list('{table}') ORDER BY id, seq"
    );
    let mut keys: BTreeMap<String, Vec<Vec<Cell>>> = BTreeMap::new();
    for row in own.rows(&ask).await {
        keys.entry(text(&row, 0)).or_default().push(row);
    }
    for rows in keys.values() {
        let list = |at| {
            rows.iter()
                .map(|row| text(row, at))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let (other, delete, update) = (text(&rows[0], 1), text(&rows[0], 4), text(&rows[0], 5));
        facts.insert(format!(
            "{table} ({}) REFERENCES {other} ({}) ON DELETE {delete} ON UPDATE {update}",
            list(2),
            list(3)
        ));
    }
}
