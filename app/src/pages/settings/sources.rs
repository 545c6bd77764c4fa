//! Every source: how fresh, how far, what is wrong and what to do.

use domain::{
    event::Topic,
    source::{SourceFault, SourceKind},
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
        .map(|source| view! { <FirstRead source/> })
        .collect_view();
    let read = all.iter().map(read_row).collect_view();
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
        Some(at) => view! { <Since at/> }.into_any(),
        None => view! { <span class="aside">"not yet"</span> }.into_any(),
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

/// Whether a source that is read in pages is still at it for the first time.
fn is_first_read(source: &SourceView) -> bool {
    source.id.kind == SourceKind::SecurityHub && source.cold_done_at.is_none()
}

/// How far the first full read of a source is.
#[component]
fn FirstRead(source: SourceView) -> impl IntoView {
    let title = format!("First read of {}", source.id.kind.label());
    let place = format!("{} · {}", source.id.account, source.id.region);
    let label = format!("{title}, {place}");
    let reading = label.clone();
    let text = format!(
        "{} in {} so far. AWS does not say how many there are.",
        format::counted(
            u64::try_from(source.progress.records).unwrap_or(0),
            "record",
            "records"
        ),
        format::counted(
            u64::try_from(source.progress.pages).unwrap_or(0),
            "page",
            "pages"
        ),
    );
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

fn fault_note(source: &SourceView) -> Option<impl IntoView + use<>> {
    let fault = source.freshness.fault.as_ref()?;
    let (symbol, tone) = if source.is_closed_to_us() {
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
            "the account has no support plan that opens the AWS Health API. Business, Enterprise On-Ramp and Enterprise do.".to_owned()
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
    fn a_refusal_names_the_action_and_the_next_step() {
        let words = fault_words(&SourceFault::AccessDenied(
            "securityhub:GetFindings".to_owned(),
        ));
        assert!(words.contains("securityhub:GetFindings") && words.contains("watchfloor check"));
    }
}
