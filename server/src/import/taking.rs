//! Taking: entries become commands, and verdicts become what is told of each row.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use shared::{
    calendar::{Day, Instant},
    customer::Assign,
    dossier::Register,
    id::{CustomerId, TerritoryId},
    import::{
        Absent, Elsewhere, Ended, Fault, FileFault, Kept, LISTED_MOST, Manner, Outcome, RowFault,
    },
    row::RowKind,
    sync::{Act, Command, Verdict, digest},
};
use sqlx::Row as _;
use uuid::Uuid;

use super::{
    absent::Named,
    checking::Checking,
    entry::{Entry, Want},
    moved,
    want::{commands, kind_of},
};
use crate::{
    Server,
    error::Result,
    sync::{
        BuiltIn, Rehearsal, Submitted,
        many::{fixed, over_ids},
    },
};

/// A file while it is taken.
pub(super) struct Taking<'a> {
    server: &'a Server,
    way: Way<'a>,
    outcome: Outcome,
    waiting: Vec<Entry>,
    /// Rows of the books that came up before in this file.
    seen: HashSet<Uuid>,
    /// Rows that the file names, whatever became of them.
    named: Named,
    unreadable: u64,
    /// By customer: the line in which the file says what it says of it.
    customers: HashMap<Uuid, (u64, String)>,
    register: Arc<Register>,
    at: (Instant, Day),
    /// How many faults are listed one by one.
    faults_most: usize,
}

enum Way<'a> {
    /// Group by group; what is committed stays.
    Straight,
    /// In one transaction that is kept or not when the whole file is known.
    Rehearsed(Rehearsal),
    /// Group by group, and nothing is kept.
    Checked(Checking<'a>),
}

/// What the books knew of an entry's row before.
#[derive(Clone, Copy)]
pub(super) struct Known {
    pub(super) version: i64,
    /// The customer of a document, the territory of a customer; none while there is none.
    pub(super) of: Option<Uuid>,
    /// What is open of a document, in minor units; else nothing.
    pub(super) open: i64,
}

