//! Where a finding and its resource stand in the AWS console.
//!
//! Both addresses are in wide use; AWS documents neither. Other partitions have other consoles: there, no link is made.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// The resource, by its ARN.
pub(super) fn resource(arn: &str) -> Option<String> {
    let encoded = utf8_percent_encode(arn, NON_ALPHANUMERIC);
    arn.starts_with("arn:aws:")
        .then(|| format!("https://console.aws.amazon.com/go/view?arn={encoded}"))
}

/// The finding in Security Hub's list of findings, found by its id.
pub(super) fn finding(region: &str, product_arn: &str, aws_finding_id: &str) -> Option<String> {
    let code = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let known =
        product_arn.starts_with("arn:aws:") && !region.is_empty() && region.chars().all(code);
    // The console reads the search out of the fragment, encoded twice.
    let once = utf8_percent_encode(aws_finding_id, NON_ALPHANUMERIC).to_string();
    let twice = utf8_percent_encode(&once, NON_ALPHANUMERIC);
    known.then(|| {
        format!(
            "https://{region}.console.aws.amazon.com/securityhub/home?region={region}#/findings?search=Id%3D%255Coperator%255C%253AEQUALS%255C%253A{twice}"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_of_aws_is_linked() {
        assert_eq!(
            resource("arn:aws:s3:::b").as_deref(),
            Some("https://console.aws.amazon.com/go/view?arn=arn%3Aaws%3As3%3A%3A%3Ab")
        );
        assert_eq!(resource("i-0a1b"), None);
        assert_eq!(resource("arn:aws-cn:s3:::b"), None);
        let arn = "arn:aws:securityhub:us-east-1::product/aws/securityhub";
        let link = finding("us-east-1", arn, "a/b").expect("a link");
        assert!(
            link.starts_with("https://us-east-1.console.aws.amazon.com/"),
            "{link}"
        );
        assert!(link.ends_with("%253Aa%252Fb"), "{link}");
        assert_eq!(finding("us-east-1.evil.example/", arn, "a"), None);
    }
}
