//! The board: all findings in memory, so that lists, counts and facets never scan a database.
//!
//! It is a projection of the store: it follows the event log, and dropping it loses nothing. It does
//! no I/O except to write and read its own snapshot, reads no clock and knows no SQL.
//!
//! How it is made, from the bottom: texts in blocks (`text_column`) and the numbers that stand for
//! them (`dictionary`, `tuples`, `slots`); what a finding has of its own (`rows`, `sparse`) and what it shares
//! (`words`, `resources`, `cell`); what is counted along (`tally`) and kept for ordering (`zones`). A question is
//! answered by what the facets admit (`admission`), what text and group leave (`narrowing`, `word`),
//! both together (`selection`) with what the moment adds (`moment`), and then the page (`first_rows`, `list`, `groups` with `gathering` over the numbers of `grouping`) beside the values
//! of the facets (`facet_values`); whoever has to look at all rows does so in parts side by side (`scan`). How they are spread is counted by `spread`, what they say of controls by `controls`. What speaks against a change is found by `touching` with `nearness`, what else is near one finding by `nearby`, what names its resources by `same_resource`.
//!
//! Codes are never taken back: values that nothing has any more cost memory until the board is built
//! from the store again, cells until a snapshot is loaded. Readers share a lock that a change holds
//! for under a millisecond a hundred rows; no lock is held across an await.

mod admission;
mod bits;
mod canonical;
mod cell;
mod controls;
mod dictionary;
mod facet_values;
mod first_rows;
mod fold;
mod gathering;
mod group_order;
mod grouping;
mod groups;
mod list;
mod moment;
mod named;
mod narrowing;
mod nearby;
mod nearness;
mod order;
mod resources;
mod row;
mod rows;
mod same_resource;
mod scan;
mod selection;
mod shared;
mod slots;
mod snapshot;
mod sparse;
mod spread;
mod state;
mod tally;
#[cfg(test)]
mod tests;
mod text_column;
mod touching;
mod tuples;
mod word;
mod words;
mod zones;

pub use list::Neighbours;
pub use nearby::{Nearby, Neighbour};
pub use order::BadCursor;
pub use row::BoardRow;
pub use same_resource::SameResource;
pub use shared::Board;
pub use snapshot::BadSnapshot;
pub use spread::Spread;
pub use touching::Touch;
