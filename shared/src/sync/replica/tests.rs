//! A device against a scripted server: every named case of the protocol.

mod device;
mod feeds;
mod moves;
mod numbering;
mod outbox;
mod rows;
mod sample;
mod snapshots;
