//! Files of open items, day after day: what fell was settled, once.

use shared::{
    import::{AbsentManner, Ask, Fault, FileFault, ListKind, NotSettled},
    invoice::InvoiceRefusal,
    money::Currency,
    movement::{Direction, Reopening},
    page::AgeingQuery,
    refusal::Refusal,
    sync::Verdict,
};

use super::{Desk, ask, check, cli, item};
use crate::testing::day;

fn as_of(on: &str) -> Ask {
    Ask { as_of: Some(day(on)), ..ask("highradius") }
}

fn full(on: &str, absent: AbsentManner) -> Ask {
    Ask { list: ListKind::Full, absent, ..as_of(on) }
}

fn list(items: &[(&str, &str)]) -> String {
    let rows: String = items
        .iter()
        .map(|(number, open)| item("200769623", "WAL-MAR corp", number, "2020-03-10", open))
        .collect();
    super::ITEMS.to_owned() + &rows
}

impl Desk {
    async fn usd(&self) -> i64 {
        self.balance("200769623").await.of(Currency::USD).minor()
    }

    async fn balance_on(&self, on: &str) -> i64 {
        let query = AgeingQuery {
            as_of: Some(day(on)),
            currency: Some(Currency::USD),
            ..Default::default()
        };
        self.stage.server.ageing(&cli(), &query).await.unwrap()[0].balance_minor
    }
}

/// Every document of the first day, and one of them smaller, then gone.
#[tokio::test]
async fn what_fell_is_settled_on_the_day_of_the_file() {
    let Some(desk) = Desk::new().await else { return };
    let first = list(&[("1", "1000.00"), ("2", "500.00"), ("3", "3000.00")]);
    check(&desk.ask(&as_of("2026-11-10"), &first).await.unwrap(), [3, 3, 0, 0, 0, 0]);
    assert_eq!(desk.usd().await, 450_000);

    let second = list(&[("1", "600.00"), ("2", "500.00"), ("3", "3000.00")]);
    let outcome = desk.ask(&as_of("2026-11-15"), &second).await.unwrap();
    check(&outcome, [3, 0, 1, 2, 0, 0]);
    let [moved] = outcome.moved_rows.as_slice() else { panic!("{outcome:?}") };
    assert_eq!((moved.direction, moved.on), (Direction::SettledElsewhere, Some(day("2026-11-15"))));
    assert_eq!((moved.before.minor(), moved.after.minor()), (100_000, 60_000));
    assert_eq!(desk.usd().await, 410_000);
    // As of a day before it fell, it stands as it stood.
    assert_eq!(desk.balance_on("2026-11-14").await, 450_000);
    assert_eq!(desk.balance_on("2026-11-15").await, 410_000);

    // The same file again changes nothing, an older one is not taken.
    let counts = desk.counts().await;
    check(&desk.ask(&as_of("2026-11-15"), &second).await.unwrap(), [3, 0, 0, 3, 0, 0]);
    assert_eq!(desk.counts().await, counts);
    let older = desk.ask(&as_of("2026-11-14"), &first).await.unwrap_err();
    let FileFault::Refused { verdict } = older else { panic!("{older:?}") };
    let Verdict::Rejected { refusal: Refusal::Invoice(refusal) } = *verdict else { panic!() };
    let InvoiceRefusal::OlderFile { given, last, .. } = refusal else { panic!("{refusal:?}") };
    assert_eq!((given, last), (day("2026-11-14"), day("2026-11-15")));
    assert_eq!(desk.counts().await, counts);
    crate::testing::invariants::check(&desk.stage.server).await;
}

