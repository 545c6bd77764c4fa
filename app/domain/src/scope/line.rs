//! A scope as one line of text: what people write, and what is kept of it.
//!
//! Each scope has a line that is read back as the same scope, whatever AWS called its parts: a part whose own text would be
//! read as something else is written with its name, as in `resource="my file"`.

use std::{fmt, str::FromStr};

use super::{AccountId, Region, ResourceArn, Scope, Service, codes::is_known};

/// The text names no place in AWS; carries the word that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no account, region, service or ARN")]
pub struct InvalidScope(pub String);

/// The line of the scope that says nothing.
const EVERYTHING: &str = "organization";

/// What one word says.
enum Word {
    Account(String),
    Region(String),
    Service(String),
    /// A service, said by its name: `service="…"`.
    NamedService(String),
    /// A resource, and with it where it is.
    Arn(String),
    /// A resource alone.
    Resource(String),
}

impl FromStr for Scope {
    type Err = InvalidScope;

    /// Reads one line: an ARN, or an account, a region and a service in any order, or `organization`. What people write
    /// is read by [`Scope::typed`].
    fn from_str(line: &str) -> Result<Self, InvalidScope> {
        read(line).map(|(scope, _)| scope)
    }
}

impl Scope {
    /// Reads one line that a person wrote, as [`str::parse`] does. A word that could be any service is taken for one only
    /// where AWS has a service of that code, or an account is said beside it: alone it would stand for the whole
    /// organization, so that what is mistyped would touch everything. Another service is written `service="…"`.
    ///
    /// # Errors
    /// [`InvalidScope`] with the word that names no place in AWS.
    pub fn typed(line: &str) -> Result<Self, InvalidScope> {
        let (scope, service) = read(line)?;
        match service.filter(|word| scope.account.is_none() && !is_known(word)) {
            Some(word) => Err(InvalidScope(word.to_owned())),
            None => Ok(scope),
        }
    }
}

/// A line as a scope, and the word in it that was taken for a service.
fn read(line: &str) -> Result<(Scope, Option<&str>), InvalidScope> {
    let line = line.trim();
    if line == EVERYTHING {
        return Ok((Scope::default(), None));
    }
    let (mut scope, mut arn) = (Scope::default(), Scope::default());
    let mut guessed = None;
    for text in words(line) {
        let wrong = || InvalidScope(text.to_owned());
        let free = match word(text).ok_or_else(wrong)? {
            Word::Account(text) => fill(&mut scope.account, AccountId(text)),
            Word::Region(text) => fill(&mut scope.region, Region(text)),
            Word::Service(code) => {
                guessed = Some(text);
                fill(&mut scope.service, Service(code))
            }
            Word::NamedService(text) => fill(&mut scope.service, Service(text)),
            Word::Resource(text) => fill(&mut scope.resource, ResourceArn(text)),
            Word::Arn(text) => {
                arn = Scope::of_resource(&text);
                fill(&mut scope.resource, ResourceArn(text))
            }
        };
        free.ok_or_else(wrong)?;
    }
    let wrong = || InvalidScope(line.to_owned());
    let agrees = agree(&mut scope.account, arn.account)
        && agree(&mut scope.region, arn.region)
        && agree(&mut scope.service, arn.service);
    (agrees && scope != Scope::default())
        .then_some((scope, guessed))
        .ok_or_else(wrong)
}

/// Fills a part that nobody has filled.
fn fill<T>(part: &mut Option<T>, value: T) -> Option<()> {
    part.is_none().then(|| *part = Some(value))
}

/// Fills a part with what the ARN says, unless something else is said of it.
fn agree<T: PartialEq>(part: &mut Option<T>, arn: Option<T>) -> bool {
    match (&part, arn) {
        (Some(said), Some(arn)) => *said == arn,
        (None, arn) => {
            *part = arn;
            true
        }
        (Some(_), None) => true,
    }
}

/// The words of a line; a space between quotes ends none.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    let ends = move |c: char| {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ => {}
        }
        c.is_whitespace() && !quoted
    };
    line.split(ends).filter(|word| !word.is_empty())
}

