//! Reading the configuration from its three places.

use std::{collections::BTreeMap, ffi::OsString, fmt, path::Path};

use config::{Config, ConfigError, File, FileFormat, Source as _, Value, ValueKind};

use super::{
    KEYS, Settings,
    keys::{Form, Secrecy},
};

/// What the name of every variable of ours begins with.
const PREFIX: &str = "WATCHFLOOR_";

/// What is wrong with a configuration: one line a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults(pub Vec<String>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for Faults {}

/// The variables of ours among those of the environment, and a line for each of a value that is not text.
pub fn variables(
    all: impl IntoIterator<Item = (OsString, OsString)>,
) -> (BTreeMap<String, String>, Vec<String>) {
    let (mut ours, mut faults) = (BTreeMap::new(), Vec::new());
    for (name, value) in all {
        let name = name.to_string_lossy().into_owned();
        if !name.starts_with(PREFIX) || is_of_tools(&name) {
            continue;
        }
        match value.into_string() {
            Ok(value) => drop(ours.insert(name, value)),
            Err(_) => faults.push(format!("{name}: it is not text")),
        }
    }
    (ours, faults)
}

/// Reads the file, if there is one, then `variables`, then `flags` (each a key's path and a value).
///
/// # Errors
/// [`Faults`] with a line for everything that is wrong.
pub fn load(
    file: Option<&Path>,
    variables: &BTreeMap<String, String>,
    flags: &[(&str, String)],
) -> Result<Settings, Faults> {
    let mut builder = Config::builder();
    if let Some(file) = file {
        builder = builder.add_source(File::from(file).format(FileFormat::Toml));
    }
    let (from_variables, mut faults) = read_variables(variables);
    let overrides = from_variables.into_iter().chain(flags.iter().cloned());
    for (path, value) in overrides {
        builder = builder
            .set_override(path, value_of(path, &value))
            .map_err(one)?;
    }
    let (settings, wrong) = read(&builder.build().map_err(one)?).map_err(one)?;
    faults.extend(wrong);
    faults.extend(settings.faults());
    match faults.is_empty() {
        true => Ok(settings),
        false => Err(Faults(faults)),
    }
}

/// The settings, and a line for each value that is none of its kind, in whose place the default stands.
fn read(config: &Config) -> Result<(Settings, Vec<String>), ConfigError> {
    let values = values(config)?;
    if values.iter().all(is_well_formed)
        && let Ok(settings) = config.clone().try_deserialize()
    {
        return Ok((settings, Vec::new()));
    }
    // Reading all stops at the first fault: each value is read alone.
    let (mut good, mut faults) = (Config::builder(), Vec::new());
    for (path, value) in values {
        match is_well_formed((&path, &value)) && alone(&path, value.clone()).is_ok() {
            true => good = good.set_override(path, value)?,
            false => faults.push(not_taken(&path, &value)),
        }
    }
    Ok((good.build()?.try_deserialize()?, faults))
}

/// Whether a value is written as its key wants it. The reader would make 1 of `true`, 61 of 60.5 and "5" of 5 without
/// a word; what a variable or a flag says has no other form than text.
fn is_well_formed((path, value): (&String, &Value)) -> bool {
    let Some(key) = KEYS.iter().find(|key| key.path == path) else {
        return true;
    };
    let is_text = |value: &Value| matches!(value.kind, ValueKind::String(_));
    value.origin().is_none()
        || match (key.form, &value.kind) {
            (Form::List, ValueKind::Array(values)) => values.iter().all(is_text),
            (Form::List | Form::Text, _) => is_text(value),
            (Form::Number, kind) => matches!(kind, ValueKind::I64(_)),
            (Form::Switch, kind) => matches!(kind, ValueKind::Boolean(_)),
        }
}

fn alone(path: &str, value: Value) -> Result<Settings, ConfigError> {
    let only = Config::builder().set_override(path, value)?;
    only.build()?.try_deserialize()
}

/// Every value with its path, in their order.
fn values(config: &Config) -> Result<BTreeMap<String, Value>, ConfigError> {
    let mut values = BTreeMap::new();
    for (section, value) in config.collect()? {
        match value.kind {
            ValueKind::Table(keys) if !keys.is_empty() => {
                let keys = keys.into_iter();
                values.extend(keys.map(|(key, value)| (format!("{section}.{key}"), value)));
            }
            _ => drop(values.insert(section, value)),
        }
    }
    Ok(values)
}

