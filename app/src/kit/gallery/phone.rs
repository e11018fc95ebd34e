//! The phone: a customer, a promise being made, a long list.

use std::sync::Arc;

use leptos::prelude::*;
use shared::{money::Currency, promise::day_chips};

use super::{Shell, Switches, sample, say, states::States};
use crate::{
    format::day,
    kit::{
        Amount, Button, Cents, Chips, Choice, Count, Currencies, DayChips, Empty, Field, Figure,
        FoldedAmount, Glyph, Group, Icon, IconButton, Knot, Legend, Mark, Meta, MoneyInput,
        MoneyInputSize, Need, Note, Notice, Pill, Row, RowEnd, RowMain, RowTitle, Rows,
        SearchField, Section, Spine, Stop, Strip, StripSize, Tag, TextArea, TextInput, Toast,
        Toasts, Tone, Truth, VirtualList, use_toasts,
    },
    language::use_language,
};

#[component]
pub fn Phone(shell: RwSignal<Shell>) -> impl IntoView {
    view! {
        <div class="phone">
            <a class="skip" href="#main">{say("跳到正文", "Skip to content")}</a>
            <header class="appbar has-back">
                <IconButton glyph=Glyph::Left label=say("返回", "Back")/>
                <div class="appbar-title"><h1>"宏盛食品"</h1><span class="meta">"K-0217"</span></div>
                <Pill glyph=Glyph::Offline href="#sync">{say("离线 · 数据 07:42", "Offline · data 07:42")}</Pill>
            </header>
            <main id="main">
                <Switches shell/>
                <Customer/>
                <Promise/>
                <States/>
                <LongList/>
            </main>
            <div class="bars"><ActionBar/><TabBar/></div>
            <Toasts/>
        </div>
    }
}

#[component]
fn Customer() -> impl IntoView {
    let language = use_language();
    let buckets = Signal::derive(|| sample::buckets(sample::STORY));
    view! {
        <section class="stack gap-4" aria-labelledby="overdue">
            <h2 class="meta" id="overdue">{say("逾期", "Overdue")}</h2>
            <Figure><Amount money=sample::cny(5_320_000) currency=Currencies::Said/></Figure>
            <p class="meta">
                {say("余额", "Balance")}" "
                <FoldedAmount money=sample::cny(16_300_000) currency=Currencies::Said/>
            </p>
        </section>
        <Section title=say("账龄", "Ageing") end=move || view! { {say("未清", "Open")}" "<Amount money=sample::cny(16_600_000) cents=Cents::Folded/> }>
            <Strip buckets currency=Currency::CNY label=say("账龄", "Ageing")/>
        </Section>
        <Section title=say("未到账的承诺", "Promises not yet received") end=move || say("兑现率 78%，平均晚 4 天", "kept 78 %, on average 4 days late")>
            <Rows>
                <Row href="#promise">
                    <RowMain>
                        <RowTitle>{move || day::near_capital(language.get(), sample::today(), sample::today())}"，刘敏 财务"</RowTitle>
                        <Meta>{say("转账，应收单 0834、0851", "by transfer, receivables 0834, 0851")}</Meta>
                    </RowMain>
                    <RowEnd><Amount money=sample::cny(1_400_000)/><Mark truth=Truth::Confirmed/></RowEnd>
                </Row>
                <Row href="#promise">
                    <RowMain>
                        <RowTitle>{move || day::near_capital(language.get(), sample::day(20), sample::today())}"，王建国 老板" <Tag icon=Glyph::Dispute>{say("争议", "Disputed")}</Tag></RowTitle>
                        <Meta>{say("现金，应收单 0793", "in cash, receivable 0793")}</Meta>
                    </RowMain>
                    <RowEnd><Amount money=sample::cny(800_000)/><Mark truth=Truth::OnlyHere/></RowEnd>
                </Row>
            </Rows>
        </Section>
        <Timeline/>
    }
}

