//! What a configuration is refused for, and in which words.

use super::*;
use crate::config::Accounts;

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
    let variables = BTreeMap::from([("WATCHFLOOR_LISTEN".to_owned(), "127.0.0.1:2".to_owned())]);
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
    let unknown = toml("[server]\nlisten = '127.0.0.1:1'\nport = 3\n").expect_err("unknown key");
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
        "nonsense:",
        "server.listen:",
        "server.port:",
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
    let missing = with(&[("WATCHFLOOR_DATABASE_URL_FILE", "/nowhere")]).expect_err("no such file");
    assert!(
        missing
            .to_string()
            .starts_with("WATCHFLOOR_DATABASE_URL_FILE:"),
        "{missing}"
    );
}

/// The one line that a file is refused with.
fn refusal(text: &str) -> String {
    let faults = toml(text).expect_err(text).0;
    assert_eq!(faults.len(), 1, "{text}: {faults:?}");
    assert!(!faults[0].contains('\n'), "{text}: {faults:?}");
    faults[0].clone()
}

#[test]
fn what_is_no_toml_is_told_in_one_line_with_its_place() {
    for (text, line) in [
        ("[server", "line 1"),
        ("[aws]\nregions = [\"us-east-1\"\n\n", "line "),
        ("[server]\nlisten = 1\nlisten = 2\n", "line 3"),
        ("[server]\nlisten = here\n", "line 2"),
    ] {
        let said = refusal(text);
        assert!(said.contains("watchfloor.toml: it is not TOML: "), "{said}");
        assert!(said.contains(line), "{text}: {said}");
        assert!(!said.contains(" | ") && !said.ends_with(": "), "{said}");
    }
}

/// Nobody who runs the program knows how it is written.
#[test]
fn a_value_of_another_kind_is_told_with_what_its_key_takes() {
    for (text, said) in [
        (
            "[telemetry]\nlog_format = 'xml'",
            "telemetry.log_format: \"xml\" is not json or text",
        ),
        (
            "[smtp]\nencryption = 'ssl'",
            "smtp.encryption: \"ssl\" is not starttls, tls or none",
        ),
        (
            "[aws]\naccounts = [111122223333]",
            "aws.accounts: [111122223333] is not \"organization\" or a list of account ids in quotes, such as [\"111122223333\"]",
        ),
        (
            "[sessions]\nidle_hours = 99999",
            "sessions.idle_hours: 99999 is not a whole number from 1 to 720",
        ),
        (
            "[aws]\nfindings_seconds = -1",
            "aws.findings_seconds: -1 is not a whole number from 5 to 3600",
        ),
        (
            "[aws]\nenabled = 'perhaps'",
            "aws.enabled: \"perhaps\" is not true or false",
        ),
        ("server = 3", "server: it is a section, written [server]"),
        ("[nonsense]", "nonsense: there is no such setting"),
    ] {
        assert_eq!(refusal(text), said);
    }
}

/// The reader of the file would make something of each of them.
#[test]
fn what_the_file_writes_in_another_form_is_not_bent_into_a_value() {
    for (text, said) in [
        (
            "[sessions]\nidle_hours = true",
            "sessions.idle_hours: true is not a whole number from 1 to 720",
        ),
        (
            "[sessions]\nidle_hours = '12'",
            "sessions.idle_hours: \"12\" is not a whole number from 1 to 720",
        ),
        (
            "[aws]\nfindings_seconds = 60.5",
            "aws.findings_seconds: 60.5 is not a whole number from 5 to 3600",
        ),
        (
            "[server]\nupload_mib = 2.0",
            "server.upload_mib: 2.0 is not a whole number from 1 to 65536",
        ),
        (
            "[aws]\nrole_name = 5",
            "aws.role_name: 5 is not the name of a role, such as WatchfloorRead",
        ),
        (
            "[aws]\nenabled = 'yes'",
            "aws.enabled: \"yes\" is not true or false",
        ),
        ("[aws]\nenabled = 1", "aws.enabled: 1 is not true or false"),
        (
            "[aws]\nregions = [7]",
            "aws.regions: [7] is not a list of regions, such as [\"us-east-1\"]",
        ),
        (
            "[smtp]\npassword = 5",
            "smtp.password: its value is not a text",
        ),
    ] {
        assert_eq!(refusal(text), said);
    }
    let variables = with(&[
        ("WATCHFLOOR_SESSIONS_IDLE_HOURS", "7"),
        ("WATCHFLOOR_AWS_ENABLED", "false"),
    ]);
    let settings = variables.expect("a variable is always text");
    assert_eq!(
        (settings.sessions.idle_hours, settings.aws.enabled),
        (7, false)
    );
}

