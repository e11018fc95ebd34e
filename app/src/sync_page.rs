//! The sync page 同步: what is only on this device, how old the data are, and what can be done.

mod about;
mod data;

use about::About;
use data::{Data, ToSettle};

use app::kit::{
    Button, Empty, Glyph, Meta, Note, Notice, Pager, Row, RowEnd, RowMain, Rows, Section, Tone,
};
use app::upload::waiting;
use app::words::{AttachWord, NavWord, ShellSaid, StateWord, SyncWord};
use leptos::{html::Input, prelude::*, task::spawn_local};
use shared::{
    sync::{Act, Mark, replica::Stage},
    words,
};
use wasm_bindgen_futures::JsFuture;

use crate::{
    attachment::ContentToSend,
    clock, customer, download,
    parts::mark,
    replica::{NotAnOutbox, NotImported, OutboxLine, Replica, StorageFacts},
    say::{label, moment, say, t},
    shell::{Page, Place, StatusPill, boot},
    today::FirstSync,
    trouble,
};

#[component]
pub fn SyncPage() -> impl IntoView {
    view! {
        <Page title=label(NavWord::Sync) head=|| (expect_context::<Place>() == Place::Phone).then(|| view! { <StatusPill/> })>
            <OnlyHere/>
            <Readiness/>
            <ToSettle/>
            <FirstSync/>
            <Outbox/>
            <ContentToSend/>
            <Data/>
            <Storage/>
            <About/>
        </Page>
    }
}

/// The one number, the oldest, and the button.
#[component]
fn OnlyHere() -> impl IntoView {
    let replica = Replica::expect();
    let status = replica.status();
    let pending = Memo::new(move |_| status.get().pending);
    let count = say(move |language| ShellSaid::Pending { count: pending.get() }.text(language));
    let at = moment(move || status.get().oldest);
    let oldest = say(move |language| {
        at.get().map_or_else(String::new, |at| ShellSaid::Oldest { at }.text(language))
    });
    let busy = Signal::derive(move || status.get().busy);
    view! {
        <section class="hero stack-3" aria-labelledby="only-here">
            <h2 class="meta" id="only-here">{t(SyncWord::OnlyHere)}</h2>
            <p class="line-b">
                <span class="figure" role="status">{count}</span>
                <span class="meta end">{oldest}</span>
            </p>
            <Hindrance/>
            <Button tone=Tone::Primary icon=Glyph::Sync busy on_press=move || replica.sync_now()>
                {t(SyncWord::SendNow)}
            </Button>
        </section>
    }
}

/// Whether the app opens without a network, which whoever leaves for the day wants to know first.
#[component]
fn Readiness() -> impl IntoView {
    let is_kept = boot::is_kept();
    view! { <div class="hero">{move || opens_offline(is_kept.get())}</div> }
}

/// What stands in the way, and when it is tried again.
#[component]
fn Hindrance() -> impl IntoView {
    let status = Replica::expect().status();
    let trouble = Memo::new(move |_| status.get().trouble);
    let next = say(move |language| {
        let left = status.get().next_try.map(|at| (at.0 - clock::now().0) / 1_000);
        match left {
            Some(seconds) if 0 < seconds => ShellSaid::NextTry { seconds }.text(language),
            _ => String::new(),
        }
    });
    let other_tab = Memo::new(move |_| !status.get().leading);
    let said = move || {
        trouble.get().map(|it| {
            let word = trouble::word(&it);
            view! { <Note notice=Notice::Warn>{t(word)}" "<span class="ink3">{next}</span></Note> }
        })
    };
    view! {
        <div role="status">{said}</div>
        <Show when=move || other_tab.get()>
            <Meta>{t(SyncWord::OtherTab)}</Meta>
        </Show>
    }
}

/// A day offline is a few dozen lines; of a month's only a page is drawn, or each answer would hold the
/// screen until thousands of lines stand there again.
const LINES_AT_ONCE: usize = 50;

#[component]
fn Outbox() -> impl IntoView {
    let outbox = Replica::expect().outbox();
    let turned_to = RwSignal::new(0);
    let total = Signal::derive(move || outbox.read().len());
    // What is sent meanwhile makes the list shorter.
    let last = move || total.get().saturating_sub(1) / LINES_AT_ONCE * LINES_AT_ONCE;
    let offset = Signal::derive(move || turned_to.get().min(last()));
    let here = Memo::new(move |_| {
        let here = outbox.read();
        here.iter().skip(offset.get()).take(LINES_AT_ONCE).cloned().collect::<Vec<_>>()
    });
    let shown = Signal::derive(move || here.read().len());
    let lines = move || here.read().iter().map(line).collect_view();
    view! {
        <Section title=t(SyncWord::Outbox)>
            <Show
                when=move || !outbox.read().is_empty()
                fallback=|| {
                    view! {
                        <Empty
                            glyph=Glyph::Confirmed
                            title=t(SyncWord::AllThere)
                            hint=t(SyncWord::AllThereHint)
                        />
                    }
                }
            >
                <div class="stack-3">
                    <Rows>{lines}</Rows>
                    <Show when=move || LINES_AT_ONCE < total.get()>
                        <Pager
                            offset
                            shown
                            total
                            size=LINES_AT_ONCE
                            on_turn=move |to| turned_to.set(to)
                        />
                    </Show>
                    <Meta>{t(StateWord::WithdrawHint)}</Meta>
                </div>
            </Show>
        </Section>
    }
}

