//! The whole HTML of the pages of findings and of Watch, as a browser without scripts gets it.

use std::time::{Duration, Instant};

use anyhow::ensure;
use reqwest::{Client, redirect::Policy};

use crate::{
    figure::{Better, Figures},
    spread::Spread,
    store::{NAME, PASSWORD},
};

/// How often each address is asked for.
const ROUNDS: usize = 20;
/// Pages of findings, as people leave and share them.
const ADDRESSES: &[&str] = &[
    "/findings",
    "/findings?by=flat",
    "/findings?by=flat&severity=CRITICAL&severity=HIGH",
    "/findings?by=flat&workflow=NEW&sort=updated",
    "/findings?region=us-east-1",
    "/findings?by=flat&record_state=ARCHIVED",
    "/findings?by=flat&q=bucket",
];

/// Somebody who is signed in.
pub(crate) struct Visitor {
    pub(crate) client: Client,
    pub(crate) base: String,
    /// What the browser sends back.
    pub(crate) cookie: String,
}

impl Visitor {
    pub(crate) async fn sign_in(base: &str) -> anyhow::Result<Self> {
        let client = Client::builder()
            .redirect(Policy::none())
            .timeout(Duration::from_secs(60))
            .build()?;
        let mut visitor = Self {
            client,
            base: base.to_owned(),
            cookie: String::new(),
        };
        let form = [
            ("name", NAME),
            ("password", PASSWORD),
            ("return_to", "/findings"),
        ];
        let answer = visitor.post("/api/people/sign_in", &form).await?;
        let cookies = answer.headers().get_all("set-cookie").iter();
        let pairs = cookies.filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
        visitor.cookie = pairs.collect::<Vec<_>>().join("; ");
        ensure!(!visitor.cookie.is_empty(), "signing in gave no cookie");
        Ok(visitor)
    }

    /// Sends a form as a page of ours does; it must be answered with a redirect.
    pub(crate) async fn post(
        &self,
        path: &str,
        form: &[(&str, &str)],
    ) -> anyhow::Result<reqwest::Response> {
        let answer = self
            .client
            .post(format!("{}{path}", self.base))
            .header("sec-fetch-site", "same-origin")
            .header("accept", "text/html")
            .header("referer", format!("{}/findings", self.base))
            .header("cookie", &self.cookie)
            .form(form)
            .send()
            .await?;
        let status = answer.status();
        ensure!(status.is_redirection(), "{path} answered {status}");
        Ok(answer)
    }

    /// A page, whole.
    pub(crate) async fn page(&self, path: &str) -> anyhow::Result<String> {
        let asked = self.client.get(format!("{}{path}", self.base));
        let answer = asked.header("cookie", &self.cookie).send().await?;
        let status = answer.status();
        ensure!(status.is_success(), "{path} answered {status}");
        Ok(answer.text().await?)
    }
}

pub(crate) async fn measure(
    figures: &mut Figures,
    visitor: &Visitor,
    count: u32,
) -> anyhow::Result<()> {
    let all = ask(visitor, ADDRESSES).await?;
    figures.add("html_ms", count, all.within(95), "ms", Better::Lower(40.0));
    let watch = ask(visitor, &["/"]).await?;
    figures.add(
        "watch_ms",
        count,
        watch.within(95),
        "ms",
        Better::Lower(40.0),
    );
    Ok(())
}

/// Asks for each address again and again.
async fn ask(visitor: &Visitor, addresses: &[&str]) -> anyhow::Result<Spread> {
    let mut all = Spread::default();
    for address in addresses {
        let mut spread = Spread::default();
        let mut bytes = 0;
        for _ in 0..ROUNDS {
            let start = Instant::now();
            bytes = visitor.page(address).await?.len();
            spread.add(start.elapsed());
        }
        println!("    {address:<52} {} {} KB", spread.line(), bytes / 1_000);
        all.extend(&spread);
    }
    Ok(all)
}
