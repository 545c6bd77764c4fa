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

/// A tab that is open when somebody signs out has a stream that looks at the session once more. The package calls that
/// "possibly suspicious activity" and warns of it; what it cannot read is an error, and is written.
const SESSIONS: &str = "tower_sessions_core=error";

/// Which lines are written: what the settings name goes before what stands here.
fn filter(settings: &str, sdk: SdkLines) -> EnvFilter {
    let words = match sdk {
        SdkLines::Written => format!("{SESSIONS},{settings}"),
        // A filter's part applies to every package whose name begins so; the longest one wins.
        SdkLines::LeftOut => format!("{SESSIONS},aws_=off,{settings}"),
    };
    EnvFilter::try_new(words).unwrap_or_else(|_| EnvFilter::new("info"))
}

/// Starts logging. A second call in one process changes nothing.
pub(crate) fn start(settings: &Telemetry, sdk: SdkLines) {
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter(&settings.log, sdk))
        .with_writer(std::io::stderr);
    // An error here means that a subscriber is set already, as in tests.
    let _ = match settings.log_format {
        LogFormat::Text => lines.with_target(false).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
}

#[cfg(test)]
mod tests {
    use std::{
        io,
        sync::{Arc, Mutex},
    };

    use super::*;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("nobody failed").write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What is written with these settings of a warning and an error of the sessions' package and a warning of ours.
    fn written(settings: &str) -> String {
        let lines = Lines::default();
        let writer = lines.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_env_filter(filter(settings, SdkLines::Written))
            .with_writer(move || writer.clone())
            .finish();
        tracing::subscriber::with_default(subscriber, || {
            tracing::warn!(target: "tower_sessions_core::session", "suspicious");
            tracing::error!(target: "tower_sessions_core::session", "broken");
            tracing::warn!("ours");
        });
        let bytes = lines.0.lock().expect("nobody failed");
        String::from_utf8_lossy(&bytes).into_owned()
    }

    #[test]
    fn a_session_that_is_gone_is_no_warning_and_one_that_cannot_be_read_is_an_error() {
        for settings in ["info", "debug", "backend=debug,info"] {
            let text = written(settings);
            assert!(!text.contains("suspicious"), "{settings}: {text}");
            assert!(text.contains("broken") && text.contains("ours"), "{text}");
        }
        let named = written("info,tower_sessions_core=warn");
        assert!(named.contains("suspicious"), "{named}");
    }
}
