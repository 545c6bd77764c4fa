//! The page of views: with what one's list begins, one's own views, those that others share, and with what roles begin.

use domain::{
    action::Action,
    actor::Role,
    event::Topic,
    finding::{Opening, OwnOpening, Sharing},
    id::ViewId,
    time::Timestamp,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::viewed::view_href;
use crate::{
    api::{
        ApiError, ClearRole, OpenWith, RemoveView, RenameView, SetRole, ShareView, ViewRowView,
        ViewsView, list_views, wire::asked,
    },
    components::{Age, FaultNote, Sign, State, folded, icon},
    pages::{answer::form_fault, lasting::answered, served::served},
    query::Query,
};

/// The page.
#[component]
pub fn ViewsPage() -> impl IntoView {
    let typed = Query::parse(&use_location().search.get_untracked());
    let of_view = form_fault::<RenameView>()
        .or_else(form_fault::<ShareView>)
        .or_else(form_fault::<RemoveView>)
        .or_else(form_fault::<SetRole>);
    let sent = Sent {
        of_view,
        of_page: form_fault::<OpenWith>().or_else(form_fault::<ClearRole>),
        typed,
    };
    served("Views of findings", &[Topic::Findings], move || {
        let views = asked(|| (), |()| list_views());
        answered(views, move |views| page(&views, &sent))
    })
}

/// What came of the form that was sent last.
#[derive(Clone)]
struct Sent {
    /// Why a change of a view was refused.
    of_view: Option<ApiError>,
    /// Why something else was.
    of_page: Option<ApiError>,
    typed: Query,
}

impl Sent {
    /// Why the change of this view was refused, and the name that was typed.
    fn to(&self, id: ViewId) -> Option<(ApiError, Option<String>)> {
        let fault = self.of_view.clone()?;
        let name = self.typed.get("name").map(str::to_owned);
        (self.typed.get("of") == Some(&id.to_string())).then_some((fault, name))
    }

    /// What belongs to no view that is still there.
    fn apart(&self, views: &[ViewRowView]) -> Option<ApiError> {
        let shown = views.iter().any(|view| self.to(view.id).is_some());
        let gone = self.of_view.clone().filter(|_| !shown);
        self.of_page.clone().or(gone)
    }
}

fn page(view: &ViewsView, sent: &Sent) -> AnyView {
    let (own, shared): (Vec<_>, Vec<_>) = view.views.iter().partition(|one| one.is_own);
    let rows = |views: Vec<&ViewRowView>| -> Vec<AnyView> {
        views.into_iter().map(|one| row(one, view, sent)).collect()
    };
    let apart = sent.apart(&view.views);
    view! {
        <div class="page narrow">
            <header class="head">
                <h1>"Views"</h1>
                <div class="buttons end"><a class="button" href="/findings">"To the findings"</a></div>
            </header>
            {apart.map(|fault| view! { <FaultNote fault/> })}
            {begins(view)}
            {panel("Your views", rows(own), "You have no view yet", "Narrow a list of findings as you like it and save it in its menu Views.")}
            {panel("Shared by others", rows(shared), "Nobody else shares a view", "What others share stands here.")}
            {view.may_administer.then(|| of_roles(view))}
        </div>
    }
    .into_any()
}

fn panel(
    title: &'static str,
    rows: Vec<AnyView>,
    what: &'static str,
    next: &'static str,
) -> AnyView {
    let id = title.to_lowercase().replace(' ', "-");
    let count = rows.len();
    let sign = Sign {
        symbol: "st-none",
        tone: "t-quiet s16",
        word: "",
    };
    view! {
        <section class="panel" aria-labelledby=id.clone()>
            <header class="panel-head">
                <h2 id=id.clone()>{title}</h2>
                <p class="aside">{count.to_string()}</p>
            </header>
            {match count {
                0 => view! { <State sign what=what next=next/> }.into_any(),
                _ => view! { <ul class="kept">{rows}</ul> }.into_any(),
            }}
        </section>
    }
    .into_any()
}

/// With what one's own list begins.
fn begins(view: &ViewsView) -> AnyView {
    let by_role = match view.opens {
        Opening::OfRole(role, id) => {
            format!("What my role begins with ({role}: {})", name(view, id))
        }
        _ => "What my role begins with".to_owned(),
    };
    let chosen = |own: OwnOpening| view.own == own;
    let options = view.views.iter().map(|one| {
        let selected = chosen(OwnOpening::View(one.id));
        view! { <option value=one.id.to_string() selected=selected>{one.name.clone()}</option> }
    });
    let form = view! {
        <form class="form" method="post" action="/api/views/open_with">
            <div class="field">
                <label for="to">"A list of findings without a filter shows"</label>
                <select class="input" id="to" name="to">
                    <option value="role" selected=chosen(OwnOpening::Role)>{by_role}</option>
                    <option value="all_open" selected=chosen(OwnOpening::AllOpen)>"All open findings"</option>
                    {options.collect_view()}
                </select>
            </div>
            <div class="buttons"><button class="button">"Save"</button></div>
        </form>
    };
    view! {
        <section class="panel" aria-labelledby="begins">
            <header class="panel-head"><h2 id="begins">"Where your list begins"</h2></header>
            <div class="panel-body">
                {view.may_keep.then_some(form)}
                <p class="second">"Links with filters show what they say, whatever your list begins with."</p>
            </div>
        </section>
    }
    .into_any()
}

fn name(view: &ViewsView, id: ViewId) -> String {
    let found = view.views.iter().find(|one| one.id == id);
    found.map_or_else(String::new, |one| one.name.clone())
}

fn row(one: &ViewRowView, view: &ViewsView, sent: &Sent) -> AnyView {
    let who = match (one.is_own, one.sharing) {
        (true, Sharing::Private) => "private".to_owned(),
        (true, Sharing::Shared) => "shared with all".to_owned(),
        (false, _) => format!("by {}", one.owner),
    };
    let roles = one
        .roles
        .iter()
        .map(|role| format!(" · {role}s begin with it"));
    let sent = sent.to(one.id);
    let open = sent.is_some();
    let acts = one
        .may_change
        .then(|| folded(open, "fold plain", acts(one, view, sent)));
    view! {
        <li>
            <div class="kept-line">
                <h3><a class="act" href=view_href(one.id)>{one.name.clone()}</a></h3>
                <p class="aside">{who}{roles.collect::<String>()}</p>
            </div>
            {acts}
        </li>
    }
    .into_any()
}

fn acts(one: &ViewRowView, view: &ViewsView, sent: Option<(ApiError, Option<String>)>) -> AnyView {
    let (fault, typed) = sent.unzip();
    let kept = typed.flatten().unwrap_or_else(|| one.name.clone());
    let id = format!("name-{}", one.id);
    let (word, to) = match one.sharing {
        Sharing::Private => ("Share with all", Sharing::Shared),
        Sharing::Shared => ("Stop sharing", Sharing::Private),
    };
    let to_role = view.may_administer && one.sharing == Sharing::Shared;
    view! {
        <summary>{icon("i-chevron-right", "icon")}<span>"Change "{one.name.clone()}</span></summary>
        {fault.map(|fault| view! { <FaultNote fault/> })}
        {last_change(one, view.now)}
        <form class="form" method="post" action="/api/views/rename">
            {target(one)}
            <div class="field">
                <label for=id.clone()>"Name"</label>
                <input class="input" id=id name="name" value=kept maxlength="60" autocomplete="off"/>
            </div>
            <div class="buttons"><button class="button">"Rename"</button></div>
        </form>
        {to_role.then(|| role_form(one))}
        <div class="buttons">
            <form method="post" action="/api/views/share">
                {target(one)}
                <input type="hidden" name="sharing" value=to.as_str()/>
                <button class="button">{word}</button>
            </form>
        </div>
        {deletion(one)}
    }
    .into_any()
}

/// What is lost with a view stands before the button that deletes it.
fn deletion(one: &ViewRowView) -> AnyView {
    let words = format!("Delete {}", one.name);
    let inside = view! {
        <summary>{icon("i-chevron-right", "icon")}<span>{format!("{words}…")}</span></summary>
        <p>{lost_with(one)}</p>
        <form method="post" action="/api/views/remove">
            {target(one)}
            <button class="button danger">{words}</button>
        </form>
    };
    folded(false, "fold plain", inside.into_any())
}

/// Whom the deletion of a view touches.
fn lost_with(one: &ViewRowView) -> String {
    let mut says = Vec::new();
    if !one.is_own {
        says.push(format!("Made by {}.", one.owner));
    }
    if one.sharing == Sharing::Shared {
        says.push(
            "Everybody sees it; whoever chose to begin with it begins as their role does."
                .to_owned(),
        );
    }
    if !one.roles.is_empty() {
        let roles = one.roles.iter().map(|role| format!("{role}s"));
        let roles: Vec<String> = roles.collect();
        let all = "and with all open findings without it.";
        says.push(format!(
            "Lists of {} begin with it, {all}",
            roles.join(" and ")
        ));
    }
    says.push("It cannot be brought back.".to_owned());
    says.join(" ")
}

fn last_change(one: &ViewRowView, now: Timestamp) -> impl IntoView + use<> {
    let by = format!("Last changed by {}, ", one.changed_by);
    view! { <p class="second">{by}<Age at=one.changed_at now/></p> }
}

/// Which view a form is of.
fn target(one: &ViewRowView) -> impl IntoView + use<> {
    view! {
        <input type="hidden" name="of" value=one.id.to_string()/>
        <input type="hidden" name="expected_version" value=one.version.0.to_string()/>
    }
}

/// Lets a role begin with a view.
fn role_form(one: &ViewRowView) -> AnyView {
    let id = format!("role-{}", one.id);
    let options =
        readers().map(|role| view! { <option value=role.as_str()>{role.as_str()}</option> });
    view! {
        <form class="form" method="post" action="/api/views/set_role">
            {target(one)}
            <div class="field">
                <label for=id.clone()>"Role that begins with it"</label>
                <select class="input" id=id name="role">{options.collect_view()}</select>
            </div>
            <div class="buttons"><button class="button">"Let the role begin with it"</button></div>
        </form>
    }
    .into_any()
}

/// The roles that read findings, and so begin with something.
fn readers() -> impl Iterator<Item = Role> {
    let all = Role::ALL.iter().copied();
    all.filter(|role| role.grants().contains(&Action::ReadFloor))
}

/// With what roles begin, for who says so.
fn of_roles(view: &ViewsView) -> AnyView {
    let rows = readers().map(|role| {
        let begins = view.views.iter().find(|one| one.roles.contains(&role));
        let stop = begins.map(|_| {
            let label = format!("Let {role}s begin with all open findings");
            view! {
                <form method="post" action="/api/views/clear_role">
                    <input type="hidden" name="role" value=role.as_str()/>
                    <button class="button" aria-label=label>"All open"</button>
                </form>
            }
        });
        let words = begins.map_or("All open findings".to_owned(), |one| one.name.clone());
        view! {
            <tr>
                <th scope="row">{role.as_str()}</th>
                <td>{words}</td>
                <td class="num">{stop}</td>
            </tr>
        }
    });
    view! {
        <section class="panel" aria-labelledby="roles">
            <header class="panel-head">
                <h2 id="roles">"Where roles begin"</h2>
                <p class="aside">"Set it at a view that is shared."</p>
            </header>
            <table class="table tall">
                <thead>
                    <tr>
                        <th scope="col">"Role"</th>
                        <th scope="col">"Begins with"</th>
                        <th scope="col"><span class="visually-hidden">"Change"</span></th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </section>
    }
    .into_any()
}
