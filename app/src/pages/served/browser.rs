//! A served page in the browser: it stays as it came, is asked for again when something of its topics happened, and goes
//! when the address leads elsewhere.

use domain::{event::Topic, time::Timestamp};
use leptos::{html, prelude::*};
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_url},
};
use web_sys::Element;

use super::{
    ask::{Answer, ask},
    merge::merge,
    times,
};
use crate::{
    api::{ApiError, wire::any_awaited},
    components::{Loading, Ticker},
    live::{Live, focus, is_filling, is_hidden, server_now},
    pages::{lasting::AGAIN, refused::Refused},
};

/// What stands at the place of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// The first answer is awaited.
    Awaited,
    /// The page.
    Shown,
    /// There was no answer.
    Failed,
}

/// Any page that is not made in the browser.
#[component]
pub fn Served() -> impl IntoView {
    let woken = Owner::current_shared_context().is_some_and(|shared| shared.during_hydration());
    let page = Page::new(woken);
    follow(page, woken);
    let (place, title, standing) = (page.place, page.title, page.standing);
    view! {
        <Title text=move || title.get()/>
        <div class="served" node_ref=place></div>
        {move || match standing.get() {
            Standing::Awaited => view! { <Loading/> }.into_any(),
            Standing::Shown => ().into_any(),
            Standing::Failed => view! { <Refused fault=ApiError::Transport(String::new())/> }.into_any(),
        }}
    }
    .into_any()
}

/// Asks again when the address becomes another or something of the page's topics happened, and lets its times go on.
fn follow(page: Page, woken: bool) {
    // Outside the frame nothing is followed.
    let (live, ticker) = (use_context::<Live>(), use_context::<Ticker>());
    let url = use_url();
    let navigate = StoredValue::new_local(use_navigate());
    let again = move |address: String| {
        navigate.with_value(|navigate| page.ask(address, navigate.clone()));
    };
    Effect::new(move |last: Option<(String, Heard)>| {
        let address = url.with(|url| match url.search() {
            "" => url.path().to_owned(),
            search => format!("{}?{search}", url.path()),
        });
        let heard = |one: &Topic| live.map_or(0, |live| live.version(*one));
        let heard: Heard = Topic::ALL.iter().map(heard).collect();
        let due = match &last {
            None if woken => {
                page.shown.set_value(address.clone());
                false
            }
            None => true,
            Some((before, known)) => *before != address || page.concerns(known, &heard),
        };
        if due {
            again(address.clone());
        }
        (address, heard)
    });
    Effect::new(move |_| {
        if let Some(now) = ticker.and_then(|ticker| ticker.0.get())
            && page.tick(now)
        {
            again(page.shown.get_value());
        }
    });
}

/// How often something of each topic was heard of.
type Heard = Vec<u64>;

/// The page and what is known of it.
#[derive(Clone, Copy)]
struct Page {
    place: NodeRef<html::Div>,
    title: RwSignal<String>,
    standing: RwSignal<Standing>,
    topics: StoredValue<Vec<Topic>>,
    /// The address of what is shown, or of what could not be.
    shown: StoredValue<String>,
    /// Grows with each question: only the answer to the last one counts.
    turn: StoredValue<u32>,
    /// When it was last asked for, by the server's clock.
    asked_at: StoredValue<Option<Timestamp>>,
    /// When a question found no answer that is still owed.
    owed_at: StoredValue<Option<Timestamp>>,
    /// The turn of time for which it was asked last.
    turned_at: StoredValue<Option<Timestamp>>,
}

impl Page {
    /// The page that the server sent, or one that is still to be asked for.
    fn new(woken: bool) -> Self {
        let page = Self {
            place: NodeRef::new(),
            title: RwSignal::new(String::new()),
            standing: RwSignal::new(Standing::Awaited),
            topics: StoredValue::new(Vec::new()),
            shown: StoredValue::new(String::new()),
            turn: StoredValue::new(0),
            asked_at: StoredValue::new(None),
            owed_at: StoredValue::new(None),
            turned_at: StoredValue::new(None),
        };
        if woken && let Ok(Some(sent)) = document().query_selector(".served") {
            page.know(&sent);
        }
        page
    }

