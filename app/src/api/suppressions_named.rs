//! The query of a rule as people read it: accounts by their names. A rule is kept with their numbers.

use backend::{Backend, findings};
use domain::{
    actor::Actor,
    finding::{Facet, FindingFilter},
    suppression::{read_filter, written_filter},
};

use super::places::{Names, account_words};

/// A rule's query with each account by its name, where no other account has that name.
pub(super) fn named_query(filter: &FindingFilter, names: &Names) -> String {
    let is_of_one = |name: &str| {
        let same = names.values().filter(|one| one.eq_ignore_ascii_case(name));
        same.count() == 1
    };
    let mut filter = filter.clone();
    for id in accounts_in(&mut filter) {
        if let Some(name) = names.get(id).filter(|name| is_of_one(name)) {
            id.clone_from(name);
        }
    }
    written_filter(&filter)
}

/// The same for a form, where it means the same rule; else the query as the rule is kept.
pub(super) fn query_for_form(
    (backend, actor): (&Backend, &Actor),
    filter: &FindingFilter,
    names: &Names,
) -> String {
    let named = named_query(filter, names);
    let read = read_filter(&named).ok();
    let meant = read.and_then(|read| findings::canonical(backend, actor, read).ok());
    match meant.as_ref() == Some(filter) {
        true => named,
        false => written_filter(filter),
    }
}

/// The accounts that a rule's query has, each by its name and its number.
pub(super) fn accounts_of(filter: &FindingFilter, names: &Names) -> String {
    let mut filter = filter.clone();
    let accounts = accounts_in(&mut filter).map(|id| account_words(id, names));
    accounts.collect::<Vec<String>>().join(", ")
}

/// The accounts that a filter chooses, and then those that it keeps out.
fn accounts_in(filter: &mut FindingFilter) -> impl Iterator<Item = &mut String> {
    let excluded = filter.excluded.iter_mut();
    let excluded = excluded.filter(|one| one.facet == Facet::Account);
    let chosen = filter.account.iter_mut();
    chosen.chain(excluded.map(|one| &mut one.value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_called_by_a_name_that_is_its_own() {
        let name = |id: &str, name: &str| (id.to_owned(), name.to_owned());
        let names = Names::from([
            name("310000000122", "web-prod"),
            name("310000000123", "two of a name"),
            name("310000000124", "Two of a name"),
            name("310000000125", "data lake"),
        ]);
        let query =
            "-account:310000000125 severity:low account:310000000122,310000000123,310000000199";
        let filter = read_filter(query).expect("a query");
        assert_eq!(
            named_query(&filter, &names),
            "severity:low account:web-prod,310000000123,310000000199 -account:\"data lake\""
        );
        assert_eq!(
            accounts_of(&filter, &names),
            "web-prod 310000000122, two of a name 310000000123, 310000000199, data lake 310000000125"
        );
    }
}
