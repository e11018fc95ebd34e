//! `chitbook serve`: the interface and the app, until somebody interrupts.

use std::{io::Write as _, net::SocketAddr, time::Duration};

use anyhow::{Context as _, Result};
use axum::{Router, middleware::map_response};
use axum_server::{Handle, tls_rustls::RustlsConfig};

use super::{
    args::Serve,
    database::{Carried, Database},
    retry,
    say::{Say, errln},
};
use crate::web::{self, WebRoot};

/// Live streams are ended at once; an answer that is under way has so long to get out. A push that
/// is cut is sent again and gets the same verdicts.
const PATIENCE: Duration = Duration::from_millis(800);

pub async fn serve(database: Database, asked: &Serve, say: Say) -> Result<()> {
    let tls = tls(asked).await?;
    retry::before_serving(&database, say).await;
    let listener = std::net::TcpListener::bind(asked.addr)
        .and_then(|it| it.set_nonblocking(true).map(|()| it))
        .with_context(|| format!("cannot listen on {}", asked.addr))?;
    let addr = listener.local_addr()?;
    let carried = if tls.is_some() { Carried::Tls } else { Carried::Plain };
    database.follow_days();
    database.open_walk_in_with_books();
    let app = app(&database, asked, carried, say);
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    announce(addr, carried, say);
    let handle = Handle::new();
    let stopping = tokio::spawn(stop_on_signal(handle.clone(), database.clone()));
    match tls {
        Some(config) => {
            axum_server::from_tcp_rustls(listener, config)?.handle(handle).serve(app).await?;
        }
        None => axum_server::from_tcp(listener)?.handle(handle).serve(app).await?,
    }
    stopping.abort();
    database.close().await;
    Ok(())
}

/// The interface, and beside it the app where there is one.
fn app(database: &Database, asked: &Serve, carried: Carried, say: Say) -> Router {
    let api = database.router(carried);
    let app = if let Some(root) = WebRoot::choose(asked.web.clone()) {
        api.fallback_service(web::service(root))
    } else {
        errln!(
            "{}",
            say.of(
                "注意：本程序没有内置网页，只提供接口；请加 --web 指定网页目录",
                "warning: no web app is built in, only the interface is served: name the \
                 app's folder with --web",
            )
        );
        api
    };
    app.layer(map_response(web::security_headers))
}

async fn tls(asked: &Serve) -> Result<Option<RustlsConfig>> {
    let (Some(cert), Some(key)) = (&asked.tls_cert, &asked.tls_key) else { return Ok(None) };
    // Another part of this process may have chosen before; either provider will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let config = RustlsConfig::from_pem_file(cert, key).await;
    config.map(Some).with_context(|| {
        format!("certificate {} with key {} cannot be used", cert.display(), key.display())
    })
}

fn announce(addr: SocketAddr, carried: Carried, say: Say) {
    let scheme = match carried {
        Carried::Tls => "https",
        Carried::Plain => "http",
    };
    // Whoever only wanted to know where it is may have gone.
    let _ = writeln!(std::io::stdout(), "{scheme}://{addr}");
    if carried == Carried::Plain && !addr.ip().is_loopback() {
        errln!(
            "{}",
            say.of(
                "注意：没有 TLS，局域网内的手机不能离线使用（浏览器不允许安装）；请加 --tls-cert 和 --tls-key",
                "warning: without TLS a phone on the network cannot work offline (browsers install \
                 no service worker over plain HTTP): add --tls-cert and --tls-key",
            )
        );
    }
}

async fn stop_on_signal(handle: Handle<SocketAddr>, database: Database) {
    interrupted().await;
    tracing::info!("stopping");
    database.end_streams();
    handle.graceful_shutdown(Some(PATIENCE));
}

#[cfg(unix)]
async fn interrupted() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

#[cfg(not(unix))]
async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
