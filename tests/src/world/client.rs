//! A client: what a browser sends to the server, without a browser.

use anyhow::{Context as _, Result, ensure};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request, header},
};
use serde::{Serialize, de::DeserializeOwned};
use shared::sync::{RegisterDevice, Session, SignIn};
use tower::ServiceExt as _;

use crate::phone::Ask;

/// An answer of the server, whatever it is.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub text: String,
}

impl Answer {
    /// The answer as what it should be.
    ///
    /// # Errors
    /// It is a failure, or something else.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T> {
        ensure!(self.status == 200, "{}: {}", self.status, self.text);
        serde_json::from_str(&self.text).with_context(|| self.text.clone())
    }

    /// The word by which machines tell failures apart.
    pub fn word(&self) -> Option<String> {
        let told: serde_json::Value = serde_json::from_str(&self.text).ok()?;
        told.get("error")?.as_str().map(str::to_owned)
    }
}

/// Requests of one browser profile: it keeps the cookie.
#[derive(Debug, Clone)]
pub struct Client {
    router: Router,
    cookie: Option<String>,
}

impl Client {
    #[must_use]
    pub fn new(router: Router) -> Client {
        Client { router, cookie: None }
    }

    /// Goes on with the same cookie against a server that was started again.
    pub fn now_at(&mut self, router: Router) {
        self.router = router;
    }

    pub async fn sign_in(&mut self, login: &str, password: &str) -> Result<Session> {
        let it = SignIn { login: login.to_owned(), password: password.to_owned() };
        self.post("/api/session", &it).await?.read()
    }

    pub async fn get(&mut self, path: &str) -> Result<Answer> {
        self.send(Method::GET, path, None).await
    }

    pub async fn post(&mut self, path: &str, body: &impl Serialize) -> Result<Answer> {
        self.send(Method::POST, path, Some(serde_json::to_string(body)?)).await
    }

    /// What a phone asks, under the name that it has in the list of devices.
    pub async fn ask(&mut self, ask: &Ask, label: &str) -> Result<Answer> {
        let (path, body) = match ask {
            Ask::Register => {
                let label = label.to_owned();
                return self.post("/api/device", &RegisterDevice { label }).await;
            }
            Ask::Push(body) => ("/api/sync/push".to_owned(), Some(body.clone())),
            Ask::Pull(body) => ("/api/sync/pull".to_owned(), Some(body.clone())),
            Ask::Snapshot(body) => ("/api/sync/snapshot".to_owned(), Some(body.clone())),
            Ask::Chunk(digest) => (format!("/api/sync/chunk/{digest}"), None),
        };
        let method = if body.is_some() { Method::POST } else { Method::GET };
        self.send(method, &path, body).await
    }

    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        body: Option<String>,
    ) -> Result<Answer> {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let request = request.body(body.map_or_else(Body::empty, Body::from))?;
        let response = self.router.clone().oneshot(request).await?;
        let set = response.headers().get(header::SET_COOKIE).and_then(|it| it.to_str().ok());
        if let Some(set) = set {
            self.cookie = set.split(';').next().map(str::to_owned);
        }
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), usize::MAX).await?;
        Ok(Answer { status, text: String::from_utf8(bytes.to_vec())? })
    }
}
