//! Which files are on their way in, and how far each is.

use std::sync::{
    Arc, Mutex, PoisonError, Weak,
    atomic::{AtomicU64, Ordering},
};

use app::api::findings_file::UploadUnderWay;
use domain::time::Timestamp;

/// All of this process.
#[derive(Debug, Clone, Default)]
pub(super) struct Uploads(Arc<Mutex<Vec<Weak<Upload>>>>);

/// One of them; it is under way as long as somebody holds it.
#[derive(Debug)]
pub(super) struct Upload {
    file: String,
    by: String,
    began: Timestamp,
    whole: Option<u64>,
    arrived: AtomicU64,
    read: AtomicU64,
}

impl Uploads {
    /// A file begins to arrive; `whole` are the bytes that come in all, where that is known.
    pub(super) fn begin(
        &self,
        file: &str,
        by: String,
        began: Timestamp,
        whole: Option<u64>,
    ) -> Arc<Upload> {
        let upload = Arc::new(Upload {
            file: file.to_owned(),
            by,
            began,
            whole,
            arrived: AtomicU64::new(0),
            read: AtomicU64::new(0),
        });
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|one| one.strong_count() > 0);
        all.push(Arc::downgrade(&upload));
        upload
    }

    /// How far each is that is under way, the first that began first.
    pub(super) fn now(&self) -> Vec<UploadUnderWay> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let held = all.iter().filter_map(Weak::upgrade);
        held.map(|one| one.far()).collect()
    }
}

impl Upload {
    /// What the file is called.
    pub(super) fn file(&self) -> &str {
        &self.file
    }

    pub(super) fn arrived(&self, bytes: u64) {
        self.arrived.store(bytes, Ordering::Relaxed);
    }

    pub(super) fn read(&self, records: u64) {
        self.read.store(records, Ordering::Relaxed);
    }

    fn far(&self) -> UploadUnderWay {
        UploadUnderWay {
            file: self.file.clone(),
            by: self.by.clone(),
            began: self.began,
            arrived: self.arrived.load(Ordering::Relaxed),
            whole: self.whole,
            read: self.read.load(Ordering::Relaxed),
        }
    }
}
