//! Commands on their way to the server.

use super::{super::*, device::*, sample::*};
use crate::{calendar::Instant, id::CustomerId, row::Row, sync::Verdict};

fn status(code: u16) -> Failure {
    Failure::Status { code, retry_after: None }
}

#[test]
fn a_command_is_stored_before_it_is_sent() {
    let mut device = Device::registered();
    device.pulled(&reply(0, vec![]));
    device.full = true;
    device.submit(&visit(1, "A"));
    assert_eq!(device.replica.unanswered(), 0, "nothing was taken over");
    assert_eq!(device.replica.trouble(), Some(Trouble::StorageFull));
    device.full = false;
    device.submit(&visit(1, "A"));
    let (_, request) = device.take_push();
    assert_eq!(request.first_op_seq, 1);
    assert_eq!(request.commands[0].get(), text(&visit(1, "A")).get(), "byte for byte");
}

#[test]
fn an_answered_command_leaves_the_outbox_and_one_without_a_reply_stays() {
    let mut device = Device::registered();
    device.pulled(&reply(0, vec![]));
    device.submit(&visit(1, "A"));
    let (ticket, _) = device.take_push();
    device.on(Event::Failed { ticket, failure: Failure::Unreachable });
    assert_eq!(device.replica.unanswered(), 1);
    device.answer_push(answered(&[verdict(1, &visit(1, "A"), "applied")]));
    assert_eq!(device.replica.unanswered(), 0);
    let journal: Vec<_> = device.replica.journal().collect();
    assert_eq!(journal[0].stage, Stage::Answered(Verdict::Applied));
}

#[test]
fn reply_lost_after_commit_its_row_comes_first_and_is_not_doubted() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    device.submit(&visit(1, "A"));
    let (ticket, _) = device.take_push();
    // Committed, but the reply is lost, and the device pulls before it can push again.
    device.on(Event::Failed { ticket, failure: status(502) });
    let row = device.view("A").dossier.visits.values().next().cloned().map(Row::Visit).unwrap();
    let mut change = upsert(2, &row);
    change.op_id = Some(visit(1, "A").op_id);
    device.pulled(&reply(1, vec![page(north_scope(), 1, vec![change])]));
    let view = device.view("A");
    assert_eq!((view.dossier.visits.len(), view.doubts.len(), view.only_here), (1, 0, 0));
    device.answer_push(answered(&[verdict(1, &visit(1, "A"), "applied")]));
    assert_eq!(device.replica.unanswered(), 0);
}

#[test]
fn duplicate_request_a_second_reply_changes_nothing() {
    let mut device = Device::registered();
    device.pulled(&reply(0, vec![]));
    device.submit(&visit(1, "A"));
    let (ticket, _) = device.take_push();
    let text = answered(&[verdict(1, &visit(1, "A"), "applied")]);
    device.on(Event::Replied { ticket, text: text.clone() });
    let before = device.shelf.clone();
    device.on(Event::Replied { ticket, text });
    device.on(Event::Failed { ticket, failure: Failure::Garbled });
    assert_eq!(device.shelf, before);
    assert_eq!(device.replica.trouble(), None);
}

#[test]
fn batch_cut_in_the_middle_the_rest_is_sent_again() {
    let mut device = Device::registered();
    device.pulled(&reply(0, vec![]));
    for n in 1..=3 {
        device.on(Event::Append(text(&visit(n, "A"))));
    }
    // The first went alone, the others gathered meanwhile.
    device.answer_push(answered(&[verdict(1, &visit(1, "A"), "applied")]));
    let (ticket, request) = device.take_push();
    assert_eq!((request.first_op_seq, request.commands.len()), (2, 2));
    let text = answered(&[verdict(2, &visit(2, "A"), "applied")]);
    device.on(Event::Replied { ticket, text });
    let (_, request) = device.take_push();
    assert_eq!((request.first_op_seq, request.commands.len()), (3, 1));
}

#[test]
fn a_reply_that_answers_nothing_asked_is_not_taken_for_an_answer() {
    let mut device = Device::registered();
    device.pulled(&reply(0, vec![]));
    device.submit(&visit(1, "A"));
    device.answer_push(answered(&[verdict(1, &visit(9, "A"), "applied")]));
    assert_eq!(device.replica.unanswered(), 1);
    assert_eq!(device.replica.trouble(), Some(Trouble::Unreachable));
    assert!(device.asked.is_empty(), "it pauses");
}

