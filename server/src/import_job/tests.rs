//! Imports through the web at a real database, once for each of the two.

mod faulty;
mod real_data;
mod running;
mod tied_out;

use std::time::Duration;

use axum::http::{Method, StatusCode};
use shared::{
    import::{
        Ask, Subject,
        job::{Errand, Job, JobState, Profiles, StagedFile},
    },
    page::ImportListing,
    user::Role,
};

use crate::testing::{Client, Stage, text};

pub const ITEMS: &str = "key_0,business_code,cust_number,name_customer,doc_id,posting_date,\
    document_create_date,document_create_date.1,due_in_date,invoice_currency,document type,\
    total_open_amount,baseline_create_date,Day_due\n";

pub fn item(customer: &str, number: &str, due: &str, amount: &str) -> String {
    format!(
        "1,U001,{customer},Shop {customer},{number},2020-02-27,2020-02-26,2020-02-27,{due},USD,RV,{amount},x,9\n"
    )
}

/// So many good rows of so many customers.
pub fn items(rows: usize, customers: usize) -> String {
    let row =
        |it: usize| item(&format!("K{}", it % customers), &format!("{it:06}"), "2020-03-13", "10");
    ITEMS.to_owned() + &(0..rows).map(row).collect::<String>()
}

/// A person at the desk who brings files.
pub struct Desk {
    pub stage: Stage,
    pub finance: Client,
}

impl Desk {
    pub async fn new() -> Option<Desk> {
        let stage = Stage::furnished().await?;
        stage.add_user("qin", &[Role::Finance]).await;
        let finance = stage.sign_in("qin").await;
        Some(Desk { stage, finance })
    }

    pub async fn bring(&self, name: &str, text: impl Into<String>) -> Job {
        let path = format!("/api/imports?file_name={name}");
        self.finance.send_file(&path, text.into().into()).await.unwrap()
    }

    pub async fn look(&self, job: &Job) -> Job {
        self.finance.get(&format!("/api/imports/{}", job.id)).await.unwrap()
    }

