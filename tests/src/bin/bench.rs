//! The bench of server and sync: figures as ratios to a raw floor, taken in one run on one machine.
//!
//! One JSON object a line; `cargo xtask bench` shows them as a table. `CHITBOOK_BIN` names the server
//! binary for the imports, `CHITBOOK_REAL_DATA` the folder of the real files.

use anyhow::Result;
use tests::bench;

/// As in the server's own program: what is measured runs in this one.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> Result<()> {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    bench::run(&asked).await
}
