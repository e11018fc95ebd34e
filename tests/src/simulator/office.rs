//! The office: what happens to the books and the territories while reps are out.

use shared::{
    allocation::Designation,
    calendar::{Day, Days, Zone},
    company,
    credit::{self, Against, CreditStanding, Decision, RequestState},
    customer,
    field_receipt::is_handed_in,
    hand_in::{self, CountedSlip},
    id::{CompanyId, CustomerId, HandInId, TerritoryId, UserId},
    invoice,
    money::{Currency, Money},
    policy,
    receipt::{self, PaymentMethod},
    row::Row,
    sync::{Act, Verdict},
    territory,
    user::{self, Role},
};

use super::{desk, dice::Dice, fields, server::Server};

pub const COMPANY: &str = "1000";
pub const TERRITORIES: [&str; 3] = ["east", "south", "west"];
pub const REPS: [&str; 3] = ["lin", "zhou", "wu"];
pub const DESK: &str = "shen";
pub const CASHIER: &str = "qian";
pub const ADMIN: &str = "han";

/// Who somebody is, for people; the server's own devices share one name.
#[must_use]
pub fn name_of(user: UserId) -> &'static str {
    let known = REPS.into_iter().chain([DESK, CASHIER, ADMIN]);
    known.into_iter().find(|it| UserId::of_login(it) == user).unwrap_or("office")
}

/// Opens the books: a company, three territories with a rep each, customers with receivables.
pub fn open(server: &mut Server, dice: &mut Dice, customers: usize) {
    let today = server.today();
    must(&server.begins());
    must(&server.office(
        Act::OpenCompany(company::Open {
            code: COMPANY.to_owned(),
            name: "晨光批发".to_owned(),
            base_currency: Currency::CNY,
            zone: Zone::shanghai(),
        }),
        None,
    ));
    for (code, login) in TERRITORIES.into_iter().zip(REPS) {
        let name = code.to_owned();
        must(&server.office(Act::AddTerritory(territory::Add { code: name.clone(), name }), None));
        let (login, name) = (login.to_owned(), login.to_owned());
        must(&server.office(Act::AddUser(user::Add { login, name, roles: vec![Role::Rep] }), None));
    }
    for (login, role) in [(DESK, Role::Controller), (CASHIER, Role::Cashier), (ADMIN, Role::Admin)]
    {
        let (login, name, roles) = (login.to_owned(), login.to_owned(), vec![role]);
        must(&server.office(Act::AddUser(user::Add { login, name, roles }), None));
    }
    for (code, login) in TERRITORIES.into_iter().zip(REPS) {
        grant(server, UserId::of_login(login), TerritoryId::of_code(code), today.minus(Days(30)));
    }
    for number in 0..customers {
        let customer = bill(server, dice, number);
        bill(server, dice, number);
        let code = TERRITORIES[number % TERRITORIES.len()];
        assign(server, customer, Some(TerritoryId::of_code(code)));
    }
}

/// What the office asks for, with all it needs before it, is never refused.
fn must(verdict: &Verdict) {
    assert_eq!(*verdict, Verdict::Applied, "the office knows its books");
}

pub fn grant(server: &mut Server, user: UserId, territory: TerritoryId, from: Day) {
    server.office(Act::GrantTerritory(user::GrantTerritory { user, territory, from }), None);
}

pub fn assign(server: &mut Server, customer: CustomerId, territory: Option<TerritoryId>) {
    server.office(Act::AssignTerritory(customer::Assign { territory }), Some(customer));
}

fn named(number: usize) -> customer::Named {
    let code = format!("C{number:03}");
    customer::Named {
        name: format!("客户{number}"),
        search_key: format!("客户{number} kh{number} c{number:03}"),
        sort_key: format!("ke hu {number:03}"),
        code,
    }
}

fn cny(minor: i64) -> Money {
    Money::try_new(minor, Currency::CNY).expect("a small amount")
}

/// One more receivable of a customer, who may be new.
pub fn bill(server: &mut Server, dice: &mut Dice, customer: usize) -> CustomerId {
    let today = server.today();
    let issued_on = today.minus(Days(u32::try_from(dice.below(90)).unwrap_or(0)));
    let named = named(customer);
    let id = named.id();
    let act = Act::ImportInvoice(invoice::Import {
        company: COMPANY.to_owned(),
        source: "simulator".to_owned(),
        kind: "RV".to_owned(),
        number: dice.id().to_string(),
        customer: named,
        issued_on,
        posted_on: issued_on,
        due_on: issued_on.plus(Days(30)),
        amount: cny(dice.between(1, 5_000_000)),
        disputed: dice.happens(100),
        still_open: None,
    });
    server.office(act, Some(id));
    id
}

/// A bank receipt of a customer, some of it meant for open receivables.
pub fn receive(server: &mut Server, dice: &mut Dice, customer: CustomerId) {
    let dossier = server.disk.dossier(customer);
    let amount = dice.between(1, 3_000_000);
    let (mut left, mut designations) = (amount, vec![]);
    for invoice in dossier.invoices.values().filter(|it| it.open.is_positive()) {
        if left <= 0 || dice.happens(400) {
            continue;
        }
        let part = left.min(invoice.open.minor());
        let part = if dice.happens(500) { part } else { dice.between(1, part) };
        designations.push(Designation { invoice: invoice.id, amount: cny(part) });
        left -= part;
    }
    let act = Act::ImportReceipt(receipt::Import {
        company: COMPANY.to_owned(),
        source: "bank-zh".to_owned(),
        number: dice.id().to_string(),
        valued_on: server.today(),
        amount: cny(amount),
        method: PaymentMethod::Transfer,
        payer: "付款人".to_owned(),
        memo: String::new(),
        designations,
    });
    server.office(act, Some(customer));
}

