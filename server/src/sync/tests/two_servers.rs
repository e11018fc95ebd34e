//! Two processes on one database: nobody's command is lost, doubled, or out of order.

use shared::{page::CustomerListing, sync::Verdict};

use crate::{
    BuiltIn,
    testing::{Stage, invoice, phone::Phone, sign_in_at},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_servers_that_write_at_once_keep_feeds_dense_and_books_true() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut tasks = tokio::task::JoinSet::new();
    let servers = [stage.server.clone(), stage.second_server().await];
    for (at, server) in servers.iter().enumerate() {
        for login in ["lin", "wang"] {
            let server = server.clone();
            tasks.spawn(async move {
                let mut phone = Phone::at(&server, login).await;
                let customers = if login == "lin" { ["C1", "C2"] } else { ["C3", "C4"] };
                for round in 0..20 {
                    let commands = customers.map(|it| phone.visit(it, &round.to_string()));
                    assert_eq!(phone.push(&commands).await, [Verdict::Applied, Verdict::Applied]);
                }
            });
        }
        // Both import the same new customers at the same time.
        let server = server.clone();
        tasks.spawn(async move {
            for number in 0..30 {
                let act =
                    invoice(&format!("S{}", number % 5), "10", "2026-12-31", &number.to_string());
                let shared::sync::Act::ImportInvoice(it) = &act else { panic!() };
                let (row, customer) = (it.id().0, Some(it.customer.id()));
                let by = BuiltIn::Import;
                let command = server.command_of_row(by, row, customer, act).await.unwrap();
                let told = server.submit(by, vec![command]).await.unwrap();
                assert_eq!(told[0].answered.verdict, Verdict::Applied, "server {at}");
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
    let visits: i64 = sqlx::query_scalar("SELECT count(*) FROM visit")
        .fetch_one(servers[1].read())
        .await
        .unwrap();
    assert_eq!(visits, 2 * 2 * 20 * 2);
    stage.check().await;
}

/// Due days pass while documents come in: what is kept of overdue ones is of one day for all, whoever
/// was first; and a clock that is set back makes it anew.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn overdue_sums_turn_beside_an_import() {
    let Some(stage) = Stage::furnished().await else { return };
    let other = stage.second_server().await;
    let waiting = async || -> i64 {
        let text =
            "SELECT count(*) FROM customer_balance b, balance_day d WHERE b.turns_on < d.day";
        sqlx::query_scalar(text).fetch_one(other.read()).await.unwrap()
    };
    for day in [22, 23, 24, 25, 26, 27, 20] {
        stage.set_day(&format!("2026-11-{day}"));
        let desk = sign_in_at(&other, "admin").await;
        let document = |number: u32| {
            let due_on = format!("2026-11-{}", day - 1 + number % 3);
            invoice(&format!("C{}", number % 4 + 1), "10", &due_on, &format!("{day}-{number}"))
        };
        let import = stage.import((0..24).map(document).collect());
        let ask = async {
            for _ in 0..4 {
                let path = "/api/customers?sort=overdue";
                desk.get::<CustomerListing>(path).await.unwrap();
            }
        };
        tokio::join!(import, ask);
        assert_eq!(waiting().await, 0, "on {day}");
        stage.check().await;
    }
}

/// Whatever stands in the way, a group is begun again and counts as nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_writer_waits_for_another_that_holds_the_database() {
    let Some(stage) = Stage::furnished().await else { return };
    let other = stage.second_server().await;
    let mut lin = Phone::of(&stage, "lin").await;
    let rehearsal = {
        let mut rehearsal = other.rehearse(BuiltIn::Import).await.unwrap();
        let act = invoice("C1", "10", "2026-12-31", "X");
        let shared::sync::Act::ImportInvoice(it) = &act else { panic!() };
        let (row, customer) = (it.id().0, Some(it.customer.id()));
        let command = other.command_of_row(BuiltIn::Import, row, customer, act).await.unwrap();
        rehearsal.submit(vec![command]).await.unwrap();
        rehearsal
    };
    let command = lin.visit("C1", "meanwhile");
    let pushed = tokio::spawn(async move { (lin.push_one(&command).await, lin) });
    // Long enough that the push has begun: it must be waiting, not failing.
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert!(!pushed.is_finished());
    rehearsal.commit().await.unwrap();
    let (verdict, _) = pushed.await.unwrap();
    assert_eq!(verdict, Verdict::Applied);
    stage.check().await;
}

/// Two writers that each hold what the other waits for: PostgreSQL ends one of them, and what it
/// ends is begun again.
#[cfg(feature = "postgres")]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_deadlock_counts_as_nothing() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut other = stage.server.write().begin().await.unwrap();
    let locked = "SELECT id FROM customer WHERE code = 'C1' FOR UPDATE";
    sqlx::query(locked).execute(&mut *other).await.unwrap();
    let mut lin = Phone::of(&stage, "lin").await;
    let command = lin.visit("C1", "in the way");
    let pushed = tokio::spawn(async move { lin.push_one(&command).await });
    // The writer now waits for the customer; it waited first, so it is the one that is ended.
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let counted = "UPDATE meta SET recorded_seq = recorded_seq + 1";
    sqlx::query(counted).execute(&mut *other).await.unwrap();
    other.commit().await.unwrap();
    assert_eq!(pushed.await.unwrap(), Verdict::Applied);
    stage.check().await;
}
