//! What the demonstration has to show, on whichever day it is set up.

use std::collections::{BTreeMap, BTreeSet};

use shared::{
    calendar::{Day, Days},
    credit::{CreditFigures, CreditStanding},
    customer::Customer,
    doctor::Condition,
    dossier::Dossier,
    id::CustomerId,
    page::{
        AgeingQuery, CreditFilter, CreditRequestQuery, CustomerLine, CustomerQuery,
        FieldReceiptQuery, PromiseQuery, SlipState, StateFilter,
    },
    promise::Standing,
    sync::Act,
    user::{Caller, Role},
};

use super::{
    breaks_promises, holidays, new_customer, over_limit, pays_on_time,
    people::PEOPLE,
    script::{Ends, Scene},
    seasonal,
    shop::Shop,
};
use crate::testing::{Stage, day};

/// A Sunday, a leap day, the first day of 春节, the end of a quarter, a Monday after a holiday.
const DAYS: [&str; 5] = ["2026-11-22", "2028-02-29", "2026-02-17", "2026-03-31", "2027-01-04"];

fn caller() -> Caller {
    Caller::system("cli")
}

fn shops() -> Vec<&'static Shop> {
    let others = new_customer::SHOPS.iter().map(|it| &it.1);
    let all = pays_on_time::SHOPS.iter().chain(&breaks_promises::SHOPS).chain(&over_limit::SHOPS);
    all.chain(others).chain(&seasonal::SHOPS).collect()
}

fn scenes(today: Day) -> Vec<Scene> {
    super::script(today).into_scenes()
}

#[test]
fn sixty_shops_in_three_territories() {
    let shops = shops();
    let codes: BTreeSet<_> = shops.iter().map(|it| it.code).collect();
    let names: BTreeSet<_> = shops.iter().map(|it| it.name).collect();
    assert_eq!((codes.len(), names.len(), shops.len()), (60, 60, 60));
    for territory in ["CD", "CX", "CN"] {
        assert!(17 < shops.iter().filter(|it| it.territory == territory).count(), "{territory}");
    }
    let roles: BTreeSet<_> = PEOPLE.iter().flat_map(|it| it.roles).collect();
    assert_eq!(roles.len(), Role::OF_PEOPLE.len(), "one for each role");
}

#[test]
fn the_same_day_tells_the_same_story() {
    let (one, other) = (scenes(day("2026-11-22")), scenes(day("2026-11-22")));
    assert!(one.iter().zip(&other).all(|(a, b)| a.op == b.op && a.act == b.act));
    assert_eq!(one.len(), other.len());
}

#[test]
fn every_day_for_a_year_and_more_has_its_script() {
    for days in (0..800).step_by(13) {
        let today = day("2026-01-01").plus(Days(days));
        let scenes = scenes(today);
        assert!(3_000 < scenes.len(), "{today}: {}", scenes.len());
        assert!(scenes.iter().all(|it| it.on < today), "{today}: nothing happens ahead of time");
        let first = scenes.iter().map(|it| it.on).min().unwrap();
        assert_eq!(first, today.minus(Days(548)));
        let count = |ends| scenes.iter().filter(|it| it.ends == ends).count();
        assert_eq!((count(Ends::Merged), count(Ends::NeedsReview)), (1, 1), "{today}");
    }
}

#[test]
fn business_is_done_on_business_days() {
    let calendar = holidays::calendar();
    for scene in scenes(day("2026-11-22")) {
        let business = matches!(
            scene.act,
            Act::ImportReceipt(_) | Act::RecordVisit(_) | Act::MakePromise(_) | Act::BookHandIn(_)
        );
        assert!(!business || calendar.is_business_day(scene.on), "{}: {:?}", scene.on, scene.act);
    }
}

#[test]
fn feasts_are_bought_for_before_they_come() {
    let (mut before, mut all) = (0, 0);
    let codes: BTreeSet<_> = seasonal::SHOPS.iter().map(Shop::id).collect();
    for scene in scenes(day("2026-11-22")) {
        let Act::ImportInvoice(it) = scene.act else { continue };
        if codes.contains(&it.customer.id()) {
            all += it.amount.minor();
            if holidays::days_to_feast(it.issued_on) <= seasonal::BEFORE_THE_FEAST {
                before += it.amount.minor();
            }
        }
    }
    assert!(all < 2 * before, "{before} of {all}");
}

#[tokio::test]
async fn the_demonstration_is_set_up_once() {
    let Some(stage) = Stage::empty().await else { return };
    let (users, _) = stage.server.seed().await.unwrap().unwrap();
    assert_eq!(users.len(), PEOPLE.len());
    let head = heads(&stage).await;
    stage.set_day("2026-12-24");
    assert_eq!(stage.server.seed().await.unwrap().unwrap().0, users);
    assert_eq!(heads(&stage).await, head, "seeding again changes nothing");
    for it in stage.server.doctor(&caller()).await.unwrap() {
        assert_eq!(it.condition, Condition::Good, "{it:?}");
    }
    stage.check().await;
    let Some(other) = Stage::furnished().await else { return };
    assert!(other.server.seed().await.unwrap().is_none(), "somebody else's users are there");
}

