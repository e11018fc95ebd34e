//! Assigning customers to territories: picked in bulk, one command each, each row says what became of it.

use std::{collections::BTreeSet, sync::Arc};

use app::kit::{
    Bulkbar, Button, Choice, Column, Glyph, Pager, SearchField, Select, Shortcut, Table, Tone,
};
use app::view::{
    assign::{Progress, progress},
    listed,
    query::PAGE_ROWS,
};
use app::words::{AssignWord, DeskSaid, ListWord, NavWord};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use shared::{
    customer::{Assign, Brief},
    id::{CustomerId, TerritoryId},
    page::{CustomerLine, CustomerListing, CustomerQuery},
    sync::{Act, replica::Stage},
};

use crate::{
    customer::{TerritorySelect, address, settle},
    desk_page::{Fetched, Step, turn},
    parts::{self, amounts, empty},
    replica::{NotSubmitted, Replica},
    say::{label, say, t},
    shell::{NotFound, Page, administers},
    trouble::{NotTaken, Refused},
};

/// The customers of no territory come first: nobody works them yet.
const UNASSIGNED: &str = "none";

#[component]
pub fn Assignment() -> impl IntoView {
    let administers = administers();
    view! {
        <Show when=move || administers.get() fallback=|| view! { <NotFound/> }>
            <AssignPage/>
        </Show>
    }
}

#[component]
fn AssignPage() -> impl IntoView {
    let map = use_query_map();
    let query = Memo::new(move |_| {
        let query = listed::read::<CustomerQuery>(&map.read().to_query_string());
        let asked = map.read().get("territory").is_some();
        let territory = if asked { query.territory } else { UNASSIGNED.to_owned() };
        CustomerQuery { territory, ..query }
    });
    let path =
        Signal::derive(move || format!("/api/customers{}", listed::address(&query.get(), None)));
    let read = Fetched::of(Replica::expect().desk::<CustomerListing>(path));
    view! {
        <Page title=label(NavWord::Assignment)>
            <Tools query/>
            {read.notice()}
            {read.show(move |value| view! { <Listed value query waiting=read.waiting/> })}
        </Page>
    }
}

/// The address of a query here: "all" has to be said, because none is the beginning.
fn here(query: &CustomerQuery) -> String {
    let address = listed::address(query, None);
    match (query.territory.is_empty(), address.is_empty()) {
        (false, _) => address,
        (true, true) => "?territory=".to_owned(),
        (true, false) => format!("{address}&territory="),
    }
}

#[component]
fn Tools(query: Memo<CustomerQuery>) -> impl IntoView {
    let go = turn("/assignment");
    let typed = RwSignal::new(query.get_untracked().search);
    let search = go.clone();
    settle(typed, move |text| {
        if text != query.get_untracked().search {
            let next = CustomerQuery { search: text, offset: 0, ..query.get_untracked() };
            search(here(&next), Step::Same);
        }
    });
    let territory = Signal::derive(move || Some(query.get().territory).filter(|it| !it.is_empty()));
    let choose = move |territory: Option<String>| {
        let territory = territory.unwrap_or_default();
        let next = CustomerQuery { territory, offset: 0, ..query.get_untracked() };
        go(here(&next), Step::New);
    };
    view! {
        <div class="toolbar">
            <SearchField
                value=typed
                label=t(ListWord::Search)
                placeholder=t(ListWord::Placeholder)
                shortcut=Shortcut::Slash
            />
            <TerritorySelect value=territory on_choose=choose/>
        </div>
    }
}

#[component]
fn Listed(
    value: Signal<Option<Arc<CustomerListing>>>,
    query: Memo<CustomerQuery>,
    waiting: Signal<bool>,
) -> impl IntoView {
    let go = turn("/assignment");
    let picked = RwSignal::new(BTreeSet::<CustomerId>::new());
    let rows =
        Memo::new(move |_| Arc::new(value.get().map(|it| it.rows.clone()).unwrap_or_default()));
    let total =
        Signal::derive(move || value.get().map_or(0, |it| usize::try_from(it.total).unwrap_or(0)));
    let shown = Signal::derive(move || rows.read().len());
    let offset = Signal::derive(move || query.get().offset as usize);
    let on_turn = move |offset: usize| {
        let offset = u32::try_from(offset).unwrap_or(0);
        go(here(&CustomerQuery { offset, ..query.get_untracked() }), Step::New);
    };
    let columns = StoredValue::new(columns());
    view! {
        <Show
            when=move || 0 < shown.get()
            fallback=move || nobody(&query.get())
        >
            <Table<CustomerLine, _, ()>
                caption=t(ListWord::Table)
                columns=columns.get_value()
                rows
                key=|it: &CustomerLine| it.brief.customer.id
                picked
                offset
                total
                waiting
            />
            <Pager offset shown total size=PAGE_ROWS as usize on_turn=on_turn.clone()/>
        </Show>
        <Bar picked/>
    }
}

