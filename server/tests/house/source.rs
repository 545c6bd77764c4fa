//! Tells Rust's code from its comments and its string literals, as far as these rules need it.

/// A string literal: where it begins in the file, and what stands between its quotes.
pub(crate) struct Literal {
    pub(crate) offset: usize,
    pub(crate) text: String,
}

/// A Rust file taken apart. `code` is as long as the file, with blanks in place of comments and literals; line breaks stay.
pub(crate) struct Source {
    pub(crate) code: String,
    pub(crate) literals: Vec<Literal>,
}

impl Source {
    pub(crate) fn of(text: &str) -> Self {
        let mut source = Self {
            code: String::new(),
            literals: Vec::new(),
        };
        let mut at = 0;
        while let Some(first) = text[at..].chars().next() {
            let piece = Piece::at(text, at);
            if let Some((start, end)) = piece.quoted {
                source.literals.push(Literal {
                    offset: start,
                    text: text[start..end].to_owned(),
                });
            }
            let length = piece.length.max(first.len_utf8());
            let taken = &text[at..at + length];
            if piece.length == 0 {
                source.code.push_str(taken);
            } else {
                source
                    .code
                    .extend(taken.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }));
            }
            at += length;
        }
        source
    }
}

/// What begins at some offset: a comment or a literal of this many bytes, or (0) code.
#[derive(Default)]
struct Piece {
    length: usize,
    quoted: Option<(usize, usize)>,
}

impl Piece {
    fn at(text: &str, at: usize) -> Self {
        let rest = &text[at..];
        let inside_word = text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        if rest.starts_with("//") {
            Self::blank(rest.find('\n').unwrap_or(rest.len()))
        } else if rest.starts_with("/*") {
            Self::blank(block_comment(rest))
        } else if let Some(inside) = rest.strip_prefix('"') {
            Self::quoted(at, 1, plain_string(inside), 1)
        } else if !inside_word && let Some(hashes) = raw_string(rest) {
            let opening = rest.find('"').map_or(0, |quote| quote + 1);
            let closing = format!("\"{}", "#".repeat(hashes));
            let inner = &rest[opening..];
            Self::quoted(
                at,
                opening,
                inner.find(&closing).unwrap_or(inner.len()),
                closing.len(),
            )
        } else if rest.starts_with('\'') {
            Self::blank(character(rest))
        } else {
            Self::default()
        }
    }

    fn blank(length: usize) -> Self {
        Self {
            length,
            quoted: None,
        }
    }

    fn quoted(at: usize, opening: usize, inner: usize, closing: usize) -> Self {
        let start = at + opening;
        Self {
            length: opening + inner + closing,
            quoted: Some((start, start + inner)),
        }
    }
}

/// How many hashes the raw string has that begins here, if one does.
fn raw_string(rest: &str) -> Option<usize> {
    let body = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'))?;
    let hashes = body.len() - body.trim_start_matches('#').len();
    body[hashes..].starts_with('"').then_some(hashes)
}

/// The length of a string up to its closing quote.
fn plain_string(inner: &str) -> usize {
    let mut escaped = false;
    for (at, c) in inner.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at,
            _ => {}
        }
    }
    inner.len()
}

/// The length of a character literal, or 0 for a lifetime.
fn character(rest: &str) -> usize {
    let mut inner = rest[1..].char_indices();
    match inner.next() {
        Some((_, '\\')) => rest[3..].find('\'').map_or(0, |end| end + 4),
        Some(_) => match inner.next() {
            Some((end, '\'')) => end + 2,
            _ => 0,
        },
        None => 0,
    }
}

/// The length of a block comment; they nest.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

#[test]
fn code_comments_and_literals_are_told_apart() {
    let text = "let a = \"x \\\" // no\"; // say \"hi\"\nlet r = r#\"q \" q\"#; let c = '\"'; fn f<'a>() {} /* { */";
    let source = Source::of(text);
    let literals: Vec<&str> = source
        .literals
        .iter()
        .map(|one| one.text.as_str())
        .collect();
    assert_eq!(literals, ["x \\\" // no", "q \" q"]);
    assert_eq!(source.code.len(), text.len());
    assert!(source.code.contains("fn f<'a>() {}") && !source.code.contains("hi"));
    assert_eq!(source.code.matches('{').count(), 1, "{}", source.code);
}
