//! A file of findings that is uploaded: on its way in while it still comes, then answered by its page.

use std::{
    io::{self, Read},
    sync::Arc,
};

use app::{
    api::{
        context::Asker,
        findings_file::{REJECTED_ID, RejectedLine, UploadView},
    },
    format::shortened,
};
use axum::{
    body::{Body, Bytes},
    extract::{FromRequest as _, Multipart, Request, multipart::Field},
};
use backend::{
    Backend,
    findings::{self, ImportPage, ImportedFile},
};
use http::header;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::{router::Site, uploads::Upload};
use crate::imports::{Answer, Follow, Rejected, Taken, take_in};

/// Rejected records that the page lists.
const LISTED: usize = 50;
/// Pieces of the upload that wait to be read.
const AHEAD: usize = 16;
/// Bytes of a form around its file.
const AROUND: u64 = 64 << 10;

/// The request of the page that says what became of the upload. Of whoever may not upload no byte is read: the page itself
/// refuses them.
pub(super) async fn upload(site: &Site, asker: &Asker, request: Request) -> Request {
    let (mut parts, body) = request.into_parts();
    let view = match may_import(&site.backend, asker).await {
        Ok(()) => {
            let form = Request::from_parts(parts.clone(), body);
            take(site, asker, Limit::of(site.upload_mib), form).await
        }
        Err(error) => failed(asker, "", &error),
    };
    parts.extensions.insert(view);
    Request::from_parts(parts, Body::empty())
}

/// Whether the asker may bring files, by the verb that takes them in: it keeps the refusal.
async fn may_import(backend: &Backend, asker: &Asker) -> backend::Result<()> {
    let file = ImportedFile {
        name: "a file",
        address: asker.address.as_deref(),
    };
    let nothing = ImportPage::default();
    findings::import(backend, &asker.actor, file, nothing).await?;
    Ok(())
}

/// What the page says of a file of which nothing more came in.
fn failed(asker: &Asker, file: &str, error: &backend::Error) -> UploadView {
    if matches!(error, backend::Error::Forbidden) {
        let sentence = "Your roles do not allow it to bring files.";
        return refused(file, sentence.to_owned(), 403);
    }
    tracing::error!(request_id = asker.request_id, %error, "an upload failed");
    refused(file, UNAVAILABLE.to_owned(), 503)
}

/// How large a file may be.
#[derive(Clone, Copy)]
struct Limit {
    mib: u32,
    bytes: u64,
}

impl Limit {
    const fn of(mib: u32) -> Self {
        Self {
            mib,
            bytes: (mib as u64) << 20,
        }
    }

    fn sentence(self) -> String {
        format!(
            "The file is larger than {} MiB. The command watchfloor import findings takes it.",
            self.mib
        )
    }
}

async fn take(site: &Site, asker: &Asker, limit: Limit, form: Request) -> UploadView {
    let length = form.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > limit.bytes + AROUND) {
        // A browser shows the answer only to what it could send.
        drain(form.into_body()).await;
        return refused("", limit.sentence(), 413);
    }
    let Ok(mut form) = Multipart::from_request(form, &()).await else {
        return refused("", "The form has no file. Choose one.".to_owned(), 422);
    };
    while let Ok(Some(field)) = form.next_field().await {
        if field.name() != Some("file") {
            continue;
        }
        let name = field.file_name().unwrap_or_default().to_owned();
        if !name.is_empty() {
            let by = asker.actor.label().to_owned();
            let began = site.backend.now();
            let under_way = site.uploads.begin(&name, by, began, length);
            return take_file(&site.backend, asker, (under_way, limit), field).await;
        }
    }
    refused("", "Choose a file first.".to_owned(), 422)
}

fn refused(file: &str, sentence: String, status: u16) -> UploadView {
    UploadView {
        file: file.to_owned(),
        fault: Some((sentence, status)),
        ..UploadView::default()
    }
}

async fn drain(body: Body) {
    let mut pieces = body.into_data_stream();
    while let Some(Ok(_)) = futures::StreamExt::next(&mut pieces).await {}
}

