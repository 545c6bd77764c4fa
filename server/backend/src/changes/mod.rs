//! Changes: asked for, decided on two levels, started, ended. What may follow what is said in `domain::change`.

mod act;
mod decide;
mod due;
mod edit;
mod finish;
mod gate;
mod get;
mod levels;
mod linking;
mod list;
mod notify;
mod overriding;
mod rows;
mod start;
mod submit;
mod upcoming;
mod withdraw;

pub use act::Target;
pub use decide::{Decide, about, decide};
pub use due::advance_due;
pub use edit::{edit, request};
pub use finish::{Finish, finish};
pub(crate) use get::went;
pub use get::{ChangeDetail, ChangeStep, SaidApproval, get, told, who};
pub use levels::{KeptLevel, approvers, kept_levels, levels, set_level};
pub use linking::{LinkedChange, LinkedFindings};
pub(crate) use linking::{by_number, link, of_finding, unlink};
pub use list::{Queue, QueueCounts, list, list_within, queue_counts};
pub(crate) use notify::{Asks, still_asks};
pub use overriding::{override_calendar, refuse_override};
pub use rows::ChangeSummary;
pub use start::start;
pub use submit::submit;
pub use upcoming::{between, blocked, naming, needing, upcoming, waiting, waiting_for};
pub use withdraw::withdraw;
