//! What a person sees of a customer: the confirmed rows with everything pending played on top.

use std::{collections::BTreeMap, sync::Arc};

use uuid::Uuid;

use crate::{
    calendar::{Day, When},
    decide_by_day, decide_taken,
    dossier::Dossier,
    edit::{Edit, Subject},
    effects::{Effects, Warning, Why},
    id::OpId,
    refusal::Refusal,
    row::Row,
    sync::{Command, Mark, Verdict},
    user::Caller,
};

/// A command of this device whose effects the confirmed rows do not carry yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    pub op_seq: u64,
    pub command: Arc<Command>,
    pub stage: Stage,
    /// Its rows are among the confirmed ones; it is kept for its mark.
    pub reflected: bool,
}

/// How far a command has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// 仅在本机: no answer that this build understands.
    OnlyHere,
    /// Its rows have come back although its answer was lost, or it was answered in an earlier life of the
    /// server. What it makes or ends is played until its own row is here.
    Landed,
    /// Answered; the rows follow with the next complete pull.
    Answered(Verdict),
}

/// A customer as this device shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    pub dossier: Dossier,
    /// Rows that are not simply confirmed.
    pub marks: BTreeMap<Uuid, Mark>,
    /// Pending commands that would be refused as things stand now, in order.
    pub doubts: Vec<Doubt>,
    /// Commands of this customer that are only on this device.
    pub only_here: usize,
}

/// A pending command that will probably be refused; it stays visible, with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    pub op_id: OpId,
    pub refusal: Refusal,
}

impl View {
    /// The mark of a row.
    #[must_use]
    pub fn mark(&self, row: Uuid) -> Mark {
        self.marks.get(&row).copied().unwrap_or(Mark::Confirmed)
    }
}

/// What will become of a command, as far as this device can know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Foreseen {
    /// The server will say the same if nothing happens in between.
    Sure(Effects),
    /// The facts are not on this device: nothing is guessed.
    Unsure,
}

impl Foreseen {
    /// What the form should say although it may be sent.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        match self {
            Foreseen::Sure(effects) => &effects.warnings,
            Foreseen::Unsure => &[],
        }
    }

    #[must_use]
    pub fn review(&self) -> Option<&Why> {
        match self {
            Foreseen::Sure(effects) => effects.review.as_ref(),
            Foreseen::Unsure => None,
        }
    }
}

/// Decides a command with what the device knows. Without the facts nothing is foreseen, and there are
/// facts that no device has. What a clock that was ahead dated after today happened today: so the server
/// corrects it.
///
/// # Errors
/// The refusal the server would give.
pub fn predict(
    command: &Command,
    facts: Option<&Dossier>,
    caller: &Caller,
    today: Day,
) -> Result<Foreseen, Refusal> {
    foresee(decide_by_day, command, facts, caller, today)
}

/// One of the ways to decide, with what the device knows.
fn foresee(
    decide: fn(&Command, &Dossier, &Caller, When) -> Result<Effects, Refusal>,
    command: &Command,
    facts: Option<&Dossier>,
    caller: &Caller,
    today: Day,
) -> Result<Foreseen, Refusal> {
    let facts = facts.filter(|_| !command.act.reads_what_no_device_holds());
    let Some(dossier) = facts else { return Ok(Foreseen::Unsure) };
    let when = When { acted_on: command.acted_on.min(today), today };
    decide(command, dossier, caller, when).map(Foreseen::Sure)
}

/// Plays the pending commands of one customer on its confirmed rows.
///
/// The result is derived anew whenever either changes, so there is no second copy that could
/// disagree with the first.
#[must_use]
pub fn replay(confirmed: Dossier, pending: &[Pending], caller: &Caller, today: Day) -> View {
    let mut view = View { dossier: confirmed, ..View::default() };
    for it in pending {
        if it.stage == Stage::OnlyHere {
            view.only_here += 1;
        }
        if it.reflected {
            if let (Some(mark), Some(row)) = (mark_of(&it.stage), it.command.act.first_row()) {
                view.marks.insert(row, mark);
            }
            continue;
        }
        let Some(mark) = mark_of(&it.stage).or_else(|| landed_elsewhere(it)) else { continue };
        let decide = if it.stage == Stage::OnlyHere { decide_by_day } else { decide_taken };
        match foresee(decide, &it.command, Some(&view.dossier), caller, today) {
            Ok(Foreseen::Sure(effects)) => {
                for row in effects.writes {
                    if it.stage == Stage::Landed {
                        // What a later answer says of the row counts more.
                        view.marks.entry(row.id()).or_insert(mark);
                    } else {
                        view.marks.insert(row.id(), mark);
                    }
                    if let Row::Edit(Edit { subject: Subject::Contact(contact), .. }) = &row {
                        view.marks.insert(contact.0, mark);
                    }
                    view.dossier.put(row);
                }
            }
            Err(refusal) if it.stage == Stage::OnlyHere => {
                view.doubts.push(Doubt { op_id: it.command.op_id, refusal });
            }
            // The server has the last word: its rows are here already, or are on their way.
            Err(_) | Ok(Foreseen::Unsure) => {}
        }
    }
    view
}

/// What came back of a command may be another row than the one it makes, or it was answered in an
/// earlier life of the server, whose rows may have gone since. Until its own row is here it is shown as it
/// was said; a rule takes no id twice, and ends nothing twice.
fn landed_elsewhere(it: &Pending) -> Option<Mark> {
    let act = &it.command.act;
    let once = act.first_row().is_some() || act.ends_for_good();
    (it.stage == Stage::Landed && once).then_some(Mark::Confirmed)
}

/// The mark of what a command writes; none when it writes nothing any more.
fn mark_of(stage: &Stage) -> Option<Mark> {
    match stage {
        Stage::OnlyHere => Some(Mark::of_command(None)),
        Stage::Answered(
            verdict @ (Verdict::Applied | Verdict::NeedsReview { .. } | Verdict::Merged { .. }),
        ) => Some(Mark::of_command(Some(verdict))),
        Stage::Landed
        | Stage::Answered(
            Verdict::Rejected { .. } | Verdict::BlockedBy { .. } | Verdict::Quarantined { .. },
        ) => None,
    }
}
