//! Seasonal: shops that live on 春节 and 中秋: three times the goods in the six weeks before, a
//! higher limit for that time, and the money after the feast.

use shared::{
    calendar::{Day, Days},
    visit::VisitOutcome,
};

use super::{
    field::{self, FRIENDLY, Word},
    holidays::days_to_feast,
    script::Script,
    shop::{Shop, opens},
    trade::{self, Bill},
};

/// Some of its bills are due yesterday, today and tomorrow.
pub const AT_THE_EDGE: &str = "KH007";
/// Days before a feast in which the goods for it are bought.
pub const BEFORE_THE_FEAST: i64 = 42;

#[rustfmt::skip]
pub const SHOPS: [Shop; 11] = [
    shop("KH052", "鼓楼南后街糕饼礼盒", "南后街糕饼", "CD", "鼓楼区南后街 45 号", &[("官糕", "老板"), ("官琳", "财务")], 30, 14_200),
    shop("KH053", "台江中亭街年货大卖场", "中亭年货", "CD", "台江区中亭街 2 层", &[("洪发", "老板")], 30, 26_800),
    shop("KH054", "晋安宦溪茶叶礼品", "宦溪茶叶", "CD", "晋安区宦溪镇亥由 9 号", &[("茹春", "老板")], 45, 11_700),
    shop("KH055", "仓山花卉烟花鞭炮专营", "仓山烟花", "CD", "仓山区则徐大道 380 号", &[("贺喜", "老板")], 30, 9_300),
    shop("KH007", "马尾海鑫水产有限公司", "海鑫水产", "CX", "马尾区罗建路 14 号", &[("江海鑫", "老板")], 30, 24_000),
    shop("KH056", "长乐潭头鱼丸加工坊", "潭头鱼丸", "CX", "长乐区潭头镇厚福 3 号", &[("任丸", "老板"), ("任芳", "出纳")], 30, 15_800),
    shop("KH057", "闽清橄榄蜜饯食品厂", "橄榄蜜饯", "CX", "闽清县坂东镇 10 号", &[("池果", "厂长"), ("池会计", "财务")], 60, 33_400),
    shop("KH012", "连江县鸿运酒业", "鸿运酒业", "CN", "连江县凤城镇马祖路 73 号", &[("郭鸿运", "老板")], 45, 31_000),
    shop("KH058", "福清高山花蛤水产行", "高山水产", "CN", "福清市高山镇院西 5 号", &[("翁蛤", "老板")], 30, 18_900),
    shop("KH059", "罗源起步香菇干货", "起步干货", "CN", "罗源县起步镇上长治 2 号", &[("黄菇", "老板")], 30, 10_400),
    shop("KH060", "平潭澳前干贝礼盒店", "澳前礼盒", "CN", "平潭县澳前镇东美 21 号", &[("冯贝", "店长")], 30, 12_800),
];

#[expect(clippy::too_many_arguments, reason = "a row of a table")]
const fn shop(
    code: &'static str,
    name: &'static str,
    short: &'static str,
    territory: &'static str,
    address: &'static str,
    contacts: &'static [(&'static str, &'static str)],
    term: u32,
    basket: i64,
) -> Shop {
    Shop {
        code, name, short, territory, address, contacts, tag: "季节性", every: 17, term, basket
    }
}

pub fn tell(script: &mut Script) {
    for shop in &SHOPS {
        opens(script, shop, script.first);
        let since = script.on_or_after(script.first.plus(Days(1)));
        let limit = trade::comfortable_limit(shop);
        trade::grants(script, shop, since, limit, "平季额度");
        raised_for_feasts(script, shop, since, limit);
        let mut bills = trade::deliveries(script, shop, since, season);
        for bill in &mut bills {
            pays_after_the_feast(script, shop, bill);
        }
        field::rounds(script, shop, since, 30, (VisitOutcome::Agreed, &FRIENDLY));
        if shop.code == AT_THE_EDGE {
            for days in [shop.term + 1, shop.term, shop.term - 1] {
                let on = script.today.minus(Days(days));
                trade::delivers(script, shop, on, 2_400_000 + i64::from(days) * 1_300);
            }
        }
    }
}

/// Three times the usual before a feast, little right after it.
fn season(day: Day) -> i64 {
    match days_to_feast(day) {
        0..=6 => 40,
        7..=BEFORE_THE_FEAST => 300,
        43..=90 => 70,
        _ => 45,
    }
}

/// For the weeks before each feast and two months after its beginning, then the usual again.
fn raised_for_feasts(script: &mut Script, shop: &Shop, since: Day, usual: i64) {
    let mut day = since.plus(Days(1));
    let mut raised = false;
    while day < script.today {
        let soon = days_to_feast(day) <= BEFORE_THE_FEAST + 7;
        if soon != raised && script.calendar.is_business_day(day) {
            raised = soon;
            if soon {
                let until = Some(day.plus(Days(100)));
                let yuan = trade::rounded_up(usual * 5 / 2);
                trade::grants_until(script, shop, day, (yuan, until), "节前备货，临时提额");
            } else {
                trade::grants(script, shop, day, usual, "节后恢复平季额度");
            }
        }
        day = day.plus(Days(1));
    }
}

/// What was bought for the feast is paid two weeks after it was due, as was agreed at the counter;
/// the rest on the day.
fn pays_after_the_feast(script: &mut Script, shop: &Shop, bill: &mut Bill) {
    if BEFORE_THE_FEAST < days_to_feast(bill.issued_on) {
        let on = script.on_or_before(bill.due_on);
        trade::pays(script, shop, bill, on, bill.left);
        return;
    }
    let on = script.later(script.on_or_after(bill.due_on), 10);
    if script.dice.happens(45) {
        let word = Word {
            on: script.on_or_before(bill.due_on.minus(Days(5))),
            due_on: on,
            minor: bill.left,
            documents: &[bill.id],
            note: "节后盘点完付清",
            instead_of: None,
        };
        field::promises(script, shop, &word);
    }
    trade::pays(script, shop, bill, on, bill.left);
}