    /// Waits until nothing runs any more.
    pub async fn ended(&self, job: &Job) -> Job {
        for _ in 0..6_000 {
            let seen = self.look(job).await;
            if !seen.state.is_running() {
                return seen;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the import runs for ever");
    }

    pub async fn check(&self, job: &Job, ask: &Ask) -> Job {
        let path = format!("/api/imports/{}/check", job.id);
        let begun: Job = self.finance.post(&path, ask).await.unwrap();
        assert!(begun.state.is_running());
        self.ended(job).await
    }

    pub async fn book(&self, job: &Job) -> Job {
        let path = format!("/api/imports/{}/book", job.id);
        let begun: Job = self.finance.post(&path, &serde_json::json!({})).await.unwrap();
        assert!(begun.state.is_running());
        self.ended(job).await
    }

    pub async fn csv(&self, path: &str) -> String {
        let response = self.finance.send(Method::GET, path, None::<&()>).await;
        assert_eq!(response.status(), StatusCode::OK);
        let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
        assert_eq!(kind, "text/csv; charset=utf-8");
        let text = text(response).await;
        text.strip_prefix('\u{FEFF}').expect("a byte order mark").to_owned()
    }

    pub async fn invoices(&self) -> i64 {
        let count = sqlx::query_scalar("SELECT COUNT(*) FROM invoice WHERE source = 'highradius'");
        count.fetch_one(self.stage.server.read()).await.unwrap()
    }

    pub fn staged(&self) -> usize {
        let path = crate::dialect::staging(&self.stage.url);
        std::fs::read_dir(path).map_or(0, Iterator::count)
    }
}

pub fn open_items() -> Ask {
    Ask::of(Subject::Invoices, "highradius")
}

/// Added, updated, unchanged, faulty.
pub fn counts(job: &Job, errand: Errand) -> [u64; 4] {
    let outcome = match errand {
        Errand::Check => &job.checked,
        Errand::Book => &job.booked,
    };
    let it = outcome.as_ref().unwrap();
    [it.added, it.updated, it.unchanged, it.faulty]
}

#[tokio::test]
async fn a_file_is_checked_then_booked_and_then_gone() {
    let Some(desk) = Desk::new().await else { return };
    let job = desk.bring("open.csv", items(3, 2)).await;
    assert_eq!((job.state.clone(), job.by_name.as_str()), (JobState::Uploaded, "QIN"));
    assert_eq!((job.file_name.as_str(), desk.staged()), ("open.csv", 1));
    let early = format!("/api/imports/{}/book", job.id);
    let refused = desk.finance.post::<Job>(&early, &serde_json::json!({})).await.unwrap_err();
    assert_eq!(refused, (StatusCode::CONFLICT, "import_moved".to_owned()));

    let job = desk.check(&job, &open_items()).await;
    assert_eq!(job.state, JobState::Checked);
    assert_eq!(counts(&job, Errand::Check), [3, 0, 0, 0]);
    assert_eq!(desk.invoices().await, 0, "a check writes nothing");
    let job = desk.book(&job).await;
    assert_eq!((job.state.clone(), job.file), (JobState::Done, StagedFile::Gone));
    assert_eq!(counts(&job, Errand::Book), [3, 0, 0, 0]);
    assert_eq!((desk.invoices().await, desk.staged()), (3, 0));

    // The same file again changes nothing, and says so.
    let again = desk.bring("open.csv", items(3, 2)).await;
    let again = desk.check(&again, &open_items()).await;
    assert_eq!(counts(&again, Errand::Check), [0, 0, 3, 0]);
    let listing: ImportListing = desk.finance.get("/api/imports").await.unwrap();
    let names: Vec<_> = listing.rows.iter().map(|it| (it.id, it.by_name.as_str())).collect();
    assert_eq!((names, listing.total), (vec![(again.id, "QIN"), (job.id, "QIN")], 2));
    let later = desk.finance.get::<ImportListing>("/api/imports?offset=1&limit=1").await.unwrap();
    assert_eq!(later.rows[0].id, job.id);
    desk.stage.check().await;
}

#[tokio::test]
async fn only_those_who_keep_the_books_bring_files() {
    let Some(desk) = Desk::new().await else { return };
    let job = desk.bring("a.csv", items(1, 1)).await;
    let forbidden = || (StatusCode::FORBIDDEN, "forbidden".to_owned());
    for login in ["lin", "chen"] {
        let it = desk.stage.sign_in(login).await;
        let file = it.send_file::<Job>("/api/imports?file_name=a.csv", "x".into()).await;
        assert_eq!(file.unwrap_err(), forbidden(), "{login}");
        let one = format!("/api/imports/{}", job.id);
        for path in ["/api/imports", "/api/import_profiles", &one] {
            assert_eq!(it.get::<serde_json::Value>(path).await.unwrap_err(), forbidden());
        }
        for path in ["faults.csv", "tie_out", "tie_out.csv"] {
            let path = format!("{one}/{path}");
            assert_eq!(it.get::<serde_json::Value>(&path).await.unwrap_err(), forbidden());
        }
        let check = it.post::<Job>(&format!("{one}/check"), &open_items()).await;
        assert_eq!(check.unwrap_err(), forbidden());
        for act in ["book", "stop"] {
            let told = it.post::<Job>(&format!("{one}/{act}"), &serde_json::json!({})).await;
            assert_eq!(told.unwrap_err(), forbidden());
        }
    }
    let admin = desk.stage.sign_in("admin").await;
    let seen: Job = admin.get(&format!("/api/imports/{}", job.id)).await.unwrap();
    assert_eq!((seen.state, desk.staged()), (JobState::Uploaded, 1));
    let known: Profiles = admin.get("/api/import_profiles").await.unwrap();
    assert!(3 < known.profiles.len());
    for it in &known.profiles {
        assert!(10 < it.zh.len() && 20 < it.en.len() && !it.columns.is_empty(), "{it:?}");
    }
}

#[tokio::test]
async fn a_file_from_another_site_or_as_a_form_is_not_taken() {
    let Some(desk) = Desk::new().await else { return };
    let send = async |kind: &str, site: &str, path: &str| {
        let request = axum::http::Request::builder()
            .method(Method::POST)
            .uri(path)
            .header("cookie", desk.finance.cookie.clone().unwrap())
            .header("content-type", kind)
            .header("sec-fetch-site", site);
        let request = request.body(axum::body::Body::from(items(1, 1))).unwrap();
        let answer = tower::ServiceExt::oneshot(desk.finance.router.clone(), request).await;
        answer.unwrap().status()
    };
    let (file, path) = ("application/octet-stream", "/api/imports?file_name=a.csv");
    assert_eq!(send(file, "cross-site", path).await, StatusCode::FORBIDDEN);
    let not_json = StatusCode::UNSUPPORTED_MEDIA_TYPE;
    for kind in ["text/plain", "multipart/form-data", "application/x-www-form-urlencoded"] {
        assert_eq!(send(kind, "same-origin", path).await, not_json, "{kind}");
    }
    assert_eq!(send(file, "same-origin", "/api/device").await, not_json);
    assert_eq!(desk.staged(), 0);
    assert_eq!(send(file, "same-origin", path).await, StatusCode::OK);
}

#[tokio::test]
async fn a_file_that_is_too_large_leaves_nothing_behind() {
    let Some(desk) = Desk::new().await else { return };
    let request = axum::http::Request::builder()
        .method(Method::POST)
        .uri("/api/imports?file_name=a.csv")
        .header("cookie", desk.finance.cookie.clone().unwrap())
        .header("content-type", "application/octet-stream")
        .header("content-length", (crate::import::MAX_BYTES + 1).to_string());
    let request = request.body(axum::body::Body::from(items(1, 1))).unwrap();
    let answer = tower::ServiceExt::oneshot(desk.finance.router.clone(), request).await.unwrap();
    assert_eq!((answer.status(), desk.staged()), (StatusCode::PAYLOAD_TOO_LARGE, 0));
    // An upload that breaks off is no file either.
    let broken = [Ok("key_0,"), Err(std::io::Error::other("gone"))];
    let body = axum::body::Body::from_stream(futures::stream::iter(broken));
    let told = desk.finance.send_file::<Job>("/api/imports?file_name=a.csv", body).await;
    assert_eq!(told.unwrap_err().0, StatusCode::BAD_REQUEST);
    let listing: ImportListing = desk.finance.get("/api/imports").await.unwrap();
    assert_eq!((desk.staged(), listing.total), (0, 0));
}

#[tokio::test]
async fn a_name_is_shown_and_nothing_more() {
    let Some(desk) = Desk::new().await else { return };
    let hostile = [
        ("..%2F..%2Fetc%2Fpasswd", "passwd"),
        ("C:%5Ctemp%5C%E5%BA%94%E6%94%B6.csv", "应收.csv"),
        ("a%0D%0ASet-Cookie:%20x=1.csv", "aSet-Cookie: x=1.csv"),
        ("..", "file.csv"),
        ("%E2%80%AEvsc.exe", "vsc.exe"),
        ("", "file.csv"),
    ];
    for (given, shown) in hostile {
        let job = desk.bring(given, items(1, 1)).await;
        assert_eq!(job.file_name, shown, "{given}");
        let path = desk.stage.server.imports().staging.path(job.id);
        assert!(path.is_file() && path.starts_with(crate::dialect::staging(&desk.stage.url)));
    }
    let long = desk.bring(&"x".repeat(4_000), items(1, 1)).await;
    assert_eq!(long.file_name.len(), 120);
}

#[tokio::test]
async fn a_fault_of_the_file_is_told_and_one_of_the_question_can_be_asked_again() {
    let Some(desk) = Desk::new().await else { return };
    let job = desk.bring("gbk.csv", "编号,名称\n").await;
    let job = desk.check(&job, &open_items()).await;
    let JobState::Refused { fault, .. } = &job.state else { panic!("{job:?}") };
    assert!(matches!(**fault, shared::import::FileFault::ColumnsMissing { .. }));
    // It was the wrong profile: the file is still here.
    let job = desk.check(&job, &Ask::of(Subject::Customers, "customers-zh")).await;
    assert_eq!(job.state, JobState::Checked);

    let path = "/api/imports?file_name=a.csv";
    let body = axum::body::Body::from(b"\xB1\xE0,\xC3\xFB\n".to_vec());
    let job: Job = desk.finance.send_file(path, body).await.unwrap();
    let job = desk.check(&job, &Ask::of(Subject::Customers, "customers-zh")).await;
    let JobState::Refused { fault, .. } = &job.state else { panic!("{job:?}") };
    assert!(matches!(**fault, shared::import::FileFault::NotUtf8 { line: 1 }));
    assert_eq!(job.file, StagedFile::Gone);
    let again = format!("/api/imports/{}/check", job.id);
    let told = desk.finance.post::<Job>(&again, &open_items()).await.unwrap_err();
    assert_eq!(told, (StatusCode::GONE, "file_gone".to_owned()));
    // The one place is free again.
    let job = desk.bring("b.csv", items(1, 1)).await;
    assert_eq!(desk.check(&job, &open_items()).await.state, JobState::Checked);
}
