//! Exchange rates: who may say them, which of them holds on a day, and what they make of an exposure.

use shared::{
    calendar::Days,
    credit::{CreditFigures, exposure},
    effects::Effects,
    money::{Amounts, Currency, Money, MoneyError, Quote},
    policy::{Policy, RatePolicy},
    rate::{self, ExchangeRate, RateRefusal, Rates},
    refusal::Refusal,
    row::Row,
    sync::Act,
};

use crate::stage::{Stage, day, money, rows, said};

fn currency(code: &str) -> Currency {
    Currency::parse(code).unwrap()
}

/// `4.6512/100` is for a hundred.
fn quote(text: &str) -> Quote {
    let (rate, units) = text.split_once('/').unwrap_or((text, "1"));
    Quote { units: units.parse().unwrap(), rate: rate.parse().unwrap() }
}

fn form(code: &str, on: &str, quoted: &str, seen: u32) -> rate::Set {
    rate::Set {
        currency: currency(code),
        base: Currency::CNY,
        on: day(on),
        quote: quote(quoted),
        source: "中国外汇交易中心中间价".to_owned(),
        seen,
        despite: None,
    }
}

fn set(stage: &mut Stage, form: rate::Set) -> Result<Effects, Refusal> {
    stage.act("yan", "11-20", Act::SetRate(form))
}

fn why(outcome: &Result<Effects, Refusal>) -> String {
    match outcome {
        Err(Refusal::Rate(it)) => serde_json::to_value(it).unwrap()["why"].as_str().unwrap().into(),
        other => said(other),
    }
}

fn here<'a>(stage: &'a Stage, code: &str, on: &str) -> &'a ExchangeRate {
    stage.dossier.register.rates.of(currency(code), Currency::CNY, day(on)).unwrap()
}

#[test]
fn finance_and_the_administrator_say_rates() {
    for (who, answer) in [
        ("yan", "exchange_rate"),
        ("gu", "exchange_rate"),
        ("import", "exchange_rate"),
        ("lin", "refused: not_permitted needs=finance"),
        ("zhou", "refused: not_permitted needs=finance"),
        ("shen", "refused: not_permitted needs=finance"),
        ("ji", "refused: not_permitted needs=finance"),
        ("qian", "refused: not_permitted needs=finance"),
    ] {
        let mut stage = Stage::empty();
        let told = stage.act(who, "11-20", Act::SetRate(form("USD", "11-20", "7.1188", 0)));
        assert_eq!(said(&told), answer, "{who}");
        let mut stage = Stage::empty();
        set(&mut stage, form("USD", "11-20", "7.1188", 0)).unwrap();
        let withdraw = rate::Withdraw {
            currency: Currency::USD,
            base: Currency::CNY,
            on: day("11-20"),
            reason: "录错".to_owned(),
            seen: 1,
        };
        assert_eq!(said(&stage.act(who, "11-20", Act::WithdrawRate(withdraw))), answer, "{who}");
    }
}

/// Currency, day and quote, and the answer on 20 November.
#[test]
fn a_rate_is_well_formed() {
    let table = "
        # currency  day    quote          answer
        USD         11-20  7.1188         exchange_rate
        USD         11-01  7.1188         exchange_rate
        JPY         11-20  4.6512/100     exchange_rate
        USD         11-21  7.1188         in_future
        CNY         11-20  1              base_itself
        USD         11-20  0              not_positive
        USD         11-20  0.00           not_positive
        USD         11-20  1000000        too_large
        USD         11-20  999999.99      exchange_rate
        USD         11-20  7.12345678     exchange_rate
        USD         11-20  7.1234567800   exchange_rate
        USD         11-20  7.123456789    too_many_digits
        JPY         11-20  4.6512/10      units_unknown
        JPY         11-20  4.6512/0       units_unknown
    ";
    for (row, cells) in rows(table) {
        let [code, on, quoted, expected] = cells[..] else { panic!("bad row: {row}") };
        let told = set(&mut Stage::empty(), form(code, on, quoted, 0));
        assert_eq!(why(&told), expected, "in row: {row}");
    }
    let usd = || form("USD", "11-20", "7.1188", 0);
    for (changed, expected) in [
        (rate::Set { base: Currency::CAD, ..usd() }, "not_a_base"),
        (rate::Set { source: "  ".to_owned(), ..usd() }, "source_empty"),
        (rate::Set { source: "源".repeat(101), ..usd() }, "source_too_long"),
        (rate::Set { source: "源".repeat(100), ..usd() }, "exchange_rate"),
    ] {
        assert_eq!(why(&set(&mut Stage::empty(), changed)), expected);
    }
}

