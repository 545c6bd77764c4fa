//! What the product advises: texts and links, which the server writes.

use domain::finding::IncomingFinding;
use leptos::prelude::*;

use super::console;
use crate::{
    components::{Icon, Sign, State},
    format,
};

/// The advice, with a link only to where a browser is safe from it.
pub(crate) fn fix(reported: &IncomingFinding) -> AnyView {
    let (arn, id) = (&reported.product_arn, &reported.aws_finding_id);
    let resources = reported.resources.iter();
    let resources = resources.map(|resource| {
        let id = resource.id.as_str();
        let words = format!("{} in the AWS console", format::resource_name(id));
        (words, console::resource(id))
    });
    let security_hub = (
        "The finding in Security Hub".to_owned(),
        console::finding(reported.region.as_str(), arn, id),
    );
    let consoles = resources
        .chain([security_hub])
        .filter_map(|(words, url)| Some(away(url?, words)));
    let consoles = consoles.map(|link| view! { <p>{link}</p> }).collect_view();
    let advice = reported.remediation.clone();
    if advice.text.is_none() && advice.url.is_none() {
        let sign = Sign {
            symbol: "st-none",
            tone: "t-quiet s16",
            word: "",
        };
        return view! {
            <State sign what="The product gives no advice" next="Its document may say more."/>
            {consoles}
        }
        .into_any();
    }
    let link = advice.url.map(|url| {
        if is_https(&url) {
            let words = url.clone();
            away(url, words).into_any()
        } else {
            view! { <code>{url}</code> }.into_any()
        }
    });
    view! {
        {advice.text.map(|text| view! { <p>{text}</p> })}
        {link.map(|link| view! { <p class="second">{link}</p> })}
        {consoles}
    }
    .into_any()
}

/// A link out of the product.
fn away(url: String, words: String) -> impl IntoView {
    view! {
        <a class="act" href=url target="_blank" rel="noopener noreferrer external">
            {words}
            <Icon name="i-external"/>
            <span class="visually-hidden">" (opens in a new tab)"</span>
        </a>
    }
}

fn is_https(url: &str) -> bool {
    url.starts_with("https://") && !url.contains(|c: char| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_is_linked() {
        assert!(is_https("https://docs.example.com/fix"));
        for url in [
            "http://a",
            "javascript:alert(1)",
            " https://a",
            "https://a b",
            "HTTPS://a",
        ] {
            assert!(!is_https(url), "{url}");
        }
    }
}
