//! A device of the world: a phone whose requests go to the real server.

use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use anyhow::{Context as _, Result, ensure};
use serde_json::value::to_raw_value;
use shared::{
    calendar::{Day, Instant},
    id::{CustomerId, OpId, UserId},
    sync::{
        Act, Command,
        replica::{Event, Moment, Opening, Replica, View},
    },
    user::Caller,
};

use super::client::{Answer, Client};
use crate::{
    phone::{Ask, Errand, Phone, Reply},
    simulator::dice::Dice,
};

/// What happens to the next request of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It never arrives.
    Dropped,
    /// The server does what was asked, and nobody hears of it.
    ReplyLost,
    /// A captive portal answers instead.
    Portal,
    /// It arrives twice; the second answer is heard.
    Doubled,
}

/// The kinds of requests that a fault can be meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Register,
    Push,
    Pull,
    Snapshot,
    Chunk,
}

fn kind(ask: &Ask) -> Kind {
    match ask {
        Ask::Register => Kind::Register,
        Ask::Push(_) => Kind::Push,
        Ask::Pull(_) => Kind::Pull,
        Ask::Snapshot(_) => Kind::Snapshot,
        Ask::Chunk(_) => Kind::Chunk,
    }
}

/// One user's app in one browser.
#[derive(Debug)]
pub struct Device {
    pub phone: Phone,
    pub client: Client,
    pub online: bool,
    label: String,
    time: Arc<AtomicI64>,
    faults: VecDeque<(Kind, Fault)>,
    dice: Dice,
    errands: VecDeque<(u64, Errand)>,
}

impl Device {
    /// Signs in and opens the app.
    pub async fn open(
        login: &str,
        password: &str,
        mut client: Client,
        time: &Arc<AtomicI64>,
        seed: u64,
    ) -> Result<Device> {
        client.sign_in(login, password).await?;
        let mut device = Device {
            phone: Phone::new(UserId::of_login(login), 0),
            client,
            online: true,
            label: format!("{login} {seed}"),
            time: Arc::clone(time),
            faults: VecDeque::new(),
            dice: Dice::new(seed),
            errands: VecDeque::new(),
        };
        device.open_tab();
        Ok(device)
    }

