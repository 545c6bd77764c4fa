//! Pages: a folder for each place in the navigation. A page reads its address and owns its resources.

pub mod findings;
pub mod frame;
pub mod missing;
pub mod refused;
pub mod settings;
pub mod sign_in;
pub mod watch;
