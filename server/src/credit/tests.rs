//! Credit asked for and decided on a real database, once for each of the two.

use axum::http::{Method, StatusCode};
use shared::{
    credit::{
        Against, CreditRefusal, CreditStanding, Decide, Decision, Grant, Request, RequestState,
        Revise,
    },
    effects::Why,
    id::{CreditRequestId, CustomerId},
    page::{CreditRequestListing, CustomerFile},
    refusal::Refusal,
    row::Row,
    sync::{Act, Command, Verdict},
    user::{self, Role},
};

use crate::{
    id,
    testing::{Stage, cny, invoice, phone::Phone, text},
};

fn limited(amount: &str) -> CreditStanding {
    CreditStanding::Limited { amount: cny(amount) }
}

fn seen(standing: CreditStanding, version: i64) -> Against {
    Against { standing, version }
}

fn grant(who: &Phone, terms: CreditStanding, against: Against) -> Command {
    let (valid_from, valid_until) = (None, None);
    let reason = "年度授信".to_owned();
    let it = Grant { terms, valid_from, valid_until, reason, against };
    who.command("C1", "2026-11-20", Act::GrantCredit(it))
}

fn request(who: &Phone, customer: &str, against: Against) -> (CreditRequestId, Command) {
    let id = CreditRequestId(id::op().0);
    let reason = "旺季备货".to_owned();
    let it = Request { id, asked: limited("80000"), reason, against };
    (id, who.command(customer, "2026-11-20", Act::RequestCredit(it)))
}

fn decide(
    who: &Phone,
    request: CreditRequestId,
    revision: u32,
    against: Against,
    decision: Decision,
) -> Command {
    let reason = "请附订单".to_owned();
    let it = Decide { request, revision, against, decision, reason };
    who.command("C1", "2026-11-20", Act::DecideCreditRequest(it))
}

fn refused(refusal: impl Into<Refusal>) -> Verdict {
    Verdict::Rejected { refusal: refusal.into() }
}

async fn employ(stage: &Stage, login: &str, roles: &[Role]) {
    let (login_, roles) = (login.to_owned(), roles.to_vec());
    let act = Act::AddUser(user::Add { name: login_.clone(), login: login_, roles });
    stage.do_all(vec![(None, act)]).await;
}

fn current(phone: &Phone, request: CreditRequestId) -> RequestState {
    let (_, _, row) = &phone.rows[&request.0];
    let Row::CreditRequest(it) = row else { panic!("{row:?}") };
    it.state().clone()
}

