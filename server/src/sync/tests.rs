//! The protocol against a real database, once for each of the two.

mod faults;
mod forms;
mod live;
mod log;
mod moves;
mod proofs;
mod pulls;
mod pushes;
mod retries;
mod snapshots;
mod statements;
mod two_servers;
