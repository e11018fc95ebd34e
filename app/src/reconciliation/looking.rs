//! One line looked into: the papers on each side with their days, and what finance may do about it.

use app::kit::{
    Button, Choice, Fact, Facts, Field, Glyph, LinkButton, Meta, Note, Notice, Select, TextInput,
    Toast, Tone, use_toasts,
};
use app::language::use_language;
use app::view::inbox;
use app::words::{Label as _, ReconciliationWord};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    id::{CustomerId, PairingId},
    import::job::may_import,
    pairing::{
        self, ByHand, Counterpart, Make, Otherwise, Pairing, PairingState, SettleOtherwise,
        Subject, Undo,
    },
    reconciliation::{Candidate, Finding, Found, Line},
    sync::Act,
    user::Caller,
    words,
};

use crate::{
    customer::address,
    parts::money,
    replica::{NotSubmitted, Replica},
    say::{label, near, say, t},
    trouble::NotTaken,
};

#[component]
pub fn Looking(line: Line, open: RwSignal<bool>) -> impl IntoView {
    let (found, customer) = (line.found.clone(), line.customer);
    let finding = found.finding;
    let why = say(move |language| words::finding_reason(finding, language));
    let user = Replica::expect().user();
    let may_pair = Memo::new(move |_| pairing::may_pair(&Caller::of(&user.get())));
    let name = customer.map(|customer| {
        let (name, code) = (line.customer_name.clone(), line.customer_code.clone());
        view! {
            <p>
                <a class="name" href=address(customer)>{name}</a>
                " "
                <span class="code">{code}</span>
                " "
                <Meta>{line.company_name.clone()}</Meta>
            </p>
        }
    });
    let acting = Acting { customer, open, busy: RwSignal::new(false), failed: RwSignal::new(None) };
    let acts = StoredValue::new(found.clone());
    view! {
        <div class="stack-3">
            {name}
            <Note notice=Notice::Warn>{why}</Note>
            <Papers found=found.clone()/>
            <Pairings pairings=found.pairings acting may_pair/>
            <Show
                when=move || may_pair.get()
                fallback=|| view! { <p class="meta">{t(ReconciliationWord::OnlyLooks)}</p> }
            >
                <Acts found=acts.get_value() acting/>
            </Show>
            <div role="alert">
                {move || acting.failed.get().map(|error| view! { <NotTaken error/> })}
            </div>
        </div>
    }
}

/// What the acts of a line share.
#[derive(Clone, Copy)]
struct Acting {
    customer: Option<CustomerId>,
    open: RwSignal<bool>,
    busy: RwSignal<bool>,
    failed: RwSignal<Option<NotSubmitted>>,
}

impl Acting {
    /// Stores the command; the list says what becomes of it.
    fn send(self) -> impl Fn(Act) + Clone + Send + Sync + 'static {
        let (replica, toasts) = (Replica::expect(), use_toasts());
        let said = label(ReconciliationWord::Sent);
        move |act: Act| {
            self.busy.set(true);
            let said = said.get_untracked();
            let answered = match &act {
                Act::SettleOtherwise(it) => {
                    let letters = replica.inbox().get_untracked();
                    inbox::refused(&letters, |act| is_about(act, it.subject))
                }
                _ => vec![],
            };
            spawn_local(async move {
                match replica.submit_answer(act, self.customer, &answered).await {
                    Ok(_) => {
                        toasts.show(Toast::new(said));
                        _ = self.open.try_set(false);
                    }
                    Err(error) => _ = self.failed.try_set(Some(error)),
                }
                // The dialog may be gone.
                _ = self.busy.try_set(false);
            });
        }
    }
}

