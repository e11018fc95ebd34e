//! Taking: entries become commands, and verdicts become what is told of each row.

use std::collections::{HashMap, HashSet};

use shared::{
    calendar::{Day, Instant},
    id::derived,
    import::{Fault, LISTED_MOST, Manner, Outcome, RowFault},
    row::RowKind,
    sync::{Act, Command, Verdict},
};
use sqlx::Row as _;
use uuid::Uuid;

use super::entry::{Entry, Want};
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
    way: Way,
    outcome: Outcome,
    waiting: Vec<Entry>,
    /// Rows of the books that came up before in this file.
    seen: HashSet<Uuid>,
    at: (Instant, Day),
}

enum Way {
    /// Group by group; what is committed stays.
    Straight,
    /// In one transaction that is kept or not when the whole file is known.
    Rehearsed(Rehearsal),
}

/// What the books knew of an entry's row before.
#[derive(Clone, Copy)]
struct Known {
    version: i64,
    /// A receipt without a customer is not.
    matched: bool,
}

impl<'a> Taking<'a> {
    pub(super) async fn begin(
        server: &'a Server,
        manner: Manner,
        profile: &str,
    ) -> Result<Taking<'a>> {
        let way = match manner {
            Manner::Rows => Way::Straight,
            Manner::AllOrNothing | Manner::DryRun => {
                Way::Rehearsed(server.rehearse(BuiltIn::Import).await?)
            }
        };
        let outcome = Outcome { profile: profile.to_owned(), manner, ..Outcome::default() };
        let at = (server.now(), server.today().await?);
        Ok(Taking { server, way, outcome, waiting: vec![], seen: HashSet::new(), at })
    }

    pub(super) fn rows(&self) -> u64 {
        self.outcome.rows
    }

    pub(super) fn faulty(&self) -> u64 {
        self.outcome.faulty
    }

    pub(super) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Books what the rows rest on, or what follows from them as a whole.
    pub(super) async fn set_up(&mut self, row: Uuid, act: Act) -> Result<()> {
        let command = BuiltIn::Import.of_row(row, None, act, self.at);
        self.submit(vec![command]).await.map(drop)
    }

    /// Takes a row in; it is booked with the next group.
    pub(super) fn take(&mut self, entry: Result<Option<Entry>, RowFault>) {
        self.outcome.rows += 1;
        match entry {
            Ok(Some(entry)) => self.waiting.push(entry),
            Ok(None) => self.outcome.skipped += 1,
            Err(fault) => self.refuse(fault),
        }
    }

    fn refuse(&mut self, fault: RowFault) {
        self.outcome.faulty += 1;
        if self.outcome.faults.len() < LISTED_MOST {
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
        let is_new = self.seen.insert(row) && before.is_none();
        match answers.iter().any(|it| it.writes != 0) {
            false => self.outcome.unchanged += 1,
            true if is_new => self.outcome.added += 1,
            true => self.outcome.updated += 1,
        }
        // Once matched, a receipt stays so, whatever the bank calls the payer now.
        if let Some(unmatched) = entry.unmatched.filter(|_| !before.is_some_and(|it| it.matched)) {
            self.outcome.unmatched += 1;
            if self.outcome.unmatched_rows.len() < LISTED_MOST {
                self.outcome.unmatched_rows.push(unmatched);
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
                    let matched = row.get::<Option<Uuid>, _>(2).is_some();
                    known.insert(row.get(0), Known { version: row.get(1), matched });
                }
            }
        }
        Ok(known)
    }

    async fn submit(&mut self, commands: Vec<Command>) -> Result<Vec<Submitted>> {
        match &mut self.way {
            Way::Straight => self.server.submit(BuiltIn::Import, commands).await,
            Way::Rehearsed(rehearsal) => rehearsal.submit(commands).await,
        }
    }

    /// Ends the file, and keeps it or not.
    pub(super) async fn end(
        self,
        company: Option<String>,
        bank_data_to: Option<Day>,
    ) -> Result<Outcome> {
        let mut outcome = self.outcome;
        (outcome.company, outcome.bank_data_to) = (company, bank_data_to);
        outcome.faults.sort_by_key(|it| it.line);
        outcome.written = match self.way {
            Way::Straight => true,
            Way::Rehearsed(all)
                if outcome.manner == Manner::AllOrNothing && outcome.faulty == 0 =>
            {
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

fn taken(verdict: &Verdict) -> bool {
    match verdict {
        Verdict::Applied | Verdict::Merged { .. } | Verdict::NeedsReview { .. } => true,
        Verdict::Rejected { .. } | Verdict::BlockedBy { .. } | Verdict::Quarantined { .. } => false,
    }
}

fn kind_of(act: &Act) -> Option<RowKind> {
    match act {
        Act::ImportCustomer(_) => Some(RowKind::Customer),
        Act::ImportInvoice(_) => Some(RowKind::Invoice),
        Act::ImportReceipt(_) => Some(RowKind::Receipt),
        _ => None,
    }
}

/// The commands of an entry, each void without the one before.
fn commands(entry: &Entry, known: &HashMap<Uuid, Known>, at: (Instant, Day)) -> Vec<Command> {
    let mut commands: Vec<Command> = vec![];
    for want in &entry.wants {
        let identity = identity(want, known);
        let mut command = BuiltIn::Import.of_row(identity, want.customer, want.act.clone(), at);
        command.deps.extend(commands.last().map(|it| it.op_id));
        commands.push(command);
    }
    commands
}

/// What makes a want the same as one before, beside its content.
fn identity(want: &Want, known: &HashMap<Uuid, Known>) -> Uuid {
    let row = want.row.to_string();
    match want.act {
        // A file may lead a name back to what it was: the same content is new on another version.
        Act::ImportCustomer(_) => {
            let version = known.get(&want.row).map_or(0, |it| it.version);
            derived("customer at", &[&row, &version.to_string()])
        }
        // The same line finds its customer once there is one, and is no other line for that.
        Act::ImportReceipt(_) => {
            let customer = want.customer.map_or_else(String::new, |it| it.to_string());
            derived("receipt of", &[&row, &customer])
        }
        _ => want.row,
    }
}

const KNOWN: [(RowKind, (&str, &str)); 3] =
    [(RowKind::Customer, CUSTOMERS), (RowKind::Invoice, INVOICES), (RowKind::Receipt, RECEIPTS)];

statements! {
    CUSTOMERS = "SELECT id, version, id FROM customer WHERE id IN " ids;
    INVOICES = "SELECT id, version, customer_id FROM invoice WHERE id IN " ids;
    RECEIPTS = "SELECT id, version, customer_id FROM receipt WHERE id IN " ids;
}
