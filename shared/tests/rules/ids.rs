//! Derived ids: the same wherever and whenever they are made. These values never change.

use shared::{
    id::{
        CompanyId, CustomerId, InboxId, InvoiceId, OpId, ReceiptId, TerritoryId, UserId, derived,
    },
    row::Row,
    user::Caller,
};

use crate::stage::{Stage, day};

#[track_caller]
fn check_id(made: impl std::fmt::Display, pinned: &str) {
    assert_eq!(made.to_string(), pinned);
}

#[test]
fn every_derived_id_is_pinned() {
    let op = OpId(uuid::Uuid::from_u128(1));
    check_id(CompanyId::of_code("U001"), "75fed197-cfbd-51c8-a6c3-e53ac96ed06a");
    check_id(TerritoryId::of_code("east"), "0d53e11d-7762-5028-a1c0-5a2b6f81ff71");
    check_id(CustomerId::of_code("0200769623"), "e78b453d-87fc-5b5b-8171-dbf22fb9e6cb");
    check_id(UserId::of_login("lin"), "6309c465-ff0e-517a-9184-d9d3fac52e6c");
    check_id(
        InvoiceId::of_document("U001", "highradius", "RV", "1930571429"),
        "137e9fe5-5e5b-506a-980a-c2ef273606bf",
    );
    check_id(
        ReceiptId::of_number("HT", "bank-zh", "202611200001"),
        "666e163f-d1d9-5c33-9a52-8e2ad57ed2e6",
    );
    check_id(InboxId::of(op, UserId::of_login("lin")), "1d2dadb8-0a75-5144-aa6a-86576b873226");
    check_id(Caller::system("import").user, "d7cbdac6-dd13-5655-9fd1-7ef90c21af93");
    check_id(derived("allocation", &["a", "b", "c"]), "17ae706d-a265-52dc-a889-c52037299b05");
    let policy = shared::policy::Policy::initial();
    check_id(Row::Policy(policy).id(), "48b13f2a-6c67-529e-a817-3bd4c52e5125");
    let company = CompanyId::of_code("U001");
    let horizon = shared::receipt::BankHorizon { company, reaches: day("11-20") };
    check_id(Row::BankHorizon(horizon).id(), "3c85e921-3d01-56fb-9144-d0f060714af9");
}

#[test]
fn parts_do_not_run_into_one_another() {
    assert_ne!(derived("x", &["ab", "c"]), derived("x", &["a", "bc"]));
    assert_ne!(derived("x", &["a", ""]), derived("x", &["a"]));
    assert_ne!(derived("x", &["a|1:b"]), derived("x", &["a", "b"]));
    assert_ne!(derived("x", &["a"]), derived("y", &["a"]));
}

#[test]
fn ids_are_read_back_from_their_text() {
    let id = CustomerId::of_code("K-0217");
    assert_eq!(id.to_string().parse(), Ok(id));
    assert!("K-0217".parse::<CustomerId>().is_err());
    assert_eq!(Stage::new().dossier.customer.map(|it| it.id), Some(id));
}
