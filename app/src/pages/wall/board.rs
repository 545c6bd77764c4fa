//! The board: verdict and clock, why, four tiles, what is open and what comes next.

use chrono::{TimeDelta, Timelike};
use domain::{time::Timestamp, verdict::Verdict};
use leptos::prelude::*;

use super::{
    lists::{WallList, open_row, row_of_next},
    tile::Tile,
    verdict::{VerdictBlock, Why},
};
use crate::{
    api::{WallListView, WallView},
    components::{icon, ticking},
    format,
    live::Live,
};

/// An answer that is older than this is not the floor as it is: the wall asks every few seconds.
const LOST_AFTER: TimeDelta = TimeDelta::seconds(15);
/// Rows that have their full height; longer lists stand closer.
const AT_EASE: usize = 4;

/// The whole wall.
#[component]
pub(super) fn Board(wall: WallView, live: Live, turn: Memo<Option<i64>>) -> impl IntoView {
    let at = wall.now;
    let now = ticking(at);
    // Once it is said since when nothing was heard, it is said so to the end.
    let lost = Memo::new(move |said: Option<&Option<Timestamp>>| {
        let lost = match now() - at > LOST_AFTER {
            true => Some(at),
            false => live.lost_since.get(),
        };
        lost.and(said.copied().flatten()).or(lost)
    });
    // What is worst stands on the first page, which stays while something is critical.
    let stays = wall.verdict == Verdict::Critical;
    let now_turn = Memo::new(move |_| turn.get().map(|turn| if stays { 0 } else { turn }));
    let longest = |list: &WallListView| list.pages.first().map_or(0, Vec::len);
    let rows = longest(&wall.open).max(longest(&wall.next));
    let tiles = wall
        .tiles
        .into_iter()
        .map(|tile| view! { <Tile tile now=at/> });
    view! {
        <div class="wall-board" class:dense=rows.gt(&AT_EASE) class:dim=wall.is_dim>
            <header class="wall-head">
                <VerdictBlock verdict=wall.verdict since=wall.since now=at lost/>
                <Clock at/>
            </header>
            <Why verdict=wall.verdict reasons=wall.reasons lost/>
            <div class="wall-tiles">{tiles.collect_view()}</div>
            <div class="wall-lists">
                <WallList title="Now" none="Nothing is open." list=wall.open turn=now_turn show=move |row| open_row(row, at)/>
                <WallList title="Next, UTC" none="Nothing is planned." list=wall.next turn show=move |row| row_of_next(row, at)/>
            </div>
            <footer class="wall-foot">
                <p>{icon("mark", "icon")}{wall.screen}</p>
                <p>"as of "<time datetime=format::machine(at)>{format::seconds(at)}" UTC"</time></p>
            </footer>
        </div>
    }
    .into_any()
}

/// The server's time: that it goes on shows that the page does.
#[component]
fn Clock(at: Timestamp) -> impl IntoView {
    let now = ticking(at);
    view! {
        <p class="wall-clock">
            <time datetime=format::machine(at)>
                {move || format::clock(now())}
                <span class="s">{move || format!(":{:02}", now().second())}</span>
            </time>
            <span class="zone">{move || format!("UTC, {}", format::weekday(now()))}</span>
        </p>
    }
}
