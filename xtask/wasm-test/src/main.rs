//! Runs the app's tests in a headless browser: cargo hands it each test's Wasm.
//!
//! A package of its own, because only `cargo xtask test` needs what it brings along.

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
