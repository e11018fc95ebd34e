//! Attachments 附件: photos taken and papers chosen in a form, shown where they belong, looked at, removed.

mod field;
mod form;
mod picking;
mod picture;
mod section;
mod shrink;
mod tiles;
mod viewer;
mod waiting;

pub use field::AttachField;
pub use form::AttachToCustomer;
pub use picking::Attaching;
pub use section::FileAttachments;
pub use tiles::{Tile, Tiles};
pub use viewer::{Viewer, Viewing};
pub use waiting::ContentToSend;
