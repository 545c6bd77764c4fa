//! Every verb of suppressions, called once with something that exists nowhere.

use backend::{
    Backend, Error,
    suppressions::{self, ChangeSuppression, MakeSuppression},
};
use domain::{actor::Actor, finding::FindingFilter, version::Version};

use crate::{authorization::not_called, suppression_asks::plan};

/// Calls a verb.
pub(crate) async fn call(backend: &Backend, by: &Actor, verb: &str) -> Result<(), Error> {
    let (filter, plan) = (FindingFilter::open(), plan(backend, 1));
    let address = None;
    match verb {
        "suppressions::change" => {
            let ask = ChangeSuppression {
                number: 99,
                expected: Version::FIRST,
                filter,
                plan,
                address,
            };
            suppressions::change(backend, by, ask).await
        }
        "suppressions::ending" => suppressions::ending(backend, by).await.map(drop),
        "suppressions::get" => suppressions::get(backend, by, 99).await.map(drop),
        "suppressions::keep_up" => suppressions::keep_up(backend, by).await.map(drop),
        "suppressions::list" => suppressions::list(backend, by).await.map(drop),
        "suppressions::make" => {
            let ask = MakeSuppression {
                filter,
                plan,
                address,
            };
            suppressions::make(backend, by, ask).await.map(drop)
        }
        "suppressions::preview" => suppressions::preview(backend, by, filter).map(drop),
        "suppressions::switch" => {
            suppressions::switch(backend, by, (99, Version::FIRST), true, address).await
        }
        "suppressions::would_hide" => {
            let hides = suppressions::would_hide(backend, by, 99, filter).await;
            hides.map(drop)
        }
        _ => not_called(verb),
    }
}
