//! Places as people read them: accounts by their names, and what is there by its own.

use std::collections::BTreeMap;

use domain::scope::Scope;

use crate::format;

/// What accounts are called, by their ids.
pub(super) type Names = BTreeMap<String, String>;

/// A place whole, so that nothing else could be meant: `payments-prod 310000000106 / us-east-1, instance i-1`.
pub(super) fn whole(scope: &Scope, names: &Names) -> String {
    let account = scope.account.as_ref();
    let account = account.map(|account| account_words(account.as_str(), names));
    let region = scope.region.as_ref().map(ToString::to_string);
    let here: Vec<String> = account.into_iter().chain(region).collect();
    let what = match (&scope.resource, &scope.service) {
        (Some(resource), _) => Some(kind_and_name(resource.as_str())),
        (None, service) => service.as_ref().map(ToString::to_string),
    };
    let here = (!here.is_empty()).then(|| here.join(" / "));
    let parts: Vec<String> = here.into_iter().chain(what).collect();
    match parts.is_empty() {
        true => "the whole organization".to_owned(),
        false => parts.join(", "),
    }
}

/// A place in one line without marks between its parts: `payments-prod 310000000106 us-east-1 ec2`.
pub(super) fn plain(scope: &Scope, names: &Names) -> String {
    let resource = scope.resource.as_ref();
    let name = resource.map(|resource| format::resource_name(resource.as_str()).to_owned());
    let account = scope.account.as_ref();
    let account = account.map(|account| account_words(account.as_str(), names));
    let region = scope.region.as_ref().map(ToString::to_string);
    let service = scope.service.as_ref().map(ToString::to_string);
    let service = service.filter(|_| name.is_none());
    let words = [account, region, service, name].into_iter().flatten();
    let words: Vec<String> = words.collect();
    match words.is_empty() {
        true => "the whole organization".to_owned(),
        false => words.join(" "),
    }
}

/// An account by its name, or else by its number.
pub(super) fn name_of<'a>(names: &'a Names, id: &'a str) -> &'a str {
    names.get(id).map_or(id, String::as_str)
}

/// An account by its name, where it has one, and its number.
pub(super) fn account_words(id: &str, names: &Names) -> String {
    let name = names.get(id);
    name.map_or_else(|| id.to_owned(), |name| format!("{name} {id}"))
}

/// What it is and where in few words, for a line of a list: `alb-prod, payments-prod`.
pub(super) fn short(scope: &Scope, names: &Names) -> String {
    let Some(resource) = &scope.resource else {
        return whole(scope, names);
    };
    let name = format::resource_name(resource.as_str());
    let account = scope.account.as_ref().map(|account| account.as_str());
    match account.map(|id| name_of(names, id)) {
        Some(account) => format!("{name}, {account}"),
        None => name.to_owned(),
    }
}

/// The end of an ARN with the word before it: `instance i-1`.
fn kind_and_name(arn: &str) -> String {
    let last = arn.splitn(6, ':').last().unwrap_or(arn);
    match last.split_once(['/', ':']) {
        Some((kind, name)) if arn.starts_with("arn:") => format!("{kind} {name}"),
        _ => last.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(text: &str) -> Scope {
        text.parse().expect("a place")
    }

    #[test]
    fn accounts_have_their_names() {
        let names = Names::from([("310000000106".to_owned(), "payments-prod".to_owned())]);
        let instance = scope("arn:aws:ec2:us-east-1:310000000106:instance/i-1");
        assert_eq!(
            whole(&instance, &names),
            "payments-prod 310000000106 / us-east-1, instance i-1"
        );
        assert_eq!(short(&instance, &names), "i-1, payments-prod");
        let service = scope("111122223333 eu-west-1 rds");
        assert_eq!(whole(&service, &names), "111122223333 / eu-west-1, rds");
        assert_eq!(short(&service, &names), "111122223333 / eu-west-1, rds");
        assert_eq!(whole(&Scope::default(), &names), "the whole organization");
        assert_eq!(
            plain(&instance, &names),
            "payments-prod 310000000106 us-east-1 i-1"
        );
        assert_eq!(plain(&service, &names), "111122223333 eu-west-1 rds");
        assert_eq!(plain(&Scope::default(), &names), "the whole organization");
        assert_eq!(whole(&scope("arn:aws:s3:::logs"), &names), "logs");
    }
}
