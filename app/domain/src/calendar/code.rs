//! What is wrong with a calendar, an event or a freeze that somebody wrote.

text_enum! {
    /// The rule that is missed; each belongs to one field.
    CalendarCode {
        /// The name is empty or longer than 80 characters.
        Name = "name",
        /// Another calendar has the name.
        NameTaken = "name_taken",
        /// There is no such time zone.
        Zone = "zone",
        /// The line names no place in AWS.
        Scope = "scope",
        /// The reason is empty or longer than 500 characters.
        Reason = "reason",
        /// The beginning is no date and time.
        Begin = "begin",
        /// The end is no date and time.
        End = "end",
        /// The end is not after the beginning.
        EndsFirst = "ends_first",
        /// It lasts longer than a year.
        TooLong = "too_long",
        /// An event that comes every week lasts longer than a week.
        WeekTooLong = "week_too_long",
        /// It comes every week, on no day.
        NoDay = "no_day",
        /// It would end before it comes for the first time.
        Until = "until",
        /// The calendar has as many events as one can have.
        Full = "full",
        /// It has ended, and what was is not changed.
        Ended = "ended",
        /// A freeze that holds already cannot begin at another time.
        Begun = "begun",
    }
}

impl std::error::Error for CalendarCode {}