async fn take_file(
    backend: &Backend,
    asker: &Asker,
    (under_way, limit): (Arc<Upload>, Limit),
    field: Field<'_>,
) -> UploadView {
    let (pieces, arriving) = channel(AHEAD);
    // It goes on to its end, and into the audit, also where the browser leaves.
    let import = tokio::spawn(import(
        backend.clone(),
        asker.clone(),
        under_way.clone(),
        arriving,
    ));
    let is_too_large = send(field, (&under_way, limit), pieces).await;
    let mut view = match import.await {
        Ok(view) => view,
        Err(error) => {
            tracing::error!(%error, "an upload ended");
            refused(under_way.file(), UNAVAILABLE.to_owned(), 503)
        }
    };
    if is_too_large {
        view.fault = Some((limit.sentence(), 413));
    }
    view
}

const UNAVAILABLE: &str = "The database takes nothing in at the moment. What came before is kept; send the file again later.";

/// Hands on what arrives. The answer is whether it was more than the limit, beyond which nothing is handed on.
async fn send(
    mut field: Field<'_>,
    (under_way, limit): (&Upload, Limit),
    pieces: Sender<io::Result<Bytes>>,
) -> bool {
    let mut arrived = 0;
    let mut pieces = Some(pieces);
    loop {
        let piece = match field.chunk().await {
            Ok(Some(piece)) => Ok(piece),
            Ok(None) => return arrived > limit.bytes,
            Err(_) => Err(io::Error::other("the upload broke off")),
        };
        let is_last = piece.is_err();
        arrived += piece.as_ref().map_or(0, |piece| piece.len() as u64);
        under_way.arrived(arrived);
        let piece = match arrived > limit.bytes {
            true => Err(io::Error::other("it is too large")),
            false => piece,
        };
        let is_over = piece.is_err();
        // Where nobody reads any more the rest is let in all the same: the browser waits for that.
        if let Some(to) = &pieces
            && (to.send(piece).await.is_err() || is_over)
        {
            pieces = None;
        }
        if is_last {
            return arrived > limit.bytes;
        }
    }
}

/// What arrives, for the thread that reads it.
struct Arriving {
    pieces: Receiver<io::Result<Bytes>>,
    piece: Bytes,
}

impl Read for Arriving {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() {
            match self.pieces.blocking_recv() {
                Some(piece) => self.piece = piece?,
                None => return Ok(0),
            }
        }
        let taken = self.piece.split_to(self.piece.len().min(into.len()));
        into[..taken.len()].copy_from_slice(&taken);
        Ok(taken.len())
    }
}

async fn import(
    backend: Backend,
    asker: Asker,
    under_way: Arc<Upload>,
    pieces: Receiver<io::Result<Bytes>>,
) -> UploadView {
    let name = under_way.file();
    let file = ImportedFile {
        name,
        address: asker.address.as_deref(),
    };
    let mut answer = Answer::default();
    let mut listed = Listed {
        under_way: &under_way,
        first: Vec::new(),
    };
    let input = Arriving {
        pieces,
        piece: Bytes::new(),
    };
    let kept = (&mut answer, &mut listed as &mut dyn Follow);
    let taken = take_in(&backend, &asker.actor, file, input, kept).await;
    let mut view = match taken {
        Ok(taken) => ended(&backend, name, taken).await,
        Err(error) => failed(&asker, name, &error),
    };
    view.read = answer.read;
    view.inserted = answer.inserted;
    view.updated = answer.updated;
    view.unchanged = answer.unchanged;
    view.rejected = answer.rejected;
    view.first_rejected = listed.first;
    view
}

/// What the page shows beside the counts of a file that was read, as far as it could be.
async fn ended(backend: &Backend, name: &str, taken: Taken) -> UploadView {
    if let Some(seq) = taken.seq {
        // What came in is there when the page leads to it.
        backend.board().wait_for(seq).await;
    }
    let rows = taken.first.iter();
    let rows = rows.filter_map(|n| backend.board().at(u32::try_from(*n).ok()?));
    let fault = taken.end.fault;
    UploadView {
        file: name.to_owned(),
        came: rows.collect(),
        fault: fault.map(|why| (format!("The file cannot be read: {why}."), 422)),
        silence: taken.end.silence,
        ..UploadView::default()
    }
}

/// Notes how far it is, and lists the first that are rejected.
struct Listed<'u> {
    under_way: &'u Upload,
    first: Vec<RejectedLine>,
}

impl Follow for Listed<'_> {
    fn rejected(&mut self, rejected: Rejected) {
        if self.first.len() < LISTED {
            self.first.push(RejectedLine {
                line: rejected.line,
                id: rejected.id.map(|id| shortened(&id, REJECTED_ID)),
                reason: rejected.reason,
            });
        }
    }

    fn progress(&mut self, so_far: Answer) {
        self.under_way.read(so_far.read);
    }
}
