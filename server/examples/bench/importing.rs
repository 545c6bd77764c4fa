//! Taking in a file by the command as it is shipped, in its own process: once, and once more when all of it is known.

use std::{
    io::{BufWriter, Write as _},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::Context as _;

use crate::{
    figure::{Better, Figures},
    reports,
    served::binary,
};

/// Findings of the file.
const FINDINGS: u32 = 100_000;
/// Between two looks at the memory of the process.
const LOOK: Duration = Duration::from_millis(10);

pub(crate) fn measure(
    figures: &mut Figures,
    place: &Path,
    templates: &[String],
) -> anyhow::Result<()> {
    println!("== a file of {FINDINGS} findings");
    let directory = place.join("import");
    std::fs::create_dir(&directory)?;
    let file = directory.join("findings.ndjson");
    let mut lines = BufWriter::new(std::fs::File::create(&file)?);
    for n in 0..FINDINGS {
        let finding = reports::report(templates, n)?;
        lines.write_all(finding.document.as_bytes())?;
        lines.write_all(b"\n")?;
    }
    lines.flush()?;
    let (first, memory) = import(&directory, &file, "inserted")?;
    let (again, memory_again) = import(&directory, &file, "unchanged")?;
    let mut rate = |name, seconds: f64, target| {
        let rate = f64::from(FINDINGS) / seconds;
        figures.add(name, FINDINGS, rate, "findings/s", Better::Higher(target));
    };
    rate("import_ndjson_per_s", first, 25_000.0);
    rate("reimport_ndjson_per_s", again, 40_000.0);
    let most = memory.max(memory_again);
    figures.add(
        "import_rss_mib",
        FINDINGS,
        most,
        "MiB",
        Better::Lower(128.0),
    );
    std::fs::remove_dir_all(&directory)?;
    Ok(())
}

/// Seconds from the start of the process to its end, and the most memory that it had, in MiB.
fn import(directory: &Path, file: &Path, expected: &str) -> anyhow::Result<(f64, f64)> {
    let start = Instant::now();
    let mut child = Command::new(binary())
        .args(["import", "findings", "--json", "--data-dir"])
        .arg(directory)
        .arg(file)
        .env("WATCHFLOOR_TELEMETRY_LOG", "warn")
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("{} cannot be started", binary().display()))?;
    let mut memory = 0.0;
    while child.try_wait()?.is_none() {
        memory = most_resident_mib(child.id()).unwrap_or(memory);
        std::thread::sleep(LOOK);
    }
    let took = start.elapsed().as_secs_f64();
    let done = child.wait_with_output()?;
    let answer: serde_json::Value = serde_json::from_slice(&done.stdout)?;
    anyhow::ensure!(answer[expected] == FINDINGS, "{expected}: {answer}");
    Ok((took, memory))
}

/// The most memory that a process had so far; none once it has ended.
fn most_resident_mib(id: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kib / 1_024.0)
}