/// The story: a limit is granted, cut while a raise is asked for offline, the request is looked at
/// with both versions, returned, edited, sent again and approved.
#[tokio::test]
async fn a_request_against_a_limit_that_was_cut_is_looked_at_returned_and_approved() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut admin = Phone::of(&stage, "admin").await;
    let (mut lin, mut chen) = (Phone::of(&stage, "lin").await, Phone::of(&stage, "chen").await);
    let first = grant(&admin, limited("50000"), Against::default());
    assert_eq!(admin.push_one(&first).await, Verdict::Applied);
    lin.pull(500).await;
    let before = seen(limited("50000"), 1);
    let (asked, request) = request(&lin, "C1", before);

    // The desk is faster than Lin's train out of the tunnel.
    let cut = grant(&admin, limited("20000"), before);
    assert_eq!(admin.push_one(&cut).await, Verdict::Applied);
    let now = seen(limited("20000"), 2);
    let review = Verdict::NeedsReview { why: Why::StaleLimit { seen: before, now } };
    assert_eq!(lin.push_one(&request).await, review);
    lin.pull(500).await;
    assert_eq!(current(&lin, asked), RequestState::Waiting, "it waits all the same");
    assert_eq!(lin.letters().len(), 1, "she is told that the limit moved");

    let queue: CreditRequestListing =
        chen.client.get("/api/credit_requests?state=waiting").await.unwrap();
    assert_eq!(queue.total, 1);
    let line = &queue.rows[0];
    assert!(line.is_stale());
    assert_eq!((line.request.current.against, line.stands.against), (before, now), "both versions");
    assert_eq!((line.author_name.as_str(), line.customer_code.as_str()), ("LIN", "C1"));
    assert_eq!(line.stands.exposure.used, cny("1000"));
    assert_eq!(line.stands.available, Some(cny("19000")));

    let returned = decide(&chen, asked, 1, now, Decision::Return);
    assert_eq!(chen.push_one(&returned).await, Verdict::Applied);
    lin.pull(500).await;
    let letter = lin.rows.values().find_map(|(_, _, row)| match row {
        Row::Inbox(it) if it.op_id == returned.op_id => Some(it.clone()),
        _ => None,
    });
    let letter = letter.expect("what was decided is in her inbox");
    assert_eq!((letter.author, letter.verdict), (chen.user, Verdict::Applied));
    let Some(Row::CreditRequest(about)) = letter.about.map(|it| *it) else { panic!("no request") };
    let RequestState::Returned { reason, .. } = about.state() else { panic!("{about:?}") };
    assert_eq!(reason, "请附订单");

    let again = lin.command(
        "C1",
        "2026-11-20",
        Act::ReviseCreditRequest(Revise {
            request: asked,
            revision: 1,
            asked: limited("60000"),
            reason: "订单在附件".to_owned(),
            against: now,
        }),
    );
    assert_eq!(lin.push_one(&again).await, Verdict::Applied);
    let old = decide(&chen, asked, 1, now, Decision::Approve);
    let revised = refused(CreditRefusal::Revised { seen: 1, now: 2 });
    assert_eq!(chen.push_one(&old).await, revised);
    let approved = decide(&chen, asked, 2, now, Decision::Approve);
    assert_eq!(chen.push_one(&approved).await, Verdict::Applied);
    lin.pull(500).await;
    assert!(matches!(current(&lin, asked), RequestState::Approved { .. }));
    let (_, version, line) =
        &lin.rows[&shared::credit::CreditLine::id_of(CustomerId::of_code("C1"))];
    let Row::CreditLine(line) = line else { panic!("{line:?}") };
    assert_eq!((line.standing, line.request, *version), (limited("60000"), Some(asked), 3));
    stage.check().await;
}

#[tokio::test]
async fn the_requester_never_approves_and_strangers_learn_nothing() {
    let Some(stage) = Stage::furnished().await else { return };
    employ(&stage, "lin", &[Role::Rep, Role::Manager]).await;
    let mut lin = Phone::of(&stage, "lin").await;
    let (asked, command) = request(&lin, "C1", Against::default());
    assert_eq!(lin.push_one(&command).await, Verdict::Applied);
    let own = decide(&lin, asked, 1, Against::default(), Decision::Approve);
    let refusal = refused(CreditRefusal::OwnRequest { request: asked });
    assert_eq!(lin.push_one(&own).await, refusal, "a manager, and still her own request");

    let mut wang = Phone::of(&stage, "wang").await;
    let refusal = refused(Refusal::NotYours { customer: Some(CustomerId::of_code("C1")) });
    let (_, foreign) = request(&wang, "C1", Against::default());
    assert_eq!(wang.push_one(&foreign).await, refusal);
    let decision = decide(&wang, asked, 1, Against::default(), Decision::Approve);
    assert_eq!(wang.push_one(&decision).await, refusal);
    let (_, taken) = request(&wang, "C3", Against::default());
    let Act::RequestCredit(mut it) = taken.act.clone() else { panic!() };
    it.id = asked;
    let taken = Command { act: Act::RequestCredit(it), ..taken };
    let refusal = refused(CreditRefusal::IdTaken { request: asked });
    assert_eq!(wang.push_one(&taken).await, refusal, "another customer's request stays as it is");
    let seen: CreditRequestListing =
        wang.client.get("/api/credit_requests?state=all").await.unwrap();
    assert_eq!(seen.total, 0);
    let north = shared::id::TerritoryId::of_code("north");
    let foreign: Result<CreditRequestListing, _> =
        wang.client.get(&format!("/api/credit_requests?state=all&territory={north}")).await;
    assert_eq!(foreign.unwrap_err().0, StatusCode::FORBIDDEN);
    stage.check().await;
}

