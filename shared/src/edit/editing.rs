//! Editing: who may, what wins per field, and the entry in the history.

use super::{Changed, Conflict, Edit, EditKind, Field, FieldEdit, Proposed, Subject, Value};
use crate::{
    calendar::{Day, When},
    customer::Customer,
    dossier::Dossier,
    effects::Effects,
    id::{ContactId, EditId, UserId},
    refusal::Refusal,
    row::Row,
    sync::Command,
    user::{Caller, Role},
};

/// One command on one customer's file.
pub(crate) struct Editing<'a> {
    pub customer: &'a Customer,
    command: &'a Command,
    dossier: &'a Dossier,
    caller: &'a Caller,
    acted_on: Day,
}

impl<'a> Editing<'a> {
    /// None where the history has the command already: a device plays again what has come back to
    /// it. Judged by today's permission, as everything that is no fact.
    ///
    /// # Errors
    /// The customer is unknown, or not the caller's to change.
    pub(crate) fn begin(
        command: &'a Command,
        dossier: &'a Dossier,
        caller: &'a Caller,
        when: When,
    ) -> Result<Option<Editing<'a>>, Refusal> {
        let customer = dossier.known_customer(command.customer)?;
        if dossier.edits.contains_key(&EditId::of(command.op_id, 0)) {
            return Ok(None);
        }
        may_edit(caller, customer, when.today)?;
        let acted_on = when.acted_on;
        Ok(Some(Editing { customer, command, dossier, caller, acted_on }))
    }

    /// A row of a customer's file, which brings fields as people do.
    pub(crate) fn of_file(
        customer: &'a Customer,
        command: &'a Command,
        dossier: &'a Dossier,
        caller: &'a Caller,
        when: When,
    ) -> Editing<'a> {
        Editing { customer, command, dossier, caller, acted_on: when.acted_on }
    }

    /// Who changed a field last; of a contact that is gone, who removed it.
    pub(crate) fn last_change(&self, subject: Subject, field: Field) -> Option<Changed> {
        let touched = |it: &&Edit| it.subject == subject && it.touched(field);
        let edits = self.dossier.edits.values().filter(touched);
        edits.max_by_key(|it| it.ordinal).map(Edit::changed)
    }

    /// The entry of the history for the `nth` subject of the command.
    pub(crate) fn entry(
        &self,
        (subject, name): (Subject, &str),
        kind: EditKind,
        weighed: Weighed,
        nth: usize,
    ) -> Edit {
        let before = self.dossier.edits.values().map(|it| it.ordinal).max().unwrap_or(0);
        let nth_ordinal = u32::try_from(nth).unwrap_or(u32::MAX).saturating_add(1);
        Edit {
            id: EditId::of(self.command.op_id, nth),
            customer: self.customer.id,
            subject,
            name: name.to_owned(),
            kind,
            author: self.caller.user,
            edited_on: self.acted_on,
            captured_at: self.command.captured_at,
            ordinal: before.saturating_add(nth_ordinal),
            taken: weighed.taken,
            lost: weighed.lost,
            proposed: weighed.proposed,
            refused: weighed.refused,
        }
    }

    /// Who asks, and on which day, as a proposal names them.
    pub(crate) fn proposed(&self, to: &str) -> Proposed {
        Proposed { to: to.to_owned(), by: self.caller.user, on: self.acted_on }
    }

    /// Whether who asks may say the second word about this.
    pub(crate) fn is_second(&self, first: &Proposed) -> bool {
        may_confirm(self.caller, first)
    }

    /// Whether this is who asks: of a file, that an earlier file did it and no person.
    pub(crate) fn is_own(&self, user: UserId) -> bool {
        self.caller.user == user
    }

    /// How a contact of a file, known by id or name, was removed by a person.
    pub(crate) fn removal_of(&self, contact: ContactId, name: &str) -> Option<&'a Edit> {
        let is_it = |it: &&Edit| {
            it.subject == Subject::Contact(contact) || (!name.is_empty() && it.name == name)
        };
        let removals = self
            .dossier
            .edits
            .values()
            .filter(|it| it.kind == EditKind::Removed && !it.taken.is_empty());
        removals.filter(is_it).max_by_key(|it| it.ordinal)
    }

    /// Notes what a row of a file came to for one contact. What it loses again is no news: the
    /// entry that says so stands.
    pub(crate) fn note(
        &self,
        subject: Subject,
        name: &str,
        weighed: Weighed,
        nth: usize,
        effects: &mut Effects,
    ) {
        let again = |it: &&Edit| {
            let same = |lost: &Conflict| {
                let is_it = |known: &Conflict| {
                    (known.field, &known.wanted, &known.stays)
                        == (lost.field, &lost.wanted, &lost.stays)
                };
                it.lost.iter().any(is_it)
            };
            it.subject == subject && self.is_own(it.author) && weighed.lost.iter().all(same)
        };
        if weighed.is_empty() {
            return;
        }
        if weighed.taken.is_empty()
            && let Some(known) = self.dossier.edits.values().find(again)
        {
            effects.merged.push(known.clone());
            return;
        }
        let edit = self.entry((subject, name), EditKind::Changed, weighed, nth);
        effects.push(Row::Edit(edit.clone()));
        if !edit.lost.is_empty() {
            effects.merged.push(edit);
        }
    }

    /// What a command comes to: the customer's row if anything was taken, and the entry if anything
    /// was taken or lost.
    pub(crate) fn effects(
        &self,
        changed: Customer,
        subject: (Subject, &str),
        kind: EditKind,
        weighed: Weighed,
    ) -> Effects {
        if weighed.is_empty() {
            return Effects::nothing();
        }
        let mut effects = Effects::nothing();
        if changed != *self.customer {
            effects.push(Row::Customer(changed));
        }
        let edit = self.entry(subject, kind, weighed, 0);
        effects.push(Row::Edit(edit.clone()));
        if !edit.lost.is_empty() {
            effects.merged.push(edit);
        }
        effects
    }
}

