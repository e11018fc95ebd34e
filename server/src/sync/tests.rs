//! The protocol against a real database, once for each of the two.

mod faults;
mod live;
mod moves;
mod pulls;
mod pushes;
mod retries;
mod snapshots;
mod statements;
mod two_servers;
