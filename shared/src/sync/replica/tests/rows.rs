//! Replay: what is shown is derived, so it cannot disagree with what is kept.

use std::sync::Arc;

use super::{super::*, device::*, sample::*};
use crate::{
    dossier::Dossier,
    effects::Why,
    id::PromiseId,
    money::{Currency, Money},
    promise::{Basis, Make, Withdraw},
    receipt::PaymentMethod,
    row::Row,
    sync::{Act, Command, Verdict},
};

fn confirmed() -> Dossier {
    let mut dossier = Dossier::default();
    for it in with_invoice("A", 100) {
        dossier.put(it.row);
    }
    dossier
}

fn pending(op_seq: u64, command: Command, stage: Stage) -> Pending {
    Pending { op_seq, command: Arc::new(command), stage, reflected: false }
}

fn promise(n: u128, yuan: i64) -> Command {
    let amount = Money::try_new(yuan * 100, Currency::CNY).unwrap();
    let make = Make {
        id: PromiseId(id(3000 + n)),
        amount,
        due_on: day("2026-11-27"),
        promiser: "王建国 老板".to_owned(),
        method: PaymentMethod::Transfer,
        basis: Basis::Balance,
        note: String::new(),
        replaces: None,
    };
    Command { op_id: crate::id::OpId(id(1500 + n)), act: Act::MakePromise(make), ..visit(n, "A") }
}

#[test]
fn pending_commands_are_played_in_order_each_on_what_the_one_before_left() {
    let mut taken = visit(3, "A");
    if let Act::RecordVisit(it) = &mut taken.act {
        it.id = crate::id::VisitId(id(2001));
    }
    let pending = [
        pending(1, visit(1, "A"), Stage::OnlyHere),
        pending(2, promise(2, 60), Stage::OnlyHere),
        pending(3, taken, Stage::OnlyHere),
    ];
    let view = replay(confirmed(), &pending, &caller(), day("2026-11-20"));
    assert_eq!((view.dossier.visits.len(), view.dossier.promises.len()), (1, 1));
    assert_eq!(view.only_here, 3);
    assert_eq!(
        view.doubts.len(),
        1,
        "another visit under the same id will be refused, and stays visible"
    );
    assert_eq!(view.mark(id(2001)), Mark::OnlyHere);
    assert_eq!(view.mark(id(1)), Mark::Confirmed);
}

#[test]
fn the_prediction_is_what_the_server_decides_on_the_same_dossier() {
    let command = promise(1, 150);
    let today = day("2026-11-20");
    let when = crate::calendar::When::on(today);
    let dossier = confirmed();
    let server = crate::decide_by_day(&command, &dossier, &caller(), when).unwrap();
    let foreseen = predict(&command, Some(&dossier), &caller(), today).unwrap();
    assert_eq!(foreseen.warnings().len(), 1, "more than is known to be owed");
    assert_eq!(foreseen, Foreseen::Sure(server));
}

#[test]
fn what_a_clock_dated_after_today_is_shown_as_of_today() {
    let ahead = Command { acted_on: day("2026-11-22"), ..visit(1, "A") };
    let shown = |today: &str| {
        let pending = [pending(1, ahead.clone(), Stage::OnlyHere)];
        let view = replay(confirmed(), &pending, &caller(), day(today));
        view.dossier.visits.values().next().map(|it| it.visited_on)
    };
    assert_eq!(shown("2026-11-22"), Some(day("2026-11-22")));
    assert_eq!(shown("2026-11-20"), Some(day("2026-11-20")));
    // By a policy that is not in force yet, and would refuse it, nobody is judged.
    let mut coming = crate::policy::Policy::initial();
    (coming.version, coming.valid_from) = (2, day("2026-11-21"));
    coming.promise.furthest = crate::calendar::Days(1);
    let mut dossier = confirmed();
    dossier.put(Row::Policy(crate::policy::Policy::initial()));
    dossier.put(Row::Policy(coming));
    let ahead = Command { acted_on: day("2026-11-22"), policy: 2, ..promise(1, 50) };
    let pending = [pending(1, ahead, Stage::OnlyHere)];
    let view = replay(dossier, &pending, &caller(), day("2026-11-20"));
    assert_eq!((view.dossier.promises.len(), view.doubts.len()), (1, 0));
}

#[test]
fn what_the_server_took_by_another_policy_is_shown() {
    let mut dossier = confirmed();
    let mut strict = crate::policy::Policy::initial();
    strict.promise.furthest = crate::calendar::Days(1);
    dossier.put(Row::Policy(strict));
    let said = promise(1, 50);
    let shown = |stage| {
        let pending = [pending(1, said.clone(), stage)];
        let view = replay(dossier.clone(), &pending, &caller(), day("2026-11-20"));
        (view.dossier.promises.len(), view.doubts.len())
    };
    assert_eq!(shown(Stage::OnlyHere), (0, 1), "the server would refuse it");
    assert_eq!(shown(Stage::Answered(Verdict::Applied)), (1, 0));
    assert_eq!(shown(Stage::Landed), (1, 0));
    let why = Why::PolicyChanged { seen: 1, now: 2 };
    assert_eq!(shown(Stage::Answered(Verdict::NeedsReview { why })), (1, 0));
    // Not what is against it otherwise: its own row is here.
    let Act::MakePromise(make) = &said.act else { panic!() };
    let taken = replay(
        dossier.clone(),
        &[pending(1, said.clone(), Stage::Landed)],
        &caller(),
        day("2026-11-20"),
    );
    let mut row = taken.dossier.promises[&make.id].clone();
    row.note = "as the server has it".to_owned();
    dossier.put(Row::Promise(row));
    let again = [pending(1, said.clone(), Stage::Answered(Verdict::Applied))];
    let view = replay(dossier, &again, &caller(), day("2026-11-20"));
    assert_eq!(view.dossier.promises[&make.id].note, "as the server has it");
}

