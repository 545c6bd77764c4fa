//! Which IAM actions the sources need, which of them are missing, and the policy that grants them.

mod calls;
mod policy;
mod probe;

pub use policy::policy;
pub use probe::{Permission, Standing, Writes, probe};
