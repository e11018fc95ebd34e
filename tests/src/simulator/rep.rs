//! A rep: opens a customer, says what happened there, and believes what the phone shows.

use std::{collections::BTreeMap, sync::Arc};

use shared::{
    attachment::{self, AttachedTo, Blob, Content, Media},
    calendar::{Days, Instant},
    credit::{self, Against, CreditStanding, RequestState},
    field_receipt::{self, Slip, slip},
    id::{
        AttachmentId, CreditRequestId, CustomerId, FieldReceiptId, OpId, PromiseId, UserId, VisitId,
    },
    inbox::InboxItem,
    money::{Currency, Money},
    promise::{self, Basis},
    receipt::PaymentMethod,
    sync::{
        Act, Command,
        replica::{ChunkKey, Foreseen, Opening, Pending, Replica, Stage, View, predict},
    },
    user::Caller,
    visit::{self, VisitOutcome},
};
use uuid::Uuid;

use super::{
    dice::Dice,
    fields, letters,
    witness::{Breach, Invariant, must},
};
use crate::phone::{Phone, Tab};

/// What a rep says of every visit.
pub const NOTE: &str = "去过了";

/// What a rep sees of a customer on the phone; nothing while its rows are on their way. As the app, it
/// looks once more with every chunk where reading one has crowded another out.
#[must_use]
pub fn look(phone: &Phone, tab: &Tab, customer: CustomerId, now: Instant) -> Option<View> {
    if tab.replica.reads_register() {
        return None;
    }
    let Opening::Here(keys) = tab.replica.opening(customer) else { return None };
    let caller = caller(&tab.replica, phone)?;
    let view = |keys: &[ChunkKey]| {
        let texts = phone.storage.load(keys);
        tab.replica.view(customer, &texts, &caller, tab.replica.day(now)).ok()
    };
    view(&tab.replica.chunks_to_read(&keys)).or_else(|| view(&keys))
}

pub(super) fn caller(replica: &Replica, phone: &Phone) -> Option<Caller> {
    replica.register().users.get(&phone.user).map(Caller::of)
}

/// What a rep does at a customer's counter: a command, decided with what the phone knows.
pub fn acts(phone: &Phone, tab: &Tab, now: Instant, dice: &mut Dice) -> Option<Command> {
    if dice.happens(60) {
        return letters::settles(phone, tab, now, dice);
    }
    let mut briefs = tab.replica.briefs();
    briefs.sort_by_key(|it| it.customer.id);
    let customer = dice.one_of(&briefs)?.customer.id;
    let view = look(phone, tab, customer, now)?;
    let caller = caller(&tab.replica, phone)?;
    let act = match dice.below(15) {
        0..4 => visits(dice),
        4 => takes_back(&view, dice)?,
        5..8 => is_promised(&view, tab, now, dice),
        8 => asks_for_credit(&view, phone.user, dice),
        9 => fields::corrects(view.dossier.customer.as_ref()?, dice),
        10..12 => takes(&view, tab, phone, dice)?,
        12 => attaches(&view, dice),
        13 => removes(&view, phone.user, dice)?,
        _ => cancels(&view, phone, dice)?,
    };
    let command = Command {
        op_id: OpId(dice.id()),
        author: phone.user,
        acted_on: tab.replica.day(now),
        captured_at: now,
        build: "simulator".to_owned(),
        customer: Some(customer),
        base: vec![],
        policy: tab.replica.register().policy_on(tab.replica.day(now)).version,
        deps: earlier(&tab.replica, customer, dice),
        act,
    };
    // A form that the rule refuses is not sent.
    let foreseen = predict(&command, Some(&view.dossier), &caller, tab.replica.day(now));
    matches!(foreseen, Ok(Foreseen::Sure(_))).then_some(command)
}

/// Sometimes a command makes no sense without one before it.
fn earlier(replica: &Replica, customer: CustomerId, dice: &mut Dice) -> Vec<OpId> {
    let last = replica.pending(customer).pop().filter(|_| dice.happens(100));
    last.map(|it| it.command.op_id).into_iter().collect()
}

fn visits(dice: &mut Dice) -> Act {
    Act::RecordVisit(visit::Record {
        id: VisitId(dice.id()),
        outcome: VisitOutcome::ALL[dice.below(VisitOutcome::ALL.len())],
        note: NOTE.to_owned(),
        next_on: None,
    })
}

