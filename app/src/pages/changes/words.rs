//! Which shape, colour and word each state of a change has.

use domain::change::ChangeState;

use crate::components::{Form, Sign};

/// The lamp of a state. What is over is quiet, but for what failed.
pub(crate) const fn sign_of(state: ChangeState) -> (Sign, Form) {
    use ChangeState as S;
    let (symbol, tone, word, form) = match state {
        S::Draft => ("st-new", "t-plain", "Draft", Form::Neutral),
        S::PendingApproval => ("st-waits", "t-waits", "Waits for approval", Form::Soft),
        S::ChangesRequested => ("st-partial", "t-warn", "Sent back", Form::Soft),
        S::Approved => ("st-ok", "t-ok", "Approved", Form::Neutral),
        S::Scheduled => ("st-scheduled", "t-plain", "Scheduled", Form::Neutral),
        S::PendingCalendarOverride => ("st-blocked", "t-critical", "Held", Form::Soft),
        S::Running => ("st-open", "t-plain", "Running", Form::Neutral),
        S::Succeeded => ("st-ok", "t-quiet", "Done", Form::Off),
        S::Failed => ("st-failing", "t-critical", "Failed", Form::Soft),
        S::Rejected => ("st-failing", "t-quiet", "Rejected", Form::Off),
        S::Cancelled => ("st-suppressed", "t-quiet", "Withdrawn", Form::Off),
        S::TimedOut => ("st-stale", "t-quiet", "Timed out", Form::Off),
    };
    (Sign { symbol, tone, word }, form)
}
