//! The one word for the whole floor, and why it is that word.

mod judge;

pub use judge::{Facts, FirstRead, OpenIncident, Reason, SourceFact, Told, judge};

text_enum! {
    /// How the floor stands, worst last. Blind outranks all: what cannot be seen cannot be called fine.
    Verdict {
        /// Nothing needs anybody.
        Clear = "clear",
        /// Something should be looked at.
        Watch = "watch",
        /// An incident is open.
        Incident = "incident",
        /// Something critical needs somebody now.
        Critical = "critical",
        /// A source is silent, so the rest may be untrue.
        Blind = "blind",
    }
}
