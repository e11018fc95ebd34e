//! The binary `chitbook`: serves the web app.

mod web;

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Context, Result};
use axum::middleware::map_response;
use clap::Parser;

#[derive(Parser)]
enum Cli {
    Serve {
        #[arg(long, default_value = "127.0.0.1:8080")]
        addr: SocketAddr,
        #[arg(long)]
        db: Option<String>,
        #[arg(long)]
        web: Option<PathBuf>,
    },
}

#[tokio::main]
async fn main() -> Result<()> {
    let Cli::Serve { addr, db: _, web } = Cli::parse();
    let root = web::WebRoot::choose(web).context("name the folder of the web app: --web DIR")?;
    let app = web::service(root).layer(map_response(web::security_headers));
    let listener = tokio::net::TcpListener::bind(addr).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}
