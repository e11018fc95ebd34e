//! The desk: people with a good line, who match money, keep users, territories and views, and take files.

use shared::{
    attachment::{self, AttachmentState},
    bank_account::{self, AccountOf, AccountState},
    calendar::Days,
    customer::{Named, OpenWalkIn, WALK_IN, Word},
    file_horizon,
    id::{BankAccountId, CustomerId, SavedViewId, TerritoryId, UserId},
    money::{Currency, Quote},
    movement::{self, Direction},
    pairing::{self, ByHand, Counterpart, Otherwise, PairingState, Subject},
    rate::{self, ExchangeRate},
    row::Row,
    saved_view::{self, Audience, Holder, SavedViews},
    sync::Act,
    table::TableName,
    territory,
    user::{self, Role},
};

use super::{
    dice::Dice,
    office::{ADMIN, COMPANY, DESK, REPS, TERRITORIES},
    server::Server,
};

/// Somebody who comes and goes, and holds nothing that a phone needs.
const TEMPORARY: &str = "sun";
/// A territory that comes and goes.
const NORTH: &str = "north";
const TABLES: [TableName; 2] = [TableName::Customers, TableName::Promises];

/// One thing that somebody at the desk does.
pub fn works(server: &mut Server, dice: &mut Dice, customer: CustomerId) {
    match dice.below(17) {
        0..3 => file_leaves_out(server, dice, customer),
        3..6 => pairs(server, dice, customer),
        6 => parts(server, dice, customer),
        7 => settles(server, dice, customer),
        8 => keeps_users(server, dice),
        9 => keeps_territories(server, dice),
        10..12 => content_comes(server, dice, customer),
        12..14 => keeps_accounts(server, dice, customer),
        14 => says_rates(server, dice),
        _ => keeps_views(server, dice),
    }
}

/// A full list does not name a document any more: it was settled elsewhere.
fn file_leaves_out(server: &mut Server, dice: &mut Dice, customer: CustomerId) {
    let as_of = server.today();
    let (company, source) = (COMPANY.to_owned(), "simulator".to_owned());
    server.office(Act::ReportFile(file_horizon::Report { company, source, as_of }), None);
    let dossier = server.disk.dossier(customer);
    let open = dossier.invoices.values().filter(|it| it.open.is_positive());
    if let Some(invoice) = dice.one_of(&open.map(|it| it.id).collect::<Vec<_>>()).copied() {
        let act = Act::SettleAbsent(movement::SettleAbsent { invoice, as_of });
        server.office(act, Some(customer));
    }
}

/// The administrator says what a dollar costs, corrects it, or takes it back; now and then somebody was first.
fn says_rates(server: &mut Server, dice: &mut Dice) {
    let on = server.today().minus(Days(u32::try_from(dice.below(3)).unwrap_or(0)));
    let (currency, base) = (Currency::USD, Currency::CNY);
    let known = match server.disk.rows.get(ExchangeRate::id_of(currency, base, on)) {
        Some(it) => match &it.row {
            Row::ExchangeRate(it) => it.revision(),
            _ => 0,
        },
        None => 0,
    };
    let seen = if dice.happens(900) { known } else { 0 };
    let act = if 0 < known && dice.happens(300) {
        let reason = "看错了一行".to_owned();
        Act::WithdrawRate(rate::Withdraw { currency, base, on, reason, seen })
    } else {
        let rate = ["7.1188", "7.1203", "7.1099"][dice.below(3)].parse();
        let Ok(rate) = rate else { unreachable!("a rate") };
        let (quote, source) = (Quote { units: 1, rate }, "中间价".to_owned());
        Act::SetRate(rate::Set { currency, base, on, quote, source, seen, despite: None })
    };
    server.person(UserId::of_login(ADMIN), act, None);
}

/// A photo has come whole, and the server says so.
fn content_comes(server: &mut Server, dice: &mut Dice, customer: CustomerId) {
    let dossier = server.disk.dossier(customer);
    let all = dossier.attachments.values();
    let awaited = all.filter(|it| it.state == AttachmentState::Awaited).map(|it| it.id);
    if let Some(attachment) = dice.one_of(&awaited.collect::<Vec<_>>()).copied() {
        let act = Act::ReportArrival(attachment::Arrive { attachment });
        server.office(act, Some(customer));
    }
}