#[test]
fn a_portals_page_and_every_status_are_transport_and_never_a_verdict() {
    for failure in
        [status(401), status(403), status(429), status(500), status(503), Failure::Garbled]
    {
        let mut device = Device::registered();
        device.pulled(&reply(0, vec![]));
        device.submit(&visit(1, "A"));
        let (ticket, _) = device.take_push();
        device.on(Event::Failed { ticket, failure: failure.clone() });
        assert_eq!(device.replica.unanswered(), 1, "{failure:?}");
        assert!(device.timer.unwrap().0 <= device.now + 61_000, "{failure:?}");
    }
    let mut device = Device::registered();
    device.pulled(&reply(0, vec![]));
    device.submit(&visit(1, "A"));
    device.answer_push("<html>Welcome to Hotel Wi-Fi</html>".to_owned());
    assert_eq!(device.replica.unanswered(), 1);
    assert_eq!(device.replica.trouble(), Some(Trouble::Unreachable));
}

#[test]
fn token_expired_mid_batch_says_so_and_goes_on_after_signing_in() {
    let mut device = Device::registered();
    device.pulled(&reply(0, vec![]));
    device.submit(&visit(1, "A"));
    let (ticket, _) = device.take_push();
    device.on(Event::Failed { ticket, failure: status(401) });
    assert_eq!(device.replica.trouble(), Some(Trouble::SignInAgain));
    device.on(Event::Hurry);
    device.answer_push(answered(&[verdict(1, &visit(1, "A"), "applied")]));
    assert_eq!(device.replica.trouble(), None);
}

#[test]
fn too_large_is_sent_in_smaller_batches_without_a_pause() {
    let mut device = Device::registered();
    device.pulled(&reply(0, vec![]));
    device.submit(&visit(1, "A"));
    let (ticket, _) = device.take_push();
    for n in 2..=9 {
        device.submit(&visit(n, "A"));
    }
    let text = answered(&[verdict(1, &visit(1, "A"), "applied")]);
    device.on(Event::Replied { ticket, text });
    let mut sizes = vec![];
    loop {
        let (ticket, request) = device.take_push();
        sizes.push(request.commands.len());
        device.on(Event::Failed { ticket, failure: status(413) });
        if request.commands.len() == 1 {
            break;
        }
    }
    assert_eq!(sizes, [8, 4, 2, 1]);
    assert_eq!(device.replica.trouble(), Some(Trouble::TooLarge));
    assert_eq!(device.replica.unanswered(), 8);
}

#[test]
fn a_server_that_fails_on_one_command_does_not_keep_changes_from_arriving() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    device.submit(&visit(1, "A"));
    let (ticket, _) = device.take_push();
    device.on(Event::Failed { ticket, failure: status(500) });
    let more = upsert(2, &Row::Invoice(invoice("A-2", "A", 50)));
    device.pulled(&reply(0, vec![page(north_scope(), 1, vec![more])]));
    assert_eq!(device.owed("A"), 150);
    let (_, request) = device.take_push();
    assert_eq!(request.first_op_seq, 1, "and it is offered again");
}

#[test]
fn an_unknown_verdict_stays_in_the_outbox_and_lets_the_others_pass() {
    let mut device = Device::registered();
    device.pulled(&reply(0, vec![]));
    device.submit(&visit(1, "A"));
    device.answer_push(answered(&[verdict(1, &visit(1, "A"), "postponed_by_moon")]));
    assert_eq!(device.replica.unanswered(), 1);
    assert_eq!(device.replica.trouble(), Some(Trouble::UpdateNeeded));
    device.pulled(&reply(1, vec![]));
    device.submit(&visit(2, "A"));
    let (ticket, request) = device.take_push();
    assert_eq!(request.first_op_seq, 2, "the first is not asked for ever again");
    let text = answered(&[verdict(2, &visit(2, "A"), "applied")]);
    device.on(Event::Replied { ticket, text });
    assert_eq!(device.replica.unanswered(), 1);
    // A newer build asks again and understands.
    device.build = "newer".to_owned();
    device.crash();
    let (ticket, request) = device.take_push();
    assert_eq!((request.first_op_seq, request.commands.len()), (1, 2));
    let both = [verdict(1, &visit(1, "A"), "applied"), verdict(2, &visit(2, "A"), "applied")];
    device.on(Event::Replied { ticket, text: answered(&both) });
    assert_eq!(device.replica.unanswered(), 0);
    assert_eq!(device.replica.trouble(), None);
}

