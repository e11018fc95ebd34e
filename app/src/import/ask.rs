//! How a file is to be taken: what it holds, in which profile, and what that profile needs to know.
//! The form holds the whole [`Ask`]: what it has no field for stays as it was.

use std::sync::Arc;

use app::kit::{
    Button, Checkbox, Choice, DateInput, Field, Glyph, Group, Icon, Need, Section, Segmented,
    Select, Tone,
};
use app::words::{ImportWord, Label as _};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    import::{
        AbsentManner, Ask, ListKind, Subject,
        job::{GivesOpenItems, IsBank, Needed, ProfileLine, Profiles},
        profile_called,
    },
    movement::Reopening,
    words::Language,
};

use super::job::Seen;
use crate::{
    desk_page::Fetched,
    replica::Replica,
    say::{label, say, t},
};

#[component]
pub fn AskForm(seen: Seen) -> impl IntoView {
    let path = Signal::derive(|| "/api/import_profiles".to_owned());
    let read = Fetched::of(Replica::expect().desk::<Profiles>(path));
    view! {
        <Section title=t(ImportWord::How)>
            {read.notice()}
            {read.show(move |value| view! { <Fields value seen/> })}
        </Section>
    }
}

#[component]
fn Fields(value: Signal<Option<Arc<Profiles>>>, seen: Seen) -> impl IntoView {
    let profiles =
        Memo::new(move |_| value.get().map(|it| it.profiles.clone()).unwrap_or_default());
    let asked = Memo::new(move |_| seen.job.get().and_then(|it| it.ask.clone()));
    let first = asked.get_untracked();
    // What the heading of a file just brought spoke of stands in the address.
    let guessed = use_query_map().read_untracked().get("profile");
    let ask = RwSignal::new(
        first.unwrap_or_else(|| profiles.with_untracked(|it| begun(it, guessed.as_deref()))),
    );
    let changed = seen.changed;
    Effect::new(move |_| changed.set(asked.read().as_ref() != Some(&*ask.read())));
    on_cleanup(move || _ = changed.try_set(false));
    let profile = Memo::new(move |_| {
        let (profiles, ask) = (profiles.get(), ask.get());
        profiles.into_iter().find(|it| it.subject == ask.subject && it.name == ask.profile)
    });
    let is_bank = Memo::new(move |_| profile.get().is_some_and(|it| it.bank == IsBank::Yes));
    let opens =
        Memo::new(move |_| profile.get().is_some_and(|it| it.open_items == GivesOpenItems::Yes));
    view! {
        <div class="stack-5 narrow">
            <SubjectField ask profiles/>
            <ProfileField ask profiles profile/>
            <Show when=move || is_bank.get()><BankFields ask/></Show>
            <Show when=move || opens.get()><OpenItemFields ask/></Show>
            <Acts seen ask asked/>
        </div>
    }
}

/// What the form begins with: the profile of this name, else the first of receivables.
fn begun(profiles: &[ProfileLine], guessed: Option<&str>) -> Ask {
    let named = profiles.iter().find(|it| Some(it.name.as_str()) == guessed);
    named.map_or_else(
        || of_subject(profiles, Subject::Invoices),
        |it| Ask::of(it.subject, it.name.clone()),
    )
}

/// The first profile of a subject, with nothing else said.
fn of_subject(profiles: &[ProfileLine], subject: Subject) -> Ask {
    let first = profiles.iter().find(|it| it.subject == subject);
    Ask::of(subject, first.map_or("", |it| &it.name))
}

#[component]
fn SubjectField(ask: RwSignal<Ask>, profiles: Memo<Vec<ProfileLine>>) -> impl IntoView {
    let language = app::language::use_language();
    let choices = Signal::derive(move || {
        let each = [
            (Subject::Invoices, ImportWord::Invoices),
            (Subject::Receipts, ImportWord::Receipts),
            (Subject::Customers, ImportWord::Customers),
        ];
        each.map(|(subject, word)| Choice::new(subject, word.text(language.get()))).to_vec()
    });
    let value = Signal::derive(move || ask.get().subject);
    let choose = move |subject| ask.set(profiles.with_untracked(|it| of_subject(it, subject)));
    view! {
        <Group legend=t(ImportWord::Subject)>
            <Segmented label=t(ImportWord::Subject) choices value on_choose=choose/>
        </Group>
    }
}

#[component]
fn ProfileField(
    ask: RwSignal<Ask>,
    profiles: Memo<Vec<ProfileLine>>,
    profile: Memo<Option<ProfileLine>>,
) -> impl IntoView {
    let language = app::language::use_language();
    let choices = Signal::derive(move || {
        let (subject, profiles) = (ask.get().subject, profiles.get());
        let of = profiles.into_iter().filter(|it| it.subject == subject);
        let called = |it: &ProfileLine| profile_called(&it.name, language.get());
        of.map(|it| Choice::new(it.name.clone(), called(&it))).collect::<Vec<_>>()
    });
    let value = Signal::derive(move || Some(ask.get().profile));
    let choose = move |it: Option<String>| {
        if let Some(profile) = it {
            ask.update(|ask| *ask = Ask::of(ask.subject, profile));
        }
    };
    let says = say(move |language| {
        let said = |it: &ProfileLine| match language {
            Language::Zh => it.zh.clone(),
            Language::En => it.en.clone(),
        };
        profile.with(|it| it.as_ref().map(said).unwrap_or_default())
    });
    let columns = move |needed: Needed| {
        let these = profile.get().into_iter().flat_map(|it| it.columns);
        let names = these.filter(|it| it.needed == needed).map(|it| it.headings.join(" / "));
        names.map(|it| view! { <li>{it}</li> }).collect_view()
    };
    let has_others = move || {
        let any = |it: &ProfileLine| it.columns.iter().any(|it| it.needed == Needed::No);
        profile.with(|it| it.as_ref().is_some_and(any))
    };
    view! {
        <Field label=t(ImportWord::Profile) hint=move || says.get()>
            <Select choices value on_choose=choose/>
        </Field>
        <details class="expects">
            <summary><Icon glyph=Glyph::Right/>{t(ImportWord::Expects)}</summary>
            <p class="label">{t(ImportWord::NeededColumns)}</p>
            <ul>{move || columns(Needed::Yes)}</ul>
            <Show when=has_others>
                <p class="label">{t(ImportWord::OtherColumns)}</p>
                <ul>{move || columns(Needed::No)}</ul>
            </Show>
        </details>
    }
}

