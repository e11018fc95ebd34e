//! The words of the screens in two languages: labels, days, and sentences with values in them.

mod account;
mod around;
mod attached;
mod credit;
mod desk;
mod en;
mod import;
mod place;
mod rate;
mod reconciliation;
mod said;
mod slip;
mod staff;
mod work;
mod zh;

use shared::words::Language;

pub use account::*;
pub use around::*;
pub use attached::{AttachSaid, AttachWord};
pub use credit::*;
pub use desk::*;
pub use import::{CameWord, ImportSaid, ImportWord, TieOutWord, job_state};
pub use place::{PlaceWord, taken_within};
pub use rate::{RateSaid, RateWord};
pub use reconciliation::*;
pub use said::{DeskSaid, FormSaid, Said, ShellSaid, amounts, size};
pub use slip::{HandInWord, SlipSaid, SlipText, SlipWord, stretches};
pub use staff::{DeviceWord, SecretWord, StaffSaid, StaffWord, StateWord};
pub use work::*;

/// A text without values. Adding one asks for it in every language.
pub trait Label: Copy {
    fn text(self, language: Language) -> &'static str;
}

macro_rules! labels {
    ($($name:ident in $part:ident::$place:ident,)*) => { $(
        impl $crate::words::Label for $name {
            fn text(self, language: shared::words::Language) -> &'static str {
                match language {
                    shared::words::Language::Zh => $crate::words::zh::$part::$place(self),
                    shared::words::Language::En => $crate::words::en::$part::$place(self),
                }
            }
        }
    )* };
}
use labels;