#[test]
fn what_ended_in_an_earlier_life_of_the_server_stays_ended() {
    let said = promise(1, 50);
    let Act::MakePromise(make) = &said.act else { panic!() };
    let take_back = Withdraw { promise: make.id, reason: "记错了".to_owned() };
    let withdrawn = Command { act: Act::WithdrawPromise(take_back), ..promise(2, 50) };
    let today = day("2026-11-20");
    let ended = |dossier: Dossier, pending: &[Pending]| {
        let view = replay(dossier, pending, &caller(), today);
        (view.dossier.promises[&make.id].ended.is_some(), view.doubts.len())
    };
    let both =
        [pending(1, said.clone(), Stage::Landed), pending(2, withdrawn.clone(), Stage::Landed)];
    assert_eq!(ended(confirmed(), &both), (true, 0));
    // The promise stands again in what came from the backup.
    let from_backup = replay(confirmed(), &both[..1], &caller(), today).dossier;
    assert_eq!(ended(from_backup.clone(), &both), (true, 0));
    // What came of the withdrawal is here already.
    let done = replay(from_backup, &both, &caller(), today).dossier;
    assert_eq!(ended(done, &both[1..]), (true, 0));
    // What the new life has said of the promise is its mark, and not the withdrawal of before.
    let why = Why::NotYours;
    let looked_at = pending(1, said.clone(), Stage::Answered(Verdict::NeedsReview { why }));
    let view = replay(confirmed(), &[looked_at, both[1].clone()], &caller(), today);
    assert_eq!(view.mark(make.id.0), Mark::AwaitingApproval);
}

#[test]
fn marks_follow_the_verdict() {
    let mark = |stage| {
        let pending = [pending(1, visit(1, "A"), stage)];
        let view = replay(confirmed(), &pending, &caller(), day("2026-11-20"));
        view.dossier.visits.values().next().map(|it| view.mark(it.id.0))
    };
    let refusal = crate::refusal::Refusal::NotYours { customer: None };
    assert_eq!(mark(Stage::OnlyHere), Some(Mark::OnlyHere));
    assert_eq!(mark(Stage::Answered(Verdict::Applied)), Some(Mark::Confirmed));
    let why = crate::effects::Why::NotYours;
    let review = Stage::Answered(Verdict::NeedsReview { why });
    assert_eq!(mark(review), Some(Mark::AwaitingApproval));
    let fields = vec!["phone".to_owned()];
    assert_eq!(mark(Stage::Answered(Verdict::Merged { fields })), Some(Mark::Conflicting));
    assert_eq!(mark(Stage::Answered(Verdict::Rejected { refusal })), None);
    assert_eq!(mark(Stage::Landed), Some(Mark::Confirmed), "its row is still to come");
}

#[test]
fn a_view_does_not_touch_what_is_confirmed() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    let confirmed = |device: &Device| {
        let texts = device.texts(device.replica.chunks());
        device.replica.dossier(crate::id::CustomerId::of_code("A"), &texts).unwrap()
    };
    let before = confirmed(&device);
    device.submit(&visit(1, "A"));
    assert_eq!(device.view("A").dossier.visits.len(), 1);
    assert_eq!(before, confirmed(&device));
    assert!(before.rows().iter().all(|it| !matches!(it, Row::Visit(_))));
}

/// Ten thousand pending commands, decoded and played: prints what it took.
#[test]
fn ten_thousand_pending_commands_are_decoded_and_played_without_waiting() {
    let mut device = Device::new();
    for n in 1..=10_000 {
        let append = Transaction::append(text(&visit(n, &format!("C{}", n % 500))));
        let writes = append.writes(&device.shelf.find(&append.needs())).unwrap();
        device.shelf.apply(&writes);
    }
    let records = device.shelf.opened();
    let replica = Replica::open(&records, "test");
    assert_eq!(replica.unanswered(), 10_000);
    let mut played = 0;
    for n in 0..500 {
        let code = format!("C{n}");
        let mut dossier = Dossier::default();
        dossier.put(Row::Customer(customer(&code, north())));
        let pending = replica.pending(crate::id::CustomerId::of_code(&code));
        let view = replay(dossier, &pending, &caller(), day("2026-11-20"));
        played += view.dossier.visits.len();
    }
    assert_eq!(played, 10_000);
}
