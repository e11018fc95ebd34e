//! The bench of server and sync: figures as ratios to a raw floor, taken in one run on one machine.
//!
//! One JSON object a line; `cargo xtask bench` shows them as a table. `CHITBOOK_BIN` names the server
//! binary for the imports, `CHITBOOK_REAL_DATA` the folder of the real files.

use anyhow::Result;
use tests::bench;

#[tokio::main]
async fn main() -> Result<()> {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    bench::run(&asked).await
}
