//! An AWS that runs on loopback: the operations Watchfloor calls, spoken in AWS's own wire protocols, with data that
//! tells a story, with request limits and with faults on demand. Nothing here knows the product; the product reaches
//! it over HTTP alone, by `AWS_ENDPOINT_URL`.
//!
//! # What it answers
//!
//! | API | protocol | operations |
//! |---|---|---|
//! | Security Hub | rest-json | GetFindings, BatchUpdateFindings, GetFindingHistory, GetFindingsV2, BatchUpdateFindingsV2, ListFindingAggregators, GetEnabledStandards, ListSecurityControlDefinitions, BatchGetSecurityControls, ListStandardsControlAssociations |
//! | Health | rpc-v2-cbor, json 1.1 | DescribeEvents, DescribeEventDetails, DescribeAffectedEntities and their ForOrganization forms, DescribeAffectedAccountsForOrganization, DescribeHealthServiceStatusForOrganization |
//! | Route 53 | rest-xml | ListHealthChecks, GetHealthCheckStatus, GetHealthCheckLastFailureReason, ListTagsForResources |
//! | CloudWatch | rpc-v2-cbor, json 1.0, query | GetMetricData (`AWS/Route53` in us-east-1) |
//! | STS | query | AssumeRole, GetCallerIdentity |
//! | Organizations | json 1.1 | ListAccounts, DescribeOrganization |
//!
//! `GET /healthz` answers 200.
//!
//! # Who is asking
//!
//! The access key id of the SigV4 header says it; any signature will do. Unknown keys, and none, act as the management
//! account, which is the delegated administrator too. AssumeRole lets the role `WatchfloorRead` be assumed in each of
//! the twelve accounts and returns a key that acts as that account: `ASIA`, four characters, the account's number.
//! A test may write such a key itself. us-east-1 is the aggregation region: GetFindings shows all regions there, and
//! elsewhere its own. A member sees only itself. All health checks belong to the management account.
//!
//! # Two planes of findings
//!
//! The newer Security Hub tells the same world in OCSF: what GuardDuty, Inspector, Macie and the controls report, and
//! half of what Access Analyzer does, is in both planes; AWS Config and other products report to the older one alone,
//! and exposures, which Security Hub concludes itself, are in the newer one alone. A report moves both, in the newer one
//! up to 600 ms later; what a customer writes stays in the plane it was written in. With
//! [`SecurityHubV2::NotEnabled`] the newer one refuses as AWS does where it was never enabled.
//!
//! # Time
//!
//! A tick moves the story on. [`Pace`] says how often one comes by itself; the control path moves it by hand. The same
//! [`Options`] and the same ticks give the same story. Dates in answers are the story's, the expiry of assumed
//! credentials included, so a story that starts in the past hands out credentials that have run out.
//!
//! # Control path
//!
//! Requests and answers are JSON; what is accepted answers 200 or 204, what is not 400 or 422 with a line that says why.
//!
//! | request | meaning |
//! |---|---|
//! | `POST /_control/faults` *fault* | one more fault |
//! | `PUT /_control/faults` `[`*fault*`, …]` | these faults and no others |
//! | `GET`, `DELETE /_control/faults` | the faults in force; none |
//! | `PUT /_control/external-id` `{"value": "x"}` | AssumeRole insists on this external id; null: on none |
//! | `PUT /_control/accounts` `{"outside": ["310000000304"]}` | these accounts are no part of the organization; all others are |
//! | `PUT /_control/pace` `{"every_ms": 500}` | the time between ticks; null: still |
//! | `POST /_control/advance` `{"ticks": 10, "tick_ms": 1000}` | so many ticks now, each so long in the story; answers as `state` |
//! | `GET /_control/state` | `{"now", "ticks", "seed", "findings", "findings_v2"}` |
//! | `PUT /_control/finding` *document* | puts a finding as it is, in the place of one with the same `ProductArn` and `Id`, as its provider would; the newer Security Hub takes it over if its product reports there |
//! | `DELETE /_control/finding` `{"ProductArn", "Id"}` | takes a finding away, from both planes; 404 when there is none |
//! | `PUT /_control/endpoint` `{"name": "docs.example.com", "passing": 0}` | so many of the 16 checkers of a health check pass; 3 or more are healthy |
//! | `GET`, `DELETE /_control/counters` | `{"requests": {action: n}, "refused": {action: {code: n}}}`; from nothing again |
//!
//! A *fault* is `{"operation", "effect", "account"?, "region"?, "times"?}`. `operation` is an IAM action such as
//! `securityhub:GetFindings`, or a beginning with `*`: `health:*`, `*`. `times` ends it after so many requests.
//! `effect` is one of `{"kind": "latency", "ms": 300}`, `{"kind": "status", "code": 503}`, `{"kind": "reset"}`,
//! `{"kind": "truncate"}`, `{"kind": "access_denied"}`, `{"kind": "subscription_required"}` (Health only),
//! `{"kind": "not_enabled"}` (Security Hub only) and `{"kind": "throttle"}`. The permissions of GetFindingsV2 and of
//! BatchUpdateFindingsV2 are those of GetFindings and BatchUpdateFindings: without `securityhub:GetFindings` access is
//! denied to both reads. Every other effect is for the operation it names, such as `securityhub:GetFindingsV2`.

mod caller;
mod cloudwatch;
mod control;
mod counters;
mod cut;
mod dispatch;
mod faults;
mod health;
mod identity;
mod limits;
mod operation;
mod options;
mod recognise;
mod route53;
mod running;
mod securityhub;
mod shared;
mod story;
mod wire;
mod world;

pub use limits::Limits;
pub use options::{Options, Pace, SecurityHubV2};
pub use running::{Running, serve};
