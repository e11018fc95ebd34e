//! A limit is cut while a rep asks for more offline: the request finds its way, on both databases.

use anyhow::{Context as _, Result};
use shared::{
    credit::{
        self, Against, CreditFigures, CreditStanding, Decision, Grant, Request, RequestState,
        Revise,
    },
    effects::Why,
    id::CreditRequestId,
    import::Subject,
    money::{Currency, Money},
    row::Row,
    sync::{Act, Verdict},
    user::Role,
};
use tests::world::{
    World,
    device::{Device, Fault, Kind},
    office::{customer, open_items, three_territories},
    on_both,
};

fn limited(minor: i64) -> CreditStanding {
    let amount = Money::try_new(minor, Currency::USD).expect("a small amount");
    CreditStanding::Limited { amount }
}

async fn books(world: &World) -> Result<()> {
    world.import(Subject::Invoices, "highradius", &open_items(3, 2)).await?;
    let territories = three_territories(world).await?;
    for (number, territory) in territories.into_iter().enumerate() {
        world.assign(customer(number), Some(territory)).await?;
    }
    world.add_user("shen", "沈信控", &[Role::Controller]).await
}

/// What the device shows of the customer's credit.
fn figures(device: &Device) -> Result<CreditFigures> {
    let view = device.view(customer(0))?;
    Ok(CreditFigures::of(&view.dossier, device.day()?)?)
}

fn grants(terms: CreditStanding, against: Against) -> Act {
    let (valid_from, valid_until) = (None, None);
    let reason = "年度授信".to_owned();
    Act::GrantCredit(Grant { terms, valid_from, valid_until, reason, against })
}

fn decides(request: CreditRequestId, revision: u32, against: Against, decision: Decision) -> Act {
    let reason = "请附订单".to_owned();
    Act::DecideCreditRequest(credit::Decide { request, revision, against, decision, reason })
}

fn state(device: &Device, request: CreditRequestId) -> Result<RequestState> {
    let view = device.view(customer(0))?;
    let found = view.dossier.credit_requests.get(&request).context("the request is here")?;
    Ok(found.state().clone())
}

async fn a_raise_against_a_limit_that_was_cut(world: &mut World) -> Result<()> {
    books(world).await?;
    let (mut desk, mut lin) = (world.device("shen").await?, world.device("lin").await?);
    let mut manager = world.device("chen").await?;
    for device in [&mut desk, &mut lin, &mut manager] {
        device.settle().await?;
    }
    desk.act(customer(0), grants(limited(5_000_000), Against::default())).await?;
    desk.sync().await?;
    lin.sync().await?;
    let saw = figures(&lin)?.against;
    assert_eq!(saw, Against { standing: limited(5_000_000), version: 1 });

    lin.online = false;
    let asked = CreditRequestId(lin.draw());
    let reason = "旺季备货".to_owned();
    let request = Request { id: asked, asked: limited(8_000_000), reason, against: saw };
    lin.act(customer(0), Act::RequestCredit(request)).await?;
    assert_eq!(state(&lin, asked)?, RequestState::Waiting, "she sees it at once");
    desk.act(customer(0), grants(limited(2_000_000), saw)).await?;
    desk.sync().await?;

    // The reply is lost on the way: the same request comes twice and is taken once.
    lin.online = true;
    lin.next(Kind::Push, Fault::ReplyLost);
    lin.sync().await?;
    world.pass_hours(1);
    lin.ring().await?;
    lin.sync().await?;
    let now = figures(&lin)?.against;
    assert_eq!(now, Against { standing: limited(2_000_000), version: 2 });
    assert_eq!(state(&lin, asked)?, RequestState::Waiting);
    let inbox = lin.replica()?.inbox().clone();
    let stale = Verdict::NeedsReview { why: Why::StaleLimit { seen: saw, now } };
    assert_eq!(inbox.iter().map(|it| &it.verdict).collect::<Vec<_>>(), [&stale]);

    let decide = |revision, decision| decides(asked, revision, now, decision);
    manager.act(customer(0), decide(1, Decision::Return)).await?;
    manager.sync().await?;
    lin.sync().await?;
    assert!(matches!(state(&lin, asked)?, RequestState::Returned { .. }));
    let inbox = lin.replica()?.inbox().clone();
    let news = inbox.iter().find_map(|it| it.about.as_deref()).context("she is told")?;
    assert!(matches!(news, Row::CreditRequest(it) if it.id == asked));

    let again = Revise {
        request: asked,
        revision: 1,
        asked: limited(6_000_000),
        reason: "订单在附件".to_owned(),
        against: now,
    };
    lin.act(customer(0), Act::ReviseCreditRequest(again)).await?;
    lin.sync().await?;
    manager.act(customer(0), decide(2, Decision::Approve)).await?;
    manager.sync().await?;
    lin.sync().await?;
    assert!(matches!(state(&lin, asked)?, RequestState::Approved { .. }));
    let figures = figures(&lin)?;
    assert_eq!((figures.standing, figures.against.version), (limited(6_000_000), 3));
    assert!(lin.replica()?.is_settled() && lin.replica()?.unanswered() == 0);
    Ok(())
}

#[tokio::test]
async fn a_request_against_a_limit_that_was_cut_is_returned_and_approved() -> Result<()> {
    on_both("2026-11-17", a_raise_against_a_limit_that_was_cut).await
}
