//! The wall: what a screen shows to everybody in the room.

use domain::{
    source::Freshness,
    time::Timestamp,
    verdict::{Reason, Verdict},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
#[cfg(feature = "ssr")]
use {
    super::{
        build::Build,
        context::{asker, backend, refuse},
        wall_rows::{next_rows, now_rows, tiles},
    },
    backend::{Backend, wall},
    domain::actor::Actor,
};

/// What a tile counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TileKind {
    /// Open incidents.
    Incidents,
    /// Open critical findings.
    Critical,
    /// Open issues of AWS.
    Health,
    /// Endpoints that fail.
    Endpoints,
}

/// One of the four tiles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TileView {
    /// What it counts.
    pub kind: TileKind,
    /// How many.
    pub n: u64,
    /// The impact of the worst, of incidents alone; zero where there is none.
    pub worst: u8,
    /// How old what it counts is; nothing where no source is set up, or none that AWS offers here.
    pub freshness: Option<Freshness>,
    /// Whether there is a source, and AWS does not offer it here.
    pub is_closed: bool,
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowKind {
    /// A source that is silent.
    Silent,
    /// An open incident, by its impact of one to five.
    Incident(u8),
    /// An endpoint that fails.
    Failing,
    /// An endpoint that failed when it was last seen, which is too long ago.
    Unseen,
    /// An issue of AWS.
    Issue,
    /// A change.
    Change,
    /// What AWS has scheduled.
    Scheduled,
    /// A freeze.
    Freeze,
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowView {
    /// What it is about.
    pub kind: RowKind,
    /// Its words.
    pub text: String,
    /// Since when it holds, or when it begins.
    pub at: Option<Timestamp>,
    /// When it is over, where that is known.
    pub until: Option<Timestamp>,
    /// How it stands, in words: of changes alone.
    pub stands: Option<String>,
    /// Whether its source answers late, so that it may not hold any more.
    pub is_old: bool,
}

/// A list, which turns its pages where it is longer than can be read from afar.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WallListView {
    /// Its pages; none where there is nothing.
    pub pages: Vec<Vec<RowView>>,
    /// How many more there are than have a place on them.
    pub more: u64,
}

/// The wall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WallView {
    /// The one word.
    pub verdict: Verdict,
    /// Why, the weightiest first; never none.
    pub reasons: Vec<Reason>,
    /// Since when the word holds.
    pub since: Timestamp,
    /// The four tiles.
    pub tiles: Vec<TileView>,
    /// What is open.
    pub open: WallListView,
    /// What comes next.
    pub next: WallListView,
    /// What the screen is called, or who looks.
    pub screen: String,
    /// Whether the screen is to be dim at this hour.
    pub is_dim: bool,
    /// What the browser is to run: where it is another one than before, the page is loaded anew.
    pub build: String,
    /// The last event that these numbers know.
    pub seq: i64,
    /// The server's time.
    pub now: Timestamp,
}

/// The wall, for screens and for whoever reads the floor.
#[server(prefix = "/api", endpoint = "wall/get")]
pub async fn get_wall() -> Result<WallView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let view = read_wall(&backend, &asker.actor).await;
    view.map_err(|error| refuse(&asker, &error))
}

#[cfg(feature = "ssr")]
async fn read_wall(backend: &Backend, actor: &Actor) -> backend::Result<WallView> {
    let seq = backend.live().head().0;
    let wall = wall::read(backend, actor).await?;
    Ok(WallView {
        verdict: wall.floor.verdict,
        reasons: wall.floor.reasons.clone(),
        since: wall.floor.since.unwrap_or(wall.floor.now),
        tiles: tiles(&wall),
        open: now_rows(&wall),
        next: next_rows(&wall),
        screen: actor.label().to_owned(),
        is_dim: wall.is_dim,
        build: Build::given(),
        seq,
        now: wall.floor.now,
    })
}
