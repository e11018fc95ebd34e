//! What holds for all of them: amounts, days, ages, and the money that keeps promises.

use proptest::prelude::*;
use shared::{
    ageing::{Ask, BaseDay, Edges, of_dossier},
    allocation::Designation,
    calendar::{BusinessCalendar, Day, DayKind, Days, Instant, Zone},
    id::{CompanyId, CustomerId, UserId},
    money::{Amounts, Currency, MAX_MINOR, Money},
    policy::Policy,
    promise::{Basis, Promise, Standing, standings},
    receipt::{self, BankHorizon, PaymentMethod},
    row::Row,
    sync::Act,
};

use crate::stage::{Stage, day, invoice_id, promise_id};

const CURRENCIES: [&str; 4] = ["CNY", "USD", "JPY", "KWD"];

fn any_money() -> impl Strategy<Value = Money> {
    (-MAX_MINOR..=MAX_MINOR, proptest::sample::select(&CURRENCIES[..]))
        .prop_map(|(minor, code)| Money::try_new(minor, Currency::parse(code).unwrap()).unwrap())
}

/// A day of the first months of 2026.
fn on(days: u32) -> Day {
    day("2026-01-01").plus(Days(days))
}

fn cny(minor: i64) -> Money {
    Money::try_new(minor, Currency::CNY).unwrap()
}

proptest! {
    #[test]
    fn an_amount_is_read_back_from_every_way_it_is_written(money in any_money()) {
        let read = |text: &str| Money::parse(text, money.currency());
        prop_assert_eq!(read(&money.plain()), Ok(money));
        let (whole, minor) = money.grouped();
        prop_assert_eq!(read(&format!("{whole}{minor}").replace('−', "-")), Ok(money));
        let json = serde_json::to_string(&money).unwrap();
        prop_assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), money);
    }

    #[test]
    fn what_is_typed_is_an_amount_or_refused(text in "[-+]?[0-9,.]{0,12}") {
        // Whatever is taken says the same number in the machine's form.
        if let Ok(money) = Money::parse(&text, Currency::CNY) {
            let digits = |text: &str| text.replace([',', '+'], "").parse::<f64>().unwrap();
            prop_assert!((digits(&text) - digits(&money.plain())).abs() < 0.001, "{}", text);
        }
    }

    #[test]
    fn a_part_is_never_more_than_the_whole(
        size in 0..=MAX_MINOR, part in 0..=MAX_MINOR, more in 1..=MAX_MINOR,
    ) {
        let whole = cny(part.saturating_add(more).clamp(1, MAX_MINOR));
        let part = cny(part.min(whole.minor()));
        let made = cny(size).in_proportion(part, whole).unwrap();
        prop_assert!(0 <= made.minor() && made.minor() <= size);
        prop_assert_eq!(cny(size).in_proportion(whole, whole).unwrap(), cny(size));
    }

    #[test]
    fn a_day_of_the_zone_begins_at_its_midnight(ms in 700_000_000_000_i64..4_000_000_000_000) {
        let zone = Zone::shanghai();
        let local = ms + 8 * 3_600_000;
        let epoch = Day::from_ymd(1970, 1, 1).unwrap();
        prop_assert_eq!(zone.day_of(Instant(ms)).days_since(epoch), local.div_euclid(86_400_000));
        let (hour, minute) = zone.time_of(Instant(ms));
        let minutes = local.rem_euclid(86_400_000) / 60_000;
        prop_assert_eq!(i64::from(hour * 60 + minute), minutes);
    }

    #[test]
    fn a_day_is_read_back_and_counted_back(days in 0_u32..200_000) {
        let it = Day::from_ymd(1900, 1, 1).unwrap().plus(Days(days));
        prop_assert_eq!(it.to_string().parse(), Ok(it));
        prop_assert_eq!(it.minus(Days(days)), Day::from_ymd(1900, 1, 1).unwrap());
        prop_assert!(it <= it.month_end() && it.month_end().plus(Days(1)).day_of_month() == 1);
        prop_assert!(it.friday().weekday() == 4 && it.friday().days_since(it) < 7);
    }

    #[test]
    fn business_days_are_counted_one_by_one(
        from in 0_u32..400,
        count in 0_u32..40,
        exceptions in proptest::collection::btree_map(0_u32..400, any::<bool>(), 0..30),
    ) {
        let mut calendar = BusinessCalendar::default();
        for (at, is_holiday) in exceptions {
            let kind = if is_holiday { DayKind::Holiday } else { DayKind::MakeUpWorkday };
            calendar.exceptions.insert(on(at), kind);
        }
        let end = calendar.plus_business_days(on(from), Days(count));
        let between = (1..=end.days_since(on(from))).map(|it| on(from + u32::try_from(it).unwrap()));
        let business = between.filter(|it| calendar.is_business_day(*it)).count();
        prop_assert_eq!(business, count as usize);
        prop_assert!(count == 0 || calendar.is_business_day(end));
    }

    #[test]
    fn every_age_has_one_bucket(edges in proptest::collection::btree_set(1_u32..400, 1..8), days in -500_i64..900) {
        let edges = Edges::try_new(edges.into_iter().collect()).unwrap();
        let holds = |from: Option<u32>, to: Option<u32>| {
            from.is_none_or(|from| i64::from(from) <= days)
                && to.is_none_or(|to| days <= i64::from(to))
        };
        let buckets = edges.buckets();
        let holding: Vec<usize> = (0..buckets.len())
            .filter(|at| holds(buckets[*at].from_days, buckets[*at].to_days))
            .collect();
        prop_assert_eq!(holding, vec![edges.bucket_of(days)]);
    }
}