/// One command that the server's rows do not carry yet.
fn line(it: &OutboxLine) -> impl IntoView + use<> {
    let at = it.command.captured_at;
    let when = moment(move || Some(at));
    let doubt = it.doubt.clone().map(|refusal| {
        let why = say(move |language| words::refusal(&refusal, language));
        view! { <Note notice=Notice::Warn><b>{t(SyncWord::LikelyRefused)}</b>" "{why}</Note> }
    });
    let lead = match it.command.act {
        Act::RecordVisit(_) => Glyph::Visit,
        Act::MakePromise(_) => Glyph::Promise,
        Act::AddContact(_)
        | Act::ChangeContact(_)
        | Act::RemoveContact(_)
        | Act::ChangeCustomer(_) => Glyph::Edit,
        Act::ProposeAccount(_)
        | Act::RemoveAccount(_)
        | Act::SettleAccount(_)
        | Act::SetRate(_)
        | Act::WithdrawRate(_) => Glyph::Bank,
        Act::RequestCredit(_)
        | Act::ReviseCreditRequest(_)
        | Act::WithdrawCreditRequest(_)
        | Act::GrantCredit(_)
        | Act::DecideCreditRequest(_) => Glyph::Request,
        Act::TakeFieldReceipt(_) | Act::CancelFieldReceipt(_) | Act::BookHandIn(_) => Glyph::Cash,
        Act::OpenUser(_) | Act::ChangeUser(_) | Act::EndUser(_) | Act::ReopenUser(_) => Glyph::User,
        Act::AddAttachment(_) | Act::RemoveAttachment(_) => Glyph::Camera,
        Act::SaveView(_) | Act::RemoveView(_) | Act::StartWithView(_) => Glyph::Columns,
        Act::PutLetterAway(_) | Act::TakeLetterBack(_) => Glyph::Inbox,
        _ => Glyph::File,
    };
    let (what, truth) = (what(it), mark(stage_mark(&it.stage)));
    // The customer's page shows it played on top; without a customer there is nothing to open.
    let href = it.command.customer.map(customer::address);
    let inside = view! {
        <RowMain><span>{what}</span><Meta>{when}</Meta>{doubt}</RowMain>
        <RowEnd>{truth}</RowEnd>
    };
    match href {
        Some(href) => view! { <Row lead href>{inside}</Row> }.into_any(),
        None => view! { <Row lead>{inside}</Row> }.into_any(),
    }
}

fn what(it: &OutboxLine) -> Signal<String> {
    let command = it.command.clone();
    let customer = it.customer.clone().unwrap_or_default();
    say(move |language| {
        let act = words::act(&command.act, language);
        match &command.act {
            Act::RecordVisit(it) => {
                format!("{customer} {act} {}", words::outcome(it.outcome, language))
            }
            Act::MakePromise(it) => format!("{customer} {act} {}", words::amount(it.amount)),
            Act::AddContact(it) => format!("{customer} {act} {}", it.name),
            Act::RemoveContact(it) => format!("{customer} {act} {}", it.seen.name),
            Act::RequestCredit(it) => {
                format!("{customer} {act} {}", words::credit_standing(&it.asked, language))
            }
            Act::ReviseCreditRequest(it) => {
                format!("{customer} {act} {}", words::credit_standing(&it.asked, language))
            }
            Act::GrantCredit(it) => {
                format!("{customer} {act} {}", words::credit_standing(&it.terms, language))
            }
            Act::TakeFieldReceipt(it) => {
                format!("{customer} {act} {} {}", words::amount(it.amount), it.slip)
            }
            Act::AddAttachment(it) => {
                format!("{customer} {act} {} {}", it.content.name, words::size(it.content.bytes))
            }
            Act::OpenUser(it) => format!("{act} {}", it.name),
            Act::ChangeUser(it) => format!("{act} {}", it.name),
            Act::OpenTerritory(it) => format!("{act} {}", it.name),
            _ => format!("{customer} {act}"),
        }
    })
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
        StorageFacts { used: Some(used), quota, .. } => {
            ShellSaid::Used { used, quota }.text(language)
        }
        StorageFacts { .. } => String::new(),
    });
    let holds = say(move |language| ShellSaid::Holds { customers: customers.get() }.text(language));
    view! {
        <Section title=t(SyncWord::Storage) end=move || used>
            <div class="stack-3">
                {move || kept(&facts.get())}
                <Show when=move || 0 < customers.get()>
                    <Meta>{holds}</Meta>
                </Show>
                <Meta>{t(SyncWord::Install)}</Meta>
                <Export/>
                <Import/>
            </div>
        </Section>
    }
}

