//! Whole documents, compressed with a dictionary that was trained on documents like them.

use std::sync::{Arc, PoisonError, RwLock};

use zstd::{
    bulk::{Compressor, Decompressor},
    dict,
    zstd_safe::compress_bound,
};

use super::prepare::go_on_later;
use crate::{
    error::{Error, Result},
    ports::LARGEST_DOCUMENT,
    store::{db::Conn, finding_documents as store, finding_documents::DocumentRow},
};

/// zstd's fastest ordinary level: a higher one costs more time than it saves space with a dictionary.
const LEVEL: i32 = 1;
/// Documents from which a dictionary is trained.
const TRAINED_ON: usize = 400;
/// Bytes of a dictionary.
const DICTIONARY_SIZE: usize = 64 << 10;

/// A dictionary with its number.
pub(super) type Dictionary = (i64, Vec<u8>);

/// The dictionaries of this store, and the samples for the first one while there is none.
pub(crate) struct Archive {
    dictionaries: RwLock<Vec<(i64, Arc<[u8]>)>>,
    samples: RwLock<Vec<Box<str>>>,
}

impl Archive {
    pub(crate) async fn open(conn: Conn<'_>) -> Result<Self> {
        let archive = Self {
            dictionaries: RwLock::default(),
            samples: RwLock::default(),
        };
        archive.adopt(store::dictionaries(conn).await?);
        Ok(archive)
    }

    /// Reads the dictionaries again if the row was compressed with one that another process trained.
    pub(super) async fn learn(&self, conn: Conn<'_>, row: &DocumentRow) -> Result<()> {
        if row.dictionary != 0 && self.dictionary(row.dictionary).is_none() {
            self.adopt(store::dictionaries(conn).await?);
        }
        Ok(())
    }

    /// Compresses documents with the newest dictionary, or with none; others go on in between.
    pub(super) async fn pack(&self, documents: &[&str]) -> Result<Vec<DocumentRow>> {
        let newest = self.newest();
        let (dictionary, mut compressor) = match &newest {
            Some((n, body)) => (*n, Compressor::with_dictionary(LEVEL, body)),
            None => (0, Compressor::new(LEVEL)),
        };
        let failed = |error: std::io::Error| Error::Broken(format!("zstd: {error}"));
        let compressor = compressor
            .as_mut()
            .map_err(|error| Error::Broken(format!("zstd: {error}")))?;
        let mut packed = Vec::with_capacity(documents.len());
        // As long as the longest could become: of its own each document would hold several times what it needs.
        let mut room = Vec::new();
        for document in documents {
            go_on_later(packed.len()).await;
            room.clear();
            room.reserve(compress_bound(document.len()));
            compressor
                .compress_to_buffer(document.as_bytes(), &mut room)
                .map_err(failed)?;
            let body = room.as_slice().to_vec();
            packed.push(DocumentRow { dictionary, body });
        }
        Ok(packed)
    }

    /// The document as it came.
    pub(super) fn unpack(&self, n: i64, row: &DocumentRow) -> Result<String> {
        let corrupt = |what: String| Error::Corrupt {
            table: "finding_documents",
            row: n.to_string(),
            what,
        };
        let mut decompressor = if row.dictionary == 0 {
            Decompressor::new()
        } else {
            let dictionary = self
                .dictionary(row.dictionary)
                .ok_or_else(|| corrupt(format!("dictionary {} is not kept", row.dictionary)))?;
            Decompressor::with_dictionary(&dictionary)
        }
        .map_err(|error| corrupt(error.to_string()))?;
        let bytes = decompressor
            .decompress(&row.body, LARGEST_DOCUMENT)
            .map_err(|error| corrupt(error.to_string()))?;
        String::from_utf8(bytes).map_err(|error| corrupt(error.to_string()))
    }

    /// Trains the first dictionary once enough documents were seen; the caller keeps it and then calls [`Self::adopt`].
    pub(super) fn train(&self, documents: &[&str]) -> Option<Vec<u8>> {
        if self.newest().is_some() {
            return None;
        }
        let mut samples = self.samples.write().unwrap_or_else(PoisonError::into_inner);
        let missing = TRAINED_ON.saturating_sub(samples.len());
        samples.extend(
            documents
                .iter()
                .take(missing)
                .map(|document| Box::from(*document)),
        );
        if samples.len() < TRAINED_ON {
            return None;
        }
        let samples = std::mem::take(&mut *samples);
        // Documents too much alike to train on: the next ones may be better.
        dict::from_samples(
            &samples.iter().map(|s| s.as_bytes()).collect::<Vec<_>>(),
            DICTIONARY_SIZE,
        )
        .ok()
    }

    /// These are the store's dictionaries; the last of them is compressed with from now on.
    pub(super) fn adopt(&self, dictionaries: Vec<Dictionary>) {
        let new = dictionaries.into_iter().map(|(n, body)| (n, body.into()));
        let mut kept = self
            .dictionaries
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *kept = new.collect();
    }

    fn newest(&self) -> Option<(i64, Arc<[u8]>)> {
        self.dictionaries
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .last()
            .cloned()
    }

    fn dictionary(&self, n: i64) -> Option<Arc<[u8]>> {
        let kept = self
            .dictionaries
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        kept.iter()
            .find(|(number, _)| *number == n)
            .map(|(_, body)| body.clone())
    }
}
