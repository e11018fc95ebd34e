//! Apply: the server's core without IO. A working set is loaded, commands are decided on it one
//! after the other, and out come rows to store and changes in the order of their scopes.

mod letters;
mod outcome;
#[cfg(test)]
mod tests;
mod wants;
mod working_set;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use uuid::Uuid;

pub use outcome::{Outcome, Stored};
pub use wants::{Depth, Pairs, Wants};
use working_set::WorkingSet;

use super::{Act, Class, Command, Fault, Verdict, Versioned};
use crate::{
    calendar::{Day, When},
    decide_by_day,
    dossier::Register,
    edit::Edit,
    effects::Why,
    id::{CustomerId, OpId, TerritoryId, UserId},
    refusal::Refusal,
    user::{Caller, Reach, Role},
};

/// Who sent a command, and since when the sender may have been alone with old news.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    pub signed: Signed,
    /// The day on which the device last heard from the server; none if it never did.
    pub last_pull: Option<Day>,
}

/// In whose name a device speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signed {
    Person(UserId),
    /// One of the server's own devices, by name.
    System(String),
}

/// The answer to one command, with what is recorded beside the verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub verdict: Verdict,
    /// The day it counts for: the command's own, drawn into what the server holds possible.
    pub acted_on: Day,
    /// The device's clock cannot be right. Shown, never a reason to refuse.
    pub clock_suspect: bool,
    /// In quarantine until it is run again; later facts of its customer stand behind it.
    pub held: bool,
    /// Rows written; none where all stood so already.
    pub writes: usize,
    /// Where fields kept the server's value: the entry in the history, with both truths.
    pub merged: Vec<Edit>,
}

/// A command that cannot be run, as far as its form could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    pub op_id: OpId,
    pub author: Option<UserId>,
    pub customer: Option<CustomerId>,
    pub acted_on: Option<Day>,
    /// What was asked for, where this build can read it.
    pub act: Option<Act>,
    pub fault: Fault,
}

/// What became of a command that others may depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dependency {
    Refused,
    Waiting,
}

/// A working set and the commands decided on it so far.
#[derive(Debug)]
pub struct Apply {
    today: Day,
    set: WorkingSet,
    dependencies: BTreeMap<OpId, Dependency>,
    held: BTreeSet<CustomerId>,
}

impl Apply {
    /// Begins with the register and the versions of its rows.
    #[must_use]
    pub fn new(register: Arc<Register>, versions: Arc<BTreeMap<Uuid, i64>>, today: Day) -> Apply {
        Apply {
            today,
            set: WorkingSet::new(register, versions),
            dependencies: BTreeMap::new(),
            held: BTreeSet::new(),
        }
    }

    /// Takes rows as they stand. What [`Wants`] asks for has to be here before a command is.
    pub fn load(&mut self, rows: impl IntoIterator<Item = Versioned>) {
        for row in rows {
            self.set.load(row);
        }
    }

