//! The simulator through its public face.
