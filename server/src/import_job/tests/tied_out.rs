//! Tie-outs: what is open here beside what the file says, before and after it is booked.

use shared::{
    id::CustomerId,
    import::{
        Ask, Subject,
        job::{Compared, DETAILS_KEPT_MS, Job},
        tie_out::{TieOut, TieOutLine},
    },
};

use super::{Desk, ITEMS, item, open_items};

impl Desk {
    async fn tie_out(&self, job: &Job, query: &str) -> TieOut {
        self.finance.get(&format!("/api/imports/{}/tie_out{query}", job.id)).await.unwrap()
    }
}

/// Code, here, in the file, difference; the documents of both sides.
fn said(it: &TieOutLine) -> (String, [String; 3], [u64; 2]) {
    let amounts = [it.here.amount, it.file.amount, it.difference].map(shared::money::Money::plain);
    (it.code.clone(), amounts, [it.here.documents, it.file.documents])
}

fn line(code: &str, amounts: [&str; 3], documents: [u64; 2]) -> (String, [String; 3], [u64; 2]) {
    (code.to_owned(), amounts.map(str::to_owned), documents)
}

#[tokio::test]
async fn the_books_and_the_file_are_compared_by_customer() {
    let Some(desk) = Desk::new().await else { return };
    let yesterday = ITEMS.to_owned()
        + &item("K1", "1", "2020-03-13", "10")
        + &item("K1", "2", "2020-03-13", "15.50")
        + &item("K2", "3", "2020-03-13", "7")
        + &item("K9", "9", "2020-03-13", "40");
    let job = desk.bring("yesterday.csv", yesterday).await;
    let job = desk.check(&job, &open_items()).await;
    assert_eq!(job.tie_out, Some(Compared { lines: 3, differing: 3, unread: 0 }));
    let job = desk.book(&job).await;
    assert_eq!(job.tie_out, Some(Compared { lines: 3, differing: 0, unread: 0 }));

    // Today: one document more, one gone, one that cannot be read, one twice.
    let today = ITEMS.to_owned()
        + &item("K1", "1", "2020-03-13", "10")
        + &item("K1", "2", "2020-03-13", "15.50")
        + &item("K1", "2", "2020-03-13", "15.50")
        + &item("K2", "3", "2020-03-13", "7")
        + &item("K3", "4", "2020-03-13", "1000")
        + &item("K3", "5", "2020-03-13", "a few");
    let job = desk.bring("today.csv", today).await;
    let job = desk.check(&job, &open_items()).await;
    assert_eq!(job.tie_out, Some(Compared { lines: 4, differing: 2, unread: 1 }));
    let all = desk.tie_out(&job, "?sort=code").await;
    let lines: Vec<_> = all.listing.rows.iter().map(said).collect();
    let expected = vec![
        line("K1", ["25.50", "25.50", "0.00"], [2, 2]),
        line("K2", ["7.00", "7.00", "0.00"], [1, 1]),
        line("K3", ["0.00", "1000.00", "-1000.00"], [0, 1]),
        line("K9", ["40.00", "0.00", "40.00"], [1, 0]),
    ];
    assert_eq!(lines, expected);
    assert_eq!(all.listing.rows[0].customer, CustomerId::of_code("K1"));
    let total = &all.totals[0];
    let sums = [total.here.amount, total.file.amount, total.difference];
    assert_eq!(sums.map(shared::money::Money::plain), ["72.50", "1032.50", "-960.00"]);
    assert_eq!((total.lines, total.differing, total.here.documents), (4, 2, 4));

    let differing = "?lines=differing&sort=difference&order=descending";
    let codes = |it: &TieOut| it.listing.rows.iter().map(|it| it.code.clone()).collect::<Vec<_>>();
    assert_eq!(codes(&desk.tie_out(&job, differing).await), ["K3", "K9"]);
    let page = desk.tie_out(&job, "?sort=code&limit=1&offset=2").await;
    assert_eq!((codes(&page), page.listing.total), (vec!["K3".to_owned()], 4));
    assert_eq!(codes(&desk.tie_out(&job, "?search=shop%20k2").await), ["K2"]);
    for sort in ["customer", "here", "file"] {
        assert_eq!(desk.tie_out(&job, &format!("?sort={sort}")).await.listing.rows.len(), 4);
    }
    let path = format!("/api/imports/{}/tie_out.csv{differing}&language=en", job.id);
    let file = desk.csv(&path).await;
    let mut lines = file.lines();
    assert!(lines.next().unwrap().starts_with("customer code,customer,company,currency,"));
    assert_eq!(lines.next(), Some("K3,Shop K3,U001,USD,0.00,1000.00,-1000.00,0,1"));
    assert_eq!(lines.count(), 1);
}

#[tokio::test]
async fn what_a_file_says_was_settled_is_open_on_neither_side() {
    let Some(desk) = Desk::new().await else { return };
    let text = "invoiceNumber,customerID,InvoiceDate,DueDate,InvoiceAmount,Disputed,SettledDate\n\
        0001,A-1,1/2/2013,2/1/2013,55.94,No,1/15/2013\n\
        0002,A-1,1/2/2013,2/1/2013,20.00,No,\n";
    let job = desk.bring("ibm.csv", text).await;
    let job = desk.check(&job, &Ask::of(Subject::Invoices, "ibm-ar")).await;
    let job = desk.book(&job).await;
    assert_eq!(job.tie_out, Some(Compared { lines: 1, differing: 0, unread: 0 }));
    let lines: Vec<_> = desk.tie_out(&job, "").await.listing.rows.iter().map(said).collect();
    assert_eq!(lines, [line("A-1", ["20.00", "20.00", "0.00"], [1, 1])]);

    // A list of customers has nothing to tie out.
    let job = desk.bring("c.csv", "编号,名称\nZ1,永辉\n").await;
    let job = desk.check(&job, &Ask::of(Subject::Customers, "customers-zh")).await;
    assert_eq!(job.tie_out, None);
    assert_eq!(desk.tie_out(&job, "").await.listing.total, 0);
}

#[tokio::test]
async fn details_go_after_a_while_and_the_history_stays() {
    let Some(desk) = Desk::new().await else { return };
    let text = ITEMS.to_owned() + &item("K1", "1", "someday", "10");
    let job = desk.bring("a.csv", text).await;
    let job = desk.check(&job, &open_items()).await;
    assert_eq!((job.faults_kept, job.tie_out.is_some()), (1, true));
    let now = desk.stage.clock.now();
    desk.stage.clock.set(shared::calendar::Instant(now.0 + DETAILS_KEPT_MS + 1));
    desk.stage.server.sweep_imports().await.unwrap();
    // Whoever has not been here for so long signs in again.
    let desk = Desk { finance: desk.stage.sign_in("qin").await, ..desk };
    let job = desk.look(&job).await;
    assert_eq!((job.faults_kept, job.tie_out), (0, None));
    for table in ["import_fault", "tie_out"] {
        let text = format!("SELECT COUNT(*) FROM {table}");
        let count = sqlx::query_scalar(sqlx::AssertSqlSafe(text));
        let count: i64 = count.fetch_one(desk.stage.server.read()).await.unwrap();
        assert_eq!(count, 0, "{table}");
    }
}
