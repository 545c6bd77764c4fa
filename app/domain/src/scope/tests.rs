//! What must hold of the matcher and of the lines of scopes.

use proptest::{option, prelude::*, sample::select};

use super::*;

const INSTANCE: &str = "arn:aws:ec2:us-east-1:111122223333:instance/i-0fdd8d8cb49bf3c00";

fn scope(line: &str) -> Scope {
    line.parse().expect("a scope")
}

/// Resources that are parts of each other, in accounts that each resource has for good.
const RESOURCES: &[&str] = &[
    INSTANCE,
    "arn:aws:ec2:us-east-1:111122223333:instance/i-1",
    "arn:aws:s3:::ledger 111122223333 us-east-1",
    "arn:aws:s3:::ledger/2026 111122223333 us-east-1",
    "arn:aws:s3:::ledger/2026/a.csv 111122223333 us-east-1",
    "arn:aws:s3:::ledgers 444455556666 eu-west-1",
    "arn:aws:rds:us-east-1:111122223333:db:ledger",
    "arn:aws:rds:eu-west-1:444455556666:db:ledger",
    "arn:aws:iam::444455556666:role/admin",
];

/// Places that do not contradict themselves: a resource is where it is, and any part may be left open.
fn a_place() -> impl Strategy<Value = Scope> {
    let parts = (
        option::of(select(&["111122223333", "444455556666"][..])),
        option::of(select(&["us-east-1", "eu-west-1", "global"][..])),
        option::of(select(&["ec2", "s3", "rds"][..])),
    );
    let open = parts.prop_map(|(account, region, service)| Scope {
        account: account.map(AccountId::from),
        region: region.map(Region::from),
        service: service.map(Service::from),
        resource: None,
    });
    let within = (select(RESOURCES), any::<[bool; 4]>()).prop_map(|(line, kept)| {
        let whole = scope(line);
        Scope {
            account: whole.account.filter(|_| kept[0]),
            region: whole.region.filter(|_| kept[1]),
            service: whole.service.filter(|_| kept[2]),
            resource: whole.resource.filter(|_| kept[3]),
        }
    });
    prop_oneof![open, within, select(RESOURCES).prop_map(scope)]
}

/// Scopes of any text: what AWS may call things, and what nobody would.
fn anything() -> impl Strategy<Value = Scope> {
    let text = || {
        let words = [
            "",
            " ",
            "\"",
            "\\",
            "a\nb",
            "global",
            "organization",
            "aws-global",
            "us-east-1",
            "ec2",
            "EC2",
            "multiple_services",
            "111122223333",
            "1",
            INSTANCE,
            "arn:aws:s3:::my file",
            "arn:aws",
            "AWS::::Account:111122223333",
            "i-1",
            "account=\"1\"",
            "ab-cd-1",
        ];
        option::of(prop_oneof![
            select(words.to_vec()).prop_map(str::to_owned),
            ".{0,6}",
        ])
    };
    (text(), text(), text(), text()).prop_map(|(account, region, service, resource)| Scope {
        account: account.map(AccountId),
        region: region.map(Region),
        service: service.map(Service),
        resource: resource.map(ResourceArn),
    })
}

proptest! {
    #[test]
    fn how_near_two_are_is_the_same_from_both_sides(one in a_place(), two in a_place()) {
        prop_assert_eq!(one.meets(&two), two.meets(&one));
    }

    #[test]
    fn it_is_the_same_for_texts_that_nobody_expects(one in anything(), two in anything()) {
        prop_assert_eq!(one.meets(&two), two.meets(&one));
        prop_assert!(one.meets(&one).is_some() && one.covers(&one));
        prop_assert!(!one.covers(&two) || one.meets(&two).is_some());
    }

    #[test]
    fn a_place_is_nearest_to_itself(one in a_place(), two in a_place()) {
        let itself = one.meets(&one);
        prop_assert!(itself.is_some() && one.covers(&one));
        let nearer_part = two.resource.is_some() && one.meets(&two) == Some(MatchLevel::Parent);
        prop_assert!(one.meets(&two) <= itself || nearer_part);
        prop_assert_eq!(one.resource.is_some(), itself == Some(MatchLevel::Resource));
    }

    #[test]
    fn what_is_covered_is_met(one in a_place(), two in a_place(), three in a_place()) {
        if one.covers(&two) {
            prop_assert!(one.meets(&two).is_some());
            prop_assert!(!two.covers(&three) || one.covers(&three), "covering goes through");
        }
    }

    #[test]
    fn the_more_is_said_the_nearer(whole in a_place(), part in a_place(), within in a_place()) {
        if whole.covers(&part) && part.covers(&within) {
            prop_assert!(whole.meets(&within) <= part.meets(&within));
        }
    }

    /// But for the levels of service and account, on which things are near each other that do not overlap.
    #[test]
    fn what_a_part_overlaps_the_whole_meets(whole in a_place(), part in a_place(), other in a_place()) {
        let near = [Some(MatchLevel::Service), Some(MatchLevel::Account), None];
        let overlap = !near.contains(&part.meets(&other));
        if whole.covers(&part) && overlap {
            prop_assert!(whole.meets(&other).is_some());
        }
    }

    #[test]
    fn each_scope_has_a_line_that_is_read_back(one in prop_oneof![anything(), a_place()]) {
        let line = one.to_string();
        prop_assert!(!line.contains(['\n', '\r']));
        let read: Result<Scope, InvalidScope> = line.parse();
        prop_assert_eq!(read.as_ref(), Ok(&one), "{}", line);
        prop_assert_eq!(Scope::typed(&line), Ok(one), "{}", line);
    }

    #[test]
    fn no_line_is_read_as_nothing(line in ".{0,40}") {
        if let Ok(read) = line.parse::<Scope>() {
            prop_assert_eq!(read.to_string().parse(), Ok(read));
        }
    }
}

