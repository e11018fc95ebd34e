//! The stage of stored stories: what was done before, by whom, so that each kind of command that is
//! pinned under `tests/wire/act/` can be taken.

mod letters;
mod otherwise;

use std::fs;

use serde_json::{Value, json};
use shared::{
    calendar::{Day, Instant},
    company,
    credit::{self, Against, CreditStanding},
    id::{CustomerId, Epoch, OpId, UserId},
    money::{Currency, Money},
    policy::{self, Policy},
    receipt,
    row::RowKind,
    saved_view::{self, Audience},
    sync::{
        Act, Command,
        apply::{Origin, Signed},
    },
    table::TableName,
    user::{self, Caller, Role},
};
use tests::simulator::disk::Disk;
use uuid::Uuid;

use super::{applies::Story, folder_of};

/// Samples carry plain numbers for ids; whoever sends a command has drawn them.
const NUMBERED: &str = "00000000-0000-0000-0000-";
const DRAWN: &str = "01990000-0000-7000-8000-";

/// The server's own device in all stories.
const CLI: &str = "cli";

/// What was done before a command, by whom.
struct Stage {
    disk: Disk,
    count: u32,
}

fn today() -> Day {
    "2026-11-20".parse().expect("a day")
}

fn drawn(number: u32) -> Uuid {
    format!("{DRAWN}{number:012x}").parse().expect("an id")
}

/// The pinned form of a kind, with ids as a device draws them.
fn pinned(kind: &str) -> Act {
    let file = folder_of("act").join(format!("{kind}.json"));
    let text = fs::read_to_string(&file).expect("every kind is pinned");
    serde_json::from_str(&text.replace(NUMBERED, DRAWN)).expect("a pinned form is read")
}

/// Who gives a command in these stories, unless a story says otherwise.
fn author(act: &Act) -> &'static str {
    match act {
        Act::RecordVisit(_)
        | Act::AddAttachment(_)
        | Act::RemoveAttachment(_)
        | Act::MakePromise(_)
        | Act::WithdrawPromise(_)
        | Act::RequestCredit(_)
        | Act::ReviseCreditRequest(_)
        | Act::WithdrawCreditRequest(_)
        | Act::TakeFieldReceipt(_)
        | Act::CancelFieldReceipt(_)
        | Act::ChangeCustomer(_)
        | Act::AddContact(_)
        | Act::ChangeContact(_)
        | Act::RemoveContact(_)
        | Act::PutLetterAway(_)
        | Act::TakeLetterBack(_) => "lin",
        Act::GrantCredit(_)
        | Act::DecideCreditRequest(_)
        | Act::SettleAccount(_)
        | Act::SaveView(_)
        | Act::RemoveView(_)
        | Act::StartWithView(_) => "shen",
        Act::BookHandIn(_) => "qian",
        Act::MakePairing(_)
        | Act::UndoPairing(_)
        | Act::SettleOtherwise(_)
        | Act::SetRate(_)
        | Act::WithdrawRate(_)
        | Act::ProposeAccount(_)
        | Act::RemoveAccount(_) => "yan",
        Act::OpenUser(_)
        | Act::ChangeUser(_)
        | Act::EndUser(_)
        | Act::ReopenUser(_)
        | Act::CoverTerritory(_)
        | Act::OpenTerritory(_)
        | Act::EndTerritory(_)
        | Act::ReopenTerritory(_) => "han",
        Act::ReportArrival(_)
        | Act::ImportCustomer(_)
        | Act::OpenWalkIn(_)
        | Act::AssignTerritory(_)
        | Act::ImportInvoice(_)
        | Act::ImportReceipt(_)
        | Act::SettleAbsent(_)
        | Act::ReportFile(_)
        | Act::ReportHorizon(_)
        | Act::OpenCompany(_)
        | Act::AddTerritory(_)
        | Act::AddUser(_)
        | Act::GrantTerritory(_)
        | Act::EndGrant(_)
        | Act::PublishPolicy(_) => CLI,
    }
}

/// Whether a command is about the one customer of these stories.
fn of_customer(act: &Act) -> bool {
    match author(act) {
        "lin" => act.letter().is_none(),
        "yan" => !matches!(act, Act::SetRate(_) | Act::WithdrawRate(_)),
        "shen" => !matches!(act, Act::SaveView(_) | Act::RemoveView(_) | Act::StartWithView(_)),
        _ => matches!(
            act,
            Act::ReportArrival(_)
                | Act::ImportCustomer(_)
                | Act::AssignTerritory(_)
                | Act::ImportInvoice(_)
                | Act::ImportReceipt(_)
                | Act::SettleAbsent(_)
        ),
    }
}

fn customer() -> CustomerId {
    CustomerId::of_code("0200769623")
}