/// Promise, slips, booked money and movements, each with its number and day.
#[component]
fn Papers(found: Found) -> impl IntoView {
    let in_question = found.in_question();
    let promise = found.promise.map(|it| {
        let (due, standing) = (near(it.promise.due_on), it.standing);
        let reason = say(move |language| words::standing_reason(&standing, language));
        let reported = it.reported.map(|reported| {
            view! { <Fact label=t(ReconciliationWord::Reported)>{money(reported)}</Fact> }
        });
        view! {
            <Fact label=t(ReconciliationWord::Promised)>
                {money(it.promise.amount)}" "{due}" "<Meta>{it.promise.promiser}</Meta>
            </Fact>
            <Fact label=t(ReconciliationWord::Received)>
                {money(it.received)}" "<Meta>{reason}</Meta>
            </Fact>
            {reported}
        }
    });
    let slips = found.slips.into_iter().map(|it| {
        let on = near(it.taken_on);
        view! {
            <Fact label=t(ReconciliationWord::Slips)>
                {money(it.amount)}" "<span class="code">{it.slip.to_string()}</span>" "{on}
            </Fact>
        }
    });
    let booked = found.receipts.into_iter().map(|it| {
        let (on, receipt) = (near(it.receipt.valued_on), it.receipt);
        view! {
            <Fact label=t(ReconciliationWord::Booked)>
                {money(it.amount)}" "<span class="code">{receipt.number}</span>" "{on}
                " "<Meta>{receipt.payer}</Meta>
            </Fact>
        }
    });
    let asked = in_question.map(|it| {
        view! { <Fact label=t(ReconciliationWord::InQuestion)><b>{money(it)}</b></Fact> }
    });
    let settled = found.movements.into_iter().map(|it| {
        let on = near(it.effective_on);
        view! {
            <Fact label=t(ReconciliationWord::Settled)>
                {money(it.amount)}" "<span class="code">{it.number}</span>" "{on}
            </Fact>
        }
    });
    view! {
        <Facts>
            {promise}
            {slips.collect_view()}
            {booked.collect_view()}
            {settled.collect_view()}
            {asked}
        </Facts>
    }
}

/// What stands against it already, each with its way back.
#[component]
fn Pairings(pairings: Vec<Pairing>, acting: Acting, may_pair: Memo<bool>) -> impl IntoView {
    let one = move |it: Pairing| {
        let (id, with) = (it.id, it.with.clone());
        let name = say(move |language| match &with {
            Counterpart::Otherwise { how, reason } => {
                format!("{} {reason}", words::otherwise(*how, language))
            }
            Counterpart::FieldReceipt { .. } => {
                app::words::Label::text(ReconciliationWord::Slips, language).to_owned()
            }
            Counterpart::Receipt { .. } => {
                app::words::Label::text(ReconciliationWord::Booked, language).to_owned()
            }
            Counterpart::Reopening { .. } => {
                words::direction(shared::movement::Direction::ReopenedElsewhere, language)
                    .to_owned()
            }
        });
        let undone_by_hand = it.may_be_undone_by_hand();
        let by_hand = move || may_pair.get() && undone_by_hand;
        let on = near(it.made_on);
        let amount = match it.state {
            PairingState::Covered { amount, .. } => amount,
            _ => it.amount,
        };
        view! {
            <li class="line">
                <span>{name}" "{money(amount)}" "<Meta>{on}</Meta></span>
                <Show when=by_hand>
                    <TakeBack id acting/>
                </Show>
            </li>
        }
    };
    (!pairings.is_empty()).then(|| {
        view! {
            <p class="meta">{t(ReconciliationWord::Pairings)}</p>
            <ul class="stack">{pairings.into_iter().map(one).collect_view()}</ul>
        }
    })
}

#[component]
fn TakeBack(id: PairingId, acting: Acting) -> impl IntoView {
    let send = acting.send();
    let press = move || send(Act::UndoPairing(Undo { pairing: id }));
    view! {
        <Button tone=Tone::Quiet busy=acting.busy on_press=press>
            {t(ReconciliationWord::Undo)}
        </Button>
    }
}

/// Pairing with money, where the line is a movement; and settling otherwise.
#[component]
fn Acts(found: Found, acting: Acting) -> impl IntoView {
    let pair = match found.subject {
        Subject::Movement(movement) => {
            let candidates = found.candidates.clone();
            Some(view! { <WithMoney movement candidates acting/> })
        }
        _ => None,
    };
    let settles = found.finding.is_exception();
    let of_nobody = found.finding == Finding::OfNobody;
    let subject = found.subject;
    view! {
        {of_nobody.then(|| view! { <OfACustomer/> })}
        {pair}
        {settles.then(|| view! { <WithoutMoney subject acting/> })}
    }
}