#[test]
fn a_rejected_command_stops_being_shown_and_keeps_its_verdict() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    device.submit(&visit(1, "A"));
    assert_eq!(device.view("A").mark(id(2001)), Mark::OnlyHere);
    let mut rejected = verdict(1, &visit(1, "A"), "rejected");
    rejected["refusal"] = serde_json::json!({"refusal": "not_yours", "of": {"customer": null}});
    device.answer_push(answered(&[rejected]));
    assert!(device.view("A").dossier.visits.is_empty());
    device.crash();
    let journal: Vec<_> = device.replica.journal().collect();
    assert!(matches!(journal[0].stage, Stage::Answered(Verdict::Rejected { .. })));
}

#[test]
fn what_is_in_review_keeps_its_mark_after_its_row_is_confirmed() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    device.submit(&visit(1, "A"));
    let row = device.view("A").dossier.visits.values().next().cloned().map(Row::Visit).unwrap();
    let mut review = verdict(1, &visit(1, "A"), "needs_review");
    review["why"] = serde_json::json!({"why": "not_yours"});
    device.answer_push(answered(&[review]));
    assert_eq!(device.view("A").mark(row.id()), Mark::AwaitingApproval);
    device.pulled(&reply(1, vec![page(north_scope(), 1, vec![upsert(2, &row)])]));
    assert_eq!(device.view("A").mark(row.id()), Mark::AwaitingApproval);
    assert_eq!(device.view("A").dossier.versions[&row.id()], 2, "the confirmed row");
}

#[test]
fn two_tabs_pushing_the_second_only_appends_and_the_first_sends() {
    let mut first = Device::registered();
    first.pulled(&reply(0, vec![]));
    let mut second = Replica::open(&first.shelf.opened(), "test");
    let moment = Moment { now: Instant(NOW), roll: 0 };
    let actions = second.step(Event::Append(text(&visit(1, "A"))), moment);
    let [Action::Persist { ticket, transaction }] = actions.as_slice() else {
        panic!("{actions:?}")
    };
    let event = first.store(*ticket, transaction);
    let actions = second.step(event, moment);
    let told = actions.into_iter().find_map(|it| match it {
        Action::Announce(writes) => Some(writes),
        _ => None,
    });
    assert_eq!(second.unanswered(), 1);
    first.on(Event::Told(told.unwrap()));
    first.answer_push(answered(&[verdict(1, &visit(1, "A"), "applied")]));
    let _ = second.step(Event::Told(std::mem::take(&mut first.announced)), moment);
    assert_eq!(second.unanswered(), 0);
}

#[test]
fn a_ten_thousand_command_outbox_goes_out_in_batches_of_two_hundred() {
    let mut device = Device::new();
    for n in 1..=10_000 {
        let append = Transaction::append(text(&visit(n, "A")));
        let writes = append.writes(&device.shelf.find(&append.needs())).unwrap();
        device.shelf.apply(&writes);
    }
    device.crash();
    device.register();
    let mut pushes = 0;
    while 0 < device.replica.unanswered() {
        let (ticket, request) = device.take_push();
        let bytes: usize = request.commands.iter().map(|it| it.get().len()).sum();
        assert!(request.commands.len() <= 200 && bytes <= 256 * 1024);
        let verdicts: Vec<_> = (request.first_op_seq..)
            .take(request.commands.len())
            .map(|seq| verdict(seq, &visit(seq.into(), "A"), "applied"))
            .collect();
        device.on(Event::Replied { ticket, text: answered(&verdicts) });
        pushes += 1;
    }
    assert_eq!(pushes, 50);
}

#[test]
fn the_journal_is_pruned_a_month_after_the_verdict_and_not_before() {
    let mut device = Device::registered();
    device.pulled(&reply(0, vec![]));
    device.submit(&visit(1, "A"));
    device.answer_push(answered(&[verdict(1, &visit(1, "A"), "applied")]));
    device.pulled(&reply(1, vec![]));
    let kept = |device: &Device| device.shelf.room(Room::Ops).count();
    device.now += 30 * 86_400_000;
    device.pulled(&reply(1, vec![]));
    assert_eq!(kept(&device), 1);
    device.now += 2 * 86_400_000;
    device.pulled(&reply(1, vec![]));
    assert_eq!(kept(&device), 0);
}