/// Receivables as (amount, due, posted) and receipts as (amount, valued, what it pays of which).
#[derive(Debug, Clone)]
struct Books {
    invoices: Vec<(i64, u32, u32)>,
    receipts: Vec<(i64, u32, Pays)>,
}

/// How much of which receivable.
type Pays = Vec<(usize, i64)>;

fn books() -> impl Strategy<Value = Books> {
    let invoice = (20_000_i64..100_000, 0_u32..90, 0_u32..60);
    let pays = proptest::collection::vec((0_usize..5, 1_i64..15_000), 0..3);
    let receipt = (20_000_i64..60_000, 0_u32..60, pays);
    (proptest::collection::vec(invoice, 3..6), proptest::collection::vec(receipt, 0..8))
        .prop_map(|(invoices, receipts)| Books { invoices, receipts })
}

/// The books as imports leave them: what no rule takes is not in them.
fn booked(books: &Books) -> Stage {
    let mut stage = Stage::new();
    for (at, (amount, due, posted)) in books.invoices.iter().enumerate() {
        let id = stage.owes(&at.to_string(), &cny(*amount).plain(), "2026-01-01");
        let mut invoice = stage.dossier.invoices[&id].clone();
        (invoice.due_on, invoice.issued_on, invoice.posted_on) =
            (on(*due), on(*posted), on(*posted));
        stage.dossier.put(Row::Invoice(invoice));
    }
    for (at, (amount, valued, pays)) in books.receipts.iter().enumerate() {
        let designations = pays.iter().map(|(number, amount)| Designation {
            invoice: invoice_id(&number.to_string()),
            amount: cny(*amount),
        });
        let form = receipt::Import {
            company: "HT".to_owned(),
            source: "bank".to_owned(),
            number: format!("R{at}"),
            valued_on: on(*valued),
            amount: cny(*amount),
            method: PaymentMethod::Transfer,
            payer: String::new(),
            memo: String::new(),
            designations: designations.collect(),
        };
        let _ = stage.act("import", "12-31", Act::ImportReceipt(form));
    }
    stage
}

