//! Measures the figures: taking findings in, asking, changing, deciding, starting, serving, following.
//!
//! `bench FILE [COUNT…]` writes a list of figures to FILE, measured at each COUNT of findings, 100,000 and 1,000,000
//! unless told otherwise. `WATCHFLOOR_BIN` names the server that is started, `WATCHFLOOR_BENCH_DIR` a directory for
//! the databases, `WATCHFLOOR_BENCH_LEAVE` one on the same disk in whose place the last database is left. Build it in release: any other build measures the compiler's restraint.

mod asking;
mod bulk;
mod changing;
mod deciding;
mod figure;
mod filling;
mod importing;
mod legs;
mod listeners;
mod pages;
mod questions;
mod reports;
mod served;
mod spread;
mod store;
mod strips;
mod sync;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use figure::{Better, Figures};

/// Room that a million findings and what is made of them take, with some to spare.
const DIRECTORY: &str = "WATCHFLOOR_BENCH_DIR";
/// Where the last database is left for those who measure more.
const LEAVE: &str = "WATCHFLOOR_BENCH_LEAVE";

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let Some(out) = arguments.next().map(PathBuf::from) else {
        bail!("bench FILE [COUNT…]");
    };
    let mut counts = Vec::new();
    for argument in arguments {
        counts.push(argument.parse::<u32>().context("a count of findings")?);
    }
    if counts.is_empty() {
        counts = vec![100_000, 1_000_000];
    }
    let figures = tokio::runtime::Runtime::new()?.block_on(measure(&counts))?;
    std::fs::write(&out, serde_json::to_string_pretty(&figures.0)?)?;
    Ok(())
}

async fn measure(counts: &[u32]) -> anyhow::Result<Figures> {
    let place = match std::env::var_os(DIRECTORY) {
        Some(directory) => tempfile::tempdir_in(directory)?,
        None => tempfile::tempdir()?,
    };
    let mut figures = Figures::default();
    let templates = reports::templates().await?;
    let mut unfiltered = None;
    for count in counts {
        println!("== {count} findings");
        let directory = place.path().join(count.to_string());
        std::fs::create_dir(&directory)?;
        let alone = at(&mut figures, &directory, *count, &templates).await?;
        let first = *unfiltered.get_or_insert(alone);
        figures.add(
            "page_unfiltered_ratio",
            *count,
            alone / first,
            "×",
            Better::Lower(1.5),
        );
        match std::env::var_os(LEAVE).filter(|_| Some(count) == counts.last()) {
            Some(left) => std::fs::rename(&directory, left)?,
            None => std::fs::remove_dir_all(&directory)?,
        }
    }
    importing::measure(&mut figures, place.path(), &templates)?;
    sync::measure(&mut figures, place.path()).await?;
    Ok(figures)
}

/// Everything at one size; answers with what the unfiltered page costs.
async fn at(
    figures: &mut Figures,
    directory: &Path,
    count: u32,
    templates: &[String],
) -> anyhow::Result<f64> {
    let floor = store::Floor::open(directory).await?;
    let rate = filling::fill(&floor.backend, templates, count).await?;
    figures.add(
        "import_per_s",
        count,
        rate,
        "findings/s",
        Better::Higher(25_000.0),
    );
    let alone = asking::measure(figures, &floor, count)?;
    legs::fill(&floor).await?;
    strips::measure(figures, &floor, count).await?;
    deciding::measure(figures, &floor, count).await?;
    let marks = changing::measure(figures, &floor, count).await?;
    bulk::measure(figures, &floor, count).await?;
    floor.close().await?;
    let gigabytes = store::size(directory)? as f64 / 1e9;
    let per_million = gigabytes * 1e6 / f64::from(count);
    figures.add(
        "disk_gb_per_m",
        count,
        per_million,
        "GB",
        Better::Lower(1.2),
    );
    served::measure(figures, directory, count, &marks).await?;
    Ok(alone)
}
