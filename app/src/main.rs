//! Chitbook in the browser: phone and desk.

#[cfg(not(target_arch = "wasm32"))]
compile_error!("the app runs in a browser: build it with `cargo xtask web`");

fn main() {}