fn command(number: u32, by: &str, act: Act) -> Command {
    let author = if by == CLI { Caller::system(CLI).user } else { UserId::of_login(by) };
    Command {
        op_id: OpId(drawn(number)),
        author,
        acted_on: "2026-11-18".parse().expect("a day"),
        captured_at: Instant(1_795_000_000_000),
        build: "0.1.0".to_owned(),
        customer: match &act {
            Act::OpenWalkIn(_) => Some(CustomerId::walk_in()),
            other => of_customer(other).then(customer),
        },
        base: vec![],
        policy: 1,
        deps: vec![],
        act,
    }
}

impl Stage {
    fn empty() -> Stage {
        Stage { disk: Disk::new(Epoch(Uuid::nil())), count: 0x1000 }
    }

    fn by(mut self, by: &str, act: Act) -> Stage {
        self.count += 1;
        let command = command(self.count, by, act);
        let signed = match by {
            CLI => Signed::System(CLI.to_owned()),
            _ => Signed::Person(command.author),
        };
        let mut apply = self.disk.begin(std::slice::from_ref(&command), today());
        let answer = apply.apply(&command, &Origin { signed, last_pull: None });
        assert!(answer.verdict.is_recorded(), "{:?}: {:?}", command.act, answer.verdict);
        self.disk.commit(apply.finish());
        self
    }

    fn act(self, act: Act) -> Stage {
        let by = author(&act);
        self.by(by, act)
    }

    /// Acts as they are pinned, one after the other.
    fn then(self, kinds: &[&str]) -> Stage {
        kinds.iter().fold(self, |stage, kind| stage.act(pinned(kind)))
    }

    /// The command that the story is about.
    fn story(self, by: &str, act: Act) -> Story {
        let given = self.disk.rows.values().map(|it| json!(it)).collect();
        let command = json!(command(0x2000, by, act));
        let system = (by == CLI).then(|| CLI.to_owned());
        Story { today: today(), system, given, command, became: Value::Null }
    }

    /// The pinned command of a kind, given by whom its kind belongs to.
    fn tells(self, kind: &str) -> (String, Story) {
        let act = pinned(kind);
        (kind.to_owned(), self.story(author(&act), act))
    }

    /// The same, and the only row of a kind has the id by which the pinned form knows it.
    fn tells_of(self, row: RowKind, number: u32, kind: &str) -> (String, Story) {
        let rows = self.disk.rows.values().filter(|it| it.row.kind() == row);
        let ids: Vec<_> = rows.map(|it| it.row.id().to_string()).collect();
        let [id] = ids.as_slice() else { panic!("{} of {row:?} instead of one", ids.len()) };
        let (name, mut story) = self.tells(kind);
        let text = serde_json::to_string(&story.given).expect("rows can be written");
        let text = text.replace(id, &drawn(number).to_string());
        story.given = serde_json::from_str(&text).expect("rows can be read");
        (name, story)
    }
}

/// A company and its first policy.
fn company() -> Stage {
    let open = company::Open {
        code: "U001".to_owned(),
        name: "晨光批发".to_owned(),
        base_currency: Currency::CNY,
        zone: shared::calendar::Zone::shanghai(),
    };
    let policy = policy::Publish { policy: Policy::initial() };
    Stage::empty().act(Act::OpenCompany(open)).act(Act::PublishPolicy(policy))
}

/// With the people of the office.
fn office() -> Stage {
    let people = [
        ("lin", Role::Rep),
        ("wu", Role::Rep),
        ("shen", Role::Controller),
        ("qian", Role::Cashier),
        ("yan", Role::Finance),
        ("han", Role::Admin),
    ];
    people.into_iter().fold(company(), |stage, (login, role)| {
        let (login, name, roles) = (login.to_owned(), login.to_owned(), vec![role]);
        stage.act(Act::AddUser(user::Add { login, name, roles }))
    })
}

/// With a territory that Lin works.
fn worked() -> Stage {
    office().then(&["territory.add.1", "user.grant.1"])
}

/// With a customer in it.
fn customer_there() -> Stage {
    worked().then(&["customer.import.1", "customer.assign.1"])
}

/// Who owes something.
fn owing() -> Stage {
    customer_there().then(&["invoice.import.1"])
}

/// Of which a file says that it was settled elsewhere.
fn settled() -> Stage {
    owing().then(&["invoice.horizon.1", "invoice.settle_absent.1"])
}

/// And the bank says of some money that has not found its way.
fn with_money() -> Stage {
    let Act::ImportReceipt(it) = pinned("receipt.import.1") else { panic!("a receipt") };
    settled().act(Act::ImportReceipt(receipt::Import { designations: vec![], ..it }))
}

fn cash_only(version: i64) -> Act {
    let amount = Money::try_new(5_000_000, Currency::CNY).expect("a small amount");
    let standing = CreditStanding::Limited { amount };
    Act::GrantCredit(credit::Grant {
        terms: CreditStanding::CashOnly,
        valid_from: None,
        valid_until: None,
        reason: "逾期太多".to_owned(),
        against: Against { standing, version },
    })
}

