//! One story for all parts: 宏盛食品 on 18 November 2026, and thousands of neighbours for the long lists.

use shared::{
    ageing::{Bucket, Edges},
    calendar::Day,
    money::{Currency, Money},
};

pub fn today() -> Day {
    day(18)
}

/// A day of November 2026.
pub fn day(date: u32) -> Day {
    Day::from_ymd(2026, 11, date).unwrap_or_else(|| today().month_end())
}

pub fn cny(minor: i64) -> Money {
    Money::try_new(minor, Currency::CNY).unwrap_or(Money::nil(Currency::CNY))
}

pub fn buckets(amounts: [i64; 7]) -> Vec<Bucket> {
    let mut buckets = Edges::default().buckets();
    for (bucket, amount) in buckets.iter_mut().zip(amounts) {
        bucket.amount_minor = amount;
    }
    buckets
}

pub const STORY: [i64; 7] = [11_280_000, 3_000_000, 2_200_000, 0, 120_000, 0, 0];
pub const ALL_STEPS: [i64; 7] =
    [9_000_000, 6_000_000, 5_000_000, 3_600_000, 2_400_000, 1_500_000, 900_000];

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    pub number: usize,
    pub name: String,
    pub code: String,
    pub balance: Money,
    pub overdue: Money,
    pub days: u32,
    pub amounts: [i64; 7],
}

const NAMES: [&str; 8] = [
    "宏盛食品",
    "江阴利港食堂承包",
    "无锡惠民商贸",
    "太仓海运酒店用品",
    "常熟金穗副食",
    "百汇超市",
    "浒关新民菜场联营",
    "Meridian Foods & Catering",
];

pub fn neighbours(count: usize) -> Vec<Neighbour> {
    (0..count).map(neighbour).collect()
}

fn neighbour(number: usize) -> Neighbour {
    let seed = i64::try_from(number % 997).unwrap_or(0);
    let amounts = match number % 4 {
        0 => STORY,
        1 => ALL_STEPS,
        2 => [8_000_000 + seed * 7_900, 0, 0, 0, 0, 0, 0],
        _ => [0, 1_200_000, 0, seed * 5_300, 0, 0, 4_000_000],
    };
    let (balance, overdue) = (amounts.iter().sum(), amounts.iter().skip(1).sum());
    Neighbour {
        number,
        name: format!("{} {}", NAMES[number % NAMES.len()], number + 1),
        code: format!("K-{:04}", number + 1),
        balance: cny(balance),
        overdue: cny(overdue),
        days: if overdue == 0 { 0 } else { u32::try_from(seed % 400).unwrap_or(0) },
        amounts,
    }
}
