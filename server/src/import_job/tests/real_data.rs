//! Real open items through the web, and the figures that are known of them. The file is not part of
//! the product: `CHITBOOK_REAL_DATA` names its folder.

use std::{env, fs, path::Path};

use shared::{
    ageing::Report,
    import::job::{Compared, Errand, JobState},
};

use super::{Desk, counts, open_items};

#[tokio::test]
async fn real_open_items_have_the_ageing_that_is_known_of_them() {
    let Ok(folder) = env::var("CHITBOOK_REAL_DATA") else {
        eprintln!("SKIPPED: real open items through the web: CHITBOOK_REAL_DATA is not set");
        return;
    };
    let Some(desk) = Desk::new().await else { return };
    let text = fs::read_to_string(Path::new(&folder).join("highradius_open_items.csv")).unwrap();
    let job = desk.bring("highradius_open_items.csv", text).await;
    let job = desk.check(&job, &open_items()).await;
    assert_eq!((counts(&job, Errand::Check), desk.invoices().await), ([9_700, 0, 0, 0], 0));
    let job = desk.book(&job).await;
    assert_eq!((counts(&job, Errand::Book), job.state), ([9_700, 0, 0, 0], JobState::Done));
    let Some(Compared { differing: 0, unread: 0, lines }) = job.tie_out else {
        panic!("{:?}", job.tie_out)
    };
    assert!(600 < lines);

    let path = "/api/ageing?as_of=2020-05-31&currency=USD";
    let reports: Vec<Report> = desk.finance.get(path).await.unwrap();
    let mut figures = [(0, 0); 5];
    for (at, it) in reports[0].buckets.iter().enumerate() {
        figures[at.min(4)].0 += it.count;
        figures[at.min(4)].1 += it.amount_minor;
    }
    let known = [
        (130, 175_700_791),
        (2_674, 8_122_068_026),
        (4_142, 13_275_748_372),
        (1_999, 5_920_813_883),
        (8, 17_040_611),
    ];
    assert_eq!(figures, known);
    desk.stage.check().await;
}