#[test]
fn a_line_is_read_and_written_alike() {
    for line in [
        INSTANCE,
        "arn:aws:s3:::ledger 111122223333 us-east-1",
        "111122223333 us-east-1 ec2",
        "us-gov-west-1",
        "rds",
        "organization",
        "resource=\"AWS::::Account:111122223333\" 111122223333",
    ] {
        assert_eq!(scope(line).to_string(), line);
    }
    assert_eq!(scope("ec2 111122223333"), scope("111122223333 ec2"));
    assert_eq!(
        scope("us-east-1 arn:aws:s3:::ledger"),
        scope("arn:aws:s3:::ledger us-east-1")
    );
    assert_eq!(scope(&format!("111122223333 {INSTANCE}")), scope(INSTANCE));
    for wrong in [
        "",
        "  ",
        "Payments",
        "111122223333 444455556666",
        "1234",
        "arn:aws",
        "ec2 rds",
        "organization ec2",
        "resource=\"open",
        "444455556666 arn:aws:rds:us-east-1:111122223333:db:ledger",
    ] {
        assert!(wrong.parse::<Scope>().is_err(), "{wrong}");
    }
}

/// A mistyped word never becomes a service of the whole organization.
#[test]
fn a_word_that_could_be_anything_is_no_place_of_its_own() {
    for (wrong, word) in [
        ("nonsense", "nonsense"),
        ("payments-prod us-east-1", "payments-prod"),
        ("us-east-1 nonsense", "nonsense"),
    ] {
        assert_eq!(Scope::typed(wrong), Err(InvalidScope(word.to_owned())));
    }
    for line in [
        "ec2",
        "us-east-1 rds",
        "organization",
        INSTANCE,
        "111122223333 us-east-1 newservice",
        "service=\"newservice\"",
    ] {
        assert_eq!(Scope::typed(line), Ok(scope(line)), "{line}");
    }
}

#[test]
fn the_nearest_level_is_the_one_that_is_said() {
    let level = |one, two| scope(one).meets(&scope(two));
    let object = "arn:aws:s3:::ledger/2026/a.csv";
    let other = "arn:aws:ec2:us-east-1:111122223333:instance/i-1";
    for (one, two, expected) in [
        (INSTANCE, INSTANCE, Some(MatchLevel::Resource)),
        (object, "arn:aws:s3:::ledger", Some(MatchLevel::Parent)),
        (object, "arn:aws:s3:::ledg", None),
        (INSTANCE, other, Some(MatchLevel::Service)),
        (
            INSTANCE,
            "111122223333 ec2 global",
            Some(MatchLevel::Service),
        ),
        (
            INSTANCE,
            "111122223333 ec2 eu-west-1",
            Some(MatchLevel::Account),
        ),
        (INSTANCE, "111122223333", Some(MatchLevel::Account)),
        (INSTANCE, "444455556666", None),
        (INSTANCE, "us-east-1", Some(MatchLevel::Organization)),
        (INSTANCE, "eu-west-1", None),
        (INSTANCE, "organization", Some(MatchLevel::Organization)),
    ] {
        assert_eq!(level(one, two), expected, "{one} and {two}");
        assert_eq!(level(two, one), expected, "{two} and {one}");
    }
}

#[test]
fn who_looks_at_one_place_sees_what_is_or_may_be_there() {
    let shows = |one, two| scope(one).shows(&scope(two));
    assert!(shows("organization", INSTANCE) && shows("111122223333 us-east-1", INSTANCE));
    assert!(shows("us-east-1", "111122223333 global") && shows("us-east-1", "organization"));
    assert!(!shows("eu-west-1", INSTANCE) && !shows("444455556666", INSTANCE));
}

#[test]
fn a_scope_covers_what_says_more() {
    let covers = |one, two| scope(one).covers(&scope(two));
    assert!(covers("organization", INSTANCE) && covers("111122223333 ec2", INSTANCE));
    assert!(covers(
        "arn:aws:s3:::ledger",
        "arn:aws:s3:::ledger/2026/a.csv"
    ));
    assert!(!covers(INSTANCE, "111122223333") && !covers("eu-west-1", INSTANCE));
}

#[test]
fn what_names_no_account_is_near_where_it_reaches_everywhere() {
    let target = scope("111122223333 us-east-1 ec2");
    let near = |line: &str, everywhere| {
        nearness(std::slice::from_ref(&target), &[scope(line)], everywhere)
    };
    assert_eq!(near("organization", false), None);
    assert_eq!(near("organization", true), Some(MatchLevel::Organization));
    assert_eq!(near("111122223333", false), Some(MatchLevel::Account));
    assert_eq!(near("444455556666", true), None);
}