/// All are assigned, or nobody is found.
fn nobody(query: &CustomerQuery) -> AnyView {
    if query.search.is_empty() && query.territory == UNASSIGNED {
        empty(Glyph::Confirmed, AssignWord::Empty, AssignWord::EmptyHint).into_any()
    } else {
        empty(Glyph::Search, ListWord::NoneFound, ListWord::NoneFoundHint).into_any()
    }
}

fn columns() -> Vec<Column<CustomerLine>> {
    let name = |it: &CustomerLine| {
        let it = &it.brief.customer;
        view! { <a class="name" href=address(it.id)>{it.name.clone()}</a> }
    };
    let balance = |it: &CustomerLine| amounts(&it.brief.balance().unwrap_or_default());
    vec![
        Column::new(t(ListWord::Name), name).as_row_name(),
        Column::new(t(ListWord::Code), |it: &CustomerLine| it.brief.customer.code.clone()),
        Column::new(t(ListWord::Territory), |it: &CustomerLine| territory(&it.brief)),
        Column::new(t(ListWord::Balance), balance).at_end(),
    ]
}

/// Where the customer is, where it is being sent, or why it stays.
pub fn territory(it: &Brief) -> impl Fn() -> AnyView + use<> {
    let (customer, now) = (it.customer.id, it.customer.territory);
    let replica = Replica::expect();
    let state = Memo::new(move |_| {
        let outbox = replica.outbox().get();
        let unanswered = outbox.iter().filter(|it| it.stage == Stage::OnlyHere);
        let commands = unanswered.map(|it| it.command.as_ref());
        progress(customer, commands, &replica.inbox().get())
    });
    move || match state.get() {
        Some(Progress::Sending(to)) => view! {
            <span class="mark mark-local">
                {t(AssignWord::Sending)}
                " → "
                {parts::territory(to)}
            </span>
        }
        .into_any(),
        Some(Progress::Refused(refusal)) => view! { <Refused refusal/> }.into_any(),
        None => parts::territory(now).into_any(),
    }
}

/// What is done with the picked ones: a territory, and the button.
#[component]
pub fn Bar(picked: RwSignal<BTreeSet<CustomerId>>) -> impl IntoView {
    let count = Signal::derive(move || picked.read().len());
    let to = RwSignal::new(None::<TerritoryId>);
    let failed = RwSignal::new(None::<NotSubmitted>);
    let text = say(move |language| DeskSaid::Picked { count: count.get() }.text(language));
    let assign = move || {
        let (Some(to), customers) = (to.get_untracked(), picked.get_untracked()) else { return };
        picked.set(BTreeSet::new());
        send(customers, to, failed);
    };
    view! {
        <div role="alert">{move || failed.get().map(|error| view! { <NotTaken error/> })}</div>
        <Bulkbar picked=count text on_clear=move || picked.set(BTreeSet::new())>
            <TerritoryChoice to/>
            <Button
                tone=Tone::Primary
                disabled=Signal::derive(move || to.get().is_none())
                on_press=assign
            >
                {t(AssignWord::Assign)}
            </Button>
        </Bulkbar>
    }
}

#[component]
fn TerritoryChoice(to: RwSignal<Option<TerritoryId>>) -> impl IntoView {
    let register = Replica::expect().register();
    let choices = Signal::derive(move || {
        let register = register.get();
        let known = register.territories.values().filter(|it| !it.has_ended());
        known.map(|it| Choice::new(it.id, it.name.clone())).collect::<Vec<_>>()
    });
    let none = move || choices.read().is_empty();
    view! {
        <Show
            when=move || !none()
            fallback=|| view! { <span>{t(AssignWord::NoTerritories)}</span> }
        >
            <Select
                choices
                value=to
                on_choose=move |it| to.set(it)
                nothing=t(AssignWord::Choose)
                label=t(AssignWord::To)
            />
        </Show>
    }
}

/// One command per customer, through the same outbox as everything; it stops at the first that this
/// device cannot keep.
fn send(
    customers: BTreeSet<CustomerId>,
    territory: TerritoryId,
    failed: RwSignal<Option<NotSubmitted>>,
) {
    let replica = Replica::expect();
    spawn_local(async move {
        for customer in customers {
            let act = Act::AssignTerritory(Assign { territory: Some(territory) });
            if let Err(error) = replica.submit(act, Some(customer)).await {
                failed.set(Some(error));
                return;
            }
        }
    });
}
