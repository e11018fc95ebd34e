//! The system from outside: a world of one server and many devices, and what must hold in it.

pub mod bench;
pub mod cluster;
pub mod crash;
pub mod differential;
pub mod phone;
pub mod simulator;
pub mod world;
