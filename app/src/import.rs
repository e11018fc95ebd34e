//! Imports 导入 at the desk: a file is brought, checked, booked and tied out; and what was brought before.

mod ask;
mod booking;
mod bring;
mod faults;
mod history;
mod job;
mod kept;
mod moved;
mod outcome;
mod poll;
mod tie_out;
mod upload;

pub use history::Imports;
pub use job::ImportPage;
pub use tie_out::TieOutPage;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::{id::ImportId, import::job::may_import, user::Caller};

use crate::replica::Replica;

/// Where one import is looked at.
fn address(id: ImportId) -> String {
    format!("/imports/{id}")
}

/// The import that the address names.
fn of_address() -> Memo<String> {
    let params = use_params_map();
    // What is no id is none here: the server says so.
    Memo::new(move |_| {
        let named = params.read().get("id").unwrap_or_default();
        named.parse::<ImportId>().map(|it| it.to_string()).unwrap_or_default()
    })
}

/// Whether the user brings files.
fn brings_files() -> Memo<bool> {
    let user = Replica::expect().user();
    Memo::new(move |_| may_import(&Caller::of(&user.get())))
}
