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
use serde::Deserialize;
use sha2::{Digest, Sha256};
use shared::{
    id::UserId,
    sync::{Session, SignIn},
    user::User,
};

use super::{Signed, password};
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

/// Whose session it is; using it lets it last, written down once a day and beside the request: a
/// busy database keeps nobody from reading.
pub async fn user_of(server: &Server, token: &TokenHash) -> Result<UserId> {
    let found: Option<(uuid::Uuid, i64)> =
        sqlx::query_as(FIND).bind(token.as_slice()).fetch_optional(server.read()).await?;
    let now = server.now().0;
    let (user, expires_at) = found.filter(|(_, it)| now < *it).ok_or(Error::SignedOut)?;
    if expires_at < now + (LASTS_DAYS - 1) * DAY_MS {
        let (write, token) = (server.write().clone(), *token);
        server.aside("a session that was used", async move {
            let until = now + LASTS_DAYS * DAY_MS;
            sqlx::query(PROLONG).bind(until).bind(token.as_slice()).execute(&write).await
        });
    }
    Ok(UserId(user))
}

/// `GET /api/session`: the browser keeps the cookie as long as the server keeps the session.
pub async fn read(
    State(server): State<Server>,
    Extension(transport): Extension<Transport>,
    headers: HeaderMap,
    signed: Signed,
) -> Result<Response> {
    let told = session(&server, signed.user).await?;
    let jar = CookieJar::from_headers(&headers);
    let token = jar.get(COOKIE).map_or("", Cookie::value).to_owned();
    let cookie = cookie(token, LASTS_DAYS, transport);
    Ok(([(header::SET_COOKIE, cookie)], Json(told)).into_response())
}

async fn session(server: &Server, user: User) -> Result<Session> {
    Ok(Session {
        user,
        epoch: server.epoch().await?,
        server_time: server.now(),
        today: server.today().await?,
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
    let told = session(&server, user).await?;
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

#[derive(Deserialize)]
pub struct ChangePassword {
    current: String,
    new: String,
}

/// `PUT /api/session/password`: ends every session of the user but this one.
pub async fn change_password(
    State(server): State<Server>,
    signed: Signed,
    Read(it): Read<ChangePassword>,
) -> Result<StatusCode> {
    server.rate().count(&signed.user.login, None, server.now())?;
    if !password::is_right(&server, signed.user.id, it.current).await? {
        return Err(Error::WrongPassword);
    }
    password::set(&server, signed.user.id, it.new).await?;
    server.rate().forgive(&signed.user.login, None);
    let now = server.now().0;
    sqlx::query(BEGIN)
        .bind(signed.token.as_slice())
        .bind(signed.user.id.0)
        .bind(now)
        .bind(now + LASTS_DAYS * DAY_MS)
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
    FIND = "SELECT user_id, expires_at FROM session WHERE token_hash = $1";
    PROLONG = "UPDATE session SET expires_at = $1 WHERE token_hash = $2";
    BEGIN = "INSERT INTO session (token_hash, user_id, created_at, expires_at) \
        VALUES ($1, $2, $3, $4)";
    END = "DELETE FROM session WHERE token_hash = $1";
    SWEEP = "DELETE FROM session WHERE expires_at < $1";
}
