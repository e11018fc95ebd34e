//! Judging as kept, at a real database, once for each of the two.

use shared::{
    calendar::Zone,
    company,
    id::InvoiceId,
    invoice,
    money::Currency,
    movement::{Original, Reopening, StillOpen},
    page::PromiseListing,
    promise::Standing,
    receipt::ReportHorizon,
    reconciliation::{Finding, Page},
    sync::{Act, Verdict},
};

use super::{proof::Proof, *};
use crate::{
    field_receipt::tests::taken,
    testing::{
        Stage, cny, day, invoice,
        phone::{Phone, promise},
    },
};

async fn proof(stage: &Stage) -> Proof {
    let mut tx = stage.server.snapshot().await.unwrap();
    stage.server.judged_proven(&mut tx).await.unwrap()
}

#[test]
fn names_are_those_of_the_wire() {
    for finding in Finding::ALL {
        let written = serde_json::to_value(finding).unwrap();
        assert_eq!(written, finding.name());
    }
}

/// Nobody writes anything, and a day passes: cash is kept for too long, a promise is overdue.
#[tokio::test]
async fn a_later_day_is_judged_anew() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    lin.snapshot().await;
    let (_, take) = taken(&lin, "C1", "400", 1);
    let promise = lin.promise("C2", cny("50"), day("2026-11-20"));
    lin.push(&[take, promise]).await;
    let admin = stage.sign_in("admin").await;
    let page = |client: crate::testing::Client| async move {
        let page: Page = client.get("/api/reconciliation").await.unwrap();
        page.lines.rows.iter().map(|it| (it.found.finding, it.found.age)).collect::<Vec<_>>()
    };
    assert_eq!(page(admin).await, []);
    assert_eq!(proof(&stage).await, Proof { customers: 4, faults: 0 });
    stage.set_day("2026-12-01");
    assert_eq!(proof(&stage).await, Proof { customers: 4, faults: 0 });
    let admin = stage.sign_in("admin").await;
    let late = page(admin).await;
    assert!(matches!(late[..], [(Finding::SlipKept, age)] if 10 < age), "{late:?}");
    stage.set_day("2026-12-03");
    let admin = stage.sign_in("admin").await;
    let later = page(admin).await;
    assert_eq!(later[0].1, late[0].1 + 2);
    assert_eq!(proof(&stage).await, Proof { customers: 4, faults: 0 });
    stage.check().await;
}

/// What is kept wrong is found, and is right again once the customer is judged.
#[tokio::test]
async fn what_is_kept_is_proven() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let promise = lin.promise("C1", cny("100"), day("2026-11-20"));
    lin.push(&[promise]).await;
    for harm in [
        "UPDATE promise_standing SET standing = 'kept'",
        "UPDATE promise_standing SET amount_minor = amount_minor * 2",
        "UPDATE finding SET on_day = '2026-01-01'",
        "DELETE FROM finding",
        "UPDATE finding SET customer_id = (SELECT id FROM customer WHERE code = 'C2')",
    ] {
        stage.server.judge().await.unwrap();
        assert_eq!(proof(&stage).await.faults, 0);
        sqlx::query(harm).execute(stage.server.write()).await.unwrap();
        assert_ne!(proof(&stage).await.faults, 0, "{harm}");
        sqlx::query(EVERYBODY_ANEW).execute(stage.server.write()).await.unwrap();
    }
    stage.check().await;
}

/// A clock that ran ahead and was set right: what it judged is not left to stand. What is long past is
/// kept no more.
#[tokio::test]
async fn a_day_that_was_not_is_taken_back() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let promise = lin.promise("C1", cny("100"), day("2026-11-20"));
    lin.push(&[promise]).await;
    let kept = "SELECT s.standing, COUNT(f.body) FROM promise_standing s \
        LEFT JOIN finding f ON f.subject_id = s.promise_id GROUP BY s.standing";
    for (today, told) in [
        ("2026-11-19", ("open", 1)),
        ("2026-12-20", ("awaiting_data", 1)),
        ("2027-04-01", ("awaiting_data", 0)),
        ("2026-11-19", ("open", 1)),
    ] {
        stage.set_day(today);
        stage.server.judge().await.unwrap();
        let (standing, findings): (String, i64) =
            sqlx::query_as(kept).fetch_one(stage.server.read()).await.unwrap();
        assert_eq!((standing.as_str(), findings), told, "{today}");
        assert_eq!(proof(&stage).await.faults, 0, "{today}");
    }
}

/// A promise on a document that the ERP settled elsewhere waits for the bank of that document's company,
/// not for that of the company to which something is still owed.
#[tokio::test]
async fn a_settled_document_says_whose_bank_is_waited_for() {
    let Some(stage) = Stage::furnished().await else { return };
    let other = company::Open {
        code: "U002".to_owned(),
        name: "U002".to_owned(),
        base_currency: Currency::CNY,
        zone: Zone::shanghai(),
    };
    stage.do_all(vec![(None, Act::OpenCompany(other))]).await;
    let Act::ImportInvoice(form) = invoice("C1", "1000", "2026-10-31", "C1") else { panic!() };
    let theirs = invoice::Import { company: "U002".to_owned(), ..form.clone() };
    stage.import(vec![Act::ImportInvoice(theirs)]).await;

    let mut lin = Phone::of(&stage, "lin").await;
    let Act::MakePromise(make) = promise(cny("1000"), day("2026-11-20")) else { panic!() };
    let document = InvoiceId::of_document("U001", "test", "RV", "C1");
    let make = promise::Make { basis: Basis::Documents(vec![document]), ..make };
    lin.push(&[lin.command("C1", "2026-11-20", Act::MakePromise(make))]).await;

    stage.set_day("2026-12-01");
    let (amount, on) = (cny("0"), Some(day("2026-11-25")));
    let (original, reopening) = (Original::Given, Reopening::Refused);
    let still_open = Some(StillOpen { amount, on, original, reopening });
    let settled = Act::ImportInvoice(invoice::Import { still_open, ..form });
    let verdict = stage.import(vec![settled]).await.remove(0).answered.verdict;
    assert_eq!(verdict, Verdict::Applied);
    let reaches = ReportHorizon { company: "U001".to_owned(), reaches: day("2026-11-30") };
    stage.do_all(vec![(None, Act::ReportHorizon(reaches))]).await;

    let admin = stage.sign_in("admin").await;
    let listing: PromiseListing = admin.get("/api/promises?standing=broken").await.unwrap();
    let standings: Vec<_> = listing.rows.iter().map(|it| it.standing).collect();
    assert_eq!(standings, [Standing::Broken]);
    assert_eq!(proof(&stage).await, Proof { customers: 4, faults: 0 });
    stage.check().await;
}
