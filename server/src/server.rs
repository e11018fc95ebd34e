//! The server: one database, the writer in front of it, and the ways in.

use std::sync::{Arc, Once, Weak};

use axum::Router;
use shared::{
    calendar::{Day, Instant},
    dossier::Register,
    id::{CustomerId, Epoch, UserId},
    policy::{self, Policy},
    sync::{Act, Command, Form, Forms},
};
use sqlx::Pool;
use tokio::sync::{Semaphore, watch};
use uuid::Uuid;

use crate::{
    attachment,
    auth::{self, Passwords, Rate},
    clock::Clock,
    customer,
    dashboard::OwedSums,
    dialect::{self, Db},
    door::{self, Transport},
    error::{Error, Result},
    id,
    import_job::{self, Imports},
    judged::Judging,
    sync::{
        self, BuiltIn, CutOn, GROUP_MOST, Ground, Heads, Incoming, Proofs, RegisterCache,
        Rehearsal, Sent, Snapshots, Submitted, Writer, answered, zone,
    },
};

/// A server on one database. Cheap to clone; the last clone that is dropped ends it.
#[derive(Debug, Clone)]
pub struct Server(Arc<Parts>);

#[derive(Debug)]
pub(crate) struct Parts {
    write: Pool<Db>,
    read: Pool<Db>,
    ground: Arc<Ground>,
    heads: Arc<Heads>,
    writer: Writer,
    passwords: Passwords,
    rate: Rate,
    snapshots: Snapshots,
    owed_sums: OwedSums,
    judging: Judging,
    proofs: Proofs,
    cut_on: CutOn,
    /// The forms of rows that devices are answered in.
    forms: Forms,
    closing: watch::Sender<bool>,
    looking: Once,
    /// One for each write under way beside the requests.
    aside: Arc<Semaphore>,
    imports: Imports,
}

/// Writes beside the requests at most; what comes then is left to the next request.
const ASIDE_MOST: u32 = 64;

impl Server {
    /// Opens the database, creates and migrates it where it has to be, and sets up what a new one
    /// needs: its epoch, the server's own devices, the initial policy.
    pub async fn open(url: &str, clock: Clock) -> Result<Server> {
        Server::open_with(url, clock, Forms::NOW).await
    }

    /// The same with other forms of rows: what an update brings can be tried before there is one.
    pub(crate) async fn open_with(url: &str, clock: Clock, forms: Forms) -> Result<Server> {
        let (write, read) = dialect::open(url).await?;
        let ground = Arc::new(Ground { clock, register: RegisterCache::default() });
        let heads = Arc::new(Heads::default());
        let writer = Writer::start(write.clone(), Arc::clone(&ground), Arc::clone(&heads));
        let server = Server(Arc::new(Parts {
            write,
            read,
            ground,
            heads,
            writer,
            passwords: Passwords::default(),
            rate: Rate::default(),
            snapshots: Snapshots::default(),
            owed_sums: OwedSums::default(),
            judging: Judging::default(),
            proofs: Proofs::default(),
            cut_on: CutOn::default(),
            forms,
            closing: watch::Sender::new(false),
            looking: Once::new(),
            aside: Arc::new(Semaphore::new(ASIDE_MOST as usize)),
            imports: Imports::in_folder(dialect::staging(url)),
        }));
        server.set_up().await?;
        Ok(server)
    }

    /// Whether there is a database of this URL; opening one that is not there makes it.
    pub async fn is_there(url: &str) -> Result<bool> {
        dialect::exists(url).await
    }

    async fn set_up(&self) -> Result<()> {
        customer::found_by::make_anew(self.read(), self.write()).await?;
        let epoch: Option<Uuid> =
            sqlx::query_scalar(READ_EPOCH).fetch_optional(self.read()).await?;
        if epoch.is_none() {
            self.be_born().await?;
        }
        if self.register().await?.policies.is_empty() {
            let policy = Policy::initial();
            let row = shared::row::Row::Policy(policy.clone()).id();
            let act = Act::PublishPolicy(policy::Publish { policy });
            let command = self.command_of_row(BuiltIn::Cli, row, None, act).await?;
            self.submit(BuiltIn::Cli, vec![command]).await?;
        }
        Ok(())
    }

    async fn be_born(&self) -> Result<()> {
        let mut tx = dialect::begin(&self.0.write).await?;
        sqlx::query(EPOCH).bind(id::epoch().0).execute(&mut *tx).await?;
        for device in BuiltIn::ALL {
            sqlx::query(DEVICE)
                .bind(device.device().0)
                .bind(device.caller().user.0)
                .bind(device.name())
                .bind(self.now().0)
                .execute(&mut *tx)
                .await?;
        }
        Ok(tx.commit().await?)
    }

