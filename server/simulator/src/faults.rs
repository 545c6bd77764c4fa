//! Faults on demand: what a test switches on over the control path.

use crate::caller::Caller;
use crate::limits::throttled;
use crate::operation::{Api, Operation};
use crate::wire::Fault;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// One fault that is in force: where, what, and for how many requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wrong {
    /// `securityhub:GetFindings`, `securityhub:*` or `*`.
    pub(crate) operation: String,
    /// Only requests of this account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) account: Option<String>,
    /// Only requests signed for this region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) region: Option<String>,
    /// What happens.
    pub(crate) effect: Effect,
    /// How many requests it meets before it is over; absent means until it is cleared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) times: Option<u32>,
}

/// What a fault does to a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Effect {
    /// The answer comes later by this much, and is otherwise itself.
    Latency {
        /// Milliseconds.
        ms: u64,
    },
    /// This status with an error of the API's own.
    Status {
        /// From 500 to 599.
        code: u16,
    },
    /// The connection is reset before a byte of the answer.
    Reset,
    /// The answer ends in the middle of its body.
    Truncate,
    /// The caller lacks the permission.
    AccessDenied,
    /// AWS Health says that the account has no support plan for its API.
    SubscriptionRequired,
    /// Security Hub says that it is not enabled for the account: each of its two planes in its own words.
    NotEnabled,
    /// Every request is over the limit.
    Throttle,
}

/// Damage done to the bytes of an otherwise good answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Damage {
    /// None.
    Whole,
    /// The connection is reset first.
    Reset,
    /// Half of the body arrives.
    Half,
}

/// What the faults in force make of one request.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// How long the answer waits.
    pub(crate) delay: Duration,
    /// What happens to its bytes.
    pub(crate) damage: Damage,
    /// The refusal that takes its place.
    pub(crate) refusal: Option<Fault>,
}

/// Decides about one request, and counts down the faults that end by themselves.
pub(crate) fn meet(faults: &mut Vec<Wrong>, operation: Operation, caller: &Caller) -> Outcome {
    let mut outcome = Outcome {
        delay: Duration::ZERO,
        damage: Damage::Whole,
        refusal: None,
    };
    for wrong in faults
        .iter_mut()
        .filter(|wrong| wrong.meets(operation, caller))
    {
        if let Some(times) = &mut wrong.times {
            *times = times.saturating_sub(1);
        }
        match wrong.effect {
            Effect::Latency { ms } => outcome.delay += Duration::from_millis(ms),
            Effect::Reset => outcome.damage = Damage::Reset,
            Effect::Truncate => outcome.damage = Damage::Half,
            _ => {
                outcome.refusal = outcome
                    .refusal
                    .or_else(|| refusal(&wrong.effect, operation, caller))
            }
        }
    }
    faults.retain(|wrong| wrong.times != Some(0));
    outcome
}

impl Wrong {
    /// Whether it is meant for an operation.
    pub(crate) fn names(&self, operation: Operation) -> bool {
        let action = operation.action();
        // Two operations may hang on one permission; who lacks it has neither.
        let lacking =
            self.effect == Effect::AccessDenied && operation.permission() == self.operation;
        lacking
            || match self.operation.strip_suffix('*') {
                Some(start) => action.starts_with(start),
                None => action == self.operation,
            }
    }

    fn meets(&self, operation: Operation, caller: &Caller) -> bool {
        self.names(operation)
            && self
                .account
                .as_deref()
                .is_none_or(|account| account == caller.account)
            && self
                .region
                .as_deref()
                .is_none_or(|region| region == caller.region)
    }
}

fn refusal(effect: &Effect, operation: Operation, caller: &Caller) -> Option<Fault> {
    match effect {
        Effect::Status { code } => Some(Fault::new(
            *code,
            broken(operation),
            "The simulator was asked to fail",
        )),
        Effect::AccessDenied => Some(denied(operation, caller)),
        Effect::Throttle => Some(throttled(operation)),
        Effect::SubscriptionRequired => (operation.api() == Api::Health).then(|| {
            Fault::new(
                400,
                "SubscriptionRequiredException",
                "The account has no support plan that includes this API",
            )
        }),
        Effect::NotEnabled => {
            (operation.api() == Api::SecurityHub).then(|| not_enabled(operation, caller))
        }
        Effect::Latency { .. } | Effect::Reset | Effect::Truncate => None,
    }
}

fn broken(operation: Operation) -> &'static str {
    match operation.api() {
        Api::SecurityHub if operation.is_v2() => "InternalServerException",
        Api::SecurityHub => "InternalException",
        Api::CloudWatch => "InternalServiceFault",
        Api::Organizations => "ServiceException",
        Api::Health | Api::Route53 | Api::Sts => "InternalFailure",
    }
}

/// How Security Hub says that the account has not enabled it. The V2 operations of AWS answer with a conflict; that
/// GetFindingsV2 does so too follows from its list of exceptions, which has no other that fits.
pub(crate) fn not_enabled(operation: Operation, caller: &Caller) -> Fault {
    if operation.is_v2() {
        return Fault::new(409, "ConflictException", "Security Hub V2 is not enabled");
    }
    let account = caller.account;
    Fault::new(
        401,
        "InvalidAccessException",
        format!("Account {account} is not subscribed to AWS Security Hub"),
    )
}

/// How each API says that IAM refused, naming the action.
pub(crate) fn denied(operation: Operation, caller: &Caller) -> Fault {
    let message = format!(
        "User: {} is not authorized to perform: {}",
        caller.arn,
        operation.permission()
    );
    match operation.api() {
        Api::SecurityHub => Fault::new(403, "AccessDeniedException", message),
        Api::Health | Api::Organizations => Fault::new(400, "AccessDeniedException", message),
        Api::Route53 | Api::CloudWatch | Api::Sts => Fault::new(403, "AccessDenied", message),
    }
}
