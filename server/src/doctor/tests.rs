//! The doctor at a sound database and at sick ones, once for each of the two.

use shared::{
    allocation::Designation,
    doctor::{Check, Condition},
    id::{CustomerId, InvoiceId},
    receipt::{self, PaymentMethod},
    sync::Act,
    user::Caller,
};

use crate::testing::{Stage, cny, day, phone::Phone};

async fn faults(stage: &Stage) -> Vec<Check> {
    let findings = stage.server.doctor(&Caller::system("cli")).await.unwrap();
    findings.into_iter().filter(|it| it.condition == Condition::Faulty).map(|it| it.check).collect()
}

#[tokio::test]
async fn a_database_that_has_lived_is_sound() {
    let Some(stage) = Stage::empty().await else { return };
    assert_eq!(faults(&stage).await, []);
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let promise = lin.promise("C1", cny("100"), day("2026-11-20"));
    lin.push(&[promise]).await;
    stage.assign("C1", Some("south")).await;
    stage.assign("C1", None).await;
    assert_eq!(faults(&stage).await, []);
}

/// 600 of the 1,000 that C1 owes.
async fn pay(stage: &Stage) {
    let designation = Designation {
        invoice: InvoiceId::of_document("U001", "test", "RV", "C1"),
        amount: cny("600"),
    };
    let receipt = Act::ImportReceipt(receipt::Import {
        company: "U001".to_owned(),
        source: "test".to_owned(),
        number: "R1".to_owned(),
        valued_on: day("2026-11-10"),
        amount: cny("700"),
        method: PaymentMethod::Transfer,
        payer: "x".to_owned(),
        memo: String::new(),
        designations: vec![designation],
    });
    stage.do_all(vec![(Some(CustomerId::of_code("C1")), receipt)]).await;
}

#[tokio::test]
async fn what_is_wrong_is_found() {
    for (harm, found) in [
        (
            "UPDATE invoice SET open_minor = 1 WHERE number = 'C1'",
            vec![Check::ColumnsTrue, Check::InvoicesFold, Check::BalancesFold, Check::AgeingProven],
        ),
        (
            "UPDATE invoice SET amount_minor = 1 WHERE number = 'C1'",
            vec![
                Check::ColumnsTrue,
                Check::InvoicesFold,
                Check::NothingOverAllocated,
                Check::AgeingProven,
            ],
        ),
        ("UPDATE customer SET name = 'x' WHERE code = 'C2'", vec![Check::ColumnsTrue]),
        (
            "UPDATE customer SET territory_id = id WHERE code = 'C2'",
            vec![Check::ColumnsTrue, Check::TerritoriesKnown],
        ),
        ("UPDATE customer SET version = 99 WHERE code = 'C2'", vec![Check::FeedsTrue]),
        (
            "UPDATE receipt SET unapplied_minor = 0",
            vec![Check::ColumnsTrue, Check::ReceiptsFold, Check::BalancesFold, Check::AgeingProven],
        ),
        (
            "UPDATE allocation SET currency = 'USD'",
            vec![Check::ColumnsTrue, Check::AllocationsWhole],
        ),
        (
            "DELETE FROM change WHERE scope = 'all' AND seq = 2",
            vec![Check::FeedsDense, Check::FeedsTrue],
        ),
        ("DELETE FROM device WHERE kind = 'erp'", vec![Check::Devices]),
        ("UPDATE meta SET recorded_seq = 0", vec![Check::Epoch]),
    ] {
        if !is_found(harm, &found).await {
            return;
        }
    }
}

#[tokio::test]
async fn what_is_kept_of_a_customer_is_proven() {
    for harm in [
        "UPDATE customer_balance SET minor = 1 \
             WHERE customer_id = (SELECT id FROM customer WHERE code = 'C2')",
        "UPDATE customer_balance SET overdue_minor = overdue_minor + 1 \
             WHERE customer_id = (SELECT id FROM customer WHERE code = 'C2')",
        "UPDATE customer_balance SET turns_on = NULL \
             WHERE customer_id = (SELECT id FROM customer WHERE code = 'C2')",
        "UPDATE customer_balance SET oldest_due = '2020-01-01' \
             WHERE customer_id = (SELECT id FROM customer WHERE code = 'C2')",
        "UPDATE customer SET largest_minor = 7 WHERE code = 'C2'",
        "UPDATE customer SET promised_until = '2030-01-01' WHERE code = 'C2'",
        "UPDATE customer SET visited_on = '2030-01-01' WHERE code = 'C2'",
        "UPDATE customer SET oldest_due = NULL WHERE code = 'C2'",
    ] {
        if !is_found(harm, &[Check::BalancesFold]).await {
            return;
        }
    }
}

/// Whether there is a database to harm.
async fn is_found(harm: &'static str, found: &[Check]) -> bool {
    let Some(stage) = Stage::furnished().await else { return false };
    pay(&stage).await;
    let harmed = sqlx::query(harm).execute(stage.server.write()).await.unwrap();
    assert_eq!(harmed.rows_affected(), 1, "{harm}");
    assert_eq!(faults(&stage).await, found, "{harm}");
    true
}
