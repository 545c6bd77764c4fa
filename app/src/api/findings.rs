//! Findings: lists, one whole, and what people do with one.

use leptos::prelude::*;

use super::{
    error::ApiError,
    findings_view::{FindingView, ListingView, TallyView, Written},
};
#[cfg(feature = "ssr")]
use {
    super::{
        context::{Asker, asker, backend, read_id, refuse},
        deadlines::due_rule,
        error::Field,
        finding_around::{Beside, around},
        finding_document::{Asked, document},
        finding_more::more,
        findings_empty::beside_rows,
        findings_news::{stamp, tally, with_sought},
        findings_view::{
            ChangeView, FindingNoteView, FindingText, LinkedChangeView, Listed, OpenGroup,
            PlaneView, SameResourceView,
        },
        health::account_names,
        incidents::LinkedView,
        incidents_view::linked,
        narrow::narrowed,
        strip::StripView,
        suppressions_form::rule_href,
        told::{ask_aws, untold},
        views_shown::{meant, shown},
    },
    crate::{
        pages::findings::{
            address::{ListAddress, says_where},
            chips::chips,
            drawer::{Told, changes, fix, overview, same, top, who},
            facets::kept,
            menus::{heads, menus},
            views_menu::view_line,
        },
        query::Query,
    },
    backend::{Backend, changes, findings, floor::within, incidents::Origin, people, suppressions},
    domain::{
        action::Action,
        actor::Actor,
        around::Span,
        finding::{Column, Due, FindingList, GroupKey, Grouping, to_pairs},
        id::FindingId,
        person::PersonName,
        scope::Scope,
        version::Version,
    },
};

/// Findings shown of a group that is open in place.
#[cfg(feature = "ssr")]
const OPEN_ROWS: u16 = 20;

/// One page of the list that an address describes.
#[server(prefix = "/api", endpoint = "findings/listing")]
pub async fn findings_listing(
    /// The query string of the list.
    query: String,
) -> Result<ListingView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let read = read_list(&backend, &asker.actor, &query).await;
    read.map_err(|error| refuse(&asker, &error))
}

/// What became of the list that an address describes since it was read.
#[server(prefix = "/api", endpoint = "findings/tally")]
pub async fn findings_tally(
    /// The query string of the list.
    query: String,
    /// The `stamp` of what is shown.
    #[server(default)]
    stamp: String,
) -> Result<TallyView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let address = meant(&backend, &asker.actor, &query).await;
    let address = address.and_then(|address| as_shown(&backend, &asker.actor, address));
    let tally = address.and_then(|address| tally(&backend, &asker.actor, &address, &stamp));
    tally.map_err(|error| refuse(&asker, &error))
}

/// Says that all findings up to a row number are seen: what comes later is new to the asker.
#[server(prefix = "/api", endpoint = "findings/mark_seen")]
pub async fn mark_seen(
    /// The last row number that the page knew.
    up_to: u32,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let done = findings::mark_seen(&backend, &asker.actor, up_to).await;
    done.map_err(|error| refuse(&asker, &error))?;
    Ok(())
}

/// One finding, with its neighbours in the list that `query` describes.
#[server(prefix = "/api", endpoint = "findings/get")]
pub async fn get_finding(
    /// Which, by its id.
    id: String,
    /// The query string of the list.
    query: String,
    /// `aws` where AWS is to be asked for its history before the answer; empty else.
    #[server(default)]
    ask: String,
) -> Result<FindingView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let id: FindingId = read_id(&asker, Action::ReadFloor, &id)?;
    let told = match ask.as_str() {
        "aws" => ask_aws(&backend, &asker.actor, id).await.map(Some),
        _ => Ok(None),
    };
    let told = told.map_err(|error| refuse(&asker, &error))?;
    let found = read_finding(&backend, &asker, id, (&query, told)).await;
    found.map_err(|error| refuse(&asker, &error))
}

/// The other findings that name one of its resources, worst first.
#[server(prefix = "/api", endpoint = "findings/same_resource")]
pub async fn same_resource(
    /// Of which, by its id.
    id: String,
    /// The query string of the list that it is read beside.
    #[server(default)]
    list: String,
) -> Result<Written, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let id: FindingId = read_id(&asker, Action::ReadFloor, &id)?;
    let found = findings::of_same_resource(&backend, &asker.actor, id);
    let found = found.map_err(|error| refuse(&asker, &error))?;
    let found = SameResourceView {
        total: found.total,
        findings: found.findings,
        now: backend.now(),
    };
    Ok(Written::by_server(same(found, &ListAddress::parse(&list))))
}

