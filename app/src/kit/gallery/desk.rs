//! The desk: the table with its keys, views, bulk acts, and the states.

use std::{cmp::Reverse, collections::BTreeSet, sync::Arc};

use leptos::prelude::*;
use shared::{money::Currency, page::Order};

use super::{Shell, Switches, sample, sample::Neighbour, say, states::States};
use crate::kit::{
    Amount, Bulkbar, Button, Column, Glyph, Icon, IconButton, Legend, Pager, SearchField, Section,
    Shortcut, Sorted, Strip, StripSize, Tab, Table, Tabs, Toast, Toasts, Tone, use_toasts,
};

#[component]
pub fn Desk(shell: RwSignal<Shell>) -> impl IntoView {
    view! {
        <div class="desk">
            <a class="skip" href="#main">{say("跳到正文", "Skip to content")}</a>
            <Rail/>
            <div class="desk-main">
                <header class="topbar">
                    <div class="crumbs"><span aria-current="page">{say("客户", "Customers")}</span></div>
                    <button class="jump" type="button">
                        <Icon glyph=Glyph::Search/>
                        {say("搜索或跳转", "Search or go to")}
                        <kbd class="kbd">"⌘K"</kbd>
                    </button>
                    <IconButton glyph=Glyph::Bell label=say("消息", "Inbox")/>
                </header>
                <main class="page" id="main">
                    <div class="page-head">
                        <h1>{say("客户", "Customers")}</h1>
                        <span class="meta">{say("412 家", "412 customers")}</span>
                        <div class="end">
                            <Button icon=Glyph::Import>{say("导入", "Import")}</Button>
                            <Button tone=Tone::Primary icon=Glyph::Plus>{say("新客户", "New customer")}</Button>
                        </div>
                    </div>
                    <Customers/>
                    <Switches shell/>
                    <States/>
                </main>
            </div>
            <Toasts/>
        </div>
    }
}

#[component]
fn Rail() -> impl IntoView {
    let to = |glyph, text: (&'static str, &'static str), current: bool, number: &'static str| {
        view! {
            <a href="#rail" aria-current=current.then_some("page")>
                <Icon glyph/>
                <span class="rail-word">{say(text.0, text.1)}</span>
                <span class="num">{number}</span>
            </a>
        }
    };
    view! {
        <nav class="rail" aria-label=say("主导航", "Main")>
            <div class="rail-brand">
                <img src="/icon.svg" alt="" width="22" height="22"/>
                <span class="rail-word">{say("赊账通", "Chitbook")}</span>
            </div>
            <div class="rail-group">
                {to(Glyph::Users, ("客户", "Customers"), true, "412")}
                {to(Glyph::Promise, ("付款承诺", "Promises to pay"), false, "23")}
                {to(Glyph::Ageing, ("账龄", "Ageing"), false, "")}
            </div>
            <div class="rail-group">
                <h2>{say("组织", "Organisation")}</h2>
                {to(Glyph::Pin, ("片区分配", "Territories"), false, "")}
                {to(Glyph::Team, ("团队", "Team"), false, "")}
            </div>
            <div class="rail-foot">
                <span>{say("沈静 · 信控", "Shen Jing · credit controller")}</span>
                <span>{say("已同步 11:24", "synced 11:24")}</span>
            </div>
        </nav>
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Name,
    Overdue,
    Days,
}

