//! A job while it runs: one at a time, stopped between groups, and lost with its server.

use std::time::Duration;

use axum::http::StatusCode;
use shared::{
    calendar::Instant,
    import::{
        Ended,
        job::{Errand, FILE_KEPT_MS, Job, JobState, SILENT_MS, StagedFile},
    },
    sync::Verdict,
};

use super::{Desk, counts, items, open_items};
use crate::testing::{phone::Phone, sign_in_at};

const NOTHING: fn() -> serde_json::Value = || serde_json::json!({});

impl Desk {
    /// Begins to do something, and waits until some rows are done.
    async fn begun(&self, job: &Job, what: &str, body: &serde_json::Value) -> Job {
        let path = format!("/api/imports/{}/{what}", job.id);
        let _: Job = self.finance.post(&path, body).await.unwrap();
        for _ in 0..6_000 {
            let seen = self.look(job).await;
            match seen.state {
                JobState::Running { rows, of, .. } if 0 < rows && rows < of => return seen,
                JobState::Running { .. } => {}
                other => panic!("it ended too early: {other:?}"),
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("it never began");
    }
}

#[tokio::test]
async fn a_stopped_booking_keeps_what_it_booked_and_is_finished_by_booking_again() {
    let Some(desk) = Desk::new().await else { return };
    let job = desk.bring("open.csv", items(6_000, 50)).await;
    let job = desk.check(&job, &open_items()).await;
    desk.begun(&job, "book", &NOTHING()).await;
    let stopping: Job =
        desk.finance.post(&format!("/api/imports/{}/stop", job.id), &NOTHING()).await.unwrap();
    assert!(matches!(stopping.state, JobState::Running { .. }), "{stopping:?}");
    let job = desk.ended(&job).await;
    assert_eq!(job.state, JobState::Stopped { errand: Errand::Book });
    let outcome = job.booked.clone().unwrap();
    assert_eq!((outcome.ended, outcome.added), (Ended::Stopped, outcome.rows));
    let booked = desk.invoices().await;
    assert_eq!(u64::try_from(booked).unwrap(), outcome.added);
    assert!(0 < booked && booked < 6_000 && booked % 1_000 == 0, "{booked}");
    assert_eq!(job.file, StagedFile::Here);
    // Nothing runs any more that could be stopped.
    let told = desk.finance.post::<Job>(&format!("/api/imports/{}/stop", job.id), &NOTHING()).await;
    assert_eq!(told.unwrap_err(), (StatusCode::CONFLICT, "import_moved".to_owned()));

    let job = desk.book(&job).await;
    assert_eq!(job.state, JobState::Done);
    assert_eq!(counts(&job, Errand::Book), [6_000 - outcome.added, 0, outcome.added, 0]);
    assert_eq!(desk.invoices().await, 6_000);
    desk.stage.check().await;
}

#[tokio::test]
async fn one_file_at_a_time_and_people_write_between_its_groups() {
    let Some(desk) = Desk::new().await else { return };
    let mut lin = Phone::of(&desk.stage, "lin").await;
    let first = desk.bring("first.csv", items(8_000, 50)).await;
    let second = desk.bring("second.csv", items(10, 5)).await;
    let ask = serde_json::to_value(open_items()).unwrap();
    desk.begun(&first, "check", &ask).await;
    let path = format!("/api/imports/{}/check", second.id);
    let told = desk.finance.post::<Job>(&path, &ask).await.unwrap_err();
    assert_eq!(told, (StatusCode::CONFLICT, "import_running".to_owned()));
    // A check holds nobody up: a visit is taken while it runs.
    let visit = lin.visit("C1", "2026-11-20");
    assert_eq!(lin.push(&[visit]).await, [Verdict::Applied]);
    let JobState::Running { rows, of, .. } = desk.look(&first).await.state else {
        panic!("the check ended before the visit")
    };
    assert!(rows < of);
    let path = format!("/api/imports/{}/stop", first.id);
    let _: Job = desk.finance.post(&path, &NOTHING()).await.unwrap();
    let first = desk.ended(&first).await;
    assert_eq!(first.state, JobState::Stopped { errand: Errand::Check });
    assert_eq!(desk.invoices().await, 0);
    let second = desk.check(&second, &open_items()).await;
    assert_eq!(second.state, JobState::Checked);
    desk.stage.check().await;
}

/// Another process takes the books over after the first was killed in the middle.
#[tokio::test]
async fn a_job_whose_server_was_killed_is_interrupted_and_taken_up_again() {
    let Some(desk) = Desk::new().await else { return };
    let job = desk.bring("open.csv", items(1_500, 50)).await;
    let job = desk.check(&job, &open_items()).await;
    // What a server that is killed leaves behind: a job that runs, and a part of its rows.
    let part = desk.bring("part.csv", items(1_000, 50)).await;
    let part = desk.check(&part, &open_items()).await;
    desk.book(&part).await;
    let stored = desk.stage.server.stored_import(job.id).await.unwrap();
    let state = super::super::stored::begun(Errand::Book);
    let killed = Job { state, ..stored.job };
    desk.stage.server.store_import(&killed, stored.version).await.unwrap();

    let server = desk.stage.second_server().await;
    let finance = sign_in_at(&server, "qin").await;
    let path = format!("/api/imports/{}", job.id);
    // As long as it may still be alive elsewhere, nobody takes it up.
    let seen: Job = finance.get(&path).await.unwrap();
    assert!(seen.state.is_running());
    let early = finance.post::<Job>(&format!("{path}/book"), &NOTHING()).await.unwrap_err();
    assert_eq!(early, (StatusCode::CONFLICT, "import_moved".to_owned()));
    let now = desk.stage.clock.now();
    desk.stage.clock.set(Instant(now.0 + SILENT_MS + 1));
    let seen: Job = finance.get(&path).await.unwrap();
    assert_eq!(seen.state, JobState::Interrupted { errand: Errand::Book });
    // The server that is said to work on it and does not knows at once.
    assert_eq!(desk.look(&job).await.state, seen.state);

    let _: Job = finance.post(&format!("{path}/book"), &NOTHING()).await.unwrap();
    let desk = Desk { finance, ..desk };
    let job = desk.ended(&job).await;
    assert_eq!(counts(&job, Errand::Book), [500, 0, 1_000, 0]);
    assert_eq!((job.state, desk.invoices().await), (JobState::Done, 1_500));
    desk.stage.check().await;
}

#[tokio::test]
async fn a_server_that_closes_stops_its_import_first() {
    let Some(desk) = Desk::new().await else { return };
    let server = desk.stage.second_server().await;
    let desk = Desk { finance: sign_in_at(&server, "qin").await, ..desk };
    let job = desk.bring("open.csv", items(6_000, 50)).await;
    let job = desk.check(&job, &open_items()).await;
    desk.begun(&job, "book", &NOTHING()).await;
    server.close().await;
    let other = desk.stage.sign_in("qin").await;
    let desk = Desk { finance: other, ..desk };
    let job = desk.look(&job).await;
    assert_eq!(job.state, JobState::Interrupted { errand: Errand::Book });
    let booked = u64::try_from(desk.invoices().await).unwrap();
    assert_eq!(job.booked.as_ref().map(|it| it.added), Some(booked));
    let job = desk.book(&job).await;
    assert_eq!((job.state, desk.invoices().await), (JobState::Done, 6_000));
}

#[tokio::test]
async fn a_file_waits_for_a_day() {
    let Some(desk) = Desk::new().await else { return };
    let old = desk.bring("old.csv", items(1, 1)).await;
    let now = desk.stage.clock.now();
    desk.stage.clock.set(Instant(now.0 + FILE_KEPT_MS - 1));
    let young = desk.bring("young.csv", items(1, 1)).await;
    desk.stage.server.sweep_imports().await.unwrap();
    assert_eq!(desk.staged(), 2);
    desk.stage.clock.set(Instant(now.0 + FILE_KEPT_MS + 1));
    desk.stage.server.sweep_imports().await.unwrap();
    assert_eq!(desk.look(&old).await.file, StagedFile::Gone);
    assert_eq!((desk.look(&young).await.file, desk.staged()), (StagedFile::Here, 1));
    let told =
        desk.finance.post::<Job>(&format!("/api/imports/{}/check", old.id), &open_items()).await;
    assert_eq!(told.unwrap_err(), (StatusCode::GONE, "file_gone".to_owned()));
}
