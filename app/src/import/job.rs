//! One import: how it is to be taken, how far it is, and what came of it; whoever looks sees the same.

use std::sync::Arc;

use app::kit::{
    Banner, Button, Fact, Facts, Glyph, LinkButton, Note, Notice, Progress, Tab, Tabs, Tone,
};
use app::words::{ImportSaid, ImportWord, Label as _, NavWord, job_state};
use leptos::prelude::*;
use serde::Serialize;
use shared::import::{
    FileFault, Outcome,
    job::{Errand, Job, JobState, StagedFile, Stopping},
    profile_called,
};
use shared::words::Language;

use super::{
    ask::AskForm,
    brings_files,
    history::size,
    of_address,
    outcome::Came,
    poll::{Polled, polled},
};
use crate::{
    replica::http,
    say::{label, moment, say, t},
    shell::{Back, Page},
};

/// What every part of the page sees, and the way to move it on.
#[derive(Clone, Copy)]
pub struct Seen {
    pub job: Memo<Option<Arc<Job>>>,
    polled: Polled<Job>,
    failed: RwSignal<Option<ImportWord>>,
    pub busy: RwSignal<bool>,
    /// Whether the form asks for something else than was asked last.
    pub changed: RwSignal<bool>,
}

impl Seen {
    pub fn running(self) -> bool {
        self.job.with(|it| it.as_ref().is_some_and(|it| it.state.is_running()))
    }

    pub fn may_book(self) -> bool {
        self.job.with(|it| it.as_ref().is_some_and(|it| it.may(Errand::Book)))
    }

    /// Asks the server for something about the job and shows where that led.
    pub fn post(self, what: &'static str, body: impl Serialize + 'static) {
        let Some(job) = self.job.get_untracked() else { return };
        self.busy.set(true);
        self.failed.set(None);
        leptos::task::spawn_local(async move {
            let answer = http::post(&format!("/api/imports/{}/{what}", job.id), &body).await;
            // Whoever has left the page sees it in the list.
            if self.busy.try_set(false).is_some() {
                return;
            }
            self.failed.set(answer.err().map(|it| not_done(&it)));
            self.polled.ask();
        });
    }
}

fn not_done(failure: &shared::sync::replica::Failure) -> ImportWord {
    use shared::sync::replica::Failure;
    match failure {
        Failure::Status { code: 409, .. } => ImportWord::Moved,
        Failure::Status { code: 410, .. } => ImportWord::Gone,
        Failure::Status { code: 403, .. } => ImportWord::NotYours,
        Failure::Unreachable => ImportWord::NoNetwork,
        _ => ImportWord::NotTaken,
    }
}

#[component]
pub fn ImportPage() -> impl IntoView {
    let (id, may) = (of_address(), brings_files());
    let path = Signal::derive(move || format!("/api/imports/{}", id.get()));
    let polled = polled::<Job>(path, |it| it.state.is_running());
    let read = polled.read;
    let (failed, busy, changed) = (RwSignal::new(None), RwSignal::new(false), RwSignal::new(false));
    let seen = Seen { job: read.value, polled, failed, busy, changed };
    let other = label(NavWord::Imports);
    let title = Signal::derive(move || {
        seen.job.with(|it| it.as_ref().map_or_else(|| other.get(), |it| it.file_name.clone()))
    });
    view! {
        <Page title back=Back::to("/imports", NavWord::Imports)>
            <Show
                when=move || may.get()
                fallback=|| view! { <Note notice=Notice::Warn>{t(ImportWord::NotYours)}</Note> }
            >
                <Views id/>
                {read.notice()}
                {read.show(move |_| view! { <Standing seen/> })}
            </Show>
        </Page>
    }
}