async fn heads(stage: &Stage) -> Vec<(String, i64)> {
    let text = "SELECT scope, head FROM scope_head ORDER BY scope";
    sqlx::query_as(text).fetch_all(stage.server.read()).await.unwrap()
}

#[tokio::test]
async fn a_seeding_that_ends_in_the_middle_leaves_nothing() {
    let Some(stage) = Stage::empty().await else { return };
    let mut script = super::script(stage.server.today().await.unwrap());
    // The last act cannot be: all that went before it is undone.
    let last = script.scenes.iter().max_by_key(|it| (it.on, it.minute)).unwrap().clone();
    script.scenes.push(Scene { ends: Ends::Merged, minute: last.minute + 1, ..last });
    let before = heads(&stage).await;
    assert!(stage.server.play(script).await.is_err());
    assert!(stage.server.register().await.unwrap().users.is_empty());
    assert_eq!(heads(&stage).await, before);
    assert!(stage.server.seed().await.unwrap().is_some(), "and it can be told from the beginning");
}

#[tokio::test]
async fn every_story_ends_as_it_is_told() {
    for today in DAYS.into_iter().take(2) {
        let Some(stage) = Stage::empty().await else { return };
        stage.set_day(today);
        stage.server.seed().await.unwrap().unwrap();
        promises_end_as_told(&stage, today).await;
        credit_is_used_as_told(&stage, today).await;
        something_waits_today(&stage, today).await;
        every_bucket_has_something_in_it(&stage, today).await;
        stage.check().await;
    }
}

#[tokio::test]
async fn any_day_will_do() {
    for today in DAYS.into_iter().skip(2) {
        let Some(stage) = Stage::empty().await else { return };
        stage.set_day(today);
        stage.server.seed().await.unwrap_or_else(|error| panic!("{today}: {error}")).unwrap();
        something_waits_today(&stage, today).await;
    }
}

/// The standings of every promise, by customer.
async fn standings(stage: &Stage) -> BTreeMap<String, Vec<Standing>> {
    let mut all: BTreeMap<String, Vec<Standing>> = BTreeMap::new();
    for offset in (0..).step_by(500) {
        let query = PromiseQuery { offset, limit: Some(500), ..PromiseQuery::default() };
        let page = stage.server.promises(&caller(), &query).await.unwrap();
        if page.rows.is_empty() {
            break;
        }
        for it in page.rows {
            all.entry(it.customer_code).or_default().push(it.standing);
        }
    }
    all
}

async fn promises_end_as_told(stage: &Stage, today: &str) {
    let all = standings(stage).await;
    let of = |shops: &[Shop]| -> Vec<Standing> {
        shops.iter().flat_map(|it| all.get(it.code).cloned().unwrap_or_default()).collect()
    };
    let good = of(&pays_on_time::SHOPS);
    assert!(20 < good.len(), "{today}");
    for it in good {
        let kept = matches!(it, Standing::Kept { days_late: 0, .. } | Standing::Open { .. });
        assert!(kept, "{today}: {it:?}");
    }
    let bad = of(&breaks_promises::SHOPS);
    let count = |is: fn(&Standing) -> bool| bad.iter().filter(|it| is(it)).count();
    for (least, found) in [
        (20, count(|it| matches!(it, Standing::Broken))),
        (20, count(|it| matches!(it, Standing::PartlyKept { .. }))),
        (10, count(|it| matches!(it, Standing::Kept { .. }))),
        (10, count(|it| matches!(it, Standing::Withdrawn { .. }))),
        (10, count(|it| matches!(it, Standing::Superseded { .. }))),
        (1, count(|it| matches!(it, Standing::AwaitingData { .. }))),
        (2, count(|it| matches!(it, Standing::Open { .. }))),
    ] {
        assert!(least <= found, "{today}: {found} of {least}: {bad:?}");
    }
    assert!(all[breaks_promises::UNTOUCHED].contains(&Standing::Broken), "{today}");
    for it in of(&over_limit::SHOPS).into_iter().chain(of(&seasonal::SHOPS)) {
        assert!(!matches!(it, Standing::Broken | Standing::PartlyKept { .. }), "{today}: {it:?}");
    }
}

/// A customer's file with what is used of its limit.
async fn figures(stage: &Stage, code: &str) -> (Customer, CreditFigures) {
    let file = stage.server.customer_file(&caller(), CustomerId::of_code(code)).await.unwrap();
    let mut dossier = Dossier::new(stage.server.register().await.unwrap());
    for it in file.rows {
        dossier.put(it.row);
    }
    let today = stage.server.today().await.unwrap();
    (file.customer, CreditFigures::of(&dossier, today).unwrap())
}

