//! A rep's day offline becomes the office's truth: the server's part of it, on both databases.

use anyhow::{Context as _, Result};
use shared::{
    calendar::Days,
    id::{CustomerId, PromiseId, VisitId},
    import::Subject,
    money::{Currency, Money},
    promise::{self, Basis, Standing, standings},
    receipt::PaymentMethod,
    row::Row,
    sync::{
        Act, Verdict,
        replica::{Mark, Opening},
    },
    visit::{self, VisitOutcome},
};
use tests::world::{
    World,
    device::{Device, Fault, Kind},
    office::{bank_statement, customer, open_items, three_territories},
    on_both, proof,
};

fn usd(minor: i64) -> Money {
    Money::try_new(minor, Currency::USD).expect("a small amount")
}

/// Nine customers with four receivables each, three in each territory.
async fn books_with_receivables(world: &World) -> Result<()> {
    let file = open_items(9, 4);
    let first = world.import(Subject::Invoices, "highradius", &file).await?;
    assert_eq!((first.added, first.faulty), (36, 0), "{first:?}");
    let again = world.import(Subject::Invoices, "highradius", &file).await?;
    assert_eq!((again.added, again.updated, again.unchanged), (0, 0, 36), "{again:?}");
    let territories = three_territories(world).await?;
    for number in 0..9 {
        world.assign(customer(number), Some(territories[number % 3])).await?;
    }
    Ok(())
}

fn visit(device: &mut Device, note: &str) -> Act {
    Act::RecordVisit(visit::Record {
        id: VisitId(device.draw()),
        outcome: VisitOutcome::Promised,
        note: note.to_owned(),
        next_on: None,
    })
}

fn promise(device: &mut Device, minor: i64, in_days: u32) -> Result<Act> {
    Ok(Act::MakePromise(promise::Make {
        id: PromiseId(device.draw()),
        amount: usd(minor),
        due_on: device.day()?.plus(Days(in_days)),
        promiser: "王建国 老板".to_owned(),
        method: PaymentMethod::Transfer,
        basis: Basis::Balance,
        note: String::new(),
        replaces: None,
    }))
}

/// What became of the only promise of a customer, as this device shows it.
fn standing(device: &Device, of: CustomerId) -> Result<Standing> {
    let view = device.view(of)?;
    let today = device.day()?;
    let policy = view.dossier.register.policy_on(today);
    let all = standings(&view.dossier, &policy, today)?;
    assert_eq!(all.len(), 1, "{all:?}");
    all.into_values().next().context("one promise")
}

async fn a_day_offline(world: &mut World) -> Result<()> {
    books_with_receivables(world).await?;
    let lins = customer(0);
    let mut phone = world.device("lin").await?;
    phone.settle().await?;
    assert!(phone.replica()?.is_settled());
    assert_eq!(phone.replica()?.briefs().len(), 3, "her territory, and nothing else");

    phone.online = false;
    phone.restart();
    phone.settle().await?;
    let said = visit(&mut phone, "老板在，答应周五付一半");
    phone.act(lins, said).await?;
    let promised = promise(&mut phone, 400_000, 3)?;
    phone.act(lins, promised).await?;
    let view = phone.view(lins)?;
    let marks: Vec<_> = view.marks.values().copied().collect();
    assert_eq!(marks, [Mark::OnlyHere, Mark::OnlyHere]);
    assert_eq!(standing(&phone, lins)?, Standing::Open { received: usd(0) });
    assert_eq!(proof::rows(&world.books).await?.iter().filter(|it| is_fact(&it.row)).count(), 0);

    let today = world.books.today().await?.to_string();
    let statement = bank_statement(&[("B001", &today, 0, "1500.00")]);
    let booked = world.import(Subject::Receipts, "bank-zh", &statement).await?;
    assert_eq!((booked.added, booked.unmatched), (1, 0), "{booked:?}");

    world.pass_hours(8);
    phone.online = true;
    phone.sync().await?;
    assert!(phone.replica()?.is_settled(), "{:?}", phone.replica()?.trouble());
    assert_eq!(phone.replica()?.unanswered(), 0);
    assert!(phone.view(lins)?.marks.is_empty());
    assert_eq!(standing(&phone, lins)?, Standing::Open { received: usd(150_000) });

    // The bank data reach to the day of the statement and no further: nothing is said of a promise
    // whose last day they have not reached, however long ago it was.
    world.pass_days(10);
    phone.sync().await?;
    match standing(&phone, lins)? {
        Standing::AwaitingData { received, reaches, .. } => {
            assert_eq!(received, usd(150_000));
            assert_eq!(reaches.map(|it| it.to_string()), Some(today));
        }
        other => panic!("{other:?} was said beyond the bank data"),
    }
    let later = world.books.today().await?.to_string();
    let statement = bank_statement(&[("B002", &later, 1, "10.00")]);
    world.import(Subject::Receipts, "bank-zh", &statement).await?;
    phone.sync().await?;
    assert_eq!(standing(&phone, lins)?, Standing::PartlyKept { received: usd(150_000) });
    Ok(())
}

fn is_fact(row: &Row) -> bool {
    matches!(row, Row::Visit(_) | Row::Promise(_))
}

#[tokio::test]
async fn a_day_offline_becomes_the_offices_truth() -> Result<()> {
    on_both("2026-11-17", a_day_offline).await
}

/// A phone with one visit that is only here.
async fn phone_with_a_visit(world: &mut World) -> Result<Device> {
    books_with_receivables(world).await?;
    let mut phone = world.device("lin").await?;
    phone.settle().await?;
    phone.online = false;
    let said = visit(&mut phone, "去过了");
    phone.act(customer(0), said).await?;
    assert_eq!(phone.replica()?.unanswered(), 1);
    phone.online = true;
    Ok(phone)
}

