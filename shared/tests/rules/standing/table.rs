//! The language in which the tables of standings are written.

use shared::{
    allocation::{Allocation, AllocationReason},
    calendar::{Days, Instant},
    id::{AllocationId, CompanyId, CustomerId, UserId, derived},
    money::Percent,
    policy::Policy,
    promise::{Basis, End, Ended, Promise, Standing, standings},
    receipt::{BankHorizon, PaymentMethod},
    row::Row,
};

use crate::stage::{Stage, day, invoice_id, method, money, promise_id, receipt_id, rows};

/// Tolerance in business days, and the share in percent that keeps a promise.
pub fn policy(tolerance: u32, threshold: u32) -> Policy {
    let mut policy = Policy::initial();
    policy.promise.tolerance = Days(tolerance);
    policy.promise.threshold = Percent::whole(threshold);
    policy
}

/// A table whose cells are lists, `-` for none:
/// promises `A=50000@11-10..11-20[:method][:on=0793+0834][:back=11-15][:by=B@11-15]` (taken back, or
/// another in its place); receipts `R1=30000@11-19[:method]`;
/// lines `R1>0793=20000`; how far the bank data reach; today; and the standings.
#[track_caller]
pub fn check_standings(policy: &Policy, table: &str) {
    for (row, cells) in rows(table) {
        let [promises, receipts, lines, reaches, today, expected] = cells[..] else {
            panic!("bad row: {row}")
        };
        let mut stage = Stage::new();
        for number in ["0793", "0834"] {
            stage.owes(number, "90000", "09-27");
        }
        list(promises).for_each(|it| promises_to_pay(&mut stage, it));
        list(receipts).for_each(|it| pays(&mut stage, it));
        list(lines).for_each(|it| is_allocated(&mut stage, it));
        list(reaches).for_each(|it| data_reach(&mut stage, "HT", it));
        assert_eq!(standings_said(&stage, policy, today), expected, "in row: {row}");
    }
}

pub fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(' ').filter(|it| *it != "-")
}

pub fn promises_to_pay(stage: &mut Stage, text: &str) {
    let mut parts = text.split(':');
    let (name, rest) = parts.next().unwrap().split_once('=').unwrap();
    let (amount, days) = rest.split_once('@').unwrap();
    let (made, due) = days.split_once("..").unwrap();
    let mut promise = Promise {
        id: promise_id(name),
        customer: CustomerId::of_code("K-0217"),
        author: UserId::of_login("lin"),
        amount: money(amount),
        made_on: day(made),
        due_on: day(due),
        promiser: "王建国".to_owned(),
        method: PaymentMethod::Transfer,
        basis: Basis::Balance,
        note: String::new(),
        captured_at: Instant(0),
        ended: None,
    };
    for part in parts {
        match part.split_once('=') {
            Some(("on", these)) => {
                promise.basis = Basis::Documents(these.split('+').map(invoice_id).collect());
            }
            Some(("back", on)) => {
                let how = Ended::Withdrawn { reason: "记错了".to_owned() };
                promise.ended = Some(End { on: day(on), author: promise.author, how });
            }
            Some(("by", other)) => {
                let (by, on) = other.split_once('@').unwrap();
                let how = Ended::Superseded { by: promise_id(by) };
                promise.ended = Some(End { on: day(on), author: promise.author, how });
            }
            _ => promise.method = method(part),
        }
    }
    stage.dossier.put(Row::Promise(promise));
}

pub fn pays(stage: &mut Stage, text: &str) {
    let mut parts = text.split(':');
    let (number, rest) = parts.next().unwrap().split_once('=').unwrap();
    let (amount, on) = rest.split_once('@').unwrap();
    let id = stage.pays(number, amount, on);
    if let Some(way) = parts.next() {
        let mut receipt = stage.dossier.receipts[&id].clone();
        receipt.method = method(way);
        stage.dossier.put(Row::Receipt(receipt));
    }
}

pub fn is_allocated(stage: &mut Stage, text: &str) {
    let (documents, amount) = text.split_once('=').unwrap();
    let (receipt, invoice) = documents.split_once('>').unwrap();
    let receipt = stage.dossier.receipts[&receipt_id(receipt)].clone();
    stage.dossier.put(Row::Allocation(Allocation {
        id: AllocationId(derived("allocation", &[text])),
        customer: CustomerId::of_code("K-0217"),
        receipt: receipt.id,
        invoice: invoice_id(invoice),
        amount: money(amount),
        effective_on: receipt.valued_on,
        reason: AllocationReason::Designated,
    }));
}

pub fn data_reach(stage: &mut Stage, code: &str, reaches: &str) {
    let company = CompanyId::of_code(code);
    stage.register().put(Row::BankHorizon(BankHorizon { company, reaches: day(reaches) }));
}

#[track_caller]
pub fn standings_said(stage: &Stage, policy: &Policy, today: &str) -> String {
    let all = standings(&stage.dossier, policy, day(today)).unwrap();
    let known = ["A", "B", "C"].into_iter().filter_map(|name| {
        let standing = all.get(&promise_id(name))?;
        Some(format!("{name}:{}", standing_said(standing)))
    });
    let said: Vec<_> = known.collect();
    said.join(" ")
}

pub fn standing_said(it: &Standing) -> String {
    let so_far = |received: &shared::money::Money| {
        if received.is_nil() { String::new() } else { format!("({})", received.plain()) }
    };
    match it {
        Standing::Open { received } => format!("open{}", so_far(received)),
        Standing::AwaitingData { received, .. } => format!("awaiting{}", so_far(received)),
        Standing::Kept { days_late: 0, .. } => "kept".to_owned(),
        Standing::Kept { days_late, .. } => format!("kept+{days_late}"),
        Standing::PartlyKept { received } => format!("partly{}", so_far(received)),
        Standing::Broken => "broken".to_owned(),
        Standing::Withdrawn { .. } => "withdrawn".to_owned(),
        Standing::Superseded { .. } => "superseded".to_owned(),
    }
}
