//! Breaks promises: shops that say Friday and mean some day, pay a part, put it off, or say nothing
//! any more; and the oldest debts in the books.

use shared::{
    calendar::{Day, Days},
    visit::VisitOutcome,
};

use super::{
    field::{self, DUNNING, Word},
    script::Script,
    shop::{Shop, opens},
    trade::{self, Bill},
};

/// An old debt of more than a year that nobody has touched.
pub const UNTOUCHED: &str = "KH008";
/// Promised for today, for tomorrow, and two business days ago with the bank still to speak.
pub const DUE_TODAY: &str = "KH003";
pub const DUE_TOMORROW: &str = "KH002";
pub const AWAITING: &str = "KH032";

#[rustfmt::skip]
pub const SHOPS: [Shop; 12] = [
    shop("KH002", "鼓楼区鑫隆超市", "鑫隆", "CD", "鼓楼区五四路 98 号", &[("黄鑫隆", "老板")], 26, 30, 18_500),
    shop("KH003", "仓山老王便利店", "老王", "CD", "仓山区三叉街 27 号", &[("王建国", "老板")], 38, 30, 8_200),
    shop("KH032", "台江亚峰小家电", "亚峰家电", "CD", "台江区亚峰路 3 号", &[("方亚峰", "老板"), ("方琴", "老板娘")], 30, 45, 16_400),
    shop("KH033", "晋安区鹤林装饰五金", "鹤林五金", "CD", "晋安区鹤林新城 B 区 15 号", &[("卢鹤", "老板")], 34, 45, 23_600),
    shop("KH008", "长乐区金峰五金建材行", "金峰五金", "CX", "长乐区金峰镇首占路 120 号", &[("陈金峰", "老板")], 40, 60, 44_000),
    shop("KH034", "马尾罗星塔海鲜酒楼", "罗星塔酒楼", "CX", "马尾区罗星街道 58 号", &[("魏罗星", "老板"), ("魏会计", "财务")], 20, 30, 21_700),
    shop("KH035", "闽侯南屿建筑工地食堂", "南屿食堂", "CX", "闽侯县南屿镇窗厦 6 号", &[("詹胜利", "承包人")], 15, 15, 12_900),
    shop("KH036", "长乐吴航文具百货", "吴航百货", "CX", "长乐区吴航街道郑和路 19 号", &[("潘文", "老板")], 33, 30, 9_800),
    shop("KH010", "螺洲阿芳小吃店", "阿芳", "CN", "仓山区螺洲镇杜园 11 号", &[("刘阿芳", "老板")], 16, 15, 2_400),
    shop("KH037", "福清渔溪顺发副食", "渔溪顺发", "CN", "福清市渔溪镇 324 国道旁", &[("施顺发", "老板")], 29, 30, 14_700),
    shop("KH038", "连江筱埕渔需用品店", "筱埕渔需", "CN", "连江县筱埕镇大埕 8 号", &[("林海生", "老板")], 37, 45, 19_200),
    shop("KH039", "永泰城峰酒水商行", "城峰酒水", "CN", "永泰县城峰镇刘岐路 50 号", &[("鄢永福", "老板")], 35, 30, 11_600),
];

#[expect(clippy::too_many_arguments, reason = "a row of a table")]
const fn shop(
    code: &'static str,
    name: &'static str,
    short: &'static str,
    territory: &'static str,
    address: &'static str,
    contacts: &'static [(&'static str, &'static str)],
    every: u32,
    term: u32,
    basket: i64,
) -> Shop {
    Shop {
        code, name, short, territory, address, contacts, tag: "重点催收", every, term, basket
    }
}

/// How the story of one overdue document goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// Promised, and nothing came.
    Broken,
    /// Promised, and a part came.
    Partly,
    /// Put off before the day, and then half of it kept.
    PutOff,
    /// Taken back.
    TakenBack,
    /// Paid late, but as promised in the end.
    KeptLate,
}

const TURNS: [Turn; 5] =
    [Turn::KeptLate, Turn::Partly, Turn::Broken, Turn::PutOff, Turn::TakenBack];

