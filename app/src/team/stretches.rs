//! The territories a user works, each for a stretch of days: given, covered, taken back.

use app::kit::{
    Button, ButtonKind, Choice, DateInput, Field, Glyph, Meta, Need, Note, Row, RowEnd, RowMain,
    RowTitle, Rows, Section, Select, Tag,
};
use app::{
    view::staff::{Running, StaffField, running, stretches},
    words::{Label, StaffSaid, StaffWord, TeamWord},
};
use leptos::prelude::*;
use shared::{
    calendar::{Day, Days},
    id::{TerritoryId, UserId},
    sync::Act,
    user::{self, Grant, User},
};

use super::errand::{Errand, done_with_undo};
use crate::{
    replica::Replica,
    say::{label, say, t},
};

#[component]
pub fn Stretches(user: UserId, known: Memo<Option<User>>) -> impl IntoView {
    let all = Memo::new(move |_| known.get().map(|it| stretches(&it)).unwrap_or_default());
    let rows = move || {
        let one = |grant: Grant| view! { <Stretch user grant/> };
        all.get().into_iter().map(one).collect_view()
    };
    view! {
        <Section title=t(StaffWord::WhereWorks)>
            <div class="stack-3">
                <Show
                    when=move || !all.read().is_empty()
                    fallback=|| view! { <Note>{t(StaffWord::NoStretch)}</Note> }
                >
                    <Rows>{rows}</Rows>
                </Show>
                <Giving user/>
            </div>
        </Section>
    }
}

/// One stretch; a last day is set, or moved nearer, while it runs or lies ahead.
#[component]
fn Stretch(user: UserId, grant: Grant) -> impl IntoView {
    let (replica, errand) = (Replica::expect(), Errand::new());
    let (today, territory) = (replica.today(), grant.territory);
    let name = move || {
        let register = replica.register().get();
        register.territories.get(&territory).map(|it| it.name.clone()).unwrap_or_default()
    };
    let (from, until) = (grant.from, grant.until);
    let days = say(move |language| StaffSaid::Stretch { from, until }.text(language, today.get()));
    let state = {
        let grant = grant.clone();
        Memo::new(move |_| running(&grant, today.get()))
    };
    let last = RwSignal::new(None::<Day>);
    let back = move || {
        // One that has not begun leaves no day; one that runs ends today at the earliest by itself.
        let last = last.get_untracked().unwrap_or_else(|| {
            let today = today.get_untracked();
            if today < from { from.minus(Days(1)) } else { today }
        });
        errand.send(Act::EndGrant(user::EndGrant { user, territory, last }), || ());
    };
    let tag = move || match state.get() {
        Running::Now => None,
        Running::Ahead => Some(view! { <Tag>{t(StaffWord::Ahead)}</Tag> }.into_any()),
        Running::Past => Some(view! { <Tag>{t(StaffWord::Past)}</Tag> }.into_any()),
    };
    let label_of = say(move |language| StaffWord::LastDay.text(language));
    view! {
        <Row lead=Glyph::Pin>
            <RowMain>
                <RowTitle>{name}</RowTitle>
                <Meta>{days}" "{tag}</Meta>
                {errand.trouble(&[])}
            </RowMain>
            <RowEnd>
                <Show when=move || state.get() != Running::Past>
                    <span class="line">
                        <DateInput
                            value=last
                            on_change=move |it| last.set(it)
                            earliest=Signal::derive(move || Some(from.minus(Days(1))))
                            label=label_of
                        />
                        <Button busy=errand.busy() on_press=back>{t(StaffWord::TakeBack)}</Button>
                    </span>
                </Show>
            </RowEnd>
        </Row>
    }
}

/// Territories that can be given.
fn open_territories() -> Signal<Vec<Choice<TerritoryId>>> {
    let register = Replica::expect().register();
    Signal::derive(move || {
        let register = register.get();
        let mut open: Vec<_> = register.territories.values().filter(|it| !it.has_ended()).collect();
        open.sort_by(|a, b| a.code.cmp(&b.code));
        open.iter().map(|it| Choice::new(it.id, it.name.clone())).collect()
    })
}

/// The form that gives one more.
#[component]
fn Giving(user: UserId) -> impl IntoView {
    let (replica, errand) = (Replica::expect(), Errand::new());
    let today = replica.today();
    let territory = RwSignal::new(None::<TerritoryId>);
    let from = RwSignal::new(Some(today.get_untracked()));
    let until = RwSignal::new(None::<Day>);
    let choices = open_territories();
    let done = label(StaffWord::Given);
    let owner = StoredValue::new(Owner::current());
    let press = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Some(of), Some(first)) = (territory.get_untracked(), from.get_untracked()) else {
            return;
        };
        let act = match until.get_untracked() {
            Some(until) => {
                Act::CoverTerritory(user::Cover { user, territory: of, from: first, until })
            }
            None => Act::GrantTerritory(user::GrantTerritory { user, territory: of, from: first }),
        };
        let back =
            Act::EndGrant(user::EndGrant { user, territory: of, last: first.minus(Days(1)) });
        errand.send(act, move || {
            territory.set(None);
            until.set(None);
            if let Some(owner) = owner.get_value() {
                owner.with(|| done_with_undo(done, back));
            }
        });
    };
    view! {
        <form class="stack-3" on:submit=press>
            <Field label=t(TeamWord::Territories) error=errand.error_at(StaffField::Territory)>
                <Select
                    choices
                    value=territory
                    on_choose=move |it| territory.set(it)
                    nothing=t(StaffWord::ChooseTerritory)
                />
            </Field>
            <Field label=t(StaffWord::From) error=errand.error_at(StaffField::From)>
                <DateInput value=from on_change=move |it| from.set(it)/>
            </Field>
            <Field
                label=t(StaffWord::Until)
                need=Need::Optional
                hint=t(StaffWord::UntilHint)
                error=errand.error_at(StaffField::Until)
            >
                <DateInput value=until on_change=move |it| until.set(it) earliest=from/>
            </Field>
            {errand.trouble(&[StaffField::Territory, StaffField::From, StaffField::Until])}
            <div class="line">
                <Button
                    kind=ButtonKind::Submit
                    busy=errand.busy()
                    disabled=Signal::derive(move || {
                        territory.get().is_none() || from.get().is_none()
                    })
                >
                    {t(StaffWord::Give)}
                </Button>
            </div>
        </form>
    }
}
