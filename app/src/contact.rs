//! Contacts 联系人: who is there and how to reach them, and the forms that change them and the file.

mod fields;
mod file;
mod form;
mod here;
mod list;
mod panel;
mod proposals;

pub use file::ChangeFile;
pub use form::KeepContact;
pub use list::ContactSection;
pub use panel::ContactPanel;
pub use proposals::Proposals;
