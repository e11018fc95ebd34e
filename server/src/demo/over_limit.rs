//! Over the limit: shops that buy more than they were trusted with, the requests that follow, and
//! what of them waits on a desk today.

use shared::{calendar::Days, credit::Decision, visit::VisitOutcome};

use super::{
    field::{self, FRIENDLY, Word},
    script::{Ends, Script},
    shop::{Shop, opens},
    trade::{self, Bill},
};

#[rustfmt::skip]
pub const SHOPS: [Shop; 9] = [
    shop("KH004", "福建重山百货集团股份有限公司", "重山百货", "CD", "鼓楼区五一北路 1 号", &[("曾丽华", "采购经理"), ("单志远", "财务")], 24, 60, 195_000),
    shop("KH040", "福州榕江生鲜连锁有限公司", "榕江生鲜", "CD", "晋安区秀峰路 188 号", &[("钟明", "采购"), ("钟会计", "财务")], 10, 30, 42_000),
    shop("KH041", "鼓楼西湖餐饮管理有限公司", "西湖餐饮", "CD", "鼓楼区湖滨路 70 号", &[("柯雅", "采购经理")], 9, 30, 23_500),
    shop("KH009", "闽侯县惠民供销社", "惠民供销", "CX", "闽侯县甘蔗街道滨江 2 号", &[("张惠民", "主任"), ("叶出纳", "出纳")], 18, 30, 17_000),
    shop("KH042", "马尾保税区冷链食品有限公司", "马尾冷链", "CX", "马尾区保税区 6 号库", &[("田野", "经理"), ("苏会计", "财务")], 14, 45, 88_000),
    shop("KH043", "长乐航城装饰材料城", "航城材料", "CX", "长乐区航城街道里仁 16 号", &[("曹航", "老板")], 20, 60, 53_000),
    shop("KH044", "福清万达乐享超市有限公司", "乐享超市", "CN", "福清市音西街道清昌大道 105 号", &[("余乐", "店长"), ("余会计", "财务")], 11, 30, 36_000),
    shop("KH045", "连江贵安温泉酒店", "贵安酒店", "CN", "连江县潘渡镇贵安村", &[("康宁", "采购主管")], 16, 45, 29_000),
    shop("KH046", "平潭综合实验区岛上建材", "岛上建材", "CN", "平潭县岚城乡霞屿 33 号", &[("高岛", "老板")], 21, 60, 47_500),
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
    Shop { code, name, short, territory, address, contacts, tag: "大客户", every, term, basket }
}

/// Whose request waits: as it was asked, against a limit that was changed meanwhile, after it was
/// returned once.
const WAITS: &str = "KH004";
pub const STALE: &str = "KH041";
const SENT_AGAIN: &str = "KH042";
/// The one that buys in dollars as well.
pub const ABROAD: &Shop = &SHOPS[4];

pub fn tell(script: &mut Script) {
    for (nth, shop) in (0..).zip(&SHOPS) {
        opens(script, shop, script.first);
        let since = script.on_or_after(script.first.plus(Days(1)));
        // More in each half year than in the one before: the limit was right when it was set.
        let (first, today) = (script.first, script.today);
        let grows = |day: shared::calendar::Day| {
            let (gone, all) = (day.days_since(first), today.days_since(first));
            60 + 70 * gone / all.max(1)
        };
        let mut bills = trade::deliveries(script, shop, since, grows);
        for bill in &mut bills {
            pays_a_little_late(script, shop, bill);
        }
        field::rounds(script, shop, since, 21, (VisitOutcome::Agreed, &FRIENDLY));
        let owed = trade::owed(&bills) / 100;
        let limit = (owed * 4 / 5 / 1_000 * 1_000).max(1_000);
        asks_through_the_years(script, shop, limit, 30 + 7 * nth);
        asks_now(script, shop, limit, trade::rounded_up(owed * 6 / 5));
    }
}

/// A week late at most, in full; the promise before it is kept.
fn pays_a_little_late(script: &mut Script, shop: &Shop, bill: &mut Bill) {
    let late = script.dice.days(1, 7);
    let on = script.on_or_after(bill.due_on.plus(Days(late)));
    if script.dice.happens(18) {
        let word = Word {
            on: script.on_or_before(bill.due_on.minus(Days(2))),
            due_on: on,
            minor: bill.left,
            documents: &[bill.id],
            note: "付款流程走到总经理，下周放款",
            instead_of: None,
        };
        field::promises(script, shop, &word);
    }
    trade::pays(script, shop, bill, on, bill.left);
}

/// A first limit; more was asked for and returned, asked for again and approved, and one more was
/// refused.
fn asks_through_the_years(script: &mut Script, shop: &Shop, limit: i64, ago: u32) {
    let since = script.on_or_after(script.first.plus(Days(1)));
    let first = trade::rounded_up(limit / 2);
    trade::grants(script, shop, since, first, "开户授信");
    let (asked_on, returned_on) = (script.ago(ago + 120), script.ago(ago + 118));
    let (again_on, decided_on) = (script.ago(ago + 115), script.ago(ago + 113));
    let request = field::asks(script, shop, asked_on, (limit * 2, "门店扩张，提货翻倍"));
    let returned =
        ("manager", Decision::Return, "请附近三个月销售和回款数据，额度先按实际占用申请");
    field::decides(script, shop, returned_on, (request, 1, 0), returned);
    let again = (limit, "附三个月对账单，月均提货见附件，按占用八成申请");
    field::revises(script, shop, again_on, (request, 1), again);
    let approved = ("controller", Decision::Approve, "按占用核定");
    field::decides(script, shop, decided_on, (request, 2, limit), approved);
    if ago.is_multiple_of(2) {
        let asked = (limit * 3, "旺季备货");
        let request = field::asks(script, shop, script.ago(ago + 20), asked);
        let refused = ("manager", Decision::Reject, "逾期未清，暂不提额");
        field::decides(script, shop, script.ago(ago + 19), (request, 1, 0), refused);
    }
}

/// What waits for somebody today.
fn asks_now(script: &mut Script, shop: &Shop, limit: i64, wanted: i64) {
    match shop.code {
        WAITS => {
            let asked = (wanted, "双节备货，采购经理确认订单 60 万，现额度已用满");
            field::asks(script, shop, script.ago(2), asked);
        }
        STALE => {
            // She looked in the morning; the controller lowered the limit before she had a signal.
            let seen = script.stands(shop);
            let on = script.ago(1);
            let lowered = (limit * 9 / 10 / 1_000 * 1_000).max(1_000);
            trade::grants(script, shop, on, lowered, "逾期增加，先压一成");
            let asked = (wanted, "新开两家门店，下月起每周两送");
            field::asks_seeing(script, shop, on, asked, (seen, Ends::NeedsReview));
        }
        SENT_AGAIN => {
            let asked = (wanted * 2, "冷库扩容");
            let request = field::asks(script, shop, script.ago(5), asked);
            let returned = ("manager", Decision::Return, "额度偏高，请按合同金额申请");
            field::decides(script, shop, script.ago(4), (request, 1, 0), returned);
            let again = (wanted, "按合同金额修改，附合同照片");
            field::revises(script, shop, script.ago(1), (request, 1), again);
        }
        _ => {}
    }
}
