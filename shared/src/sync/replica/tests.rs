//! A device against a scripted server: every named case of the protocol.

mod clock;
mod device;
mod feeds;
mod moves;
mod numbering;
mod outbox;
mod proofs;
mod raw_rows;
mod reading;
mod revoked;
mod rows;
mod sample;
mod snapshots;
mod storage;
mod tabs;
mod user;
