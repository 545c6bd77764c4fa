//! A file is one concept and fits in a head; so does a function.

use crate::files::{self, File};
use crate::none;
use crate::source::Source;

/// No file may have more lines than this.
const WALL: usize = 600;
/// Lines of code (without blank lines and comments) after which a file should be two.
const CODE: usize = 400;
/// Half of all Rust files have no more lines than this.
const MEDIAN: usize = 120;
/// Lines of a function, and of a Leptos component, whose view is most of it.
const FUNCTION: usize = 50;
const COMPONENT: usize = 80;

const WRITTEN: &[&str] = &["rs", "ts", "mjs", "css", "sh", "sql", "toml", "yml", "html"];

fn written(file: &File) -> bool {
    file.is(WRITTEN)
        || file.path.starts_with(".ci/") && !file.path.ends_with(".txt")
        || file.path == "Makefile"
}

fn code_lines(file: &File) -> usize {
    if file.is(&["rs"]) {
        Source::of(&file.text)
            .code
            .lines()
            .filter(|line| !line.trim().is_empty())
            .count()
    } else {
        file.text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .count()
    }
}

#[test]
fn no_file_is_higher_than_the_wall() {
    let mut faults = Vec::new();
    for file in files::all().into_iter().filter(written) {
        let lines = file.text.lines().count();
        if lines > WALL {
            faults.push(format!("{}: {lines} lines, more than {WALL}", file.path));
        } else if code_lines(&file) > CODE {
            println!(
                "{}: more than {CODE} lines of code; should it be two files?",
                file.path
            );
        }
    }
    none(&faults);
}

#[test]
fn the_median_rust_file_is_short() {
    let mut lines: Vec<usize> = files::rust()
        .iter()
        .map(|file| file.text.lines().count())
        .collect();
    lines.sort_unstable();
    let median = lines[lines.len() / 2];
    assert!(
        median <= MEDIAN,
        "half of the Rust files have {median} lines or more; {MEDIAN} is the most"
    );
}

#[test]
fn no_function_is_long() {
    let mut faults = Vec::new();
    for file in files::rust() {
        for function in functions(&Source::of(&file.text).code) {
            let most = if function.component {
                COMPONENT
            } else {
                FUNCTION
            };
            if function.lines > most {
                let place = file.place(function.offset);
                faults.push(format!(
                    "{place}: a function of {} lines, more than {most}",
                    function.lines
                ));
            }
        }
    }
    none(&faults);
}

struct Function {
    offset: usize,
    lines: usize,
    component: bool,
}

/// Every function with a body, from its `fn` to its closing brace.
fn functions(code: &str) -> Vec<Function> {
    let starts = code.match_indices("fn ").filter(|(at, _)| {
        !code[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
            && code[at + 3..].starts_with(|c: char| c.is_alphabetic() || c == '_')
    });
    starts
        .filter_map(|(offset, _)| {
            let lines = code[offset..offset + body_end(&code[offset..])?]
                .matches('\n')
                .count()
                + 1;
            let attributes = code[..offset]
                .rsplit(['}', ';', '{'])
                .next()
                .unwrap_or_default();
            Some(Function {
                offset,
                lines,
                component: attributes.contains("#[component"),
            })
        })
        .collect()
}

/// Where the body of the function that begins here ends, or nothing for a declaration in a trait.
fn body_end(code: &str) -> Option<usize> {
    let mut depth = 0_i32;
    let mut round = 0_i32;
    for (at, c) in code.char_indices() {
        match c {
            '(' | '[' => round += 1,
            ')' | ']' => round -= 1,
            ';' if depth == 0 && round == 0 => return None,
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

#[test]
fn functions_are_measured_from_name_to_brace() {
    let code = "trait T { fn a(&self, b: [u8; 2]); }\n#[component]\nfn C() {\n if x { }\n}\nfn d(\n) { }\n";
    let found: Vec<(usize, bool)> = functions(code)
        .iter()
        .map(|one| (one.lines, one.component))
        .collect();
    assert_eq!(found, [(3, true), (2, false)]);
}
