//! The real server of a differential run: it is asked what the simulated one was asked, at the same
//! times, by the same people.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::atomic::Ordering,
};

use anyhow::{Context as _, Result, ensure};
use serde_json::value::to_raw_value;
use shared::{
    calendar::Zone,
    id::{DeviceId, UserId},
    sync::{Command, Manifest, PushReply, PushRequest, RegisterDevice, Registered, Scope, Verdict},
};

use super::{answers, fields::first_difference, held, like::Likeness};
use crate::{
    phone::{Ask, Reply},
    simulator::{
        chronicle::{kind_of, shown},
        disk::Disk,
        history::{History, Step, What, name},
        office,
    },
    world::{
        PASSWORD, World, backup::Backup, books::Database, client::Answer, client::Client, dump,
    },
};

/// The label of a device at which somebody of the desk sits; the simulated desk needs none.
pub const DESK: &str = "desk";

#[derive(Debug)]
pub struct Real {
    world: World,
    like: Likeness,
    clients: BTreeMap<UserId, Client>,
    /// Of the desk: the device and its next number, in this life of the server.
    desks: BTreeMap<UserId, (DeviceId, u64)>,
    backup: Option<Backup>,
    /// The steps in which backups are taken that are put back.
    backups: Vec<usize>,
    /// How many devices have registered, so that no two bear one label.
    registered: usize,
}

/// What is asked in a step, for whoever reads where two servers part.
#[must_use]
pub fn told(step: &Step) -> String {
    let of = |command: &Command| {
        let author = office::name_of(command.author);
        format!("{author}'s {} {}", kind_of(&command.act), command.op_id)
    };
    let what = match &step.what {
        What::Office { command, .. } | What::Desk { command, .. } => of(command),
        What::Asked { user, ask, .. } => format!("{}'s {}", office::name_of(*user), name(ask)),
        _ => step.what.kind(),
    };
    format!("{} {what}", shown(step.at))
}

impl Real {
    /// A new server, which begins its first life at the time of the first step; nothing where the
    /// database cannot be had.
    pub async fn begin(history: &History, database: Database) -> Result<Option<Real>> {
        let first = history.steps.first().context("a history of nothing")?;
        let day = Zone::shanghai().day_of(first.at);
        let Some(world) = World::begin(database, day).await? else { return Ok(None) };
        let put_back = |at: &usize| {
            let what = &history.steps[*at].what;
            matches!(what, What::BackedUp) && history.is_put_back(*at)
        };
        let mut like = Likeness::default();
        like.began(history.born, world.books.epoch().await?);
        Ok(Some(Real {
            world,
            like,
            clients: BTreeMap::new(),
            desks: BTreeMap::new(),
            backup: None,
            backups: (0..history.steps.len()).filter(put_back).collect(),
            registered: 0,
        }))
    }

    /// Asks what was asked in a step and says what is answered otherwise.
    pub async fn take(&mut self, number: usize, step: &Step) -> Result<Vec<String>> {
        self.world.time.store(step.at.0, Ordering::SeqCst);
        let found = match &step.what {
            What::Office { command, verdict } => {
                differs(verdict, &self.world.books.take(command.clone()).await?)
            }
            What::Desk { command, verdict } => differs(verdict, &self.desk(command).await?),
            What::Asked { user, ask, reply, chunks } => {
                self.asked(*user, ask, reply, chunks).await?
            }
            What::Restarted => {
                self.world.restart_server(&mut []).await?;
                self.reconnect();
                vec![]
            }
            What::BackedUp => {
                if self.backups.contains(&number) {
                    self.backup = Some(self.world.back_up().await?);
                    self.reconnect();
                }
                vec![]
            }
            What::Restored(epoch) => {
                let backup = self.backup.as_ref().context("no backup was taken")?;
                self.world.put_back(backup).await?;
                self.like.began(*epoch, self.world.books.begin_new_epoch().await?);
                self.desks.clear();
                self.reconnect();
                vec![]
            }
            What::Cut(horizons) => {
                self.cut(horizons).await?;
                vec![]
            }
        };
        // What is written beside a request counts for the next one.
        self.world.books.settled().await;
        Ok(found)
    }

    fn reconnect(&mut self) {
        for client in self.clients.values_mut() {
            client.now_at(self.world.books.router());
        }
    }

