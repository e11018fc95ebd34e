//! Today 今日: whose promise falls due, and who has owed longest.

mod left;

use app::kit::{
    Glyph, Mark, Meta, Progress as Bar, Row, RowEnd, RowMain, Rows, Section, Skeleton,
    SkeletonShape, Truth,
};
use app::{
    format::day,
    view::{
        customer::{CustomerView, PromiseView},
        today::{self, Worklist},
    },
    words::{NavWord, Said, ShellSaid, TodayWord},
};
use leptos::prelude::*;
use shared::id::CustomerId;

use crate::{
    customer::{address, row_of_list},
    field_receipt::CashInHand,
    parts::{empty, figures, mark, money},
    promise::standing_line,
    replica::{Opened, Progress, Replica},
    say::{label, said, say, t},
    shell::{NextTurn, Page, StatusPill},
};
use left::{AlsoDoes, LeftDrafts, begun_forms};

#[component]
pub fn Today() -> impl IntoView {
    let replica = Replica::expect();
    let today = replica.today();
    let beside = say(move |language| day::long(language, today.get(), today.get()));
    let work = Memo::new(move |_| {
        let (briefs, register) = (replica.briefs().get(), replica.register().get());
        today::worklist(&briefs, &register, today.get()).unwrap_or_default()
    });
    let nothing_yet = Memo::new(move |_| replica.briefs().read().is_empty());
    let (due, begun) = (due_promises(work), begun_forms());
    // What stands above a list is known before the list is shown, so that nothing moves under a finger.
    let known = Memo::new(move |before: Option<&bool>| {
        before == Some(&true) || (due.read().is_some() && begun.read().is_some())
    });
    view! {
        <Page title=label(NavWord::Today) beside head=|| view! { <StatusPill/> }>
            <NextTurn>
                <FirstSync/>
                <Show when=move || !nothing_yet.get() fallback=|| view! { <NoCustomers/> }>
                    <Head work/>
                    <Show
                        when=move || known.get()
                        fallback=|| view! { <Skeleton shape=SkeletonShape::Rows/> }
                    >
                        <LeftDrafts begun/>
                        <AlsoDoes/>
                        <CashInHand/>
                        <DuePromises due/>
                        <NextTurn>
                            <Overdue work/>
                        </NextTurn>
                    </Show>
                </Show>
            </NextTurn>
        </Page>
    }
}

#[component]
fn NoCustomers() -> impl IntoView {
    let status = Replica::expect().status();
    // Before the first word from the server nobody knows whether there are any.
    let coming = Memo::new(move |_| {
        let status = status.get();
        status.first_sync.is_some() || (status.last_contact.is_none() && status.trouble.is_none())
    });
    move || {
        if coming.get() {
            view! { <Skeleton shape=SkeletonShape::Rows/> }.into_any()
        } else {
            empty(Glyph::Users, TodayWord::NoTerritory, TodayWord::NoTerritoryHint).into_any()
        }
    }
}

/// How much of the first synchronisation has arrived; what has can be used.
#[component]
pub fn FirstSync() -> impl IntoView {
    let status = Replica::expect().status();
    let progress = Memo::new(move |_| status.get().first_sync);
    let part = move |of: fn(Progress) -> u32| progress.get().map_or(0, of);
    let done = Signal::derive(move || u64::from(part(|it| it.done)));
    let total = Signal::derive(move || progress.get().map(|it| u64::from(it.total)));
    let text = say(move |language| {
        ShellSaid::Arrived { done: part(|it| it.done), total: part(|it| it.total) }.text(language)
    });
    view! {
        <Show when=move || progress.get().is_some()>
            <section class="first-sync stack" aria-label=t(TodayWord::FirstSync)>
                <p class="strong">{t(TodayWord::FirstSync)}</p>
                <Bar done total text/>
                <Meta>{t(TodayWord::FirstSyncHint)}</Meta>
            </section>
        </Show>
    }
}

/// The one figure: what is overdue in the territory, and what is only here.
#[component]
fn Head(work: Memo<Worklist>) -> impl IntoView {
    let status = Replica::expect().status();
    let pending = Memo::new(move |_| status.get().pending);
    let text = say(move |language| ShellSaid::OnlyHere { count: pending.get() }.text(language));
    let count = said(move || Said::Customers { count: work.read().overdue_count });
    view! {
        <section class="hero stack" aria-labelledby="overdue-total">
            <div class="line-b">
                <h2 class="meta" id="overdue-total">{t(TodayWord::Total)}</h2>
                <span class="meta end">{count}</span>
            </div>
            {move || figures(&work.read().overdue)}
            <Show when=move || 0 < pending.get()>
                <a class="tap" href="/sync"><Mark truth=Truth::OnlyHere text/></a>
            </Show>
        </section>
    }
}

/// A promise due by now, with the customer it is from.
#[derive(Clone, PartialEq)]
struct Due {
    customer: CustomerId,
    name: String,
    promise: PromiseView,
    truth: Truth,
}