/// Two of the office keep the customer's accounts; numbers come twice, here and at others.
fn keeps_accounts(server: &mut Server, dice: &mut Dice, customer: CustomerId) {
    if dice.happens(30) {
        opens_walk_in(server);
    }
    let dossier = server.disk.dossier(customer);
    let open = dossier.bank_accounts.values().filter(|it| it.is_open());
    let open: Vec<_> = open.map(|it| (it.id, it.said(), it.state())).collect();
    let known = dice.one_of(&open).copied().filter(|_| dice.happens(700));
    let act = match known {
        Some((account, _, AccountState::Stands)) => {
            Act::RemoveAccount(bank_account::Remove { account })
        }
        Some((account, said, _)) => {
            // Now and then of what stood a word before.
            let seen = said.saturating_sub(u32::from(dice.happens(100)));
            let word = [Word::Yes, Word::No][dice.below(2)];
            Act::SettleAccount(bank_account::Settle { account, seen, word })
        }
        None => Act::ProposeAccount(bank_account::Propose {
            id: BankAccountId(dice.id()),
            of: AccountOf::ALL[dice.below(AccountOf::ALL.len())],
            holder: format!("户名{}", dice.below(5)),
            number: format!("6222 0201 0000 {:04}", dice.below(20)),
            bank: "工商银行".to_owned(),
            note: String::new(),
        }),
    };
    server.person(UserId::of_login([DESK, ADMIN][dice.below(2)]), act, Some(customer));
}

/// The server sees to it that whoever comes has an account; again it changes nothing.
fn opens_walk_in(server: &mut Server) {
    let named = Named {
        code: WALK_IN.to_owned(),
        name: WALK_IN.to_owned(),
        search_key: "散客 sk".to_owned(),
        sort_key: "san ke".to_owned(),
    };
    let act = Act::OpenWalkIn(OpenWalkIn { named, reason: "现款".to_owned() });
    server.office(act, Some(CustomerId::walk_in()));
}

/// Finance says which money a movement was.
fn pairs(server: &mut Server, dice: &mut Dice, customer: CustomerId) {
    let dossier = server.disk.dossier(customer);
    let waits = dossier
        .movements
        .values()
        .filter(|it| it.direction == Direction::SettledElsewhere && it.unpaired.is_positive());
    let movements: Vec<_> = waits.map(|it| it.id).collect();
    let booked = dossier.receipts.values().filter(|it| it.unapplied.is_positive());
    let slips = dossier.field_receipts.values().filter(|it| it.is_waiting());
    let money: Vec<_> = booked
        .map(|it| ByHand::Receipt(it.id))
        .chain(slips.map(|it| ByHand::FieldReceipt(it.id)))
        .collect();
    let (Some(movement), Some(with)) = (dice.one_of(&movements), dice.one_of(&money)) else {
        return;
    };
    let act = Act::MakePairing(pairing::Make { movement: *movement, with: *with });
    server.person(UserId::of_login(DESK), act, Some(customer));
}

/// A pairing was wrong.
fn parts(server: &mut Server, dice: &mut Dice, customer: CustomerId) {
    let dossier = server.disk.dossier(customer);
    let stands = dossier.pairings.values().filter(|it| {
        !matches!(it.state, PairingState::Undone { .. })
            && !matches!(it.with, Counterpart::Reopening { .. })
    });
    if let Some(pairing) = dice.one_of(&stands.map(|it| it.id).collect::<Vec<_>>()).copied() {
        let act = Act::UndoPairing(pairing::Undo { pairing });
        server.person(UserId::of_login(DESK), act, Some(customer));
    }
}

