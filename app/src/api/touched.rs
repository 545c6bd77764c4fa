//! Which fields of a form somebody touched. After a refusal those alone go back into it as they were typed; the others say
//! what holds by then, so that the form, sent again, undoes nothing that somebody else did meanwhile.

use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};

use super::{context::form_answer, error::ApiError};
use crate::query::Query;

/// Under what the address names the fields that were touched.
const KEY: &str = "touched";

/// The mark of every field as the form begins, by its name: short enough to go along with it.
pub(crate) fn was<T: AsRef<str>>(fields: &[(&str, T)]) -> String {
    let marks = fields
        .iter()
        .map(|(name, text)| format!("{name}:{}", mark(text.as_ref())));
    marks.collect::<Vec<_>>().join(",")
}

/// The same for a text that a browser sent: it ends lines in its own way.
fn mark(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    format!("{:016x}", hasher.hash_one(text.trim()))
}

/// Answers a form that was refused with all that was sent, and with the names of what is another than `was` says; of what
/// it does not name nobody knows how it was, so it counts as touched.
pub(super) fn answer(
    function: &str,
    code: &ApiError,
    (was, sent): (&str, &[(&str, Option<&str>)]),
) {
    let touched = touched(was, sent);
    let texts = sent
        .iter()
        .map(|(name, text)| (*name, text.unwrap_or_default()));
    let typed: Vec<_> = texts.chain([(KEY, touched.as_str())]).collect();
    form_answer(function, code, &typed);
}

/// The same of a form that sends all its fields, and beside them the mark of each; gives the refusal back.
pub(super) fn told(
    function: &str,
    code: ApiError,
    was: &[String],
    sent: &[(&str, &str)],
) -> ApiError {
    let sent: Vec<_> = sent
        .iter()
        .map(|(name, text)| (*name, Some(*text)))
        .collect();
    answer(function, &code, (&was.join(","), &sent));
    code
}

fn touched(was: &str, sent: &[(&str, Option<&str>)]) -> String {
    let known: Vec<_> = was
        .split(',')
        .filter_map(|one| one.split_once(':'))
        .collect();
    let left = |name: &str, text: &str| known.contains(&(name, mark(text).as_str()));
    let names = sent.iter().filter_map(|(name, text)| {
        let text = (*text)?;
        (!left(name, text)).then_some(*name)
    });
    names.collect::<Vec<_>>().join(",")
}

/// What was typed into a field before a refusal; nothing where it was left as it was.
pub(crate) fn typed<'q>(query: &'q Query, name: &str) -> Option<&'q str> {
    let mut names = query.get(KEY)?.split(',');
    names
        .any(|one| one == name)
        .then(|| query.get(name).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_alone_is_not_touched() {
        let was = was(&[("title", "Mail is late"), ("scopes", "1111\n2222")]);
        let sent = |title, scopes| touched(&was, &[("title", Some(title)), ("scopes", scopes)]);
        assert_eq!(sent("Mail is late", Some("1111\r\n2222")), "");
        assert_eq!(sent("Mail is lost", Some("1111\r\n2222")), "title");
        assert_eq!(sent("", Some("2222")), "title,scopes");
        assert_eq!(sent("Mail is late", None), "", "it was not sent");
        let unknown = touched("", &[("title", Some("Mail is late"))]);
        assert_eq!(unknown, "title");
    }

    #[test]
    fn only_what_was_touched_goes_back() {
        let query = Query::parse("title=New&summary=&impact=3&touched=title,summary");
        assert_eq!(typed(&query, "title"), Some("New"));
        assert_eq!(typed(&query, "summary"), Some(""), "it was emptied");
        assert_eq!(typed(&query, "impact"), None);
        assert_eq!(typed(&Query::parse("title=New"), "title"), None);
    }
}
