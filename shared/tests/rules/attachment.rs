//! Attachments: a photo belongs to a customer, its content comes when it comes, and it is removed by
//! its author.

use shared::{
    attachment::{
        self, Add, Arrive, AttachedTo, AttachmentState, BYTES_MOST, Blob, Content, Media, NAME_MAX,
        Remove,
    },
    calendar::When,
    row::Row,
    sync::{Act, Reads},
    visit::{Record, VisitOutcome},
};

use crate::stage::{Stage, attachment_id, customer, day, rows, said, visit_id};

fn content(name: &str, bytes: u64) -> Content {
    let blob = Blob::of(name.as_bytes());
    Content { blob, media: Media::Jpeg, bytes, name: format!("{name}.jpg") }
}

fn to(name: &str) -> AttachedTo {
    match name {
        "file" => AttachedTo::Customer,
        visit => AttachedTo::Visit { visit: visit_id(visit) },
    }
}

fn add(id: &str, at: &str) -> Act {
    Act::AddAttachment(Add { id: attachment_id(id), to: to(at), content: content(id, 300_000) })
}

fn act(what: &str, id: &str, at: &str) -> Act {
    let attachment = attachment_id(id);
    match what {
        "add" => add(id, at),
        "arrive" => Act::ReportArrival(Arrive { attachment }),
        "remove" => Act::RemoveAttachment(Remove { attachment }),
        _ => panic!("{what:?}"),
    }
}

fn visit(id: &str) -> Act {
    let (outcome, note) = (VisitOutcome::Agreed, String::new());
    Act::RecordVisit(Record { id: visit_id(id), outcome, note, next_on: None })
}

/// What, which, at what, who and on which day, and the answer, on one stage with a visit v.
#[track_caller]
fn check_attachment(table: &str) {
    let mut stage = Stage::new();
    stage.act("lin", "11-18", visit("v")).unwrap();
    for (row, cells) in rows(table) {
        let [what, id, at, who, on, expected] = cells[..] else { panic!("bad row: {row}") };
        let outcome = stage.act(who, on, act(what, id, at));
        assert_eq!(said(&outcome), expected, "in row: {row}");
    }
}

#[test]
fn a_photo_is_taken_twice_as_once() {
    check_attachment(
        "
        # what  id  at    who   on     answer
        add     a   v     lin   11-18  attachment
        add     a   v     lin   11-18  nothing
        add     a   file  lin   11-18  refused: attachment id_taken attachment
        add     a   v     zhou  11-18  refused: attachment id_taken attachment
        add     a   v     lin   11-19  refused: attachment id_taken attachment
        add     b   file  lin   11-18  attachment
        add     c   w     lin   11-18  attachment
        ",
    );
}

#[test]
fn permission_is_that_of_the_day_and_its_loss_asks_for_review() {
    check_attachment(
        "
        # what  id  at    who   on          answer
        add     a   file  shen  11-18       attachment
        add     b   v     zhou  11-18       attachment
        add     c   v     chen  11-18       attachment, review: not_yours
        add     d   v     lin   2025-12-31  attachment, review: not_yours
        add     e   file  ji    11-18       attachment, review: not_yours
        ",
    );
}

#[test]
fn its_content_comes_once_and_only_the_server_says_so() {
    check_attachment(
        "
        # what  id  at  who     on     answer
        arrive  a   -   import  11-18  refused: attachment unknown attachment
        add     a   v   lin     11-18  attachment
        arrive  a   -   lin     11-18  refused: not_permitted needs=system
        arrive  a   -   gu      11-18  refused: not_permitted needs=system
        arrive  a   -   import  11-19  attachment
        arrive  a   -   import  11-19  nothing
        add     a   v   lin     11-18  nothing
        ",
    );
}

#[test]
fn it_is_removed_by_its_author_or_an_administrator() {
    check_attachment(
        "
        # what  id  at  who     on     answer
        remove  a   -   lin     11-18  refused: attachment unknown attachment
        add     a   v   lin     11-18  attachment
        remove  a   -   zhou    11-18  refused: attachment not_your_own
        remove  a   -   shen    11-18  refused: attachment not_your_own
        remove  a   -   lin     11-18  attachment
        remove  a   -   lin     11-19  nothing
        arrive  a   -   import  11-19  nothing
        add     a   v   lin     11-18  nothing
        add     b   v   lin     11-18  attachment
        arrive  b   -   import  11-18  attachment
        remove  b   -   gu      11-20  attachment
        ",
    );
}

#[test]
fn content_has_a_size_and_a_short_name() {
    let stage = Stage::new();
    let ask = |bytes, name: &str| {
        let content = Content { name: name.to_owned(), ..content("a", bytes) };
        let act = Act::AddAttachment(Add { id: attachment_id("a"), to: to("file"), content });
        said(&stage.ask("lin", When::on(day("11-18")), act))
    };
    let longest = "名".repeat(NAME_MAX);
    assert_eq!(ask(1, &longest), "attachment");
    assert_eq!(ask(BYTES_MOST, ""), "attachment");
    assert_eq!(ask(0, ""), "refused: attachment empty");
    let large = "refused: attachment too_large bytes=10485761 most=10485760";
    assert_eq!(ask(BYTES_MOST + 1, ""), large);
    let long = "refused: attachment name_too_long length=201 most=200";
    assert_eq!(ask(1, &(longest + "多")), long);
}

#[test]
fn what_is_another_customers_is_not_attached_to_nor_taken_over() {
    let mut other = Stage::new();
    let visited = other.act("lin", "11-17", visit("v")).unwrap();
    let photo = other.act("lin", "11-17", add("a", "file")).unwrap();
    let mut stage = Stage::new();
    stage.elsewhere("W-0087", visited.writes[0].clone());
    stage.elsewhere("W-0087", photo.writes[0].clone());
    let ask = |act| said(&stage.ask("lin", When::on(day("11-18")), act));
    assert_eq!(ask(add("b", "v")), "refused: attachment of_another");
    assert_eq!(ask(add("a", "file")), "refused: attachment id_taken attachment");
    let removed = act("remove", "a", "-");
    assert_eq!(ask(removed), "refused: attachment unknown attachment");
    let Reads::Named(named) = add("a", "v").reads() else { panic!("named rows") };
    assert_eq!(named, [visit_id("v").0, attachment_id("a").0]);
}

#[test]
fn a_moved_customer_asks_for_review_and_an_unknown_one_is_refused() {
    let mut stage = Stage::new();
    stage.dossier.put(Row::Customer(customer("K-0217", Some("west"))));
    let outcome = stage.ask("lin", When::on(day("11-18")), add("a", "file"));
    assert_eq!(said(&outcome), "attachment, review: not_yours");
    let outcome = Stage::empty().ask("lin", When::on(day("11-18")), add("a", "file"));
    assert_eq!(said(&outcome), "refused: customer unknown customer");
}

#[test]
fn what_stands_at_something_is_told_as_it_was_attached() {
    let mut stage = Stage::new();
    stage.act("lin", "11-18", visit("v")).unwrap();
    for (id, at) in [("a", "v"), ("b", "file"), ("c", "v"), ("d", "v")] {
        stage.act("lin", "11-18", add(id, at)).unwrap();
    }
    stage.act("lin", "11-18", act("remove", "c", "-")).unwrap();
    let of = |at| attachment::of(&stage.dossier, to(at)).len();
    assert_eq!((of("v"), of("file"), of("w")), (2, 1, 0));
    let awaited = |it: &&attachment::Attachment| it.state == AttachmentState::Awaited;
    assert!(attachment::of(&stage.dossier, to("v")).iter().all(awaited));
}
