//! The simulator: devices, people, one server and a bad network, in one thread and from one seed.

pub mod chronicle;
pub mod defect;
pub mod desk;
pub mod dice;
pub mod disk;
pub mod fields;
pub mod history;
pub mod letters;
pub mod life;
pub mod many;
pub mod money;
pub mod office;
pub mod pages;
pub mod rep;
pub mod server;
pub mod telling;
pub mod weather;
pub mod witness;
