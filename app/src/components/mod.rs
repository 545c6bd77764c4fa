//! Dumb parts: props in, view out. They own no resource and call no server function.

pub mod age;
pub mod bar;
pub mod chart;
pub mod due;
mod enter;
pub mod fault;
pub mod field;
mod folded;
pub mod mark;
#[cfg(feature = "ssr")]
pub mod only;
pub mod reason;
mod search_form;
pub mod sight;
pub mod sign;
pub mod state;
pub mod strip;
pub mod text_area;

pub use age::{Age, Since, Ticker, ticking};
pub use bar::{bar_class, limit_bar, share_of_limit};
pub use chart::chart;
pub use due::{due_clock, due_sign};
pub use enter::no_enter;
pub use fault::{FaultNote, faster_note, fault_sentence, kept_words};
pub use field::{Need, TextField};
pub use folded::folded;
pub(crate) use mark::initials;
pub use mark::{Avatar, Icon, Lamp, SYMBOLS_NAME, Shape, icon, shape, symbol_address};
#[cfg(feature = "ssr")]
pub use only::Only;
pub use reason::reason_sentence;
pub use search_form::SearchForm;
pub use sight::{Unseen, unseen, unseen_at};
pub use sign::{
    CAUTION, Form, Sign, freshness_sign, grade_sign, impact_sign, incident_sign, severity_sign,
    strip_sign, verdict_sign, workflow_form, workflow_sign,
};
pub use state::{Loading, Note, State};
pub use strip::{DecisionStrip, StripOf};
pub use text_area::TextArea;
