//! Every source: how fresh, how far, what is wrong and what to do.

use std::collections::BTreeSet;

use domain::{
    event::Topic,
    source::{FINDING_PAGES_PER_SECOND, FreshnessState, SourceFault, SyncProgress},
    time::Timestamp,
};
use leptos::prelude::*;

use super::{place, rejects::Rejects, write_back};
use crate::{
    api::{SourceView, SourcesView, SwitchWriteBack, list_rejects, list_sources, wire::asked},
    components::{Note, Sign, Since, shape},
    format,
    pages::{
        answer::form_fault,
        lasting::answered,
        watch::{FreshnessTable, one_by_one},
    },
};

/// The page of sources.
#[component]
pub fn SourcesPage() -> impl IntoView {
    let refused = form_fault::<SwitchWriteBack>();
    place("Sources", &[Topic::Sources, Topic::Findings], move || {
        let sources = asked(
            || (),
            |()| async {
                let rejects = list_rejects().await;
                list_sources().await.map(|sources| (sources, rejects))
            },
        );
        answered(sources, move |(mut sources, rejects)| {
            let accounts = sources.write_back.take();
            view! {
                {accounts.map(|view| write_back::panel(view, refused.clone()))}
                <Sources sources/>
                <Rejects rejects/>
            }
            .into_any()
        })
    })
}

#[component]
fn Sources(sources: SourcesView) -> impl IntoView {
    let (all, now) = (sources.sources, sources.now);
    let faults = fault_notes(&all);
    let progress = all.iter().filter(|one| is_first_read(one)).cloned();
    let progress = progress
        .map(|source| view! { <FirstRead source now/> })
        .collect_view();
    let read = all.iter().map(read_row).collect_view();
    let all = worst_first(all, now);
    view! {
        {faults}
        // What time alone changes of it: a silent source sends no event.
        <section class="panel" aria-labelledby="sources" data-again="10">
            <header class="panel-head">
                <h2 id="sources">"Sources"</h2>
                <p class="aside">"age of the data against its limit"</p>
            </header>
            <FreshnessTable sources=one_by_one(all) now/>
            <footer class="panel-foot">"Every age is measured by this server’s clock."</footer>
        </section>
        {progress}
        <section class="panel" aria-labelledby="read">
            <header class="panel-head"><h2 id="read">"What was read"</h2></header>
            <table class="table two-line">
                <thead>
                    <tr>
                        <th scope="col">"Source"</th>
                        <th scope="col" class="num">"Pages"</th>
                        <th scope="col" class="num">"Records"</th>
                        <th scope="col" class="phone-off">"Last full sweep"</th>
                    </tr>
                </thead>
                <tbody>{read}</tbody>
            </table>
        </section>
    }
}

fn read_row(source: &SourceView) -> impl IntoView + use<> {
    let place = format!("{} · {}", source.id.account, source.id.region);
    let swept = match source.swept_at {
        Some(at) => Some(view! { <Since at/> }.into_any()),
        None if source.id.kind.plane().is_some() => {
            Some(view! { <span class="aside">"not yet"</span> }.into_any())
        }
        // What is asked for all that it has each time needs no sweep.
        None => None,
    };
    view! {
        <tr>
            <th scope="row">{source.id.kind.label()}<span class="under">{place}</span></th>
            <td class="num">{format::count_of(source.progress.pages)}</td>
            <td class="num">{format::count_of(source.progress.records)}</td>
            <td class="phone-off">{swept}</td>
        </tr>
    }
}

/// Those first that do not see; those that AWS does not offer last.
fn worst_first(mut all: Vec<SourceView>, now: Timestamp) -> Vec<SourceView> {
    all.sort_by_key(|source| match source.freshness.state(now) {
        _ if source.freshness.is_not_set_up() => 3,
        FreshnessState::Blind => 0,
        FreshnessState::Stale => 1,
        FreshnessState::Live => 2,
    });
    all
}

/// Whether a source that is read in pages is still at it for the first time.
fn is_first_read(source: &SourceView) -> bool {
    source.id.kind.plane().is_some() && source.cold_done_at.is_none()
}