/// What else happened around the time of a finding on its resources and near them, and what goes on there now.
#[server(prefix = "/api", endpoint = "findings/around")]
pub async fn around_finding(
    /// Around which, by its id.
    id: String,
    /// The query string of the list that it is read beside.
    #[server(default)]
    list: String,
    /// How far to look; empty for a day.
    #[server(default)]
    span: String,
) -> Result<Written, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let id: FindingId = read_id(&asker, Action::ReadFloor, &id)?;
    let span = span.parse().unwrap_or(Span::Day);
    let then = findings::around(&backend, &asker.actor, id, span).await;
    let then = then.map_err(|error| refuse(&asker, &error))?;
    let now = findings::around_now(&backend, &asker.actor, id).await;
    let now = now.map_err(|error| refuse(&asker, &error))?;
    let beside = Beside { id, list: &list };
    Ok(around(&beside, &then, StripView::from(&now)))
}

/// The document of a finding, laid out for reading.
#[server(prefix = "/api", endpoint = "findings/document")]
pub async fn get_document(
    /// Which, by its id.
    id: String,
    /// The query string of the list that it is read beside.
    #[server(default)]
    list: String,
    /// What is sought in it; empty for nothing.
    #[server(default)]
    seek: String,
    /// The plane whose document it is; empty for the first that has one.
    #[server(default)]
    plane: String,
) -> Result<Written, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let id: FindingId = read_id(&asker, Action::ReadFloor, &id)?;
    let found = findings::get(&backend, &asker.actor, id).await;
    let found = found.map_err(|error| refuse(&asker, &error))?;
    let planes: Vec<PlaneView> = found.planes.iter().map(PlaneView::from).collect();
    let Some(shown) = found.in_plane(&plane) else {
        return Err(refuse(&asker, &backend::Error::NotFound));
    };
    let asked = Asked {
        id,
        list: &list,
        sought: &seek,
        plane: shown.reported.plane,
    };
    Ok(document(&asked, &planes, &shown.reported.document))
}

/// Gives a finding to somebody; an empty `to` is nobody.
#[server(prefix = "/api", endpoint = "findings/assign")]
pub async fn assign(
    /// Which, by its id.
    id: String,
    /// The version that the page showed.
    expected_version: i64,
    /// What it becomes.
    #[server(default)]
    to: String,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let to = Some(to.trim())
        .filter(|name| !name.is_empty())
        .map(PersonName::parse);
    let to = to.transpose().map_err(|_| ApiError::Invalid(Field::Name))?;
    let ask = findings::Assign {
        id: id.parse().map_err(|_| ApiError::Invalid(Field::Id))?,
        expected: Version(expected_version),
        to: to.as_ref(),
        address: asker.address.as_deref(),
    };
    let done = findings::assign(&backend, &asker.actor, ask).await;
    done.map_err(|error| refuse(&asker, &error))?;
    Ok(())
}

/// The list of an address as its page shows it: with values as findings have them, and narrowed to what is looked at,
/// unless the address says itself where.
#[cfg(feature = "ssr")]
pub(super) fn as_shown(
    backend: &Backend,
    actor: &Actor,
    address: ListAddress,
) -> backend::Result<ListAddress> {
    as_narrowed(backend, actor, address, &narrowed())
}

/// The same where `scope` is looked at.
#[cfg(feature = "ssr")]
pub(super) fn as_narrowed(
    backend: &Backend,
    actor: &Actor,
    address: ListAddress,
    scope: &Scope,
) -> backend::Result<ListAddress> {
    let filter = findings::canonical(backend, actor, address.filter.clone())?;
    Ok(narrow(ListAddress { filter, ..address }, scope))
}

/// Narrowed to `scope`, unless the address says itself where.
#[cfg(feature = "ssr")]
pub(super) fn narrow(address: ListAddress, scope: &Scope) -> ListAddress {
    match address.everywhere || says_where(&address.filter) {
        true => address,
        false => ListAddress {
            filter: within(scope, address.filter.clone()),
            ..address
        },
    }
}

