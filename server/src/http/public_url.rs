//! Where the browser reaches us: as it is configured, else as the request itself says.

use http::{HeaderMap, header};

use super::router::Site;

/// Scheme and host of the browser's address; none when the request has no host that can stand in one.
///
/// Proxies of ours say what they were asked for; without any, such headers are the client's and are not read.
pub(super) fn public_url(headers: &HeaderMap, site: &Site) -> Option<String> {
    if let Some(url) = &site.public_url {
        return Some(url.clone());
    }
    let forwarded = |name| outermost(headers, name, site.trusted_proxies);
    let host = match forwarded("x-forwarded-host") {
        Some(host) => host,
        None => headers.get(header::HOST)?.to_str().ok()?,
    };
    let scheme = match forwarded("x-forwarded-proto") {
        Some("https") => "https",
        _ => "http",
    };
    is_host(host).then(|| format!("{scheme}://{host}"))
}

/// What the outermost of `trusted` proxies wrote. One that replaces the header leaves a single value.
fn outermost<'h>(headers: &'h HeaderMap, name: &str, trusted: u8) -> Option<&'h str> {
    if trusted == 0 {
        return None;
    }
    let written: Vec<&str> = headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    let place = written.len().saturating_sub(usize::from(trusted));
    written.get(place).copied()
}

/// Whether the text is a name or an address, with a port or without.
fn is_host(text: &str) -> bool {
    let plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']');
    !text.is_empty() && text.chars().all(plain)
}