/// How far the first full read of a source is.
#[component]
fn FirstRead(source: SourceView, now: Timestamp) -> impl IntoView {
    let title = format!("First read of {}", source.id.kind.label());
    let place = format!("{} · {}", source.id.account, source.id.region);
    let label = format!("{title}, {place}");
    let reading = label.clone();
    let text = progress_words(&source.progress, now);
    view! {
        <section class="panel" aria-label=label>
            <header class="panel-head"><h2>{title}</h2><p class="aside">{place}</p></header>
            <div class="panel-body">
                <progress class="progress" aria-label=reading></progress>
                <p class="second">{text}</p>
            </div>
        </section>
    }
}

/// What was read, how fast, and how long the rest takes at least: AWS does not say how much there is, and most findings
/// were updated lately.
fn progress_words(progress: &SyncProgress, now: Timestamp) -> String {
    let counted =
        |n: i64, one: &str, many: &str| format::counted(u64::try_from(n).unwrap_or(0), one, many);
    let rate = progress.tenths_of_pages_a_second(now);
    let rate = rate.map_or_else(String::new, |tenths| {
        format!(", {}.{} pages a second", tenths / 10, tenths % 10)
    });
    let limit = FINDING_PAGES_PER_SECOND;
    let rest = match (progress.read_up_to, progress.remaining(now, limit)) {
        (Some(upto), Some(left)) => format!(
            "All that was updated until {} is read. The rest takes {} or more at AWS’s limit of {limit} pages a second: most were updated lately, and AWS does not say how many.",
            format::dated(upto, now),
            format::span(left)
        ),
        _ => "AWS does not say how many there are.".to_owned(),
    };
    format!(
        "{} in {} so far{rate}. {rest}",
        counted(progress.records, "record", "records"),
        counted(progress.pages, "page", "pages"),
    )
}

/// One note for each fault of a kind, however many places have it.
fn fault_notes(all: &[SourceView]) -> Vec<AnyView> {
    let mut groups: Vec<(&SourceFault, Vec<&SourceView>)> = Vec::new();
    for source in all {
        let Some(fault) = &source.freshness.fault else {
            continue;
        };
        let key = |one: &SourceView| (one.id.kind, one.freshness.is_not_set_up());
        let same = |(known, places): &&mut (&SourceFault, Vec<&SourceView>)| {
            *known == fault && places.iter().all(|one| key(one) == key(source))
        };
        match groups.iter_mut().find(same) {
            Some((_, places)) => places.push(source),
            None => groups.push((fault, vec![source])),
        }
    }
    let notes = groups.into_iter();
    notes
        .filter_map(|(fault, places)| fault_note(fault, &places))
        .collect()
}

/// What is wrong in these places of one kind.
fn fault_note(fault: &SourceFault, places: &[&SourceView]) -> Option<AnyView> {
    let (first, more) = places.split_first()?;
    let (symbol, tone) = if first.freshness.is_not_set_up() {
        ("st-suppressed", "t-quiet")
    } else {
        ("st-partial", "t-warn")
    };
    let sign = Sign {
        symbol,
        tone,
        word: "",
    };
    let (kind, words) = (first.id.kind.label(), fault_words(fault));
    if more.is_empty() {
        let text = format!(
            "{kind} of {} in {}: {words}",
            first.id.account, first.id.region
        );
        return Some(view! { <Note sign text/> }.into_any());
    }
    let text = format!("{kind} of {}: {words}", counted_places(places));
    let places = places.iter().map(|one| {
        let place = format!("{} · {}", one.id.account, one.id.region);
        view! { <li class="id">{place}</li> }
    });
    let note = view! {
        <div class=format!("note {tone}") role="alert">
            {shape(sign)}
            <details>
                <summary>{text}" "<span class="act">"Which"</span></summary>
                <ul>{places.collect_view()}</ul>
            </details>
        </div>
    };
    Some(note.into_any())
}

/// `12 accounts in us-east-1`: where all are in one region, or of one account, that is said. What has no regions is
/// `global`.
fn counted_places(places: &[&SourceView]) -> String {
    let accounts: BTreeSet<&str> = places.iter().map(|one| one.id.account.as_str()).collect();
    let regions: BTreeSet<&str> = places.iter().map(|one| one.id.region.as_str()).collect();
    match (accounts.first(), regions.first()) {
        (_, Some(&"global")) if regions.len() == 1 => format!("{} accounts", accounts.len()),
        (_, Some(region)) if regions.len() == 1 => {
            format!("{} accounts in {region}", accounts.len())
        }
        (Some(account), _) if accounts.len() == 1 => {
            format!("{account} in {} regions", regions.len())
        }
        _ => format!("{} accounts and regions", places.len()),
    }
}

