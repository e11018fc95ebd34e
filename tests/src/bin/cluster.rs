//! A PostgreSQL for tests that are written in another language: prints its address, and ends with its
//! input.

use std::io::{Read as _, Write as _, stdin, stdout};

use tests::cluster::{Cluster, Durability};

fn main() -> Result<(), String> {
    let cluster = Cluster::start(Durability::None)?;
    let url = cluster.database("");
    // Whoever started it may have gone: then its input has ended as well.
    let _ = writeln!(stdout(), "{}", url.trim_end_matches('/'));
    let _ = stdin().read_to_end(&mut vec![]);
    Ok(())
}
