//! The office: bank data day by day, cash that is counted, and what lies on somebody's desk today.

use std::collections::BTreeMap;

use shared::{
    calendar::Day,
    field_receipt,
    hand_in::{self, CountedSlip},
    id::{FieldReceiptId, HandInId},
    receipt::ReportHorizon,
    sync::Act,
};

use super::{
    people::COMPANY,
    script::{Script, Who, Written, cny, user},
    shop::{Shop, phone_changed},
    trade::from_bank,
};

/// Bank data come every business day in the evening and reach that day.
pub fn bank_data(script: &mut Script) {
    let mut on = script.on_or_after(script.first);
    while on < script.today {
        let horizon = ReportHorizon { company: COMPANY.to_owned(), reaches: on };
        script.say((on, 17 * 60 + 50), Who::File, None, Act::ReportHorizon(horizon));
        on = script.later(on, 1);
    }
}

/// Money came from somebody whom no customer is called: it waits for whoever knows.
pub fn unmatched(script: &mut Script) {
    let on = script.ago(1);
    for (number, minor, payer) in
        [("SK-W01", 1_268_000, "福州鼎晟贸易有限公司"), ("SK-W02", 385_050, "吴美玲")]
    {
        let import = from_bank(number.to_owned(), on, cny(minor), payer, vec![]);
        script.say((on, 17 * 60 + 31), Who::File, None, Act::ImportReceipt(import));
    }
}

/// Yesterday the order desk and Lin both learned of a new number, and Lin was without a signal.
pub fn two_truths(script: &mut Script, shop: &Shop) {
    let on = script.ago(1);
    let before = shop.in_file(0).phone;
    let of = Some(shop.id());
    let desk = phone_changed(shop, &before, "125-0591-7301");
    script.say((on, 14 * 60 + 5), Who::Person("order_desk"), of, desk);
    let lin = phone_changed(shop, &before, "125-0591-7031");
    let ends = super::script::Ends::Merged;
    script.say_ending((on, 15 * 60 + 20), Who::Person(shop.rep()), of, lin, ends);
}

/// The numbers of the slips, in the order in which each rep wrote them.
pub fn number_slips(script: &mut Script) {
    let mut last: BTreeMap<Who, u32> = BTreeMap::new();
    let mut slips: Vec<_> = script
        .scenes
        .iter_mut()
        .filter_map(|it| match &mut it.act {
            Act::TakeFieldReceipt(take) => Some((it.on, it.minute, it.by, &mut take.slip)),
            _ => None,
        })
        .collect();
    slips.sort_by_key(|(on, minute, ..)| (*on, *minute));
    for (_, _, by, slip) in slips {
        let number = last.entry(by).or_default();
        *number += 1;
        slip.number = *number;
    }
}

/// A slip written by mistake: cancelled by who wrote it, and kept with its number.
pub fn cancels(script: &mut Script, shop: &Shop, on: Day, slip: FieldReceiptId) {
    let reason = "金额写错，已重开一张".to_owned();
    let act = Act::CancelFieldReceipt(field_receipt::Cancel { field_receipt: slip, reason });
    script.say((on, 16 * 60 + 30), Who::Person(shop.rep()), Some(shop.id()), act);
    script.slips.retain(|it| it.id != slip);
}

/// The cashier counts what the reps bring, two business days after it was taken. Once a note is
/// missing, and the hand-in says so.
pub fn hand_ins(script: &mut Script) {
    let mut counted: BTreeMap<(Day, &'static str), Vec<Written>> = BTreeMap::new();
    for slip in script.slips.clone().into_iter().filter(|it| !it.kept) {
        let on = script.later(slip.on, 2);
        counted.entry((on, slip.rep)).or_default().push(slip);
    }
    let mut short_once = true;
    for ((on, rep), slips) in counted {
        let minute = 17 * 60 + 40;
        let id = HandInId(script.id(on, minute));
        // A hundred yuan, of the first count that has more than that.
        let short = if short_once && 100_000 < slips[0].minor { 10_000 } else { 0 };
        short_once &= short == 0;
        let count = |(nth, it): (usize, &Written)| {
            let missing = if nth == 0 { short } else { 0 };
            CountedSlip { field_receipt: it.id, counted: cny(it.minor - missing) }
        };
        let reason = if short == 0 { "" } else { "清点少一张百元，业务员次日补交" };
        let act = Act::BookHandIn(hand_in::Book {
            id,
            rep: user(rep),
            slips: slips.iter().enumerate().map(count).collect(),
            reason: reason.to_owned(),
        });
        script.say((on, minute), Who::Person("cashier"), None, act);
    }
}