    async fn asked(
        &mut self,
        user: UserId,
        ask: &Ask,
        simulated: &Reply,
        chunks: &[String],
    ) -> Result<Vec<String>> {
        if matches!(ask, Ask::Chunk(_)) {
            return Ok(vec![]);
        }
        let request = self.like.request(ask)?;
        let real = self.signed_in(user, &request).await?;
        if let Some(found) = answers::failures(simulated, &real) {
            return Ok(found);
        }
        match ask {
            Ask::Register => {
                let simulated: Registered = serde_json::from_str(&simulated.body)?;
                let real: Registered = real.read()?;
                self.like.registered(&simulated, &real);
                let epoch = self.like.epoch(simulated.epoch)?;
                Ok(first_difference(&epoch, &real.epoch).into_iter().collect())
            }
            Ask::Push(text) => answers::pushed(text, simulated, &real, &self.like),
            Ask::Pull(_) => answers::pulled(simulated, &real, &self.like),
            Ask::Snapshot(_) => {
                let mut fetched = vec![];
                for chunk in real.read::<Manifest>()?.chunks {
                    let answer = self.signed_in(user, &Ask::Chunk(chunk.digest)).await?;
                    ensure!(answer.status == 200, "a chunk of a manifest: {answer:?}");
                    fetched.push(answer.text);
                }
                answers::fetched((simulated, chunks), (&real, &fetched), &self.like)
            }
            Ask::Chunk(_) => Ok(vec![]),
        }
    }

    /// Asks in a user's name. Who has no session, or one that a backup knows nothing of, signs in.
    async fn signed_in(&mut self, user: UserId, ask: &Ask) -> Result<Answer> {
        self.registered += usize::from(matches!(ask, Ask::Register));
        let label = format!("phone {}", self.registered);
        if let Some(client) = self.clients.get_mut(&user) {
            let answer = client.ask(ask, &label).await?;
            if answer.word().as_deref() != Some("signed_out") {
                return Ok(answer);
            }
        }
        self.sign_in(user).await?.ask(ask, &label).await
    }

    async fn sign_in(&mut self, user: UserId) -> Result<&mut Client> {
        let login = office::name_of(user);
        self.world.books.set_password(login, PASSWORD).await?;
        let mut client = self.world.client();
        client.sign_in(login, PASSWORD).await?;
        Ok(match self.clients.entry(user) {
            Entry::Occupied(mut it) => {
                it.insert(client);
                it.into_mut()
            }
            Entry::Vacant(it) => it.insert(client),
        })
    }

    /// Somebody of the desk has a device too, which registers in each life of the server.
    async fn desk(&mut self, command: &Command) -> Result<Verdict> {
        let user = command.author;
        if !self.desks.contains_key(&user) {
            let label = format!("{DESK} {}", office::name_of(user));
            let client = self.sign_in(user).await?;
            let told = client.post("/api/device", &RegisterDevice { label }).await?;
            self.desks.insert(user, (told.read::<Registered>()?.device, 1));
        }
        let epoch = self.world.books.epoch().await?;
        let (device, next) = self.desks.get_mut(&user).context("it has just registered")?;
        let (device, first_op_seq) = (*device, *next);
        *next += 1;
        let commands = vec![to_raw_value(command)?];
        let request = PushRequest { epoch, device, first_op_seq, commands };
        let ask = Ask::Push(serde_json::to_string(&request)?);
        match self.signed_in(user, &ask).await?.read()? {
            PushReply::Answered { verdicts, .. } => {
                let answered = verdicts.into_iter().next();
                Ok(answered.context("a command has an answer")?.verdict)
            }
            other => anyhow::bail!("the desk is answered {other:?}"),
        }
    }

    /// The server does not cut its feeds yet, but keeps to what is said of one that is cut.
    async fn cut(&mut self, horizons: &BTreeMap<Scope, i64>) -> Result<()> {
        held::cut(&self.world, horizons).await
    }

    /// Says where what the real server holds is not what stands on the simulated disk.
    pub async fn holds(&self, disk: &Disk) -> Result<Vec<String>> {
        held::differs(&self.world.books, disk, &self.like).await
    }

    /// The whole database, which is gone afterwards.
    pub async fn end(self) -> Result<dump::Dump> {
        held::sound(&self.world).await?;
        let drawn = dump::drawn(&self.world.books).await?;
        let dump = dump::dump(&self.world.books, &drawn).await?;
        self.world.end().await?;
        Ok(dump)
    }
}

fn differs(simulated: &Verdict, real: &Verdict) -> Vec<String> {
    first_difference(simulated, real).map(|it| format!("the verdict{it}")).into_iter().collect()
}
