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

/// Sign-ins a minute and address. Behind one NAT sit many people: the account's own lock is the sharper one.
const A_MINUTE: NonZeroU32 = NonZeroU32::new(30).expect("thirty is not zero");

/// Counts sign-ins by address.
#[derive(Clone)]
pub(super) struct SignInLimit(Arc<DefaultKeyedRateLimiter<IpAddr>>);

impl SignInLimit {
    pub(super) fn new() -> Self {
        Self(Arc::new(RateLimiter::keyed(Quota::per_minute(A_MINUTE))))
    }
}

/// Refuses a sign-in, or the code of a screen, beyond the limit.
pub(super) async fn limit(State(site): State<Site>, request: Request, next: Next) -> Response {
    let signs_in = request.method() == Method::POST
        && matches!(
            request.uri().path(),
            "/api/people/sign_in" | "/api/people/use_link" | "/api/screens/enter"
        );
    let address = client_address(
        request.headers(),
        request.extensions(),
        site.trusted_proxies,
    );
    if signs_in
        && let Some(address) = address
        && site.sign_in_limit.0.check_key(&address).is_err()
    {
        site.sign_in_limit.0.retain_recent();
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
