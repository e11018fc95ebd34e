//! Attachments at a real database, once for each of the two.

use axum::http::{Method, StatusCode};
use http_body_util::BodyExt as _;
use shared::{
    attachment::{
        Add, AttachedTo, Attachment, AttachmentState, BYTES_MOST, Blob, BlobState, Content, Media,
        PIECE_MOST, Remove,
    },
    calendar::Instant,
    doctor::{Check, Condition},
    id::{AttachmentId, CustomerId},
    page::CustomerFile,
    row::Row,
    sync::{Act, Command, Verdict},
    user::Role,
};

use crate::{
    BuiltIn, id,
    testing::{Client, Stage, phone::Phone, text},
};

type Failed = (StatusCode, String);

const DAY_MS: i64 = 24 * 3_600_000;

/// What begins as a photo does, and goes on for so long.
fn photo(bytes: usize) -> Vec<u8> {
    let mut content = vec![0xFF, 0xD8, 0xFF, 0xE0];
    content.extend((0..bytes - 4).map(|it| u8::try_from(it % 251).unwrap()));
    content
}

fn attach(phone: &Phone, customer: &str, content: &[u8]) -> (AttachmentId, Command) {
    let id = AttachmentId(id::op().0);
    let content = Content {
        blob: Blob::of(content),
        media: Media::Jpeg,
        bytes: content.len() as u64,
        name: String::new(),
    };
    let act = Act::AddAttachment(Add { id, to: AttachedTo::Customer, content });
    (id, phone.command(customer, "2026-11-20", act))
}

async fn bring(
    client: &Client,
    blob: &Blob,
    at: usize,
    of: usize,
    piece: &[u8],
) -> Result<BlobState, Failed> {
    let path = format!("/api/blob/{blob}?at={at}&of={of}");
    client.send_bytes(Method::PUT, &path, piece.to_vec().into()).await
}

/// All of it, piece by piece, as a phone does.
async fn bring_all(client: &Client, content: &[u8]) -> Result<BlobState, Failed> {
    let blob = Blob::of(content);
    let mut state: BlobState = client.get(&format!("/api/blob/{blob}")).await?;
    while !state.whole {
        let at = usize::try_from(state.here).unwrap();
        let end = (at + PIECE_MOST).min(content.len());
        state = bring(client, &blob, at, content.len(), &content[at..end]).await?;
    }
    Ok(state)
}

async fn seen(client: &Client, id: AttachmentId) -> Result<(String, Vec<u8>), Failed> {
    let path = format!("/api/attachment/{id}");
    let response = client.send(Method::GET, &path, None::<&()>).await;
    let status = response.status();
    if status != StatusCode::OK {
        let told: serde_json::Value = serde_json::from_str(&text(response).await).unwrap();
        return Err((status, told["error"].as_str().unwrap().to_owned()));
    }
    let media = response.headers()["content-type"].to_str().unwrap().to_owned();
    let bytes = response.into_body().collect().await.unwrap().to_bytes().to_vec();
    Ok((media, bytes))
}

fn failed<T>(outcome: &Result<T, Failed>) -> (u16, String) {
    let Err((status, word)) = outcome else { return (200, String::new()) };
    (status.as_u16(), word.clone())
}

fn word<T>(outcome: &Result<T, Failed>) -> String {
    failed(outcome).1
}

fn on(phone: &Phone, id: AttachmentId) -> Attachment {
    let (_, _, row) = &phone.rows[&id.0];
    let Row::Attachment(it) = row else { panic!("{row:?}") };
    it.clone()
}

#[tokio::test]
async fn a_photo_comes_in_pieces_and_everybody_hears_of_it() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    lin.snapshot().await;
    let content = photo(2 * PIECE_MOST + 77);
    let (id, command) = attach(&lin, "C1", &content);
    assert_eq!(lin.push_one(&command).await, Verdict::Applied);
    lin.pull(100).await;
    assert_eq!(on(&lin, id).state, AttachmentState::Awaited);
    assert_eq!(failed(&seen(&lin.client, id).await), (404, "not_arrived".to_owned()));

    let whole = bring_all(&lin.client, &content).await.unwrap();
    assert_eq!(whole, BlobState { here: content.len() as u64, whole: true });
    lin.pull(100).await;
    assert_eq!(on(&lin, id).state, AttachmentState::Here);
    let chen = stage.sign_in("chen").await;
    let of = ("image/jpeg".to_owned(), content.clone());
    assert_eq!(seen(&chen, id).await.unwrap(), of);
    let path = format!("/api/customers/{}", CustomerId::of_code("C1"));
    let file: CustomerFile = chen.get(&path).await.unwrap();
    let here = |row: &Row| matches!(row, Row::Attachment(it) if it.state == AttachmentState::Here);
    assert!(file.rows.iter().any(|it| here(&it.row)));
    // A phone that comes anew has it from the snapshot.
    let mut other = Phone::of(&stage, "lin").await;
    other.snapshot().await;
    assert_eq!(on(&other, id).state, AttachmentState::Here);
    stage.check().await;
}