/// Whoever is read twice over is throttled by AWS for it.
#[test]
fn what_is_listed_twice_is_taken_once_in_its_first_place() {
    let variables = with(&[
        ("WATCHFLOOR_AWS_REGIONS", "us-east-1,eu-west-1,us-east-1"),
        (
            "WATCHFLOOR_AWS_ACCOUNTS",
            "222233334444,111122223333,222233334444",
        ),
    ]);
    let file = toml(
        "[aws]\nregions = ['us-east-1', 'eu-west-1', 'us-east-1']\naccounts = ['222233334444', '111122223333', '222233334444']",
    );
    for settings in [variables, file] {
        let aws = settings.expect("good").aws;
        assert_eq!(aws.regions, ["us-east-1", "eu-west-1"]);
        let accounts = ["222233334444", "111122223333"].map(str::to_owned);
        assert_eq!(aws.accounts, Accounts::Listed(accounts.to_vec()));
    }
}

#[test]
fn every_key_says_what_it_takes_and_refuses_a_table() {
    for key in KEYS {
        let (section, name) = key.path.split_once('.').expect("a section and a name");
        let said = refusal(&format!("[{section}.{name}]\nx = 1"));
        assert!(
            said.starts_with(key.path) && said.ends_with(key.takes),
            "{said}"
        );
    }
}

#[test]
fn what_could_never_work_is_refused_at_the_start() {
    for (text, key) in [
        ("[aws]\nrole_name = ''", "aws.role_name:"),
        ("[aws]\nrole_name = 'a b/\"c'", "aws.role_name:"),
        ("[aws]\nrole_name = 'team/'", "aws.role_name:"),
        ("[aws]\nexternal_id = ''", "aws.external_id:"),
        ("[aws]\nexternal_id = 'a b'", "aws.external_id:"),
        (
            "[server]\npublic_url = 'https://x:port'",
            "server.public_url:",
        ),
        ("[server]\npublic_url = 'https://x:0'", "server.public_url:"),
        ("[server]\npublic_url = 'https://:80'", "server.public_url:"),
        (
            "[smtp]\nfrom = 'f@example.com'",
            "smtp.host: it is needed with smtp.from",
        ),
        (
            "[smtp]\nuser = 'u'\npassword = 'p'",
            "smtp.host: it is needed with smtp.user, smtp.password",
        ),
    ] {
        let said = refusal(text);
        assert!(said.starts_with(key), "{text}: {said}");
    }
    for good in [
        "[aws]\nrole_name = 'team/Watchfloor_Read+1'",
        "[aws]\nexternal_id = 'org:42/a=b'",
        "[server]\npublic_url = 'https://[::1]:8443'",
        "[server]\npublic_url = 'http://watch.example.com'",
    ] {
        assert!(toml(good).is_ok(), "{good}: {:?}", toml(good).err());
    }
}

#[test]
fn a_secret_that_is_given_twice_is_refused_with_both_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("secret");
    std::fs::write(&path, "of-the-file\n").expect("a file");
    let path = path.to_str().expect("UTF-8");
    for key in KEYS.iter().filter(|key| key.secrecy == Secrecy::Secret) {
        let (direct, from_file) = (key.variable(), format!("{}_FILE", key.variable()));
        let faults = with(&[
            (direct.as_str(), "postgres://u@db/x"),
            (from_file.as_str(), path),
        ]);
        let faults = faults.expect_err("which of them is meant?").0;
        let both = faults
            .iter()
            .filter(|line| line.contains(&format!("{direct}:")) && line.contains(&from_file));
        assert_eq!(both.count(), 1, "{faults:?}");
        assert!(!faults.join(" ").contains("of-the-file"), "{faults:?}");
    }
}

/// What the tests and the build call theirs begins like some of ours.
#[test]
fn a_misspelt_variable_is_told_even_if_it_begins_like_one_of_the_tools() {
    let faults = with(&[("WATCHFLOOR_SESSIONS_IDEL_HOURS", "3")]).expect_err("misspelt");
    assert!(
        faults
            .to_string()
            .starts_with("WATCHFLOOR_SESSIONS_IDEL_HOURS:"),
        "{faults}"
    );
}

#[test]
fn what_only_begins_like_a_section_is_no_setting() {
    for name in ["WATCHFLOOR_URL", "WATCHFLOOR_SESSIONS", "WATCHFLOOR_AWS"] {
        let faults = with(&[(name, "3")]).expect_err("no such setting");
        let told = format!("{name}: there is no such setting");
        assert_eq!(faults.to_string(), told);
    }
}

#[test]
fn only_what_is_ours_in_the_environment_must_be_text() {
    use std::os::unix::ffi::OsStringExt as _;
    let odd = || OsString::from_vec(vec![0xff]);
    let all = [
        ("FOO".into(), odd()),
        ("WATCHFLOOR_LISTEN".into(), odd()),
        ("WATCHFLOOR_BUILD".into(), odd()),
        ("WATCHFLOOR_DATA_DIR".into(), "data".into()),
    ];
    let (ours, faults) = variables(all);
    let kept = [("WATCHFLOOR_DATA_DIR".to_owned(), "data".to_owned())];
    assert_eq!(ours, BTreeMap::from(kept));
    assert_eq!(faults, ["WATCHFLOOR_LISTEN: it is not text"]);
}