    /// The pool that reads. What is read together is read in [`Server::snapshot`].
    pub fn read(&self) -> &Pool<Db> {
        &self.0.read
    }

    /// The pool that writes what is no command: credentials, sessions, devices.
    pub(crate) fn write(&self) -> &Pool<Db> {
        &self.0.write
    }

    /// A transaction that reads one state of the database.
    pub async fn snapshot(&self) -> Result<sqlx::Transaction<'static, Db>> {
        Ok(dialect::begin_snapshot(&self.0.read).await?)
    }

    pub fn clock(&self) -> &Clock {
        &self.0.ground.clock
    }

    pub fn now(&self) -> Instant {
        self.0.ground.clock.now()
    }

    /// The seller's day.
    pub async fn today(&self) -> Result<Day> {
        Ok(zone(&*self.register().await?).day_of(self.now()))
    }

    /// Companies, territories, users, policies and bank horizons as they stand now.
    pub async fn register(&self) -> Result<Arc<Register>> {
        let head: Option<i64> = sqlx::query_scalar(HEAD).fetch_optional(self.read()).await?;
        self.register_at(head.unwrap_or(0)).await
    }

    /// The same for whoever has just seen where the head of `all` stands.
    pub(crate) async fn register_at(&self, head: i64) -> Result<Arc<Register>> {
        if let Some(kept) = self.0.ground.register.at(head) {
            return Ok(kept.register);
        }
        let mut tx = self.snapshot().await?;
        Ok(self.0.ground.register.read(&mut tx).await?.register)
    }

    pub(crate) fn ground(&self) -> &Ground {
        &self.0.ground
    }

    pub(crate) fn registers(&self) -> &RegisterCache {
        &self.0.ground.register
    }

    pub(crate) fn owed_sums(&self) -> &OwedSums {
        &self.0.owed_sums
    }

    pub(crate) fn judging(&self) -> &Judging {
        &self.0.judging
    }

    pub(crate) fn heads(&self) -> &Arc<Heads> {
        &self.0.heads
    }

    pub(crate) fn writer(&self) -> &Writer {
        &self.0.writer
    }

    pub(crate) fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }

    pub(crate) fn rate(&self) -> &Rate {
        &self.0.rate
    }

    /// Everything under `/api`, for requests that come over plain HTTP.
    pub fn router(&self) -> Router {
        self.router_over(Transport::Plain)
    }

    pub fn router_over(&self, transport: Transport) -> Router {
        self.0.looking.call_once(|| {
            sync::start_looking(Arc::downgrade(&self.0));
            import_job::start_sweeping(Arc::downgrade(&self.0));
            attachment::start_receiving(Arc::downgrade(&self.0));
        });
        door::router(self.clone(), transport)
    }

    /// From now on makes what is kept of a day anew for the next by itself, soon after midnight.
    pub fn follow_days(&self) {
        sync::start_following_days(Arc::downgrade(&self.0));
    }

    /// From now on sees to it that the walk-in account is there, once there are books.
    pub fn open_walk_in_with_books(&self) {
        customer::start_opening_walk_in(Arc::downgrade(&self.0));
    }

    /// # Errors
    /// [`Error::PasswordTooShort`].
    pub fn check_password(&self, password: &str) -> Result<()> {
        auth::check_password(password)
    }

    /// Sets the password of a user and ends the user's sessions.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown login, [`Error::PasswordTooShort`].
    pub async fn set_password(&self, login: &str, password: String) -> Result<()> {
        let user = UserId::of_login(login);
        if !self.register().await?.users.contains_key(&user) {
            return Err(Error::NotFound);
        }
        auth::set_password(self, user, password, auth::Use::Lasting, None).await
    }

    /// The life of the server, as it is stored.
    pub async fn epoch(&self) -> Result<Epoch> {
        Ok(Epoch(sqlx::query_scalar(READ_EPOCH).fetch_one(&self.0.read).await?))
    }

    /// Begins a new life, after the database was restored from a backup: devices offer again what
    /// the backup may lack.
    pub async fn begin_new_epoch(&self) -> Result<Epoch> {
        let epoch = id::epoch();
        sqlx::query(NEW_EPOCH).bind(epoch.0).execute(&self.0.write).await?;
        Ok(epoch)
    }

    /// A command that is the same whenever the same content is given for the same row.
    pub async fn command_of_row(
        &self,
        by: BuiltIn,
        row: Uuid,
        customer: Option<CustomerId>,
        act: Act,
    ) -> Result<Command> {
        Ok(by.of_row(row, customer, act, (self.now(), self.today().await?)))
    }

    /// A command that somebody asks for now, and may ask for again.
    pub async fn command_asked(
        &self,
        by: BuiltIn,
        customer: Option<CustomerId>,
        act: Act,
    ) -> Result<Command> {
        Ok(by.asked(customer, act, (self.now(), self.today().await?)))
    }

    /// Runs commands of one of the server's own devices, in groups, and answers in their order.
    pub async fn submit(&self, by: BuiltIn, commands: Vec<Command>) -> Result<Vec<Submitted>> {
        let mut all = Vec::with_capacity(commands.len());
        let mut rest = commands.into_iter().map(Incoming::of_system).peekable();
        while rest.peek().is_some() {
            let sent = Sent::by(by, rest.by_ref().take(GROUP_MOST).collect());
            all.extend(answered(self.0.writer.send(sent).await?)?);
        }
        Ok(all)
    }

    /// Begins a rehearsal: a dry run, or an import that is kept whole or not at all.
    pub async fn rehearse(&self, by: BuiltIn) -> Result<Rehearsal> {
        self.rehearse_by(by, self.clock().clone()).await
    }

    /// The same at another time: the demonstration's year and a half go by in seconds.
    pub(crate) async fn rehearse_by(&self, by: BuiltIn, clock: Clock) -> Result<Rehearsal> {
        let tx = dialect::begin(&self.0.write).await?;
        let ground = Ground { clock, register: RegisterCache::default() };
        Ok(Rehearsal::new(tx, by, ground, Arc::clone(&self.0.heads)))
    }

    /// Writes down what no answer has to wait for, nor fail for.
    pub(crate) fn aside<T>(
        &self,
        what: &'static str,
        write: impl Future<Output = sqlx::Result<T>> + Send + 'static,
    ) {
        let Ok(turn) = Arc::clone(&self.0.aside).try_acquire_owned() else {
            tracing::warn!(what, "left out: too much is waiting to be written");
            return;
        };
        tokio::spawn(async move {
            if let Err(error) = write.await {
                tracing::warn!(%error, what, "not written down");
            }
            drop(turn);
        });
    }

    /// Waits until nothing is being written beside the requests.
    pub async fn settled(&self) {
        drop(self.0.aside.acquire_many(ASIDE_MOST).await);
    }

    /// Ends the live streams, which would keep connections open for ever.
    pub fn end_streams(&self) {
        self.0.closing.send_replace(true);
    }

    /// Ends the live streams and lets the database go. Whoever still waits is told to come again.
    pub async fn close(self) {
        self.end_streams();
        self.0.imports.ended().await;
        self.settled().await;
        self.0.write.close().await;
        self.0.read.close().await;
    }

    pub(crate) fn imports(&self) -> &Imports {
        &self.0.imports
    }

    pub(crate) fn closing(&self) -> watch::Receiver<bool> {
        self.0.closing.subscribe()
    }

    pub(crate) fn again(parts: &Weak<Parts>) -> Option<Server> {
        parts.upgrade().map(Server)
    }

    pub(crate) fn proofs(&self) -> &Proofs {
        &self.0.proofs
    }

    pub(crate) fn cut_on(&self) -> &CutOn {
        &self.0.cut_on
    }

    /// In which form a device that reads this one is answered.
    pub(crate) fn form_for(&self, schema: u32) -> Result<Form> {
        let here = self.0.forms.newest();
        self.0.forms.answer_to(schema).ok_or(Error::Schema { given: schema, here })
    }

    pub(crate) fn snapshots(&self) -> &Snapshots {
        &self.0.snapshots
    }
}

statements! {
    HEAD = "SELECT head FROM scope_head WHERE scope = 'all'";
    EPOCH = "INSERT INTO meta (one, epoch, recorded_seq) VALUES (1, $1, 0) \
        ON CONFLICT (one) DO NOTHING";
    READ_EPOCH = "SELECT epoch FROM meta";
    NEW_EPOCH = "UPDATE meta SET epoch = $1";
    DEVICE = "INSERT INTO device (id, user_id, kind, label, last_op_seq, registered_at) \
        VALUES ($1, $2, $3, $3, 0, $4) ON CONFLICT (id) DO NOTHING";
}
