//! What V2 says, written in ASFF, beside what CSPM says of the same findings.

use std::collections::HashMap;

use aws::documents::{AwsDocuments, finding};
use backend::ports::{FindingDocuments, FindingWindow};
use domain::{
    finding::{IncomingFinding, Plane},
    id::FindingId,
};
use serde_json::Value;

use super::{
    planes::{id, sources},
    simulator,
};
use crate::{
    paging::all,
    samples::written::{aws_would_take, says_the_same},
};

/// What stands under a key of each item of a list.
fn each<'x>(document: &'x Value, list: &str, key: &str) -> Vec<&'x Value> {
    let items = document[list].as_array().into_iter().flatten();
    items.map(|item| &item[key]).collect()
}

#[tokio::test]
async fn what_v2_says_is_written_in_the_words_of_cspm() {
    let simulator = simulator(650).await;
    let both = sources(&simulator, &[Plane::Cspm, Plane::V2]).await;
    let (cspm, _) = all(&*both.findings[0], FindingWindow::Everything).await;
    let cspm: HashMap<FindingId, IncomingFinding> =
        cspm.into_iter().map(|one| (id(&one), one)).collect();
    let (v2, _) = all(&*both.findings[1], FindingWindow::Everything).await;
    let mut texts = Vec::new();
    let mut compared = 0;
    for one in v2 {
        let text = AwsDocuments.as_asff(&one.document).expect("it is read");
        let text = text.into_owned();
        says_the_same(&one, &text);
        if let Some(cspm) = cspm.get(&id(&one)) {
            let again = finding(&text).expect("it is read");
            // AWS has documented no name for ElastiCache's types, so that CloudFormation's is followed.
            let kinds = |one: &IncomingFinding| -> Vec<String> {
                let kinds = one.resources.iter().map(|it| it.kind.clone());
                let is_known = |kind: &String| !kind.starts_with("AwsElastiCache");
                kinds.filter(is_known).collect()
            };
            assert_eq!(kinds(&again), kinds(cspm), "{text}");
            assert_eq!(again.product_arn, cspm.product_arn);
            let [ours, theirs]: [Value; 2] =
                [&*text, &*cspm.document].map(|text| serde_json::from_str(text).expect("JSON"));
            for (list, key) in [
                ("Resources", "Tags"),
                ("Resources", "Partition"),
                ("Vulnerabilities", "Id"),
            ] {
                assert_eq!(each(&ours, list, key), each(&theirs, list, key), "{text}");
            }
            compared += 1;
        }
        texts.push(text);
    }
    assert!(compared > 200, "{compared} of {} are in both", texts.len());
    aws_would_take(&texts);
}
