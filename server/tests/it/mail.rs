//! Mail by SMTP against a mail server that only listens: what it gets, and what happens while it is not there.

use std::sync::Arc;

use backend::{
    Backend,
    changes::{self, Decide, Target},
    outbox,
    people::{self, PersonChange},
    strip,
    testing::TestBackend,
};
use chrono::TimeDelta;
use domain::{
    actor::{Actor, PersonActor, Role},
    change::{ChangeKind, Decision, Plan, Revision},
};
use server::{
    config::{Encryption, Smtp},
    mail::SmtpNotifier,
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpListener,
    sync::{Semaphore, mpsc},
};

/// A mail server that takes everything; each mail comes out whole. It says that it has it for as long as `says` has
/// permits, one a mail, and waits for one then.
pub(crate) async fn sink(
    listener: TcpListener,
    mails: mpsc::UnboundedSender<String>,
    says: Arc<Semaphore>,
) {
    while let Ok((stream, _)) = listener.accept().await {
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        let _ = write.write_all(b"220 sink\r\n").await;
        let (mut mail, mut in_body) = (String::new(), false);
        while let Ok(Some(line)) = lines.next_line().await {
            if in_body && line != "." {
                mail.push_str(&line);
                mail.push('\n');
                continue;
            }
            let answer = match line.as_str() {
                "DATA" => "354 go on\r\n",
                "QUIT" => "221 bye\r\n",
                _ => "250 ok\r\n",
            };
            if in_body {
                let _ = mails.send(std::mem::take(&mut mail));
                says.acquire().await.expect("it is never closed").forget();
            }
            in_body = line == "DATA";
            let _ = write.write_all(answer.as_bytes()).await;
        }
    }
}

/// As many answers as a test could want.
fn at_once() -> Arc<Semaphore> {
    Arc::new(Semaphore::new(100))
}

fn notifier(port: u16) -> SmtpNotifier {
    let settings = Smtp {
        host: Some("127.0.0.1".to_owned()),
        port,
        encryption: Encryption::None,
        from: Some("Watchfloor <floor@example.com>".to_owned()),
        ..Smtp::default()
    };
    let made = SmtpNotifier::of(&settings, Some("https://watch.example.com"));
    made.expect("settings that hold").expect("a mail server")
}

pub(crate) async fn hire(backend: &Backend, name: &str, role: Role) -> Actor {
    let console = Actor::Console;
    let added = people::add(backend, &console, (name, &[role]), None, None).await;
    added.expect("added");
    let found = people::find_by_name(backend, &console, name).await;
    let (id, version) = found.expect("people").expect("they are there");
    let mail = PersonChange::SetMail(format!("{name}@example.com"));
    let set = people::change(backend, &console, (id, version), mail, None).await;
    set.expect("an address");
    Actor::Person(PersonActor {
        id,
        name: name.to_owned(),
        roles: vec![role],
    })
}

fn plan(backend: &Backend) -> Plan {
    Plan {
        title: "Isolate i-1\r\nBcc: eve@example.com".to_owned(),
        description: "Swap its group".to_owned(),
        kind: ChangeKind::Standard,
        targets: vec!["111122223333 us-east-1 ec2".parse().expect("a scope")],
        starts_at: backend.now(),
        ends_at: backend.now() + TimeDelta::hours(1),
        rollback: "Put it back".to_owned(),
        links: Vec::new(),
    }
}

pub(crate) async fn asked(backend: &Backend, by: &Actor) -> Target<'static> {
    let (id, expected) = changes::request(backend, by, plan(backend), None)
        .await
        .expect("a draft");
    let target = Target {
        id,
        expected,
        address: None,
    };
    changes::submit(backend, by, target).await.expect("asked");
    Target {
        expected: expected.next(),
        ..target
    }
}

#[tokio::test]
async fn the_open_level_is_asked_and_who_asked_is_told() {
    let backend = TestBackend::sqlite().await;
    let ana = hire(&backend, "ana", Role::Analyst).await;
    let jo = hire(&backend, "jo", Role::Approver).await;
    hire(&backend, "vera", Role::Viewer).await;
    let target = asked(&backend, &ana).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let (mails, mut arrived) = mpsc::unbounded_channel();
    let server = tokio::spawn(sink(listener, mails, at_once()));
    let notifier = notifier(port);
    let sent = outbox::send_due(&backend, &notifier).await;
    assert_eq!(sent.expect("the outbox"), 1, "those who can approve");
    let mail = arrived.recv().await.expect("a mail");
    for part in [
        "To: jo@example.com",
        "Subject: CHG-1 waits for your approval (Security lead)",
        &format!("https://watch.example.com/changes/{}", target.id),
    ] {
        assert!(mail.contains(part), "{part} in {mail}");
    }
    assert!(!mail.lines().any(|line| line.starts_with("Bcc:")), "{mail}");
    let about_plan = plan(&backend);
    let about = changes::about(target.id, &about_plan);
    let shown = strip::show(&backend, &jo, &about, 1)
        .await
        .expect("a strip");
    let yes = Decide {
        target,
        revision: Revision::FIRST,
        decision: Decision::Approve,
        comment: "go on",
        shown: &shown.sealed,
    };
    changes::decide(&backend, &jo, yes).await.expect("approved");
    let sent = outbox::send_due(&backend, &notifier).await;
    assert_eq!(sent.expect("the outbox"), 1, "who asked");
    let mail = arrived.recv().await.expect("a mail");
    assert!(mail.contains("To: ana@example.com"), "{mail}");
    assert!(
        mail.contains("is approved") && mail.contains("jo: go on"),
        "{mail}"
    );
    let again = outbox::send_due(&backend, &notifier).await;
    assert_eq!(again.expect("the outbox"), 0, "nothing is told twice");
    server.abort();
}

#[tokio::test]
async fn what_cannot_be_sent_is_tried_again() {
    let backend = TestBackend::sqlite().await;
    let ana = hire(&backend, "ana", Role::Analyst).await;
    hire(&backend, "jo", Role::Approver).await;
    asked(&backend, &ana).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    drop(listener);
    let nobody = notifier(port);
    let sent = outbox::send_due(&backend, &nobody).await;
    assert_eq!(sent.expect("the outbox"), 0);
    let backend = backend.restart().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let (mails, mut arrived) = mpsc::unbounded_channel();
    let server = tokio::spawn(sink(listener, mails, at_once()));
    let there = notifier(port);
    let early = outbox::send_due(&backend, &there).await;
    assert_eq!(early.expect("the outbox"), 0, "not before its time");
    backend.clock.advance(TimeDelta::seconds(10));
    let sent = outbox::send_due(&backend, &there).await;
    assert_eq!(
        sent.expect("the outbox"),
        1,
        "the process that failed is gone, the mail is not"
    );
    assert!(arrived.recv().await.is_some());
    server.abort();
}
