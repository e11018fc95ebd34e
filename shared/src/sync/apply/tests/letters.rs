//! Letters in a group of commands: put away by their readers, and back when they have news.

use super::*;
use crate::{
    id::InboxId,
    inbox::{InboxItem, PutAway, TakeBack},
};

fn letters(rows: &[Stored]) -> Vec<(UserId, i64, Option<Day>)> {
    let letter = |it: &Stored| match &it.row {
        Row::Inbox(letter) => Some((letter.user, it.version, letter.put_away_on)),
        _ => None,
    };
    let mut all: Vec<_> = rows.iter().filter_map(letter).collect();
    all.sort_unstable();
    all
}

#[test]
fn a_letter_is_put_away_in_the_group_that_wrote_it_and_for_its_reader_alone() {
    let mut office = Office::new();
    office.system(assign("C1", Some("south")));
    let (lin, wang) = (UserId::of_login("lin"), UserId::of_login("wang"));
    let command = office.command(lin, visit("C1", "v"));
    let verdict = office.apply.apply(&command, &person("lin")).verdict;
    let of = |user| InboxId::of(command.op_id, user);
    let away =
        |letter| (None, Act::PutLetterAway(PutAway { letter, verdict: review(Why::NotYours) }));
    assert_eq!(verdict, review(Why::NotYours));
    for act in [away(of(lin)), away(of(lin)), away(of(wang))] {
        assert_eq!(office.person("lin", act), Verdict::Applied);
    }
    assert_eq!(office.person("wang", away(of(lin))), Verdict::Applied);
    assert_eq!(office.person("lin", away(InboxId(Uuid::nil()))), Verdict::Applied);
    let outcome = office.apply.finish();
    let mut expected = [(lin, 2, Some(today())), (wang, 1, None)];
    expected.sort_unstable();
    assert_eq!(letters(&outcome.rows), expected);
    assert_eq!(outcome.changes[&Scope::Me(lin)].len(), 2, "written, then put away once");
    assert_eq!(outcome.changes[&Scope::Me(wang)].len(), 1);
}

#[test]
fn a_letter_of_the_store_comes_back_and_news_of_its_command_is_open_again() {
    let mut office = Office::new();
    let lin = UserId::of_login("lin");
    let command = office.command(lin, visit("C1", "v"));
    let failing = Verdict::Quarantined { fault: Fault::Failing { said: String::new() } };
    let letter = InboxItem {
        id: InboxId::of(command.op_id, lin),
        user: lin,
        op_id: command.op_id,
        author: lin,
        customer: command.customer,
        acted_on: today(),
        act: command.act.clone(),
        verdict: failing.clone(),
        merged: None,
        about: None,
        put_away_on: Some(today()),
    };
    office.apply.load([Versioned { version: 4, row: Row::Inbox(letter.clone()) }]);
    let back = Act::TakeLetterBack(TakeBack { letter: letter.id });
    let away = Act::PutLetterAway(PutAway { letter: letter.id, verdict: failing });
    office.person("lin", (None, back));
    office.person("lin", (None, away.clone()));
    assert_eq!(office.apply.release(&command, &person("lin")).verdict, Verdict::Applied);
    // Of a phone that has not heard the news.
    office.person("lin", (None, away));
    assert_eq!(letters(&office.apply.finish().rows), [(lin, 7, None)]);
}
