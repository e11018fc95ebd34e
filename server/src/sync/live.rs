//! Live: hints that a scope has moved. Data always come by pull.

use std::{collections::BTreeMap, convert::Infallible, sync::Weak, time::Duration};

use axum::{
    extract::State,
    response::{
        IntoResponse, Response,
        sse::{Event, Sse},
    },
};
use futures::Stream;
use shared::{
    sync::{Head, Scope},
    user::Caller,
};
use tokio::sync::{mpsc, watch};
use tokio_stream::wrappers::ReceiverStream;

use super::{built_in::json, grants, group::zone, heads::Reached};
use crate::{
    auth::Signed,
    error::{Error, Result},
    server::{Parts, Server},
};

/// How often the heads are looked at, for what other processes on the database commit.
const LOOK_EVERY: Duration = Duration::from_millis(300);
/// How often a silent stream says that it is alive, and asks whether its user is still signed in.
const BEAT_EVERY: Duration = Duration::from_secs(15);

/// Looks at the heads as long as the server lives and somebody listens.
pub fn start_looking(parts: Weak<Parts>) {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let Some(server) = Server::again(&parts) else { return };
            if server.heads().is_watched()
                && let Err(error) = server.heads().look(server.read()).await
            {
                tracing::warn!(%error, "the heads could not be looked at");
            }
        }
    });
}

/// `GET /api/sync/live`
pub async fn live(State(server): State<Server>, signed: Signed) -> Result<Response> {
    let heads = server.heads().watch();
    server.heads().look(server.read()).await?;
    let events = listen(server, signed, heads);
    Ok(Sse::new(events).into_response())
}

/// What a stream has told, so that it tells news only.
struct Listener {
    server: Server,
    signed: Signed,
    told: BTreeMap<Scope, i64>,
}

/// Ends when the client goes, when its user is signed out, or when the server closes.
fn listen(
    server: Server,
    signed: Signed,
    mut heads: watch::Receiver<Reached>,
) -> impl Stream<Item = Result<Event, Infallible>> {
    let (tell, told) = mpsc::channel(64);
    let mut closing = server.closing();
    let mut listener = Listener { server, signed, told: BTreeMap::new() };
    tokio::spawn(async move {
        let mut beat = tokio::time::interval(BEAT_EVERY);
        heads.mark_changed();
        loop {
            let events = tokio::select! {
                () = closed(&mut closing) => return,
                moved = heads.changed() => match moved {
                    Ok(()) => {
                        let reached = Reached::clone(&heads.borrow_and_update());
                        listener.news(&reached).await
                    }
                    Err(_) => return,
                },
                _ = beat.tick() => listener.beat().await,
            };
            let Ok(events) = events else { return };
            for event in events {
                if tell.send(Ok(event)).await.is_err() {
                    return;
                }
            }
        }
    });
    ReceiverStream::new(told)
}

async fn closed(closing: &mut watch::Receiver<bool>) {
    let _ = closing.wait_for(|closing| *closing).await;
}

impl Listener {
    /// The scopes that moved and that this user may know of.
    async fn news(&mut self, reached: &Reached) -> Result<Vec<Event>> {
        let register = self.server.register().await?;
        let today = zone(&register).day_of(self.server.now());
        let user = register.users.get(&self.signed.user.id).ok_or(Error::SignedOut)?;
        let caller = Caller::of(user);
        let mut events = vec![];
        for (scope, head) in reached.iter() {
            let is_news = self.told.get(scope) != Some(head);
            if is_news && grants::may_watch(&caller, *scope, today) {
                self.told.insert(*scope, *head);
                let hint = Head { scope: *scope, head: *head };
                events.push(Event::default().data(json(&hint)));
            }
        }
        Ok(events)
    }

    async fn beat(&self) -> Result<Vec<Event>> {
        self.signed.still(&self.server).await?;
        Ok(vec![Event::default().comment("alive")])
    }
}
