//! Counting one rep's cash and bills: slips picked, what is there, where it differs and why.

use std::{collections::BTreeSet, sync::Arc};

use app::draft::slip::{Counting as Draft, CountingField, counting_field_of};
use app::kit::{
    Button, Checkbox, Choice, Fact, Facts, Field, Group, Meta, MoneyInput, MoneyInputSize, Need,
    Note, Notice, Select, TextInput, Tone,
};
use app::view::query::query_string;
use app::words::{HandInWord, Label, SlipSaid};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    field_receipt::{FieldReceipt, FieldReceiptLine},
    hand_in::{self, Book},
    id::{FieldReceiptId, HandInId},
    inbox::InboxItem,
    page::FieldReceiptListing,
    refusal::Refusal,
    sync::{Act, Verdict, replica::Stage},
    user::Caller,
    words,
};

use super::{Purse, book_of};
use crate::{
    desk_page::Fetched,
    form::again,
    id,
    parts::money,
    replica::{NotSubmitted, Replica},
    say::{near, say, t},
    trouble::{NotTaken, Refused},
};

/// What the page holds while somebody counts.
#[derive(Clone, Copy)]
struct Fields {
    picked: RwSignal<BTreeSet<FieldReceiptId>>,
    counted: RwSignal<String>,
    differs: RwSignal<Option<FieldReceiptId>>,
    reason: RwSignal<String>,
    /// The id of the hand-in that will be booked, and of the one that was sent last.
    id: RwSignal<HandInId>,
    sent: RwSignal<Option<HandInId>>,
    /// The letter whose form stands here again.
    letters: StoredValue<Vec<InboxItem>>,
}

impl Fields {
    /// Empty, or as it was refused: the slips that still wait, what was counted, and where it differed.
    fn of(letter: Option<InboxItem>, lines: Memo<Arc<Vec<FieldReceiptLine>>>) -> Fields {
        let fields = Fields {
            picked: RwSignal::new(BTreeSet::new()),
            counted: RwSignal::new(String::new()),
            differs: RwSignal::new(None),
            reason: RwSignal::new(String::new()),
            id: RwSignal::new(HandInId(id::draw())),
            sent: RwSignal::new(None),
            letters: StoredValue::new(letter.iter().cloned().collect()),
        };
        let Some(book) = letter.as_ref().and_then(book_of) else { return fields };
        Effect::new(move |before: Option<bool>| {
            let slips = slips_of(&lines.read());
            if before == Some(true) || slips.is_empty() {
                return before == Some(true);
            }
            fields.fill(Draft::of(&book, &slips));
            true
        });
        fields
    }

    fn fill(self, it: Draft) {
        self.picked.set(it.picked);
        self.counted.set(it.counted);
        self.differs.set(it.differs);
        self.reason.set(it.reason);
    }

    fn draft(self) -> Draft {
        Draft {
            picked: self.picked.get(),
            counted: self.counted.get(),
            differs: self.differs.get(),
            reason: self.reason.get(),
        }
    }

    fn clear(self) {
        self.picked.set(BTreeSet::new());
        self.counted.set(String::new());
        self.differs.set(None);
        self.reason.set(String::new());
        self.id.set(HandInId(id::draw()));
        self.letters.set_value(vec![]);
    }
}

#[component]
pub fn Counting(purse: Purse) -> impl IntoView {
    let (rep, company, currency) = purse;
    let path = Signal::derive(move || {
        let rep = rep.to_string();
        let query = query_string(&[("state", "in_hand"), ("rep", &rep), ("limit", "500")]);
        format!("/api/field_receipts{query}")
    });
    let read = Fetched::of(Replica::expect().desk::<FieldReceiptListing>(path));
    let lines = Memo::new(move |_| {
        let rows = read.value.get().map(|it| it.rows.clone()).unwrap_or_default();
        let same = |it: &FieldReceiptLine| {
            it.field_receipt.company == company && it.field_receipt.amount.currency() == currency
        };
        Arc::new(rows.into_iter().filter(same).collect::<Vec<_>>())
    });
    let letter = again().filter(|it| book_of(it).is_some_and(|it| it.rep == rep));
    let fields = Fields::of(letter, lines);
    view! {
        {read.notice()}
        {read.show(move |_| view! {
            <div class="stack-5">
                <Slips lines fields/>
                <Sum lines fields purse/>
                <Outcome fields/>
            </div>
        })}
    }
}

