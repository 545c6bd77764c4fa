//! The command line: a file a command.

mod check;
mod demo;
mod import;
mod migrate;
mod opening;
mod output;
mod run;
mod serve;
mod simulate;
mod user;

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};

use self::output::{READER_GONE, note, reader_is_gone};
use crate::{
    config::{Faults, Settings, load, variables},
    telemetry::{self, SdkLines},
};

/// The open, self-hosted watch floor for AWS.
#[derive(Debug, Parser)]
#[command(name = "watchfloor", version)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    flags: Flags,
}

/// Flags of every command.
#[derive(Debug, Args)]
struct Flags {
    /// The configuration file; without it ./watchfloor.toml is read if it is there
    #[arg(long, global = true, env = "WATCHFLOOR_CONFIG")]
    config: Option<PathBuf>,
    /// Address and port to listen on
    #[arg(long, global = true)]
    listen: Option<String>,
    /// Directory of the SQLite file and the lock
    #[arg(long, global = true)]
    data_dir: Option<PathBuf>,
    /// postgres:// address, instead of SQLite
    #[arg(long, global = true)]
    database_url: Option<String>,
    /// Address and port of a listener for Prometheus
    #[arg(long, global = true)]
    metrics_listen: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server
    Serve,
    /// Run the server with a simulated AWS and six demo people, on loopback
    Demo(demo::Demo),
    /// Run the simulated AWS alone
    Simulate(simulate::Simulate),
    /// Bring the database to this version
    Migrate,
    /// Check configuration, database, AWS identity and each permission that a source needs
    Check(check::Check),
    /// Take in what files hold, with or without a running server
    Import(import::Import),
    /// Add people, disable them, reset their passwords, unlock them
    User(user::User),
}

/// Runs a command to its end.
#[must_use]
pub fn run(arguments: Arguments) -> ExitCode {
    let settings = match settings(&arguments.flags) {
        Ok(settings) => settings,
        Err(faults) => {
            for line in faults.0 {
                note!("watchfloor: {line}");
            }
            return ExitCode::from(2);
        }
    };
    let sdk = match &arguments.command {
        // It has an answer of its own for whatever AWS refuses.
        Command::Check(_) => SdkLines::LeftOut,
        _ => SdkLines::Written,
    };
    telemetry::start(&settings.telemetry, sdk);
    // One worker thread alone stalls server rendering.
    let threads = std::thread::available_parallelism().map_or(2, |n| n.get().max(2));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .enable_all()
        .build();
    let done = runtime.map_err(anyhow::Error::from).and_then(|runtime| {
        runtime.block_on(async {
            match arguments.command {
                Command::Serve => serve::serve(settings).await,
                Command::Demo(demo) => demo::demo(demo, settings, &arguments.flags).await,
                Command::Simulate(simulate) => {
                    simulate::simulate(simulate, &settings, &arguments.flags).await
                }
                Command::Migrate => migrate::migrate(settings).await,
                Command::Check(check) => check::check(check, settings).await,
                Command::Import(import) => import::import(import, settings).await,
                Command::User(user) => user::user(user, settings).await,
            }
        })
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if reader_is_gone(&error) => ExitCode::from(READER_GONE),
        Err(error) => {
            note!("watchfloor: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn settings(flags: &Flags) -> Result<Settings, Faults> {
    let given = [
        ("server.listen", flags.listen.clone()),
        (
            "server.data_dir",
            flags
                .data_dir
                .as_ref()
                .map(|path| path.display().to_string()),
        ),
        ("database.url", flags.database_url.clone()),
        ("server.metrics_listen", flags.metrics_listen.clone()),
    ];
    let given: Vec<(&str, String)> = given
        .into_iter()
        .filter_map(|(key, value)| Some((key, value?)))
        .collect();
    let here = PathBuf::from("watchfloor.toml");
    let file = flags
        .config
        .clone()
        .or_else(|| here.exists().then_some(here));
    let (variables, mut faults) = variables(std::env::vars_os());
    match load(file.as_deref(), &variables, &given) {
        Ok(settings) if faults.is_empty() => Ok(settings),
        Ok(_) => Err(Faults(faults)),
        Err(others) => {
            faults.extend(others.0);
            Err(Faults(faults))
        }
    }
}