#[tokio::test]
async fn without_a_day_nothing_falls_and_without_a_word_nothing_rises() {
    let Some(desk) = Desk::new().await else { return };
    desk.take("highradius", list(&[("1", "1000.00")])).await;
    let fell = desk.take("highradius", list(&[("1", "600.00")])).await;
    check(&fell, [1, 0, 0, 0, 0, 1]);
    let Fault::Refused { verdict } = &fell.faults[0].fault else { panic!("{fell:?}") };
    let Verdict::Rejected { refusal: Refusal::Invoice(refusal) } = &**verdict else { panic!() };
    assert!(matches!(refusal, InvoiceRefusal::DayNeeded { .. }), "{refusal:?}");

    desk.ask(&as_of("2026-11-15"), list(&[("1", "600.00")])).await.unwrap();
    let rose = desk.ask(&as_of("2026-11-16"), list(&[("1", "900.00")])).await.unwrap();
    check(&rose, [1, 0, 0, 0, 0, 1]);
    let Fault::Refused { verdict } = &rose.faults[0].fault else { panic!("{rose:?}") };
    let Verdict::Rejected { refusal: Refusal::Invoice(refusal) } = &**verdict else { panic!() };
    assert!(matches!(refusal, InvoiceRefusal::Reopened { .. }), "{refusal:?}");
    let confirmed = Ask { confirm_reopened: Reopening::Confirmed, ..as_of("2026-11-16") };
    let rose = desk.ask(&confirmed, list(&[("1", "900.00")])).await.unwrap();
    check(&rose, [1, 0, 1, 0, 0, 0]);
    assert_eq!(rose.moved_rows[0].direction, Direction::ReopenedElsewhere);
    assert_eq!(desk.usd().await, 90_000);
    crate::testing::invariants::check(&desk.stage.server).await;
}

#[tokio::test]
async fn what_a_full_list_leaves_out_is_shown_first_then_settled() {
    let Some(desk) = Desk::new().await else { return };
    let first = list(&[("1", "1000.00"), ("2", "500.00"), ("3", "3000.00")]);
    desk.ask(&as_of("2026-11-10"), &first).await.unwrap();
    let second = list(&[("1", "1000.00"), ("3", "3000.00")]);

    let needed = Ask { as_of: None, ..full("2026-11-15", AbsentManner::List) };
    assert_eq!(desk.ask(&needed, &second).await, Err(FileFault::AsOfNeeded));
    let listed = desk.ask(&full("2026-11-15", AbsentManner::List), &second).await.unwrap();
    let absent = listed.absent.unwrap();
    assert_eq!((absent.count, absent.largest[0].number.as_str()), (1, "2"));
    assert_eq!(absent.sums[0].minor(), 50_000);
    assert_eq!(absent.not_settled, Some(NotSettled::OnlyListed));
    assert_eq!(desk.usd().await, 450_000);

    let settle = full("2026-11-15", AbsentManner::Settle);
    let settled = desk.ask(&settle, &second).await.unwrap().absent.unwrap();
    assert_eq!((settled.count, settled.not_settled), (1, None));
    assert_eq!(desk.usd().await, 400_000);
    let counts = desk.counts().await;
    let again = desk.ask(&settle, &second).await.unwrap().absent.unwrap();
    assert_eq!((again.count, desk.counts().await), (0, counts));

    // More than a fifth of what is open: the list is not whole, most likely.
    let filtered = list(&[("1", "1000.00")]);
    let refused = desk.ask(&settle, &filtered).await.unwrap().absent.unwrap();
    assert!(matches!(refused.not_settled, Some(NotSettled::TooMuch { .. })), "{refused:?}");
    assert_eq!(desk.usd().await, 400_000);
    // A row that cannot be read may be the one that is missing.
    let broken = list(&[("3", "3000.00"), ("1", "broken")]);
    let refused = desk.ask(&settle, &broken).await.unwrap().absent.unwrap();
    assert!(refused.not_settled.is_some(), "{refused:?}");
    assert_eq!(desk.usd().await, 400_000);
    crate::testing::invariants::check(&desk.stage.server).await;
}

#[tokio::test]
async fn a_list_with_the_whole_amount_keeps_it() {
    let Some(desk) = Desk::new().await else { return };
    let file = |amount: &str, open: &str, paid: &str| {
        format!(
            "账套,单据类型,单据编号,客户编号,客户名称,单据日期,到期日,币种,价税合计,未核销金额,收款日期\n\
             01,销售出库,XS-001,C-9,永辉超市,2026-10-01,2026-11-01,人民币,{amount},{open},{paid}\n"
        )
    };
    let first = desk.take("open-items-zh", file("1000.00", "1000.00", "")).await;
    check(&first, [1, 1, 0, 0, 0, 0]);
    let paid = desk.take("open-items-zh", file("1000.00", "400.00", "2026-11-12")).await;
    check(&paid, [1, 0, 1, 0, 0, 0]);
    assert_eq!(desk.balance("C-9").await.of(Currency::CNY).minor(), 40_000);
    let other = desk.take("open-items-zh", file("900.00", "400.00", "2026-11-12")).await;
    check(&other, [1, 0, 0, 0, 0, 1]);
    crate::testing::invariants::check(&desk.stage.server).await;
}