/// The result and the tie-out of one import.
#[component]
pub fn Views(id: Memo<String>, #[prop(optional)] at_tie_out: AtTieOut) -> impl IntoView {
    let result = move || format!("/imports/{}", id.get());
    let tie_out = move || format!("/imports/{}/tie-out", id.get());
    let at_tie_out = at_tie_out == AtTieOut::Yes;
    view! {
        <Tabs label=t(ImportWord::Views)>
            <Tab href=result current=Signal::stored(!at_tie_out)>{t(ImportWord::Result)}</Tab>
            <Tab href=tie_out current=Signal::stored(at_tie_out)>{t(ImportWord::TieOut)}</Tab>
        </Tabs>
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AtTieOut {
    #[default]
    No,
    Yes,
}

#[component]
fn Standing(seen: Seen) -> impl IntoView {
    let running = Memo::new(move |_| seen.running());
    let asks =
        Memo::new(move |_| seen.job.with(|it| it.as_ref().is_some_and(|it| it.may(Errand::Check))));
    // Made anew when another run has ended, not at every look.
    let came = Memo::new(move |_| {
        let job = seen.job.get()?;
        let (outcome, errand) = came_of(&job)?;
        Some((outcome, errand, job.faults_kept))
    });
    let fault = Memo::new(move |_| match seen.job.get().as_ref().map(|it| it.state.clone()) {
        Some(JobState::Refused { fault, .. }) => Some(fault),
        _ => None,
    });
    let gone = Memo::new(move |_| {
        let gone = |it: &Arc<Job>| it.file == StagedFile::Gone && it.state != JobState::Done;
        seen.job.get().as_ref().is_some_and(gone)
    });
    let id = move || seen.job.get().map(|it| it.id);
    view! {
        <About seen/>
        <div role="alert">
            {move || seen.failed.get().map(|it| view! { <Note notice=Notice::Bad>{t(it)}</Note> })}
        </div>
        {move || fault.get().map(|it| view! { <Refused fault=*it/> })}
        <Show when=move || running.get()><Running seen/></Show>
        <Show when=move || gone.get()>
            <Note notice=Notice::Info>{t(ImportWord::Gone)}</Note>
        </Show>
        {move || came.get().zip(id()).map(|((outcome, errand, faults_kept), id)| {
            view! { <Came seen id outcome errand faults_kept/> }
        })}
        <Show when=move || asks.get()><AskForm seen/></Show>
        <Show when=move || !asks.get() && !running.get()>
            <div class="gap-4">
                <LinkButton href="/imports" icon=Glyph::Import>{t(ImportWord::Another)}</LinkButton>
            </div>
        </Show>
    }
}

/// What is shown of the last run: the booking, else the check.
fn came_of(job: &Job) -> Option<(Outcome, Errand)> {
    let booked = job.booked.clone().map(|it| (it, Errand::Book));
    booked.or_else(|| job.checked.clone().map(|it| (it, Errand::Check)))
}

/// Who brought it and where it stands.
#[component]
fn About(seen: Seen) -> impl IntoView {
    let job = move || seen.job.get();
    let state = say(move |language: Language| {
        seen.job.with(|it| it.as_ref().map(|it| job_state(&it.state, language))).unwrap_or("")
    });
    let at = moment(move || seen.job.with(|it| it.as_ref().map(|it| it.at)));
    let kind = say(move |language| {
        let ask = seen.job.with(|it| it.as_ref().and_then(|it| it.ask.clone()));
        ask.map_or_else(|| "–".to_owned(), |it| profile_called(&it.profile, language))
    });
    view! {
        <Facts>
            <Fact label=t(ImportWord::State)><span role="status">{state}</span></Fact>
            <Fact label=t(ImportWord::Profile)>{kind}</Fact>
            <Fact label=t(ImportWord::By)>{move || job().map(|it| it.by_name.clone())}</Fact>
            <Fact label=t(ImportWord::At)>{at}</Fact>
            <Fact label=t(ImportWord::Size)>{move || job().map(|it| size(it.bytes))}</Fact>
        </Facts>
    }
}

/// Why nothing of the file was touched.
#[component]
fn Refused(fault: FileFault) -> impl IntoView {
    let said = say(move |language| match language {
        Language::Zh => fault.zh(),
        Language::En => fault.en(),
    });
    view! { <div class="gap-3"><Banner notice=Notice::Bad>{said}</Banner></div> }
}

/// How far it is, and the way to stop it.
#[component]
fn Running(seen: Seen) -> impl IntoView {
    let far = Memo::new(move |_| match seen.job.get().as_ref().map(|it| it.state.clone()) {
        Some(JobState::Running { errand, rows, of, stopping }) => {
            Some((errand, rows, of, stopping))
        }
        _ => None,
    });
    let done = Signal::derive(move || far.get().map_or(0, |it| it.1));
    let total = Signal::derive(move || far.get().map(|it| it.2).filter(|it| *it != 0));
    let stopping = Signal::derive(move || far.get().is_some_and(|it| it.3 == Stopping::Asked));
    let text = say(move |language| match far.get() {
        Some((errand, rows, of, _)) if of != 0 => {
            ImportSaid::Progress { errand, rows, of }.text(language)
        }
        _ => ImportWord::Looking.text(language).to_owned(),
    });
    let stop = move || seen.post("stop", Empty {});
    let name = say(move |language| {
        if stopping.get() { ImportWord::Stopping } else { ImportWord::Stop }.text(language)
    });
    view! {
        <div class="narrow gap-4">
            <Progress done total text=move || text.get()>
                <Button tone=Tone::Line disabled=stopping busy=seen.busy on_press=stop>{name}</Button>
            </Progress>
        </div>
    }
}

/// A request that says nothing but where it goes.
#[derive(Serialize)]
pub struct Empty {}
