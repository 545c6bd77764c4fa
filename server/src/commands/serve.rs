//! `watchfloor serve`: the server, reading AWS as the configuration says.

use aws::Access;

use crate::{config::Settings, connection::connection, machine::SystemClock};

use super::{
    opening::open,
    output::say,
    run::{listen, offer_first_admin, run},
};

pub(super) async fn serve(settings: Settings) -> anyhow::Result<()> {
    let opened = open(&settings, SystemClock::default()).await?;
    let (listeners, address) = listen(&settings).await?;
    let connected = connection(&settings.aws, Access::Ambient);
    let base = settings
        .server
        .public_url
        .clone()
        .unwrap_or_else(|| format!("http://{address}"));
    say!("listening on http://{address}")?;
    offer_first_admin(&opened.backend, &base).await?;
    run(opened.backend.clone(), connected, &settings, listeners).await
}
