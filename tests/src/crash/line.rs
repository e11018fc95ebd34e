//! The line from a device to the server: requests over the loopback, and what it means when no answer comes.

use std::time::Duration;

use anyhow::Context as _;
use reqwest::{Client, header};
use serde::{Serialize, de::DeserializeOwned};
use shared::sync::{Session, SignIn};

use super::breach::{Breach, Stop, Wrong};
use crate::world::PASSWORD;

/// A signed-in browser. It is told where the server is; it keeps its cookie over every restart.
#[derive(Debug)]
pub struct Line {
    http: Client,
    address: String,
}

/// Longer than any answer takes; a device gives up at the same time.
const PATIENCE: Duration = Duration::from_mins(1);

impl Line {
    pub async fn sign_in(address: &str, login: &str) -> Result<(Line, Session), Stop> {
        let http = Client::builder().cookie_store(true).timeout(PATIENCE).build();
        let line = Line { http: http.context("a client for HTTP")?, address: address.to_owned() };
        let it = SignIn { login: login.to_owned(), password: PASSWORD.to_owned() };
        let session = line.ask("/api/session", &it).await?;
        Ok((line, session))
    }

    pub fn now_at(&mut self, address: &str) {
        address.clone_into(&mut self.address);
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    pub async fn ask<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, Stop> {
        let body = serde_json::to_string(body).context("a request can be written")?;
        let text = self.post(path, body).await?;
        Ok(serde_json::from_str(&text).with_context(|| text.clone())?)
    }

    pub async fn post(&self, path: &str, body: String) -> Result<String, Stop> {
        let request = self.http.post(format!("{}{path}", self.address));
        let reply = request.header(header::CONTENT_TYPE, "application/json").body(body).send();
        let reply = reply.await.map_err(|_| Stop::Gone)?;
        let status = reply.status().as_u16();
        let text = reply.text().await.map_err(|_| Stop::Gone)?;
        match status {
            200 => Ok(text),
            500.. => Err(Stop::Refused { status, said: text }),
            401 | 403 => {
                let said = format!("{path} is answered with {status}: {text}");
                Err(Breach { wrong: Wrong::MoreThanRepeat, said }.into())
            }
            _ => Err(Stop::Broken(anyhow::anyhow!("{path} is answered with {status}: {text}"))),
        }
    }
}