async fn credit_is_used_as_told(stage: &Stage, today: &str) {
    for shop in &over_limit::SHOPS {
        let (customer, figures) = figures(stage, shop.code).await;
        assert!(figures.over().is_some(), "{today}: {} {figures:?}", shop.name);
        assert_eq!(customer.address, shop.address);
        assert_eq!(customer.short_name, shop.short);
    }
    for shop in &pays_on_time::SHOPS {
        let (_, figures) = figures(stage, shop.code).await;
        assert_eq!(figures.over(), None, "{today}: {}", shop.name);
    }
    let (_, abroad) = figures(stage, over_limit::ABROAD.code).await;
    let [dollars] = &abroad.exposure.converted[..] else { panic!("{today}: {abroad:?}") };
    assert!(dollars.amount.is_positive() && dollars.counted.is_positive(), "{today}: {dollars:?}");
    assert!(abroad.exposure.no_rate.is_nil(), "{today}: {abroad:?}");
    let (_, settled) = figures(stage, pays_on_time::SETTLED).await;
    assert!(settled.exposure.used.is_nil(), "{today}: {settled:?}");
    let search = pays_on_time::OVERPAYS.to_owned();
    let query = CustomerQuery { search, ..CustomerQuery::default() };
    let overpaid = stage.server.customers(&caller(), &query).await.unwrap().rows;
    assert!(overpaid[0].brief.unapplied.iter().any(|it| 1_000_000 < it.minor()), "{today}");
    for code in [new_customer::NOT_GRANTED, new_customer::SINCE_YESTERDAY] {
        let (_, figures) = figures(stage, code).await;
        assert_eq!(figures.standing, CreditStanding::NotGranted, "{today}: {code}");
    }
}

async fn something_waits_today(house: &Stage, today: &str) {
    let server = &house.server;
    let state = StateFilter::Waiting;
    let query = CreditRequestQuery { state, ..CreditRequestQuery::default() };
    let requests = server.credit_requests(&caller(), &query).await.unwrap();
    let outdated: Vec<_> = requests.rows.iter().filter(|it| it.is_stale()).collect();
    assert_eq!((requests.total, outdated.len()), (4, 1), "{today}");
    assert_eq!(outdated[0].customer_code, over_limit::STALE);

    let all = standings(house).await;
    let open = |code: &str| all[code].iter().any(|it| matches!(it, Standing::Open { .. }));
    assert!(open(breaks_promises::DUE_TODAY) && open(breaks_promises::DUE_TOMORROW), "{today}");
    let waits = |it: &Standing| matches!(it, Standing::AwaitingData { .. });
    assert!(all[breaks_promises::AWAITING].iter().any(waits), "{today}");

    let hands = server.cash_in_hand(&caller()).await.unwrap();
    let now = day(today);
    assert!(hands.iter().any(|it| 3 < now.days_since(it.oldest)), "{today}: {hands:?}");
    assert!(2 < hands.len(), "{today}: {hands:?}");
    let query = FieldReceiptQuery { state: SlipState::Cancelled, ..FieldReceiptQuery::default() };
    assert_eq!(server.field_receipts(&caller(), &query).await.unwrap().total, 1, "{today}");
    assert_eq!(server.slip_gaps(&caller()).await.unwrap(), [], "{today}");

    let conflicts = "SELECT COUNT(*) FROM inbox WHERE user_id = $1 AND body LIKE '%\"merged\"%'";
    let conflicts = sqlx::query_scalar::<_, i64>(conflicts).bind(super::script::user("lin").0);
    assert!(0 < conflicts.fetch_one(server.read()).await.unwrap(), "{today}");
    let unmatched = "SELECT COUNT(*) FROM receipt WHERE customer_id IS NULL";
    let unmatched = sqlx::query_scalar::<_, i64>(unmatched).fetch_one(server.read()).await;
    assert_eq!(unmatched.unwrap(), 2, "{today}");
    let customers = server.customers(&caller(), &CustomerQuery::default()).await.unwrap();
    assert_eq!(customers.total, 60, "{today}");
    let query = CustomerQuery { credit: CreditFilter::Over, ..CustomerQuery::default() };
    let over = server.customers(&caller(), &query).await.unwrap();
    let register = server.register().await.unwrap();
    let left = |it: &CustomerLine| it.left(now, &register).unwrap().unwrap().available;
    assert!(over.rows.iter().all(|it| left(it).negated().is_positive()), "{today}: {over:?}");
    assert!(0 < over.total, "{today}");
}

async fn every_bucket_has_something_in_it(stage: &Stage, today: &str) {
    let reports = stage.server.ageing(&caller(), &AgeingQuery::default()).await.unwrap();
    let currencies: Vec<_> = reports.iter().map(|it| it.currency.code()).collect();
    assert_eq!(currencies, ["CNY", "USD"], "{today}");
    for bucket in &reports[0].buckets {
        assert!(0 < bucket.amount_minor, "{today}: {bucket:?}");
    }
}
