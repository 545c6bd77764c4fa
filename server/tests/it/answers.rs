//! What commands say: to a reader that goes, to a disk that is full, and about what is not there.

use std::{
    fs::File,
    io,
    net::TcpListener,
    path::Path,
    process::{Command, Output, Stdio},
};

use crate::commands::{refusal, run};

fn command(directory: &Path, arguments: &[&str], out: impl Into<Stdio>) -> Output {
    let done = Command::new(env!("CARGO_BIN_EXE_watchfloor"))
        .current_dir(directory)
        .env("WATCHFLOOR_AWS_ENABLED", "false")
        .args(["--data-dir", "data"])
        .args(arguments)
        .stdout(out)
        .stderr(Stdio::piped())
        .spawn()
        .and_then(std::process::Child::wait_with_output);
    done.expect("the program runs")
}

/// Commands that answer, each in a way of its own.
const ANSWERING: &[&[&str]] = &[
    &["check", "--print-policy"],
    &["check"],
    &["migrate"],
    &["user", "add", "ana", "--role", "analyst"],
    &["import", "findings", "nothing.json"],
    &["serve", "--listen", "127.0.0.1:0"],
    &["demo", "--listen", "127.0.0.1:0", "--data-dir", "demo"],
    &["simulate", "--listen", "127.0.0.1:0", "--findings", "1"],
];

#[test]
fn a_reader_that_has_had_enough_ends_a_command_quietly() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(run(folder.path(), &["migrate"]).status.success());
    for arguments in ANSWERING
        .iter()
        .filter(|arguments| arguments[0] != "import")
    {
        let (reader, writer) = io::pipe().expect("a pipe");
        drop(reader);
        let done = command(folder.path(), arguments, writer);
        let said = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(141), "{arguments:?}: {said}");
        assert!(
            !said.contains("panicked") && !said.contains("watchfloor:"),
            "{said}"
        );
    }
}

#[test]
fn an_answer_that_cannot_be_written_is_told_in_one_line() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(run(folder.path(), &["migrate"]).status.success());
    for arguments in ANSWERING {
        let full = File::options().write(true).open("/dev/full");
        let done = command(folder.path(), arguments, full.expect("a device"));
        let said = refusal(&done);
        assert_eq!(done.status.code(), Some(1), "{arguments:?}: {said}");
        if arguments[0] != "import" {
            assert!(
                said.contains("standard output takes nothing: No space"),
                "{said}"
            );
        }
    }
}

#[test]
fn a_directory_without_a_database_stays_so() {
    let folder = tempfile::tempdir().expect("a folder");
    for act in [
        &["user", "add", "ana", "--role", "admin"][..],
        &["user", "reset", "ana"],
    ] {
        let said = refusal(&run(folder.path(), act));
        assert!(
            said.contains("server.data_dir: there is no database in data"),
            "{said}"
        );
    }
    let done = run(folder.path(), &["check"]);
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "a first start is no fault: {said}");
    assert!(
        said.contains("--    database: there is none in data yet"),
        "{said}"
    );
    assert!(!folder.path().join("data").exists(), "nothing was made");
}

#[test]
fn a_server_that_cannot_listen_for_prometheus_says_nothing_but_that() {
    let folder = tempfile::tempdir().expect("a folder");
    let busy = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = busy.local_addr().expect("an address").to_string();
    let done = run(folder.path(), &["serve", "--metrics-listen", &address]);
    let said = refusal(&done);
    assert!(
        said.contains("server.metrics_listen: ") && said.contains(&address),
        "{said}"
    );
    assert!(
        done.stdout.is_empty(),
        "no link that leads nowhere: {done:?}"
    );
}

#[test]
fn a_postgresql_that_is_not_there_is_told_with_its_cause() {
    let folder = tempfile::tempdir().expect("a folder");
    let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
    let port = port.expect("a free port").port();
    let url = format!("postgres://floor@127.0.0.1:{port}/floor");
    let done = run(folder.path(), &["check", "--database-url", &url]);
    let said = String::from_utf8_lossy(&done.stdout);
    let line = said.lines().find(|line| line.starts_with("FAIL"));
    let line = line.expect("it is told");
    assert!(line.contains("database.url:"), "{line}");
    assert_eq!(line.matches("Connection refused").count(), 1, "{line}");
    assert!(!line.contains("timed out"), "{line}");
}
