//! A device against a scripted server: every named case of the protocol.

mod device;
mod feeds;
mod outbox;
mod rows;
mod snapshots;
