//! What waits on this device for its user: forms that were begun and left, and the work beside the visits.

use app::{
    kit::{Glyph, Meta, Row, RowMain, Rows, Section},
    view::drafts::Begun,
    words::{NavWord, TodayWord},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{credit, user::Caller};

use crate::{
    credit::ToDecideRow,
    replica::Replica,
    say::{say, t},
    shell::counts_cash,
};

/// The forms that were begun on this device, once they are read.
pub fn begun_forms() -> RwSignal<Option<Vec<Begun>>> {
    let replica = Replica::expect();
    let begun = RwSignal::new(None);
    spawn_local(async move {
        let names = replica.draft_names().await;
        // The page may be gone by now.
        _ = begun.try_set(Some(names.iter().filter_map(|it| Begun::read(it)).collect()));
    });
    begun
}

/// Forms that were begun, each a tap away; nothing where all is finished.
#[component]
pub fn LeftDrafts(begun: RwSignal<Option<Vec<Begun>>>) -> impl IntoView {
    let replica = Replica::expect();
    let here = Memo::new(move |_| {
        let briefs = replica.briefs().get();
        let name = |it: Begun| {
            let found = briefs.iter().find(|row| row.brief.customer.id == it.customer)?;
            Some((it, found.brief.customer.name.clone()))
        };
        begun.get().unwrap_or_default().into_iter().filter_map(name).collect::<Vec<_>>()
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

/// What a rep does besides who decides as well, or keeps the cash: the way to each page.
#[component]
pub fn AlsoDoes() -> impl IntoView {
    let user = Replica::expect().user();
    let decides = Memo::new(move |_| credit::may_decide_somewhere(&Caller::of(&user.get())));
    let counts = Memo::new(move |_| counts_cash(&user.get()));
    view! {
        <Show when=move || decides.get() || counts.get()>
            <Section title=t(TodayWord::Office)>
                <Rows>
                    <Show when=move || decides.get()>
                        <ToDecideRow/>
                    </Show>
                    <Show when=move || counts.get()>
                        <Row href="/hand-ins".to_owned() lead=Glyph::Cash>
                            <RowMain>
                                <span>{t(NavWord::HandIns)}</span>
                            </RowMain>
                        </Row>
                    </Show>
                </Rows>
            </Section>
        </Show>
    }
}
