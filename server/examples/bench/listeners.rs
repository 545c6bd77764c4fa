//! A thousand open streams, and how long each change is on its way to all of them.

use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use domain::finding::WorkflowStatus;
use tokio::{
    net::TcpStream,
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    task::JoinSet,
    time::timeout,
};

use crate::{
    changing::Mark,
    figure::{Better, Figures},
    pages::Visitor,
    spread::Spread,
};

/// How many follow.
const LISTENERS: usize = 1_000;
/// How many changes they are told of.
const CHANGES: usize = 40;
/// The longest that one change may be on its way.
const PATIENCE: Duration = Duration::from_secs(10);

/// Measured from before the change is asked for, so that it counts the request and the commit too.
pub(crate) async fn measure(
    figures: &mut Figures,
    visitor: &Visitor,
    count: u32,
    marks: &[Mark],
) -> anyhow::Result<()> {
    let (tell, mut told) = unbounded_channel();
    let mut listeners = JoinSet::new();
    for _ in 0..LISTENERS {
        let stream = open(visitor).await?;
        listeners.spawn(listen(stream, tell.clone()));
    }
    let mut spread = Spread::default();
    for (id, _) in marks.iter().take(CHANGES) {
        let start = Instant::now();
        let id = id.to_string();
        // Nothing that anybody changed before is in the way.
        let form = [
            ("ids[]", id.as_str()),
            ("as_of", "9000000000000"),
            ("workflow", WorkflowStatus::Resolved.as_str()),
            ("reason", "dealt with"),
        ];
        visitor.post("/api/findings/act", &form).await?;
        wait_for_all(&mut told, start, &mut spread).await?;
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    listeners.shutdown().await;
    println!("    {LISTENERS} listeners {}", spread.line());
    figures.add(
        "sse_p99_ms",
        count,
        spread.within(99),
        "ms",
        Better::Lower(150.0),
    );
    Ok(())
}

async fn wait_for_all(
    told: &mut UnboundedReceiver<Instant>,
    start: Instant,
    spread: &mut Spread,
) -> anyhow::Result<()> {
    for _ in 0..LISTENERS {
        let at = timeout(PATIENCE, told.recv()).await;
        let at = at.context("a listener was not told in time")?;
        spread.add(at.context("every listener has gone")?.duration_since(start));
    }
    Ok(())
}

/// A stream whose answer has begun.
async fn open(visitor: &Visitor) -> anyhow::Result<TcpStream> {
    let host = visitor.base.trim_start_matches("http://");
    let stream = TcpStream::connect(host).await?;
    let ask = format!(
        "GET /events?topics=findings HTTP/1.1\r\nhost: {host}\r\ncookie: {}\r\naccept: text/event-stream\r\n\r\n",
        visitor.cookie
    );
    stream.writable().await?;
    let written = stream.try_write(ask.as_bytes())?;
    ensure!(
        written == ask.len(),
        "a request did not fit into the socket"
    );
    let mut begun = [0; 4_096];
    let read = timeout(PATIENCE, read(&stream, &mut begun)).await??;
    ensure!(
        begun[..read].starts_with(b"HTTP/1.1 200"),
        "a stream was refused"
    );
    Ok(stream)
}

/// Tells of each event; a heartbeat is none.
async fn listen(stream: TcpStream, tell: UnboundedSender<Instant>) {
    let mut text = [0; 4_096];
    while let Ok(read) = read(&stream, &mut text).await {
        let at = Instant::now();
        let heard = &text[..read];
        if read == 0 {
            return;
        }
        for _ in heard
            .windows(4)
            .filter(|four| four == b"\nid:" || four == b"\nid ")
        {
            if tell.send(at).is_err() {
                return;
            }
        }
    }
}

/// What has arrived, once something has; nothing at the end of the stream.
async fn read(stream: &TcpStream, into: &mut [u8]) -> std::io::Result<usize> {
    loop {
        stream.readable().await?;
        match stream.try_read(into) {
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            done => return done,
        }
    }
}
