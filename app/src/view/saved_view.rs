//! Saved views as the user sees them: what the server has, with what is on its way played on top.

use std::sync::Arc;

use shared::{
    calendar::{Day, When},
    decide,
    dossier::{Dossier, Register},
    id::SavedViewId,
    policy::Policy,
    row::Row,
    saved_view::{Audience, Holder, SavedView, SavedViews},
    sync::{Act, Command},
    table::TableName,
    user::Caller,
};

/// A view in the row above a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    pub view: SavedView,
    pub audience: Audience,
    /// The table opens with it.
    pub starts: bool,
}

/// The views of a table: those for all, then the user's own, each in the order in which they were saved.
#[must_use]
pub fn offered<'a>(
    stored: &[SavedViews],
    pending: impl Iterator<Item = &'a Command>,
    caller: &Caller,
    today: Day,
    table: TableName,
) -> Vec<Offered> {
    let mut dossier = Dossier::new(Arc::new(Register::default()));
    for it in stored {
        dossier.put(Row::SavedViews(it.clone()));
    }
    for command in pending.filter(|it| is_of_views(&it.act)) {
        // One that is refused changes nothing here either; the inbox says why.
        let played = decide(command, &dossier, caller, &Policy::initial(), When::on(today));
        for row in played.into_iter().flat_map(|it| it.writes) {
            dossier.put(row);
        }
    }
    let of = |holder| dossier.saved_views.get(&SavedViews::id_of(holder));
    let own = of(Holder::Person(caller.user));
    let start = own.and_then(|it| it.starts.iter().find(|it| it.table == table)).map(|it| it.view);
    let all =
        [(Holder::Everybody, Audience::Everybody), (Holder::Person(caller.user), Audience::Own)];
    let views = all.into_iter().flat_map(|(holder, audience)| {
        let views = of(holder).map(|it| it.views.as_slice()).unwrap_or_default();
        views.iter().filter(|it| it.table == table).map(move |it| (it.clone(), audience))
    });
    views
        .map(|(view, audience)| Offered { starts: start == Some(view.id), view, audience })
        .collect()
}

fn is_of_views(act: &Act) -> bool {
    matches!(act, Act::SaveView(_) | Act::RemoveView(_) | Act::StartWithView(_))
}

/// The view that an address shows, if it is one of these.
#[must_use]
pub fn current(these: &[Offered], query: &str) -> Option<SavedViewId> {
    these.iter().find(|it| it.view.query == query).map(|it| it.view.id)
}
