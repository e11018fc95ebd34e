//! The simulator: devices, people, one server and a bad network, in one thread and from one seed.

pub mod dice;
pub mod disk;
pub mod fields;
pub mod life;
pub mod office;
pub mod pages;
pub mod rep;
pub mod server;
pub mod weather;
pub mod witness;