/// What became of the fields of one command.
#[derive(Debug, Default)]
pub(crate) struct Weighed {
    pub taken: Vec<FieldEdit>,
    pub lost: Vec<Conflict>,
    pub proposed: Vec<FieldEdit>,
    pub refused: Vec<FieldEdit>,
}

impl Weighed {
    /// The one rule for all fields (`sync.md` §5, class C): equal to what stands, and nothing is
    /// to be done; unchanged since it was seen, and it is taken; changed since, and what stands
    /// stays.
    pub(crate) fn weigh(
        &mut self,
        field: Field,
        [seen, wanted, here]: [Option<Value>; 3],
        by: impl FnOnce() -> Option<Changed>,
    ) {
        if wanted == here || wanted == seen {
            return;
        }
        if seen == here {
            self.taken.push(FieldEdit { field, from: here, to: wanted });
        } else {
            self.lost.push(Conflict { field, seen, wanted, stays: here, by: by() });
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        let nothing = self.taken.is_empty() && self.lost.is_empty();
        nothing && self.proposed.is_empty() && self.refused.is_empty()
    }
}

/// Whether somebody may change a customer's file: who works the territory, credit control and the
/// order desk.
#[must_use]
pub fn may_change(caller: &Caller, customer: &Customer, today: Day) -> bool {
    may_edit(caller, customer, today).is_ok()
}

/// Whether somebody may say the second word about a proposal: another person, and one of the office.
/// Whether the customer's file is theirs to change is another question.
#[must_use]
pub fn may_confirm(caller: &Caller, first: &Proposed) -> bool {
    let of_office = [Role::Controller, Role::OrderDesk, Role::Admin, Role::Manager];
    first.by != caller.user && of_office.iter().any(|it| caller.has(*it))
}

/// The customer's file is kept by who works the territory, by credit control and the order desk.
fn may_edit(caller: &Caller, customer: &Customer, today: Day) -> Result<(), Refusal> {
    let everywhere = [Role::Controller, Role::OrderDesk, Role::Admin];
    let is_one_of = |roles: &[Role]| roles.iter().any(|it| caller.has(*it));
    if caller.has(Role::Auditor)
        || !(is_one_of(&everywhere) || is_one_of(&[Role::Rep, Role::Manager]))
    {
        return Err(Refusal::NotPermitted { needs: Role::Controller });
    }
    let works_it = customer.territory.is_some_and(|it| caller.territories_on(today).contains(&it));
    if !is_one_of(&everywhere) && !works_it {
        return Err(Refusal::NotYours { customer: Some(customer.id) });
    }
    Ok(())
}
