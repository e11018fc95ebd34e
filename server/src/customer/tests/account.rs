//! Bank accounts through the desk of a real database, and what of them reaches phones: nothing.

use shared::{
    bank_account::{AccountOf, BankAccount, BankAccountRefusal, Propose, Remove, Settle},
    customer::Word,
    id::{BankAccountId, CustomerId},
    page::{CustomerFile, CustomerListing},
    refusal::Refusal,
    row::Row,
    sync::{Act, Scope, Verdict},
    user::Role,
};

use crate::{
    id,
    testing::{Client, Stage, phone::Phone},
};

const NUMBER: &str = "14020231 0900 0012";

fn propose(account: BankAccountId, holder: &str) -> Act {
    Act::ProposeAccount(Propose {
        id: account,
        of: AccountOf::Payer,
        holder: holder.to_owned(),
        number: NUMBER.to_owned(),
        bank: "工商银行".to_owned(),
        note: String::new(),
    })
}

/// Says the second word about what waits.
fn settle(account: BankAccountId, seen: u32, word: Word) -> Act {
    Act::SettleAccount(Settle { account, seen, word })
}

fn fresh() -> BankAccountId {
    BankAccountId(id::op().0)
}

/// Finance and the controller, who may keep accounts, beside those of every stage.
async fn begin() -> Option<(Stage, Phone, Phone)> {
    let stage = Stage::furnished().await?;
    stage.add_user("yan", &[Role::Finance]).await;
    stage.add_user("shen", &[Role::Controller]).await;
    let (yan, shen) = (Phone::of(&stage, "yan").await, Phone::of(&stage, "shen").await);
    Some((stage, yan, shen))
}

async fn says(phone: &mut Phone, customer: &str, act: Act) -> Verdict {
    let command = phone.command(customer, "2026-11-20", act);
    phone.push_one(&command).await
}

async fn accounts(client: &Client, code: &str) -> Vec<BankAccount> {
    let path = format!("/api/customers/{}", CustomerId::of_code(code));
    let file: CustomerFile = client.get(&path).await.unwrap();
    let account = |row: Row| if let Row::BankAccount(it) = row { Some(it) } else { None };
    file.rows.into_iter().filter_map(|it| account(it.row)).collect()
}

#[tokio::test]
async fn an_account_stands_by_two_people_and_no_phone_hears_of_it() {
    let Some((stage, mut yan, mut shen)) = begin().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    lin.pull(100).await;
    let account = fresh();
    assert_eq!(says(&mut yan, "C1", propose(account, "王秀英")).await, Verdict::Applied);
    let refused = |why: BankAccountRefusal| Verdict::Rejected { refusal: why.into() };
    let own = says(&mut yan, "C1", settle(account, 1, Word::Yes)).await;
    assert_eq!(own, refused(BankAccountRefusal::SamePerson));
    assert_eq!(says(&mut shen, "C1", settle(account, 1, Word::Yes)).await, Verdict::Applied);
    let twice = says(&mut shen, "C1", propose(fresh(), "王秀英")).await;
    let holder = "王秀英".to_owned();
    assert_eq!(twice, refused(BankAccountRefusal::HereAlready { holder }));
    let listed = accounts(&yan.client, "C1").await;
    assert!(listed[0].counts());
    assert_eq!((listed.len(), listed[0].number.as_str()), (1, "1402023109000012"));
    // The order desk sees which one it is, a rep that there is none; what travels is nothing at all.
    stage.add_user("nei", &[Role::OrderDesk]).await;
    let nei = stage.sign_in("nei").await;
    assert_eq!(accounts(&nei, "C1").await[0].number, "••••0012");
    assert!(accounts(&lin.client, "C1").await.is_empty());
    lin.pull(100).await;
    let mut anew = Phone::of(&stage, "lin").await;
    anew.snapshot().await;
    stage.assign("C1", Some("south")).await;
    let mut wang = Phone::of(&stage, "wang").await;
    wang.pull(100).await;
    for phone in [&lin, &anew, &wang] {
        assert!(phone.rows.values().all(|(_, _, it)| !matches!(it, Row::BankAccount(_))));
        assert!(phone.cursors.keys().all(|it| *it != Scope::Unassigned));
    }
    assert_eq!(accounts(&yan.client, "C1").await.len(), 1, "it stays with the office");
    let rep = says(&mut lin, "C2", propose(fresh(), "x")).await;
    let needs = Role::Finance;
    assert_eq!(rep, Verdict::Rejected { refusal: Refusal::NotPermitted { needs } });
    stage.check().await;
}

#[tokio::test]
async fn the_same_number_elsewhere_is_said_and_what_waits_is_listed() {
    let Some((stage, mut yan, mut shen)) = begin().await else { return };
    let waits = async |client: &Client| -> Vec<String> {
        let listing: CustomerListing = client.get("/api/customers?file=proposed").await.unwrap();
        listing.rows.into_iter().map(|it| it.brief.customer.code).collect()
    };
    let (first, second) = (fresh(), fresh());
    says(&mut yan, "C1", propose(first, "王秀英")).await;
    assert_eq!(waits(&shen.client).await, ["C1"]);
    says(&mut yan, "C3", propose(second, "王秀英")).await;
    assert_eq!(accounts(&shen.client, "C3").await[0].also_at, ["C1"]);
    says(&mut shen, "C1", settle(first, 1, Word::Yes)).await;
    assert_eq!(accounts(&shen.client, "C1").await[0].also_at, ["C3"]);
    says(&mut shen, "C3", settle(second, 1, Word::No)).await;
    assert!(waits(&shen.client).await.is_empty());
    says(&mut shen, "C1", Act::RemoveAccount(Remove { account: first })).await;
    assert_eq!(waits(&shen.client).await, ["C1"]);
    assert_eq!(says(&mut yan, "C1", settle(first, 3, Word::Yes)).await, Verdict::Applied);
    let gone = &accounts(&shen.client, "C1").await[0];
    assert!(!gone.is_open() && gone.also_at.is_empty() && gone.steps.len() == 4);
    // An id that another customer's account carries is taken, whoever asks.
    let taken = says(&mut shen, "C4", propose(first, "李")).await;
    let refusal = BankAccountRefusal::IdTaken { account: first }.into();
    assert_eq!(taken, Verdict::Rejected { refusal });
    stage.check().await;
}