#[tokio::test]
async fn what_waits_for_somebody_is_what_that_one_decides() {
    let Some(stage) = Stage::furnished().await else { return };
    // She reads every customer and decides those of her territory; the other takes requests there as well.
    employ(&stage, "chen", &[Role::Manager, Role::Finance]).await;
    employ(&stage, "lin", &[Role::Rep, Role::Manager]).await;
    let (mut lin, mut wang) = (Phone::of(&stage, "lin").await, Phone::of(&stage, "wang").await);
    let (chen, admin) = (Phone::of(&stage, "chen").await, Phone::of(&stage, "admin").await);
    let (_, north) = request(&lin, "C1", Against::default());
    let (_, other) = request(&lin, "C2", Against::default());
    let (_, south) = request(&wang, "C3", Against::default());
    lin.push(&[north, other]).await;
    wang.push(&[south]).await;

    let total = async |who: &Phone, asks: &str| -> i64 {
        let path = format!("/api/credit_requests?{asks}");
        who.client.get::<CreditRequestListing>(&path).await.unwrap().total
    };
    assert_eq!((total(&chen, "").await, total(&chen, "state=to_decide").await), (3, 2));
    assert_eq!((total(&lin, "").await, total(&lin, "state=to_decide").await), (2, 0), "her own");
    assert_eq!((total(&wang, "").await, total(&wang, "state=to_decide").await), (1, 0), "a rep");
    assert_eq!(total(&admin, "state=to_decide").await, 3);
    assert_eq!(total(&chen, "state=to_decide&search=c2").await, 1);
    let south = shared::id::TerritoryId::of_code("south");
    assert_eq!(total(&chen, &format!("state=to_decide&territory={south}")).await, 0);
    let path = "/api/credit_requests.csv?state=to_decide";
    let file = text(chen.client.send(Method::GET, path, None::<&()>).await).await;
    assert_eq!(file.lines().count(), 1 + 2, "{file}");
    stage.check().await;
}

#[tokio::test]
async fn the_desk_finds_requests_and_the_file_shows_what_stands() {
    let Some(stage) = Stage::furnished().await else { return };
    let (mut lin, mut wang) = (Phone::of(&stage, "lin").await, Phone::of(&stage, "wang").await);
    let mut admin = Phone::of(&stage, "admin").await;
    let (first, north) = request(&lin, "C1", Against::default());
    let (_, other) = request(&lin, "C2", Against::default());
    let (_, south) = request(&wang, "C3", Against::default());
    lin.push(&[north, other]).await;
    wang.push(&[south]).await;
    stage.import(vec![invoice("C1", "500.50", "2026-12-31", "more")]).await;
    let rejected = decide(&admin, first, 1, Against::default(), Decision::Reject);
    assert_eq!(admin.push_one(&rejected).await, Verdict::Applied);

    let codes = async |path: &str| -> (i64, Vec<String>) {
        let listing: CreditRequestListing = admin.client.get(path).await.unwrap();
        let mut codes: Vec<_> = listing.rows.into_iter().map(|it| it.customer_code).collect();
        codes.sort();
        (listing.total, codes)
    };
    let these = |codes: &[&str]| codes.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    assert_eq!(codes("/api/credit_requests?state=all").await, (3, these(&["C1", "C2", "C3"])));
    assert_eq!(codes("/api/credit_requests?state=waiting").await, (2, these(&["C2", "C3"])));
    assert_eq!(codes("/api/credit_requests?state=rejected").await, (1, these(&["C1"])));
    assert_eq!(codes("/api/credit_requests?state=all&search=c3").await, (1, these(&["C3"])));
    let south = shared::id::TerritoryId::of_code("south");
    let path = format!("/api/credit_requests?state=all&territory={south}");
    assert_eq!(codes(&path).await, (1, these(&["C3"])));
    let (total, page) =
        codes("/api/credit_requests?state=all&order=descending&limit=1&offset=1").await;
    assert_eq!((total, page.len()), (3, 1));
    let unknown: Result<CreditRequestListing, _> =
        admin.client.get("/api/credit_requests?state=lost").await;
    assert_eq!(unknown.unwrap_err().0, StatusCode::BAD_REQUEST);

    let listing: CreditRequestListing =
        admin.client.get("/api/credit_requests?state=all&search=c1").await.unwrap();
    let figures = &listing.rows[0].stands;
    assert_eq!(figures.standing, CreditStanding::NotGranted);
    assert_eq!((figures.exposure.used, figures.available), (cny("1500.50"), None));

    let granted = grant(&admin, CreditStanding::CashOnly, Against::default());
    assert_eq!(admin.push_one(&granted).await, Verdict::Applied);
    let customer = CustomerId::of_code("C1");
    let file: CustomerFile = admin.client.get(&format!("/api/customers/{customer}")).await.unwrap();
    let kinds: Vec<_> = file.rows.iter().map(|it| it.row.kind().name()).collect();
    assert_eq!(kinds, ["customer", "invoice", "invoice", "credit_line", "credit_request"]);
    stage.check().await;
}