proptest! {
    #[test]
    fn buckets_and_unapplied_make_the_balance_on_every_day(
        books in books(), as_of in 0_u32..70, age_as_of in 0_u32..500, by_due in any::<bool>(),
    ) {
        let stage = booked(&books);
        let by = if by_due { BaseDay::Due } else { BaseDay::Invoice };
        let ask = Ask { as_of: on(as_of), age_as_of: on(age_as_of), by };
        let reports = of_dossier(&stage.dossier, &ask, &Edges::default()).unwrap();
        let mut balance = Amounts::new();
        for it in stage.dossier.invoices.values().filter(|it| it.posted_on <= ask.as_of) {
            balance.add(it.amount).unwrap();
        }
        for it in stage.dossier.receipts.values().filter(|it| it.valued_on <= ask.as_of) {
            balance.add(it.amount.negated()).unwrap();
        }
        let reported = reports.first().map_or(0, |it| it.balance_minor);
        prop_assert_eq!(reported, balance.of(Currency::CNY).minor());
        for it in &reports {
            let sum: i64 = it.buckets.iter().map(|bucket| bucket.amount_minor).sum();
            prop_assert_eq!(sum + it.unapplied_minor, it.balance_minor);
        }
    }

    #[test]
    fn nothing_is_allocated_beyond_either_document(books in books()) {
        let stage = booked(&books);
        let dossier = &stage.dossier;
        for it in dossier.invoices.values() {
            let lines = dossier.allocations.values().filter(|line| line.invoice == it.id);
            let paid: i64 = lines.map(|line| line.amount.minor()).sum();
            prop_assert!(0 <= it.open.minor());
            prop_assert_eq!(it.amount.minor() - paid, it.open.minor());
        }
        for it in dossier.receipts.values() {
            let lines = dossier.allocations.values().filter(|line| line.receipt == it.id);
            let used: i64 = lines.map(|line| line.amount.minor()).sum();
            prop_assert!(0 <= it.unapplied.minor());
            prop_assert_eq!(it.amount.minor() - used, it.unapplied.minor());
        }
    }

    #[test]
    fn money_keeps_one_promise_only(
        books in books(),
        promises in proptest::collection::vec(
            (1_i64..60_000, 0_u32..40, 0_u32..40, proptest::collection::vec(0_usize..5, 0..3)), 1..8,
        ),
        today in 0_u32..100,
    ) {
        let mut stage = booked(&books);
        for (at, (amount, made, ahead, numbers)) in promises.iter().enumerate() {
            stage.dossier.put(Row::Promise(promise(at, *amount, *made, *ahead, numbers)));
        }
        let company = CompanyId::of_code("HT");
        let reaches = on(350);
        stage.register().put(Row::BankHorizon(BankHorizon { company, reaches }));
        let policy = Policy::initial();
        let standings = standings(&stage.dossier, &policy, on(today)).unwrap();
        prop_assert_eq!(standings.len(), promises.len());
        let mut counted = 0;
        for (id, standing) in &standings {
            let promise = &stage.dossier.promises[id];
            let last_day = policy.calendar.plus_business_days(promise.due_on, policy.promise.tolerance);
            counted += match standing {
                Standing::Kept { on, .. } => {
                    prop_assert!(promise.made_on <= *on && *on <= last_day);
                    promise.amount.minor()
                }
                Standing::Open { received } => {
                    prop_assert!(on(today) <= promise.due_on);
                    received.minor()
                }
                Standing::AwaitingData { received, .. } => {
                    prop_assert!(promise.due_on < on(today) && on(today) < last_day);
                    received.minor()
                }
                Standing::PartlyKept { received } => {
                    prop_assert!(last_day <= on(today));
                    prop_assert!(received.is_positive() && received.minor() < promise.amount.minor());
                    received.minor()
                }
                Standing::Broken => {
                    prop_assert!(last_day <= on(today));
                    0
                }
                Standing::Withdrawn { .. } | Standing::Superseded { .. } => 0,
            };
        }
        let came: i64 = stage.dossier.receipts.values().map(|it| it.amount.minor()).sum();
        prop_assert!(counted <= came, "{} counted of {}", counted, came);
    }
}

fn promise(at: usize, amount: i64, made: u32, ahead: u32, numbers: &[usize]) -> Promise {
    let documents = numbers.iter().map(|number| invoice_id(&number.to_string())).collect();
    Promise {
        id: promise_id(&at.to_string()),
        customer: CustomerId::of_code("K-0217"),
        author: UserId::of_login("lin"),
        amount: cny(amount),
        made_on: on(made),
        due_on: on(made + ahead),
        promiser: "王建国".to_owned(),
        method: PaymentMethod::Transfer,
        basis: if numbers.is_empty() { Basis::Balance } else { Basis::Documents(documents) },
        note: String::new(),
        captured_at: Instant(0),
        ended: None,
    }
}
