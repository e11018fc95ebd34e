//! The phone: one column, a bar of places below, everything within a thumb's reach.

use app::kit::{Count, Glyph, Icon, Toasts};
use app::upload::waiting;
use app::words::{NavWord, ShellSaid, ShellWord};
use leptos::prelude::*;
use leptos_router::{
    components::{Route, Routes},
    path,
};

use shared::{credit, user::Caller};

use super::{
    Start, counts_cash, is_current,
    notices::Notices,
    page::{NotFound, SkipLink},
};
use crate::{
    attachment::AttachToCustomer,
    contact::{ChangeFile, KeepContact},
    credit::{Approvals, AskForCredit, provide_to_decide},
    customer::{Customer, CustomerList},
    field_receipt::{SlipPage, TakeFieldReceipt},
    hand_in::HandIns,
    inbox::{self, Inbox},
    me::Me,
    promise::{TakePromise, WithdrawPromise},
    replica::Replica,
    say::{say, t},
    sign_in::SignInAgain,
    sync_page::SyncPage,
    today::Today,
    visit::RecordVisit,
};

#[component]
pub fn Phone() -> impl IntoView {
    provide_to_decide();
    view! {
        <div class="phone">
            <SkipLink/>
            <Notices/>
            <Routes fallback=NotFound>
                <Route path=path!("/") view=Start/>
                <Route path=path!("/today") view=Today/>
                <Route path=path!("/customers") view=CustomerList/>
                <Route path=path!("/customers/:id") view=Customer/>
                <Route path=path!("/customers/:id/visit") view=RecordVisit/>
                <Route path=path!("/customers/:id/promise") view=TakePromise/>
                <Route path=path!("/customers/:id/withdraw") view=WithdrawPromise/>
                <Route path=path!("/customers/:id/contact") view=KeepContact/>
                <Route path=path!("/customers/:id/file") view=ChangeFile/>
                <Route path=path!("/customers/:id/attach") view=AttachToCustomer/>
                <Route path=path!("/customers/:id/credit") view=AskForCredit/>
                <Route path=path!("/customers/:id/receipt") view=TakeFieldReceipt/>
                <Route path=path!("/customers/:id/slips/:slip") view=SlipPage/>
                <Route path=path!("/approvals") view=Deciding/>
                <Route path=path!("/hand-ins") view=Counting/>
                <Route path=path!("/inbox") view=Inbox/>
                <Route path=path!("/sync") view=SyncPage/>
                <Route path=path!("/me") view=Me/>
                <Route path=path!("/sign-in") view=SignInAgain/>
            </Routes>
            <Toasts/>
        </div>
    }
}

/// Requests to decide, of a rep who decides as well; for others there is no such page.
#[component]
fn Deciding() -> impl IntoView {
    let user = Replica::expect().user();
    let may = Memo::new(move |_| credit::may_decide_somewhere(&Caller::of(&user.get())));
    view! {
        <Show when=move || may.get() fallback=|| view! { <NotFound/> }>
            <Approvals/>
        </Show>
    }
}

/// Counting what other reps hand in, of a rep who keeps the cash as well.
#[component]
fn Counting() -> impl IntoView {
    let user = Replica::expect().user();
    let may = Memo::new(move |_| counts_cash(&user.get()));
    view! {
        <Show when=move || may.get() fallback=|| view! { <NotFound/> }>
            <HandIns/>
        </Show>
    }
}

/// The five places of the phone.
#[component]
pub fn Tabbar() -> impl IntoView {
    let status = Replica::expect().status();
    let locals = Replica::expect().locals();
    let only_here =
        Signal::derive(move || status.get().pending + waiting(locals.read().values()).count);
    view! {
        <nav class="tabbar" aria-label=t(ShellWord::MainNavigation)>
            <Tab href="/today" glyph=Glyph::Today word=NavWord::Today/>
            <Tab href="/customers" glyph=Glyph::Users word=NavWord::Customers/>
            <Tab href="/inbox" glyph=Glyph::Inbox word=NavWord::Inbox count=inbox::count()/>
            <Tab href="/sync" glyph=Glyph::Sync word=NavWord::Sync count=only_here/>
            <Tab href="/me" glyph=Glyph::User word=NavWord::Me/>
        </nav>
    }
}

#[component]
fn Tab(
    href: &'static str,
    glyph: Glyph,
    word: NavWord,
    #[prop(optional, into)] count: Signal<usize>,
) -> impl IntoView {
    let current = is_current(href);
    // The number is part of the name, as a whole phrase.
    let more = say(move |language| match count.get() {
        0 => String::new(),
        count => format!(" {}", ShellSaid::Pending { count }.text(language)),
    });
    view! {
        <a href=href aria-current=move || current().then_some("page")>
            <Icon glyph/>
            {t(word)}
            <span class="vh">{more}</span>
            <span aria-hidden="true"><Count count/></span>
        </a>
    }
}