    /// Takes in what the server wrote about the page.
    fn know(self, sent: &Element) {
        let said = |name: &str| sent.get_attribute(name).unwrap_or_default();
        let topics = said("data-topics");
        let topics = topics.split(' ').filter_map(|topic| topic.parse().ok());
        self.topics.set_value(topics.collect());
        self.title.set(said("data-title"));
        self.standing.set(Standing::Shown);
    }

    /// Whether what was heard since is about this page. Where nothing was heard, somebody followed a link to it.
    fn concerns(self, known: &Heard, heard: &Heard) -> bool {
        let news = Topic::ALL.iter().zip(known.iter().zip(heard));
        let mut news = news.filter(|(_, (known, heard))| known != heard);
        known == heard
            || self
                .topics
                .with_value(|topics| news.any(|(topic, _)| topics.contains(topic)))
    }

    fn ask(self, address: String, navigate: impl Fn(&str, NavigateOptions) + 'static) {
        self.turn.update_value(|turn| *turn += 1);
        let turn = self.turn.get_value();
        self.asked_at.set_value(None);
        self.owed_at.set_value(None);
        ask(&address.clone(), move |answer| {
            // Another question was asked since, or the page is gone.
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            let stays = self.shown.get_value() == address;
            match answer {
                // What is shown is old then, and the banner says so. Sent, a form comes back filled after signing in.
                Answer::Nothing if stays => self.owe(),
                Answer::Elsewhere(_) if stays && is_filling() => self.owe(),
                Answer::Elsewhere(path) => {
                    let replace = true;
                    navigate(
                        &path,
                        NavigateOptions {
                            replace,
                            ..NavigateOptions::default()
                        },
                    );
                }
                Answer::Page(sent) => self.show(&sent, address),
                Answer::Nothing => self.fail(address),
            }
        });
    }

    /// The question is asked again in a while.
    fn owe(self) {
        self.owed_at.set_value(Some(server_now()));
    }

    fn show(self, sent: &Element, address: String) {
        let Some(place) = self.place.get_untracked() else {
            return;
        };
        let path = |address: &str| address.split('?').next().map(str::to_owned);
        let is_other = self.shown.with_value(|shown| path(shown)) != path(&address);
        if is_other {
            place.set_text_content(None);
        }
        merge(&place, sent);
        // What names whole seconds was written to the split second, and would else go back and forth.
        times::tick(&place, server_now());
        self.know(sent);
        self.shown.set_value(address);
        if is_other {
            begin();
        }
    }

    /// Says that there was no answer, and goes on asking for it.
    fn fail(self, address: String) {
        if let Some(place) = self.place.get_untracked() {
            place.set_text_content(None);
        }
        self.shown.set_value(address);
        self.owe();
        self.standing.set(Standing::Failed);
    }

    /// Lets the times of the page go on; whether time alone has changed more than those.
    fn tick(self, now: Timestamp) -> bool {
        let Some(place) = self.place.get() else {
            return false;
        };
        times::tick(&place, now);
        // What is due waits for who looks, and for what is asked already.
        if is_hidden() || any_awaited() {
            return false;
        }
        if self.owed_at.get_value().is_some_and(|at| now - at >= AGAIN) {
            return true;
        }
        // For each turn it is asked once, whatever the answer says of it.
        let turned = times::turns(&place).filter(|at| now >= *at);
        if turned > self.turned_at.get_value() {
            self.turned_at.set_value(turned);
            return true;
        }
        let Some(every) = times::again(&place) else {
            return false;
        };
        let Some(at) = self.asked_at.get_value() else {
            self.asked_at.set_value(Some(now));
            return false;
        };
        now - at >= every
    }
}

/// The least width, in CSS pixels, at which no keyboard rises over a field that has the focus.
const WIDE: i32 = 640;

/// Whoever came to a form goes on in its first field, as after a page that was loaded whole.
fn begin() {
    let page = document();
    let is_wide = page
        .document_element()
        .is_some_and(|root| root.client_width() >= WIDE);
    let is_typing = page
        .active_element()
        .is_some_and(|one| matches!(one.matches("input,textarea,select"), Ok(true)));
    if is_wide && !is_typing {
        focus(&[".served [autofocus]"]);
    }
}