/// The promises that are due by now, and whether customers who have one are still to arrive.
#[derive(Clone, PartialEq, Default)]
struct DueNow {
    promises: Vec<Due>,
    more_comes: bool,
}

/// What is known of the promises of one customer.
#[derive(Clone, PartialEq)]
enum Promised {
    Opening,
    OnItsWay,
    Due(Vec<Due>),
}

/// What is due by now, once every customer who promised anything is read as far as it is here.
fn due_promises(work: Memo<Worklist>) -> Memo<Option<DueNow>> {
    let replica = Replica::expect();
    let promisers = Memo::new(move |_| work.read().promisers.clone());
    let promised = Memo::new(move |_| {
        promisers.get().into_iter().map(|it| promised_by(replica, it)).collect::<Vec<_>>()
    });
    Memo::new(move |_| {
        // Each is asked although others are still opened: it is judged when it comes, not all at the end.
        let promised: Vec<_> = promised.read().iter().map(Memo::get).collect();
        if promised.contains(&Promised::Opening) {
            return None;
        }
        let mut now = DueNow::default();
        for it in promised {
            match it {
                Promised::Due(due) => now.promises.extend(due),
                Promised::Opening | Promised::OnItsWay => now.more_comes = true,
            }
        }
        now.promises.sort_by_key(|it| (it.promise.promise.due_on, it.promise.promise.id));
        Some(now)
    })
}

fn promised_by(replica: Replica, customer: CustomerId) -> Memo<Promised> {
    let opened = replica.dossier(customer);
    Memo::new(move |_| match &*opened.read() {
        Opened::Opening => Promised::Opening,
        Opened::OnItsWay => Promised::OnItsWay,
        opened => Promised::Due(due_of(&replica, opened)),
    })
}

#[component]
fn DuePromises(due: Memo<Option<DueNow>>) -> impl IntoView {
    // Those that were known stay while another customer is read.
    let now = Memo::new(move |before: Option<&DueNow>| {
        due.get().or_else(|| before.cloned()).unwrap_or_default()
    });
    let due = Memo::new(move |_| now.read().promises.clone());
    let more_comes = Memo::new(move |_| now.read().more_comes);
    let count = said(move || Said::Promises { count: due.read().len() });
    view! {
        <Section title=t(TodayWord::Due) end=move || move || (!due.read().is_empty()).then_some(count)>
            <Show
                when=move || !due.read().is_empty()
                fallback=move || {
                    if more_comes.get() {
                        view! { <Skeleton lines=1 shape=SkeletonShape::Rows/> }.into_any()
                    } else {
                        view! { <Meta>{t(TodayWord::NoneDue)}</Meta> }.into_any()
                    }
                }
            >
                <Rows>{move || due.get().into_iter().map(due_row).collect_view()}</Rows>
            </Show>
        </Section>
    }
}

/// The promises of an opened customer that are due by now.
fn due_of(replica: &Replica, opened: &Opened) -> Vec<Due> {
    let Opened::Here(view) = opened else { return vec![] };
    let today = replica.today().get();
    let policy = view.dossier.register.policy_on(today);
    let Ok(Some(customer)) = CustomerView::of(&view.dossier, &policy, today) else {
        return vec![];
    };
    today::due_by_now(&customer)
        .map(|promise| Due {
            customer: customer.customer.id,
            name: customer.customer.name.clone(),
            truth: view.mark(promise.promise.id.0),
            promise: promise.clone(),
        })
        .collect()
}

fn due_row(it: Due) -> impl IntoView {
    let (line, amount) = (standing_line(&it.promise), it.promise.promise.amount);
    let (on, today) = (it.promise.promise.due_on, Replica::expect().today());
    let due = say(move |language| today::due(on, today.get(), language));
    view! {
        <Row href=address(it.customer)>
            <RowMain>
                <span>{it.name}</span>
                <Meta>{due}</Meta>
                <Meta>{line}</Meta>
            </RowMain>
            <RowEnd>{money(amount)}{mark(it.truth)}</RowEnd>
        </Row>
    }
}

#[component]
fn Overdue(work: Memo<Worklist>) -> impl IntoView {
    let rows = Memo::new(move |_| work.read().first.clone());
    let all = || {
        view! {
            <a class="link tap" href="/customers?sort=overdue">{t(TodayWord::All)}</a>
        }
    };
    view! {
        <Section title=t(TodayWord::Overdue) end=all>
            <Show
                when=move || !rows.read().is_empty()
                fallback=|| empty(Glyph::Confirmed, TodayWord::NoneOverdue, TodayWord::NoneOverdueHint)
            >
                <Rows>
                    {move || rows.get().iter().map(|it| view! { <li>{row_of_list(it)}</li> }).collect_view()}
                </Rows>
            </Show>
        </Section>
    }
}
