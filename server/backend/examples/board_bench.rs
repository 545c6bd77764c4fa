//! Measures the board alone: what a page costs, how fast rows are taken in, how much memory they
//! keep. `cargo run --release --example board_bench -p backend -- 100000 1000000`

#[path = "board_bench/rows.rs"]
mod rows;

use std::{hint::black_box, time::Instant};

use backend::board::Board;
use domain::{
    event::Seq,
    finding::{FindingFilter, FindingList, RecordState, Severity, SortKey, WorkflowStatus},
};

/// Rows an event, as a page of a sync has.
const BATCH: u32 = 100;
/// How often each question is asked.
const ROUNDS: usize = 40;

fn main() {
    let sizes: Vec<u32> = std::env::args()
        .skip(1)
        .filter_map(|n| n.parse().ok())
        .collect();
    for size in if sizes.is_empty() {
        vec![100_000, 1_000_000]
    } else {
        sizes
    } {
        println!("== {size} findings");
        let before = resident_mb();
        let board = Board::new();
        fill(&board, size);
        println!("memory{:>50} MB", resident_mb() - before);
        for (name, ask) in questions() {
            let total = board.list(&ask).map_or(0, |listing| listing.total);
            measure(&format!("list {name} ({total})"), || board.list(&ask));
        }
        let grouped = [
            "unfiltered",
            "open",
            "open, severity, region",
            "text: i-0 of open",
        ];
        for (name, ask) in questions()
            .into_iter()
            .filter(|(name, _)| grouped.contains(name))
        {
            measure(&format!("groups {name}"), || board.groups(&ask));
        }
        let open = FindingList::first(FindingFilter::open(), 50);
        let id = board
            .list(&open)
            .ok()
            .and_then(|listing| listing.page.rows.last().map(|r| r.id));
        if let Some(id) = id {
            measure("neighbours open", || board.neighbours(id, &open));
        }
        change(&board, size);
        keep(&board);
        println!("memory after all{:>40} MB", resident_mb() - before);
    }
}

fn fill(board: &Board, size: u32) {
    let (mut spent, mut seq) = (0.0, 0);
    for from in (1..=size).step_by(BATCH as usize) {
        let batch: Vec<_> = (from..(from + BATCH).min(size + 1))
            .map(rows::row)
            .collect();
        seq += 1;
        let start = Instant::now();
        board.apply(Seq(seq), batch);
        spent += start.elapsed().as_secs_f64();
    }
    println!("apply{:>40.0} rows/s", f64::from(size) / spent);
}

/// Batches of changes while nobody reads.
fn change(board: &Board, size: u32) {
    let mut at = 0;
    let batches = (0..ROUNDS as u32).map(|at| {
        let numbers = (1..=BATCH).map(|n| (n * 7919 + at * 104_729) % size + 1);
        numbers.map(rows::changed).collect::<Vec<_>>()
    });
    let mut batches = batches.collect::<Vec<_>>().into_iter();
    measure("apply 100 changed rows", || {
        at += 1;
        board.apply(Seq(1_000_000 + at), batches.next().unwrap_or_default());
    });
}

fn keep(board: &Board) {
    let mut file = Vec::new();
    let start = Instant::now();
    let saved = board.save(&mut file);
    println!(
        "save{:>42.0} ms, {} MB, {saved:?}",
        start.elapsed().as_secs_f64() * 1e3,
        file.len() >> 20
    );
    let start = Instant::now();
    let loaded = Board::load(&*file).map(|board| board.len());
    println!(
        "load{:>42.0} ms, {loaded:?}",
        start.elapsed().as_secs_f64() * 1e3
    );
}

type Questions = Vec<(&'static str, FindingList)>;

fn questions() -> Questions {
    let mut all = by_facets();
    all.extend(by_text());
    let first = FindingList::first(FindingFilter::open(), 50);
    let updated = FindingList {
        sort: SortKey::Updated,
        ..first
    };
    all.push(("open by update", updated));
    all
}

fn texts(some: &[&str]) -> Vec<String> {
    some.iter().map(|text| (*text).to_owned()).collect()
}

fn by_facets() -> Questions {
    let (all, open) = (FindingFilter::default(), FindingFilter::open());
    let narrow = FindingFilter {
        severity: vec![Severity::Critical, Severity::High],
        region: texts(&[rows::REGIONS[1], rows::REGIONS[2]]),
        ..open.clone()
    };
    let many = FindingFilter {
        account: texts(&[&rows::account(3), &rows::account(5), &rows::account(8)]),
        standard: texts(&[rows::STANDARDS[0]]),
        assignee: texts(&[""]),
        ..narrow.clone()
    };
    let past = FindingFilter {
        workflow: vec![WorkflowStatus::Resolved],
        record_state: vec![RecordState::Active, RecordState::Archived],
        ..all.clone()
    };
    let control = FindingFilter {
        control: texts(&["S3.7"]),
        ..all.clone()
    };
    let questions = [
        ("unfiltered", all),
        ("open", open),
        ("open, severity, region", narrow),
        ("six facets", many),
        ("resolved or archived", past),
        ("one control", control),
    ];
    questions
        .map(|(name, filter)| (name, FindingList::first(filter, 50)))
        .to_vec()
}

fn by_text() -> Questions {
    let (all, open) = (FindingFilter::default(), FindingFilter::open());
    let id = rows::row(777).aws_finding_id;
    let questions = [
        ("text: i-0 of open", open, "i-0"),
        ("text: rare tail", all.clone(), &id[110..]),
        ("text: whole id", all.clone(), &id),
        ("text: bucket", all.clone(), "bucket"),
        ("text: arn piece", all.clone(), "arn:aws:s3:::"),
        ("text: e7", all.clone(), "e7"),
        ("text: a", all.clone(), "a"),
        ("text: three words", all.clone(), "public bucket prod"),
        ("text: nothing", all, "zzzzqq"),
    ];
    let questions = questions.map(|(name, filter, text)| {
        let filter = FindingFilter {
            text: text.to_owned(),
            ..filter
        };
        (name, FindingList::first(filter, 50))
    });
    questions.to_vec()
}

fn measure<T>(name: &str, mut ask: impl FnMut() -> T) {
    let mut spent: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            black_box(ask());
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    spent.sort_by(f64::total_cmp);
    println!(
        "{name:<40} best {:>8.3}  p50 {:>8.3}  p95 {:>8.3} ms",
        spent[0],
        spent[ROUNDS / 2],
        spent[ROUNDS * 95 / 100]
    );
}

/// Pages of this process that are in memory. Linux, 4 KB pages; zero elsewhere.
fn resident_mb() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = statm
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse::<u64>().ok());
    (pages.unwrap_or(0) * 4096) >> 20
}