#[cfg(feature = "ssr")]
async fn read_list(backend: &Backend, actor: &Actor, query: &str) -> backend::Result<ListingView> {
    let shown = shown(backend, actor, query).await?;
    let (list, now) = (shown.list(), backend.now());
    let address = as_shown(backend, actor, shown.address.clone())?;
    // Before the rows, so that whatever comes meanwhile is no part of "all of them".
    let (seen_up_to, last) = findings::seen_up_to(backend, actor)?;
    let mut listed = read_rows(backend, actor, &address)?;
    with_sought(backend, actor, &address, listed.facets_mut())?;
    let may_import = actor.may(Action::ImportFindings);
    let may_triage = actor.may(Action::TriageFindings);
    let people = match may_triage {
        true => people::names(backend, actor).await?,
        false => Vec::new(),
    };
    let names = account_names(backend, actor).await?;
    let [notes, instead] = beside_rows(backend, actor, &address, (&listed, &names)).await?;
    Ok(ListingView {
        notes,
        instead,
        columns: Column::write(&shown.columns),
        heads: Written::by_server(heads(&shown.columns, &address, may_triage)),
        menus: Written::by_server(menus(&address, &shown, &list, (now, may_import), &people)),
        view: Written::by_server(view_line(&shown.menu)),
        chips: Written::by_server(chips(&address, &names)),
        kept: Written::by_server(kept(&address)),
        rule: rule_href(&address, &listed).filter(|_| may_triage),
        list,
        stamp: stamp(&listed, last),
        listed,
        filter: Query::default().and(to_pairs(&address.filter)).to_text(),
        names,
        seen_up_to,
        last,
        deadlines: findings::deadlines(backend, actor)?,
        may_triage,
        ending: suppressions::ending(backend, actor).await?,
        now,
    })
}

#[cfg(feature = "ssr")]
fn read_rows(backend: &Backend, actor: &Actor, address: &ListAddress) -> backend::Result<Listed> {
    let ask = address.list();
    let by = address.grouping;
    if by == Grouping::Flat {
        return findings::list(backend, actor, &ask).map(Listed::Flat);
    }
    let listing = findings::groups(backend, actor, &ask, by)?;
    let Some(key) = address.open.clone() else {
        return Ok(Listed::Groups(listing, None));
    };
    let group = Some(GroupKey {
        by,
        key: key.clone(),
    });
    let ask = FindingList {
        group,
        after: None,
        limit: OPEN_ROWS,
        ..ask
    };
    let inside = findings::list(backend, actor, &ask)?;
    let (page, total) = (inside.page, inside.total);
    Ok(Listed::Groups(
        listing,
        Some(OpenGroup { key, page, total }),
    ))
}

#[cfg(feature = "ssr")]
async fn read_finding(
    backend: &Backend,
    asker: &Asker,
    id: FindingId,
    (query, told): (&str, Option<Told>),
) -> backend::Result<FindingView> {
    let actor = &asker.actor;
    let address = as_shown(backend, actor, meant(backend, actor, query).await?)?;
    let mut found = findings::get(backend, actor, id).await?;
    let more = more(&found.reported);
    found.reported.document = "".into();
    let stands = findings::neighbours(backend, actor, id, &address.list_around(&found.summary))?;
    let same = findings::of_same_resource(backend, actor, id)?.total;
    let text = read_text(backend, actor, &found).await?;
    let ours: Vec<ChangeView> = found.history.into_iter().map(ChangeView::from).collect();
    let by_people = ours
        .iter()
        .find(|change| who(&change.actor) == change.actor);
    let beside = (id, &ListAddress::parse(query));
    let history = changes(beside, &ours, told.as_ref(), backend.now());
    let theirs = told.map_or(0, |told| told.changes.len());
    let mut view = FindingView {
        summary: found.summary,
        changes: (ours.len() + theirs) as u64,
        last: by_people.map(|last| (last.actor.clone(), last.at)),
        history: Written::by_server(history),
        previous: stands.previous,
        next: stands.next,
        place: stands.place,
        top: Written::default(),
        same_resource: same,
        overview: Written::default(),
        fix: Written::by_server(fix(&text.reported)),
        me: actor.label().to_owned(),
        may_triage: actor.may(Action::TriageFindings),
        as_of: backend.board().as_of(),
        now: backend.now(),
    };
    view.top = Written::by_server(top(&view, &text));
    view.overview = Written::by_server(overview(view.clone(), text, more));
    Ok(view)
}

