//! A server that is killed between sending a mail and marking it sends that mail once more, and no other one: nothing is
//! lost, and what was marked is not sent again.
//!
//! The mail server decides where the process stops: it takes a mail and does not say so, so the process cannot mark it.
//! Mails go one after the other, so a mail that arrives proves that the one before it is marked. No test waits for a
//! mail not to come: a change that is asked for last sends mails of its own, behind whatever was still due.

use std::{os::unix::fs::symlink, path::Path, sync::Arc, time::Duration};

use backend::testing::{Engine, TestBackend};
use chrono::Utc;
use domain::actor::Role;
use tokio::{
    net::TcpListener,
    sync::{Semaphore, mpsc},
};

use crate::{
    commands::Serving,
    mail::{asked, hire, sink},
};

/// Far longer than a server takes to start and to send.
const LIMIT: Duration = Duration::from_secs(60);

/// The mail server, and what has arrived there.
struct Post {
    port: u16,
    arrived: mpsc::UnboundedReceiver<String>,
    says: Arc<Semaphore>,
}

impl Post {
    async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (mails, arrived) = mpsc::unbounded_channel();
        let says = Arc::new(Semaphore::new(0));
        tokio::spawn(sink(listener, mails, says.clone()));
        Self {
            port,
            arrived,
            says,
        }
    }

    /// The next mail: which change it is about and whom it is for. Its sender is not told that it has arrived.
    async fn next(&mut self) -> String {
        let mail = tokio::time::timeout(LIMIT, self.arrived.recv()).await;
        let mail = mail.expect("a mail within the limit").expect("a mail");
        let after = |start: &str| {
            let line = mail.lines().find_map(|line| line.strip_prefix(start));
            line.and_then(|line| line.split([' ', '@']).next())
                .unwrap_or_else(|| panic!("{start} in {mail}"))
        };
        format!("{} to {}", after("Subject: "), after("To: "))
    }

    /// Says of the last mail that it has arrived; to a process that is gone, nobody hears it.
    fn say_so(&self) {
        self.says.add_permits(1);
    }
}

/// A server on the database of the test; it keeps its data in the folder `data` of the one that it is started in.
fn serve(backend: &TestBackend, folder: &Path, port: u16) -> Serving {
    let url = backend.url();
    let data = folder.join("data");
    let database = match url.strip_prefix("sqlite://").map(Path::new) {
        Some(file) => {
            if !data.exists() {
                symlink(file.parent().expect("its folder"), data).expect("a link");
            }
            None
        }
        None => Some(("WATCHFLOOR_DATABASE_URL", url)),
    };
    let text = |text: &str| text.to_owned();
    let mut settings = vec![
        ("WATCHFLOOR_PUBLIC_URL", text("http://127.0.0.1:3000")),
        ("WATCHFLOOR_SMTP_HOST", text("127.0.0.1")),
        ("WATCHFLOOR_SMTP_PORT", port.to_string()),
        ("WATCHFLOOR_SMTP_ENCRYPTION", text("none")),
        ("WATCHFLOOR_SMTP_FROM", text("floor@example.com")),
    ];
    settings.extend(database);
    Serving::start_with(folder, &settings)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_process_sends_again_what_it_had_not_marked_on_sqlite() {
    a_killed_process_sends_again(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_process_sends_again_what_it_had_not_marked_on_postgres() {
    a_killed_process_sends_again(Engine::Postgres).await;
}

async fn a_killed_process_sends_again(engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    // The server goes by the clock of the machine.
    backend.clock.advance(Utc::now() - backend.now());
    let ana = hire(&backend, "ana", Role::Analyst).await;
    for name in ["bo", "jo", "lu"] {
        hire(&backend, name, Role::Approver).await;
    }
    asked(&backend, &ana).await;
    let folder = tempfile::tempdir().expect("a folder");
    let mut post = Post::open().await;

    let first = serve(&backend, folder.path(), post.port);
    assert_eq!(post.next().await, "CHG-1 to bo");
    post.say_so();
    assert_eq!(post.next().await, "CHG-1 to jo");
    drop(first);
    post.say_so();

    let second = serve(&backend, folder.path(), post.port);
    assert_eq!(post.next().await, "CHG-1 to jo", "sent, not marked: again");
    post.say_so();
    assert_eq!(post.next().await, "CHG-1 to lu", "not to bo a second time");
    drop(second);
    post.say_so();

    asked(&backend, &ana).await;
    let third = serve(&backend, folder.path(), post.port);
    for expected in ["CHG-1 to lu", "CHG-2 to bo", "CHG-2 to jo", "CHG-2 to lu"] {
        assert_eq!(post.next().await, expected, "each that is left once");
        post.say_so();
    }
    drop(third);
}
