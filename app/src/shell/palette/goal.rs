//! What the palette lists: deeds of the open page, pages, deeds of every page, customers.

use std::sync::Arc;

use app::kit::Glyph;
use app::theme::use_theme;
use app::view::{listed, palette::answers};
use app::words::{KeysWord, Label, NavWord};
use leptos::prelude::*;
use shared::{
    page::{CustomerLine, CustomerListing, CustomerQuery},
    words::Language,
};

use super::{
    super::{
        desk::places,
        offer::{Offer, Offers},
    },
    anywhere::Anywhere,
};
use crate::{
    customer::address,
    replica::{DeskPage, Replica},
};

/// How many customers are offered.
const OFFERED: u32 = 8;

/// Somewhere to go, or something to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    pub group: Group,
    pub way: Way,
    pub glyph: Glyph,
    pub name: String,
    pub more: String,
}

/// What stands together, in the order in which it is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Here,
    Pages,
    Anywhere,
    /// The last: they come when the server has answered, and nothing above them moves.
    Customers,
}

impl Group {
    pub const EVERY: [Group; 4] = [Group::Here, Group::Pages, Group::Anywhere, Group::Customers];

    pub fn name(self, language: Language) -> &'static str {
        match self {
            Group::Here => KeysWord::Here.text(language),
            Group::Pages => KeysWord::Pages.text(language),
            Group::Anywhere => KeysWord::Anywhere.text(language),
            Group::Customers => NavWord::Customers.text(language),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum Way {
    Go(String),
    /// An offer of the open page, by its number.
    Here(u64),
    Anywhere(Anywhere),
}

/// The goals that answer to what was typed.
pub fn goals(typed: RwSignal<String>) -> Memo<Arc<Vec<Goal>>> {
    let (language, theme) = (app::language::use_language(), use_theme());
    let (user, offers) = (Replica::expect().user(), expect_context::<Offers>());
    let found = found(typed);
    Memo::new(move |_| {
        let (typed, language) = (typed.get(), language.get());
        let mut goals: Vec<Goal> = here(offers, language);
        goals.extend(places(&user.get()).into_iter().map(|it| Goal {
            group: Group::Pages,
            way: Way::Go(it.href.to_owned()),
            glyph: it.glyph,
            name: it.word.text(language).to_owned(),
            more: it.group.text(language).to_owned(),
        }));
        goals.extend(Anywhere::every(language, theme.get()).into_iter().map(|it| Goal {
            group: Group::Anywhere,
            way: Way::Anywhere(it),
            glyph: it.glyph(),
            name: it.name(language),
            more: it.place().text(language).to_owned(),
        }));
        goals.retain(|it| answers(&it.name, &typed));
        goals.extend(found.get());
        Arc::new(goals)
    })
}

fn here(offers: Offers, language: Language) -> Vec<Goal> {
    let goal = |it: Offer| Goal {
        group: Group::Here,
        way: Way::Here(it.number),
        glyph: it.glyph,
        name: it.deed.text(language).to_owned(),
        more: String::new(),
    };
    let mut offers = offers.get();
    // Parts of a page come and go with its data, and what they offer keeps its place.
    offers.sort_by_key(|it| it.deed);
    offers.into_iter().map(goal).collect()
}

/// The customers that the server finds; none before anything is typed.
fn found(typed: RwSignal<String>) -> Memo<Vec<Goal>> {
    let path = Signal::derive(move || {
        let query = CustomerQuery {
            search: typed.get().trim().to_owned(),
            limit: Some(OFFERED),
            ..CustomerQuery::default()
        };
        format!("/api/customers{}", listed::address(&query, None))
    });
    let found = Replica::expect().desk::<CustomerListing>(path);
    Memo::new(move |_| {
        let DeskPage::Here { value, .. } = found.get() else { return vec![] };
        if typed.read().trim().is_empty() {
            return vec![];
        }
        let goal = |it: &CustomerLine| {
            let it = &it.brief.customer;
            Goal {
                group: Group::Customers,
                way: Way::Go(address(it.id)),
                glyph: Glyph::Users,
                name: it.name.clone(),
                more: it.code.clone(),
            }
        };
        value.rows.iter().map(goal).collect()
    })
}