#[test]
fn the_outbox_goes_into_a_file_and_comes_back_on_another_device() {
    let mut lost = Device::new();
    lost.submit(&visit(1, "A"));
    lost.submit(&visit(2, "A"));
    let file = lost.replica.export(lin(), Instant(NOW));
    let mut other = Device::registered();
    other.submit(&visit(2, "A"));
    let stranger = crate::id::UserId::of_login("zhao");
    assert!(other.replica.import(&file, stranger).is_err(), "only its author");
    assert!(other.replica.import("{}", lin()).is_err());
    for command in other.replica.import(&file, lin()).unwrap() {
        other.on(Event::Append(command));
    }
    assert_eq!(other.replica.unanswered(), 2, "what was here already is not doubled");
}

#[test]
fn an_outbox_record_that_cannot_be_read_stays_and_keeps_nothing_else_from_working() {
    let mut device = Device::registered();
    device.submit(&visit(1, "A"));
    device.shelf.put(Room::Ops, "000001-000000000009", "{half a rec".to_owned());
    device.crash();
    assert_eq!(device.replica.unreadable().len(), 1);
    assert_eq!(device.replica.unanswered(), 1);
    assert!(device.shelf.get(Room::Ops, "000001-000000000009").is_some());
}

#[test]
fn a_kind_this_build_does_not_know_is_sent_all_the_same() {
    let mut device = Device::registered();
    device.pulled(&reply(0, vec![]));
    let mut strange = serde_json::to_value(visit(1, "A")).unwrap();
    strange["act"]["kind"] = "visit.record.7".into();
    let strange = serde_json::value::to_raw_value(&strange).unwrap();
    device.on(Event::Append(strange.clone()));
    let (_, request) = device.take_push();
    assert_eq!(request.commands[0].get(), strange.get());
    assert_eq!(device.replica.unanswered(), 1);
}

#[test]
fn the_day_never_goes_back_behind_the_last_pull_or_the_previous_command() {
    let mut device = Device::registered();
    device.pulled(&reply(0, vec![]));
    assert_eq!(device.replica.day(Instant(NOW)), day("2026-11-20"));
    let yesterday = Instant(NOW - 86_400_000);
    assert_eq!(device.replica.day(yesterday), day("2026-11-20"), "the last pull was later");
    let mut tomorrow = visit(1, "A");
    tomorrow.acted_on = day("2026-11-21");
    device.submit(&tomorrow);
    assert_eq!(device.replica.day(Instant(NOW)), day("2026-11-21"));
    // A device whose clock is a year behind is put right by the last contact.
    let mut wrong = Device::new();
    wrong.now -= 365 * 86_400_000;
    wrong.register();
    wrong.pulled(&reply(0, vec![]));
    assert_eq!(wrong.replica.day(Instant(wrong.now)), day("2026-11-20"));
}

#[test]
fn a_customer_that_is_not_here_is_not_guessed_at() {
    let foreseen = predict(&visit(1, "A"), None, &caller(), day("2026-11-20"));
    assert_eq!(foreseen, Ok(Foreseen::Unsure));
    assert_eq!(Device::registered().replica.opening(CustomerId::of_code("A")), Opening::NotHere);
}

#[test]
fn an_answer_is_about_its_own_customer_and_what_is_played_stays_as_it_was() {
    let rows = |code| (code, with_invoice(code, 100));
    let mut device = Device::holding(1, &[rows("A"), rows("B")]);
    device.on(Event::Append(text(&visit(1, "A"))));
    device.on(Event::Append(text(&visit(2, "B"))));
    let before = device.view("A").dossier;
    device.changed.clear();
    // The first went alone.
    device.answer_push(answered(&[verdict(1, &visit(1, "A"), "applied")]));
    let mut changed = Changed::default();
    device.changed.drain(..).for_each(|it| changed.add(it));
    assert_eq!(Vec::from_iter(changed.marked.clone()), [CustomerId::of_code("A")]);
    assert!(changed.customers.is_empty() && changed.outbox);
    assert_eq!(device.view("A").dossier, before);
    // A refusal is not played any longer: that changes what is shown of its customer.
    let mut rejected = verdict(2, &visit(2, "B"), "rejected");
    rejected["refusal"] =
        serde_json::to_value(crate::refusal::Refusal::NotYours { customer: None }).unwrap();
    device.answer_push(answered(&[rejected]));
    device.changed.drain(..).for_each(|it| changed.add(it));
    assert!(changed.customers.contains(&CustomerId::of_code("B")));
}
