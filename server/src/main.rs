//! `watchfloor`: the open, self-hosted watch floor for AWS.

use clap::Parser as _;
use server::commands::Arguments;

fn main() -> std::process::ExitCode {
    server::commands::run(Arguments::parse())
}
