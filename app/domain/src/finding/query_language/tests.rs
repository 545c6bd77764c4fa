//! What is written reads back, and what is wrong is found where it is.

use proptest::prelude::*;

use super::*;
use crate::finding::{AgeBand, Due, RecordState, Seen, Severity, WorkflowStatus};

fn open(query: &str) -> FindingFilter {
    apply_query(FindingFilter::open(), query).expect("a query")
}

fn mistake(query: &str) -> (&str, QueryMistake, Option<Facet>) {
    let fault = apply_query(FindingFilter::open(), query).expect_err("a mistake");
    let place = &query[fault.from as usize..fault.to as usize];
    (place, fault.mistake, fault.facet)
}

#[test]
fn facets_and_words_are_one_query() {
    let filter = open(r#"severity:critical,High account:prod -product:macie "open port" ssh"#);
    assert_eq!(filter.severity, [Severity::Critical, Severity::High]);
    assert_eq!(filter.account, ["prod"]);
    assert_eq!(filter.excluded(Facet::Product), ["macie"]);
    assert_eq!(filter.text, r#""open port" ssh"#);
    assert_eq!(
        filter.workflow,
        FindingFilter::open().workflow,
        "what is not named stays"
    );
}

#[test]
fn any_and_nobody_are_words() {
    let filter = open(
        "workflow:any assignee:nobody,ana age:today seen:no due:overdue,Soon record:not-reported",
    );
    assert_eq!(filter.workflow, []);
    assert_eq!(filter.assignee, ["", "ana"]);
    assert_eq!(filter.age, [AgeBand::Today]);
    assert_eq!(filter.seen, [Seen::No]);
    assert_eq!(filter.due, [Due::Overdue, Due::Soon]);
    assert_eq!(filter.record_state, [RecordState::NotReported]);
}

/// An untagged finding has no value of the facet, as one without standards has none: nothing stands for that.
#[test]
fn tags_are_values_like_any_other() {
    let filter = open(r#"tag:pci,team/web Tags:"any" -tag:q3,"nobody" tagged stage:x"#);
    assert_eq!(filter.tag, ["pci", "team/web", "any"]);
    assert_eq!(filter.excluded(Facet::Tag), ["q3", "nobody"]);
    assert_eq!(filter.text, "tagged stage:x");
    assert_eq!(
        write_query(&filter),
        r#"tag:pci,team/web,"any" -tag:q3,nobody tagged stage:x"#
    );
    let any = apply_query(filter, "tag:any").expect("a query");
    assert_eq!(any.tag, [""; 0]);
    for empty in ["tag:", "-tag:", r#"tag:"""#] {
        let (_, mistake, facet) = mistake(empty);
        assert_eq!((mistake, facet), (QueryMistake::NoValue, Some(Facet::Tag)));
    }
}

#[test]
fn in_quotes_a_word_of_the_language_is_a_value() {
    let filter = open(r#"assignee:nobody,"nobody" product:"any" any"#);
    assert_eq!(filter.assignee, ["", "nobody"]);
    assert_eq!(filter.product, ["any"]);
    assert_eq!(filter.text, "any", "a text has no such word");
    assert_eq!(open(&write_query(&filter)), filter);
}

#[test]
fn a_quote_in_quotes_is_doubled() {
    let filter = open(r#"product:"Evil ""Corp"" Inc","""" "say ""no""""#);
    assert_eq!(filter.product, [r#"Evil "Corp" Inc"#, "\""]);
    assert_eq!(query_words(&filter.text)[0].text, r#"say "no""#);
    assert_eq!(open(&write_query(&filter)), filter);
    assert_eq!(open(r#"12"disk"#).text, r#""12""disk""#);
    assert_eq!(
        mistake(r#"x "open"""#),
        (r#""open"""#, QueryMistake::OpenQuote, None)
    );
}

#[test]
fn an_arn_is_a_word() {
    let arn = "arn:aws:s3:::bucket";
    assert_eq!(open(arn).text, arn);
    assert_eq!(open("-").text, "-");
    assert_eq!(open(r#""severity:high""#).text, r#""severity:high""#);
    assert_eq!(open(r#"a "" b"#).text, "a b");
}

/// A short word is nearly any other, and people search for `name:x` and the like.
#[test]
fn a_short_word_before_a_colon_is_a_word() {
    for text in [
        "name:x", "date:x", "page:1", "dude:1", "scene:2", "use:x", "code:x", "count:3", "tab:1",
        "stag:x", "target:x",
    ] {
        assert_eq!(open(text).text, text);
    }
    for (typed, facet) in [
        ("regon", Facet::Region),
        ("unti", Facet::Until),
        ("acount", Facet::Account),
        ("asignee", Facet::Assignee),
    ] {
        let query = format!("{typed}:x");
        assert_eq!(
            mistake(&query),
            (typed, QueryMistake::UnknownFacet, Some(facet))
        );
    }
}

#[test]
fn a_mistake_has_its_place() {
    use QueryMistake::{NoValue, OpenQuote, UnknownFacet, UnknownValue};
    assert_eq!(
        mistake("ssh severity:loud x"),
        ("loud", UnknownValue, Some(Facet::Severity))
    );
    assert_eq!(
        mistake("sevrity:high"),
        ("sevrity", UnknownFacet, Some(Facet::Severity))
    );
    assert_eq!(
        mistake("a severity: high"),
        ("severity:", NoValue, Some(Facet::Severity))
    );
    assert_eq!(
        mistake("é account:1,"),
        ("account:1,", NoValue, Some(Facet::Account))
    );
    assert_eq!(mistake(r#"x "open"#), (r#""open"#, OpenQuote, None));
}

#[test]
fn words_of_a_text_are_wanted_or_not() {
    let words = query_words(r#"ssh -"port 22" -x"#);
    let wanted = |text: &str, excluded| Wanted {
        text: text.to_owned(),
        excluded,
    };
    assert_eq!(
        words,
        [
            wanted("ssh", false),
            wanted("port 22", true),
            wanted("x", true)
        ]
    );
    assert_eq!(query_words("\"open"), [wanted("\"open", false)]);
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    let text = prop_oneof![4 => "[a-z0-9./:, \"-]{1,8}", 1 => Just("any".to_owned())];
    proptest::collection::hash_set(text, 0..3).prop_map(|set| set.into_iter().collect())
}

prop_compose! {
    fn filters()(
        severity in proptest::sample::subsequence(Severity::ALL, 0..=5),
        workflow in proptest::sample::subsequence(WorkflowStatus::ALL, 0..=4),
        record_state in proptest::sample::subsequence(RecordState::ALL, 0..=3),
        age in proptest::sample::subsequence(AgeBand::ALL, 0..=5),
        account in texts(),
        control in texts(),
        tag in texts(),
        excluded in texts(),
        assignee in prop_oneof![Just(vec![]), Just(vec![String::new(), "ana".to_owned()])],
        words in proptest::collection::vec((prop_oneof![4 => "[a-z:\"-]{0,3}[a-z\"]( [a-z\"])?", 1 => Just("any".to_owned())], any::<bool>()), 0..3),
    ) -> FindingFilter {
        let words = words.into_iter().map(|(text, excluded): (String, bool)| Wanted { text, excluded });
        let text = words.map(|one| written(&one)).collect::<Vec<_>>().join(" ");
        let filter = FindingFilter { severity, workflow, record_state, age, account, control, tag, assignee, text, ..FindingFilter::default() };
        excluded.iter().fold(filter, |filter, value| filter.excluding(Facet::Product, value))
    }
}

proptest! {
    #[test]
    fn what_is_written_reads_back_the_same(filter in filters()) {
        prop_assert_eq!(open(&write_query(&filter)), filter);
    }

    #[test]
    fn any_text_is_a_query_or_has_a_mistake_inside_it(query in ".{0,40}") {
        match apply_query(FindingFilter::open(), &query) {
            Ok(filter) => prop_assert_eq!(open(&filter.text).text, filter.text),
            Err(fault) => prop_assert!(query.get(fault.from as usize..fault.to as usize).is_some()),
        }
        let words = query_words(&query);
        prop_assert!(words.len() <= query.len());
    }
}