/// A photo of the last visit, of a slip, or for the file.
fn attaches(view: &View, dice: &mut Dice) -> Act {
    let visits = view.dossier.visits.keys().map(|it| AttachedTo::Visit { visit: *it });
    let slips = view.dossier.field_receipts.keys();
    let slips = slips.map(|it| AttachedTo::FieldReceipt { field_receipt: *it });
    let places: Vec<_> = visits.chain(slips).chain([AttachedTo::Customer]).collect();
    let photo = dice.id();
    Act::AddAttachment(attachment::Add {
        id: AttachmentId(dice.id()),
        to: dice.one_of(&places).copied().unwrap_or(AttachedTo::Customer),
        content: Content {
            blob: Blob::of(photo.as_bytes()),
            media: Media::Jpeg,
            bytes: 16,
            name: String::new(),
        },
    })
}

fn removes(view: &View, user: UserId, dice: &mut Dice) -> Option<Act> {
    let own = view.dossier.attachments.values().filter(|it| it.author == user && it.stands());
    let own: Vec<_> = own.map(|it| it.id).collect();
    let attachment = dice.one_of(&own).copied()?;
    Some(Act::RemoveAttachment(attachment::Remove { attachment }))
}

fn takes_back(view: &View, dice: &mut Dice) -> Option<Act> {
    let promise = standing(view, dice)?;
    Some(Act::WithdrawPromise(promise::Withdraw { promise, reason: "记错了".to_owned() }))
}

/// A promise that nobody has ended, as far as the phone knows.
fn standing(view: &View, dice: &mut Dice) -> Option<PromiseId> {
    let all = view.dossier.promises.values().filter(|it| it.ended.is_none());
    dice.one_of(&all.map(|it| it.id).collect::<Vec<_>>()).copied()
}

fn is_promised(view: &View, tab: &Tab, now: Instant, dice: &mut Dice) -> Act {
    let invoices: Vec<_> = view.dossier.invoices.keys().copied().collect();
    let on = dice.one_of(&invoices).copied().filter(|_| dice.happens(400));
    let due_in = u32::try_from(dice.below(15)).unwrap_or(0);
    Act::MakePromise(promise::Make {
        id: PromiseId(dice.id()),
        amount: Money::try_new(dice.between(1, 2_000_000), Currency::CNY).expect("small"),
        due_on: tab.replica.day(now).plus(Days(due_in)),
        promiser: "老板".to_owned(),
        method: PaymentMethod::Transfer,
        basis: on.map_or(Basis::Balance, |it| Basis::Documents(vec![it])),
        note: String::new(),
        replaces: standing(view, dice).filter(|_| dice.happens(200)),
    })
}

/// A first request for a limit, or another form of the one that is open, or no request after all.
fn asks_for_credit(view: &View, user: UserId, dice: &mut Dice) -> Act {
    let against = Against::standing_in(&view.dossier);
    let amount = Money::try_new(dice.between(1, 900) * 10_000, Currency::CNY).expect("small");
    let (asked, reason) = (CreditStanding::Limited { amount }, "旺季".to_owned());
    let mut requests = view.dossier.credit_requests.values();
    let open = requests.find(|it| it.author == user && it.state().is_open());
    let Some(open) = open else {
        let id = CreditRequestId(dice.id());
        return Act::RequestCredit(credit::Request { id, asked, reason, against });
    };
    if dice.happens(200) {
        return Act::WithdrawCreditRequest(credit::Withdraw { request: open.id });
    }
    let (request, revision) = (open.id, open.revision());
    Act::ReviseCreditRequest(credit::Revise { request, revision, asked, reason, against })
}

