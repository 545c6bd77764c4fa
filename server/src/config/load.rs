//! Reading the configuration from its three places.

use std::{collections::BTreeMap, fmt, path::Path};

use config::{Config, ConfigError, File, FileFormat, Source as _, Value, ValueKind};

use super::{KEYS, Settings, keys::Secrecy};

/// What is wrong with a configuration: one line a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults(pub Vec<String>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for Faults {}

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
    if let Ok(settings) = config.clone().try_deserialize() {
        return Ok((settings, Vec::new()));
    }
    // Reading all stops at the first fault: each value is read alone.
    let (mut good, mut faults) = (Config::builder(), Vec::new());
    for (path, value) in values(config)? {
        match alone(&path, value.clone()) {
            Ok(_) => good = good.set_override(path, value)?,
            Err(error) => faults.push(sentence(&error)),
        }
    }
    Ok((good.build()?.try_deserialize()?, faults))
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
            ValueKind::Table(keys) => {
                let keys = keys.into_iter();
                values.extend(keys.map(|(key, value)| (format!("{section}.{key}"), value)));
            }
            _ => drop(values.insert(section, value)),
        }
    }
    Ok(values)
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
    let ours = |name: &&String| name.starts_with("WATCHFLOOR_") && !is_of_tools(name);
    let strangers = variables
        .keys()
        .filter(ours)
        .filter(|name| !known.contains(name));
    faults.extend(strangers.map(|name| format!("{name}: there is no such setting")));
    (values, faults)
}

/// Names that the build and the tests use.
fn is_of_tools(name: &str) -> bool {
    [
        "WATCHFLOOR_TEST_",
        "WATCHFLOOR_SAMPLES",
        "WATCHFLOOR_PYTHON",
        "WATCHFLOOR_ALONE",
        "WATCHFLOOR_BUILD",
        "WATCHFLOOR_BENCH",
        "WATCHFLOOR_BIN",
        "WATCHFLOOR_CONFIG",
        "WATCHFLOOR_REPORT",
        "WATCHFLOOR_SESSIONS",
        "WATCHFLOOR_TURN",
        "WATCHFLOOR_URL",
    ]
    .iter()
    .any(|prefix| name.starts_with(prefix))
}

