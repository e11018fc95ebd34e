//! Promises that were taken back, or in whose place another stands.

use shared::reconciliation::{Finding, of_dossier};

use crate::{
    stage::{Stage, day, promise_id, rows},
    standing::{check_standings, data_reach, list, pays, policy, promises_to_pay},
};

#[test]
fn an_ended_promise_is_kept_by_what_came_until_then_and_uses_up_nothing_else() {
    check_standings(
        &policy(1, 100),
        "
        # promise                                               receipts        lines  data   today  standing
        A=500@11-10..11-20:back=11-15                           -               -      11-10  11-16  A:withdrawn
        A=500@11-10..11-20:back=11-15                           -               -      11-24  11-24  A:withdrawn
        A=500@11-10..11-20:back=11-15                           R1=500@11-15    -      11-24  11-24  A:kept
        A=500@11-10..11-20:back=11-15                           R1=500@11-16    -      11-24  11-24  A:withdrawn
        A=500@11-10..11-20:back=11-15 B=500@11-10..11-21        R1=300@11-14    -      11-10  11-16  A:withdrawn B:open(300.00)
        A=500@11-10..11-20:by=B@11-15 B=400@11-15..11-27        R1=400@11-18    -      11-24  11-24  A:superseded B:kept
        A=500@11-10..11-20:by=B@11-15 B=400@11-15..11-27        R1=500@11-12    -      11-24  11-24  A:kept B:open
        A=500@11-10..11-20:on=0793:back=11-15                   R1=500@11-12    R1>0793=500  11-24  11-24  A:kept
        A=500@11-10..11-20:on=0793:back=11-15                   R1=500@11-18    R1>0793=500  11-24  11-24  A:withdrawn
        ",
    );
}

#[test]
fn what_is_in_question_of_a_promise_is_what_still_stands() {
    let table = "
        # promise                                        receipts          data   today  in-question  to-do
        A=500@11-10..11-20                               -                 -      11-16  500.00       yes
        A=500@11-10..11-20                               R1=200@11-14      11-15  11-16  300.00       yes
        A=500@11-10..11-20                               R1=500@11-14      11-15  11-16  -            no
        A=500@11-10..11-20                               -                 11-24  11-25  500.00       yes
        A=500@11-10..11-20                               R1=200@11-14      11-24  11-25  300.00       yes
        A=500@11-10..11-20:back=11-15                    -                 -      11-16  -            no
        A=500@11-10..11-20:by=B@11-15                    -                 -      11-16  -            no
    ";
    let policy = policy(1, 100);
    for (row, cells) in rows(table) {
        let [promise, receipts, reaches, today, expected, to_do] = cells[..] else {
            panic!("bad row: {row}")
        };
        let mut stage = Stage::new();
        stage.owes("0793", "90000", "09-27");
        promises_to_pay(&mut stage, promise);
        list(receipts).for_each(|it| pays(&mut stage, it));
        list(reaches).for_each(|it| data_reach(&mut stage, "HT", it));
        let found = of_dossier(&stage.dossier, &policy, day(today)).unwrap();
        let of_it = |it: &&shared::reconciliation::Found| {
            it.finding == Finding::Promised
                && it.promise.as_ref().is_some_and(|it| it.promise.id == promise_id("A"))
        };
        let line = found.iter().find(of_it).expect("a line of the promise");
        let said = line.in_question().map_or_else(|| "-".to_owned(), shared::money::Money::plain);
        assert_eq!(said, expected, "in row: {row}");
        assert_eq!(if line.has_to_do() { "yes" } else { "no" }, to_do, "in row: {row}");
    }
}