/// Money is taken, on the slip after the last one this device knows of.
fn takes(view: &View, tab: &Tab, phone: &Phone, dice: &mut Dice) -> Option<Act> {
    let login = &tab.replica.register().users.get(&phone.user)?.login;
    let series = slip::series(login, tab.replica.device()?);
    let last = tab.replica.last_slip(&series);
    let promises: Vec<_> = view.dossier.promises.keys().copied().collect();
    Some(Act::TakeFieldReceipt(field_receipt::Take {
        id: FieldReceiptId(dice.id()),
        company: *tab.replica.register().companies.keys().next()?,
        amount: Money::try_new(dice.between(1, 1_000_000), Currency::CNY).expect("small"),
        method: PaymentMethod::ALL[dice.below(PaymentMethod::ALL.len())],
        slip: Slip::after(series, last),
        payer: String::new(),
        note: String::new(),
        promise: dice.one_of(&promises).copied().filter(|_| dice.happens(500)),
        in_hand: Some(Money::try_new(dice.between(0, 2_000_000), Currency::CNY).expect("small")),
    }))
}

/// A slip of one's own was wrong.
fn cancels(view: &View, phone: &Phone, dice: &mut Dice) -> Option<Act> {
    let own = view.dossier.field_receipts.values().filter(|it| it.author == phone.user);
    let own: Vec<_> = own.filter(|it| it.is_waiting()).map(|it| it.id).collect();
    let field_receipt = *dice.one_of(&own)?;
    let reason = "写错金额".to_owned();
    Some(Act::CancelFieldReceipt(field_receipt::Cancel { field_receipt, reason }))
}

/// Each command in a tab's outbox and journal, with how far it has come.
#[must_use]
pub fn journal(tab: &Tab) -> BTreeMap<OpId, Pending> {
    tab.replica.journal().map(|it| (it.command.op_id, it)).collect()
}

/// What a rep has said about a customer is on the phone for as long as the customer is: at once,
/// while it is sent, and afterwards.
///
/// # Errors
/// Something said is not shown.
pub fn sees_own_words(
    journal: &BTreeMap<OpId, Pending>,
    letters: &[InboxItem],
    customer: CustomerId,
    view: &View,
    said: &BTreeMap<OpId, Arc<Command>>,
) -> Result<(), Breach> {
    for (op, command) in said.iter().filter(|(_, it)| it.customer == Some(customer)) {
        // This tab has not been told of it yet.
        let Some(pending) = journal.get(op) else { continue };
        let refused = match &pending.stage {
            Stage::Answered(it) => !it.is_recorded(),
            // The letter about it was quicker than the answer.
            Stage::OnlyHere if pending.reflected => {
                letters.iter().any(|it| it.op_id == *op && !it.verdict.is_recorded())
            }
            _ => false,
        };
        let doubted = view.doubts.iter().any(|it| it.op_id == *op);
        let taken = pending.stage != Stage::OnlyHere && !pending.reflected;
        must(
            Invariant::ReadYourWrites,
            refused || doubted || shows(view, command.author, &command.act, taken),
            || format!("{op} ({:?}, {:?}) is not shown", command.act, pending.stage),
        )?;
    }
    Ok(())
}

/// Whether a customer's page shows it. `taken`: by the server, which then knows of rows that may not be
/// here yet.
fn shows(view: &View, author: UserId, act: &Act, taken: bool) -> bool {
    match act {
        Act::RecordVisit(it) => view.dossier.visits.contains_key(&it.id),
        Act::MakePromise(it) => view.dossier.promises.contains_key(&it.id),
        Act::WithdrawPromise(it) => {
            view.dossier.promises.get(&it.promise).map_or(taken, |it| it.ended.is_some())
        }
        Act::RemoveAttachment(it) => {
            view.dossier.attachments.get(&it.attachment).map_or(taken, |it| !it.stands())
        }
        Act::CancelFieldReceipt(it) => {
            let here = view.dossier.field_receipts.get(&it.field_receipt);
            here.map_or(taken, |it| !it.is_waiting())
        }
        Act::WithdrawCreditRequest(it) => {
            let here = view.dossier.credit_requests.get(&it.request);
            here.map_or(taken, |it| !matches!(it.state(), RequestState::Waiting))
        }
        Act::AddContact(it) => fields::tells_of(view, author, it.id),
        Act::TakeFieldReceipt(it) => view.dossier.field_receipts.contains_key(&it.id),
        _ => true,
    }
}

/// The row a command writes first.
#[must_use]
pub fn row_of(act: &Act) -> Option<Uuid> {
    match act {
        Act::RecordVisit(it) => Some(it.id.0),
        Act::MakePromise(it) => Some(it.id.0),
        Act::TakeFieldReceipt(it) => Some(it.id.0),
        _ => None,
    }
}
