//! Who leaves, what is lost, and passwords that somebody else drew.

use axum::http::{Method, StatusCode};
use shared::{
    id::{TerritoryId, UserId},
    page::{DeviceLine, DeviceStanding},
    sync::{Act, ChangePassword, OneTimePassword, Session, SignIn, Verdict, Wiped},
    territory, user,
};

use super::word;
use crate::testing::{
    Client, PASSWORD, Stage,
    phone::{Phone, raw},
};

async fn devices(client: &Client) -> Vec<DeviceLine> {
    client.get("/api/devices").await.unwrap()
}

fn told(status: StatusCode, word: &str) -> (StatusCode, String) {
    (status, word.to_owned())
}

#[tokio::test]
async fn a_revoked_device_is_told_so_though_its_session_has_ended() {
    let Some(stage) = Stage::furnished().await else { return };
    let admin = stage.sign_in("admin").await;
    let mut phone = Phone::of(&stage, "lin").await;
    phone.pull(100).await;
    let first = phone.visit("C1", "before");
    assert_eq!(phone.push_one(&first).await, Verdict::Applied);
    assert!(devices(&phone.client).await[0].here, "the session is used from this device");
    let path = format!("/api/device/{}", phone.device);
    let gone = admin.send(Method::DELETE, &path, None::<&()>).await;
    assert_eq!(gone.status(), StatusCode::NO_CONTENT);
    // The session ended with the device.
    let ended = phone.client.get::<Session>("/api/session").await.unwrap_err();
    assert_eq!(ended, told(StatusCode::UNAUTHORIZED, "signed_out"));
    // A batch that comes after is taken by nobody, whole or in part.
    let later = [phone.visit("C1", "after"), phone.visit("C2", "after")];
    let refused = phone.push_from(phone.next, &raw(&later)).await.unwrap_err();
    assert_eq!(refused, told(StatusCode::FORBIDDEN, "device_revoked"));
    assert_eq!(phone.pull_once(100).await.unwrap_err().1, "device_revoked");
    assert_eq!(commands(&stage).await, commands_of_one_visit(&stage, &first).await);
    assert!(matches!(devices(&admin).await[0].standing(), DeviceStanding::Revoked { .. }));
    // It says that it has let go, and what stays with its author.
    let path = format!("{path}/wiped");
    let wiped = phone.client.send(Method::POST, &path, Some(&Wiped { pending: 2 })).await;
    assert_eq!(wiped.status(), StatusCode::NO_CONTENT);
    let line = devices(&admin).await.remove(0);
    assert!(matches!(line.standing(), DeviceStanding::Wiped { .. }));
    assert_eq!(line.pending, Some(2));
    // The author signs in again: another device, and what waited goes once.
    let mut again = Phone::of(&stage, "lin").await;
    assert_eq!(again.push(&later).await, [Verdict::Applied, Verdict::Applied]);
    stage.check().await;
}

async fn commands(stage: &Stage) -> i64 {
    let count = sqlx::query_scalar("SELECT COUNT(*) FROM command WHERE kind = 'visit.record.1'");
    count.fetch_one(stage.server.read()).await.unwrap()
}

async fn commands_of_one_visit(stage: &Stage, visit: &shared::sync::Command) -> i64 {
    let count = sqlx::query_scalar("SELECT COUNT(*) FROM command WHERE op_id = $1");
    count.bind(visit.op_id.0).fetch_one(stage.server.read()).await.unwrap()
}

#[tokio::test]
async fn only_a_revoked_device_can_say_that_it_has_let_go() {
    let Some(stage) = Stage::furnished().await else { return };
    let phone = Phone::of(&stage, "lin").await;
    let path = format!("/api/device/{}/wiped", phone.device);
    let refused = phone.client.send(Method::POST, &path, Some(&Wiped { pending: 0 })).await;
    let refused = word(refused).await;
    assert_eq!(refused, told(StatusCode::FORBIDDEN, "device_unknown"));
}

#[tokio::test]
async fn what_a_device_has_to_send_is_seen_where_devices_are_listed() {
    let Some(stage) = Stage::furnished().await else { return };
    let admin = stage.sign_in("admin").await;
    let mut phone = Phone::of(&stage, "lin").await;
    for pending in [Some(3), Some(0)] {
        phone.pending = pending;
        phone.pull_once(100).await.unwrap();
        assert_eq!(devices(&admin).await[0].pending, pending.map(i64::from));
    }
}

#[tokio::test]
async fn who_has_left_neither_signs_in_nor_sends_and_may_come_back() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut phone = Phone::of(&stage, "lin").await;
    phone.pull(100).await;
    let visit = phone.visit("C1", "on the last day");
    let user = UserId::of_login("lin");
    stage.do_all(vec![(None, Act::EndUser(user::End { user }))]).await;
    let refused = phone.push_from(phone.next, &raw(std::slice::from_ref(&visit))).await;
    assert_eq!(refused.unwrap_err(), told(StatusCode::FORBIDDEN, "device_revoked"));
    let nobody = Client { router: stage.server.router(), cookie: None };
    let form = SignIn { login: "lin".to_owned(), password: PASSWORD.to_owned() };
    let refused = word(nobody.send(Method::POST, "/api/session", Some(&form)).await).await;
    assert_eq!(refused, told(StatusCode::GONE, "user_ended"));
    let wrong = SignIn { password: "wrong".to_owned(), ..form };
    let refused = word(nobody.send(Method::POST, "/api/session", Some(&wrong)).await).await;
    assert_eq!(refused.1, "wrong_password", "a stranger learns nothing");
    let lines = stage.server.territories(&shared::user::Caller::system("cli")).await.unwrap();
    assert!(lines.iter().all(|it| it.users.iter().all(|it| it.login != "lin")));
    // Back for a day: what the phone kept goes under the same id.
    stage.do_all(vec![(None, Act::ReopenUser(user::Reopen { user }))]).await;
    let mut back = Phone::of(&stage, "lin").await;
    assert_eq!(back.push_one(&visit).await, Verdict::Applied);
    stage.check().await;
}

