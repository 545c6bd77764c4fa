//! What PostgreSQL's catalog says, and how it would put what SQLite was told.

use super::{Facts, class, column, sqlite::Retold};
use crate::own_sql::OwnSql;

/// What stands before the names of what is only retold here.
const RETOLD: &str = "retold_";

const COLUMNS: &str = "SELECT table_name, column_name, data_type, is_nullable, column_default
    FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name <> '_sqlx_migrations'";

/// Names of a constraint's columns, in its order.
const KEYS: &str = "SELECT t.relname, c.contype,
        (SELECT string_agg(a.attname, ', ' ORDER BY k.at) FROM unnest(c.conkey) WITH ORDINALITY k (n, at)
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.n),
        o.relname,
        (SELECT string_agg(a.attname, ', ' ORDER BY k.at) FROM unnest(c.confkey) WITH ORDINALITY k (n, at)
            JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.n),
        c.confdeltype, c.confupdtype
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid LEFT JOIN pg_class o ON o.oid = c.confrelid
    WHERE c.connamespace = current_schema()::regnamespace AND t.relname <> '_sqlx_migrations'
        AND c.contype <> 'c'";

const CHECKS: &str = "SELECT t.relname, pg_get_constraintdef(c.oid), c.conname
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
    WHERE c.connamespace = current_schema()::regnamespace AND c.contype = 'c'";

/// Indexes that no constraint made.
const INDEXES: &str = "SELECT indexname, indexdef FROM pg_indexes
    WHERE schemaname = current_schema() AND NOT EXISTS (
        SELECT 1 FROM pg_constraint c
        WHERE c.conname = indexname AND c.connamespace = current_schema()::regnamespace)";

pub(super) async fn facts(own: &mut OwnSql) -> Facts {
    let mut facts = Facts::new();
    for row in own.rows(COLUMNS).await {
        let [table, name, kind, null, default] = cells(row);
        let default = default
            .as_deref()
            .map(|default| default.split("::").next().unwrap_or(default));
        let (table, name) = (table.unwrap_or_default(), name.unwrap_or_default());
        let class = class(&kind.unwrap_or_default());
        facts.insert(column(
            &table,
            &name,
            class,
            null.as_deref() == Some("YES"),
            default,
        ));
    }
    for row in own.rows(KEYS).await {
        let [table, kind, columns, other, theirs, delete, update] =
            cells(row).map(Option::unwrap_or_default);
        facts.insert(match kind.as_str() {
            "p" => format!("{table} PRIMARY KEY ({columns})"),
            "u" => format!("{table} UNIQUE ({columns})"),
            "f" => format!(
                "{table} ({columns}) REFERENCES {other} ({theirs}) ON DELETE {} ON UPDATE {}",
                deed(&delete),
                deed(&update)
            ),
            other => panic!("a constraint of kind {other} on {table}"),
        });
    }
    facts.extend(
        checks_and_indexes(own)
            .await
            .into_iter()
            .filter(|fact| !fact.starts_with(RETOLD)),
    );
    facts
}

fn cells<const N: usize>(row: Vec<Option<String>>) -> [Option<String>; N] {
    row.try_into().expect("as many columns as were asked for")
}

fn deed(letter: &str) -> &'static str {
    match letter {
        "a" => "NO ACTION",
        "r" => "RESTRICT",
        "c" => "CASCADE",
        "n" => "SET NULL",
        _ => "SET DEFAULT",
    }
}

async fn checks_and_indexes(own: &mut OwnSql) -> Facts {
    let mut facts = Facts::new();
    for row in own.rows(CHECKS).await {
        let [table, check, name] = cells(row).map(Option::unwrap_or_default);
        let retold = if name.starts_with(RETOLD) { RETOLD } else { "" };
        facts.insert(format!("{retold}{table} {check}"));
    }
    for row in own.rows(INDEXES).await {
        let [name, text] = cells(row).map(Option::unwrap_or_default);
        let text = text.replacen(&format!(" INDEX {name} "), " INDEX ", 1);
        facts.insert(format!("{name}: {text}"));
    }
    facts
}

/// SQLite's checks and indexes in PostgreSQL's words: they are made here under other names, read back and taken away.
pub(super) async fn retold(own: &mut OwnSql, from: Retold) -> Facts {
    let mut facts = Facts::new();
    own.run("BEGIN").await;
    for (n, (table, check)) in from.checks.iter().enumerate() {
        let known = format!("SELECT to_regclass('{table}')");
        if own.column(&known).await == [""] {
            facts.insert(format!("{table} CHECK ({check})"));
            continue;
        }
        own.run(&format!(
            "ALTER TABLE {table} ADD CONSTRAINT {RETOLD}{n} CHECK ({check})"
        ))
        .await;
    }
    for (name, statement) in &from.indexes {
        let renamed = statement.replacen(&format!(" {name} "), &format!(" {RETOLD}{name} "), 1);
        own.run(&renamed).await;
    }
    let retold = checks_and_indexes(own).await;
    facts.extend(
        retold
            .iter()
            .filter_map(|fact| fact.strip_prefix(RETOLD))
            .map(str::to_owned),
    );
    own.run("ROLLBACK").await;
    facts
}
