//! Commands that share a data directory with a running server.

use std::{
    fs::File,
    io::{BufRead as _, BufReader, Lines},
    path::Path,
    process::{Child, ChildStdout, Command, Output, Stdio},
};

/// A command in a folder, with the data directory `data`.
pub(crate) fn watchfloor(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_watchfloor"));
    command
        .current_dir(directory)
        .env("WATCHFLOOR_AWS_ENABLED", "false")
        .args(["--data-dir", "data", "--listen", "127.0.0.1:0"])
        .args(arguments);
    command
}

/// What a command answers that runs in this folder, with the data directory `data`.
pub(crate) fn run(directory: &Path, arguments: &[&str]) -> Output {
    watchfloor(directory, arguments)
        .output()
        .expect("the program runs")
}

/// What it wrote to standard error, when it refused in one line.
pub(crate) fn refusal(done: &Output) -> String {
    assert!(!done.status.success(), "{done:?}");
    let text = String::from_utf8_lossy(&done.stderr).into_owned();
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("watchfloor:"))
        .collect();
    assert_eq!(lines.len(), 1, "{text}");
    lines[0].to_owned()
}

/// A server on the data directory `data` of a folder, killed with the test.
pub(crate) struct Serving {
    pub(crate) process: Child,
    /// `http://127.0.0.1:PORT`.
    pub(crate) base: String,
    /// What it goes on to say: a process whose output nobody holds ends when it speaks.
    _said: Lines<BufReader<ChildStdout>>,
}

impl Serving {
    pub(crate) fn start(directory: &Path) -> Self {
        Self::start_with(directory, &[])
    }

    /// The same with more settings, as variables of its environment.
    pub(crate) fn start_with(directory: &Path, settings: &[(&str, String)]) -> Self {
        let mut serve = watchfloor(directory, &["serve"]);
        serve
            .envs(settings.iter().map(|(name, value)| (name, value)))
            .stderr(Stdio::null());
        Self::of(&mut serve)
    }

    /// The one that a command starts.
    pub(crate) fn of(serve: &mut Command) -> Self {
        let process = serve.stdout(Stdio::piped()).spawn();
        let mut process = process.expect("the program starts");
        let mut said = BufReader::new(process.stdout.take().expect("its output")).lines();
        let base = said
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("listening on ").map(str::to_owned));
        Self {
            process,
            base: base.expect("it serves"),
            _said: said,
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn people_are_kept_beside_a_server_and_migrations_are_not_applied() {
    let folder = tempfile::tempdir().expect("a folder");
    let serving = Serving::start(folder.path());
    let added = run(folder.path(), &["user", "add", "ana", "--role", "analyst"]);
    assert!(added.status.success(), "{added:?}");
    let link = String::from_utf8_lossy(&added.stdout).into_owned();
    assert!(link.contains("/first/"), "{link}");
    let refused = refusal(&run(folder.path(), &["migrate"]));
    assert!(refused.contains("another watchfloor is using"), "{refused}");
    let second = refusal(&run(folder.path(), &["serve"]));
    assert!(second.contains("another watchfloor is using"), "{second}");
    drop(serving);
    let done = run(folder.path(), &["migrate"]);
    assert!(done.status.success(), "{done:?}");
    assert_eq!(
        String::from_utf8_lossy(&done.stdout),
        "0 migrations applied\n"
    );
}

/// A server of another version holds the lock: its tables stay as they are.
#[test]
fn keeping_people_does_not_migrate_under_a_server() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    std::fs::create_dir(&data).expect("a folder");
    // An SQLite database of the oldest version there is: nothing is in it.
    File::create(data.join("watchfloor.db")).expect("a file");
    let lock = File::create(data.join("watchfloor.lock")).expect("a file");
    lock.try_lock().expect("nobody else has it");
    let add = ["user", "add", "ana", "--role", "analyst"];
    let refused = refusal(&run(folder.path(), &add));
    assert!(refused.contains("another watchfloor is using"), "{refused}");
    drop(lock);
    let added = run(folder.path(), &add);
    assert!(added.status.success(), "{added:?}");
}

/// What others keep in the environment need not be text; what is meant for us must be.
#[test]
fn an_environment_that_is_not_text_is_no_crash() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};
    let folder = tempfile::tempdir().expect("a folder");
    let odd = OsStr::from_bytes(b"\xff");
    let of = |name: &str| {
        let done = watchfloor(folder.path(), &["check"])
            .env(name, odd)
            .output();
        done.expect("the program runs")
    };
    let done = of("FOO");
    assert!(done.status.success(), "{done:?}");
    let done = of("WATCHFLOOR_PUBLIC_URL");
    let said = "watchfloor: WATCHFLOOR_PUBLIC_URL: it is not text";
    assert_eq!(refusal(&done), said);
    assert_eq!(done.status.code(), Some(2));
}
