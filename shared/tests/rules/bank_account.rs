//! Bank accounts and payer aliases: two people of the office, and what stands in each field.

use shared::{
    bank_account::{
        self, AccountOf, BankAccount, BankAccountRefusal, Propose, Remove, Settle, Sight, grouped,
        normalised,
    },
    customer::Word,
    id::{BankAccountId, CustomerId, derived},
    row::Row,
    sync::{Act, Command, replica::predict},
    user::{Caller, Role},
};

use crate::stage::{Stage, day, rows, said};

const NUMBER: &str = "1402 0231 0900 0012 345";

fn id(name: &str) -> BankAccountId {
    BankAccountId(derived("bank_account", &[name]))
}

fn own(name: &str, number: &str) -> Act {
    let text = |it: &str| it.to_owned();
    Act::ProposeAccount(Propose {
        id: id(name),
        of: AccountOf::Customer,
        holder: text("福州宏盛食品有限公司"),
        number: text(number),
        bank: text("工商银行福州鼓楼支行"),
        note: String::new(),
    })
}

fn payer(name: &str, holder: &str, number: &str) -> Act {
    let (holder, number) = (holder.to_owned(), number.to_owned());
    let (of, bank, note) = (AccountOf::Payer, String::new(), "老板娘".to_owned());
    Act::ProposeAccount(Propose { id: id(name), of, holder, number, bank, note })
}

/// `+a` proposes, `-a` proposes to remove, `a yes` and `a no` settle what is seen, `a late` what was seen
/// one word before.
fn act(what: &str, stage: &Stage) -> Act {
    let (name, word) = what.split_once(' ').unwrap_or((what, ""));
    if let Some(name) = name.strip_prefix('+') {
        return match name {
            "wang" => payer(name, "王秀英", ""),
            // The same account under another id.
            "again" => own(name, "14020231-0900-0012-345"),
            _ => own(name, NUMBER),
        };
    }
    if let Some(name) = name.strip_prefix('-') {
        return Act::RemoveAccount(Remove { account: id(name) });
    }
    let said = stage.dossier.bank_accounts.get(&id(name)).map_or(1, BankAccount::said);
    let (word, back) = match word {
        "yes" => (Word::Yes, 0),
        "no" => (Word::No, 0),
        // What a device sends twice saw what stood before its own word, as one does who is late.
        "late" | "yes-again" => (Word::Yes, 1),
        _ => panic!("{what}"),
    };
    Act::SettleAccount(Settle { account: id(name), seen: said.saturating_sub(back), word })
}

#[test]
fn an_account_comes_and_goes_by_two_people_of_the_office() {
    let mut stage = Stage::new();
    stage.employs("nei", &[Role::OrderDesk], None);
    stage.employs("west", &[Role::Manager], Some("west"));
    for (row, cells) in rows(
        "
        # who  what         answer                                                 state
        lin    +a           refused: not_permitted needs=finance                   none
        qian   +a           refused: not_permitted needs=finance                   none
        nei    +a           refused: not_permitted needs=finance                   none
        ji     +a           refused: not_permitted needs=finance                   none
        west   +a           refused: not_yours customer                            none
        yan    +a           bank_account                                           adding
        yan    +a           nothing                                                adding
        shen   +a           refused: bank_account id_taken account                 adding
        shen   +again       refused: bank_account here_already holder=福州宏盛食品有限公司  none
        yan    a yes        refused: bank_account same_person                      adding
        yan    -a           refused: bank_account waits_already                    adding
        lin    a yes        refused: not_permitted needs=finance                   adding
        shen   a yes        bank_account                                           stands
        shen   a yes-again  nothing                                                stands
        gu     a late       refused: bank_account moved_on                         stands
        shen   a yes        refused: bank_account nothing_waits                    stands
        shen   -a           bank_account                                           leaving
        shen   -a           nothing                                                leaving
        yan    -a           refused: bank_account waits_already                    leaving
        shen   a yes        refused: bank_account same_person                      leaving
        shen   a no         bank_account                                           stands
        zhou   -a           bank_account                                           leaving
        yan    a no         bank_account                                           stands
        zhou   -a           bank_account                                           leaving
        yan    a yes        bank_account                                           gone
        yan    -a           refused: bank_account not_standing                     gone
        yan    a yes        refused: bank_account nothing_waits                    gone
        yan    +again       bank_account                                           adding
        yan    again no     bank_account                                           gone
        gu     +wang        bank_account                                           adding
        zhou   wang no      bank_account                                           gone
        zhou   b yes        refused: bank_account unknown account                  none
        ",
    ) {
        let [who, what, answer, then] = cells[..] else { panic!("{row}") };
        let outcome = stage.act(who, "11-18", act(what, &stage.clone()));
        assert_eq!(said(&outcome), answer, "in row: {row}");
        let name = what.trim_start_matches(['+', '-']).split(' ').next().unwrap();
        let account = stage.dossier.bank_accounts.get(&id(name));
        assert_eq!(account.map_or("none", |it| it.state().name()), then, "in row: {row}");
    }
    let steps = &stage.dossier.bank_accounts[&id("a")].steps;
    let by = |login: &str| stage.caller(login).user;
    let kept: Vec<_> = steps.iter().map(|it| (it.by, it.on)).collect();
    let who = ["yan", "shen", "shen", "shen", "zhou", "yan", "zhou", "yan"];
    assert_eq!(kept, who.map(|it| (by(it), day("11-18"))), "who said what, and when, is kept");
}

