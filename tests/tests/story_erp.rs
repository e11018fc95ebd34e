//! A rep takes money offline while the ERP's list already says it came: on both databases the balance
//! falls once, the same list again changes nothing, and an older one is refused.

use anyhow::{Result, ensure};
use shared::{
    field_receipt::{Slip, Take},
    hand_in::{Book, CountedSlip},
    id::{CompanyId, FieldReceiptId, HandInId, UserId},
    import::{AbsentManner, Ask, FileFault, ListKind, Outcome, Subject},
    money::{Currency, Money},
    pairing::PairingState,
    receipt::PaymentMethod,
    sync::Act,
    user::Role,
};
use tests::world::{
    World,
    device::Device,
    office::{ask, customer, open_items, three_territories},
    on_both,
};

/// What the device shows of the first customer's balance, in cents.
fn owed(device: &Device) -> Result<i64> {
    let view = device.view(customer(0))?;
    let basis = shared::promise::Basis::Balance;
    Ok(view.dossier.owed(&basis, Currency::USD)?.minor())
}

async fn list(world: &World, text: &str, as_of: &str) -> Result<Result<Outcome, FileFault>> {
    let file = world.file("open.csv", text)?;
    let full = Ask {
        as_of: Some(as_of.parse()?),
        list: ListKind::Full,
        absent: AbsentManner::Settle,
        ..ask(Subject::Invoices, "highradius")
    };
    world.books.import(&file, &full).await
}

fn take(id: FieldReceiptId) -> Act {
    Act::TakeFieldReceipt(Take {
        id,
        company: CompanyId::of_code("U001"),
        amount: Money::try_new(20_000, Currency::USD).expect("a small amount"),
        method: PaymentMethod::Cash,
        slip: Slip { series: "LIN-K7Q".to_owned(), number: 1 },
        payer: String::new(),
        note: String::new(),
        promise: None,
        in_hand: None,
    })
}

async fn money_heard_of_three_times(world: &mut World) -> Result<()> {
    // Six documents of one customer, and of two others, so that one is less than a fifth.
    let first = open_items(3, 6);
    let taken = list(world, &first, "2026-11-16").await?.expect("the first list is taken");
    ensure!((taken.added, taken.moved) == (18, 0), "{taken:?}");
    let territories = three_territories(world).await?;
    for (number, territory) in territories.into_iter().enumerate() {
        world.assign(customer(number), Some(territory)).await?;
    }
    world.add_user("qian", "钱出纳", &[Role::Cashier]).await?;
    let (mut lin, mut qian) = (world.device("lin").await?, world.device("qian").await?);
    for device in [&mut lin, &mut qian] {
        device.settle().await?;
    }
    let all = owed(&lin)?;

    lin.online = false;
    let slip = FieldReceiptId(lin.draw());
    lin.act(customer(0), take(slip)).await?;
    assert_eq!(owed(&lin)?, all, "a slip lowers nothing");

    // The next day's list: 200 less of the first document, and the second is gone.
    world.pass_days(1);
    let mut lines: Vec<&str> = first.lines().collect();
    let fallen = lines[1].replace("1000.50", "800.50");
    let gone = lines.remove(2).rsplit(',').next().unwrap_or_default().to_owned();
    lines[1] = &fallen;
    let second = lines.join("\n");
    let gone = Money::parse(&gone, Currency::USD)?.minor();
    let outcome = list(world, &second, "2026-11-17").await?.expect("the second list is taken");
    let absent = outcome.absent.clone().expect("a full list");
    ensure!((outcome.moved, absent.count) == (1, 1), "{outcome:?}");
    ensure!(absent.not_settled.is_none(), "{absent:?}");

    lin.online = true;
    lin.sync().await?;
    lin.ring().await?;
    lin.sync().await?;
    assert_eq!(owed(&lin)?, all - 20_000 - gone);
    let paired = |device: &Device| -> Result<Vec<PairingState>> {
        let view = device.view(customer(0))?;
        Ok(view.dossier.pairings.values().map(|it| it.state.clone()).collect())
    };
    assert_eq!(paired(&lin)?, [PairingState::Waiting]);

    let counted = Money::try_new(20_000, Currency::USD)?;
    let book = Book {
        id: HandInId(qian.draw()),
        rep: UserId::of_login("lin"),
        slips: vec![CountedSlip { field_receipt: slip, counted }],
        reason: String::new(),
    };
    qian.act(None, Act::BookHandIn(book)).await?;
    qian.sync().await?;
    lin.ring().await?;
    lin.sync().await?;
    assert_eq!(owed(&lin)?, all - 20_000 - gone, "the balance fell once");
    assert!(matches!(paired(&lin)?[..], [PairingState::Covered { .. }]));

    let again = list(world, &second, "2026-11-17").await?.expect("the same list is taken");
    ensure!((again.unchanged, again.moved) == (again.rows, 0), "{again:?}");
    lin.ring().await?;
    lin.sync().await?;
    assert_eq!(owed(&lin)?, all - 20_000 - gone);
    let older = list(world, &first, "2026-11-16").await?;
    ensure!(matches!(older, Err(FileFault::Refused { .. })), "{older:?}");
    Ok(())
}

#[tokio::test]
async fn money_that_three_speak_of_is_deducted_once() -> Result<()> {
    on_both("2026-11-17", money_heard_of_three_times).await
}