    /// What the server calls this device in its list.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    pub fn replica(&self) -> Result<&Replica> {
        let leads = self.phone.tabs.iter().find(|it| it.leads);
        Ok(&leads.context("no tab leads")?.replica)
    }

    #[must_use]
    pub fn now(&self) -> Instant {
        Instant(self.time.load(Ordering::SeqCst))
    }

    /// The next request of this kind goes wrong.
    pub fn next(&mut self, kind: Kind, fault: Fault) {
        self.faults.push_back((kind, fault));
    }

    /// Opens one more tab of the app.
    pub fn open_tab(&mut self) -> u64 {
        let life = self.phone.open_tab("story");
        if let Some(leader) = self.phone.to_lead() {
            self.step(leader, Event::Lead);
        }
        life
    }

    /// The app is killed and opened again; what it was doing is forgotten.
    pub fn restart(&mut self) {
        self.phone.kill();
        self.errands.clear();
        self.open_tab();
    }

    fn step(&mut self, life: u64, event: Event) {
        let roll = u32::try_from(self.dice.roll() >> 32).unwrap_or(0);
        let moment = Moment { now: self.now(), roll };
        if let Some(tab) = self.phone.tab(life) {
            let errands = tab.step(event, moment);
            self.errands.extend(errands.into_iter().map(|it| (life, it)));
        }
    }

    /// Does everything that can be done now: until every tab waits for time to pass.
    pub async fn settle(&mut self) -> Result<()> {
        let mut left = 100_000;
        while let Some((life, errand)) = self.errands.pop_front() {
            left -= 1;
            ensure!(0 < left, "{} never comes to rest", self.label);
            let answer = self.run(life, errand).await?;
            if let Some(event) = answer {
                self.step(life, event);
            }
        }
        Ok(())
    }

    async fn run(&mut self, life: u64, errand: Errand) -> Result<Option<Event>> {
        Ok(match errand {
            Errand::Ask { ticket, ask } => {
                let reply = self.ask(&ask).await?;
                Some(ask.answered(ticket, reply.as_ref()))
            }
            Errand::Store { ticket, transaction } => {
                Some(match self.phone.storage.commit(&transaction) {
                    Ok(writes) => Event::Persisted { ticket, writes },
                    Err(fault) => Event::NotPersisted { ticket, fault },
                })
            }
            Errand::Load { ticket, keys } => {
                Some(Event::Loaded { ticket, texts: self.phone.storage.load(&keys) })
            }
            Errand::Reread => Some(Event::Told(self.phone.storage.opened())),
            Errand::Tell(writes) => {
                let others = self.phone.tabs.iter().map(|it| it.life).filter(|it| *it != life);
                for other in others.collect::<Vec<_>>() {
                    self.step(other, Event::Told(writes.clone()));
                }
                None
            }
            Errand::Wake(at) => {
                if let Some(tab) = self.phone.tab(life) {
                    tab.wakes_at = Some(at);
                }
                None
            }
        })
    }

    async fn ask(&mut self, ask: &Ask) -> Result<Option<Reply>> {
        let kind = kind(ask);
        let meant = self.faults.iter().position(|(of, _)| *of == kind);
        let fault = meant.and_then(|at| self.faults.remove(at)).map(|(_, fault)| fault);
        if !self.online || fault == Some(Fault::Dropped) {
            return Ok(None);
        }
        if fault == Some(Fault::Portal) {
            return Ok(Some(Reply { status: 200, body: "<html>Welcome</html>".to_owned() }));
        }
        if fault == Some(Fault::Doubled) {
            self.send(ask).await?;
        }
        let answer = self.send(ask).await?;
        if fault == Some(Fault::ReplyLost) {
            return Ok(None);
        }
        Ok(Some(Reply { status: answer.status, body: answer.text }))
    }

    async fn send(&mut self, ask: &Ask) -> Result<Answer> {
        self.client.ask(ask, &self.label).await
    }

    /// Sends and fetches everything: what the person who pulls down the list asks for.
    pub async fn sync(&mut self) -> Result<()> {
        let leads = self.phone.tabs.iter().find(|it| it.leads).map(|it| it.life);
        self.step(leads.context("no tab leads")?, Event::Hurry);
        self.settle().await
    }

    /// The timers of all tabs ring that should by now.
    pub async fn ring(&mut self) -> Result<()> {
        let now = self.now();
        let due: Vec<u64> = self
            .phone
            .tabs
            .iter_mut()
            .filter_map(|tab| tab.wakes_at.take_if(|at| *at <= now).map(|_| tab.life))
            .collect();
        for life in due {
            self.step(life, Event::Due);
        }
        self.settle().await
    }

    /// The seller's day, as the device knows it.
    pub fn day(&self) -> Result<Day> {
        Ok(self.replica()?.day(self.now()))
    }

    /// What the screen shows of a customer.
    ///
    /// # Errors
    /// The customer is not on this device.
    pub fn view(&self, customer: CustomerId) -> Result<View> {
        let replica = self.replica()?;
        let Opening::Here(keys) = replica.opening(customer) else {
            anyhow::bail!("{customer} is not on {}: {:?}", self.label, replica.opening(customer));
        };
        let user = replica.register().users.get(&self.phone.user).context("the user")?;
        let texts = self.phone.storage.load(&keys);
        let view = replica.view(customer, &texts, &Caller::of(user), self.day()?);
        view.map_err(|damaged| anyhow::anyhow!("{damaged:?}"))
    }

    /// A person acts in a tab: the command is decided, stored and, when it can be, sent.
    pub async fn act(&mut self, customer: impl Into<Option<CustomerId>>, act: Act) -> Result<OpId> {
        let leads = self.phone.tabs.iter().find(|it| it.leads).map(|it| it.life);
        self.act_in(leads.context("no tab leads")?, customer, act).await
    }

    pub async fn act_in(
        &mut self,
        life: u64,
        customer: impl Into<Option<CustomerId>>,
        act: Act,
    ) -> Result<OpId> {
        let command = self.command(customer, act)?;
        self.step(life, Event::Append(to_raw_value(&command)?));
        self.settle().await?;
        Ok(command.op_id)
    }

    /// A command as this device would make it, not stored anywhere.
    pub fn command(
        &mut self,
        customer: impl Into<Option<CustomerId>>,
        act: Act,
    ) -> Result<Command> {
        Ok(Command {
            op_id: OpId(self.dice.id()),
            author: self.phone.user,
            acted_on: self.day()?,
            captured_at: self.now(),
            build: "story".to_owned(),
            customer: customer.into(),
            base: vec![],
            policy: 1,
            deps: vec![],
            act,
        })
    }

    /// An id as the device draws it with a command.
    pub fn draw(&mut self) -> uuid::Uuid {
        self.dice.id()
    }
}