#[component]
fn Timeline() -> impl IntoView {
    view! {
        <Section title=say("往来", "Timeline") end=move || say("全部 64 条", "all 64")>
            <Spine>
                <Stop knot=Knot::Icon(Glyph::Promise)>
                    <RowTitle>{say("王建国承诺 8,000", "Wang Jianguo promised 8,000")}</RowTitle>
                    <RowEnd><Meta>{say("今天 10:12", "today 10:12")}</Meta></RowEnd>
                    <Meta>{say("现金，周五付", "in cash, on Friday")}</Meta>
                    <RowEnd><Mark truth=Truth::OnlyHere/></RowEnd>
                </Stop>
                <Stop knot=Knot::Icon(Glyph::Bank)>
                    <RowTitle>{say("收款 20,000，兑现承诺", "Receipt of 20,000, promise kept")}</RowTitle>
                    <RowEnd><Meta>{say("11月12日", "12 Nov")}</Meta></RowEnd>
                    <Meta>{say("比约定晚 2 天", "2 days later than promised")}</Meta>
                    <RowEnd><Mark truth=Truth::Confirmed/></RowEnd>
                </Stop>
                <Stop knot=Knot::Next(2) href="#next">
                    <RowTitle><b>"百汇超市"</b></RowTitle>
                    <RowEnd><b><Amount money=sample::cny(1_100_000)/></b></RowEnd>
                </Stop>
            </Spine>
        </Section>
    }
}

#[component]
fn Promise() -> impl IntoView {
    let text = RwSignal::new("8,000.00".to_owned());
    let due = RwSignal::new(Some(sample::day(20)));
    let who = RwSignal::new(Some(0));
    let other = RwSignal::new(String::new());
    let note = RwSignal::new(String::new());
    let amounts = say("这张应收单", "This receivable");
    let half = say("一半逾期", "Half of overdue");
    let all = say("全部逾期", "All overdue");
    let chosen = RwSignal::new(Some(800_000_i64));
    let choices = Signal::derive(move || {
        vec![
            Choice::new(800_000, amounts()).with_small("8,000"),
            Choice::new(2_660_000, half()).with_small("26,600"),
            Choice::new(5_320_000, all()).with_small("53,200"),
        ]
    });
    let people =
        Signal::derive(|| vec![Choice::new(0, "王建国 老板"), Choice::new(1, "刘敏 财务")]);
    let error = say("请写明谁答应的", "Say who promised");
    view! {
        <Section title=say("记承诺", "Make a promise")>
            <form class="stack-5">
                <div class="stack">
                    <Field label=say("承诺付多少", "How much")>
                        <MoneyInput text currency=Currency::CNY size=MoneyInputSize::Hero/>
                    </Field>
                    <Group legend=say("常用金额", "Usual amounts")>
                        <Chips choices value=chosen on_choose=move |it| {
                            chosen.set(Some(it));
                            let (whole, minor) = sample::cny(it).grouped();
                            text.set(whole + &minor);
                        }/>
                    </Group>
                    <Note icon=Glyph::File>{say("付清应收单 0793，最长逾期从 52 天降到 41 天", "Pays receivable 0793; longest overdue falls from 52 to 41 days")}</Note>
                </div>
                <Group legend=say("哪天付", "When")>
                    <DayChips
                        days=Signal::derive(|| day_chips(sample::today()))
                        today=sample::today()
                        value=due
                        on_choose=move |it| due.set(it)
                        earliest=Some(sample::today())
                        none=say("没说", "Not said")
                    />
                </Group>
                <Group legend=say("谁答应的", "Who promised")>
                    <Chips choices=people value=who on_choose=move |it| who.set(Some(it))/>
                </Group>
                <Field label=say("其他人", "Someone else") error=Signal::derive(move || Some(error().to_owned()))>
                    <TextInput value=other placeholder=say("姓名和身份", "Name and role")/>
                </Field>
                <Field label=say("备注", "Note") need=Need::Optional hint=say("写了就自动存草稿", "Saved as a draft while you write")>
                    <TextArea value=note placeholder=say("说了什么，下次带什么", "What was said, what to bring next time")/>
                </Field>
            </form>
        </Section>
    }
}