#[test]
fn a_correction_is_a_new_version_and_nobody_is_written_over() {
    let mut stage = Stage::empty();
    set(&mut stage, form("USD", "11-20", "7.1188", 0)).unwrap();
    assert_eq!(said(&set(&mut stage, form("USD", "11-20", "7.1188", 0))), "nothing");
    // Who had not seen it is told what stands.
    let told = set(&mut stage, form("USD", "11-20", "7.1288", 0));
    let expected = RateRefusal::Moved {
        currency: Currency::USD,
        on: day("11-20"),
        now: Some(quote("7.1188")),
        seen: 0,
        revision: 1,
    };
    assert_eq!(told, Err(expected.into()));
    assert_eq!(here(&stage, "USD", "11-20").quote(), Some(quote("7.1188")));
    // Who has, corrects it.
    let told = stage.act("gu", "11-20", Act::SetRate(form("USD", "11-20", "7.1288", 1)));
    assert_eq!(said(&told), "exchange_rate");
    let row = here(&stage, "USD", "11-20");
    assert_eq!((row.revision(), row.quote()), (2, Some(quote("7.1288"))));
    assert_eq!(row.earlier.len(), 1);
    assert_eq!(row.earlier[0].by, stage.caller("yan").user);
    assert_eq!(row.current.by, stage.caller("gu").user);
    let mut withdraw = rate::Withdraw {
        currency: Currency::USD,
        base: Currency::CNY,
        on: day("11-20"),
        reason: " ".to_owned(),
        seen: 1,
    };
    let mut ask =
        |it: &rate::Withdraw| why(&stage.act("yan", "11-20", Act::WithdrawRate(it.clone())));
    assert_eq!(ask(&withdraw), "reason_empty");
    withdraw.reason = "因".repeat(1_001);
    assert_eq!(ask(&withdraw), "reason_too_long");
    withdraw.reason = "录错".to_owned();
    assert_eq!(ask(&withdraw), "moved");
    withdraw.seen = 2;
    assert_eq!(ask(&withdraw), "exchange_rate");
    assert_eq!(ask(&withdraw), "nothing");
    assert_eq!(ask(&rate::Withdraw { on: day("11-19"), ..withdraw.clone() }), "unknown");
    // And may be said again, by who saw that it was withdrawn.
    assert_eq!(why(&set(&mut stage, form("USD", "11-20", "7.1188", 2))), "moved");
    assert_eq!(said(&set(&mut stage, form("USD", "11-20", "7.1188", 3))), "exchange_rate");
    assert_eq!(here(&stage, "USD", "11-20").earlier.len(), 3);
    for seen in 4..20 {
        let quoted = format!("7.{seen}");
        set(&mut stage, form("USD", "11-20", &quoted, seen)).unwrap();
    }
    set(&mut stage, form("USD", "11-20", "7.3", 20)).unwrap();
    let told = set(&mut stage, form("USD", "11-20", "7.31", 21));
    assert_eq!(why(&told), "too_many_corrections");
}

