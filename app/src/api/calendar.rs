//! The calendar: a month of changes, of AWS's scheduled work, of freezes and of closed calendars. Everything a cell or a
//! line says is written on the server.

use domain::time::Timestamp;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
#[cfg(feature = "ssr")]
use super::{
    calendar_month::read_month,
    context::{asker, backend, refuse},
};

/// Shape, colour and words: what is said of an entry beside its title.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkView {
    /// The shape.
    pub symbol: String,
    /// The class of its colour.
    pub tone: String,
    /// The words.
    pub words: String,
    /// Where they lead; empty where they lead nowhere.
    #[serde(default)]
    pub href: String,
}

/// Something in a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryView {
    /// The classes of its form.
    pub class: String,
    /// Its state; the word stands at the end of its first line.
    pub mark: MarkView,
    /// When it is on that day, with marks where it began before or goes on.
    pub time: String,
    /// Its title.
    pub title: String,
    /// The same with the whole of its time.
    pub whole: String,
    /// Where it leads; empty where it leads nowhere.
    pub href: String,
}

/// A part of what lasts for days, in the cell of one of them. Without a class it only keeps the line free.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BarView {
    /// The classes of its form.
    pub class: String,
    /// The shape.
    pub symbol: String,
    /// What it is.
    pub title: String,
}

/// The cell of a day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellView {
    /// The day, for machines.
    pub date: String,
    /// The day, as it is shown.
    pub number: String,
    /// The classes of the cell.
    pub class: String,
    /// What lasts for days.
    pub bars: Vec<BarView>,
    /// What is on it.
    pub entries: Vec<EntryView>,
    /// How many more there are than are shown.
    pub more: u32,
    /// Where they are read.
    pub more_href: String,
}

/// A line of the agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaView {
    /// When it begins.
    pub time: String,
    /// For how long.
    pub span: String,
    /// Its state, with its word.
    pub mark: MarkView,
    /// Its title.
    pub title: String,
    /// Where it leads; empty where it leads nowhere.
    pub href: String,
    /// Where it is.
    pub place: String,
    /// What is in its way.
    pub reasons: Vec<MarkView>,
}

/// A day of the agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaDay {
    /// The day, for machines.
    pub date: String,
    /// The day, as it is shown.
    pub title: String,
    /// What begins on it.
    pub entries: Vec<AgendaView>,
}

/// A layer that can be left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayerView {
    /// Its word.
    pub word: String,
    /// Its icon.
    pub icon: String,
    /// How many of it the month and its agenda have.
    pub count: u32,
    /// Whether it is shown.
    pub shown: bool,
    /// The address at which that is the other way round.
    pub href: String,
}

/// A month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarView {
    /// Its name.
    pub title: String,
    /// The addresses of the month before, of today and of the month after.
    pub ways: [String; 3],
    /// Its weeks, Monday first.
    pub weeks: Vec<Vec<CellView>>,
    /// Its days that have something, from today on where the month is this one.
    pub agenda: Vec<AgendaDay>,
    /// Its days before today that have something that is over, where the month is this one.
    pub earlier: Vec<AgendaDay>,
    /// What can be left out.
    pub layers: Vec<LayerView>,
    /// What needs a look: conflicts and blocks.
    pub needs: Vec<MarkView>,
    /// What holds now or within a day, and whether calendars are open.
    pub notes: Vec<MarkView>,
    /// Whether the asker may ask for changes.
    pub may_request: bool,
    /// Whether the asker keeps calendars and freezes.
    pub may_change: bool,
    /// The server's time.
    pub now: Timestamp,
}

/// A month of the calendar.
#[server(prefix = "/api", endpoint = "calendar/month")]
pub async fn get_calendar(
    /// The month as `2026-11`; this one where it is none.
    #[server(default)]
    month: String,
    /// The layers that are left out, with commas between them.
    #[server(default)]
    off: String,
) -> Result<CalendarView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let view = read_month(&backend, &asker.actor, (&month, &off)).await;
    view.map_err(|error| refuse(&asker, &error))
}
