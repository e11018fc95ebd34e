//! Pays on time: shops whose money is there on the day, month after month, and who are trusted with
//! a little more each year.

use shared::{calendar::Days, credit::Decision, visit::VisitOutcome};

use super::{
    field::{self, FRIENDLY, Word},
    script::{Script, cny},
    shop::{Shop, opens},
    trade::{self, Bill},
};

/// Two of them have a story of their own: the one that pays more than it owes, and the one that
/// has paid to the last fen and buys no more.
pub const OVERPAYS: &str = "KH006";
pub const SETTLED: &str = "KH013";

#[rustfmt::skip]
pub const SHOPS: [Shop; 22] = [
    shop("KH001", "福州永盛商贸有限公司", "永盛", "CD", "晋安区福新中路 211 号", &[("陈永盛", "老板"), ("郑会计", "财务")], 31, 30, 48_000),
    shop("KH005", "台江好又多生鲜店", "好又多", "CD", "台江区上海西支路 6 号", &[("吴小燕", "店长")], 14, 45, 14_000),
    shop("KH014", "鼓楼区佳佳便民超市", "佳佳便民", "CD", "鼓楼区温泉支路 18 号", &[("林佳", "老板娘")], 12, 30, 6_800),
    shop("KH015", "晋安区恒丰日用品经营部", "恒丰日用", "CD", "晋安区岳峰镇三八路 40 号", &[("施恒", "老板")], 21, 30, 17_500),
    shop("KH016", "鼓楼军门海鲜干货行", "军门干货", "CD", "鼓楼区军门社区 3 座", &[("杨国海", "老板"), ("杨婷", "出纳")], 25, 45, 32_000),
    shop("KH017", "台江苍霞老铺副食", "苍霞老铺", "CD", "台江区苍霞新城 9 号", &[("赖明珠", "老板娘")], 15, 30, 5_400),
    shop("KH018", "福州众鑫五金机电有限公司", "众鑫五金", "CD", "晋安区福马路 518 号", &[("谢众鑫", "经理"), ("何会计", "财务")], 35, 60, 76_000),
    shop("KH019", "晋安区茶亭母婴用品店", "茶亭母婴", "CD", "晋安区茶园街道 77 号", &[("马丽", "店长")], 20, 30, 12_600),
    shop("KH006", "晋安华联食品批发部", "华联食品", "CX", "晋安区鼓山镇后屿 12 号", &[("林华联", "老板")], 18, 30, 34_000),
    shop("KH020", "闽侯上街学府超市", "学府超市", "CX", "闽侯县上街镇学府南路 2 号", &[("张学文", "老板")], 13, 30, 11_800),
    shop("KH021", "马尾快安副食品商行", "快安副食", "CX", "马尾区快安大道 102 号", &[("江美玉", "老板娘")], 16, 30, 9_700),
    shop("KH022", "长乐漳港水产配料行", "漳港配料", "CX", "长乐区漳港街道 21 号", &[("陈水旺", "老板")], 28, 45, 26_000),
    shop("KH023", "闽侯甘蔗建材五金店", "甘蔗建材", "CX", "闽侯县甘蔗街道昙石路 8 号", &[("黄建平", "老板"), ("黄秀", "出纳")], 30, 60, 41_500),
    shop("KH024", "马尾亭江惠客便利店", "亭江惠客", "CX", "马尾区亭江镇亭头 15 号", &[("郑惠", "店长")], 10, 30, 4_200),
    shop("KH025", "长乐金峰布艺日化", "金峰布艺", "CX", "长乐区金峰镇胪峰大道 66 号", &[("林金枝", "老板娘")], 24, 30, 15_900),
    shop("KH026", "闽清梅城调味品商行", "梅城调味", "CX", "闽清县梅城镇南北大街 31 号", &[("毛志明", "老板")], 27, 45, 18_300),
    shop("KH013", "平潭岚岛旅游客栈", "岚岛客栈", "CN", "平潭县潭城镇东大路 5 号", &[("游岚", "老板娘")], 30, 30, 8_600),
    shop("KH027", "福清宏路家家福超市", "家家福", "CN", "福清市宏路街道清宏路 90 号", &[("薛家福", "老板"), ("薛敏", "财务")], 17, 30, 28_400),
    shop("KH028", "永泰葛岭农家乐食材配送", "葛岭配送", "CN", "永泰县葛岭镇台口 1 号", &[("汤永泰", "老板")], 19, 30, 7_900),
    shop("KH029", "连江敖江粮油店", "敖江粮油", "CN", "连江县敖江镇青塘 44 号", &[("邱德茂", "老板")], 22, 30, 19_600),
    shop("KH030", "罗源松山海带加工厂", "松山海带", "CN", "罗源县松山镇迹头 7 号", &[("雷松", "厂长"), ("蓝会计", "财务")], 33, 60, 58_000),
    shop("KH031", "福清龙田食杂批发", "龙田食杂", "CN", "福清市龙田镇东华村 20 号", &[("俞龙", "老板")], 15, 30, 13_300),
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
    Shop { code, name, short, territory, address, contacts, tag: "守信", every, term, basket }
}

pub fn tell(script: &mut Script) {
    for shop in &SHOPS {
        opens(script, shop, script.first);
        let since = script.on_or_after(script.first.plus(Days(1)));
        let limit = trade::comfortable_limit(shop);
        trade::grants(script, shop, since, limit, "开户授信，按三个月平均提货核定");
        let until = if shop.code == SETTLED { script.ago(45) } else { script.today };
        let mut bills = trade::deliveries(script, shop, since, |day| percent(day < until));
        for bill in &mut bills {
            pays_in_time(script, shop, bill);
        }
        field::rounds(script, shop, since, 24, (VisitOutcome::Agreed, &FRIENDLY));
        if shop.code == OVERPAYS {
            let on = script.ago(6);
            trade::transfers(script, shop, on, cny(1_100_000), vec![]);
        }
    }
    for (nth, shop) in (0..).zip(SHOPS.iter().step_by(6)) {
        is_trusted_with_more(script, shop, 60 + 40 * nth);
    }
}

fn percent(buys: bool) -> i64 {
    if buys { 100 } else { 0 }
}

/// Up to three days before the last day; now and then it was promised at the counter before.
fn pays_in_time(script: &mut Script, shop: &Shop, bill: &mut Bill) {
    let early = script.dice.days(0, 3);
    let pays_on = script.on_or_before(bill.due_on.minus(Days(early)));
    if script.dice.happens(14) {
        let word = Word {
            on: script.on_or_before(bill.due_on.minus(Days(9))),
            due_on: bill.due_on,
            minor: bill.left,
            documents: &[bill.id],
            note: "财务已排款",
            instead_of: None,
        };
        field::promises(script, shop, &word);
    }
    trade::pays(script, shop, bill, pays_on, bill.left);
}

/// The rep asks for a higher limit with a good reason, and the manager approves.
fn is_trusted_with_more(script: &mut Script, shop: &Shop, ago: u32) {
    let yuan = trade::rounded_up(trade::comfortable_limit(shop) * 3 / 2);
    let (asked_on, decided_on) = (script.ago(ago), script.ago(ago - 1));
    let asked = (yuan, "连续一年按期付款，旺季提货加大，申请提额");
    let request = field::asks(script, shop, asked_on, asked);
    let by = ("manager", Decision::Approve, "回款记录良好，同意");
    field::decides(script, shop, decided_on, (request, 1, yuan), by);
}
