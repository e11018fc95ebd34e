//! One territory at the desk: its name, who works it today, and its end.

use std::sync::Arc;

use app::kit::{
    Button, ButtonKind, Empty, Fact, Facts, Field, Glyph, LinkButton, Meta, Note, Notice, Section,
    TextInput, TextKind, Toast, Tone, use_toasts,
};
use app::{
    view::staff::StaffField,
    words::{Label, NavWord, StaffSaid, StaffWord, TeamWord},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};
use shared::{
    id::TerritoryId,
    page::TerritoryLine,
    sync::Act,
    territory::{self, Territory},
};

use super::errand::{Errand, done_with_undo};
use crate::{
    desk_page::Fetched,
    replica::Replica,
    say::{label, say, t},
    shell::{Back, NotFound, Page, administers, replacing},
};

/// The address of a territory.
pub fn address(territory: TerritoryId) -> String {
    format!("/team/territories/{territory}")
}

/// `/team/territories/new`
#[component]
pub fn NewTerritory() -> impl IntoView {
    let administers = administers();
    view! {
        <Show when=move || administers.get() fallback=|| view! { <NotFound/> }>
            <Adding/>
        </Show>
    }
}

#[component]
fn Adding() -> impl IntoView {
    let errand = Errand::new();
    let before = match errand.again() {
        Some(Act::OpenTerritory(it)) => it,
        _ => territory::Open { code: String::new(), name: String::new() },
    };
    let (code, name) = (RwSignal::new(before.code), RwSignal::new(before.name));
    let (navigate, done) = (use_navigate(), errand.done());
    Effect::new(move |_| {
        if done.get() {
            navigate("/team", replacing());
        }
    });
    let press = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let form = territory::Open { code: code.get_untracked(), name: name.get_untracked() };
        errand.send(Act::OpenTerritory(form), || ());
    };
    view! {
        <Page title=label(StaffWord::AddTerritory) back=Back::to("/team", NavWord::Team)>
            <form class="stack-5 narrow" on:submit=press>
                <Field label=t(TeamWord::Code) error=errand.error_at(StaffField::Code)>
                    <TextInput value=code kind=TextKind::Code most=40/>
                </Field>
                <Field label=t(TeamWord::Name) error=errand.error_at(StaffField::Name)>
                    <TextInput value=name/>
                </Field>
                {errand.trouble(&[StaffField::Code, StaffField::Name])}
                <div class="line">
                    <Button tone=Tone::Primary kind=ButtonKind::Submit busy=errand.busy()>
                        {t(StaffWord::AddTerritory)}
                    </Button>
                </div>
            </form>
        </Page>
    }
}

