//! Logs: to standard error, so that standard output carries only what a command answers.

use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, Telemetry};

/// What becomes of the lines that the AWS SDK logs by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SdkLines {
    /// Written, as any other.
    Written,
    /// Left out, unless the filter names one of the SDK's packages, such as `aws_config=debug`.
    LeftOut,
}

/// Starts logging. A second call in one process changes nothing.
pub(crate) fn start(settings: &Telemetry, sdk: SdkLines) {
    let words = match sdk {
        SdkLines::Written => settings.log.clone(),
        // A filter's part applies to every package whose name begins so; the longest one wins.
        SdkLines::LeftOut => format!("aws_=off,{}", settings.log),
    };
    let filter = EnvFilter::try_new(words).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // An error here means that a subscriber is set already, as in tests.
    let _ = match settings.log_format {
        LogFormat::Text => lines.with_target(false).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
}