pub fn tell(script: &mut Script) {
    for (nth, shop) in SHOPS.iter().enumerate() {
        opens(script, shop, script.first);
        let since = script.on_or_after(script.first.plus(Days(1)));
        let limit = trade::rounded_up(trade::comfortable_limit(shop) / 2);
        trade::grants(script, shop, since, limit, "试用额度，观察回款");
        let until = if shop.code == UNTOUCHED { since.plus(Days(130)) } else { script.ago(5) };
        let buys = |day| if day < until { 100 } else { 0 };
        let mut bills = trade::deliveries(script, shop, since, buys);
        if shop.code == UNTOUCHED {
            says_once_and_no_more(script, shop, &mut bills);
            continue;
        }
        for (at, bill) in bills.iter_mut().enumerate() {
            let turn = TURNS[(at + nth) % TURNS.len()];
            goes(script, shop, bill, turn);
        }
        field::rounds(script, shop, since, 16, (VisitOutcome::Promised, &DUNNING));
        if shop.code == AWAITING || shop.code == DUE_TODAY || shop.code == DUE_TOMORROW {
            says_something_for_these_days(script, shop, trade::owed(&bills));
        }
    }
}

/// One document, from a few days after it was due to the day on which it is paid, if ever.
fn goes(script: &mut Script, shop: &Shop, bill: &mut Bill, turn: Turn) {
    let late = script.dice.days(4, 14);
    let said_on = script.on_or_after(bill.due_on.plus(Days(late)));
    let due_on = script.later(said_on, 5);
    let documents = [bill.id];
    let word = Word {
        on: said_on,
        due_on,
        minor: bill.left,
        documents: &documents,
        note: "当面答应",
        instead_of: None,
    };
    let promise = field::promises(script, shop, &word);
    let (long, short) = (script.dice.days(25, 50), script.dice.days(0, 3));
    let paid_in_the_end = script.later(due_on, long);
    match turn {
        Turn::KeptLate => {
            let on = script.later(due_on, short);
            pays(script, shop, bill, on, bill.left);
        }
        Turn::Broken => pays(script, shop, bill, paid_in_the_end, bill.left),
        Turn::Partly => {
            pays(script, shop, bill, due_on, bill.minor * 2 / 5);
            pays(script, shop, bill, paid_in_the_end, bill.left);
        }
        Turn::PutOff => {
            let again_on = script.later(said_on, 4);
            let again = Word {
                on: again_on,
                due_on: script.later(again_on, 10),
                minor: bill.left,
                documents: &documents,
                note: "说要改到下旬",
                instead_of: Some(promise),
            };
            field::promises(script, shop, &again);
            pays(script, shop, bill, again.due_on, bill.minor / 2);
        }
        Turn::TakenBack => {
            let on = script.later(said_on, 3);
            field::withdraws(script, shop, on, promise, "老板反悔，要先扣破损货款");
            pays(script, shop, bill, paid_in_the_end, bill.minor / 3);
        }
    }
}

/// As [`trade::pays`], but for the shop whose money the bank has not told of: nothing of it came in
/// these days.
fn pays(script: &mut Script, shop: &Shop, bill: &mut Bill, on: Day, minor: i64) {
    if shop.code != AWAITING || on < script.ago(8) {
        trade::pays(script, shop, bill, on, minor);
    }
}

/// A first part, a promise that nobody kept, and since then silence.
fn says_once_and_no_more(script: &mut Script, shop: &Shop, bills: &mut [Bill]) {
    let Some(bill) = bills.first_mut() else { return };
    let on = script.on_or_after(bill.due_on.plus(Days(20)));
    trade::pays(script, shop, bill, on, 2_000_000);
    let documents: Vec<_> = bills.iter().map(|it| it.id).collect();
    let said_on = script.on_or_after(script.first.plus(Days(200)));
    let word = Word {
        on: said_on,
        due_on: script.later(said_on, 15),
        minor: trade::owed(bills),
        documents: &documents,
        note: "说房子卖了就还",
        instead_of: None,
    };
    field::promises(script, shop, &word);
    let note = "店面已转让，新店主说不认识陈老板";
    let on = script.later(said_on, 30);
    field::visits(script, shop, on, (VisitOutcome::NobodyThere, note), None);
}

/// What is promised on the balance for today, for tomorrow, or was due when the bank had not yet
/// told.
fn says_something_for_these_days(script: &mut Script, shop: &Shop, owed: i64) {
    let (said_ago, due_on) = match shop.code {
        DUE_TODAY => (3, script.today),
        DUE_TOMORROW => (2, script.today.plus(Days(1))),
        _ => (6, script.ago(2)),
    };
    let on = script.ago(said_ago);
    let word = Word {
        on,
        due_on,
        minor: (owed / 2).max(50_000) / 10_000 * 10_000,
        documents: &[],
        note: "答应先付一半",
        instead_of: None,
    };
    field::promises(script, shop, &word);
    let note = "说好日子了，到时提醒一下";
    field::visits(script, shop, on, (VisitOutcome::Promised, note), Some(due_on));
}