/// The slips that wait, each with its box; the cashier ticks what lies before her.
#[component]
fn Slips(lines: Memo<Arc<Vec<FieldReceiptLine>>>, fields: Fields) -> impl IntoView {
    let all = move || {
        let picked: BTreeSet<_> = lines.read().iter().map(|it| it.field_receipt.id).collect();
        fields.picked.set(picked);
    };
    let boxes = move || {
        let lines = lines.get();
        lines.iter().map(|it| slip_box(it, fields)).collect_view()
    };
    view! {
        <Group legend=t(HandInWord::SlipsTable)>
            <div class="stack">{boxes}</div>
            <div class="line">
                <Button tone=Tone::Quiet on_press=all>{t(HandInWord::PickAll)}</Button>
            </div>
        </Group>
    }
}

fn slip_box(it: &FieldReceiptLine, fields: Fields) -> impl IntoView + use<> {
    let (slip, name) = (it.field_receipt.clone(), it.customer_name.clone());
    let (id, method, on) = (slip.id, slip.method, near(slip.taken_on));
    let method = say(move |language| words::method(method, language));
    let checked = Signal::derive(move || fields.picked.read().contains(&id));
    let change = move |on: bool| {
        fields.picked.update(|it| _ = if on { it.insert(id) } else { it.remove(&id) });
    };
    view! {
        <Checkbox checked on_change=change>
            <span class="code">{slip.slip.to_string()}</span>
            " "
            {name}
            " "
            {money(slip.amount)}
            " "
            <Meta>{method}" · "{on}</Meta>
        </Checkbox>
    }
}

fn slips_of(lines: &[FieldReceiptLine]) -> Vec<FieldReceipt> {
    lines.iter().map(|it| it.field_receipt.clone()).collect()
}

/// What is there, where it differs, why; and the button that books it.
#[component]
fn Sum(lines: Memo<Arc<Vec<FieldReceiptLine>>>, fields: Fields, purse: Purse) -> impl IntoView {
    let (rep, _, currency) = purse;
    let current = Memo::new(move |_| fields.draft());
    let expected =
        Memo::new(move |_| current.get().expected(&slips_of(&lines.read())).ok().flatten());
    let book =
        Memo::new(move |_| current.get().book(fields.id.get(), rep, &slips_of(&lines.read())));
    let refusal = refusal(lines, book);
    let differs = Memo::new(move |_| {
        let (expected, current) = (expected.get()?, current.get());
        Some(current.counted(expected)? != expected)
    });
    let error_at = move |field: CountingField| {
        let language = app::language::use_language();
        Signal::derive(move || {
            let refusal = refusal.get().filter(|it| counting_field_of(it) == Some(field))?;
            Some(words::refusal(&refusal, language.get()))
        })
    };
    let expected_said = move || expected.get().map(money);
    view! {
        <Facts><Fact label=t(HandInWord::Expected)>{expected_said}</Fact></Facts>
        <Field
            label=t(HandInWord::Counted)
            need=Need::Optional
            hint=t(HandInWord::CountedHint)
            error=error_at(CountingField::Counted)
        >
            <MoneyInput text=fields.counted currency size=MoneyInputSize::Hero/>
        </Field>
        <Show when=move || differs.get() == Some(true)>
            <Difference lines fields error=error_at(CountingField::Reason)/>
        </Show>
        <BookButton book refusal fields/>
    }
}

/// What stands against booking, as the server will say it.
fn refusal(
    lines: Memo<Arc<Vec<FieldReceiptLine>>>,
    book: Memo<Result<Book, CountingField>>,
) -> Memo<Option<Refusal>> {
    let user = Replica::expect().user();
    Memo::new(move |_| {
        let (book, lines) = (book.get().ok()?, lines.get());
        let slip = |id| lines.iter().map(|it| &it.field_receipt).find(|it| it.id == id);
        hand_in::count(&book, slip, &Caller::of(&user.get())).err()
    })
}