/// What is said of a value that its key does not take, in words of the file and none of the program's.
fn not_taken(path: &str, value: &Value) -> String {
    let below = format!("{path}.");
    match KEYS.iter().find(|key| key.path == path) {
        Some(key) if key.secrecy == Secrecy::Secret => {
            format!("{path}: its value is not {}", key.takes)
        }
        Some(key) => format!("{path}: {} is not {}", shown(value), key.takes),
        None if KEYS.iter().any(|key| key.path.starts_with(&below)) => {
            format!("{path}: it is a section, written [{path}]")
        }
        None => format!("{path}: there is no such setting"),
    }
}

/// A value in one line, as the file would have it.
fn shown(value: &Value) -> String {
    match &value.kind {
        ValueKind::String(text) => format!("{text:?}"),
        ValueKind::Array(values) => {
            let values: Vec<String> = values.iter().map(shown).collect();
            format!("[{}]", values.join(", "))
        }
        ValueKind::Table(_) => "a section".to_owned(),
        // With its point, which 2.0 would lose.
        ValueKind::Float(number) => format!("{number:?}"),
        other => other.to_string(),
    }
}

fn one(error: ConfigError) -> Faults {
    Faults(vec![sentence(&error)])
}

/// Lists are written with commas in a variable: `us-east-1,eu-west-1`.
fn value_of(path: &str, text: &str) -> config::Value {
    let listed = matches!(path, "aws.accounts" | "aws.regions") && text != "organization";
    if !listed {
        return config::Value::from(text.to_owned());
    }
    let parts = text
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty());
    config::Value::from(parts.map(str::to_owned).collect::<Vec<_>>())
}

fn read_variables(
    variables: &BTreeMap<String, String>,
) -> (Vec<(&'static str, String)>, Vec<String>) {
    let mut values = Vec::new();
    let mut faults = Vec::new();
    let mut known = Vec::new();
    for key in KEYS {
        let variable = key.variable();
        if let Some(value) = variables.get(&variable) {
            values.push((key.path, value.clone()));
        }
        if key.secrecy == Secrecy::Secret {
            let from_file = format!("{variable}_FILE");
            if variables.contains_key(&variable) && variables.contains_key(&from_file) {
                faults.push(format!(
                    "{variable}: {from_file} is set too; only one of them can be"
                ));
            }
            if let Some(path) = variables.get(&from_file) {
                match std::fs::read_to_string(path) {
                    Ok(text) => values.push((key.path, text.trim_end().to_owned())),
                    Err(error) => {
                        faults.push(format!("{from_file}: {path:?} cannot be read: {error}"))
                    }
                }
            }
            known.push(from_file);
        }
        known.push(variable);
    }
    // A misspelt name would otherwise be passed over in silence.
    let ours = |name: &&String| name.starts_with(PREFIX) && !is_of_tools(name);
    let strangers = variables
        .keys()
        .filter(ours)
        .filter(|name| !known.contains(name));
    faults.extend(strangers.map(|name| format!("{name}: there is no such setting")));
    (values, faults)
}

/// Names that the build and the tests use.
fn is_of_tools(name: &str) -> bool {
    let prefixes = ["WATCHFLOOR_TEST_", "WATCHFLOOR_BENCH_"];
    let names = [
        "WATCHFLOOR_SAMPLES",
        "WATCHFLOOR_PYTHON",
        "WATCHFLOOR_ALONE",
        "WATCHFLOOR_BUILD",
        "WATCHFLOOR_BENCH",
        "WATCHFLOOR_BIN",
        "WATCHFLOOR_CONFIG",
        "WATCHFLOOR_REPORT",
        "WATCHFLOOR_TURN",
    ];
    names.contains(&name) || prefixes.iter().any(|prefix| name.starts_with(prefix))
}

fn sentence(error: &ConfigError) -> String {
    match error {
        ConfigError::FileParse { uri, cause } => {
            let file = uri.as_deref().unwrap_or("the file");
            format!("{file}: it is not TOML: {}", not_toml(&cause.to_string()))
        }
        other => in_one_line(&other.to_string()),
    }
}

/// Line, column and mistake out of what the reader of TOML says, which shows the line over several lines between them.
fn not_toml(said: &str) -> String {
    let is_shown = |line: &str| {
        let margin = line
            .trim_start()
            .trim_start_matches(|c: char| c.is_ascii_digit());
        margin.trim_start().starts_with('|')
    };
    let told: Vec<&str> = said.lines().filter(|line| !is_shown(line)).collect();
    let told = in_one_line(&told.join("\n"));
    told.trim_start_matches("TOML parse error at ").to_owned()
}

fn in_one_line(said: &str) -> String {
    let lines = said.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod tests;
