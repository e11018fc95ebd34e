//! The walk-in account: one, cash only, and nobody's.

use shared::{
    bank_account::{AccountOf, Propose},
    credit::{Against, CreditStanding, Grant, Request},
    customer::{Import, OpenWalkIn, WALK_IN},
    id::{BankAccountId, CreditRequestId, CustomerId, TerritoryId, derived},
    row::Row,
    sync::{Act, Command},
};

use crate::stage::{Stage, customer, day, money, named, rows, said};

/// The dossier of the account, as the server has it before a command.
fn at_counter() -> Stage {
    let mut stage = Stage::empty();
    stage.dossier.customer = None;
    stage
}

fn act(stage: &mut Stage, who: &str, act: Act) -> String {
    let caller = stage.caller(who);
    let policy = stage.dossier.register.policy_on(day("11-18"));
    let customer = Some(CustomerId::walk_in());
    let command = Command { customer, ..stage.command(act, caller.user, day("11-18")) };
    let when = shared::calendar::When::on(day("11-18"));
    let outcome = stage.ask_command(&command, &caller, &policy, when);
    if let Ok(effects) = &outcome {
        stage.take(effects);
    }
    said(&outcome)
}

fn open() -> Act {
    Act::OpenWalkIn(OpenWalkIn { named: named(WALK_IN, WALK_IN), reason: "现款".to_owned() })
}

fn terms(text: &str) -> CreditStanding {
    match text {
        "cash" => CreditStanding::CashOnly,
        "unlimited" => CreditStanding::Unlimited,
        "nothing" => CreditStanding::NotGranted,
        amount => CreditStanding::Limited { amount: money(amount) },
    }
}

#[test]
fn it_comes_once_and_stays_at_cash_only() {
    let mut stage = at_counter();
    for (row, cells) in rows(
        "
        # who   what                 answer
        shen    open                 refused: not_permitted needs=system
        import  open                 customer + credit_line
        import  open                 nothing
        shen    grant 0.01           refused: credit walk_in
        gu      grant unlimited      refused: credit walk_in
        shen    grant nothing        refused: credit walk_in
        shen    grant cash           credit_line
        lin     ask 100              refused: credit walk_in
        lin     ask unlimited        refused: credit walk_in
        import  named 福州宏盛食品         refused: customer walk_in_name name=福州宏盛食品
        import  named 散客             nothing
        yan     account              refused: bank_account walk_in
        import  open                 nothing
        ",
    ) {
        let [who, what, answer] = cells[..] else { panic!("{row}") };
        // The rep works where it stands by now.
        if let Some(it) = &mut stage.dossier.customer {
            it.territory = Some(TerritoryId::of_code("east"));
        }
        let (what, with) = what.split_once(' ').unwrap_or((what, ""));
        let against = Against::standing_in(&stage.dossier);
        let reason = "常来".to_owned();
        let it = match what {
            "open" => open(),
            "grant" => Act::GrantCredit(Grant {
                terms: terms(with),
                valid_from: None,
                valid_until: None,
                reason,
                against,
            }),
            "ask" => Act::RequestCredit(Request {
                id: CreditRequestId(derived("credit_request", &["1"])),
                asked: terms(with),
                reason,
                against,
            }),
            "account" => Act::ProposeAccount(Propose {
                id: BankAccountId(derived("bank_account", &["1"])),
                of: AccountOf::Payer,
                holder: "王".to_owned(),
                number: String::new(),
                bank: String::new(),
                note: String::new(),
            }),
            _ => Act::ImportCustomer(Import { named: named(WALK_IN, with), contacts: vec![] }),
        };
        assert_eq!(act(&mut stage, who, it), answer, "in row: {row}");
    }
    let line = stage.dossier.credit_line.as_ref().unwrap();
    assert_eq!(line.standing, CreditStanding::CashOnly);
    assert_eq!(stage.dossier.customer.as_ref().unwrap().name, WALK_IN);
}

/// Somebody's ERP had a customer under this code: it becomes the account, and its credit ends.
#[test]
fn who_stood_under_its_code_becomes_it_without_credit() {
    let mut stage = at_counter();
    stage.dossier.customer = Some(customer(WALK_IN, Some("east")));
    let name = stage.dossier.customer.as_ref().unwrap().name.clone();
    assert_eq!(act(&mut stage, "import", open()), "customer + credit_line");
    let it = stage.dossier.customer.as_ref().unwrap();
    assert_eq!((it.name.as_str(), it.is_walk_in()), (WALK_IN, true));
    assert!(it.also_known_as.contains(&name), "it is found under what it was called");
    assert_eq!(act(&mut stage, "import", open()), "nothing");
    let other = OpenWalkIn { named: named("K-0217", "x"), reason: String::new() };
    let outcome = act(&mut stage, "import", Act::OpenWalkIn(other));
    assert_eq!(outcome, "refused: customer unknown customer");
    assert!(stage.dossier.rows().iter().any(|it| matches!(it, Row::CreditLine(_))));
}
