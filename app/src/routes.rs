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
    endpoints::{EndpointPage, EndpointsPage},
    findings::{Drawer, FindingsPage, NoDrawer},
    frame::{Frame, Framed},
    health::{HealthEventPage, HealthPage},
    missing::Missing,
    settings::{AccountPage, AuditPage, PeoplePage, SettingsFrame, SourcesPage},
    sign_in::{FirstPage, SignInPage},
    watch::WatchPage,
};

/// The product as a page.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title formatter=title/>
        <Router>
            <Routes fallback=|| view! { <Frame><Missing/></Frame> }>
                <ParentRoute path=path!("") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("sign-in") view=SignInPage/>
                    <Route path=path!("first/:secret") view=FirstPage/>
                    <ParentRoute path=path!("") view=Framed>
                        <Route path=path!("") view=WatchPage/>
                        <ParentRoute path=path!("findings") view=FindingsPage>
                            <Route path=path!("") view=NoDrawer/>
                            <Route path=path!(":id") view=Drawer/>
                        </ParentRoute>
                        <Route path=path!("health") view=HealthPage/>
                        <Route path=path!("health/:id") view=HealthEventPage/>
                        <Route path=path!("endpoints") view=EndpointsPage/>
                        <Route path=path!("endpoints/:id") view=EndpointPage/>
                        <ParentRoute path=path!("settings") view=SettingsFrame>
                            <Route path=path!("") view=|| view! { <Redirect path="/settings/sources"/> }/>
                            <Route path=path!("people") view=PeoplePage/>
                            <Route path=path!("sources") view=SourcesPage/>
                            <Route path=path!("audit") view=AuditPage/>
                            <Route path=path!("account") view=AccountPage/>
                        </ParentRoute>
                    </ParentRoute>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

fn title(page: String) -> String {
    if page.is_empty() {
        "Watchfloor".to_owned()
    } else {
        format!("{page} · Watchfloor")
    }
}