impl<'a> Taking<'a> {
    pub(super) async fn begin(
        server: &'a Server,
        manner: Manner,
        profile: &str,
        as_of: Option<Day>,
    ) -> Result<Taking<'a>> {
        let way = match manner {
            Manner::Rows => Way::Straight,
            Manner::AllOrNothing => Way::Rehearsed(server.rehearse(BuiltIn::Import).await?),
            Manner::DryRun => Way::Checked(Checking::begin(server)),
        };
        let outcome = Outcome { profile: profile.to_owned(), manner, as_of, ..Outcome::default() };
        let at = (server.now(), server.today().await?);
        Ok(Taking {
            server,
            way,
            outcome,
            waiting: vec![],
            seen: HashSet::new(),
            named: Named::default(),
            unreadable: 0,
            customers: HashMap::new(),
            register: server.register().await?,
            at,
            faults_most: LISTED_MOST,
        })
    }

    /// How many faults are listed, and which rows of the books the file says different things of.
    pub(super) fn watched(&mut self, faults_most: usize, told_twice: HashSet<Uuid>) {
        self.faults_most = faults_most;
        if let Way::Checked(checking) = &mut self.way {
            checking.told_twice(told_twice);
        }
    }

    pub(super) fn rows(&self) -> u64 {
        self.outcome.rows
    }

    pub(super) fn faulty(&self) -> u64 {
        self.outcome.faulty
    }

    /// Whether the file names a row of the books.
    pub(super) fn names(&self, row: Uuid) -> bool {
        self.named.has(row)
    }

    /// Rows of which nobody can say which document they are.
    pub(super) fn unreadable(&self) -> u64 {
        self.unreadable
    }

    /// Books what follows from the file as a whole, each act about a row that the file does not
    /// name. What is refused is left as it is.
    pub(super) async fn follow(
        &mut self,
        acts: Vec<(Uuid, Option<CustomerId>, Act)>,
    ) -> Result<()> {
        let command = |(row, customer, act)| BuiltIn::Import.of_row(row, customer, act, self.at);
        let commands = acts.into_iter().map(command).collect();
        self.submit(commands).await.map(drop)
    }

    pub(super) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Books what the rows rest on, or what follows from them as a whole.
    pub(super) async fn set_up(&mut self, row: Uuid, act: Act) -> Result<Result<(), FileFault>> {
        let command = BuiltIn::Import.of_row(row, None, act, self.at);
        let answers = self.submit(vec![command]).await?;
        let refused = answers.into_iter().find(|it| !taken(&it.answered.verdict));
        Ok(refused.map_or(Ok(()), |it| {
            Err(FileFault::Refused { verdict: Box::new(it.answered.verdict) })
        }))
    }

    /// Takes a row in; it is booked with the next group.
    pub(super) fn take(&mut self, entry: Result<Option<Entry>, RowFault>) {
        self.outcome.rows += 1;
        if let Ok(Some(Entry { wants, .. })) = &entry {
            for it in wants {
                self.named.add(it.row);
            }
        }
        self.unreadable += u64::from(entry.is_err());
        match entry {
            Ok(Some(entry)) => match self.said_before(&entry) {
                Some(line) => self.refuse(RowFault {
                    line: entry.line,
                    column: entry.column.to_owned(),
                    value: entry.number,
                    fault: Fault::StandsInLine { line },
                }),
                None => self.waiting.push(entry),
            },
            Ok(None) => self.outcome.skipped += 1,
            Err(fault) => self.refuse(fault),
        }
    }

    /// The line in which the file has said something else of the same customer. Of documents the
    /// rule says so.
    fn said_before(&mut self, entry: &Entry) -> Option<u64> {
        let Some(Want { row, act: Act::ImportCustomer(_), .. }) = entry.wants.first() else {
            return None;
        };
        let acts: Vec<&Act> = entry.wants.iter().map(|it| &it.act).collect();
        let said = digest(&serde_json::to_string(&acts).unwrap_or_default());
        let (line, first) = self.customers.entry(*row).or_insert((entry.line, said.clone()));
        (*first != said).then_some(*line)
    }

    fn refuse(&mut self, fault: RowFault) {
        self.outcome.faulty += 1;
        if self.outcome.faults.len() < self.faults_most {
            self.outcome.faults.push(fault);
        }
    }

    /// Books the rows taken in since the last group.
    pub(super) async fn book(&mut self) -> Result<()> {
        let entries = std::mem::take(&mut self.waiting);
        let known = self.known(&entries).await?;
        let commands = entries.iter().flat_map(|it| commands(it, &known, self.at)).collect();
        let mut answers = self.submit(commands).await?.into_iter();
        for entry in entries {
            let answers: Vec<Submitted> = answers.by_ref().take(entry.wants.len()).collect();
            self.settle(entry, &answers, &known);
        }
        Ok(())
    }

    fn settle(&mut self, entry: Entry, answers: &[Submitted], known: &HashMap<Uuid, Known>) {
        if let Some(refused) = answers.iter().find(|it| !taken(&it.answered.verdict)) {
            let verdict = Box::new(refused.answered.verdict.clone());
            return self.refuse(RowFault {
                line: entry.line,
                column: entry.column.to_owned(),
                value: entry.number,
                fault: Fault::Refused { verdict },
            });
        }
        let Some(row) = entry.wants.first().map(|it| it.row) else { return };
        let before = known.get(&row);
        let is_first = self.seen.insert(row);
        let is_new = is_first && before.is_none();
        if let (true, Some(before)) = (is_first, before) {
            self.look_where_it_stands(&entry, answers, before);
        }
        self.look_what_stayed(&entry, answers);
        if let (true, Some(before)) = (is_first, before) {
            self.look_what_moved(&entry, answers, before);
        }
        match answers.iter().any(|it| it.writes != 0) {
            false => self.outcome.unchanged += 1,
            true if is_new => self.outcome.added += 1,
            true => self.outcome.updated += 1,
        }
        // Once matched, a receipt stays so, whatever the bank calls the payer now.
        let matched = before.is_some_and(|it| it.of.is_some());
        if let Some(unmatched) = entry.unmatched.filter(|_| !matched) {
            self.outcome.unmatched += 1;
            if self.outcome.unmatched_rows.len() < LISTED_MOST {
                self.outcome.unmatched_rows.push(unmatched);
            }
        }
    }

    /// What a person has entered is not overruled by a file; the row says so.
    fn look_what_stayed(&mut self, entry: &Entry, answers: &[Submitted]) {
        for answer in answers {
            let Verdict::Merged { fields } = &answer.answered.verdict else { continue };
            self.outcome.kept += 1;
            if self.outcome.kept_rows.len() < LISTED_MOST {
                let (line, number) = (entry.line, entry.number.clone());
                self.outcome.kept_rows.push(Kept { line, number, fields: fields.clone() });
            }
        }
    }

    /// Another amount is open than before: what the file settled or opened again.
    fn look_what_moved(&mut self, entry: &Entry, answers: &[Submitted], before: &Known) {
        let written = answers.first().is_some_and(|it| it.writes != 0);
        let Some(moved) = moved::of(entry, before.open).filter(|_| written) else { return };
        self.outcome.moved += 1;
        if self.outcome.moved_rows.len() < LISTED_MOST {
            self.outcome.moved_rows.push(moved);
        }
    }

    /// A row that was taken before moves nobody again: whoever stands elsewhere was moved since.
    fn look_where_it_stands(&mut self, entry: &Entry, answers: &[Submitted], before: &Known) {
        let code = |id: Uuid| {
            let territory = self.register.territories.get(&TerritoryId(id));
            territory.map_or_else(String::new, |it| it.code.clone())
        };
        for (want, answer) in entry.wants.iter().zip(answers) {
            let Act::AssignTerritory(Assign { territory: Some(territory) }) = want.act else {
                continue;
            };
            if answer.writes != 0 || before.of == Some(territory.0) {
                continue;
            }
            let elsewhere = Elsewhere {
                line: entry.line,
                number: entry.number.clone(),
                territory: code(territory.0),
                stands_in: before.of.map(code),
            };
            self.outcome.elsewhere += 1;
            if self.outcome.elsewhere_rows.len() < LISTED_MOST {
                self.outcome.elsewhere_rows.push(elsewhere);
            }
        }
    }

    /// Which of the entries' rows are in the books.
    async fn known(&self, entries: &[Entry]) -> Result<HashMap<Uuid, Known>> {
        let mut known = HashMap::new();
        for (kind, (head, tail)) in KNOWN {
            let mut rows: Vec<Uuid> = entries
                .iter()
                .filter_map(|it| it.wants.first())
                .filter(|it| kind_of(&it.act) == Some(kind))
                .map(|it| it.row)
                .collect();
            rows.sort_unstable();
            rows.dedup();
            for piece in fixed(&rows) {
                for row in over_ids(head, piece, tail).fetch_all(self.server.read()).await? {
                    let (version, of, open) = (row.get(1), row.get(2), row.get(3));
                    known.insert(row.get(0), Known { version, of, open });
                }
            }
        }
        Ok(known)
    }

    async fn submit(&mut self, commands: Vec<Command>) -> Result<Vec<Submitted>> {
        match &mut self.way {
            Way::Straight => self.server.submit(BuiltIn::Import, commands).await,
            Way::Rehearsed(rehearsal) => rehearsal.submit(commands).await,
            Way::Checked(checking) => checking.submit(commands).await,
        }
    }

    /// Ends a file that somebody stopped: what is booked stays.
    pub(super) async fn end_early(mut self) -> Result<Outcome> {
        self.outcome.ended = Ended::Stopped;
        self.end(None, None, None).await
    }

    /// Ends the file, and keeps it or not.
    pub(super) async fn end(
        self,
        company: Option<String>,
        bank_data_to: Option<Day>,
        absent: Option<Absent>,
    ) -> Result<Outcome> {
        let mut outcome = self.outcome;
        outcome.absent = absent;
        (outcome.company, outcome.bank_data_to) = (company, bank_data_to);
        outcome.faults.sort_by_key(|it| it.line);
        outcome.written = match self.way {
            Way::Straight => true,
            Way::Checked(_) => false,
            Way::Rehearsed(all) if outcome.ended == Ended::AtItsEnd && outcome.faulty == 0 => {
                all.commit().await?;
                true
            }
            Way::Rehearsed(all) => {
                all.roll_back().await?;
                false
            }
        };
        Ok(outcome)
    }
}

pub(super) fn taken(verdict: &Verdict) -> bool {
    match verdict {
        Verdict::Applied | Verdict::Merged { .. } | Verdict::NeedsReview { .. } => true,
        Verdict::Rejected { .. } | Verdict::BlockedBy { .. } | Verdict::Quarantined { .. } => false,
    }
}

const KNOWN: [(RowKind, (&str, &str)); 3] =
    [(RowKind::Customer, CUSTOMERS), (RowKind::Invoice, INVOICES), (RowKind::Receipt, RECEIPTS)];

statements! {
    CUSTOMERS = "SELECT id, version, territory_id, CAST(0 AS BIGINT) \
        FROM customer WHERE id IN " ids;
    INVOICES = "SELECT id, version, customer_id, open_minor FROM invoice WHERE id IN " ids;
    RECEIPTS = "SELECT id, version, customer_id, CAST(0 AS BIGINT) \
        FROM receipt WHERE id IN " ids;
}
