//! The contacts of a customer, each a tap away, and the line with what else the file says.

use std::sync::Arc;

use app::{
    kit::{
        Fact, Facts, Glyph, LinkButton, Meta, RowEnd, RowMain, RowTitle, Rows, Section, Tag, Tone,
        Truth,
    },
    view::edit::{dial, value},
    words::{ContactWord, Label, PlaceWord, Said},
};
use leptos::prelude::*;
use shared::{
    contact::Contact,
    customer::{Customer, GeoPoint},
    edit::{self, Field},
    user::Caller,
};

use crate::{
    customer::{Open, address},
    parts::mark,
    replica::Replica,
    say::{field_label, said, say, t},
    shell::Place,
};

/// The phone's section: call, change, add.
#[component]
pub fn ContactSection(open: Arc<Open>) -> impl IntoView {
    let at = address(open.view.customer.id);
    let add = format!("{at}/contact");
    let contacts = open.view.customer.contacts.clone();
    let none = contacts.is_empty().then(|| view! { <p class="meta">{t(ContactWord::Empty)}</p> });
    let may = may_change(&open.view.customer);
    let rows = contacts.iter().map(|it| {
        let (name, href) = (it.name.clone(), format!("{at}/contact?contact={}", it.id));
        let change = may.then(|| {
            view! {
                <LinkButton href tone=Tone::Quiet icon=Glyph::Edit>
                    {t(ContactWord::ChangeOne)}
                    <span class="vh">" "{name}</span>
                </LinkButton>
            }
        });
        view! { <li>{row(it, open.truth(it.id.0), change.into_any())}</li> }
    });
    let rows = rows.collect_view();
    let customer = open.view.customer.clone();
    view! {
        <Section title=t(ContactWord::Heading)>
            {none}
            <Rows>{rows}</Rows>
            {may
                .then(|| {
                    view! {
                        <div class="line">
                            <LinkButton href=add icon=Glyph::Plus>{t(ContactWord::Add)}</LinkButton>
                        </div>
                    }
                })}
        </Section>
        <Section title=t(ContactWord::File)>
            <div class="stack">
                <FileLine customer/>
                {may
                    .then(|| {
                        view! {
                            <div class="line">
                                <LinkButton href=format!("{at}/file") icon=Glyph::Edit>
                                    {t(ContactWord::ChangeFile)}
                                </LinkButton>
                            </div>
                        }
                    })}
            </div>
        </Section>
    }
}

/// Whether who works here may change this file: nobody is offered what would be refused.
pub fn may_change(customer: &Customer) -> bool {
    let replica = Replica::expect();
    let caller = Caller::of(&replica.user().get_untracked());
    edit::may_change(&caller, customer, replica.today().get_untracked())
}

/// Who it is, what for, and the number to tap.
pub fn row(it: &Contact, truth: Truth, change: AnyView) -> impl IntoView + use<> {
    let more: Vec<String> =
        [&it.role, &it.note].into_iter().filter(|it| !it.is_empty()).cloned().collect();
    let signs = it.signs.then(|| view! { <Tag>{t(ContactWord::Signs)}</Tag> });
    let name = if it.name.is_empty() { it.phone.clone() } else { it.name.clone() };
    let call = call(it);
    view! {
        <div class="row">
            <RowMain>
                <RowTitle><span>{name}</span>{signs}</RowTitle>
                {call}
                <Meta>{more.join(" · ")}</Meta>
            </RowMain>
            <RowEnd>{mark(truth)}{change}</RowEnd>
        </div>
    }
}

/// The number as typed; a tap calls it.
fn call(it: &Contact) -> Option<impl IntoView + use<>> {
    let (phone, name) = (it.phone.clone(), it.name.clone());
    if phone.is_empty() {
        return None;
    }
    let (number, href) = (phone.clone(), format!("tel:{}", dial(&phone)));
    let label = said(move || Said::CallWhom { name: name.clone() });
    let label = Signal::derive(move || format!("{} {number}", label.get()));
    Some(view! { <a class="tap" href=href aria-label=label>{phone}</a> })
}

/// Short name, address, tags, and what else is known.
#[component]
pub fn FileLine(customer: Customer) -> impl IntoView {
    let address = customer.address.clone();
    let address = say(move |language| {
        if address.is_empty() {
            ContactWord::NoAddress.text(language).to_owned()
        } else {
            address.clone()
        }
    });
    let particulars = particulars(&customer);
    let tags = customer.tags.into_iter().map(|it| view! { <Tag>{it}</Tag> }).collect_view();
    view! {
        <p class="line">
            {(!customer.short_name.is_empty()).then(|| view! { <b>{customer.short_name}</b> })}
            <span>{address}</span>
            {tags}
        </p>
        {particulars}
    }
}

/// What a licence and an invoice ask for, as far as somebody entered it.
fn particulars(customer: &Customer) -> impl IntoView + use<> {
    let known = Field::OF_CUSTOMER.into_iter().filter(|it| customer.particulars.contains_key(it));
    let fact = |field: Field| {
        let held = customer.value(field);
        let point = customer.particulars.get(&field).and_then(|it| GeoPoint::parse(it));
        if let (Field::GeoPoint, Some(point)) = (field, point) {
            return on_map(point).into_any();
        }
        let label = field_label(field);
        let said = say(move |language| value(field, held.as_ref(), language));
        view! { <Fact label>{said}</Fact> }.into_any()
    };
    let facts = known.map(fact).collect_view();
    (!customer.particulars.is_empty()).then(|| view! { <Facts>{facts}</Facts> })
}

/// The point as it is kept; a press leaves the app for whatever shows maps, and nothing does before.
fn on_map(point: GeoPoint) -> impl IntoView {
    let label = say(move |language| format!("{} {point}", PlaceWord::OpenMap.text(language)));
    let (href, target) = match expect_context::<Place>() {
        Place::Phone => (point.uri(), None),
        // A browser at a desk knows no program for `geo:`.
        Place::Desk => {
            let (latitude, longitude) = point.degrees();
            let map = "https://www.openstreetmap.org/";
            (format!("{map}?mlat={latitude}&mlon={longitude}&zoom=17"), Some("_blank"))
        }
    };
    view! {
        <Fact label=field_label(Field::GeoPoint)>
            <a class="tap" href=href target=target rel="external noreferrer" aria-label=label>
                {point.to_string()}
            </a>
        </Fact>
    }
}
