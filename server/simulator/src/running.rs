//! The running simulator: its routes, its pacing task and its end.

use crate::cut::{Cut, Sockets};
use crate::options::{Options, Pace};
use crate::shared::Shared;
use crate::world::World;
use crate::{control, dispatch};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

/// The largest request body: more than any request that AWS takes here.
const BODY: usize = 6 * 1024 * 1024;

/// A simulator that listens; dropping it stops it.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    stop: watch::Sender<Stage>,
    serving: JoinHandle<io::Result<()>>,
    pacing: JoinHandle<()>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Open,
    Ending,
}

/// Builds the story and begins to listen. Fails when the address cannot be bound.
pub async fn serve(options: Options) -> io::Result<Running> {
    let listener = TcpListener::bind(options.listen).await?;
    let address = listener.local_addr()?;
    let (latency, pace) = (options.latency, options.pace);
    // Twenty thousand documents take a moment; other tasks go on meanwhile.
    let world = tokio::task::spawn_blocking(move || World::new(&options))
        .await
        .map_err(io::Error::other)?;
    let shared = Arc::new(Shared::new(world, latency, pace));
    let (stop, mut stopped) = watch::channel(Stage::Open);
    let routes = routes(Arc::clone(&shared)).into_make_service_with_connect_info::<Cut>();
    let serving = tokio::spawn(async move {
        let ending = async move {
            // An error means that the sender is gone, which is an end as well.
            let _ = stopped.wait_for(|stage| *stage == Stage::Ending).await;
        };
        axum::serve(Sockets(listener), routes)
            .with_graceful_shutdown(ending)
            .await
    });
    let pacing = tokio::spawn(keep_pace(shared));
    tracing::info!(%address, "the simulated AWS listens");
    Ok(Running {
        address,
        stop,
        serving,
        pacing,
    })
}

impl Running {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What to put into `AWS_ENDPOINT_URL`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Stops listening and waits for the requests in hand.
    pub async fn shutdown(mut self) -> io::Result<()> {
        self.stop.send_replace(Stage::Ending);
        (&mut self.serving).await.map_err(io::Error::other)?
    }

    /// Waits until it ends by itself, which only an error brings about.
    pub async fn wait(&mut self) -> io::Result<()> {
        (&mut self.serving).await.map_err(io::Error::other)?
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.pacing.abort();
        self.serving.abort();
    }
}

fn routes(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .nest("/_control", control::routes())
        .fallback(dispatch::answer)
        .layer(DefaultBodyLimit::max(BODY))
        .with_state(shared)
}

/// The one place that follows real time: each time the pace has passed, the story moves on by as much.
async fn keep_pace(shared: Arc<Shared>) {
    let mut paces = shared.pace.subscribe();
    loop {
        let pace = *paces.borrow_and_update();
        let changed = match pace {
            Pace::Still => paces.changed().await,
            Pace::Every(each) => {
                let each = each.max(Duration::from_millis(1));
                tokio::select! {
                    changed = paces.changed() => changed,
                    never = tick_every(&shared, each) => match never {},
                }
            }
        };
        if changed.is_err() {
            return;
        }
    }
}

/// Ticks until it is dropped. A tick that comes late makes up for those it missed, so that the story keeps up.
async fn tick_every(shared: &Shared, each: Duration) -> Infallible {
    let mut ticks = interval(each);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let mut last = ticks.tick().await;
    loop {
        let due = ticks.tick().await;
        let passed = u64::try_from(due.duration_since(last).as_millis()).unwrap_or(u64::MAX);
        last = due;
        shared.world().tick(passed);
    }
}