#[test]
fn what_cannot_stand_in_a_field_is_refused_at_it() {
    let form = |of, holder: &str, number: &str, bank: &str, note: &str| Propose {
        id: id("a"),
        of,
        holder: holder.to_owned(),
        number: number.to_owned(),
        bank: bank.to_owned(),
        note: note.to_owned(),
    };
    let (us, other, long) = (AccountOf::Customer, AccountOf::Payer, "长".repeat(101));
    for (form, answer) in [
        (form(us, " ", NUMBER, "工行", ""), "holder_empty"),
        (form(us, "宏盛", " ", "工行", ""), "number_empty"),
        (form(us, "宏盛", NUMBER, " ", ""), "bank_empty"),
        (form(us, "宏盛", "1234567", "工行", ""), "number_length"),
        (form(us, "宏盛", &"1".repeat(33), "工行", ""), "number_length"),
        (form(us, "宏盛", "1234.5678", "工行", ""), "number_malformed"),
        (form(us, "宏盛", "一二三四五六七八", "工行", ""), "number_malformed"),
        (form(us, &long, NUMBER, "工行", ""), "too_long"),
        (form(us, "宏盛", NUMBER, &long, ""), "too_long"),
        (form(other, "王秀英", "", "", &long), "too_long"),
        (form(other, "", "", "", ""), "holder_empty"),
        (form(other, "王秀英", "123", "", ""), "number_length"),
    ] {
        let refusal = form.well_formed().unwrap_err();
        let wire = serde_json::to_value(&refusal).unwrap();
        assert_eq!(wire["why"], answer, "{form:?}");
        assert!(!wire.to_string().contains("14020231"), "no refusal repeats a number");
    }
    let kept = form(us, " 宏盛 ", " 1402 0231-0900 ", " 工行 ", "").well_formed().unwrap();
    assert_eq!((&*kept.holder, &*kept.number, &*kept.bank), ("宏盛", "140202310900", "工行"));
    assert!(form(other, "王秀英", "", "", "").well_formed().is_ok(), "of a payer the name will do");
}

#[test]
fn a_number_is_kept_without_what_people_put_between() {
    for (typed, kept) in [
        ("6222 0214-0201\u{3000}3456 789", "6222021402013456789"),
        ("６２２２０２１４", "62220214"),
        ("nra12345678", "NRA12345678"),
        ("", ""),
    ] {
        assert_eq!(normalised(typed), Ok(kept.to_owned()), "{typed}");
    }
    let malformed = |sign: &str| Err(BankAccountRefusal::NumberMalformed { sign: sign.to_owned() });
    assert_eq!(normalised("12345678*"), malformed("*"));
    assert_eq!(grouped("1402023109000"), "1402 0231 0900 0");
}

/// One owner has two shops: it is said, and does not stand in the way.
#[test]
fn the_same_number_at_another_customer_is_said_in_the_row() {
    let mut stage = Stage::new();
    let mut other = Stage::new();
    other.act("yan", "11-18", own("b", NUMBER)).unwrap();
    let row = Row::BankAccount(other.dossier.bank_accounts[&id("b")].clone());
    stage.elsewhere("K-9", row);
    stage.act("yan", "11-18", own("a", NUMBER)).unwrap();
    assert_eq!(stage.dossier.bank_accounts[&id("a")].also_at, ["K-9"]);
    // It went there meanwhile: the second person reads what is so now.
    stage.dossier.elsewhere.clear();
    let settle = Settle { account: id("a"), seen: 1, word: Word::Yes };
    stage.act("shen", "11-18", Act::SettleAccount(settle)).unwrap();
    assert!(stage.dossier.bank_accounts[&id("a")].also_at.is_empty());
}

#[test]
fn reps_see_nothing_and_the_order_desk_the_last_digits() {
    let mut stage = Stage::new();
    stage.act("yan", "11-18", own("a", NUMBER)).unwrap();
    let account = &stage.dossier.bank_accounts[&id("a")];
    let whole = Some("1402023109000012345");
    for (role, number) in [
        (Role::Rep, None),
        (Role::System, None),
        (Role::OrderDesk, Some("••••2345")),
        (Role::Manager, whole),
        (Role::Controller, whole),
        (Role::Finance, whole),
        (Role::Cashier, whole),
        (Role::Approver, whole),
        (Role::Admin, whole),
        (Role::Auditor, whole),
    ] {
        let caller = Caller { user: stage.caller("lin").user, roles: vec![role], grants: vec![] };
        let seen = account.clone().seen_with(Sight::of(&caller));
        assert_eq!(seen.as_ref().map(|it| &*it.number), number, "{role:?}");
    }
}

/// Who is rep and manager at once has the customer on the phone, and not its accounts.
#[test]
fn no_device_foresees_anything_about_accounts() {
    let stage = Stage::new();
    let caller = stage.caller("yan");
    let command = Command {
        customer: Some(CustomerId::of_code("K-0217")),
        ..stage.clone().command(own("a", ""), caller.user, day("11-18"))
    };
    let foreseen = predict(&command, Some(&stage.dossier), &caller, day("11-18"));
    assert_eq!(foreseen, Ok(shared::sync::replica::Foreseen::Unsure));
    assert!(bank_account::may_keep(&caller));
    assert!(stage.dossier.rows().iter().all(|it| !matches!(it, Row::BankAccount(_))));
}