#[tokio::test]
async fn a_grant_against_another_limit_and_one_without_a_limit_are_refused() {
    let Some(stage) = Stage::furnished().await else { return };
    employ(&stage, "chen", &[Role::Controller]).await;
    let (mut admin, mut shen) = (Phone::of(&stage, "admin").await, Phone::of(&stage, "chen").await);
    let first = grant(&admin, limited("50000"), Against::default());
    assert_eq!(admin.push_one(&first).await, Verdict::Applied);
    let second = grant(&shen, limited("90000"), Against::default());
    let (saw, now) = (Against::default(), seen(limited("50000"), 1));
    let moved = refused(CreditRefusal::LimitMoved { seen: saw, now });
    assert_eq!(shen.push_one(&second).await, moved);
    shen.pull(500).await;
    assert_eq!(shen.letters(), [(second.op_id, moved)], "with the whole form");
    let unlimited = grant(&shen, CreditStanding::Unlimited, now);
    let refusal = refused(Refusal::NotPermitted { needs: Role::Approver });
    assert_eq!(shen.push_one(&unlimited).await, refusal);
    let unlimited = grant(&admin, CreditStanding::Unlimited, now);
    assert_eq!(admin.push_one(&unlimited).await, Verdict::Applied);
    stage.check().await;
}

#[tokio::test]
async fn a_customer_that_moves_takes_limit_and_requests_along_and_snapshots_carry_them() {
    let Some(stage) = Stage::furnished().await else { return };
    let (mut admin, mut lin) = (Phone::of(&stage, "admin").await, Phone::of(&stage, "lin").await);
    let granted = grant(&admin, limited("50000"), Against::default());
    admin.push_one(&granted).await;
    let (asked, command) = request(&lin, "C1", seen(limited("50000"), 1));
    assert_eq!(lin.push_one(&command).await, Verdict::Applied);
    stage.assign("C1", Some("south")).await;
    let mut wang = Phone::of(&stage, "wang").await;
    wang.snapshot().await;
    let line = shared::credit::CreditLine::id_of(CustomerId::of_code("C1"));
    assert!(wang.rows.contains_key(&line) && wang.rows.contains_key(&asked.0));
    lin.pull(500).await;
    assert!(!lin.rows.contains_key(&line) && !lin.rows.contains_key(&asked.0));
    // Decided elsewhere: the letter brings the request along, which is not on her phone any more.
    let rejected = decide(&admin, asked, 1, seen(limited("50000"), 1), Decision::Reject);
    assert_eq!(admin.push_one(&rejected).await, Verdict::Applied);
    lin.pull(500).await;
    assert_eq!(lin.letters(), [(rejected.op_id, Verdict::Applied)]);
    stage.check().await;
}
