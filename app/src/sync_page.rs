//! The sync page 同步: what is only on this device, how old the data are, and what can be done.

use app::words::{Label, NavWord, Said, ShellSaid, SyncWord, TodayWord, clock_or_day};
use leptos::prelude::*;
use shared::{
    sync::{Act, Mark, replica::Stage},
    words,
};

use crate::{
    parts::{Tone, empty, icon, mark, note},
    replica::{OutboxLine, Replica, StorageFacts},
    say::{label, say, t, zone},
    shell::{Page, StatusPill},
    today::FirstSync,
    trouble,
};

#[component]
pub fn SyncPage() -> impl IntoView {
    let first_sync = Memo::new(move |_| Replica::expect().status().get().first_sync);
    view! {
        <Page title=label(NavWord::Sync) head=|| view! { <StatusPill/> }>
            <OnlyHere/>
            {move || first_sync.get().map(|progress| view! { <FirstSync progress/> })}
            <Outbox/>
            <Storage/>
        </Page>
    }
}

/// The one number, the oldest, and the button.
#[component]
fn OnlyHere() -> impl IntoView {
    let replica = Replica::expect();
    let (status, today, zone) = (replica.status(), replica.today(), zone());
    let pending = Memo::new(move |_| status.get().pending);
    let count = say(move |language| ShellSaid::Pending { count: pending.get() }.text(language));
    let oldest = say(move |language| match status.get().oldest {
        None => String::new(),
        Some(at) => {
            let at = clock_or_day(language, &zone.read(), at, today.get());
            ShellSaid::Oldest { at }.text(language)
        }
    });
    let busy = Memo::new(move |_| status.get().busy);
    view! {
        <section class="stack-3" aria-labelledby="only-here">
            <h2 class="meta" id="only-here">{t(SyncWord::OnlyHere)}</h2>
            <p class="line-b">
                <span class="figure" role="status">{count}</span>
                <span class="meta end">{oldest}</span>
            </p>
            <Show when=move || pending.get() == 0>
                <p class="meta">{t(SyncWord::AllThereHint)}</p>
            </Show>
            <Trouble/>
            <button
                class="btn btn-primary"
                type="button"
                aria-disabled=move || busy.get().then_some("true")
                on:click=move |_| replica.sync_now()
            >
                {icon("sync")}
                {move || if busy.get() { t(SyncWord::Sending)() } else { t(SyncWord::SendNow)() }}
            </button>
        </section>
    }
}

/// What stands in the way, and when it is tried again.
#[component]
fn Trouble() -> impl IntoView {
    let status = Replica::expect().status();
    let trouble = Memo::new(move |_| status.get().trouble);
    let next = say(move |language| {
        let left = status.get().next_try.map(|at| (at.0 - crate::clock::now().0) / 1_000);
        match left {
            Some(seconds) if 0 < seconds => ShellSaid::NextTry { seconds }.text(language),
            _ => String::new(),
        }
    });
    let other_tab = Memo::new(move |_| !status.get().leading);
    view! {
        {move || {
            trouble
                .get()
                .map(|it| view! { <div role="status">{note(Tone::Warn, "warn", label(trouble::word(&it)))}</div> })
        }}
        <p class="meta">{next}</p>
        <Show when=move || other_tab.get()>
            <p class="meta">{t(SyncWord::OtherTab)}</p>
        </Show>
    }
}

#[component]
fn Outbox() -> impl IntoView {
    let outbox = Replica::expect().outbox();
    let count = say(move |language| {
        ShellSaid::Pending { count: outbox.read().len() }.text(language)
    });
    view! {
        <section class="section" aria-labelledby="outbox">
            <div class="section-head">
                <h2 id="outbox">{t(SyncWord::Outbox)}</h2>
                <span class="end">{count}</span>
            </div>
            <Show
                when=move || !outbox.read().is_empty()
                fallback=|| empty("confirmed", SyncWord::AllThere, SyncWord::AllThereHint)
            >
                <ol class="rows">
                    {move || outbox.get().iter().map(|it| view! { <li>{line(it)}</li> }).collect_view()}
                </ol>
            </Show>
        </section>
    }
}