async fn visits(world: &World) -> Result<usize> {
    let rows = proof::rows(&world.books).await?;
    Ok(rows.iter().filter(|it| matches!(it.row, Row::Visit(_))).count())
}

async fn arrives_once(world: &mut World, phone: &mut Device) -> Result<()> {
    for _ in 0..10 {
        world.pass_hours(1);
        phone.ring().await?;
        phone.sync().await?;
    }
    assert!(phone.replica()?.is_settled(), "{:?}", phone.replica()?.trouble());
    assert_eq!(visits(world).await?, 1);
    assert_eq!(phone.view(customer(0))?.dossier.visits.len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_reply_lost_after_the_commit_does_no_harm() -> Result<()> {
    on_both("2026-11-17", async |world| {
        let mut phone = phone_with_a_visit(world).await?;
        phone.next(Kind::Push, Fault::ReplyLost);
        phone.sync().await?;
        assert_eq!(visits(world).await?, 1, "the server has it");
        arrives_once(world, &mut phone).await
    })
    .await
}

#[tokio::test]
async fn every_fault_of_the_network_in_turn_does_no_harm() -> Result<()> {
    on_both("2026-11-17", async |world| {
        let mut phone = phone_with_a_visit(world).await?;
        for kind in [Kind::Push, Kind::Pull] {
            for fault in [Fault::Dropped, Fault::Portal, Fault::ReplyLost, Fault::Doubled] {
                phone.next(kind, fault);
            }
        }
        arrives_once(world, &mut phone).await
    })
    .await
}

#[tokio::test]
async fn a_server_that_dies_over_a_push_takes_it_once() -> Result<()> {
    on_both("2026-11-17", async |world| {
        let mut phone = phone_with_a_visit(world).await?;
        // The process goes while it works: the commit may or may not have happened.
        let books = world.books.clone();
        let ((), synced) = tokio::join!(books.close(), phone.sync());
        synced?;
        world.restart_server(&mut [&mut phone]).await?;
        arrives_once(world, &mut phone).await
    })
    .await
}

#[tokio::test]
async fn an_app_killed_between_answer_and_storage_offers_again() -> Result<()> {
    on_both("2026-11-17", async |world| {
        let mut phone = phone_with_a_visit(world).await?;
        phone.next(Kind::Push, Fault::ReplyLost);
        phone.sync().await?;
        phone.restart();
        phone.settle().await?;
        arrives_once(world, &mut phone).await
    })
    .await
}

#[tokio::test]
async fn two_tabs_share_one_outbox() -> Result<()> {
    on_both("2026-11-17", async |world| {
        let mut phone = phone_with_a_visit(world).await?;
        let second = phone.open_tab();
        phone.online = false;
        let said = visit(&mut phone, "另一页写的");
        phone.act_in(second, customer(3), said).await?;
        let first = phone.phone.tabs[0].life;
        let said = visit(&mut phone, "这一页写的");
        phone.act_in(first, customer(6), said).await?;
        phone.online = true;
        phone.next(Kind::Push, Fault::Doubled);
        phone.sync().await?;
        world.pass_hours(1);
        phone.ring().await?;
        phone.sync().await?;
        assert_eq!(visits(world).await?, 3);
        for tab in &phone.phone.tabs {
            assert_eq!(tab.replica.unanswered(), 0, "both tabs know");
        }
        Ok(())
    })
    .await
}

/// The same profile copied to another phone: both push under the same numbers.
#[tokio::test]
async fn a_copied_profile_becomes_a_device_of_its_own() -> Result<()> {
    on_both("2026-11-17", async |world| {
        let mut phone = phone_with_a_visit(world).await?;
        let mut copy = world.device("lin").await?;
        copy.phone.storage = phone.phone.storage.clone();
        copy.restart();
        copy.online = false;
        let said = visit(&mut copy, "从另一台手机");
        copy.act(customer(3), said).await?;
        let said = visit(&mut phone, "从这一台手机");
        phone.act(customer(6), said).await?;
        copy.online = true;
        for _ in 0..4 {
            phone.sync().await?;
            copy.sync().await?;
            world.pass_hours(1);
            phone.ring().await?;
            copy.ring().await?;
        }
        assert!(phone.replica()?.is_settled() && copy.replica()?.is_settled());
        assert_eq!(visits(world).await?, 3, "the common one once, each one's own once");
        assert_ne!(phone.replica()?.device(), copy.replica()?.device());
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_customer_moved_while_a_visit_was_on_its_way_is_looked_at() -> Result<()> {
    on_both("2026-11-17", async |world| {
        let mut phone = phone_with_a_visit(world).await?;
        world.assign(customer(0), Some(shared::id::TerritoryId::of_code("south"))).await?;
        phone.sync().await?;
        world.pass_hours(1);
        phone.ring().await?;
        phone.sync().await?;
        assert_eq!(visits(world).await?, 1, "what happened in the shop happened");
        assert_eq!(phone.replica()?.opening(customer(0)), Opening::NotHere);
        let inbox = phone.replica()?.inbox().clone();
        assert_eq!(inbox.len(), 1);
        assert!(matches!(inbox[0].verdict, Verdict::NeedsReview { .. }), "{inbox:?}");
        let mut owner = world.device("zhou").await?;
        owner.settle().await?;
        assert_eq!(owner.view(customer(0))?.dossier.visits.len(), 1, "the new owner reads it");
        assert_eq!(owner.replica()?.inbox().len(), 1, "and is told");
        Ok(())
    })
    .await
}
