//! What is asked of a million findings: every facet, with values that they have.

use domain::finding::{Facet, FacetCounts, FindingFilter, FindingList, SortKey, SortOrder};

/// Rows a page, as the page of findings has.
const ROWS: u16 = 50;

/// Questions without free text, by name.
pub(crate) fn by_facets(facets: &[FacetCounts]) -> Vec<(String, FindingList)> {
    let mut all = vec![
        ("unfiltered".to_owned(), first(FindingFilter::default())),
        ("open".to_owned(), first(FindingFilter::open())),
    ];
    for counts in facets {
        for (at, value) in counts.values.iter().take(3).enumerate() {
            let one = FindingFilter::default().toggled(counts.facet, &value.value);
            let open = FindingFilter::open().toggled(counts.facet, &value.value);
            all.push((format!("{} {at}", counts.facet), first(one)));
            all.push((format!("open, {} {at}", counts.facet), first(open)));
        }
    }
    all.push(("many facets".to_owned(), first(many(facets))));
    for sort in SortKey::ALL {
        for order in SortOrder::ALL {
            let (sort, order) = (*sort, *order);
            let asked = first(FindingFilter::open());
            let name = format!("open by {sort} {order}");
            all.push((
                name,
                FindingList {
                    sort,
                    order,
                    ..asked
                },
            ));
        }
    }
    all
}

/// Two values each of the facets that an analyst narrows by.
fn many(facets: &[FacetCounts]) -> FindingFilter {
    let narrowed = [
        Facet::Severity,
        Facet::Account,
        Facet::Region,
        Facet::ResourceType,
    ];
    let chosen = facets
        .iter()
        .filter(|counts| narrowed.contains(&counts.facet));
    let values = chosen.flat_map(|counts| {
        let values = counts.values.iter().take(2);
        values.map(|value| (counts.facet, value.value.clone()))
    });
    values.fold(FindingFilter::open(), |filter, (facet, value)| {
        filter.toggled(facet, &value)
    })
}

/// Questions with free text, by name: `id` and `account` are of a finding that is there.
pub(crate) fn by_text(id: &str, account: &str) -> Vec<(String, FindingList)> {
    let tail = &id[id.len() - id.len().min(12)..];
    let texts = [
        "bucket",
        "i-0",
        "e7",
        "a",
        "public bucket prod",
        "arn:aws:s3:::",
        "zzzzqq",
        "CVE-2026",
        tail,
        id,
        account,
    ];
    let ask = |(filter, text): (FindingFilter, &str)| {
        let text = text.to_owned();
        (
            format!("text {text}"),
            first(FindingFilter { text, ..filter }),
        )
    };
    let everywhere = texts.iter().map(|text| (FindingFilter::default(), *text));
    let open = texts.iter().map(|text| (FindingFilter::open(), *text));
    everywhere.chain(open).map(ask).collect()
}

pub(crate) fn first(filter: FindingFilter) -> FindingList {
    FindingList::first(filter, ROWS)
}
