//! What waits on this device for its user: forms that were begun and left, and requests to decide.

use app::{
    kit::{Glyph, Meta, Row, RowMain, Rows, Section},
    view::{drafts::Begun, query},
    words::{NavWord, ShellSaid, TodayWord},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    credit,
    page::{CreditRequestListing, CreditRequestQuery},
    user::Caller,
};

use crate::{
    desk_page::Fetched,
    replica::Replica,
    say::{say, t},
};

/// Forms that were begun, each a tap away; nothing where all is finished.
#[component]
pub fn LeftDrafts() -> impl IntoView {
    let replica = Replica::expect();
    let begun = RwSignal::new(Vec::<Begun>::new());
    spawn_local(async move {
        let names = replica.draft_names().await;
        // The page may be gone by now.
        _ = begun.try_set(names.iter().filter_map(|it| Begun::read(it)).collect());
    });
    let here = Memo::new(move |_| {
        let briefs = replica.briefs().get();
        let name = |it: Begun| {
            let found = briefs.iter().find(|row| row.brief.customer.id == it.customer)?;
            Some((it, found.brief.customer.name.clone()))
        };
        begun.get().into_iter().filter_map(name).collect::<Vec<_>>()
    });
    view! {
        <Show when=move || !here.read().is_empty()>
            <Section title=t(TodayWord::Left)>
                <Rows>{move || here.get().into_iter().map(row).collect_view()}</Rows>
            </Section>
        </Show>
    }
}

fn row((begun, name): (Begun, String)) -> impl IntoView {
    let form = begun.form;
    let title = say(move |language| form.title(language));
    view! {
        <Row href=begun.address() lead=Glyph::Edit>
            <RowMain>
                <span>{title}</span>
                <Meta>{name}</Meta>
            </RowMain>
        </Row>
    }
}

/// Requests that wait for a rep who decides as well: a manager with a territory of the own.
#[component]
pub fn ToDecide() -> impl IntoView {
    let user = Replica::expect().user();
    let may = Memo::new(move |_| credit::may_decide_somewhere(&Caller::of(&user.get())));
    view! {
        <Show when=move || may.get()>
            <Waiting/>
        </Show>
    }
}

/// The same page as the approvals open with, so that it is known without a network as well.
#[component]
fn Waiting() -> impl IntoView {
    let path = Signal::stored(format!(
        "/api/credit_requests{}",
        query::credit_address(&CreditRequestQuery::default())
    ));
    let read = Fetched::of(Replica::expect().desk::<CreditRequestListing>(path));
    let count = say(move |language| {
        let total = read.value.get().and_then(|it| usize::try_from(it.total).ok());
        ShellSaid::ToHandle { count: total.unwrap_or(0) }.text(language)
    });
    view! {
        <Section title=t(NavWord::Approvals)>
            <Rows>
                <Row href="/approvals".to_owned() lead=Glyph::Approve>
                    <RowMain>
                        <span>{t(TodayWord::Decide)}</span>
                        <Meta>{count}</Meta>
                    </RowMain>
                </Row>
            </Rows>
        </Section>
    }
}