#[tokio::test]
async fn content_may_come_before_the_command_that_names_it() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    lin.snapshot().await;
    let content = photo(5_000);
    assert!(bring_all(&lin.client, &content).await.unwrap().whole);
    let (first, one) = attach(&lin, "C1", &content);
    let (second, two) = attach(&lin, "C2", &content);
    assert_eq!(lin.push(&[one, two]).await, [Verdict::Applied, Verdict::Applied]);
    lin.pull(100).await;
    for id in [first, second] {
        assert_eq!(on(&lin, id).state, AttachmentState::Here);
    }
    stage.check().await;
}

#[tokio::test]
async fn whoever_sends_another_piece_hears_where_to_go_on() {
    let Some(stage) = Stage::furnished().await else { return };
    let lin = stage.sign_in("lin").await;
    let content = photo(PIECE_MOST + 10);
    let (blob, of) = (Blob::of(&content), content.len());
    let (first, rest) = content.split_at(PIECE_MOST);
    let here = |bytes: usize| BlobState { here: bytes as u64, whole: false };
    assert_eq!(bring(&lin, &blob, 7, of, rest).await.unwrap(), here(0));
    assert_eq!(bring(&lin, &blob, 0, of, first).await.unwrap(), here(PIECE_MOST));
    // The reply was lost, or another tab was quicker.
    assert_eq!(bring(&lin, &blob, 0, of, first).await.unwrap(), here(PIECE_MOST));
    // The server is another process by now.
    let again = stage.second_server().await;
    let lin = crate::testing::sign_in_at(&again, "lin").await;
    let kept: BlobState = lin.get(&format!("/api/blob/{blob}")).await.unwrap();
    assert_eq!(kept, here(PIECE_MOST));
    let whole = BlobState { here: of as u64, whole: true };
    assert_eq!(bring(&lin, &blob, PIECE_MOST, of, rest).await.unwrap(), whole);
    assert_eq!(bring(&lin, &blob, 0, of, first).await.unwrap(), whole);
}

#[tokio::test]
async fn what_is_not_what_it_says_is_not_kept() {
    let Some(stage) = Stage::furnished().await else { return };
    let lin = stage.sign_in("lin").await;
    let content = photo(100);
    let blob = Blob::of(&content);
    let nothing = BlobState { here: 0, whole: false };
    let kept = async || lin.get::<BlobState>(&format!("/api/blob/{blob}")).await.unwrap();

    let mut damaged = content.clone();
    damaged[50] ^= 1;
    let outcome = bring(&lin, &blob, 0, 100, &damaged).await;
    assert_eq!(failed(&outcome), (422, "blob_damaged".to_owned()));
    assert_eq!(kept().await, nothing);
    // Another length than was begun with: the digest would not fit either way.
    bring(&lin, &blob, 0, 100, &content[..40]).await.unwrap();
    assert_eq!(word(&bring(&lin, &blob, 40, 90, &content[40..90]).await), "blob_damaged");
    assert_eq!(kept().await, nothing);
    assert!(bring(&lin, &blob, 0, 100, &content).await.unwrap().whole);

    let page = b"<!doctype html><script>alert(1)</script>".to_vec();
    let outcome = bring(&lin, &Blob::of(&page), 0, page.len(), &page).await;
    assert_eq!(failed(&outcome), (415, "blob_type".to_owned()));
}