/// What is wrong, and what to do.
pub(in crate::pages) fn fault_words(fault: &SourceFault) -> String {
    match fault {
        SourceFault::AccessDenied(action) => format!(
            "AWS refuses {action}. Allow it to the role that Watchfloor uses; `watchfloor check` prints the policy."
        ),
        SourceFault::NoSupportPlan => {
            "the account has no support plan that opens the AWS Health API. Business Support+, Enterprise and Unified Operations do, and the older Business and Enterprise On-Ramp.".to_owned()
        }
        SourceFault::NotEnabled(what) => {
            format!("{what} is not switched on there. Switch it on, or take the account or region out of the configuration.")
        }
        SourceFault::Throttled => {
            "AWS asks to be called less often. It goes on by itself; nothing is lost.".to_owned()
        }
        SourceFault::Unreachable(what) => {
            format!("no usable answer ({what}). It is tried again by itself; look at the network and the credentials if it stays.")
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::source::{Freshness, SourceId, SourceKind};

    use super::*;

    #[test]
    fn a_first_read_says_how_far_it_is_and_guesses_nothing_else() {
        let now = domain::time::from_micros(1_790_000_000_000_000);
        let progress = SyncProgress {
            pages: 90,
            records: 9_000,
            began_at: Some(now - chrono::TimeDelta::seconds(40)),
            read_up_to: Some(now - chrono::TimeDelta::days(45)),
        };
        let words = progress_words(&progress, now);
        assert!(
            words.starts_with("9,000 records in 90 pages so far, 2.2 pages a second."),
            "{words}"
        );
        assert!(words.contains("takes 30 s or more"), "{words}");
        let words = progress_words(&SyncProgress::default(), now);
        assert!(
            words.ends_with("AWS does not say how many there are."),
            "{words}"
        );
    }

    fn place(kind: SourceKind, (account, region): (&str, &str), fault: SourceFault) -> SourceView {
        SourceView {
            id: SourceId {
                kind,
                account: account.into(),
                region: region.into(),
            },
            freshness: Freshness {
                last_good: None,
                last_try: None,
                fault: Some(fault),
                interval_s: 60,
            },
            progress: SyncProgress::default(),
            cold_done_at: None,
            swept_at: None,
        }
    }

    #[test]
    fn one_fault_of_many_places_is_one_note() {
        let denied = |action: &str| SourceFault::AccessDenied(action.to_owned());
        let accounts = ["111122223333", "444455556666", "777788889999"];
        let health = accounts.map(|account| {
            let fault = denied("health:DescribeEvents");
            place(SourceKind::Health, (account, "global"), fault)
        });
        let hub = ["us-east-1", "eu-west-1"].map(|region| {
            let fault = denied("securityhub:GetFindings");
            place(SourceKind::SecurityHub, (accounts[0], region), fault)
        });
        let unlike = place(
            SourceKind::Health,
            ("123412341234", "global"),
            SourceFault::Throttled,
        );
        let all: Vec<SourceView> = health.into_iter().chain(hub).chain([unlike]).collect();
        let notes = fault_notes(&all);
        assert_eq!(notes.len(), 3);
        let html: String = notes
            .into_iter()
            .map(IntoView::into_view)
            .map(|note| note.to_html())
            .collect();
        for told in [
            "AWS Health of 3 accounts: AWS refuses health:DescribeEvents.",
            "777788889999 · global",
            "Security Hub of 111122223333 in 2 regions: AWS refuses securityhub:GetFindings.",
            "111122223333 · eu-west-1",
            "AWS Health of 123412341234 in global: AWS asks to be called less often.",
        ] {
            assert_eq!(html.matches(told).count(), 1, "{told}: {html}");
        }
        assert_eq!(html.matches("<details").count(), 2, "{html}");
    }

    #[test]
    fn a_refusal_names_the_action_and_the_next_step() {
        let words = fault_words(&SourceFault::AccessDenied(
            "securityhub:GetFindings".to_owned(),
        ));
        assert!(words.contains("securityhub:GetFindings") && words.contains("watchfloor check"));
    }
}
