//! What AWS remembers of one finding: asked when somebody looks, and never kept.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use domain::{
    action::Action,
    actor::Actor,
    finding::Plane,
    id::FindingId,
    source::{SourceFault, SourceId},
};
use tokio::time::timeout;

use crate::{
    backend::{Backend, authorize},
    error::{Error, Result},
    ports::{AwsChange, FindingHistoryFeed, FindingName},
    store::{finding_planes, finding_products, findings as store, sources},
};

/// How long somebody who looks waits for AWS.
const PATIENCE: Duration = Duration::from_secs(10);

/// Changes shown of one finding.
const SHOWN: usize = 200;

/// Who can be asked for histories: known once AWS has been reached.
#[derive(Default)]
pub(crate) struct Histories(Mutex<Vec<Arc<dyn FindingHistoryFeed>>>);

/// What AWS said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AwsHistory {
    /// Its changes, newest first.
    Told(Vec<AwsChange>),
    /// It gave no usable answer.
    Unread(SourceFault),
    /// Only Security Hub V2 has the finding, which keeps no changes.
    NotKept,
    /// Nobody can be asked: AWS is switched off here, or was not reached yet.
    NotConnected,
}

impl Histories {
    fn all(&self) -> Vec<Arc<dyn FindingHistoryFeed>> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// From now on these are asked for histories, and none else.
pub fn ask_histories_of(backend: &Backend, feeds: Vec<Arc<dyn FindingHistoryFeed>>) {
    let Histories(kept) = backend.histories();
    *kept.lock().unwrap_or_else(PoisonError::into_inner) = feeds;
}

/// Asks AWS for the history of one finding. It waits for AWS: only for what a page asks after it stands.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], or when the database fails; what AWS refuses is an answer.
pub async fn aws_history(backend: &Backend, actor: &Actor, id: FindingId) -> Result<AwsHistory> {
    authorize(actor, Action::ReadFloor)?;
    let feeds = backend.histories().all();
    let mut reader = backend.reader().await?;
    let row = store::find(reader.conn(), id.0)
        .await?
        .ok_or(Error::NotFound)?;
    let product_arn = finding_products::arn_of(reader.conn(), row.product_n)
        .await?
        .ok_or(Error::NotFound)?;
    let planes = finding_planes::of(reader.conn(), &[row.n]).await?;
    let is_of = |plane: Plane| planes.iter().any(|one| one.plane == plane.as_str());
    if is_of(Plane::V2) && !is_of(Plane::Cspm) {
        return Ok(AwsHistory::NotKept);
    }
    let source = sources::by_number(reader.conn(), row.source_n).await?;
    drop(reader);
    let read_at = source.map_or((String::new(), String::new()), |source| {
        (source.account, source.region)
    });
    let Some(feed) = nearest(&feeds, &read_at, (&row.account, &row.region)) else {
        return Ok(AwsHistory::NotConnected);
    };
    let name = FindingName {
        product_arn,
        aws_finding_id: row.aws_finding_id,
        account: row.account.as_str().into(),
        metadata_uid: None,
    };
    Ok(match timeout(PATIENCE, feed.history(&name)).await {
        Ok(Ok(mut changes)) => {
            changes.sort_by_key(|change| std::cmp::Reverse(change.at));
            changes.truncate(SHOWN);
            AwsHistory::Told(changes)
        }
        Ok(Err(fault)) => AwsHistory::Unread(fault),
        Err(_) => AwsHistory::Unread(SourceFault::Unreachable("no answer in time".to_owned())),
    })
}

/// Where the finding was read, else the place of its account and region, else the first.
fn nearest<'a>(
    feeds: &'a [Arc<dyn FindingHistoryFeed>],
    read_at: &(String, String),
    of: (&str, &str),
) -> Option<&'a Arc<dyn FindingHistoryFeed>> {
    let at = |account: &str, region: &str| {
        let is = |id: &SourceId| id.account.as_str() == account && id.region.as_str() == region;
        feeds.iter().find(|feed| is(feed.source()))
    };
    at(&read_at.0, &read_at.1)
        .or_else(|| at(of.0, of.1))
        .or(feeds.first())
}