/// The desk corrects what a rep may be correcting too; or a file brings a contact.
fn desk_corrects(server: &mut Server, dice: &mut Dice, customer: CustomerId) {
    let Some(known) = server.disk.customer(customer).cloned() else { return };
    if dice.happens(250) {
        let named = customer::Named {
            code: known.code,
            name: known.name,
            search_key: known.search_key,
            sort_key: known.sort_key,
        };
        let contacts = vec![fields::in_file(dice)];
        server.office(Act::ImportCustomer(customer::Import { named, contacts }), Some(customer));
        return;
    }
    for _ in 0..=dice.below(3) {
        let Some(known) = server.disk.customer(customer).cloned() else { return };
        server.person(UserId::of_login(DESK), fields::corrects(&known, dice), Some(customer));
    }
}

/// The bank data reach up to today.
pub fn report_horizon(server: &mut Server) {
    let (company, reaches) = (COMPANY.to_owned(), server.today());
    server.office(Act::ReportHorizon(receipt::ReportHorizon { company, reaches }), None);
}

/// A territory is taken from its rep and given to another one; sometimes to a third later on.
pub fn hand_over(server: &mut Server, dice: &mut Dice) {
    let today = server.today();
    let user = UserId::of_login(REPS[dice.below(REPS.len())]);
    let territory = TerritoryId::of_code(TERRITORIES[dice.below(TERRITORIES.len())]);
    let Some(caller) = server.disk.caller(user) else { return };
    if caller.territories_on(today).contains(&territory) {
        let last = today.minus(Days(1));
        server.office(Act::EndGrant(user::EndGrant { user, territory, last }), None);
    } else {
        grant(server, user, territory, today);
    }
}

/// A controller sets what a customer may owe.
pub fn grants_credit(server: &mut Server, dice: &mut Dice, customer: CustomerId) {
    let act = Act::GrantCredit(credit::Grant {
        terms: CreditStanding::Limited { amount: cny(dice.between(1, 90) * 100_000) },
        valid_from: None,
        valid_until: None,
        reason: "年度授信".to_owned(),
        against: Against::standing_in(&server.disk.dossier(customer)),
    });
    server.person(UserId::of_login(DESK), act, Some(customer));
}

/// A controller decides what waits of a customer.
pub fn decides(server: &mut Server, dice: &mut Dice, customer: CustomerId) {
    let dossier = server.disk.dossier(customer);
    let mut requests = dossier.credit_requests.values();
    let Some(waits) = requests.find(|it| *it.state() == RequestState::Waiting) else { return };
    let act = Act::DecideCreditRequest(credit::Decide {
        request: waits.id,
        revision: waits.revision(),
        against: Against::standing_in(&dossier),
        decision: [Decision::Approve, Decision::Return, Decision::Reject][dice.below(3)],
        reason: "看过".to_owned(),
    });
    must(&server.person(UserId::of_login(DESK), act, Some(customer)));
}

/// A new version of the policy, from today or from tomorrow on.
pub fn publish(server: &mut Server, dice: &mut Dice) {
    let mut policy = server.disk.register().policy_on(server.today().plus(Days(60)));
    policy.version += 1;
    policy.valid_from = server.today().plus(Days(u32::from(dice.happens(500))));
    policy.promise.tolerance = Days(u32::try_from(dice.below(5)).unwrap_or(0));
    // Below what reps are promised: who has not heard of it says what it does not allow.
    policy.promise.furthest = Days([10, 366][dice.below(2)]);
    server.office(Act::PublishPolicy(policy::Publish { policy }), None);
}

/// A rep hands in at the cashier's desk: some of the slips, sometimes one of them short.
pub fn counts(server: &mut Server, dice: &mut Dice) {
    let rep = UserId::of_login(REPS[dice.below(REPS.len())]);
    let mut slips = vec![];
    for slip in server.disk.field_receipts().filter(|it| it.is_waiting() && it.author == rep) {
        if !is_handed_in(slip.method) || dice.happens(300) {
            continue;
        }
        let short = dice.happens(100) && 1 < slip.amount.minor();
        let counted = if short { cny(slip.amount.minor() - 1) } else { slip.amount };
        slips.push(CountedSlip { field_receipt: slip.id, counted });
    }
    let (id, reason) = (HandInId(dice.id()), "少一分".to_owned());
    let act = Act::BookHandIn(hand_in::Book { id, rep, slips, reason });
    server.person(UserId::of_login(CASHIER), act, None);
}

/// One thing that an office does in a day.
pub fn works(server: &mut Server, dice: &mut Dice) {
    let customers = server.disk.customers();
    let Some(customer) = dice.one_of(&customers).copied() else { return };
    match dice.below(38) {
        0..6 => {
            let number = dice.below(customers.len() + 1);
            bill(server, dice, number);
        }
        6..12 => receive(server, dice, customer),
        12..16 => {
            let to = dice.one_of(&TERRITORIES).map(|it| TerritoryId::of_code(it));
            let to = to.filter(|_| dice.happens(900));
            assign(server, customer, to);
        }
        16 => desk_corrects(server, dice, customer),
        17 => hand_over(server, dice),
        18 => report_horizon(server),
        20..22 => grants_credit(server, dice, customer),
        22..24 => decides(server, dice, customer),
        24..26 => counts(server, dice),
        26.. => desk::works(server, dice, customer),
        _ => publish(server, dice),
    }
}

/// The seller's company in the simulator.
#[must_use]
pub fn company() -> CompanyId {
    CompanyId::of_code(COMPANY)
}

/// Whether a row is what a rep said or saw.
#[must_use]
pub fn is_fact(row: &Row) -> bool {
    matches!(row, Row::Promise(_) | Row::Visit(_) | Row::FieldReceipt(_))
}