fn columns() -> Vec<Column<Neighbour, By>> {
    let name = |it: &Neighbour| {
        let (name, number) = (it.name.clone(), it.number);
        view! { <a class="name" href=format!("#customer-{number}")>{name}</a> }
    };
    let strip = |it: &Neighbour| {
        let buckets = sample::buckets(it.amounts);
        view! {
            <span class="w-strip">
                <Strip buckets currency=Currency::CNY size=StripSize::Thin legend=Legend::Elsewhere/>
            </span>
        }
    };
    vec![
        Column::new(say("客户", "Customer"), name).as_row_name().sorted_by(By::Name),
        Column::new(say("编号", "Code"), |it: &Neighbour| {
            let code = it.code.clone();
            view! { <span class="code">{code}</span> }
        }),
        Column::new(say("余额", "Balance"), |it: &Neighbour| {
            let money = it.balance;
            view! { <Amount money/> }
        })
        .at_end(),
        Column::new(say("逾期", "Overdue"), |it: &Neighbour| {
            let money = it.overdue;
            view! { <Amount money/> }
        })
        .at_end()
        .sorted_by(By::Overdue),
        Column::new(say("最长天数", "Days overdue"), |it: &Neighbour| it.days.to_string())
            .at_end()
            .sorted_by(By::Days),
        Column::new(say("账龄", "Ageing"), strip),
        Column::new(say("负责人", "Rep"), |_: &Neighbour| "陈晓梅"),
    ]
}

fn arranged(sorted: Sorted<By>, search: &str) -> Vec<Neighbour> {
    let mut rows = sample::neighbours(120);
    rows.retain(|it| it.name.contains(search));
    match (sorted.by, sorted.order) {
        (By::Name, Order::Ascending) => rows.sort_by_key(|it| it.name.clone()),
        (By::Name, Order::Descending) => rows.sort_by_key(|it| Reverse(it.name.clone())),
        (By::Overdue, Order::Ascending) => rows.sort_by_key(|it| it.overdue.minor()),
        (By::Overdue, Order::Descending) => rows.sort_by_key(|it| Reverse(it.overdue.minor())),
        (By::Days, Order::Ascending) => rows.sort_by_key(|it| it.days),
        (By::Days, Order::Descending) => rows.sort_by_key(|it| Reverse(it.days)),
    }
    rows
}

const PAGE: usize = 25;

#[component]
fn Customers() -> impl IntoView {
    let sorted = RwSignal::new(Sorted { by: By::Overdue, order: Order::Descending });
    let search = RwSignal::new(String::new());
    let offset = RwSignal::new(0_usize);
    let picked = RwSignal::new(BTreeSet::new());
    let all = Memo::new(move |_| arranged(sorted.get(), &search.get()));
    let rows = Signal::derive(move || {
        Arc::new(
            all.with(|it| it.iter().skip(offset.get()).take(PAGE).cloned().collect::<Vec<_>>()),
        )
    });
    let total = Signal::derive(move || all.with(Vec::len));
    let toasts = use_toasts();
    let open = move |number: usize| toasts.show(Toast::new(format!("K-{:04}", number + 1)));
    let count = Signal::derive(move || picked.with(BTreeSet::len));
    let said = (say("已选", "Picked"), say("家", ""));
    view! {
        <Tabs label=say("视图", "Views")>
            <Tab href="#all" current=true count="412">{say("全部", "All")}</Tab>
            <Tab href="#near" current=false count="57">{say("逾期超 30 天", "Over 30 days overdue")}</Tab>
            <Tab href="#mine" current=false count="12">{say("我的关注", "Watched")}</Tab>
        </Tabs>
        <div class="toolbar">
            <SearchField value=search label=say("搜索客户", "Search customers") placeholder=say("名称、拼音首字母", "Name or initials") shortcut=Shortcut::Slash/>
            <div class="end">
                <Pager offset shown=Signal::derive(move || rows.get().len()) total size=PAGE on_turn=move |it| offset.set(it)/>
            </div>
        </div>
        <Table
            caption=say("客户表", "Customers")
            columns=columns()
            rows
            key=|it: &Neighbour| it.number
            sorted
            on_sort=move |it| sorted.set(it)
            picked
            on_open=open
            offset
            total
        />
        <Bulkbar picked=count text=move || format!("{} {} {}", said.0(), count.get(), said.1()) on_clear=move || picked.set(BTreeSet::new())>
            <button class="btn" type="button">{say("改片区", "Assign territory")}</button>
        </Bulkbar>
        <Section title=say("下面", "Below")>
            <p class="meta">{say("J 和 K 上下，Enter 打开，X 选择，/ 搜索", "J and K walk, Enter opens, X picks, / searches")}</p>
        </Section>
    }
}