/// Which slip is short or over, and why.
#[component]
fn Difference(
    lines: Memo<Arc<Vec<FieldReceiptLine>>>,
    fields: Fields,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let choices = Signal::derive(move || {
        let (lines, picked) = (lines.get(), fields.picked.get());
        let picked = lines.iter().filter(|it| picked.contains(&it.field_receipt.id));
        let name =
            |it: &FieldReceiptLine| format!("{} {}", it.field_receipt.slip, it.customer_name);
        picked.map(|it| Choice::new(it.field_receipt.id, name(it))).collect::<Vec<_>>()
    });
    view! {
        <Field label=t(HandInWord::Differs)>
            <Select
                choices
                value=fields.differs
                on_choose=move |it| fields.differs.set(it)
                nothing=t(HandInWord::ChooseSlip)
            />
        </Field>
        <Field label=t(HandInWord::Reason) error>
            <TextInput value=fields.reason/>
        </Field>
    }
}

/// 点收入账 ¥8,000.00; before all is filled in, what is missing.
#[component]
fn BookButton(
    book: Memo<Result<Book, CountingField>>,
    refusal: Memo<Option<Refusal>>,
    fields: Fields,
) -> impl IntoView {
    let (replica, busy) = (Replica::expect(), RwSignal::new(false));
    let failed = RwSignal::new(None::<NotSubmitted>);
    let name = say(move |language| match book.get() {
        Ok(book) => {
            let mut sum = shared::money::Amounts::new();
            let whole = book.slips.iter().try_for_each(|it| sum.add(it.counted));
            match (whole, sum.iter().next()) {
                (Ok(()), Some(counted)) => SlipSaid::Book { counted }.text(language),
                _ => HandInWord::Book.text(language).to_owned(),
            }
        }
        Err(CountingField::Slips) => HandInWord::PickFirst.text(language).to_owned(),
        Err(CountingField::Counted) => HandInWord::ReadAmount.text(language).to_owned(),
        Err(CountingField::Differs) => HandInWord::NameSlip.text(language).to_owned(),
        Err(CountingField::Reason) => HandInWord::GiveReason.text(language).to_owned(),
    });
    let disabled = Signal::derive(move || book.read().is_err() || refusal.read().is_some());
    let press = move || {
        let Ok(it) = book.get_untracked() else { return };
        busy.set(true);
        let (id, letters) = (it.id, fields.letters.get_value());
        spawn_local(async move {
            match replica.submit_answer(Act::BookHandIn(it), None, &letters).await {
                Ok(_) => {
                    _ = failed.try_set(None);
                    // The page may be gone by now.
                    if !busy.is_disposed() {
                        fields.sent.set(Some(id));
                        fields.clear();
                    }
                }
                Err(error) => _ = failed.try_set(Some(error)),
            }
            _ = busy.try_set(false);
        });
    };
    let whole = move || {
        let refusal = refusal.get().filter(|it| counting_field_of(it).is_none())?;
        Some(view! { <Refused refusal/> })
    };
    view! {
        <div role="alert">{whole}{move || failed.get().map(|error| view! { <NotTaken error/> })}</div>
        <Button tone=Tone::Primary busy disabled on_press=press>{name}</Button>
    }
}

/// What became of the one sent last: on its way, or refused by the server.
#[component]
fn Outcome(fields: Fields) -> impl IntoView {
    let replica = Replica::expect();
    let is_it =
        move |act: &Act| matches!(act, Act::BookHandIn(it) if Some(it.id) == fields.sent.get());
    let sending = Memo::new(move |_| {
        let outbox = replica.outbox().get();
        outbox.iter().any(|it| it.stage == Stage::OnlyHere && is_it(&it.command.act))
    });
    let refused = Memo::new(move |_| {
        let inbox = replica.inbox().get();
        let letter = inbox.iter().find(|it| is_it(&it.act))?;
        match &letter.verdict {
            Verdict::Rejected { refusal } => Some(refusal.clone()),
            _ => None,
        }
    });
    view! {
        <div role="status">
            <Show when=move || sending.get()>
                <Note notice=Notice::Local>{t(HandInWord::Sending)}</Note>
            </Show>
            {move || refused.get().map(|refusal| view! { <Refused refusal/> })}
        </div>
    }
}
