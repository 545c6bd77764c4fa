//! Every source: how fresh, how far, what is wrong and what to do.

use domain::{
    event::Topic,
    source::{FINDING_PAGES_PER_SECOND, FreshnessState, SourceFault, SyncProgress},
    time::Timestamp,
};
use leptos::prelude::*;

use super::{place, rejects::Rejects, write_back};
use crate::{
    api::{SourceView, SourcesView, SwitchWriteBack, list_rejects, list_sources, wire::asked},
    components::{Note, Sign, Since},
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
    let faults = all.iter().filter_map(fault_note).collect_view();
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

fn fault_note(source: &SourceView) -> Option<impl IntoView + use<>> {
    let fault = source.freshness.fault.as_ref()?;
    let (symbol, tone) = if source.freshness.is_not_set_up() {
        ("st-suppressed", "t-quiet")
    } else {
        ("st-partial", "t-warn")
    };
    let sign = Sign {
        symbol,
        tone,
        word: "",
    };
    let name = format!(
        "{} of {} in {}",
        source.id.kind.label(),
        source.id.account,
        source.id.region
    );
    Some(view! { <Note sign text=format!("{name}: {}", fault_words(fault))/> })
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

    #[test]
    fn a_refusal_names_the_action_and_the_next_step() {
        let words = fault_words(&SourceFault::AccessDenied(
            "securityhub:GetFindings".to_owned(),
        ));
        assert!(words.contains("securityhub:GetFindings") && words.contains("watchfloor check"));
    }
}