fn sentence(error: &ConfigError) -> String {
    match error {
        ConfigError::FileParse { uri, cause } => {
            format!(
                "{}: it is not TOML: {cause}",
                uri.as_deref().unwrap_or("the file")
            )
        }
        ConfigError::At { error, key, .. } => {
            format!("{}: {error}", key.as_deref().unwrap_or("a key"))
        }
        ConfigError::Type {
            unexpected,
            expected,
            key,
            ..
        } => {
            format!(
                "{}: {unexpected} is not {expected}",
                key.as_deref().unwrap_or("a key")
            )
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &[(&str, &str)]) -> Result<Settings, Faults> {
        let variables = pairs
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        load(None, &variables, &[])
    }

    #[test]
    fn the_planes_of_security_hub_are_one_of_three_words() {
        let read = |word| with(&[("WATCHFLOOR_AWS_SECURITY_HUB", word)]);
        assert_eq!(read("both").expect("a word").aws.security_hub, "both");
        let faults = read("asff").expect_err("no word").to_string();
        assert!(
            faults.contains("aws.security_hub: \"asff\" is none of cspm, v2, both"),
            "{faults}"
        );
    }

    fn toml(text: &str) -> Result<Settings, Faults> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("watchfloor.toml");
        std::fs::write(&path, text).expect("a file");
        load(Some(&path), &BTreeMap::new(), &[])
    }

    #[test]
    fn nothing_set_is_a_whole_configuration() {
        let settings = with(&[]).expect("defaults hold");
        assert_eq!(settings.server.listen, "127.0.0.1:3000");
        assert_eq!(settings.sessions.idle_hours, 12);
    }

    #[test]
    fn a_variable_beats_the_file_and_a_flag_beats_both() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("watchfloor.toml");
        std::fs::write(&path, "[server]\nlisten = '127.0.0.1:1'\n").expect("a file");
        let variables =
            BTreeMap::from([("WATCHFLOOR_LISTEN".to_owned(), "127.0.0.1:2".to_owned())]);
        let two = load(Some(&path), &variables, &[]).expect("good");
        assert_eq!(two.server.listen, "127.0.0.1:2");
        let flag = [("server.listen", "127.0.0.1:3".to_owned())];
        assert_eq!(
            load(Some(&path), &variables, &flag)
                .expect("good")
                .server
                .listen,
            "127.0.0.1:3"
        );
    }

    #[test]
    fn every_fault_is_a_line_that_names_its_key() {
        let faults = with(&[
            ("WATCHFLOOR_LISTEN", "here"),
            ("WATCHFLOOR_SESSIONS_IDLE_HOURS", "0"),
            ("WATCHFLOOR_AWS_ACCOUNTS", "12,111122223333"),
            ("WATCHFLOOR_PUBLIC_URL", "watch.example.com/x"),
            ("WATCHFLOOR_LISTNE", "typo"),
        ])
        .expect_err("all of it is wrong")
        .0;
        for key in [
            "server.listen:",
            "sessions.idle_hours:",
            "aws.accounts:",
            "server.public_url:",
            "WATCHFLOOR_LISTNE:",
        ] {
            assert_eq!(
                faults.iter().filter(|line| line.starts_with(key)).count(),
                1,
                "{key} in {faults:?}"
            );
        }
        assert!(faults.iter().all(|line| !line.contains('\n')));
    }

    #[test]
    fn the_file_names_the_key_that_is_wrong() {
        let unknown =
            toml("[server]\nlisten = '127.0.0.1:1'\nport = 3\n").expect_err("unknown key");
        assert!(unknown.to_string().contains("port"), "{unknown}");
        let typed = toml("[sessions]\nidle_hours = 'long'\n").expect_err("wrong type");
        assert!(typed.to_string().contains("sessions.idle_hours"), "{typed}");
        assert!(
            toml("[server")
                .expect_err("no TOML")
                .to_string()
                .contains("not TOML")
        );
    }

    #[test]
    fn faults_of_every_kind_are_told_at_once() {
        let faults = toml(
            "nonsense = 1\n[server]\nlisten = 'here'\nport = 3\n[sessions]\nidle_hours = 'long'\n[aws]\nregions = 7\n",
        );
        let faults = faults.expect_err("five things are wrong").0;
        for word in [
            "`nonsense`",
            "server.listen:",
            "`port`",
            "sessions.idle_hours:",
            "aws.regions",
        ] {
            let named = faults.iter().filter(|line| line.contains(word));
            assert_eq!(named.count(), 1, "{word} in {faults:?}");
        }
        assert_eq!(faults.len(), 5, "{faults:?}");
    }

    #[test]
    fn an_aggregation_region_can_be_none() {
        let none = toml("[aws]\naggregation_region = 'none'\n").expect("it is a word");
        assert_eq!(none.aws.aggregation_region.as_deref(), Some("none"));
        let nowhere = toml("[aws]\nregions = []\naggregation_region = 'none'\n");
        let faults = nowhere.expect_err("nothing would be read");
        assert!(faults.to_string().contains("aws.regions"), "{faults}");
        let all = toml("[aws]\nregions = []\naggregation_region = 'eu-west-1'\n");
        assert!(all.is_ok(), "one region shows all");
    }

    #[test]
    fn mail_is_off_or_whole() {
        let half = toml("[smtp]\nhost = 'mail.example.com'\nuser = 'floor'\n");
        let faults = half.expect_err("it lacks three things").0;
        for key in ["smtp.from:", "smtp.password:", "server.public_url:"] {
            let named = faults.iter().filter(|line| line.starts_with(key));
            assert_eq!(named.count(), 1, "{key} in {faults:?}");
        }
        let whole = toml(
            "[server]\npublic_url = 'https://watch.example.com'\n[smtp]\nhost = 'mail.example.com'\nfrom = 'Floor <f@example.com>'\n",
        );
        assert_eq!(whole.expect("whole").smtp.port, 587);
    }

    #[test]
    fn a_secret_comes_from_a_file_and_is_not_shown() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("url");
        std::fs::write(&path, "postgres://u:hush@db/x\n").expect("a file");
        let settings = with(&[(
            "WATCHFLOOR_DATABASE_URL_FILE",
            path.to_str().expect("UTF-8"),
        )])
        .expect("good");
        assert!(settings.database.url.is_some());
        assert!(!format!("{settings:?}").contains("hush"));
        let missing =
            with(&[("WATCHFLOOR_DATABASE_URL_FILE", "/nowhere")]).expect_err("no such file");
        assert!(
            missing
                .to_string()
                .starts_with("WATCHFLOOR_DATABASE_URL_FILE:"),
            "{missing}"
        );
    }
}
