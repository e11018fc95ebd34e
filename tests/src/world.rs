//! The world: the real server on either database, devices that talk to it over HTTP, one clock.

pub mod books;
pub mod client;
pub mod dump;