/// Whose statement it is and how far it reaches.
#[component]
fn BankFields(ask: RwSignal<Ask>) -> impl IntoView {
    let replica = Replica::expect();
    let register = replica.register();
    let choices = Signal::derive(move || {
        let register = register.get();
        let each = register.companies.values();
        each.map(|it| Choice::new(it.code.clone(), format!("{} {}", it.code, it.name)))
            .collect::<Vec<_>>()
    });
    let company = Signal::derive(move || ask.get().company);
    let reaches = Signal::derive(move || ask.get().bank_data_to);
    let today = replica.today();
    let latest = Signal::derive(move || Some(today.get()));
    let only = label(ImportWord::OnlyCompany);
    view! {
        <Field
            label=t(ImportWord::Company)
            need=Need::Optional
            hint=t(ImportWord::CompanyHint)
        >
            <Select
                choices
                value=company
                on_choose=move |it| ask.update(|ask| ask.company = it)
                nothing=move || only.get()
            />
        </Field>
        <Field label=t(ImportWord::BankTo) need=Need::Optional hint=t(ImportWord::BankToHint)>
            <DateInput
                value=reaches
                on_change=move |it| ask.update(|ask| ask.bank_data_to = it)
                latest
            />
        </Field>
    }
}

/// Of which day the open items are, whether they are all of them, and what may be taken of it.
#[component]
fn OpenItemFields(ask: RwSignal<Ask>) -> impl IntoView {
    let latest = Replica::expect().today();
    let as_of = Signal::derive(move || ask.read().as_of);
    let dated = Memo::new(move |_| ask.read().as_of.is_some());
    let full = Memo::new(move |_| ask.read().list == ListKind::Full);
    // All of a day that is not named is nothing, and so is settling what no full list leaves out.
    let of_day = move |day| {
        ask.update(|ask| {
            ask.as_of = day;
            if day.is_none() {
                (ask.list, ask.absent) = (ListKind::Increment, AbsentManner::List);
            }
        });
    };
    let whole = move |on: bool| {
        ask.update(|ask| {
            ask.list = if on { ListKind::Full } else { ListKind::Increment };
            ask.absent = AbsentManner::List;
        });
    };
    let settle = move |on: bool| {
        ask.update(|ask| ask.absent = if on { AbsentManner::Settle } else { AbsentManner::List });
    };
    let confirm = move |on: bool| {
        ask.update(|ask| {
            ask.confirm_reopened = if on { Reopening::Confirmed } else { Reopening::Refused };
        });
    };
    let settles = Signal::derive(move || ask.read().absent == AbsentManner::Settle);
    let confirms = Signal::derive(move || ask.read().confirm_reopened == Reopening::Confirmed);
    view! {
        <Field label=t(ImportWord::AsOf) need=Need::Optional hint=t(ImportWord::AsOfHint)>
            <DateInput value=as_of on_change=of_day latest=Signal::derive(move || Some(latest.get()))/>
        </Field>
        <div class="stack-3">
            <Show when=move || dated.get()>
                <Checkbox checked=full on_change=whole>{t(ImportWord::FullList)}</Checkbox>
            </Show>
            <Show when=move || full.get()>
                <Checkbox checked=settles on_change=settle>{t(ImportWord::SettleAbsent)}</Checkbox>
            </Show>
            <Checkbox checked=confirms on_change=confirm>
                {t(ImportWord::ConfirmReopened)}
            </Checkbox>
        </div>
    }
}

/// Check, or check again.
#[component]
fn Acts(seen: Seen, ask: RwSignal<Ask>, asked: Memo<Option<Ask>>) -> impl IntoView {
    let may_book = Memo::new(move |_| seen.may_book() && !seen.changed.get());
    let check = move || seen.post("check", ask.get_untracked());
    let checks = say(move |language| {
        if asked.read().is_some() { ImportWord::CheckAgain } else { ImportWord::Check }
            .text(language)
    });
    let no_profile = Signal::derive(move || ask.read().profile.is_empty());
    view! {
        <div class="stack">
            <div class="line">
                {move || {
                    let tone = if may_book.get() { Tone::Line } else { Tone::Primary };
                    let (busy, disabled) = (seen.busy, no_profile);
                    view! { <Button tone busy disabled on_press=check>{checks}</Button> }
                }}
            </div>
            <p class="meta">{t(ImportWord::CheckHint)}</p>
        </div>
    }
}
