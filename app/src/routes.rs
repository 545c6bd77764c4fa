//! The route table: which address shows which page. Everything is rendered whole before it is sent, so
//! that a page is complete without scripts and its status can depend on what it found.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{Outlet, ParentRoute, Redirect, Route, Router, Routes},
    path,
};

use crate::pages::{
    calendar::CalendarPage,
    changes::{ChangePage, ChangesPage, EditChangePage, NewChangePage},
    endpoints::{EndpointPage, EndpointsPage},
    findings::{Drawer, FindingsPage, NoDrawer},
    frame::{Frame, Framed, WaitingForMe},
    health::{HealthEventPage, HealthPage},
    incidents::{DeclarePage, IncidentPage, IncidentsPage},
    missing::Missing,
    settings::{
        AccountPage, ApprovalsPage, AuditPage, CalendarsPage, PeoplePage, ScreensPage,
        SettingsFrame, SourcesPage,
    },
    sign_in::{FirstPage, SignInPage},
    wall::WallPage,
    watch::WatchPage,
};

/// The product as a page.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let waiting = ArcRwSignal::new(0);
    provide_context(WaitingForMe(waiting.clone()));
    let formatter = move |page| title(page, waiting.get());
    view! {
        <Title formatter/>
        <Router>
            <Routes fallback=|| view! { <Frame><Missing/></Frame> }>
                <ParentRoute path=path!("") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("sign-in") view=SignInPage/>
                    <Route path=path!("first/:secret") view=FirstPage/>
                    <Route path=path!("wall") view=WallPage/>
                    <ParentRoute path=path!("") view=Framed>
                        <Route path=path!("") view=WatchPage/>
                        <ParentRoute path=path!("findings") view=FindingsPage>
                            <Route path=path!("") view=NoDrawer/>
                            <Route path=path!(":id") view=Drawer/>
                        </ParentRoute>
                        <Route path=path!("incidents") view=IncidentsPage/>
                        <Route path=path!("incidents/new") view=DeclarePage/>
                        <Route path=path!("incidents/:id") view=IncidentPage/>
                        <Route path=path!("health") view=HealthPage/>
                        <Route path=path!("health/:id") view=HealthEventPage/>
                        <Route path=path!("endpoints") view=EndpointsPage/>
                        <Route path=path!("endpoints/:id") view=EndpointPage/>
                        <Route path=path!("changes") view=ChangesPage/>
                        <Route path=path!("changes/new") view=NewChangePage/>
                        <Route path=path!("changes/:id") view=ChangePage/>
                        <Route path=path!("changes/:id/edit") view=EditChangePage/>
                        <Route path=path!("calendar") view=CalendarPage/>
                        <ParentRoute path=path!("settings") view=SettingsFrame>
                            <Route path=path!("") view=|| view! { <Redirect path="/settings/sources"/> }/>
                            <Route path=path!("people") view=PeoplePage/>
                            <Route path=path!("approvals") view=ApprovalsPage/>
                            <Route path=path!("calendars") view=CalendarsPage/>
                            <Route path=path!("sources") view=SourcesPage/>
                            <Route path=path!("screens") view=ScreensPage/>
                            <Route path=path!("audit") view=AuditPage/>
                            <Route path=path!("account") view=AccountPage/>
                        </ParentRoute>
                    </ParentRoute>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// The title of the tab; what waits for a decision of who looks stands before all else.
fn title(page: String, waiting: u64) -> String {
    let name = match page.as_str() {
        "" => "Watchfloor".to_owned(),
        page => format!("{page} · Watchfloor"),
    };
    match waiting {
        0 => name,
        waiting => format!("({waiting}) {name}"),
    }
}
