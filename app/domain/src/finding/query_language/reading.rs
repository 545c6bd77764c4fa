//! Reading a query: its terms, each with its place.

use super::{QueryFault, QueryMistake};
use crate::finding::Facet;

/// A value with its place in the query.
#[derive(Debug)]
pub(super) struct Value {
    pub(super) text: String,
    /// Whether it stood in quotes, and so is no word of the language.
    pub(super) quoted: bool,
    from: usize,
    to: usize,
}

impl Value {
    /// Whether it is this word of the language, however it is cased.
    pub(super) fn is_word(&self, word: &str) -> bool {
        !self.quoted && self.text.eq_ignore_ascii_case(word)
    }

    pub(super) fn fault(&self, mistake: QueryMistake, facet: Option<Facet>) -> QueryFault {
        fault(self.from, self.to, mistake, facet)
    }
}

/// A facet with values, or a value of the text.
#[derive(Debug)]
pub(super) struct Term {
    pub(super) excluded: bool,
    pub(super) facet: Option<Facet>,
    pub(super) values: Vec<Value>,
}

fn fault(from: usize, to: usize, mistake: QueryMistake, facet: Option<Facet>) -> QueryFault {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    QueryFault {
        from: place(from),
        to: place(to),
        mistake,
        facet,
    }
}

/// The terms of a query.
pub(super) fn terms(query: &str) -> Result<Vec<Term>, QueryFault> {
    let mut reader = Reader { query, at: 0 };
    let mut terms = Vec::new();
    while reader.skip_space() {
        terms.push(reader.term()?);
    }
    Ok(terms)
}

/// What the word before a colon means.
pub(super) enum Meant {
    /// A facet.
    Facet(Facet),
    /// It is nearly the name of a facet.
    Nearly(Facet),
    /// It is part of a text, as in an ARN.
    Text,
}

/// What the word before a colon means, whatever its case.
pub(super) fn meant(key: &str) -> Meant {
    if let Some(facet) = Facet::of_query(key) {
        return Meant::Facet(facet);
    }
    let key = key.to_ascii_lowercase();
    let near = Facet::ALL
        .iter()
        .find(|facet| key.len() > 3 && is_near(&key, facet.as_str()));
    near.map_or(Meant::Text, |facet| Meant::Nearly(*facet))
}

/// How many letters of a word may be wrong for it to be meant: of a short one none, since it is nearly any other.
fn forgiven(typed: usize, name: usize) -> usize {
    match typed.min(name) {
        0..5 => usize::from(typed == 4 && name > 4),
        5 => 1,
        _ => 2,
    }
}

/// Whether one word becomes the other by a few letters added, left out or changed.
fn is_near(left: &str, right: &str) -> bool {
    let right: Vec<u8> = right.bytes().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, letter) in left.bytes().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for j in 0..right.len() {
            let change = corner + usize::from(letter != right[j]);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    row[right.len()] <= forgiven(left.len(), right.len())
}

struct Reader<'a> {
    query: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.query[self.at..]
    }

    /// Whether anything follows the space.
    fn skip_space(&mut self) -> bool {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        !self.rest().is_empty()
    }

    fn takes(&mut self, mark: char) -> bool {
        let found = self.rest().starts_with(mark);
        self.at += if found { mark.len_utf8() } else { 0 };
        found
    }

    fn ends(&self) -> bool {
        self.rest().chars().next().is_none_or(char::is_whitespace)
    }

    fn term(&mut self) -> Result<Term, QueryFault> {
        let from = self.at;
        let minus = self.takes('-');
        if minus && self.ends() {
            // A dash alone is a word.
            let value = self.read(from, |_| false)?;
            return Ok(text_term(false, value));
        }
        let Some(facet) = self.facet()? else {
            let value = self.value(|_| false)?;
            return Ok(text_term(minus, value));
        };
        let mut values = Vec::new();
        loop {
            let value = self.value(|c| c == ',')?;
            if value.text.is_empty() {
                return Err(fault(from, self.at, QueryMistake::NoValue, Some(facet)));
            }
            values.push(value);
            if !self.takes(',') {
                break;
            }
        }
        Ok(Term {
            excluded: minus,
            facet: Some(facet),
            values,
        })
    }

    /// The facet that is named here, if one is.
    fn facet(&mut self) -> Result<Option<Facet>, QueryFault> {
        let rest = self.rest();
        let Some(colon) = rest.find(|c: char| c == ':' || c == '"' || c.is_whitespace()) else {
            return Ok(None);
        };
        if !rest[colon..].starts_with(':') {
            return Ok(None);
        }
        match meant(&rest[..colon]) {
            Meant::Facet(facet) => {
                self.at += colon + 1;
                Ok(Some(facet))
            }
            Meant::Nearly(facet) => Err(fault(
                self.at,
                self.at + colon,
                QueryMistake::UnknownFacet,
                Some(facet),
            )),
            Meant::Text => Ok(None),
        }
    }

    fn value(&mut self, ends: impl Fn(char) -> bool) -> Result<Value, QueryFault> {
        let from = self.at;
        if !self.takes('"') {
            return self.read(from, ends);
        }
        let mut text = String::new();
        loop {
            let Some(length) = self.rest().find('"') else {
                self.at = self.query.len();
                return Err(fault(from, self.at, QueryMistake::OpenQuote, None));
            };
            text.push_str(&self.rest()[..length]);
            self.at += length + 1;
            // A quote that is doubled is one of the text.
            if !self.takes('"') {
                break;
            }
            text.push('"');
        }
        Ok(Value {
            text,
            quoted: true,
            from,
            to: self.at,
        })
    }

    /// What stands here up to a space or an end, from `from` on.
    fn read(&mut self, from: usize, ends: impl Fn(char) -> bool) -> Result<Value, QueryFault> {
        let rest = self.rest();
        let length = rest.find(|c: char| c.is_whitespace() || ends(c));
        self.at += length.unwrap_or(rest.len());
        Ok(Value {
            text: self.query[from..self.at].to_owned(),
            quoted: false,
            from,
            to: self.at,
        })
    }
}

fn text_term(excluded: bool, value: Value) -> Term {
    Term {
        excluded,
        facet: None,
        values: vec![value],
    }
}
