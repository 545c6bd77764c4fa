//! What becomes in AWS of what people here decide about findings.

use chrono::TimeDelta;

text_enum! {
    /// Whether decisions about an account's findings are written to AWS.
    WriteBackMode {
        /// They stay here: what every account begins with.
        ObserveOnly = "observe_only",
        /// Security Hub is told of them.
        WriteBack = "write_back",
    }
}

impl WriteBackMode {
    /// The word as a page shows it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::ObserveOnly => "Observe only",
            Self::WriteBack => "Write back",
        }
    }
}

text_enum! {
    /// How far a decision has come on its way to AWS.
    WriteBackState {
        /// It was not sent yet.
        Waiting = "waiting",
        /// AWS gave no usable answer, or asked to be called less often. It is tried again.
        Failed = "failed",
        /// AWS said no. It is tried again too: a permission may be given meanwhile.
        Refused = "refused",
        /// AWS has it. For some minutes it may still report what was before.
        Written = "written",
    }
}

/// How long AWS may go on reporting what a finding was before it was written: its effect is not immediate.
pub const SETTLES_IN: TimeDelta = TimeDelta::minutes(10);

/// Between two tries: thirty seconds, doubled each time, an hour at most.
#[must_use]
pub fn pause_after(attempts: i64) -> TimeDelta {
    let doubled = u32::try_from(attempts.clamp(0, 7)).unwrap_or(0);
    (TimeDelta::seconds(30) * 2_i32.pow(doubled)).min(TimeDelta::hours(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_an_hour() {
        let seconds = |attempts| pause_after(attempts).num_seconds();
        assert_eq!([0, 1, 2].map(seconds), [30, 60, 120]);
        assert_eq!([7, 8, i64::MAX].map(seconds), [3_600; 3]);
        assert_eq!(seconds(-1), 30);
    }
}
