//! At most so many sign-ins a minute from one address, whatever names they try.

use std::{net::IpAddr, num::NonZeroU32, sync::Arc};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use http::{Method, StatusCode, header};

use super::{address::client_address, router::Site};

/// Addresses that are remembered before those without a recent sign-in are forgotten.
const REMEMBERED: usize = 10_000;
/// Sign-ins a minute and address. Behind one NAT sit many people: the account's own lock is the sharper one.
const A_MINUTE: NonZeroU32 = NonZeroU32::new(30).expect("thirty is not zero");
/// Lines of the log a minute and address about refused sign-ins: a loop must not fill the disk.
const LINES: NonZeroU32 = NonZeroU32::new(1).expect("one is not zero");

/// Counts sign-ins by address.
#[derive(Clone)]
pub(super) struct SignInLimit {
    signed_in: Arc<DefaultKeyedRateLimiter<IpAddr>>,
    told: Arc<DefaultKeyedRateLimiter<IpAddr>>,
}

impl SignInLimit {
    pub(super) fn new() -> Self {
        let a_minute = |times| Arc::new(RateLimiter::keyed(Quota::per_minute(times)));
        Self {
            signed_in: a_minute(A_MINUTE),
            told: a_minute(LINES),
        }
    }

    /// Counts one more of the address, and whether it is one too many.
    fn is_over(&self, address: IpAddr) -> bool {
        is_over(&self.signed_in, address)
    }

    /// Logs that sign-ins of the address are refused, unless the log says so already.
    fn tell(&self, address: IpAddr) {
        if !is_over(&self.told, address) {
            tracing::warn!(
                %address,
                "more than {A_MINUTE} sign-ins a minute: those beyond it are refused; behind a proxy that server.trusted_proxies does not count, everybody has the proxy's address"
            );
        }
    }
}

fn is_over(limiter: &DefaultKeyedRateLimiter<IpAddr>, address: IpAddr) -> bool {
    if limiter.len() > REMEMBERED {
        limiter.retain_recent();
    }
    limiter.check_key(&address).is_err()
}

/// Refuses a sign-in, or the code of a screen, beyond the limit.
pub(super) async fn limit(State(site): State<Site>, request: Request, next: Next) -> Response {
    let signs_in = request.method() == Method::POST
        && matches!(
            request.uri().path(),
            "/api/people/sign_in"
                | "/api/people/use_link"
                | "/api/people/change_own_password"
                | "/api/screens/enter"
        );
    let address = client_address(
        request.headers(),
        request.extensions(),
        site.trusted_proxies,
    );
    if signs_in
        && let Some(address) = address
        && site.sign_in_limit.is_over(address)
    {
        site.sign_in_limit.tell(address);
        let sentence = "Too many sign-ins from this address. Wait a minute, then try again.";
        return (
            StatusCode::TOO_MANY_REQUESTS,
            [(header::RETRY_AFTER, "60")],
            sentence,
        )
            .into_response();
    }
    next.run(request).await
}