fn own_view(table: TableName) -> Act {
    let Act::SaveView(it) = pinned("saved_view.save.1") else { panic!("a view") };
    Act::SaveView(saved_view::Save { table, audience: Audience::Own, ..it })
}

/// One story of every kind.
pub fn stories() -> Vec<(String, Story)> {
    let mut all = of_staff();
    all.extend(of_books());
    all.extend(of_customers());
    all.extend(of_pairing());
    all.extend(letters::stories());
    all.extend(otherwise::stories());
    all
}

fn of_staff() -> Vec<(String, Story)> {
    let add = |stage: Stage| stage.then(&["territory.add.1"]);
    vec![
        Stage::empty().tells("company.open.1"),
        company().tells("policy.publish.1"),
        company().tells("territory.add.1"),
        company().tells("user.add.1"),
        add(office()).tells("user.grant.1"),
        worked().tells("user.end_grant.1"),
        office().tells("user.open.1"),
        worked().tells("user.change.1"),
        worked().tells("user.end.1"),
        worked().then(&["user.end.1"]).tells("user.reopen.1"),
        add(office()).tells("user.cover.1"),
        office().tells("territory.open.1"),
        add(office()).tells("territory.end.1"),
        add(office()).then(&["territory.end.1"]).tells("territory.reopen.1"),
        office().tells("saved_view.save.1"),
        office().act(own_view(TableName::Customers)).tells("saved_view.remove.1"),
        office().act(own_view(TableName::Promises)).tells("saved_view.start.1"),
    ]
}

fn of_books() -> Vec<(String, Story)> {
    vec![
        worked().tells("customer.import.1"),
        company().tells("customer.open_walk_in.1"),
        worked().then(&["customer.import.1", "invoice.import.1"]).tells("customer.assign.1"),
        customer_there().tells("invoice.import.1"),
        owing().tells("invoice.horizon.1"),
        owing().then(&["invoice.horizon.1"]).tells("invoice.settle_absent.1"),
        owing().tells("receipt.import.1"),
        company().tells("receipt.horizon.1"),
        office().tells("rate.set.1"),
        office().then(&["rate.set.1"]).tells("rate.withdraw.1"),
    ]
}

fn of_customers() -> Vec<(String, Story)> {
    let visited = || owing().then(&["visit.record.1"]);
    let attached = || visited().then(&["attachment.add.1"]);
    let proposed = || customer_there().then(&["bank_account.propose.1"]);
    let promised = || owing().then(&["promise.make.1"]);
    let taken = || promised().then(&["field_receipt.take.1"]);
    let granted = || owing().then(&["credit.grant.1"]);
    let asked = || granted().then(&["credit.request.1"]);
    vec![
        owing().tells("visit.record.1"),
        visited().tells("attachment.add.1"),
        attached().tells("attachment.arrive.1"),
        attached().tells("attachment.remove.1"),
        customer_there().tells("bank_account.propose.1"),
        proposed().tells("bank_account.settle.1"),
        proposed().then(&["bank_account.settle.1"]).tells("bank_account.remove.1"),
        owing().tells("promise.make.1"),
        promised().tells("promise.withdraw.1"),
        promised().tells("field_receipt.take.1"),
        taken().tells("field_receipt.cancel.1"),
        taken().tells("hand_in.book.1"),
        customer_there().tells("customer.change.1"),
        customer_there().tells("contact.add.1"),
        customer_there().then(&["contact.add.1"]).tells("contact.change.1"),
        customer_there().then(&["contact.add.1"]).tells("contact.remove.1"),
        owing().tells("credit.grant.1"),
        granted().tells("credit.request.1"),
        asked().act(cash_only(1)).tells("credit.revise.1"),
        asked().tells("credit.withdraw.1"),
        asked().tells("credit.decide.1"),
    ]
}

fn of_pairing() -> Vec<(String, Story)> {
    let movement = |stage: Stage, kind: &str| stage.tells_of(RowKind::Movement, 0x15, kind);
    let paired = || {
        let Act::MakePairing(it) = pinned("pairing.make.1") else { panic!("a pairing") };
        let stage = with_money();
        let row = stage.disk.rows.values().find(|it| it.row.kind() == RowKind::Movement);
        let movement = shared::id::MovementId(row.expect("a movement").row.id());
        stage.act(Act::MakePairing(shared::pairing::Make { movement, ..it }))
    };
    vec![
        movement(with_money(), "pairing.make.1"),
        movement(settled(), "pairing.settle_otherwise.1"),
        paired().tells_of(RowKind::Pairing, 0x16, "pairing.undo.1"),
    ]
}

/// Lin works the territory no more.
fn ended(stage: Stage) -> Stage {
    let Act::EndGrant(mut it) = pinned("user.end_grant.1") else { panic!("an end") };
    it.last = "2026-11-17".parse().expect("a day");
    stage.act(Act::EndGrant(it))
}