/// What its overview says beside what lists show.
#[cfg(feature = "ssr")]
async fn read_text(
    backend: &Backend,
    actor: &Actor,
    found: &findings::FindingDetail,
) -> backend::Result<FindingText> {
    let deadlines = findings::deadlines(backend, actor)?;
    let (due, due_at) = deadlines.of(&found.summary, backend.now());
    let (untold, refused) = untold(found.write_back.clone(), found.planes.len());
    let id = found.summary.id;
    Ok(FindingText {
        account_name: account_name(backend, actor, found).await?,
        hidden: hidden(backend, actor, found).await?,
        due,
        due_at,
        due_rule: due_rule(&found.summary, deadlines),
        incidents: linked(backend, actor, &Origin::Finding(id)).await?,
        untold,
        refused,
        ..FindingText::of(found)
    })
}

/// Until when a suppression hides a finding, and why, if one does.
#[cfg(feature = "ssr")]
async fn hidden(
    backend: &Backend,
    actor: &Actor,
    found: &findings::FindingDetail,
) -> backend::Result<Option<(domain::time::Timestamp, String)>> {
    let Some(number) = found.summary.suppression else {
        return Ok(None);
    };
    let by = suppressions::get(backend, actor, number.into())
        .await?
        .suppression;
    Ok(Some((by.until, by.reason)))
}

/// What the document calls its account, or else what the list does.
#[cfg(feature = "ssr")]
async fn account_name(
    backend: &Backend,
    actor: &Actor,
    found: &findings::FindingDetail,
) -> backend::Result<Option<String>> {
    match &found.reported.account_name {
        Some(name) => Ok(Some(name.clone())),
        None => {
            let mut names = account_names(backend, actor).await?;
            Ok(names.remove(found.summary.account.as_str()))
        }
    }
}

#[cfg(feature = "ssr")]
impl FindingText {
    /// What is known of a finding, but for when it is due.
    fn of(found: &findings::FindingDetail) -> Self {
        let notes = found.notes.iter().cloned();
        Self {
            reported: found.reported.clone(),
            account_name: None,
            planes: found.planes.iter().map(PlaneView::from).collect(),
            verification: found.verification,
            hidden: None,
            tags: found.tags.iter().map(ToString::to_string).collect(),
            notes: notes.map(FindingNoteView::from).collect(),
            due: Due::NoClock,
            due_at: None,
            due_rule: String::new(),
            changes: found.changes.iter().map(LinkedChangeView::from).collect(),
            incidents: LinkedView::default(),
            untold: None,
            refused: None,
        }
    }
}

#[cfg(feature = "ssr")]
impl From<&findings::PlaneDetail> for PlaneView {
    fn from(one: &findings::PlaneDetail) -> Self {
        Self {
            plane: one.reported.plane,
            product_arn: one.reported.product_arn.clone(),
            aws_finding_id: one.reported.aws_finding_id.clone(),
            metadata_uid: one.reported.metadata_uid.clone(),
            updated: one.reported.updated,
            is_gone: one.is_gone,
        }
    }
}

#[cfg(feature = "ssr")]
impl From<&changes::LinkedChange> for LinkedChangeView {
    fn from(change: &changes::LinkedChange) -> Self {
        Self {
            id: change.id,
            name: format!("CHG-{}", change.number),
            title: change.title.clone(),
            state: change.state,
        }
    }
}

#[cfg(feature = "ssr")]
impl From<findings::FindingNote> for FindingNoteView {
    fn from(note: findings::FindingNote) -> Self {
        Self {
            at: note.at,
            actor: note.actor,
            text: note.text,
        }
    }
}

#[cfg(feature = "ssr")]
impl From<findings::FindingChange> for ChangeView {
    fn from(change: findings::FindingChange) -> Self {
        Self {
            field: change.field,
            at: change.at,
            actor: change.actor,
            old: change.old,
            new: change.new,
            reason: change.reason,
        }
    }
}
