//! Parts and states that look the same in both shells.

use leptos::prelude::*;
use shared::money::Currency;

use super::{phone::Notices, sample, say};
use crate::kit::{
    Amount, Banner, Button, Checkbox, Choice, Currencies, DateInput, Dialog, DialogShape, Empty,
    Fact, Facts, Field, FoldedAmount, Glyph, IconButton, Legend, LinkButton, Mark, Menu, MenuItem,
    MoneyInput, Notice, Progress, Section, Segmented, Select, Skeleton, SkeletonShape, Strip, Tag,
    TextInput, TextKind, ToggleChip, Tone, Truth,
};

#[component]
pub fn States() -> impl IntoView {
    view! {
        <Banner notice=Notice::Warn>
            <b>{say("数据已 26 小时", "Data are 26 hours old")}</b>
            {say("，按政策今天离线不能再放行赊销。收款、拜访、承诺照常记录。", ": by policy nothing more is released offline today. Receipts, visits and promises are recorded as usual.")}
        </Banner>
        <Marks/>
        <Buttons/>
        <Fields/>
        <Figures/>
        <Waiting/>
    }
}

#[component]
fn Marks() -> impl IntoView {
    view! {
        <Section title=say("事实的五种状态", "Five truths")>
            <div class="line">
                <Mark truth=Truth::Confirmed/>
                <Mark truth=Truth::OnlyHere/>
                <Mark truth=Truth::AwaitingApproval/>
                <Mark truth=Truth::Refused/>
                <Mark truth=Truth::Conflicting/>
                <Mark truth=Truth::OnlyHere text=say("2 条仅在本机", "2 only here")/>
            </div>
            <div class="gap-3"><Notices/></div>
        </Section>
    }
}

#[component]
fn Buttons() -> impl IntoView {
    let centred = RwSignal::new(false);
    let sheet = RwSignal::new(false);
    let on = RwSignal::new(true);
    view! {
        <Section title=say("按钮与选择", "Buttons and choices")>
            <div class="line">
                <Button tone=Tone::Primary>{say("主要", "Primary")}</Button>
                <Button icon=Glyph::Plus>{say("次要", "Line")}</Button>
                <Button tone=Tone::Quiet>{say("轻量", "Quiet")}</Button>
                <Button tone=Tone::Bad>{say("撤回", "Withdraw")}</Button>
                <Button tone=Tone::Primary busy=true icon=Glyph::Send>{say("正在发送", "Sending")}</Button>
                <Button disabled=true>{say("联网后可用", "Online only")}</Button>
                <IconButton glyph=Glyph::Edit label=say("修改", "Edit")/>
                <LinkButton href="#link" icon=Glyph::Download>{say("导出", "Export")}</LinkButton>
                <Button on_press=move || centred.set(true)>{say("对话框", "Dialog")}</Button>
                <Button on_press=move || sheet.set(true)>{say("抽屉", "Sheet")}</Button>
                <Menu label=say("更多", "More")>
                    <MenuItem glyph=Glyph::Copy on_press=|| ()>{say("复制编号", "Copy the code")}</MenuItem>
                    <MenuItem glyph=Glyph::Print on_press=|| ()>{say("打印", "Print")}</MenuItem>
                </Menu>
                <ToggleChip label=say("只看逾期", "Overdue only") on on_change=move |it| on.set(it)/>
                <Checkbox checked=on on_change=move |it| on.set(it)>{say("显示密码", "Show password")}</Checkbox>
                <Tag>"v14"</Tag>
            </div>
            <Dialogs centred sheet/>
        </Section>
    }
}

