//! New customers: opened in these weeks, cash at first, the first limit asked for or just granted.

use shared::{
    calendar::Day, contact, credit::Decision, id::ContactId, sync::Act, visit::VisitOutcome,
};

use super::{
    field, office,
    script::{Script, Who},
    shop::{Shop, opens},
    trade,
};

/// The first delivery was yesterday.
pub const SINCE_YESTERDAY: &str = "KH011";
/// Asked for a first limit, and nobody has decided.
pub const NOT_GRANTED: &str = "KH047";

#[rustfmt::skip]
pub const SHOPS: [(u32, Shop); 6] = [
    (3, shop("KH011", "福清市融城乐购超市", "融城乐购", "CN", "福清市玉屏街道一拂街 60 号", &[("何融城", "老板")], 30, 36_000)),
    (9, shop("KH047", "鼓楼屏山小满咖啡烘焙", "小满烘焙", "CD", "鼓楼区屏山公寓 1 层", &[("苏小满", "店主")], 15, 5_600)),
    (16, shop("KH048", "台江宝龙零食很忙店", "零食很忙", "CD", "台江区宝龙广场负一层", &[("丁一", "店长"), ("区会计", "财务")], 15, 12_400)),
    (22, shop("KH049", "闽侯大学城校园超市", "校园超市", "CX", "闽侯县上街镇学苑路 1 号", &[("童学", "老板")], 30, 15_200)),
    (27, shop("KH050", "马尾船政文化园文创店", "船政文创", "CX", "马尾区昭忠路 7 号", &[("沈船", "店长")], 30, 7_300)),
    (32, shop("KH051", "连江黄岐渔家海鲜加工", "黄岐海鲜", "CN", "连江县黄岐镇海建 12 号", &[("林渔", "老板"), ("林妹", "出纳")], 30, 24_500)),
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
        code, name, short, territory, address, contacts, tag: "新客户", every: 9, term, basket
    }
}

pub fn tell(script: &mut Script) {
    for (opened_ago, shop) in &SHOPS {
        let on = script.ago(*opened_ago);
        opens(script, shop, on);
        let note = "新店开业，老板有意长期合作，先现款试卖";
        let next = Some(script.later(on, 5));
        field::visits(script, shop, on, (VisitOutcome::Agreed, note), next);
        if shop.code == SINCE_YESTERDAY {
            let yesterday = script.ago(1);
            trade::delivers(script, shop, yesterday, 3_648_000);
            continue;
        }
        meets_another(script, shop, script.later(on, 2));
        first_weeks(script, shop, on);
    }
}

/// Somebody else who may sign, found out at the counter.
fn meets_another(script: &mut Script, shop: &Shop, on: Day) {
    let minute = 15 * 60;
    let id = ContactId(script.id(on, minute));
    let add = contact::Add {
        id,
        name: "小陈".to_owned(),
        role: "收货".to_owned(),
        phone: format!("125-0592-{:0>4}", shop.number()),
        signs: true,
        note: "上午在店，可签收对账单".to_owned(),
    };
    script.say((on, minute), Who::Person(shop.rep()), Some(shop.id()), Act::AddContact(add));
}

/// A little cash on account, the first request, and deliveries on credit once it is approved.
fn first_weeks(script: &mut Script, shop: &Shop, opened_on: Day) {
    let cash = (shop.basket / 300 * 10_000, "首单部分现款");
    let on = script.later(opened_on, 3);
    let slip = field::takes_cash(script, shop, on, cash, false);
    if shop.code == "KH050" {
        office::cancels(script, shop, on, slip);
        field::takes_cash(script, shop, on, (cash.0 + 20_000, "首单部分现款，重开"), false);
    }
    trade::delivers(script, shop, script.later(opened_on, 4), shop.basket * 100);
    let yuan = trade::rounded_up(shop.basket * 3 / 2);
    let asked_on = script.later(opened_on, 5);
    let asked = (yuan, "开业一周销售稳定，申请首次额度，月结");
    let request = field::asks(script, shop, asked_on, asked);
    if shop.code == NOT_GRANTED {
        return;
    }
    let by = ("manager", Decision::Approve, "首次额度，三个月后复核");
    field::decides(script, shop, script.later(asked_on, 2), (request, 1, yuan), by);
    for weeks in 1..5 {
        let on = script.later(opened_on, 5 + 6 * weeks);
        let minor = shop.basket * script.dice.between(40, 80);
        trade::delivers(script, shop, on, minor);
    }
    let note = "试卖不错，第二批货已上架";
    let on = script.later(opened_on, 9);
    field::visits(script, shop, on, (VisitOutcome::Agreed, note), Some(script.today));
}
