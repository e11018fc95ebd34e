//! Chitbook in the browser: phone and desk.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]

#[cfg(not(target_arch = "wasm32"))]
compile_error!("the app runs in a browser: build it with `cargo xtask web`");

mod ageing;
mod assignment;
mod attachment;
mod bank_account;
mod contact;
mod credit;
mod customer;
mod dashboard;
mod desk_page;
mod desk_table;
mod device;
mod document;
mod download;
mod field_receipt;
mod form;
mod hand_in;
mod import;
mod inbox;
mod me;
mod parts;
mod password;
mod promise;
mod rate;
mod reconciliation;
mod revoked;
mod say;
mod shell;
mod sign_in;
mod sync_page;
mod team;
mod today;
mod trouble;
mod visit;

use app::{clock, id, replica, session};

fn main() {
    app::turn::take_turns();
    leptos::mount::mount_to_body(shell::App);
}
