//! Exposure and what is available of a limit, and the amounts that are offered for a new one.

use shared::{
    calendar::Days,
    credit::{CreditFigures, CreditLine, CreditStanding, amount_chips, available, exposure},
    id::CustomerId,
    money::Currency,
    rate::Rates,
    row::Row,
};

use crate::stage::{Stage, day, money};

/// Limit, open documents, unapplied receipts; used, available, and what has no rate.
#[test]
fn exposure_is_what_is_open_less_what_is_booked_and_not_applied() {
    for (limit, open, unapplied, used, left, no_rate) in [
        ("50000", "", "", "0", "50000", ""),
        ("50000", "30000 19999.99", "", "49999.99", "0.01", ""),
        ("50000", "30000 20000", "", "50000", "0", ""),
        ("50000", "30000 20000.01", "", "50000.01", "-0.01", ""),
        ("50000", "30000 40000", "8000 12000", "50000", "0", ""),
        ("50000", "100", "300", "-200", "50200", ""),
        ("50000", "100 700USD", "300USD 5CAD", "100", "49900", "-5CAD 400USD"),
        ("700USD", "100 700USD", "", "700USD", "0USD", "100"),
        ("200000", "120000 88000", "8000 15000", "185000", "15000", ""),
    ] {
        let all = |text: &str| text.split_whitespace().map(money).collect::<Vec<_>>();
        let limit = money(limit);
        let none = Rates::default();
        let none = none.on(day("11-20"), Days(10));
        let found = exposure(limit.currency(), all(open), all(unapplied), &none).unwrap();
        assert_eq!(found.used, money(used), "{open} less {unapplied}");
        assert_eq!(available(limit, &found).unwrap(), money(left), "{open} less {unapplied}");
        assert_eq!(found.no_rate.iter().collect::<Vec<_>>(), all(no_rate), "{open}");
    }
}

#[test]
fn equality_is_not_over() {
    let mut stage = Stage::new();
    stage.owes("0793", "30000", "11-27");
    stage.dossier.put(Row::CreditLine(CreditLine {
        customer: CustomerId::of_code("K-0217"),
        standing: CreditStanding::Limited { amount: money("50000") },
        valid_from: None,
        valid_until: None,
        granted_by: stage.caller("shen").user,
        granted_on: day("11-01"),
        reason: "x".to_owned(),
        request: None,
    }));
    let over = |stage: &Stage| CreditFigures::of(&stage.dossier, day("11-18")).unwrap().over();
    assert_eq!(over(&stage), None);
    stage.owes("0834", "20000", "11-27");
    assert_eq!(over(&stage), None, "exposure equals the limit");
    stage.owes("0835", "0.01", "11-27");
    assert_eq!(over(&stage), Some(money("0.01")));
    stage.pays("R1", "0.01", "11-18");
    assert_eq!(over(&stage), None);
}

#[test]
fn chips_go_up_by_sensible_steps() {
    for (stands, used, expected) in [
        ("", "0", "10000"),
        ("", "30000", "40000 50000 60000"),
        ("50000", "30000", "60000 80000 100000"),
        ("50000", "91000", "60000 80000 100000"),
        ("800000", "0", "810000 960000 1200000 1600000"),
        ("3000000", "0", "3100000 3600000 4500000 6000000"),
    ] {
        let none = Rates::default();
        let none = none.on(day("11-20"), Days(10));
        let used = exposure(Currency::CNY, [money(used)], [], &none).unwrap();
        let stands = (!stands.is_empty()).then(|| money(stands));
        let chips: Vec<_> =
            amount_chips(stands, &used).into_iter().map(|it| it.minor() / 100).collect();
        let expected: Vec<i64> = expected.split(' ').map(|it| it.parse().unwrap()).collect();
        assert_eq!(chips, expected, "from {stands:?}");
    }
}
