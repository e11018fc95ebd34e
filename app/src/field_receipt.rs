//! Field receipts 在途收款: the form at the counter, the slip, and the cash a rep carries.

mod fields;
mod form;
mod in_hand;
mod section;
mod slip;

use app::words::{Label, SlipSaid, SlipWord};
use shared::{
    field_receipt::{FieldReceipt, FieldReceiptState, is_handed_in},
    words::Language,
};

pub use form::TakeFieldReceipt;
pub use in_hand::CashInHand;
pub use section::SlipSection;
pub use slip::SlipPage;

/// What became of a slip, in a line.
pub fn state(it: &FieldReceipt, language: Language) -> String {
    match &it.state {
        FieldReceiptState::Taken if is_handed_in(it.method) => {
            SlipWord::Waiting.text(language).to_owned()
        }
        FieldReceiptState::Taken => SlipWord::OnAccount.text(language).to_owned(),
        FieldReceiptState::HandedIn { on, counted, .. } => {
            SlipSaid::HandedIn { on: *on, counted: *counted }.text(language)
        }
        FieldReceiptState::Cancelled { on, reason, .. } => {
            SlipSaid::Cancelled { on: *on, reason: reason.clone() }.text(language)
        }
    }
}