#[test]
fn a_jump_is_said_and_confirmed() {
    let mut stage = Stage::empty();
    set(&mut stage, form("USD", "11-10", "7.1188", 0)).unwrap();
    assert_eq!(said(&set(&mut stage, form("USD", "11-11", "8.5425", 0))), "exchange_rate");
    let far = || form("USD", "11-12", "71.188", 0);
    let told = set(&mut stage, far());
    let Err(Refusal::Rate(RateRefusal::Jump { before, .. })) = &told else { panic!("{told:?}") };
    assert_eq!((before.on, before.quote), (day("11-11"), quote("8.5425")));
    // Confirmed against another quote than the one before it: somebody else was first.
    let other = rate::Set { despite: Some(quote("7.1188")), ..far() };
    assert_eq!(why(&set(&mut stage, other)), "jump");
    let stood_by = rate::Set { despite: Some(quote("8.5425")), ..far() };
    assert_eq!(said(&set(&mut stage, stood_by)), "exchange_rate");
    // A correction is held against the day before, and not against what it corrects.
    assert_eq!(said(&set(&mut stage, form("USD", "11-12", "8.5426", 1))), "exchange_rate");
    // Units do not fool it.
    set(&mut stage, form("JPY", "11-10", "4.6512/100", 0)).unwrap();
    assert_eq!(why(&set(&mut stage, form("JPY", "11-11", "4.6512", 0))), "jump");
    assert_eq!(said(&set(&mut stage, form("JPY", "11-11", "0.046512", 0))), "exchange_rate");
    // By policy.
    let policy = Policy {
        version: 1,
        rate: RatePolicy {
            ahead: Days(3),
            jump: shared::money::Percent::whole(1),
            ..RatePolicy::default()
        },
        ..Policy::initial()
    };
    stage.register().put(Row::Policy(policy));
    assert_eq!(why(&set(&mut stage, form("EUR", "11-23", "7.7", 0))), "exchange_rate");
    assert_eq!(why(&set(&mut stage, form("EUR", "11-24", "7.7", 0))), "in_future");
    assert_eq!(why(&set(&mut stage, form("USD", "11-13", "8.64", 0))), "jump");
}

/// USD of 10 November, of 13 November withdrawn, of 16 November; each holds for ten days.
fn rates() -> Rates {
    let mut stage = Stage::empty();
    for (code, on, quoted) in [
        ("USD", "11-10", "7.1100"),
        ("USD", "11-13", "7.1300"),
        ("USD", "11-16", "7.1600"),
        ("JPY", "11-16", "4.6512/100"),
        ("KWD", "11-01", "23.2345"),
    ] {
        set(&mut stage, form(code, on, quoted, 0)).unwrap();
    }
    let withdraw = rate::Withdraw {
        currency: Currency::USD,
        base: Currency::CNY,
        on: day("11-13"),
        reason: "录错".to_owned(),
        seen: 1,
    };
    stage.act("yan", "11-20", Act::WithdrawRate(withdraw)).unwrap();
    stage.dossier.register.rates.clone()
}

#[test]
fn the_days_rate_is_the_latest_that_is_not_too_old() {
    let rates = rates();
    for (on, expected) in [
        ("11-09", None),
        ("11-10", Some("11-10")),
        ("11-13", Some("11-10")),
        ("11-15", Some("11-10")),
        ("11-16", Some("11-16")),
        ("11-26", Some("11-16")),
        ("11-27", None),
    ] {
        let found = rates.on(day(on), Days(10)).quoted(Currency::USD, Currency::CNY);
        assert_eq!(found.map(|it| it.on), expected.map(day), "{on}");
    }
    let most = rates.on(day("11-27"), Days(11)).quoted(Currency::USD, Currency::CNY);
    assert_eq!(most.map(|it| it.on), Some(day("11-16")));
}

