//! What pages ask for, read in the browser in one way wherever it comes from.
//!
//! Leptos reads what the server rendered from a text and a server function's answer from bytes: left
//! alone, the browser side carries every reader of every type twice.

use std::future::Future;

use leptos::{
    prelude::{ArcResource, Resource},
    server::codee::{Decoder, Encoder},
};
use serde::{Serialize, de::DeserializeOwned};

/// JSON, read from bytes as server functions' answers are.
pub struct WireJson;

impl<T: Serialize> Encoder<T> for WireJson {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Self::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for WireJson {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Self::Error> {
        serde_json::from_slice(text.as_bytes())
    }
}

/// What a page shows and asks for again whenever `source` changes.
pub fn asked<T, S, F>(
    source: impl Fn() -> S + Send + Sync + 'static,
    ask: impl Fn(S) -> F + Send + Sync + 'static,
) -> Resource<T, WireJson>
where
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    S: PartialEq + Clone + Send + Sync + 'static,
    F: Future<Output = T> + Send + 'static,
{
    ArcResource::new_with_options(source, move |asked| answer(ask(asked)), false).into()
}

/// The same for what must be known before any of the page is sent.
pub fn asked_first<T, S, F>(
    source: impl Fn() -> S + Send + Sync + 'static,
    ask: impl Fn(S) -> F + Send + Sync + 'static,
) -> Resource<T, WireJson>
where
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    S: PartialEq + Clone + Send + Sync + 'static,
    F: Future<Output = T> + Send + 'static,
{
    ArcResource::new_with_options(source, move |asked| answer(ask(asked)), true).into()
}

/// The answer, counted as awaited until it is there or nobody wants it any more.
async fn answer<F: Future>(ask: F) -> F::Output {
    #[cfg(feature = "hydrate")]
    let _awaited = awaited::Awaited::begin();
    ask.await
}

#[cfg(feature = "hydrate")]
pub(crate) use awaited::Awaited;
#[cfg(feature = "hydrate")]
pub use awaited::any_awaited;

#[cfg(feature = "hydrate")]
mod awaited {
    use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

    static AWAITED: AtomicU32 = AtomicU32::new(0);

    /// Whether the page waits for an answer: asked again now, it would begin to wait anew.
    #[must_use]
    pub fn any_awaited() -> bool {
        AWAITED.load(Relaxed) > 0
    }

    /// One answer that is awaited.
    pub(crate) struct Awaited;

    impl Awaited {
        pub(crate) fn begin() -> Self {
            AWAITED.fetch_add(1, Relaxed);
            Self
        }
    }

    impl Drop for Awaited {
        fn drop(&mut self) {
            AWAITED.fetch_sub(1, Relaxed);
        }
    }
}
