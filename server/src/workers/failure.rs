//! Why a read ended early, and writing it down.

use backend::{Backend, sources};
use domain::{
    actor::Actor,
    source::{SourceFault, SourceId},
};

/// Why a read ended early.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// AWS gave no usable answer.
    #[error(transparent)]
    Source(#[from] SourceFault),
    /// We could not keep it.
    #[error(transparent)]
    Backend(#[from] backend::Error),
}

/// Logs a failure, and shows it on the source when it is AWS's.
pub(super) async fn report(backend: &Backend, actor: &Actor, source: &SourceId, failure: &Failure) {
    tracing::warn!(%source, error = %failure, "a read ended early");
    if let Failure::Source(fault) = failure
        && let Err(error) = sources::failed(backend, actor, source, fault).await
    {
        tracing::error!(%source, %error, "the fault could not be written down");
    }
}
