//! Everything that knows an AWS type: the sources behind the product's ports, and the parsers of the
//! documents that AWS and its tools write.

pub mod asff;
pub mod documents;
pub mod guardduty;
mod health;
pub mod ocsf;
mod route53;