/// No money stands behind a movement.
fn settles(server: &mut Server, dice: &mut Dice, customer: CustomerId) {
    let dossier = server.disk.dossier(customer);
    let waits = dossier.movements.values().filter(|it| it.unpaired.is_positive());
    if let Some(movement) = dice.one_of(&waits.map(|it| it.id).collect::<Vec<_>>()).copied() {
        let (subject, reason) = (Subject::Movement(movement), "退货".to_owned());
        let how = [Otherwise::Return, Otherwise::Allowance][dice.below(2)];
        let act = Act::SettleOtherwise(pairing::SettleOtherwise { subject, how, reason });
        server.person(UserId::of_login(DESK), act, Some(customer));
    }
}

fn keeps_users(server: &mut Server, dice: &mut Dice) {
    let today = server.today();
    let user = UserId::of_login(TEMPORARY);
    let known = server.disk.rows.get(user.0).map(|it| &it.row);
    let act = match known {
        Some(Row::User(it)) if it.has_left() => Act::ReopenUser(user::Reopen { user }),
        Some(_) if dice.happens(400) => Act::EndUser(user::End { user }),
        Some(_) => {
            let roles = vec![[Role::OrderDesk, Role::Finance][dice.below(2)]];
            Act::ChangeUser(user::Change { user, name: "孙".to_owned(), roles })
        }
        None => {
            let (login, roles) = (TEMPORARY.to_owned(), vec![Role::Finance]);
            Act::OpenUser(user::Open { login, name: "孙".to_owned(), roles })
        }
    };
    server.person(UserId::of_login(ADMIN), act, None);
    if dice.happens(500) {
        let user = UserId::of_login(REPS[dice.below(REPS.len())]);
        let territory = TerritoryId::of_code(TERRITORIES[dice.below(TERRITORIES.len())]);
        let until = today.plus(Days(u32::try_from(dice.below(3)).unwrap_or(0)));
        let act = Act::CoverTerritory(user::Cover { user, territory, from: today, until });
        server.person(UserId::of_login(ADMIN), act, None);
    }
}

fn keeps_territories(server: &mut Server, dice: &mut Dice) {
    let territory = TerritoryId::of_code(NORTH);
    let known = server.disk.rows.get(territory.0).map(|it| &it.row);
    let act = match known {
        Some(Row::Territory(it)) if it.has_ended() => {
            Act::ReopenTerritory(territory::Reopen { territory })
        }
        Some(_) => Act::EndTerritory(territory::End { territory }),
        None => {
            let (code, name) = (NORTH.to_owned(), "北区".to_owned());
            Act::OpenTerritory(territory::Open { code, name })
        }
    };
    server.person(UserId::of_login(ADMIN), act, None);
    if dice.happens(200) {
        let customers = server.disk.customers();
        let customer = dice.one_of(&customers).copied();
        let act = Act::AssignTerritory(shared::customer::Assign { territory: Some(territory) });
        server.office(act, customer);
    }
}

fn keeps_views(server: &mut Server, dice: &mut Dice) {
    let (person, table) = (UserId::of_login(DESK), TABLES[dice.below(TABLES.len())]);
    let number = dice.below(3);
    let audience = [Audience::Own, Audience::Everybody][dice.below(2)];
    let held = SavedViews::id_of(Holder::of(audience, person));
    let known = match server.disk.rows.get(held).map(|it| &it.row) {
        Some(Row::SavedViews(it)) => it.views.iter().map(|it| it.id).collect(),
        _ => vec![],
    };
    // Mostly one that is there, so that views are changed, removed and begun with.
    let known = dice.one_of(&known).copied().filter(|_| dice.happens(700));
    let id = known.unwrap_or_else(|| SavedViewId(dice.id()));
    let act = match dice.below(4) {
        0 => Act::RemoveView(saved_view::Remove { id, audience }),
        1 => {
            let view = Some(id).filter(|_| dice.happens(700));
            Act::StartWithView(saved_view::SetStart { table, view })
        }
        _ => Act::SaveView(saved_view::Save {
            id,
            table,
            name: format!("视图{number}{}", dice.below(4)),
            query: format!("?search={number}"),
            audience,
        }),
    };
    server.person(person, act, None);
}
