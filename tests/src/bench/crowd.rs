//! The crowd: two hundred phones come back online at once, each pushes what it has and pulls, signed in,
//! by the rules.

use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use futures::future::try_join_all;
use shared::{
    customer,
    id::{CustomerId, DeviceId, Epoch, TerritoryId, UserId},
    sync::{
        Act, Command, Cursor, Granted, Manifest, PullReply, PullRequest, PushReply, PushRequest,
        SCHEMA, SnapshotRequest, Verdict,
    },
    territory,
    user::{self, Role},
};

use super::{
    Figure, median, ninety_nine_of_a_hundred,
    stage::{self, Caller, Grounds, Stage, seed},
};
use crate::{
    simulator::dice::Dice,
    world::{PASSWORD, books::Database},
};

const PHONES: usize = 200;
/// Each with a rep of its own, who works on several phones.
const TERRITORIES: usize = 40;
const CUSTOMERS_EACH: usize = 5;
const COMMANDS: usize = 20;
const ROUNDS: usize = 10;
/// Commands a second.
const LEAST: f64 = 15_000.0;
/// Milliseconds for a push and the pull after it.
const PATIENCE_MS: f64 = 300.0;

/// A phone with its pushes ready, and where it stands in each scope.
struct Phone {
    caller: Caller,
    device: DeviceId,
    epoch: Epoch,
    pushes: Vec<String>,
    cursors: Vec<Cursor>,
}

pub async fn measure(grounds: &Grounds, database: Database, name: &str) -> Result<()> {
    let stage = Stage::empty(database, &grounds.fresh(database)?).await?;
    furnish(&stage).await?;
    let mut phones = vec![];
    for at in 0..PHONES {
        phones.push(phone(&stage, at % TERRITORIES).await?);
    }
    let began = Instant::now();
    let rounds = try_join_all(phones.into_iter().map(|it| tokio::spawn(works(it)))).await?;
    let took = began.elapsed().as_secs_f64();
    let rounds: Vec<f64> = rounds.into_iter().collect::<Result<Vec<_>>>()?.concat();
    #[expect(clippy::cast_precision_loss, reason = "some ten thousand")]
    let commands = (PHONES * COMMANDS * ROUNDS) as f64;
    let what = format!("commands a second of {PHONES} phones, {name}");
    let unit = "/s";
    Figure { unit, ..Figure::seconds(what, commands / took) }.at_least(LEAST).tell()?;
    let what = format!("push {COMMANDS} and pull of one of {PHONES}, the middle, {name}");
    Figure::milliseconds(what, median(rounds.clone())).tell()?;
    let what = format!("push {COMMANDS} and pull of one of {PHONES}, 99 of 100, {name}");
    Figure::milliseconds(what, ninety_nine_of_a_hundred(rounds)).at_most(PATIENCE_MS).tell()
}

fn login(territory: usize) -> String {
    format!("rep{territory}")
}

fn code(territory: usize) -> String {
    format!("t{territory}")
}

fn customers(territory: usize) -> Vec<CustomerId> {
    (0..CUSTOMERS_EACH).map(|it| stage::customer(territory * CUSTOMERS_EACH + it)).collect()
}

/// Territories with a rep and customers each.
async fn furnish(stage: &Stage) -> Result<()> {
    let mut acts = vec![(None, stage::open_company())];
    for it in 0..TERRITORIES {
        let (code, name) = (code(it), code(it));
        acts.push((None, Act::AddTerritory(territory::Add { code, name })));
        let (login, name) = (login(it), login(it));
        acts.push((None, Act::AddUser(user::Add { login, name, roles: vec![Role::Rep] })));
        let (user, territory) =
            (UserId::of_login(&self::login(it)), TerritoryId::of_code(&self::code(it)));
        let grant = user::GrantTerritory { user, territory, from: stage.today() };
        acts.push((None, Act::GrantTerritory(grant)));
        for at in 0..CUSTOMERS_EACH {
            let number = it * CUSTOMERS_EACH + at;
            let customer = Some(stage::customer(number));
            acts.push((customer, stage::bill(number, number)));
            let into = customer::Assign { territory: Some(territory) };
            acts.push((customer, Act::AssignTerritory(into)));
        }
    }
    stage.books.submit(acts).await?;
    for it in 0..TERRITORIES {
        stage.books.set_password(&login(it), PASSWORD).await?;
    }
    Ok(())
}

async fn phone(stage: &Stage, territory: usize) -> Result<Phone> {
    let caller = stage.client(&login(territory)).await?;
    let (device, epoch) = stage.device(&caller).await?;
    let user = UserId::of_login(&login(territory));
    let commands = stage.commands_of(
        user,
        &customers(territory),
        COMMANDS * ROUNDS,
        &mut Dice::new(seed() << 20),
    );
    let pushes = commands.chunks(COMMANDS).enumerate();
    let pushes = pushes.map(|(at, batch)| push(device, epoch, at * COMMANDS + 1, batch));
    let mut phone =
        Phone { pushes: pushes.collect::<Result<_>>()?, caller, device, epoch, cursors: vec![] };
    let PullReply::Page { added, .. } = phone.pull().await? else { anyhow::bail!("no page") };
    for Granted { scope, grant } in added {
        let request = SnapshotRequest { epoch, scope, schema: SCHEMA };
        let manifest: Manifest = phone.caller.ask("/api/sync/snapshot", &request).await?;
        phone.cursors.push(Cursor { scope, grant, seq: manifest.seq });
    }
    Ok(phone)
}

fn push(device: DeviceId, epoch: Epoch, first: usize, batch: &[Command]) -> Result<String> {
    let raw = batch.iter().map(serde_json::value::to_raw_value);
    let commands = raw.collect::<serde_json::Result<_>>()?;
    let first_op_seq = u64::try_from(first)?;
    Ok(serde_json::to_string(&PushRequest { epoch, device, first_op_seq, commands })?)
}

impl Phone {
    async fn pull(&self) -> Result<PullReply> {
        let request = PullRequest {
            epoch: self.epoch,
            device: self.device,
            schema: SCHEMA,
            scopes: self.cursors.clone(),
            strange: vec![],
            limit: 500,
            oldest_pending: None,
            pending: None,
            prove: None,
            differed: vec![],
        };
        self.caller.ask("/api/sync/pull", &request).await
    }

    /// Pulls until it has read all there was.
    async fn catch_up(&mut self) -> Result<()> {
        loop {
            let PullReply::Page { pages, snapshot_required, .. } = self.pull().await? else {
                anyhow::bail!("another life of the server");
            };
            ensure!(snapshot_required.is_empty(), "a cursor was worth nothing");
            let mut more = false;
            for page in pages {
                let cursor = self.cursors.iter_mut().find(|it| it.scope == page.scope);
                cursor.context("a scope that is held")?.seq = page.next;
                more |= page.next < page.head;
            }
            if !more {
                return Ok(());
            }
        }
    }
}

/// The seconds of each round.
async fn works(mut phone: Phone) -> Result<Vec<f64>> {
    let mut rounds = vec![];
    for push in std::mem::take(&mut phone.pushes) {
        let began = Instant::now();
        let reply = phone.caller.post_text("/api/sync/push", push).await?;
        let PushReply::Answered { verdicts, .. } = serde_json::from_str(&reply)? else {
            anyhow::bail!("{reply}");
        };
        let applied = verdicts.iter().filter(|it| it.verdict == Verdict::Applied).count();
        ensure!(applied == COMMANDS, "{applied} of {COMMANDS} were applied");
        phone.catch_up().await?;
        rounds.push(began.elapsed().as_secs_f64());
    }
    Ok(rounds)
}
