//! A way to PostgreSQL that a test can cut and mend, as if the server went and came back.

use std::{path::PathBuf, str::FromStr as _};

use sqlx::postgres::PgConnectOptions;
use tokio::{
    io::{AsyncRead, AsyncWrite, copy_bidirectional},
    net::{TcpListener, TcpStream, UnixStream},
    task::{JoinHandle, JoinSet},
};

/// Where the server is.
#[derive(Clone)]
enum Server {
    Socket(PathBuf),
    Address(String, u16),
}

/// A port of loopback behind which the server is, or nobody.
pub(crate) struct CutOff {
    /// The database's address by that port.
    pub(crate) url: String,
    server: Server,
    port: u16,
    open: Option<JoinHandle<()>>,
}

impl CutOff {
    pub(crate) async fn new(url: &str) -> Self {
        let options = PgConnectOptions::from_str(url).expect("an address");
        let port = options.get_port();
        let folder = options.get_socket().cloned().or_else(|| {
            let host = options.get_host();
            host.starts_with('/').then(|| PathBuf::from(host))
        });
        let server = match folder {
            Some(folder) => Server::Socket(folder.join(format!(".s.PGSQL.{port}"))),
            None => Server::Address(options.get_host().to_owned(), port),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("its address").port();
        let database = options.get_database().unwrap_or("postgres");
        let search_path = url.rsplit_once("options").map_or("", |(_, rest)| rest);
        let user = options.get_username();
        let url = format!("postgres://{user}@127.0.0.1:{port}/{database}?options{search_path}");
        let open = Some(tokio::spawn(carry(listener, server.clone())));
        Self {
            url,
            server,
            port,
            open,
        }
    }

    /// Ends every connection and takes no new one.
    pub(crate) async fn cut(&mut self) {
        if let Some(open) = self.open.take() {
            open.abort();
            // It ends because it was told to.
            let _ = open.await;
        }
    }

    /// The server is there again.
    pub(crate) async fn mend(&mut self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await;
        let listener = listener.expect("the port is free again");
        self.open = Some(tokio::spawn(carry(listener, self.server.clone())));
    }
}

impl Drop for CutOff {
    fn drop(&mut self) {
        if let Some(open) = &self.open {
            open.abort();
        }
    }
}

/// Carries every connection to the server; all of them end with this task.
async fn carry(listener: TcpListener, server: Server) {
    let mut connections = JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        let server = server.clone();
        connections.spawn(async move {
            match server {
                Server::Socket(path) => join(client, UnixStream::connect(path).await).await,
                Server::Address(host, port) => {
                    join(client, TcpStream::connect((host, port)).await).await;
                }
            }
        });
    }
}

async fn join<S: AsyncRead + AsyncWrite + Unpin>(
    mut client: TcpStream,
    server: std::io::Result<S>,
) {
    let mut server = server.expect("the server answers");
    // Either side may go without a word.
    let _ = copy_bidirectional(&mut client, &mut server).await;
}
