//! The dashboard of a real database, once for each of the two: every figure is that of its report.

use shared::{
    ageing::Report,
    allocation::Designation,
    dashboard::Dashboard,
    id::{CustomerId, InvoiceId},
    page::{AgeingQuery, PromiseListing, PromiseQuery, StandingFilter},
    receipt::{self, PaymentMethod, ReportHorizon},
    sync::Act,
    user::Caller,
};

use crate::testing::{Stage, cny, day, invoice, phone::Phone};

fn receipt(number: &str, valued_on: &str, amount: &str, pays: &[(&str, &str)]) -> Act {
    let designations = pays.iter().map(|(number, amount)| Designation {
        invoice: InvoiceId::of_document("U001", "test", "RV", number),
        amount: cny(amount),
    });
    Act::ImportReceipt(receipt::Import {
        company: "U001".to_owned(),
        source: "test".to_owned(),
        number: number.to_owned(),
        valued_on: day(valued_on),
        amount: cny(amount),
        method: PaymentMethod::Transfer,
        payer: "x".to_owned(),
        memo: String::new(),
        designations: designations.collect(),
    })
}

async fn pay(stage: &Stage, customer: &str, act: Act) {
    stage.do_all(vec![(Some(CustomerId::of_code(customer)), act)]).await;
}

/// The ageing report of today, whole and of each territory, beside the dashboard's.
async fn equals_the_reports(stage: &Stage) -> Dashboard {
    let caller = Caller::system("cli");
    let shown = stage.server.dashboard(&caller).await.unwrap();
    let reports = stage.server.ageing(&caller, &AgeingQuery::default()).await.unwrap();
    let mut whole: Vec<Report> = shown.owed.iter().map(|it| it.whole.clone()).collect();
    whole.sort_by_key(|it| it.currency);
    assert_eq!(whole, reports);
    for owed in &shown.owed {
        for of in &owed.territories {
            let query = AgeingQuery {
                currency: Some(owed.whole.currency),
                territory: of.territory.map_or_else(|| "none".to_owned(), |it| it.to_string()),
                ..AgeingQuery::default()
            };
            let reports = stage.server.ageing(&caller, &query).await.unwrap();
            assert_eq!(vec![of.report.clone()], reports);
        }
    }
    shown
}

#[tokio::test]
async fn every_sum_is_that_of_the_ageing_report() {
    let Some(stage) = Stage::furnished().await else { return };
    stage.assign("C4", None).await;
    stage.import(vec![invoice("C1", "500", "2026-12-31", "later")]).await;
    stage.import(vec![invoice("C3", "70", "2026-10-20", "south")]).await;
    equals_the_reports(&stage).await;
    pay(&stage, "C1", receipt("R1", "2026-10-10", "700", &[("C1", "600")])).await;
    let shown = equals_the_reports(&stage).await;
    assert_eq!(shown.owed.len(), 1);
    assert_eq!(shown.owed[0].territories.len(), 3, "north, south and no territory");
    stage.set_day("2026-12-05");
    let shown = equals_the_reports(&stage).await;
    let overdue = shared::dashboard::overdue(&shown.owed[0].whole).unwrap();
    assert!(overdue.is_positive());
    stage.check().await;
}

/// Money that came before its document counts as unapplied until that is booked.
#[tokio::test]
async fn an_allocation_of_a_later_day_does_not_count_yet() {
    let Some(stage) = Stage::furnished().await else { return };
    stage.import(vec![invoice("C1", "40", "2026-12-20", "early")]).await;
    pay(&stage, "C1", receipt("R1", "2026-09-15", "1040", &[("early", "40"), ("C1", "1000")]))
        .await;
    for today in ["2026-09-20", "2026-10-01", "2026-10-02", "2026-12-01"] {
        stage.set_day(today);
        equals_the_reports(&stage).await;
    }
}

#[tokio::test]
async fn promises_are_counted_as_their_list_does() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let today = stage.server.today().await.unwrap();
    let made = [
        lin.promise("C1", cny("100"), today),
        lin.promise("C1", cny("30"), today.plus(shared::calendar::Days(60))),
        lin.promise("C2", cny("50"), today.plus(shared::calendar::Days(2))),
    ];
    lin.push(&made).await;
    let caller = Caller::system("cli");
    let counted = async |standing: StandingFilter| -> i64 {
        let query = PromiseQuery { standing, ..PromiseQuery::default() };
        stage.server.promises(&caller, &query).await.unwrap().total
    };
    let shown = stage.server.dashboard(&caller).await.unwrap();
    assert_eq!(
        (shown.due_today.count, shown.due_today.amounts.of(cny("1").currency())),
        (1, cny("100"))
    );
    assert_eq!(
        (shown.open_promises.count, shown.open_promises.amounts.of(cny("1").currency())),
        (3, cny("180"))
    );
    assert_eq!(counted(StandingFilter::Open).await, 3);
    assert_eq!(counted(StandingFilter::AwaitingData).await, 0);
    // The day passes, and the bank's data do not come.
    let later = today.plus(shared::calendar::Days(5)).to_string();
    stage.set_day(&later);
    let shown = stage.server.dashboard(&caller).await.unwrap();
    assert_eq!((shown.due_today.count, shown.awaiting_data.count), (0, 2));
    assert_eq!(shown.awaiting_data.amounts.of(cny("1").currency()), cny("150"));
    assert_eq!(counted(StandingFilter::AwaitingData).await, 2);
    assert_eq!((shown.open_promises.count, counted(StandingFilter::Open).await), (1, 1));
    // They come, with money for one of the two.
    pay(&stage, "C1", receipt("B1", &later, "100", &[])).await;
    let far = today.plus(shared::calendar::Days(30));
    stage.set_day(&far.to_string());
    let reaches = ReportHorizon { company: "U001".to_owned(), reaches: far };
    stage.do_all(vec![(None, Act::ReportHorizon(reaches))]).await;
    assert_eq!(counted(StandingFilter::AwaitingData).await, 0);
    let gone = counted(StandingFilter::Broken).await + counted(StandingFilter::PartlyKept).await;
    assert_eq!(
        (gone + counted(StandingFilter::Kept).await, counted(StandingFilter::Open).await),
        (2, 1)
    );
    let every = StandingFilter::EVERY.into_iter().filter(|it| it.standing().is_some());
    let mut sum = 0;
    for standing in every {
        let query = PromiseQuery { standing, ..PromiseQuery::default() };
        let listing: PromiseListing = stage.server.promises(&caller, &query).await.unwrap();
        for row in &listing.rows {
            assert_eq!(Some(row.standing.name()), standing.standing());
        }
        sum += listing.total;
    }
    assert_eq!(sum, 3, "each promise stands in one list");
    let wang = stage.sign_in("wang").await;
    let of_wang: Dashboard = wang.get("/api/dashboard").await.unwrap();
    assert_eq!(of_wang.awaiting_data.count + of_wang.open_promises.count, 0);
    let south = of_wang.owed.iter().flat_map(|it| &it.territories);
    let south: Vec<_> = south.filter_map(|it| it.territory).collect();
    assert!(south.iter().all(|it| *it == shared::id::TerritoryId::of_code("south")));
    stage.check().await;
}
