//! What AWS last said of its standards, read from the store once and again whenever it changed.

use std::sync::{Arc, PoisonError, RwLock};

use domain::standard::{ControlText, Definitions};

use crate::{backend::Backend, error::Result, store::standards as store};

/// AWS's word for a control that is switched on.
pub(super) const ON: &str = "ENABLED";
/// AWS's word for one that is not.
pub(super) const OFF: &str = "DISABLED";
/// AWS's word for a control that it is changing.
pub(super) const UPDATING: &str = "UPDATING";
/// AWS's word for one that it is not changing, and for a standard that is wholly enabled.
pub(super) const READY: &str = "READY";

/// What is known with the stamp of the store that it was read at.
type Stamped = (i64, Arc<Definitions>);

/// What is known, as it was last read.
#[derive(Default)]
pub(crate) struct KnownStandards {
    read: RwLock<Option<Stamped>>,
}

impl KnownStandards {
    fn of(&self, stamp: i64) -> Option<Arc<Definitions>> {
        let read = self.read.read().unwrap_or_else(PoisonError::into_inner);
        let (of, known) = read.as_ref()?;
        (*of == stamp).then(|| Arc::clone(known))
    }

    fn keep(&self, stamp: i64, known: &Arc<Definitions>) {
        let mut read = self.read.write().unwrap_or_else(PoisonError::into_inner);
        *read = Some((stamp, Arc::clone(known)));
    }
}

/// What is known now. Another process may have learned it.
pub(super) async fn known(backend: &Backend) -> Result<Arc<Definitions>> {
    let mut reader = backend.reader().await?;
    // Before what it stands for: what changes in between is read once more, and never missed.
    let stamp = store::stamp(reader.conn()).await?;
    if let Some(known) = backend.known_standards().of(stamp) {
        return Ok(known);
    }
    let mut read = Definitions::default();
    for row in store::enabled(reader.conn()).await? {
        let one = read.standards.entry(row.standard).or_default();
        one.places += 1;
        if row.state != READY {
            one.troubled.insert((row.state, row.reason));
        }
    }
    for row in store::controls(reader.conn()).await? {
        let controls = read.controls.entry(row.standard).or_default();
        let one = controls.entry(row.control).or_default();
        match row.status == ON {
            true => one.on.insert(row.account),
            false => one.off.insert(row.account),
        };
        one.reason = row
            .reason
            .filter(|_| row.status == OFF)
            .or(one.reason.take());
    }
    let texts = store::texts(reader.conn()).await?.into_iter().map(|row| {
        let text = ControlText {
            title: row.title,
            description: row.description,
            severity: row.severity,
            remediation_url: row.remediation_url,
            is_updating: row.update_status == UPDATING,
        };
        (row.control, text)
    });
    read.texts = texts.collect();
    let known = Arc::new(read);
    backend.known_standards().keep(stamp, &known);
    Ok(known)
}
