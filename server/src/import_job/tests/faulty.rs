//! Faulty rows come back as a file, are corrected, and are imported.

use shared::import::job::{Errand, JobState};

use super::{Desk, ITEMS, counts, item, open_items};

/// The cells of a CSV, row by row.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut file =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    file.records().map(|it| it.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn written(rows: &[Vec<String>]) -> String {
    let mut file = csv::WriterBuilder::new().flexible(true).from_writer(vec![]);
    for row in rows {
        file.write_record(row).unwrap();
    }
    String::from_utf8(file.into_inner().unwrap()).unwrap()
}

#[tokio::test]
async fn what_was_faulty_is_corrected_and_brought_again() {
    let Some(desk) = Desk::new().await else { return };
    let text = ITEMS.to_owned()
        + &item("K1", "1", "2020-03-13", "10")
        + &item("K1", "2", "someday", "10")
        + &item("=cmd()", "3", "2020-03-13", "ten")
        + &item("K2", "4", "2020-03-13", "20");
    let job = desk.bring("open.csv", text).await;
    let job = desk.check(&job, &open_items()).await;
    assert_eq!((counts(&job, Errand::Check), job.faults_kept), ([2, 0, 0, 2], 2));
    let job = desk.book(&job).await;
    assert_eq!((counts(&job, Errand::Book), job.state.clone()), ([2, 0, 0, 2], JobState::Done));

    let path = format!("/api/imports/{}/faults.csv", job.id);
    let zh = rows(&desk.csv(&path).await);
    let mut en = rows(&desk.csv(&format!("{path}?language=en")).await);
    assert_eq!(zh[0][..4], ["错误行号", "错误列", "错误内容", "错误说明"]);
    assert_eq!(en[0][..4], ["faulty line", "faulty column", "faulty value", "what is wrong"]);
    assert!(zh[1][3].contains("不是日期") && en[1][3].contains("is not a day"), "{zh:?}");
    assert_eq!((en[1][0].as_str(), en[1][2].as_str()), ("3", "someday"));
    assert_eq!((en[2][0].as_str(), en[2][2].as_str()), ("4", "ten"));
    assert_eq!(en[0][4..8], ["key_0", "business_code", "cust_number", "name_customer"]);
    // What a spreadsheet would run is marked, and a plain name is not.
    assert_eq!((en[2][6].as_str(), en[2][7].as_str()), ("'=cmd()", "Shop =cmd()"));

    en[1][12] = "2020-03-13".to_owned();
    en[2][15] = "30".to_owned();
    let corrected = desk.bring("corrected.csv", written(&en)).await;
    let corrected = desk.check(&corrected, &open_items()).await;
    assert_eq!(counts(&corrected, Errand::Check), [2, 0, 0, 0]);
    let corrected = desk.book(&corrected).await;
    assert_eq!((counts(&corrected, Errand::Book), corrected.faults_kept), ([2, 0, 0, 0], 0));
    assert_eq!(desk.invoices().await, 4);
    let code: String = sqlx::query_scalar("SELECT code FROM customer WHERE code LIKE '%cmd%'")
        .fetch_one(desk.stage.server.read())
        .await
        .unwrap();
    assert_eq!(code, "=cmd()", "the mark is read off again");
    let none = desk.finance.get::<()>(&format!("/api/imports/{}/faults.csv", corrected.id)).await;
    assert_eq!(none.unwrap_err().0, axum::http::StatusCode::NOT_FOUND);
    desk.stage.check().await;
}

/// A check goes group by group, and still tells what one long transaction would.
#[tokio::test]
async fn a_check_tells_what_a_booking_then_does() {
    let Some(desk) = Desk::new().await else { return };
    let mut text = super::items(2_300, 40);
    // A document of the first group again, with other content, and once more as it was.
    text += &item("K5", "000005", "2020-03-13", "99");
    text += &item("K5", "000005", "2020-03-13", "10");
    text += &item("K6", "900000", "2020-03-13", "1");
    let job = desk.bring("open.csv", text).await;
    let job = desk.check(&job, &open_items()).await;
    assert_eq!(counts(&job, Errand::Check), [2_301, 0, 1, 1]);
    let checked = job.checked.clone().unwrap();
    let job = desk.book(&job).await;
    let booked = job.booked.clone().unwrap();
    assert_eq!(counts(&job, Errand::Book), [2_301, 0, 1, 1]);
    assert_eq!(checked.faults, booked.faults);
    assert_eq!(booked.faults[0].line, 2_302);
    desk.stage.check().await;
}