    /// Says what became of commands that others name as dependencies.
    pub fn load_verdicts<'a>(&mut self, known: impl IntoIterator<Item = (OpId, &'a Verdict)>) {
        for (op, verdict) in known {
            self.note(op, verdict);
        }
    }

    /// Says which customers have a command in quarantine.
    pub fn load_held(&mut self, customers: impl IntoIterator<Item = CustomerId>) {
        self.held.extend(customers);
    }

    /// Says in which territories a customer has been before.
    pub fn load_past(
        &mut self,
        customer: CustomerId,
        territories: impl IntoIterator<Item = TerritoryId>,
    ) {
        self.set.past.entry(customer).or_default().extend(territories);
    }

    /// Says how many customers stand in a territory.
    pub fn load_standing(&mut self, territory: TerritoryId, customers: i64) {
        self.set.standing.insert(territory, customers);
    }

    /// The customer's row, if it is loaded.
    #[must_use]
    pub fn knows(&self, customer: CustomerId) -> bool {
        self.set.customer(customer).is_some()
    }

    /// The customers whose movements and money have to be here, once the named rows are.
    #[must_use]
    pub fn pairs(&self, wants: &Wants) -> BTreeMap<CustomerId, Pairs> {
        let mut pairs = wants.pairs.clone();
        let mut add = |customer: Option<CustomerId>, depth: Pairs| {
            if let Some(customer) = customer {
                let known = pairs.entry(customer).or_insert(depth);
                *known = depth.max(*known);
            }
        };
        for (invoice, open) in &wants.documents {
            add(self.set.moved(*invoice, *open), Pairs::Whole);
        }
        for slip in &wants.counted {
            add(self.set.owner(slip.0), Pairs::Money);
        }
        pairs
    }

    /// The numbers of accounts that have to be looked for at every customer, once the named rows are
    /// here.
    #[must_use]
    pub fn numbers(&self, wants: &Wants) -> BTreeSet<String> {
        let named = wants.rows.iter().filter_map(|it| self.set.account(*it));
        let named = named.map(|it| it.number.clone()).filter(|it| !it.is_empty());
        wants.numbers.iter().cloned().chain(named).collect()
    }

    /// Decides one command and takes its effects into the working set. The author hears of
    /// everything but plain success.
    pub fn apply(&mut self, command: &Command, from: &Origin) -> Answer {
        let answer = self.run(command, from);
        if answer.verdict.concerns_author() {
            self.write_letters(command, &answer, from);
        }
        answer
    }

    /// Decides a command that was in quarantine. The author was told so, and hears of any outcome.
    pub fn release(&mut self, command: &Command, from: &Origin) -> Answer {
        let answer = self.run(command, from);
        self.write_letters(command, &answer, from);
        answer
    }

    fn run(&mut self, command: &Command, from: &Origin) -> Answer {
        let acted_on = self.possible_day(command.acted_on, from.last_pull);
        let mut answer = Answer {
            verdict: Verdict::Applied,
            acted_on,
            clock_suspect: acted_on != command.acted_on,
            held: false,
            writes: 0,
            merged: vec![],
        };
        let written_before = self.set.writes;
        answer.verdict = match self.caller(&from.signed).filter(|it| it.user == command.author) {
            Some(caller) => self.judge(command, &caller, &mut answer),
            None => Verdict::Quarantined { fault: Fault::Corrupt },
        };
        answer.writes = self.set.writes - written_before;
        self.note(command.op_id, &answer.verdict);
        answer
    }

    /// Notes a command that this build cannot run. Where it is to be run again, later facts of its
    /// customer stand behind it, if its author may speak of that customer.
    pub fn hold(&mut self, unread: &Unread, from: &Origin) -> Answer {
        let acted_on = self.possible_day(unread.acted_on.unwrap_or(self.today), from.last_pull);
        let caller = self.caller(&from.signed).filter(|it| Some(it.user) == unread.author);
        let may_ask = |caller: &Caller| match unread.customer {
            Some(customer) => self.may_name(customer, caller, Class::Fact),
            None => true,
        };
        let held = unread.fault.waits() && caller.is_some_and(|it| may_ask(&it));
        self.held.extend(unread.customer.filter(|_| held));
        let answer = Answer {
            verdict: Verdict::Quarantined { fault: unread.fault.clone() },
            acted_on,
            clock_suspect: unread.acted_on.is_some_and(|it| it != acted_on),
            held,
            writes: 0,
            merged: vec![],
        };
        self.note(unread.op_id, &answer.verdict);
        self.write_letter_of_unread(unread, &answer, from);
        answer
    }

    /// What has to be stored.
    #[must_use]
    pub fn finish(self) -> Outcome {
        self.set.finish()
    }

    /// The caller with the roles and grants of this very moment.
    fn caller(&self, signed: &Signed) -> Option<Caller> {
        match signed {
            Signed::Person(user) => self.set.register.users.get(user).map(Caller::of),
            Signed::System(device) => Some(Caller::system(device)),
        }
    }

    /// A day between the device's last pull and today.
    fn possible_day(&self, acted_on: Day, last_pull: Option<Day>) -> Day {
        let earliest = last_pull.unwrap_or(acted_on).min(self.today);
        acted_on.clamp(earliest, self.today)
    }

    fn judge(&mut self, command: &Command, caller: &Caller, answer: &mut Answer) -> Verdict {
        let acted_on = &mut answer.acted_on;
        let fact = command.act.class() == Class::Fact;
        if !caller.has(Role::System)
            && let Some(id) = command.id_not_drawn()
        {
            return refused(fact, Refusal::IdNotDrawn { id });
        }
        let mut review = None;
        for op in &command.deps {
            match self.dependencies.get(op) {
                None => {}
                Some(Dependency::Waiting) if fact => review = Some(Why::BehindQuarantine),
                Some(_) => return Verdict::BlockedBy { op: *op },
            }
        }
        if let Some(customer) = command.customer
            && !self.may_name(customer, caller, command.act.class())
        {
            return refused(fact, Refusal::NotYours { customer: Some(customer) });
        }
        let decided = self.decide(command, caller, *acted_on).or_else(|refusal| {
            // The clock is no reason to refuse: what its own day allows is taken on its own day.
            if !fact || *acted_on <= command.acted_on {
                return Err(refusal);
            }
            let taken = self.decide(command, caller, command.acted_on)?;
            *acted_on = command.acted_on;
            Ok(taken)
        });
        match decided {
            Err(refusal) => refused(fact, refusal),
            Ok((found, merged)) => {
                answer.merged = merged;
                match found.or(review).or_else(|| self.behind(command, fact)) {
                    Some(why) => Verdict::NeedsReview { why },
                    None if answer.merged.is_empty() => Verdict::Applied,
                    None => Verdict::Merged { fields: fields(&answer.merged) },
                }
            }
        }
    }

    fn behind(&self, command: &Command, fact: bool) -> Option<Why> {
        let customer = command.customer?;
        (fact && self.held.contains(&customer)).then_some(Why::BehindQuarantine)
    }

    /// Whether the caller may speak of this customer at all. A fact may come from whoever ever
    /// worked a territory in which the customer has been; whether it needs review is the rule's
    /// to say. Strangers learn nothing, not even whether the customer exists.
    fn may_name(&self, customer: CustomerId, caller: &Caller, class: Class) -> bool {
        let reach = caller.reach(self.today);
        if class == Class::Fact && caller.roles == [Role::Auditor] {
            return false;
        }
        if reach == Reach::Everything {
            return true;
        }
        let Some(known) = self.set.customer(customer) else { return false };
        if reach.covers(known.territory) {
            return true;
        }
        let past = self.set.past.get(&customer);
        class == Class::Fact
            && caller.grants.iter().any(|grant| {
                known.territory == Some(grant.territory)
                    || past.is_some_and(|past| past.contains(&grant.territory))
            })
    }

    fn decide(
        &mut self,
        command: &Command,
        caller: &Caller,
        acted_on: Day,
    ) -> Result<(Option<Why>, Vec<Edit>), Refusal> {
        let when = When { acted_on, today: self.today };
        let dossier = self.set.dossier_for(command);
        let effects = decide_by_day(command, dossier, caller, when)?;
        for row in &effects.writes {
            self.set.may_stand(row, command.customer)?;
        }
        for row in effects.writes {
            self.set.write(row, command.op_id);
        }
        for letter in effects.letters {
            self.write_letter_of_decision(letter, command, acted_on);
        }
        Ok((effects.review, effects.merged))
    }

    fn note(&mut self, op: OpId, verdict: &Verdict) {
        match verdict {
            Verdict::Rejected { .. } | Verdict::BlockedBy { .. } => {
                self.dependencies.insert(op, Dependency::Refused);
            }
            Verdict::Quarantined { .. } => {
                self.dependencies.insert(op, Dependency::Waiting);
            }
            Verdict::Applied | Verdict::Merged { .. } | Verdict::NeedsReview { .. } => {}
        }
    }
}

/// The names of the fields that kept the server's value.
fn fields(merged: &[Edit]) -> Vec<String> {
    let lost = merged.iter().flat_map(|it| &it.lost);
    let names: BTreeSet<_> = lost.map(|it| it.field).collect();
    names.into_iter().map(|it| it.name().to_owned()).collect()
}

/// A fact is never rejected: what no app of ours would have made is kept for somebody to look at.
fn refused(fact: bool, refusal: Refusal) -> Verdict {
    if fact {
        Verdict::Quarantined { fault: Fault::Malformed { refusal } }
    } else {
        Verdict::Rejected { refusal }
    }
}