fn opens_offline(is_kept: bool) -> impl IntoView + use<> {
    if is_kept {
        view! { <Note notice=Notice::Ok>{t(SyncWord::OpensOffline)}</Note> }
    } else {
        view! { <Note notice=Notice::Warn>{t(SyncWord::NotYetOffline)}</Note> }
    }
}

fn kept(facts: &StorageFacts) -> impl IntoView + use<> {
    let full = facts.nearly_full().then(|| {
        view! { <Note notice=Notice::Warn>{t(SyncWord::NearlyFull)}</Note> }
    });
    let kept = facts.persisted.map(|persisted| {
        if persisted {
            view! { <Note notice=Notice::Ok>{t(SyncWord::Kept)}</Note> }.into_any()
        } else {
            view! {
                <Note notice=Notice::Warn>
                    <b>{t(SyncWord::MayGo)}</b>
                    " "
                    {t(SyncWord::MayGoHint)}
                </Note>
            }
            .into_any()
        }
    });
    view! { {full}{kept} }
}

/// Everything that is not sent, as a file in the user's hands.
#[component]
pub fn Export() -> impl IntoView {
    let replica = Replica::expect();
    let export = move || {
        let day = replica.today().get_untracked();
        download::text(&format!("chitbook-{day}.json"), &replica.export_outbox());
    };
    view! {
        <Show when=move || !replica.outbox().read().is_empty()>
            <div class="stack">
                <Meta>{t(SyncWord::ExportHint)}</Meta>
                <Show when=move || 0 < waiting(replica.locals().read().values()).count>
                    <Note notice=Notice::Warn>{t(AttachWord::NotInFile)}</Note>
                </Show>
                <Button icon=Glyph::Download on_press=export>{t(SyncWord::Export)}</Button>
            </div>
        </Show>
    }
}

/// What became of a file that was brought back.
type Brought = Result<usize, NotImported>;

/// The same file comes back here, on whichever device of the same user.
#[component]
fn Import() -> impl IntoView {
    let replica = Replica::expect();
    let (picker, brought) = (NodeRef::<Input>::new(), RwSignal::new(None::<Brought>));
    let pick = move || {
        if let Some(input) = picker.get_untracked() {
            input.click();
        }
    };
    let picked = move |_| {
        let Some(input) = picker.get_untracked() else { return };
        let Some(file) = input.files().and_then(|it| it.get(0)) else { return };
        spawn_local(async move {
            // What cannot be read as a text is no such file.
            let text = JsFuture::from(file.text()).await.ok().and_then(|it| it.as_string());
            let outcome = replica.import_outbox(&text.unwrap_or_default()).await;
            brought.try_set(Some(outcome));
            // The same file can be picked again.
            input.set_value("");
        });
    };
    view! {
        <div class="stack">
            <Meta>{t(SyncWord::ImportHint)}</Meta>
            <input
                node_ref=picker
                type="file"
                accept="application/json,.json"
                hidden
                on:change=picked
            />
            <Button icon=Glyph::File on_press=pick>{t(SyncWord::Import)}</Button>
            <div role="status">{move || brought.get().map(became)}</div>
        </div>
    }
}

fn became(it: Brought) -> AnyView {
    let (notice, word) = match it {
        Ok(0) => (Notice::Ok, SyncWord::ImportNothing),
        Ok(count) => {
            let said = say(move |language| ShellSaid::Imported { count }.text(language));
            return view! { <Note notice=Notice::Ok>{said}</Note> }.into_any();
        }
        Err(NotImported::File(NotAnOutbox::Unreadable(_))) => {
            (Notice::Warn, SyncWord::ImportUnreadable)
        }
        Err(NotImported::File(NotAnOutbox::OfAnother(_))) => {
            (Notice::Warn, SyncWord::ImportOfAnother)
        }
        Err(NotImported::Storage(trouble)) => {
            return view! { <trouble::StorageNote trouble/> }.into_any();
        }
    };
    view! { <Note notice>{t(word)}</Note> }.into_any()
}