fn word(text: &str) -> Option<Word> {
    if let Some((name, quoted)) = text.split_once('=')
        && let Some(value) = unquoted(quoted)
    {
        return match name {
            "account" => Some(Word::Account(value)),
            "region" => Some(Word::Region(value)),
            "service" => Some(Word::NamedService(value)),
            "resource" => Some(Word::Resource(value)),
            _ => None,
        };
    }
    let plain = text.to_owned();
    if is_arn(text) {
        Some(Word::Arn(plain))
    } else if is_account(text) {
        Some(Word::Account(plain))
    } else if is_region(text) {
        Some(Word::Region(plain))
    } else if is_service(text) {
        Some(Word::Service(plain))
    } else {
        None
    }
}

fn is_arn(word: &str) -> bool {
    let read_back = !word.contains(|c: char| c.is_whitespace() || c == '"');
    read_back && word.starts_with("arn:") && Scope::of_resource(word).service.is_some()
}

fn is_account(word: &str) -> bool {
    word.len() == 12 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a word has the form of a region's code: two letters, words, a number, as in `us-gov-west-1`.
fn is_region(word: &str) -> bool {
    let parts: Vec<&str> = word.split('-').collect();
    let last = parts.last().copied().unwrap_or_default();
    let letters = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase());
    matches!(word, "global" | "aws-global")
        || (parts.len() >= 3
            && (2..=3).contains(&parts[0].len())
            && (1..=2).contains(&last.len())
            && last.bytes().all(|byte| byte.is_ascii_digit())
            && parts[..parts.len() - 1].iter().all(letters))
}

fn is_service(word: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    word.len() <= 64
        && word != EVERYTHING
        && word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.chars().all(plain)
        && !is_region(word)
}

impl fmt::Display for Scope {
    /// The line that is read back as the same scope.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (resource, arn) = match &self.resource {
            Some(resource) => {
                let arn = Self::of_resource(resource.as_str());
                match is_arn(resource.as_str()) && self.agrees_with(&arn) {
                    true => (Some(resource.0.clone()), arn),
                    false => (Some(named("resource", resource.as_str())), Self::default()),
                }
            }
            None => (None, Self::default()),
        };
        let account = self.account.as_ref().filter(|_| arn.account.is_none());
        let region = self.region.as_ref().filter(|_| arn.region.is_none());
        let service = self.service.as_ref().filter(|_| arn.service.is_none());
        // What a person could not have written as it is has its name.
        let is_plain = |word: &str| is_service(word) && (self.account.is_some() || is_known(word));
        let words = [
            resource,
            account.map(|part| said("account", part.as_str(), is_account)),
            region.map(|part| said("region", part.as_str(), is_region)),
            service.map(|part| said("service", part.as_str(), is_plain)),
        ];
        let words: Vec<String> = words.into_iter().flatten().collect();
        match words.is_empty() {
            true => f.write_str(EVERYTHING),
            false => f.write_str(&words.join(" ")),
        }
    }
}

impl Scope {
    /// Whether everything that an ARN says is said here too.
    fn agrees_with(&self, arn: &Self) -> bool {
        (arn.account.is_none() || arn.account == self.account)
            && (arn.region.is_none() || arn.region == self.region)
            && (arn.service.is_none() || arn.service == self.service)
    }
}

/// The text of a part, with its name unless it is read as that part anyway.
fn said(name: &str, text: &str, is_plain: impl Fn(&str) -> bool) -> String {
    match is_plain(text) {
        true => text.to_owned(),
        false => named(name, text),
    }
}

/// A part with its name, on one line whatever is in it.
fn named(name: &str, text: &str) -> String {
    let mut quoted = format!("{name}=\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// What stands between the quotes.
fn unquoted(quoted: &str) -> Option<String> {
    let inner = quoted.strip_prefix('"')?.strip_suffix('"')?;
    let (mut text, mut chars) = (String::new(), inner.chars());
    while let Some(c) = chars.next() {
        text.push(match c {
            '\\' => match chars.next()? {
                'n' => '\n',
                'r' => '\r',
                c => c,
            },
            '"' => return None,
            c => c,
        });
    }
    Some(text)
}
