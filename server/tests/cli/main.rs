//! The program `chitbook` from outside: what it prints, how it ends, on both databases.

#[path = "../../../tests/src/cluster.rs"]
#[expect(dead_code, reason = "the bench uses what tests do not")]
mod cluster;
mod imports;
mod office;
mod real_data;
mod serving;
mod stage;
