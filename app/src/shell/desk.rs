//! The desk: a rail of places, a bar to jump from, and the page.

use app::kit::{Count, Glyph, Icon, Toasts};
use app::upload::waiting;
use app::words::{NavWord, ShellSaid, ShellWord};
use leptos::prelude::*;
use leptos_router::{
    components::{Route, Routes},
    path,
};
use shared::{
    credit, hand_in,
    import::job::may_import,
    user::{Caller, Role, User},
};

use super::{
    is_current,
    keys::Keys,
    notices::Notices,
    offer::Offers,
    page::{NotFound, SkipLink},
    palette::Palette,
    status::StatusPill,
};
use crate::{
    ageing::AgeingPage,
    assignment::Assignment,
    attachment::AttachToCustomer,
    credit::{Approvals, GrantCredit, provide_to_decide},
    customer::{CustomerFile, CustomerTable},
    dashboard::DashboardPage,
    device::TeamDevices,
    document::DocumentTable,
    hand_in::HandIns,
    import::{ImportPage, Imports, TieOutPage},
    inbox::{self, Inbox},
    me::{Me, role_names},
    promise::PromiseTable,
    rate::{RatePage, Rates, looks_at_rates},
    reconciliation::{Reconciliation, reconciles},
    replica::Replica,
    say::{say, t},
    sign_in::SignInAgain,
    sync_page::SyncPage,
    team::{NewTerritory, NewUser, Team, TerritoryPage, UserPage},
};

#[component]
pub fn Desk() -> impl IntoView {
    Offers::provide();
    provide_to_decide();
    view! {
        <div class="desk">
            <SkipLink/>
            <Rail/>
            <div class="desk-main">
                <Topbar/>
                <Notices/>
                <Routes fallback=NotFound>
                    <Route path=path!("/") view=DashboardPage/>
                    <Route path=path!("/customers") view=CustomerTable/>
                    <Route path=path!("/customers/:id") view=CustomerFile/>
                    <Route path=path!("/customers/:id/attach") view=AttachToCustomer/>
                    <Route path=path!("/customers/:id/credit") view=GrantCredit/>
                    <Route path=path!("/approvals") view=Approvals/>
                    <Route path=path!("/promises") view=PromiseTable/>
                    <Route path=path!("/ageing") view=AgeingPage/>
                    <Route path=path!("/ageing/documents") view=DocumentTable/>
                    <Route path=path!("/hand-ins") view=HandIns/>
                    <Route path=path!("/imports") view=Imports/>
                    <Route path=path!("/imports/:id") view=ImportPage/>
                    <Route path=path!("/imports/:id/tie-out") view=TieOutPage/>
                    <Route path=path!("/reconciliation") view=Reconciliation/>
                    <Route path=path!("/rates") view=Rates/>
                    <Route path=path!("/rates/:of") view=RatePage/>
                    <Route path=path!("/assignment") view=Assignment/>
                    <Route path=path!("/team") view=Team/>
                    <Route path=path!("/team/devices") view=TeamDevices/>
                    <Route path=path!("/team/users/new") view=NewUser/>
                    <Route path=path!("/team/users/:id") view=UserPage/>
                    <Route path=path!("/team/territories/new") view=NewTerritory/>
                    <Route path=path!("/team/territories/:id") view=TerritoryPage/>
                    <Route path=path!("/inbox") view=Inbox/>
                    <Route path=path!("/sync") view=SyncPage/>
                    <Route path=path!("/me") view=Me/>
                    <Route path=path!("/sign-in") view=SignInAgain/>
                </Routes>
            </div>
            <Toasts/>
        </div>
    }
}

/// Whether the user administers; others see no page that only they can use.
pub fn administers() -> Memo<bool> {
    let user = Replica::expect().user();
    Memo::new(move |_| Caller::of(&user.get()).may_administer())
}

/// A place of the desk, for the rail and the palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceOfDesk {
    pub href: &'static str,
    pub glyph: Glyph,
    pub word: NavWord,
    pub group: NavWord,
}

const fn place(href: &'static str, glyph: Glyph, word: NavWord, group: NavWord) -> PlaceOfDesk {
    PlaceOfDesk { href, glyph, word, group }
}

