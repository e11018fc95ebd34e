//! Prints figures of server and sync, one line of JSON each; `cargo xtask bench` makes a table of them.

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tests::bench::run().await
}