#[component]
fn LongList() -> impl IntoView {
    let search = RwSignal::new(String::new());
    let all = StoredValue::new(Arc::new(sample::neighbours(5_000)));
    let found = Memo::new(move |_| {
        let part = search.get();
        let found = all
            .get_value()
            .iter()
            .filter(|it| it.name.contains(&part))
            .cloned()
            .collect::<Vec<_>>();
        Arc::new(found)
    });
    let row = |it: sample::Neighbour| {
        view! {
            <a class="row" href=format!("#customer-{}", it.number)>
                <RowMain>
                    <RowTitle><span>{it.name}</span></RowTitle>
                    <Meta>{it.code}</Meta>
                </RowMain>
                <RowEnd>
                    <Amount money=it.overdue bad=true/>
                    <span class="w-strip"><Strip buckets=sample::buckets(it.amounts) currency=Currency::CNY size=StripSize::Thin legend=Legend::Elsewhere/></span>
                </RowEnd>
            </a>
        }
    };
    view! {
        <Section title=say("五千家客户", "Five thousand customers") end=move || view! { {move || found.get().len().to_string()} }>
            <SearchField value=search label=say("搜索客户", "Search customers") placeholder=say("名称、拼音首字母、编号", "Name, initials, code")/>
            <VirtualList rows=found row label=say("客户", "Customers")/>
            {move || found.with(|it| it.is_empty()).then(|| view! { <Empty glyph=Glyph::Search title=say("没找到", "None found") hint=say("换个字试试", "Try other words")/> })}
        </Section>
    }
}

#[component]
fn ActionBar() -> impl IntoView {
    let toasts = use_toasts();
    let act = |glyph, text: (&'static str, &'static str)| {
        view! { <button class="act" type="button"><Icon glyph/>{say(text.0, text.1)}</button> }
    };
    let done = say("已记下承诺 8,000.00", "Promise of 8,000.00 recorded");
    let press = move || toasts.show(Toast::new(done()).with_undo(|| ()));
    view! {
        <footer class="actionbar">
            {act(Glyph::Visit, ("拜访", "Visit"))}
            {act(Glyph::Cash, ("收款", "Receipt"))}
            {act(Glyph::Request, ("申请", "Request"))}
            <Button tone=Tone::Primary icon=Glyph::Promise on_press=press>
                {say("记承诺", "Make a promise")}
            </Button>
        </footer>
    }
}

#[component]
fn TabBar() -> impl IntoView {
    let tab = |glyph, text: (&'static str, &'static str), current: bool| {
        view! {
            <a href="#tab" aria-current=current.then_some("page")>
                <Icon glyph/>
                <span>{say(text.0, text.1)}</span>
            </a>
        }
    };
    view! {
        <nav class="tabbar" aria-label=say("主导航", "Main")>
            {tab(Glyph::Today, ("今日", "Today"), true)}
            {tab(Glyph::Users, ("客户", "Customers"), false)}
            <a href="#record" aria-label=say("记一笔", "Record")><span class="add"><Icon glyph=Glyph::Plus/></span></a>
            <a href="#inbox"><Icon glyph=Glyph::Inbox/><Count count=2/><span>{say("待办", "To do")}</span></a>
            {tab(Glyph::User, ("我的", "Me"), false)}
        </nav>
    }
}

/// What a notice looks like beside another; used by both shells.
#[component]
pub fn Notices() -> impl IntoView {
    view! {
        <div class="stack">
            <Note notice=Notice::Local>{say("离线可放行 20,000.00，今天 18:00 前有效", "20,000.00 can be released offline until 18:00")}</Note>
            <Note notice=Notice::Warn>{say("再过 8 天暂停赊销：最长逾期 52 天", "Hold in 8 days: longest overdue 52 days")}</Note>
            <Note notice=Notice::Ok>{say("各段合计等于余额", "The buckets add up to the balance")}</Note>
            <Note notice=Notice::Bad>{say("这台手机存满了。已写的 3 条都在，没有丢。", "This phone is full. All 3 entries are safe.")}</Note>
            <Note>{say("银行数据到 11 月 17 日", "Bank data up to 17 November")}</Note>
        </div>
    }
}
