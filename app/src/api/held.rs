//! What was typed into a form that was refused, where it is too long to stand in an address.

use std::{
    collections::VecDeque,
    hash::{BuildHasher as _, RandomState},
    sync::{Mutex, PoisonError},
};

use domain::id::PersonId;

use crate::query::Query;

/// Bytes of an address that every proxy on the way takes.
pub(super) const LONG: usize = 6_000;
/// Under what the address names what is held.
pub(super) const KEY: &str = "held";
/// How many are held for one person, and for all whose session had ended: as many as windows in which somebody may write
/// at a time.
const EACH: usize = 4;
/// Bytes that are held at most for all people.
const MOST: usize = 16 << 20;

/// What this process holds. After a restart nothing is held, as nothing of an open page is.
pub(super) static HELD: Mutex<VecDeque<Held>> = Mutex::new(VecDeque::new());

/// What one person typed into one form.
#[derive(Debug)]
pub(super) struct Held {
    key: String,
    /// Who wrote it; nobody where their session had ended, who comes back with the key alone.
    whose: Option<PersonId>,
    typed: Vec<(String, String)>,
}

impl Held {
    fn bytes(&self) -> usize {
        let texts = self.typed.iter().map(|(key, text)| key.len() + text.len());
        texts.sum()
    }
}

/// Holds it; the answer is what finds it again. What is oldest makes room.
pub(super) fn hold(
    held: &Mutex<VecDeque<Held>>,
    whose: Option<PersonId>,
    typed: &[(&str, &str)],
) -> String {
    let typed = typed
        .iter()
        .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()));
    let one = Held {
        // Made with keys of its own that nobody knows, so that it cannot be guessed.
        key: format!("{:016x}", RandomState::new().hash_one(whose)),
        whose,
        typed: typed.collect(),
    };
    let key = one.key.clone();
    let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
    held.push_back(one);
    while held.iter().filter(|one| one.whose == whose).count() > EACH {
        let oldest = held.iter().position(|one| one.whose == whose);
        oldest.and_then(|at| held.remove(at));
    }
    while held.iter().map(Held::bytes).sum::<usize>() > MOST {
        held.pop_front();
    }
    key
}

/// The query with what it says is held, where that is this person's.
pub(super) fn with_held(held: &Mutex<VecDeque<Held>>, whose: PersonId, query: Query) -> Query {
    let Some(key) = query.get(KEY) else {
        return query;
    };
    let held = held.lock().unwrap_or_else(PoisonError::into_inner);
    let theirs = |one: &&Held| one.whose.is_none_or(|who| who == whose);
    let Some(found) = held.iter().filter(theirs).find(|one| one.key == key) else {
        return query;
    };
    let texts = found.typed.iter();
    texts.fold(query.without(&[KEY]), |query, (key, text)| {
        query.with(key, text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(n: u8) -> PersonId {
        format!("00000000-0000-7000-8000-{n:012}")
            .parse()
            .expect("an id")
    }

    fn asked(key: &str) -> Query {
        Query::default().with("title", "Old").with(KEY, key)
    }

    #[test]
    fn what_is_held_is_found_by_who_wrote_it() {
        let held = Mutex::default();
        let long = "取".repeat(10_000);
        let key = hold(
            &held,
            Some(person(1)),
            &[("title", "New"), ("description", &long)],
        );
        let read = with_held(&held, person(1), asked(&key));
        assert_eq!(
            read.get("title"),
            Some("New"),
            "it stands for what was there"
        );
        assert_eq!(read.get("description"), Some(long.as_str()));
        for (whose, key) in [(person(2), key.as_str()), (person(1), "0123")] {
            assert_eq!(with_held(&held, whose, asked(key)), asked(key));
        }
    }

    #[test]
    fn who_was_signed_out_finds_it_by_its_key() {
        let held = Mutex::default();
        let key = hold(&held, None, &[("title", "New")]);
        let read = with_held(&held, person(1), asked(&key));
        assert_eq!(read.get("title"), Some("New"));
        assert_eq!(with_held(&held, person(1), asked("0")), asked("0"));
    }

    #[test]
    fn the_oldest_makes_room() {
        let held = Mutex::default();
        let other = hold(&held, Some(person(2)), &[("text", "theirs")]);
        let keys = [(); EACH + 1].map(|()| hold(&held, Some(person(1)), &[("text", "mine")]));
        let text = |whose, key: &str| {
            let read = with_held(&held, whose, asked(key));
            read.get("text").map(str::to_owned)
        };
        assert_eq!(text(person(1), &keys[0]), None);
        assert_eq!(text(person(1), &keys[EACH]).as_deref(), Some("mine"));
        assert_eq!(text(person(2), &other).as_deref(), Some("theirs"));
        let large = "x".repeat(MOST);
        hold(&held, Some(person(3)), &[("text", &large)]);
        assert_eq!(text(person(2), &other), None);
    }
}