/// `/team/territories/:id`
#[component]
pub fn TerritoryPage() -> impl IntoView {
    let (administers, params) = (administers(), use_params_map());
    let id =
        Memo::new(move |_| params.read().get("id").and_then(|it| it.parse::<TerritoryId>().ok()));
    move || match (administers.get(), id.get()) {
        (true, Some(territory)) => view! { <OneTerritory territory/> }.into_any(),
        _ => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn OneTerritory(territory: TerritoryId) -> impl IntoView {
    let replica = Replica::expect();
    let known = Memo::new(move |_| replica.register().read().territories.get(&territory).cloned());
    let title = Signal::derive(move || known.get().map(|it| it.name).unwrap_or_default());
    let code = Signal::derive(move || known.get().map(|it| it.code).unwrap_or_default());
    let is_known = Memo::new(move |_| known.read().is_some());
    let inside = move || {
        if is_known.get() {
            view! { <Sections territory known/> }.into_any()
        } else {
            view! { <Empty glyph=Glyph::Search title=t(StaffWord::NoTerritoryHere)/> }.into_any()
        }
    };
    view! {
        <Page title beside=code back=Back::to("/team", NavWord::Team)>{inside}</Page>
    }
}

#[component]
fn Sections(territory: TerritoryId, known: Memo<Option<Territory>>) -> impl IntoView {
    let path = Signal::stored("/api/territories".to_owned());
    let read = Fetched::of(Replica::expect().desk::<Vec<TerritoryLine>>(path));
    let has_ended = Memo::new(move |_| known.get().is_some_and(|it| it.has_ended()));
    let end = move || {
        if has_ended.get() {
            view! { <Reopening territory known/> }.into_any()
        } else {
            view! { <Ending territory/> }.into_any()
        }
    };
    view! {
        <div class="stack-5 narrow">
            {read.notice()}
            {read.show(move |value| view! { <Now territory value/> })}
            <Renaming known/>
            {end}
        </div>
    }
}

/// Who works it today, and how many customers stand in it.
#[component]
fn Now(
    territory: TerritoryId,
    #[prop(into)] value: Signal<Option<Arc<Vec<TerritoryLine>>>>,
) -> impl IntoView {
    let line = Memo::new(move |_| {
        let lines = value.get()?;
        let of_this =
            |it: &&TerritoryLine| it.territory.as_ref().map(|it| it.id) == Some(territory);
        lines.iter().find(of_this).cloned()
    });
    let customers = move || line.get().map(|it| it.customers).unwrap_or_default().to_string();
    let users = say(move |language| {
        let users = line.get().map(|it| it.users).unwrap_or_default();
        let names: Vec<&str> = users.iter().map(|it| it.name.as_str()).collect();
        if names.is_empty() {
            TeamWord::Nobody.text(language).to_owned()
        } else {
            crate::me::listed(&names, language)
        }
    });
    view! {
        <Facts>
            <Fact label=t(NavWord::Customers)>{customers}</Fact>
            <Fact label=t(TeamWord::WorkedBy)>{users}</Fact>
        </Facts>
    }
}

#[component]
fn Renaming(known: Memo<Option<Territory>>) -> impl IntoView {
    let errand = Errand::new();
    let name = RwSignal::new(known.get_untracked().map(|it| it.name).unwrap_or_default());
    let (toasts, saved) = (use_toasts(), label(StaffWord::Saved));
    let same = Signal::derive(move || known.get().is_some_and(|it| it.name == name.get().trim()));
    let press = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(known) = known.get_untracked() else { return };
        let form = territory::Add { code: known.code, name: name.get_untracked() };
        let done = move || toasts.show(Toast::new(saved.get_untracked()));
        errand.send(Act::AddTerritory(form), done);
    };
    view! {
        <Section title=t(StaffWord::Rename)>
            <form class="stack-3" on:submit=press>
                <Field label=t(TeamWord::Name) error=errand.error_at(StaffField::Name)>
                    <TextInput value=name/>
                </Field>
                {errand.trouble(&[StaffField::Name])}
                <div class="line">
                    <Button kind=ButtonKind::Submit busy=errand.busy() disabled=same>
                        {t(StaffWord::Save)}
                    </Button>
                </div>
            </form>
        </Section>
    }
}

/// Refused while customers stand in it, with the way to move them.
#[component]
fn Ending(territory: TerritoryId) -> impl IntoView {
    let errand = Errand::new();
    let done = label(StaffWord::TerritoryEnded);
    let owner = StoredValue::new(Owner::current());
    let end = move || {
        errand.send(Act::EndTerritory(territory::End { territory }), || ());
    };
    // Nothing is foreseen: it is said when the server has ended it.
    let ended = errand.done();
    Effect::new(move |_| {
        if ended.get()
            && let Some(owner) = owner.get_value()
        {
            let back = Act::ReopenTerritory(territory::Reopen { territory });
            owner.with(|| done_with_undo(done, back));
        }
    });
    let assignment = format!("/assignment?territory={territory}");
    view! {
        <Section title=t(StaffWord::EndTerritory)>
            <div class="stack-3">
                <Meta>{t(StaffWord::EndTerritoryHint)}</Meta>
                {errand.trouble(&[])}
                <div class="line">
                    <LinkButton href=assignment>{t(StaffWord::MoveCustomers)}</LinkButton>
                    <Button tone=Tone::Bad busy=errand.busy() on_press=end>
                        {t(StaffWord::EndTerritory)}
                    </Button>
                </div>
            </div>
        </Section>
    }
}

#[component]
fn Reopening(territory: TerritoryId, known: Memo<Option<Territory>>) -> impl IntoView {
    let errand = Errand::new();
    let today = Replica::expect().today();
    let on = say(move |language| {
        let day = known.get().and_then(|it| it.ended_on);
        day.map_or_else(String::new, |day| StaffSaid::LeftOn { day }.text(language, today.get()))
    });
    let reopen = move || {
        errand.send(Act::ReopenTerritory(territory::Reopen { territory }), || ());
    };
    view! {
        <Section title=t(StaffWord::Left)>
            <div class="stack-3">
                <Note notice=Notice::Warn>{on}</Note>
                {errand.trouble(&[])}
                <div class="line">
                    <Button busy=errand.busy() on_press=reopen>{t(StaffWord::Reopen)}</Button>
                </div>
            </div>
        </Section>
    }
}
