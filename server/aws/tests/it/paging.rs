//! Reads all pages of a feed.

use backend::ports::{FindingFeed, FindingWindow, Reject};
use domain::finding::IncomingFinding;

/// Every page of a window, with a bound on their number.
pub(crate) async fn all(
    feed: &dyn FindingFeed,
    window: FindingWindow,
) -> (Vec<IncomingFinding>, Vec<Reject>) {
    let (mut findings, mut rejects) = (Vec::new(), Vec::new());
    let mut token: Option<String> = None;
    for _ in 0..100 {
        let page = feed.page(window, token.as_deref()).await.expect("a page");
        findings.extend(page.findings);
        rejects.extend(page.rejects);
        token = page.next;
        if token.is_none() {
            return (findings, rejects);
        }
    }
    panic!("the pages do not end");
}
