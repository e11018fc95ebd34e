//! Promises to pay 付款承诺: the form at the counter and the desk's table.

mod basis;
mod fields;
mod form;
mod table;
mod withdraw;

use app::{
    view::customer::PromiseView,
    words::{Said, SlipSaid},
};
use leptos::prelude::*;
use shared::{
    promise::{Ended, Standing},
    words,
};

use crate::{replica::Replica, say::say};
pub use form::TakePromise;
pub use table::PromiseTable;
pub use withdraw::WithdrawPromise;

/// What is said of a promise in one line: method, documents, what came, what the bank data allow.
pub fn standing_line(it: &PromiseView) -> Signal<String> {
    let (it, today) = (it.clone(), Replica::expect().today());
    say(move |language| {
        let mut parts = vec![words::method(it.promise.method, language).to_owned()];
        if !it.documents.is_empty() {
            let numbers = it.documents.clone();
            parts.push(Said::Invoices { numbers }.text(language, today.get()));
        }
        if let Some(said) = so_far(&it) {
            parts.push(said.text(language, today.get()));
        }
        if let Some(amount) = it.reported {
            parts.push(SlipSaid::Reported { amount }.text(language));
        }
        if let Standing::AwaitingData { reaches, .. } = it.standing {
            parts.push(Said::BankReaches { reaches }.text(language, today.get()));
        }
        if let Some(Ended::Withdrawn { reason }) = it.promise.ended.as_ref().map(|it| &it.how) {
            parts.push(reason.clone());
        }
        parts.join(" · ")
    })
}

/// What came of it until now.
fn so_far(it: &PromiseView) -> Option<Said> {
    if let Standing::Kept { days_late, .. } = it.standing {
        return (0 < days_late).then_some(Said::Late { days: days_late });
    }
    it.received().map(|received| Said::Received { received, of: it.promise.amount })
}
