//! A database that fails: a poisoned command is found out and the others go on.

use shared::sync::{Fault, PushReply, Verdict};
use sqlx::AssertSqlSafe;

use crate::{
    BuiltIn,
    testing::{
        Stage, invoice,
        phone::{Phone, raw},
    },
};

/// Makes the database refuse every row of a table whose body says POISON.
pub async fn poison(stage: &Stage, table: &str) {
    let text = if cfg!(feature = "postgres") {
        format!("ALTER TABLE {table} ADD CONSTRAINT poison CHECK (body NOT LIKE '%POISON%')")
    } else {
        format!(
            "CREATE TRIGGER poison_{table} BEFORE INSERT ON {table} \
             WHEN NEW.body LIKE '%POISON%' BEGIN SELECT RAISE(ABORT, 'poison'); END"
        )
    };
    sqlx::query(AssertSqlSafe(text)).execute(stage.server.write()).await.unwrap();
}

pub async fn lift(stage: &Stage, table: &str) {
    let text = if cfg!(feature = "postgres") {
        format!("ALTER TABLE {table} DROP CONSTRAINT poison")
    } else {
        format!("DROP TRIGGER poison_{table}")
    };
    sqlx::query(AssertSqlSafe(text)).execute(stage.server.write()).await.unwrap();
}

#[tokio::test]
async fn a_poisoned_command_is_put_aside_and_its_neighbours_are_not() {
    let Some(stage) = Stage::furnished().await else { return };
    poison(&stage, "visit").await;
    let mut lin = Phone::of(&stage, "lin").await;
    let mut wang = Phone::of(&stage, "wang").await;
    let hers = [lin.visit("C1", "fine"), lin.visit("C2", "POISON"), lin.visit("C1", "fine too")];
    let his = [wang.visit("C3", "unharmed")];
    let (hers_told, his_told) = tokio::join!(lin.push(&hers), wang.push(&his));
    assert_eq!(hers_told[0], Verdict::Applied);
    assert_eq!(hers_told[2], Verdict::Applied);
    let Verdict::Quarantined { fault: Fault::Failing { said } } = &hers_told[1] else { panic!() };
    assert!(!said.to_uppercase().contains("POISON"), "no word of SQL: {said}");
    assert_eq!(his_told, [Verdict::Applied]);
    let again = lin.push_from(1, &raw(&hers)).await.unwrap();
    let PushReply::Answered { verdicts, .. } = again else { panic!() };
    assert!(verdicts.iter().map(|it| &it.verdict).eq(&hers_told));
    stage.check().await;
}

#[tokio::test]
async fn a_poisoned_row_of_a_file_fails_alone_and_can_be_tried_again() {
    let Some(stage) = Stage::furnished().await else { return };
    poison(&stage, "invoice").await;
    let rows = || {
        let numbers =
            (0..50).map(|it| if it == 7 { "POISON".to_owned() } else { format!("N{it}") });
        numbers.map(|it| invoice("C1", "10", "2026-12-31", &it)).collect::<Vec<_>>()
    };
    let told = stage.import(rows()).await;
    for (at, it) in told.iter().enumerate() {
        let fails = matches!(it.answered.verdict, Verdict::Quarantined { .. });
        assert_eq!(fails, at == 7);
        assert_eq!(it.writes, usize::from(at != 7));
    }
    lift(&stage, "invoice").await;
    let again = stage.import(rows()).await;
    assert!(again.iter().all(|it| it.answered.verdict == Verdict::Applied));
    assert_eq!(again.iter().map(|it| it.writes).sum::<usize>(), 1);
    stage.check().await;
}

#[tokio::test]
async fn the_same_rows_again_write_nothing_on_any_day() {
    let Some(stage) = Stage::furnished().await else { return };
    let rows =
        || vec![invoice("C1", "10", "2026-12-31", "A"), invoice("C9", "5", "2026-12-31", "B")];
    let first = stage.import(rows()).await;
    assert_eq!(first.iter().map(|it| it.writes).collect::<Vec<_>>(), [1, 2]);
    stage.set_day("2026-12-01");
    let again = stage.import(rows()).await;
    assert!(again.iter().all(|it| it.writes == 0));
    assert!(again.iter().all(|it| it.answered.verdict == Verdict::Applied));
    // Twice in one file.
    let twice = stage
        .import(vec![invoice("C1", "7", "2026-12-31", "C"), invoice("C1", "7", "2026-12-31", "C")]);
    assert_eq!(twice.await.iter().map(|it| it.writes).collect::<Vec<_>>(), [1, 0]);
    let other = stage.import(vec![invoice("C1", "11", "2026-12-31", "A")]).await;
    assert!(matches!(other[0].answered.verdict, Verdict::Rejected { .. }));
    stage.check().await;
}

#[tokio::test]
async fn a_rehearsal_leaves_nothing_and_a_committed_one_everything() {
    let Some(stage) = Stage::furnished().await else { return };
    let command = |number: &str| {
        let act = invoice("C9", "10", "2026-12-31", number);
        let shared::sync::Act::ImportInvoice(it) = &act else { panic!() };
        let (row, customer) = (it.id().0, Some(it.customer.id()));
        stage.server.command_of_row(BuiltIn::Import, row, customer, act)
    };
    let commands = vec![command("A").await.unwrap(), command("B").await.unwrap()];
    for keep in [false, true] {
        let mut rehearsal = stage.server.rehearse(BuiltIn::Import).await.unwrap();
        let mut told = rehearsal.submit(commands[..1].to_vec()).await.unwrap();
        told.extend(rehearsal.submit(commands[1..].to_vec()).await.unwrap());
        assert_eq!(told.iter().map(|it| it.writes).collect::<Vec<_>>(), [2, 1]);
        if keep {
            rehearsal.commit().await.unwrap();
        } else {
            rehearsal.roll_back().await.unwrap();
        }
        stage.check().await;
    }
    let again = stage.server.submit(BuiltIn::Import, commands).await.unwrap();
    assert!(again.iter().all(|it| it.writes == 0));
}
