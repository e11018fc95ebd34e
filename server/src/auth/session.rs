//! Sessions: an opaque token in a cookie that no script can read, stored only as its hash.

use std::net::{IpAddr, SocketAddr};

use axum::{
    Extension, Json,
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use shared::{
    id::{DeviceId, UserId},
    sync::{ChangePassword, Session, SignIn},
    user::User,
};
use sqlx::Row as _;

use super::{Entering, Signed, password};
use crate::{
    door::{Read, Transport},
    error::{Error, Result},
    server::Server,
};

/// The SHA-256 of a token: what is stored instead of it.
pub type TokenHash = [u8; 32];

const COOKIE: &str = "chitbook_session";
const DAY_MS: i64 = 24 * 3_600_000;
/// A session ends when nobody has used it for so long.
const LASTS_DAYS: i64 = 90;

/// The hash of the token that the request carries.
pub fn token_of(headers: &HeaderMap) -> Option<TokenHash> {
    let jar = CookieJar::from_headers(headers);
    let token = BASE64_URL_SAFE_NO_PAD.decode(jar.get(COOKIE)?.value()).ok()?;
    Some(Sha256::digest(token).into())
}

/// A session as it is stored.
#[derive(Debug, Clone)]
pub struct Found {
    pub user: UserId,
    pub device: Option<DeviceId>,
    pub must_change: bool,
    /// Where the register stood when it was read.
    pub head_of_all: i64,
}

/// Whose session it is; using it lets it last, written down once a day and beside the request: a
/// busy database keeps nobody from reading.
pub async fn find(server: &Server, token: &TokenHash) -> Result<Found> {
    let row = sqlx::query(FIND).bind(token.as_slice()).fetch_optional(server.read()).await?;
    let row = row.ok_or(Error::SignedOut)?;
    let (expires_at, now): (i64, i64) = (row.get(1), server.now().0);
    if expires_at <= now {
        return Err(Error::SignedOut);
    }
    if expires_at < now + (LASTS_DAYS - 1) * DAY_MS {
        let (write, token) = (server.write().clone(), *token);
        server.aside("a session that was used", async move {
            let until = now + LASTS_DAYS * DAY_MS;
            sqlx::query(PROLONG).bind(until).bind(token.as_slice()).execute(&write).await
        });
    }
    Ok(Found {
        user: UserId(row.get(0)),
        device: row.get::<Option<uuid::Uuid>, _>(2).map(DeviceId),
        must_change: row.get::<i64, _>(3) != 0,
        head_of_all: row.get(4),
    })
}

/// Notes from which device a session is used, beside the request.
pub fn bind(server: &Server, token: TokenHash, device: DeviceId) {
    let write = server.write().clone();
    server.aside("the device of a session", async move {
        sqlx::query(BIND).bind(device.0).bind(token.as_slice()).execute(&write).await
    });
}

/// `GET /api/session`: the browser keeps the cookie as long as the server keeps the session.
pub async fn read(
    State(server): State<Server>,
    Extension(transport): Extension<Transport>,
    headers: HeaderMap,
    entering: Entering,
) -> Result<Response> {
    let must_change = entering.must_change;
    let told = session(&server, entering.signed.user, must_change).await?;
    let jar = CookieJar::from_headers(&headers);
    let token = jar.get(COOKIE).map_or("", Cookie::value).to_owned();
    let cookie = cookie(token, LASTS_DAYS, transport);
    Ok(([(header::SET_COOKIE, cookie)], Json(told)).into_response())
}

async fn session(server: &Server, user: User, must_change: bool) -> Result<Session> {
    Ok(Session {
        user,
        epoch: server.epoch().await?,
        server_time: server.now(),
        today: server.today().await?,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        must_change,
    })
}

/// `POST /api/session`. An unknown login and a wrong password get the same answer after the same
/// time.
pub async fn sign_in(
    State(server): State<Server>,
    Extension(transport): Extension<Transport>,
    address: Option<Extension<ConnectInfo<SocketAddr>>>,
    Read(it): Read<SignIn>,
) -> Result<Response> {
    let address: Option<IpAddr> = address.map(|Extension(ConnectInfo(it))| it.ip());
    let login: String = it.login.trim().to_lowercase().chars().take(64).collect();
    server.rate().count(&login, address, server.now())?;
    let user = UserId::of_login(&login);
    let right = password::is_right(&server, user, it.password).await?;
    let known = server.register().await?.users.get(&user).cloned();
    let user = known.filter(|_| right).ok_or(Error::WrongPassword)?;
    if user.has_left() {
        return Err(Error::UserEnded);
    }
    server.rate().forgive(&login, address);

    let mut token = [0_u8; 32];
    getrandom::fill(&mut token).map_err(|_| Error::Unavailable)?;
    let now = server.now().0;
    sqlx::query(BEGIN)
        .bind(Sha256::digest(token).to_vec())
        .bind(user.id.0)
        .bind(now)
        .bind(now + LASTS_DAYS * DAY_MS)
        .execute(server.write())
        .await?;
    sqlx::query(SWEEP).bind(now).execute(server.write()).await?;
    let cookie = cookie(BASE64_URL_SAFE_NO_PAD.encode(token), LASTS_DAYS, transport);
    let must_change = password::must_change(&server, user.id).await?;
    let told = session(&server, user, must_change).await?;
    Ok(([(header::SET_COOKIE, cookie)], Json(told)).into_response())
}

/// `DELETE /api/session`. Whoever is signed out already is as well.
pub async fn sign_out(
    State(server): State<Server>,
    Extension(transport): Extension<Transport>,
    headers: HeaderMap,
) -> Result<Response> {
    if let Some(token) = token_of(&headers) {
        sqlx::query(END).bind(token.as_slice()).execute(server.write()).await?;
    }
    let cookie = cookie(String::new(), 0, transport);
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

/// `PUT /api/session/password`
pub async fn change_password(
    State(server): State<Server>,
    entering: Entering,
    Read(it): Read<ChangePassword>,
) -> Result<StatusCode> {
    let Entering { signed, must_change } = entering;
    server.rate().count(&signed.user.login, None, server.now())?;
    if must_change && it.current == it.new {
        return Err(Error::PasswordSame);
    }
    if !password::is_right(&server, signed.user.id, it.current).await? {
        return Err(Error::WrongPassword);
    }
    let keep = Some(signed.token);
    password::set(&server, signed.user.id, it.new, password::Use::Lasting, keep).await?;
    server.rate().forgive(&signed.user.login, None);
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE /api/sessions`: ends every session of the user but this one.
pub async fn sign_out_elsewhere(
    State(server): State<Server>,
    signed: Signed,
) -> Result<StatusCode> {
    sqlx::query(END_OTHERS)
        .bind(signed.user.id.0)
        .bind(signed.token.as_slice())
        .execute(server.write())
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

fn cookie(token: String, days: i64, transport: Transport) -> String {
    Cookie::build((COOKIE, token))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(transport == Transport::Tls)
        .max_age(time::Duration::days(days))
        .build()
        .to_string()
}

statements! {
    FIND = "SELECT session.user_id, session.expires_at, session.device_id, \
        COALESCE(credential.one_time, 0), \
        COALESCE((SELECT head FROM scope_head WHERE scope = 'all'), 0) FROM session \
        LEFT JOIN credential ON credential.user_id = session.user_id \
        WHERE session.token_hash = $1";
    BIND = "UPDATE session SET device_id = $1 WHERE token_hash = $2";
    END_OTHERS = "DELETE FROM session WHERE user_id = $1 AND token_hash <> $2";
    PROLONG = "UPDATE session SET expires_at = $1 WHERE token_hash = $2";
    BEGIN = "INSERT INTO session (token_hash, user_id, created_at, expires_at) \
        VALUES ($1, $2, $3, $4)";
    END = "DELETE FROM session WHERE token_hash = $1";
    SWEEP = "DELETE FROM session WHERE expires_at < $1";
}
