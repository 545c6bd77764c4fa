//! The route table: which address shows which page. Everything is rendered whole before it is sent, so
//! that a page is complete without scripts and its status can depend on what it found.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
#[cfg(feature = "ssr")]
use leptos_router::components::Redirect;
use leptos_router::{
    SsrMode,
    any_nested_route::AnyNestedRoute,
    components::{Outlet, ParentRoute, Route, Router, Routes},
    path,
};

#[cfg(not(feature = "ssr"))]
use crate::pages::served::{
    Served as First, Served as Import, Served as SignIn, Served as Views, Served as Watch,
};
use crate::pages::{
    findings::{Drawer, FindingsPage, NoDrawer},
    frame::{Framed, WaitingForMe},
    wall::WallPage,
};
#[cfg(feature = "ssr")]
use crate::pages::{
    findings::{ImportPage as Import, ViewsPage as Views},
    sign_in::{FirstPage as First, SignInPage as SignIn},
    watch::WatchPage as Watch,
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
            <Routes fallback=|| ()>
                <ParentRoute path=path!("") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("sign-in") view=SignIn/>
                    <Route path=path!("first/:secret") view=First/>
                    <Route path=path!("wall") view=WallPage/>
                    <ParentRoute path=path!("") view=Framed>
                        // Pages that the server writes. Two stand before the findings, which they would be some of.
                        <Route path=path!("") view=Watch/>
                        <Route path=path!("findings/views") view=Views/>
                        <Route path=path!("findings/import") view=Import/>
                        <ParentRoute path=path!("findings") view=FindingsPage>
                            <Route path=path!("") view=NoDrawer/>
                            <Route path=path!(":id") view=Drawer/>
                        </ParentRoute>
                        <ServedRoutes/>
                    </ParentRoute>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// Every other address, for the browser: whether something is there, and what, the server knows.
#[cfg(not(feature = "ssr"))]
#[component(transparent)]
fn ServedRoutes() -> AnyNestedRoute {
    use crate::pages::served::Served;
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("*any") view=Served/>
        </ParentRoute>
    }
    .into_inner()
}

/// The pages that the server alone writes. The last one stands for all that is not there.
#[cfg(feature = "ssr")]
#[component(transparent)]
fn ServedRoutes() -> AnyNestedRoute {
    use crate::pages::{
        calendar::CalendarPage,
        changes::{ChangePage, ChangesPage, EditChangePage, NewChangePage},
        endpoints::{EndpointPage, EndpointsPage},
        findings::ActPage,
        health::{HealthEventPage, HealthPage},
        incidents::{DeclarePage, IncidentPage, IncidentsPage},
        missing::Missing,
        settings::{
            AccountPage, ApprovalsPage, AuditPage, CalendarsPage, DeadlinesPage, PeoplePage,
            ScreensPage, SourcesPage,
        },
        standards::{StandardPage, StandardsPage},
        suppressions::{NewSuppressionPage, SuppressionPage, SuppressionsPage},
        work::WorkPage,
    };
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("findings/acts/:id") view=ActPage/>
            <Route path=path!("suppressions") view=SuppressionsPage/>
            <Route path=path!("suppressions/new") view=NewSuppressionPage/>
            <Route path=path!("suppressions/:number") view=SuppressionPage/>
            <Route path=path!("standards") view=StandardsPage/>
            <Route path=path!("standards/:standard") view=StandardPage/>
            <Route path=path!("work") view=WorkPage/>
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
            <Route path=path!("settings") view=|| view! { <Redirect path="/settings/sources"/> }/>
            <Route path=path!("settings/people") view=PeoplePage/>
            <Route path=path!("settings/approvals") view=ApprovalsPage/>
            <Route path=path!("settings/calendars") view=CalendarsPage/>
            <Route path=path!("settings/deadlines") view=DeadlinesPage/>
            <Route path=path!("settings/sources") view=SourcesPage/>
            <Route path=path!("settings/screens") view=ScreensPage/>
            <Route path=path!("settings/audit") view=AuditPage/>
            <Route path=path!("settings/account") view=AccountPage/>
            <Route path=path!("*any") view=Missing/>
        </ParentRoute>
    }
    .into_inner()
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