#[tokio::test]
async fn a_password_drawn_for_another_opens_nothing_but_the_choice_of_ones_own() {
    let Some(stage) = Stage::furnished().await else { return };
    let (admin, lin) = (stage.sign_in("admin").await, stage.sign_in("lin").await);
    let path = |login: &str| format!("/api/user/{}/password", UserId::of_login(login));
    let refused = lin.post::<OneTimePassword>(&path("wang"), &()).await;
    assert_eq!(refused.err().unwrap(), told(StatusCode::FORBIDDEN, "forbidden"));
    let refused = admin.post::<OneTimePassword>(&path("admin"), &()).await;
    assert_eq!(refused.err().unwrap(), told(StatusCode::FORBIDDEN, "forbidden"));
    let refused = admin.post::<OneTimePassword>(&path("nobody"), &()).await;
    assert_eq!(refused.err().unwrap(), told(StatusCode::NOT_FOUND, "not_found"));
    let drawn: OneTimePassword = admin.post(&path("lin"), &()).await.unwrap();
    assert_eq!(lin.get::<Session>("/api/session").await.unwrap_err().1, "signed_out");

    let mut lin = Client { router: stage.server.router(), cookie: None };
    let form = SignIn { login: "lin".to_owned(), password: drawn.password.clone() };
    let entered = lin.send(Method::POST, "/api/session", Some(&form)).await;
    let cookie = entered.headers()["set-cookie"].to_str().unwrap();
    lin.cookie = Some(cookie.split(';').next().unwrap().to_owned());
    assert!(lin.get::<Session>("/api/session").await.unwrap().must_change);
    for path in ["/api/devices", "/api/users", "/api/customers"] {
        let refused = lin.get::<serde_json::Value>(path).await.unwrap_err();
        assert_eq!(refused, told(StatusCode::FORBIDDEN, "password_one_time"), "{path}");
    }
    let change =
        |new: &str| ChangePassword { current: drawn.password.clone(), new: new.to_owned() };
    for (new, expected) in
        [(drawn.password.as_str(), "password_same"), ("short", "password_too_short")]
    {
        let refused = lin.send(Method::PUT, "/api/session/password", Some(&change(new))).await;
        assert_eq!(word(refused).await, told(StatusCode::UNPROCESSABLE_ENTITY, expected));
    }
    let own = "of my own choice";
    let changed = lin.send(Method::PUT, "/api/session/password", Some(&change(own))).await;
    assert_eq!(changed.status(), StatusCode::NO_CONTENT);
    assert!(!lin.get::<Session>("/api/session").await.unwrap().must_change);
    assert!(lin.get::<serde_json::Value>("/api/users").await.is_ok());
}

#[tokio::test]
async fn signing_out_everywhere_leaves_this_session_and_other_users_alone() {
    let Some(stage) = Stage::furnished().await else { return };
    let (here, there) = (stage.sign_in("lin").await, stage.sign_in("lin").await);
    let wang = stage.sign_in("wang").await;
    let gone = here.send(Method::DELETE, "/api/sessions", None::<&()>).await;
    assert_eq!(gone.status(), StatusCode::NO_CONTENT);
    assert!(here.get::<Session>("/api/session").await.is_ok());
    assert!(wang.get::<Session>("/api/session").await.is_ok());
    assert_eq!(there.get::<Session>("/api/session").await.unwrap_err().1, "signed_out");
}

/// The rule reads how many customers stand there, in the transaction and in the group.
#[tokio::test]
async fn a_territory_ends_when_its_last_customer_has_moved() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut admin = Phone::of(&stage, "admin").await;
    let north = TerritoryId::of_code("north");
    let end = |phone: &Phone| {
        let act = Act::EndTerritory(territory::End { territory: north });
        shared::sync::Command { customer: None, ..phone.command("C1", "2026-11-20", act) }
    };
    let to_south = |phone: &Phone, customer: &str| {
        let territory = Some(TerritoryId::of_code("south"));
        phone.command(
            customer,
            "2026-11-20",
            Act::AssignTerritory(shared::customer::Assign { territory }),
        )
    };
    let verdict = admin.push_one(&end(&admin)).await;
    let expected = territory::TerritoryRefusal::CustomersStand { territory: north, customers: 2 };
    assert_eq!(verdict, Verdict::Rejected { refusal: expected.into() });
    let moved = [to_south(&admin, "C1"), to_south(&admin, "C2"), end(&admin)];
    assert_eq!(admin.push(&moved).await, [Verdict::Applied, Verdict::Applied, Verdict::Applied]);
    let back = to_south(&admin, "C1");
    let act = Act::AssignTerritory(shared::customer::Assign { territory: Some(north) });
    let refused = admin.push_one(&shared::sync::Command { act, ..back }).await;
    let expected = territory::TerritoryRefusal::Ended { territory: north };
    assert_eq!(refused, Verdict::Rejected { refusal: expected.into() });
    stage.check().await;
}
