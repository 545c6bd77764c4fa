//! Mail by SMTP. What is in a mail leads to a page; nothing in it decides.

use std::time::Duration;

use anyhow::Context as _;
use async_trait::async_trait;
use backend::ports::{Mail, Notifier};
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp::{
        authentication::Credentials,
        client::{Tls, TlsParameters},
    },
};
use secrecy::ExposeSecret as _;

use crate::config::{Encryption, Smtp};

/// How long a mail server may take for one answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// The way to the mail server.
pub struct SmtpNotifier {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    public_url: String,
}

impl SmtpNotifier {
    /// The way that the settings say; `None` where they name no mail server.
    ///
    /// # Errors
    /// When the certificates of this machine cannot be read, or a setting that was not checked is wrong.
    pub fn of(settings: &Smtp, public_url: Option<&str>) -> anyhow::Result<Option<Self>> {
        let Some(host) = &settings.host else {
            return Ok(None);
        };
        let tls = match settings.encryption {
            Encryption::None => Tls::None,
            Encryption::Starttls => Tls::Required(TlsParameters::new(host.clone())?),
            Encryption::Tls => Tls::Wrapper(TlsParameters::new(host.clone())?),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host.clone())
            .port(settings.port)
            .tls(tls)
            .timeout(Some(PATIENCE));
        if let (Some(user), Some(password)) = (&settings.user, &settings.password) {
            let password = password.expose_secret().to_owned();
            builder = builder.credentials(Credentials::new(user.clone(), password));
        }
        let from = settings.from.as_deref().context("smtp.from is missing")?;
        Ok(Some(Self {
            transport: builder.build(),
            from: from.parse().context("smtp.from is no mail address")?,
            public_url: public_url.unwrap_or_default().to_owned(),
        }))
    }

    fn message(&self, mail: &Mail) -> anyhow::Result<Message> {
        let to: Mailbox = mail.to.parse()?;
        let line: String = mail.subject.chars().filter(|c| !c.is_control()).collect();
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(line)
            .header(ContentType::TEXT_PLAIN);
        let url = self.public_url.trim_end_matches('/');
        Ok(message.body(format!("{}\n{url}{}\n", mail.body, mail.path))?)
    }
}

#[async_trait]
impl Notifier for SmtpNotifier {
    async fn send(&self, mail: &Mail) -> Result<(), String> {
        let message = self.message(mail).map_err(|error| error.to_string())?;
        let sent = self.transport.send(message).await;
        sent.map(drop).map_err(|error| error.to_string())
    }
}
