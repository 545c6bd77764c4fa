//! Which address a request came from, when proxies stand in front.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use http::{Extensions, HeaderMap};

/// The address that `trusted` proxies of ours vouch for: the one that the outermost of them saw.
///
/// What stands further left in `X-Forwarded-For` was written by the client and is not believed.
pub(super) fn client_address(
    headers: &HeaderMap,
    extensions: &Extensions,
    trusted: u8,
) -> Option<IpAddr> {
    let peer = extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|peer| peer.0.ip());
    if trusted == 0 {
        return peer;
    }
    let written: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    let place = written.len().checked_sub(usize::from(trusted));
    place.and_then(|at| written[at].parse().ok()).or(peer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(forwarded: &str, trusted: u8) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().expect("a header"));
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 9], 1))));
        client_address(&headers, &extensions, trusted).map(|address| address.to_string())
    }

    #[test]
    fn only_what_our_own_proxies_wrote_is_believed() {
        assert_eq!(seen("1.1.1.1, 2.2.2.2", 0).as_deref(), Some("10.0.0.9"));
        assert_eq!(seen("1.1.1.1, 2.2.2.2", 1).as_deref(), Some("2.2.2.2"));
        assert_eq!(seen("1.1.1.1, 2.2.2.2", 2).as_deref(), Some("1.1.1.1"));
        assert_eq!(seen("1.1.1.1", 3).as_deref(), Some("10.0.0.9"));
        assert_eq!(seen("nonsense", 1).as_deref(), Some("10.0.0.9"));
    }
}