#[tokio::test]
async fn pieces_have_their_limits() {
    let Some(stage) = Stage::furnished().await else { return };
    let lin = stage.sign_in("lin").await;
    let blob = Blob::of(b"x");
    let piece = vec![0; PIECE_MOST + 1];
    let of = usize::try_from(BYTES_MOST).unwrap();
    assert_eq!(failed(&bring(&lin, &blob, 0, of, &piece).await), (413, "too_large".to_owned()));
    assert_eq!(word(&bring(&lin, &blob, 0, of + 1, b"x").await), "too_large");
    assert_eq!(word(&bring(&lin, &blob, 0, 3, b"").await), "malformed");
    assert_eq!(word(&bring(&lin, &blob, 2, 3, b"xx").await), "malformed");
    let path = format!("/api/blob/{}?at=0&of=1", "x".repeat(64));
    let outcome = lin.send_bytes::<BlobState>(Method::PUT, &path, b"x".to_vec().into()).await;
    assert_eq!(failed(&outcome), (404, "not_found".to_owned()));
    let nobody = Client { cookie: None, ..lin };
    assert_eq!(failed(&bring(&nobody, &blob, 0, 1, b"x").await), (401, "signed_out".to_owned()));
    assert_eq!(word(&nobody.get::<BlobState>(&format!("/api/blob/{blob}")).await), "signed_out");
}

#[tokio::test]
async fn only_who_sees_the_customer_sees_the_photo() {
    let Some(stage) = Stage::furnished().await else { return };
    stage.add_user("ji", &[Role::Auditor]).await;
    let mut lin = Phone::of(&stage, "lin").await;
    let content = photo(900);
    let (id, command) = attach(&lin, "C1", &content);
    lin.push_one(&command).await;
    bring_all(&lin.client, &content).await.unwrap();
    for (login, sees) in [("lin", true), ("chen", true), ("ji", true), ("wang", false)] {
        let client = stage.sign_in(login).await;
        let outcome = seen(&client, id).await;
        assert_eq!(outcome.is_ok(), sees, "{login}");
        if !sees {
            assert_eq!(failed(&outcome), (404, "not_found".to_owned()));
        }
    }
    let nobody = Client { cookie: None, ..stage.sign_in("lin").await };
    assert_eq!(word(&seen(&nobody, id).await), "signed_out");
}

#[tokio::test]
async fn what_is_removed_is_gone_and_what_nobody_named_goes_after_a_while() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let (kept, removed, unnamed) = (photo(700), photo(800), photo(900));
    let (kept_id, one) = attach(&lin, "C1", &kept);
    let (id, two) = attach(&lin, "C1", &removed);
    lin.push(&[one, two]).await;
    for content in [&kept, &removed, &unnamed] {
        assert!(bring_all(&lin.client, content).await.unwrap().whole);
    }
    let act = Act::RemoveAttachment(Remove { attachment: id });
    let remove = lin.command("C1", "2026-11-20", act);
    assert_eq!(lin.push_one(&remove).await, Verdict::Applied);
    assert_eq!(word(&seen(&lin.client, id).await), "not_found");
    let whole = async |content: &[u8]| {
        let path = format!("/api/blob/{}", Blob::of(content));
        lin.client.get::<BlobState>(&path).await.unwrap().whole
    };
    stage.server.sweep_attachments().await.unwrap();
    assert_eq!((whole(&kept).await, whole(&removed).await), (true, false));
    assert!(whole(&unnamed).await, "its command may wait on a phone");
    stage.clock.set(Instant(stage.clock.now().0 + 61 * DAY_MS));
    stage.server.sweep_attachments().await.unwrap();
    assert_eq!((whole(&kept).await, whole(&unnamed).await), (true, false));
    assert!(seen(&lin.client, kept_id).await.is_ok());
    stage.check().await;
}

/// The server stopped between the last piece and the word of it.
#[tokio::test]
async fn an_arrival_that_was_missed_is_told_later_and_the_doctor_misses_content() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    lin.snapshot().await;
    let content = photo(600);
    let (id, command) = attach(&lin, "C1", &content);
    lin.push_one(&command).await;
    let blob = Blob::of(&content);
    let caller = BuiltIn::Jobs.caller();
    let of = content.len() as u64;
    assert!(stage.server.bring_piece(&caller, &blob, 0, of, &content).await.unwrap().whole);
    lin.pull(100).await;
    assert_eq!(on(&lin, id).state, AttachmentState::Awaited);
    stage.server.sweep_attachments().await.unwrap();
    lin.pull(100).await;
    assert_eq!(on(&lin, id).state, AttachmentState::Here);

    let whole = async || {
        let findings = stage.server.doctor(&caller).await.unwrap();
        findings.into_iter().find(|it| it.check == Check::AttachmentsWhole).unwrap()
    };
    assert_eq!(whole().await.seen, "1 attachments, 0 awaited");
    sqlx::query("DELETE FROM blob").execute(stage.server.write()).await.unwrap();
    assert_eq!(whole().await.condition, Condition::Faulty);
}
