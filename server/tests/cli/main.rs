//! The program `chitbook` from outside: what it prints, how it ends, on both databases.

#![expect(clippy::unwrap_used, reason = "a test stops where it does not find what it needs")]

#[path = "../../../tests/src/cluster.rs"]
#[expect(dead_code, reason = "the bench uses what tests do not")]
mod cluster;
mod imports;
mod office;
mod real_data;
mod serving;
mod stage;