/// Money of nobody that is a customer's after all: the file says whose, and is brought again.
#[component]
fn OfACustomer() -> impl IntoView {
    let user = Replica::expect().user();
    let imports = move || {
        may_import(&Caller::of(&user.get())).then(|| {
            view! {
                <LinkButton href="/imports" icon=Glyph::Import>
                    {t(ReconciliationWord::ToImports)}
                </LinkButton>
            }
        })
    };
    view! {
        <p>{t(ReconciliationWord::OfACustomer)}</p>
        <p class="line">
            <LinkButton href="/customers">{t(ReconciliationWord::ToCustomers)}</LinkButton>
            {imports}
        </p>
    }
}

#[component]
fn WithMoney(
    movement: shared::id::MovementId,
    candidates: Vec<Candidate>,
    acting: Acting,
) -> impl IntoView {
    if candidates.is_empty() {
        return view! { <p class="meta">{t(ReconciliationWord::NoCandidates)}</p> }.into_any();
    }
    let chosen = RwSignal::new(candidates.first().map(|it| it.with));
    let language = use_language();
    let choices = Signal::derive(move || {
        let choice = |it: &Candidate| {
            let on = words::day(it.on, language.get());
            let kind = match it.with {
                ByHand::Receipt(_) => ReconciliationWord::Booked,
                ByHand::FieldReceipt(_) => ReconciliationWord::Slips,
            };
            let kind = app::words::Label::text(kind, language.get());
            let name = format!("{kind} {} {} {on}", it.number, words::amount(it.amount));
            Choice::new(it.with, name)
        };
        candidates.iter().map(choice).collect::<Vec<_>>()
    });
    let send = acting.send();
    let press = move || {
        if let Some(with) = chosen.get_untracked() {
            send(Act::MakePairing(Make { movement, with }));
        }
    };
    let disabled = Signal::derive(move || chosen.read().is_none());
    view! {
        <Field label=t(ReconciliationWord::PairWith) hint=t(ReconciliationWord::PairHint)>
            <Select
                choices
                value=chosen
                on_choose=move |it| chosen.set(it)
                nothing=t(ReconciliationWord::Choose)
            />
        </Field>
        <Button tone=Tone::Primary busy=acting.busy disabled on_press=press>
            {t(ReconciliationWord::Pair)}
        </Button>
    }
    .into_any()
}

fn is_about(act: &Act, subject: Subject) -> bool {
    matches!(act, Act::SettleOtherwise(it) if it.subject == subject)
}

#[component]
fn WithoutMoney(subject: Subject, acting: Acting) -> impl IntoView {
    // What was refused before stands in the form again.
    let letters = Replica::expect().inbox().get_untracked();
    let before = inbox::refused(&letters, |act| is_about(act, subject)).into_iter().next();
    let before = before.and_then(|it| match it.act {
        Act::SettleOtherwise(it) => Some((Some(it.how), it.reason)),
        _ => None,
    });
    // What it was is for a person to say: nothing is chosen before.
    let (how, reason) = before.unwrap_or_default();
    let (how, reason) = (RwSignal::new(how), RwSignal::new(reason));
    let pressed = RwSignal::new(false);
    let language = use_language();
    let no_kind = Signal::derive(move || {
        let missing = pressed.get() && how.read().is_none();
        missing.then(|| ReconciliationWord::KindMissing.text(language.get()).to_owned())
    });
    let no_reason = Signal::derive(move || {
        let missing = pressed.get() && reason.read().trim().is_empty();
        missing.then(|| ReconciliationWord::WhyMissing.text(language.get()).to_owned())
    });
    let choices = Signal::derive(move || {
        let choice = |it: Otherwise| Choice::new(it, words::otherwise(it, language.get()));
        Otherwise::ALL.map(choice).to_vec()
    });
    let send = acting.send();
    let press = move || {
        pressed.set(true);
        let reason = reason.get_untracked();
        if let Some(how) = how.get_untracked().filter(|_| !reason.trim().is_empty()) {
            send(Act::SettleOtherwise(SettleOtherwise { subject, how, reason }));
        }
    };
    view! {
        <Field label=t(ReconciliationWord::Otherwise) error=no_kind>
            <Select
                choices
                value=how
                on_choose=move |it| how.set(it)
                nothing=t(ReconciliationWord::ChooseKind)
            />
        </Field>
        <Field
            label=t(ReconciliationWord::Why)
            hint=t(ReconciliationWord::WhyHint)
            error=no_reason
        >
            <TextInput value=reason/>
        </Field>
        <Button busy=acting.busy on_press=press>
            {t(ReconciliationWord::Settle)}
        </Button>
    }
}