/// One command that the server's rows do not carry yet.
fn line(it: &OutboxLine) -> impl IntoView + use<> {
    let command = it.command.clone();
    let customer = it.customer.clone().unwrap_or_default();
    let what = say(move |language| match &command.act {
        Act::RecordVisit(it) => format!("{customer} {}", words::outcome(it.outcome, language)),
        Act::MakePromise(it) => {
            format!("{customer} {} {}", words::act(&command.act, language), words::amount(it.amount))
        }
        other => format!("{customer} {}", words::act(other, language)),
    });
    let (today, zone, at) = (Replica::expect().today(), zone(), it.command.captured_at);
    let when = say(move |language| clock_or_day(language, &zone.read(), at, today.get()));
    let doubt = it.doubt.clone().map(|refusal| {
        let why = say(move |language| words::refusal(&refusal, language));
        let likely = t(SyncWord::LikelyRefused);
        view! { <span class="note note-warn">{icon("warn")}<span><b>{likely}</b>" "{why}</span></span> }
    });
    let name = match it.command.act {
        Act::RecordVisit(_) => "visit",
        Act::MakePromise(_) => "promise",
        _ => "file",
    };
    view! {
        <div class="row">
            <span class="row-lead">{icon(name)}</span>
            <span class="row-main"><span>{what}</span><span class="meta">{when}</span>{doubt}</span>
            <span class="row-end">{mark(stage_mark(&it.stage))}</span>
        </div>
    }
}

fn stage_mark(stage: &Stage) -> Mark {
    match stage {
        Stage::OnlyHere => Mark::OnlyHere,
        Stage::Landed => Mark::Confirmed,
        Stage::Answered(verdict) => Mark::of_command(Some(verdict)),
    }
}

/// Whether the browser keeps the data, how much there is, and the last resort.
#[component]
fn Storage() -> impl IntoView {
    let replica = Replica::expect();
    let facts = Memo::new(move |_| replica.status().get().storage);
    let customers = Memo::new(move |_| replica.briefs().read().len());
    let used = say(move |language| match facts.get() {
        StorageFacts { used: Some(used), quota, .. } => ShellSaid::Used { used, quota }.text(language),
        StorageFacts { .. } => String::new(),
    });
    let holds = say(move |language| ShellSaid::Holds { customers: customers.get() }.text(language));
    let nothing = Memo::new(move |_| replica.outbox().read().is_empty());
    view! {
        <section class="section stack-3" aria-labelledby="storage">
            <div class="section-head">
                <h2 id="storage">{t(SyncWord::Storage)}</h2>
                <span class="end">{used}</span>
            </div>
            {move || kept(&facts.get())}
            <p class="meta">{holds}</p>
            <p class="meta">{t(SyncWord::Install)}</p>
            <Show when=move || !nothing.get()>
                <p class="meta">{t(SyncWord::ExportHint)}</p>
                <button class="btn btn-line" type="button" on:click=move |_| export(&replica)>
                    {icon("download")}
                    {t(SyncWord::Export)}
                </button>
            </Show>
        </section>
    }
}

fn kept(facts: &StorageFacts) -> impl IntoView + use<> {
    let full = facts.nearly_full().then(|| note(Tone::Warn, "warn", label(SyncWord::NearlyFull)));
    let kept = match facts.persisted {
        Some(true) => Some(note(Tone::Ok, "confirmed", label(SyncWord::Kept)).into_any()),
        Some(false) => Some(
            view! {
                <p class="note note-warn">
                    {icon("warn")}
                    <span><b>{t(SyncWord::MayGo)}</b> " " {t(SyncWord::MayGoHint)}</span>
                </p>
            }
            .into_any(),
        ),
        None => None,
    };
    view! { {full}{kept} }
}

/// Everything that is not sent, as a file in the user's hands.
fn export(replica: &Replica) {
    let day = replica.today().get_untracked();
    crate::download::text(&format!("chitbook-{day}.json"), &replica.export_outbox());
}
