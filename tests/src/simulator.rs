//! The simulator: devices, people, one server and a bad network, in one thread and from one seed.

pub mod dice;
pub mod disk;
pub mod office;
pub mod pages;
pub mod server;
pub mod witness;
