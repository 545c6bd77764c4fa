//! The findings that the reader has, by when they are due.

use leptos::prelude::*;

use super::NOTHING;
use crate::{
    api::{OwnFindingView, WorkView},
    components::{Shape, State, due_clock, severity_sign},
    format,
    pages::findings::address::ListAddress,
};

/// The list of which the page shows the first ones, wherever they are.
fn list() -> ListAddress {
    ListAddress::parse("assignee=me&by=flat&sort=due&order=asc&scope=all")
}

/// Their panel.
pub(super) fn panel(work: &WorkView) -> AnyView {
    let more = work.total.saturating_sub(work.findings.len() as u64);
    let rows = match work.findings.is_empty() {
        true => nothing(work.triages).into_any(),
        false => table(work),
    };
    view! {
        <section class="panel" aria-labelledby="mine">
            <header class="panel-head">
                <h2 id="mine">"Findings assigned to me"</h2>
                <p class="aside">{format::count(work.total)}</p>
            </header>
            {rows}
            {(more > 0).then(|| view! {
                <footer class="panel-foot">
                    <a class="act" href=list().href()>{format!("{} more in the list", format::count(more))}</a>
                </footer>
            })}
        </section>
    }
    .into_any()
}

fn nothing(triages: bool) -> impl IntoView {
    let way = triages.then(|| {
        let list = ListAddress::parse("assignee=&by=flat&sort=due&order=asc");
        (list.href(), "Take unassigned findings")
    });
    view! {
        <State sign=NOTHING what="No finding is yours"
            next="What you claim, and what somebody gives you, stands here with its clock." way/>
    }
}

fn table(work: &WorkView) -> AnyView {
    let rows = work.findings.iter().map(|own| row(own, work));
    view! {
        <table class="table two-line fixed stack work">
            <caption class="visually-hidden">"Findings assigned to me"</caption>
            <thead>
                <tr>
                    <th scope="col" class="c-icon"><span class="visually-hidden">"Severity"</span></th>
                    <th scope="col">"Finding"</th>
                    <th scope="col" class="c-account">"Account"</th>
                    <th scope="col" class="c-how">"How"</th>
                    <th scope="col" class="c-due">"Due"</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

/// Control and title; some titles begin with their control.
fn called(control: Option<&str>, title: &str) -> String {
    match control {
        Some(control) if !title.starts_with(&format!("{control} ")) => format!("{control} {title}"),
        _ => title.to_owned(),
    }
}

fn row(own: &OwnFindingView, work: &WorkView) -> impl IntoView + use<> {
    let finding = &own.finding;
    let name = called(finding.control.as_deref(), &finding.title);
    let under = format::resource_name(&finding.resource_id).to_owned();
    let account = work.names.get(&finding.account);
    let account = account.unwrap_or(&finding.account).clone();
    let clock = due_clock(own.due, own.due_at, work.now);
    let clock = clock.map_or_else(
        || view! { <span class="aside">"no deadline"</span> }.into_any(),
        IntoAny::into_any,
    );
    view! {
        <tr>
            <td class="c-icon"><Shape sign=severity_sign(finding.severity)/></td>
            <th scope="row" class="clip">
                <a class="cover" href=list().finding_href(finding.id)>{name}</a>
                <span class="under id">{under}</span>
            </th>
            <td class="clip" title=finding.account.clone()>{account}</td>
            <td class="clip">{own.how.clone()}</td>
            <td>{clock}</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_control_is_named_once() {
        let title = "EBS default encryption";
        assert_eq!(called(Some("EC2.7"), title), "EC2.7 EBS default encryption");
        let with_control = "EC2.7 EBS default encryption";
        assert_eq!(called(Some("EC2.7"), with_control), with_control);
        assert_eq!(called(Some("EC2.1"), "EC2.13 open"), "EC2.1 EC2.13 open");
        assert_eq!(called(None, title), title);
    }
}