#[component]
fn Dialogs(centred: RwSignal<bool>, sheet: RwSignal<bool>) -> impl IntoView {
    let close = move |open: RwSignal<bool>| move || view! { <Button tone=Tone::Primary on_press=move || open.set(false)>{say("知道了", "Understood")}</Button> };
    view! {
        <Dialog open=centred title=say("退出登录", "Sign out") acts=close(centred)>
            <p>{say("还有 3 条仅在本机。退出后它们留在这台手机上，等你再登录。", "3 entries are only here. They stay on this phone until you sign in again.")}</p>
        </Dialog>
        <Dialog open=sheet title=say("选应收单", "Pick receivables") shape=DialogShape::Sheet acts=close(sheet)>
            <Checkbox checked=true on_change=|_| ()>"0793 · 8,000.00"</Checkbox>
        </Dialog>
    }
}

#[component]
fn Fields() -> impl IntoView {
    let by = RwSignal::new(0);
    let segments = (say("到期日", "Due day"), say("开票日", "Invoice day"));
    let choices =
        Signal::derive(move || vec![Choice::new(0, segments.0()), Choice::new(1, segments.1())]);
    let territory = RwSignal::new(Some(1));
    let amount = RwSignal::new("12六百".to_owned());
    view! {
        <Section title=say("填写", "Fields")>
            <div class="stack-3">
                <Segmented label=say("账龄从", "Age from") choices value=by on_choose=move |it| by.set(it)/>
                <Field label=say("余额截至", "Balance as of")>
                    <DateInput value=Some(sample::today()) on_change=|_| ()/>
                </Field>
                <Field label=say("片区", "Territory")>
                    <Select
                        choices=vec![Choice::new(1, "苏州"), Choice::new(2, "无锡")]
                        value=territory
                        on_choose=move |it| territory.set(it)
                        nothing=say("全部片区", "All territories")
                    />
                </Field>
                <Field label=say("密码", "Password")>
                    <TextInput value=RwSignal::new(String::new()) kind=TextKind::Password/>
                </Field>
                <Field label=say("金额", "Amount")>
                    <MoneyInput text=amount currency=Currency::CNY/>
                </Field>
            </div>
        </Section>
    }
}

#[component]
fn Figures() -> impl IntoView {
    let buckets = Signal::derive(|| sample::buckets(sample::ALL_STEPS));
    view! {
        <Section title=say("金额与账龄", "Money and ageing")>
            <p class="line">
                <Amount money=sample::cny(2_840_000) currency=Currencies::Said/>
                <Amount money=sample::cny(-1_260_000) bad=true/>
                <Amount money=sample::cny(126_450)/>
                <Amount money=sample::cny(0)/>
                <FoldedAmount money=sample::cny(1_842_630_000)/>
            </p>
            <div class="stack gap-3">
                <Strip buckets currency=Currency::CNY legend=Legend::Names label=say("账龄", "Ageing")/>
                <Strip buckets currency=Currency::CNY/>
                <Strip buckets=sample::buckets([0; 7]) currency=Currency::CNY legend=Legend::Elsewhere/>
            </div>
            <Facts>
                <Fact label=say("付款人", "Payer")>"昆山宏盛食品有限公司"</Fact>
                <Fact label=say("方式", "Method")>{say("转账", "Transfer")}</Fact>
            </Facts>
        </Section>
    }
}

#[component]
fn Waiting() -> impl IntoView {
    view! {
        <Section title=say("等待与空白", "Waiting and nothing")>
            <div class="stack-5">
                <Progress done=1_280 total=Some(2_000) text=say("导入 1,280 / 2,000，错误 3 行", "Imported 1,280 of 2,000, 3 faulty rows")>
                    <Button tone=Tone::Quiet>{say("停止", "Stop")}</Button>
                </Progress>
                <Progress done=3 total=None text=say("正在连接", "Connecting")/>
                <Skeleton/>
                <Skeleton lines=2 shape=SkeletonShape::Rows/>
                <Empty glyph=Glyph::Promise title=say("还没有承诺", "No promises yet") hint=say("在客户页点“承诺”，记下金额和日期。到期那天会排进你的路线。", "Tap “Promise” on a customer's page and record amount and day.")>
                    <Button icon=Glyph::Plus>{say("记一笔承诺", "Make a promise")}</Button>
                </Empty>
            </div>
        </Section>
    }
}
