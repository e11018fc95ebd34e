//! Cash in hand: how much a rep carries, since when, and what is allowed.

use app::kit::{Meta, Note, Notice, Section};
use app::words::{SlipSaid, SlipWord};
use leptos::prelude::*;
use shared::{
    field_receipt::{self, cash_in_hand},
    money::{Currency, Money},
    policy::FieldReceiptPolicy,
};

use crate::{
    parts::money,
    replica::Replica,
    say::{say, t},
};

type Carried = field_receipt::CashInHand;

/// The cash of who works here, by currency, with everything pending counted.
pub fn carried() -> Memo<Vec<Carried>> {
    let replica = Replica::expect();
    Memo::new(move |_| {
        let (briefs, rep) = (replica.briefs().get(), replica.user().get().id);
        cash_in_hand(rep, briefs.iter().flat_map(|it| &it.brief.unbooked)).unwrap_or_default()
    })
}

/// The cash carried in a currency.
pub fn carried_in(all: &[Carried], currency: Currency) -> Money {
    let found = all.iter().find(|it| it.amount.currency() == currency);
    found.map_or(Money::nil(currency), |it| it.amount)
}

/// The terms in force today.
pub fn terms() -> Memo<FieldReceiptPolicy> {
    let replica = Replica::expect();
    Memo::new(move |_| replica.register().get().policy_on(replica.today().get()).field_receipt)
}

/// Nothing where nothing is carried.
#[component]
pub fn CashInHand() -> impl IntoView {
    let (all, terms, today) = (carried(), terms(), Replica::expect().today());
    let lines = move || {
        let (terms, today) = (terms.get(), today.get());
        let line = |it: Carried| {
            let (slips, days, cap) = (it.slips, it.age(today), terms.cap(it.amount.currency()));
            let since = say(move |language| SlipSaid::Carried { slips, days }.text(language));
            let cap_said = say(move |language| match cap {
                Some(cap) => SlipSaid::Cap { cap }.text(language),
                None => app::words::Label::text(SlipWord::NoCap, language).to_owned(),
            });
            let warning = match (it.is_full(&terms), it.is_overdue(today, &terms)) {
                (true, _) => Some(SlipWord::AboveCap),
                (false, true) => Some(SlipWord::AboveAge),
                (false, false) => None,
            };
            let warning = warning.map(|word| view! { <Note notice=Notice::Warn>{t(word)}</Note> });
            view! {
                <div class="stack">
                    <div class="line">
                        {money(it.amount)}
                        <Meta>{since}" · "{cap_said}</Meta>
                    </div>
                    {warning}
                </div>
            }
        };
        all.get().into_iter().map(line).collect_view()
    };
    view! {
        <Show when=move || !all.read().is_empty()>
            <Section title=t(SlipWord::InHand)>
                <div class="stack-3">
                    {lines}
                    <Meta>{t(SlipWord::InHandHint)}</Meta>
                </div>
            </Section>
        </Show>
    }
}