/// Every place of the desk, in the order of the rail.
const PLACES: [PlaceOfDesk; 14] = [
    place("/", Glyph::Dashboard, NavWord::Dashboard, NavWord::Receivables),
    place("/customers", Glyph::Users, NavWord::Customers, NavWord::Receivables),
    place("/promises", Glyph::Promise, NavWord::Promises, NavWord::Receivables),
    place("/approvals", Glyph::Approve, NavWord::Approvals, NavWord::Receivables),
    place("/ageing", Glyph::Ageing, NavWord::Ageing, NavWord::Receivables),
    place("/hand-ins", Glyph::Cash, NavWord::HandIns, NavWord::Receivables),
    place("/reconciliation", Glyph::Sync, NavWord::Reconciliation, NavWord::Receivables),
    place("/imports", Glyph::Import, NavWord::Imports, NavWord::Administration),
    place("/rates", Glyph::Bank, NavWord::Rates, NavWord::Administration),
    place("/assignment", Glyph::Pin, NavWord::Assignment, NavWord::Administration),
    place("/team", Glyph::Team, NavWord::Team, NavWord::Administration),
    place("/inbox", Glyph::Inbox, NavWord::Inbox, NavWord::Mine),
    place("/sync", Glyph::Sync, NavWord::Sync, NavWord::Mine),
    place("/me", Glyph::User, NavWord::Me, NavWord::Mine),
];

/// Whether the user counts what reps hand in.
pub fn counts_cash(user: &User) -> bool {
    hand_in::may_count(&Caller::of(user))
}

/// The places of a user: assigning is the administrator's, hand-ins are for who counts, approvals for who
/// decides, both for who looks over it.
pub fn places(user: &User) -> Vec<PlaceOfDesk> {
    let caller = Caller::of(user);
    let administers = caller.may_administer();
    let looks_over = administers || caller.has(Role::Auditor) || caller.has(Role::Approver);
    let open = |it: &PlaceOfDesk| match it.word {
        NavWord::Assignment => administers,
        NavWord::Imports => may_import(&caller),
        NavWord::HandIns => looks_over || counts_cash(user),
        NavWord::Approvals => looks_over || credit::may_decide_somewhere(&caller),
        NavWord::Reconciliation => reconciles(user),
        NavWord::Rates => looks_at_rates(user),
        _ => true,
    };
    PLACES.into_iter().filter(open).collect()
}

#[component]
fn Rail() -> impl IntoView {
    let user = Replica::expect().user();
    let roles = say(move |language| role_names(&user.get(), language));
    let groups = [NavWord::Receivables, NavWord::Administration, NavWord::Mine];
    view! {
        <nav class="rail" aria-label=t(ShellWord::MainNavigation)>
            <div class="rail-brand">
                <img src="/icon.svg" alt="" width="22" height="22"/>
                <span class="rail-word">{t(ShellWord::Product)}</span>
            </div>
            {groups.map(|group| view! { <Group group user/> }).collect_view()}
            <div class="rail-foot">
                <span class="strong">{move || user.get().name}</span>
                <span>{roles}</span>
            </div>
        </nav>
    }
}

#[component]
fn Group(group: NavWord, user: Signal<User>) -> impl IntoView {
    let links = move || {
        let all = places(&user.get()).into_iter().filter(|it| it.group == group);
        all.map(|place| view! { <RailLink place/> }).collect_view()
    };
    view! {
        <div class="rail-group">
            <h2>{t(group)}</h2>
            {links}
        </div>
    }
}

#[component]
fn RailLink(place: PlaceOfDesk) -> impl IntoView {
    let current = is_current(place.href);
    let (status, locals) = (Replica::expect().status(), Replica::expect().locals());
    let count = match place.word {
        NavWord::Inbox => inbox::count(),
        NavWord::Sync => {
            Signal::derive(move || status.get().pending + waiting(locals.read().values()).count)
        }
        _ => Signal::stored(0),
    };
    let more = say(move |language| match count.get() {
        0 => String::new(),
        count => format!(" {}", ShellSaid::Pending { count }.text(language)),
    });
    view! {
        <a href=place.href aria-current=move || current().then_some("page")>
            <Icon glyph=place.glyph/>
            <span class="rail-word">{t(place.word)}</span>
            <span class="vh">{more}</span>
            <span class="num" aria-hidden="true"><Count count/></span>
        </a>
    }
}

#[component]
fn Topbar() -> impl IntoView {
    view! {
        <header class="topbar">
            <StatusPill/>
            <Palette/>
            <Keys/>
        </header>
    }
}
