//! Chitbook in the browser: phone and desk.

#[cfg(not(target_arch = "wasm32"))]
compile_error!("the app runs in a browser: build it with `cargo xtask web`");

mod ageing;
mod assignment;
mod clock;
mod customer;
mod desk_page;
mod download;
mod form;
mod id;
mod inbox;
mod me;
mod parts;
mod promise;
mod replica;
mod say;
mod session;
mod shell;
mod sign_in;
mod sync_page;
mod team;
mod today;
mod trouble;
mod visit;

fn main() {
    leptos::mount::mount_to_body(shell::App);
}
