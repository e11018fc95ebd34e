//! The replica: what a device holds and when it talks to the server, without IO and without a clock.

mod view;

pub use view::{Doubt, Foreseen, Mark, Pending, Stage, View, policy_for, predict, replay};
