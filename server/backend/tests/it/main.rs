//! The backend through its public verbs, on both engines.
//!
//! A test whose engine is not to be had ends early, after the line that `TestBackend` prints; under CI it fails.

mod accounts;
mod acts;
mod asks;
mod authorization;
mod board_equals_sql;
mod calendar;
mod calendar_asks;
mod calendar_calls;
mod calendar_zones;
mod change_asks;
mod change_queue;
mod change_sequences;
mod changes;
mod crash;
mod cut_off;
mod endpoint_matrix;
mod endpoints;
mod eventually;
mod health;
mod incidents;
mod incidents_attached;
mod ingest;
mod ingest_documents;
mod ingest_hostile;
mod ingest_merge;
mod kept_index;
mod live;
mod live_order;
mod migrations;
mod own_sql;
mod people_accounts;
mod people_links;
mod people_sessions;
mod people_sign_in;
mod races;
mod refusals;
mod schema_parity;
mod screens;
mod sources;
mod statements;
mod storage;
mod strip;
mod strip_gates;
mod sweep;