/// What is open and what is unapplied, in which currency the limit is, on which day; what is used, what
/// is named without a rate, and of which days the rates are.
#[test]
fn an_exposure_counts_other_currencies_at_the_days_rate() {
    let rates = rates();
    let table = "
        # limit  open                    unapplied  day    used        no rate  days
        CNY      100 1000USD             -          11-20  7260        -        11-16
        CNY      100 1000USD             -          11-12  7210        -        11-10
        CNY      100 1000USD             -          11-09  100         1000USD  -
        CNY      100 1000USD             -          11-27  100         1000USD  -
        CNY      100 1000USD             1000USD    11-20  100         -        -
        CNY      100 1000USD             1500USD    11-20  -3480       -        11-16
        CNY      100000JPY               -          11-20  4651.20     -        11-16
        CNY      100000JPY 10KWD         -          11-20  4651.20     10KWD    11-16
        CNY      100000JPY 10KWD         -          11-11  232.35      100000JPY  11-01
        CNY      0.50USD                 0.25USD    11-20  1.79        -        11-16
        USD      100 1000USD             -          11-20  1013.97USD  -        11-16
        JPY      1000USD                 -          11-20  153939JPY   -        11-16 11-16
        CAD      1000USD                 -          11-20  0CAD        1000USD  -
    ";
    for (row, cells) in rows(table) {
        let [limit, open, unapplied, on, used, no_rate, days] = cells[..] else {
            panic!("bad row: {row}")
        };
        let all = |text: &str| -> Vec<Money> {
            text.split_whitespace().filter(|it| *it != "-").map(money).collect()
        };
        let held = rates.on(day(on), Days(10));
        let found = exposure(currency(limit), all(open), all(unapplied), &held).unwrap();
        assert_eq!(found.used, money(used), "in row: {row}");
        assert_eq!(found.no_rate.iter().collect::<Vec<_>>(), all(no_rate), "in row: {row}");
        let by = found.converted.iter().flat_map(|it| &it.by).map(|it| it.on);
        let expected = days.split_whitespace().filter(|it| *it != "-").map(day);
        assert_eq!(by.collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "in row: {row}");
    }
}

/// Each component is rounded by itself, and a currency's parts are not: 0.5 + 0.5 fen are one.
#[test]
fn a_component_is_rounded_once() {
    let mut stage = Stage::empty();
    set(&mut stage, form("USD", "11-20", "0.5", 0)).unwrap();
    let rates = stage.dossier.register.rates_on(day("11-20"));
    let cents = |n: i64| vec![money("0.01USD"); usize::try_from(n).unwrap()];
    for (open, unapplied, used) in
        [(1, 0, "0.01"), (2, 0, "0.01"), (3, 0, "0.02"), (3, 1, "0.01"), (0, 1, "-0.01")]
    {
        let found = exposure(Currency::CNY, cents(open), cents(unapplied), &rates).unwrap();
        assert_eq!(found.used, money(used), "{open} less {unapplied}");
    }
    let most = Money::try_new(shared::money::MAX_MINOR, Currency::USD).unwrap();
    let mut dear = Stage::empty();
    set(&mut dear, form("USD", "11-20", "7", 0)).unwrap();
    let rates = dear.dossier.register.rates_on(day("11-20"));
    assert_eq!(exposure(Currency::CNY, [most], [], &rates), Err(MoneyError::Overflow));
}

#[test]
fn figures_say_by_which_rates() {
    let mut stage = Stage::new();
    stage.owes("1", "1200USD", "11-30");
    stage.owes("2", "300CAD", "11-30");
    set(&mut stage, form("USD", "11-19", "7.1188", 0)).unwrap();
    let figures = CreditFigures::of(&stage.dossier, day("11-20")).unwrap();
    assert_eq!(figures.exposure.used, money("8542.56"));
    let [converted] = &figures.exposure.converted[..] else { panic!("{figures:?}") };
    assert_eq!((converted.amount, converted.counted), (money("1200USD"), money("8542.56")));
    assert_eq!((converted.by[0].on, converted.by[0].quote), (day("11-19"), quote("7.1188")));
    let mut none = Amounts::new();
    none.add(money("300CAD")).unwrap();
    assert_eq!(figures.exposure.no_rate, none);
}
