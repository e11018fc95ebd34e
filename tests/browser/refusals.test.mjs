// What is refused says so where it was tried: above the cap, one's own cash, one's own request, credit without a
// limit; and a form outlives a reload, a second tab and a desk without a network.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PASSWORD, storyBooks } from "./books.mjs";
import { Browser, DESK, PHONE, Server, inspect, kept, signIn, until } from "./harness.mjs";

let books, server, customer;
const people = {};

before(async () => {
  books = await storyBooks();
  for (const [login, name, ...roles] of [
    ["shen", "沈静", "controller"], ["li", "李雪", "finance"], ["gao", "高远", "rep", "manager", "cashier"],
  ]) {
    await books.chitbookWith(PASSWORD, "user", "add", login, "--name", name, ...roles.flatMap((it) => ["--role", it]),
      "--territory", "N", "--password-stdin");
  }
  await books.chitbook("territory", "assign", "--territory", "N", "--customer", "K-0217");
  server = await Server.start(books);
});

after(async () => {
  for (const { browser } of Object.values(people)) await browser.close();
  await server?.stop();
  books?.remove();
});

async function enter(login, viewport) {
  const browser = await Browser.open({ viewport });
  const page = await browser.page(server.url);
  people[login] = { browser, page };
  await signIn(page, login, PASSWORD);
  await page.getByRole("navigation").first().waitFor();
  return page;
}

const heading = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();
const shop = (page) => heading(page, /宏盛食品/);
const button = (page, name) => page.getByRole("button", { name });

/** Closes nothing, reloads, and waits until what was typed stands there again. */
async function reloadKeeps(page, field, typed) {
  await page.getByText("草稿已存").first().waitFor();
  await page.reload();
  await until(async () => (await field.inputValue().catch(() => "")) === typed, `the draft of ${page.url()} is back`);
}

test("every form of the phone outlives a reload, and the day's page leads back to it", async () => {
  const page = await enter("lin", PHONE);
  await page.goto(`${server.url}/customers`);
  await page.getByRole("link", { name: /宏盛食品/ }).first().click();
  await shop(page);
  customer = new URL(page.url()).pathname;
  await kept(page);
  await people.lin.browser.offline(true);
  const forms = [
    ["visit", "备注（可不填）", "老板不在"], ["promise", "承诺付多少", "1,200"], ["receipt", "收了多少", "900"],
    ["credit", "理由", "旺季备货"], ["contact", "姓名", "王建国"], ["file", "地址（可不填）", "鼓楼区东街"],
  ];
  for (const [form, label, typed] of forms) {
    await page.goto(`${server.url}${customer}/${form}`);
    const field = page.getByLabel(label, { exact: true });
    await field.fill(typed);
    await reloadKeeps(page, field, typed);
  }
  await page.goto(`${server.url}/today`);
  const left = page.getByRole("region", { name: "没写完的" });
  await left.getByRole("link").nth(forms.length - 1).waitFor();
  assert.equal(await left.getByRole("link").count(), forms.length);
  await inspect(page, "phone-today-left");
  await left.getByRole("link", { name: /申请额度/ }).click();
  await until(async () => (await page.getByLabel("理由", { exact: true }).inputValue()) === "旺季备货", "the same form");
  await people.lin.browser.offline(false);
});

test("cash above the cap is refused before a slip is written", async () => {
  const { page } = people.lin;
  await page.goto(`${server.url}${customer}/receipt`);
  const amount = page.getByLabel("收了多少", { exact: true });
  await until(async () => (await amount.inputValue()) === "900", "her draft");
  await amount.fill("20000.01");
  await page.getByText(/上限.*20,000/).first().waitFor();
  assert.ok(await button(page, /开凭条/).isDisabled());
  await inspect(page, "phone-slip-above-cap");
  await amount.fill("900");
  await button(page, /开凭条，收.*900/).click();
  await heading(page, "收款凭条");
});

test("in two tabs with the same draft, what both send is there once", async () => {
  const { page, browser } = people.lin;
  const place = `${server.url}${customer}/contact`;
  const other = await browser.page(place);
  await page.goto(place);
  for (const tab of [page, other]) {
    const name = tab.getByLabel("姓名", { exact: true });
    await until(async () => (await name.inputValue()) === "王建国", "the draft is in both");
  }
  await button(page, "存下联系人").click();
  await shop(page);
  await page.getByRole("link", { name: "更改 王建国" }).waitFor();
  const again = button(other, "存下联系人");
  if (await again.isEnabled()) await again.click();
  await other.goto(`${server.url}${customer}`);
  await shop(other);
  await page.goto(`${server.url}/sync`);
  await page.getByText("都已送到").first().waitFor({ timeout: 120_000 });
  await other.getByRole("link", { name: "更改 王建国" }).waitFor();
  assert.equal(await other.getByRole("link", { name: "更改 王建国" }).count(), 1);
  await other.close();
});

test("credit without a limit is above what a manager and a controller may give, and the row says so", async () => {
  const lin = people.lin.page;
  await lin.goto(`${server.url}${customer}/credit`);
  await lin.getByRole("radio", { name: "不限额" }).check();
  await button(lin, /发出申请/).click();
  await shop(lin);
  const page = await enter("shen", DESK);
  await page.goto(`${server.url}${customer}/credit`);
  await heading(page, "调整授信");
  assert.equal(await page.getByRole("radio", { name: "不限额" }).count(), 0, "it is not offered");
  await page.getByRole("navigation").getByRole("link", { name: /^审批/ }).click();
  const row = page.getByRole("row", { name: /宏盛食品/ });
  await row.getByRole("button", { name: "审批" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "批准", exact: true }).click();
  await row.getByText(/总经理/).waitFor();
  await inspect(page, "desk-approval-refused");
  await page.getByRole("navigation").getByRole("link", { name: /^待办/ }).click();
  await heading(page, "待办");
  // The decision that was refused, and the request that goes on waiting.
  await page.getByText("2 件要处理").waitFor();
  await page.getByRole("main").getByRole("link", { name: /^审批\s*1 个申请等你审批/ }).waitFor();
  await inspect(page, "desk-inbox-approvals");
  await lin.getByText("待审批").first().waitFor();
});

test("a rep who is a manager as well decides on the phone, and not about the own request", async () => {
  const page = await enter("gao", PHONE);
  await heading(page, "今日");
  await page.getByRole("link", { name: /宏盛食品/ }).first().waitFor();
  await page.goto(`${server.url}${customer}/credit`);
  await page.getByLabel("额度多少", { exact: true }).fill("30000");
  await page.getByLabel("理由", { exact: true }).fill("自己的客户");
  await button(page, /发出申请/).click();
  await shop(page);
  await page.getByText("待审批").first().waitFor();
  await page.goto(`${server.url}/today`);
  // The own request waits as well, but not for its author: both pages count the same.
  const waits = page.getByRole("main").getByRole("link", { name: /^审批\s*1 个申请等你审批/ });
  await waits.waitFor();
  await inspect(page, "phone-today-office");
  const inbox = page.getByRole("navigation").getByRole("link", { name: /^待办/ });
  await until(async () => /待办\s*1 条/.test(await inbox.textContent()), "the place says that something waits");
  await inbox.click();
  await heading(page, "待办");
  await page.getByText("1 件要处理").waitFor();
  await inspect(page, "phone-inbox-office");
  await waits.click();
  await heading(page, "审批");
  await page.getByRole("row", { name: /林晓/ }).waitFor();
  assert.equal(await page.getByRole("row", { name: /高远/ }).count(), 0, "the own one is not for its author");
  await page.getByLabel("进度", { exact: true }).selectOption({ label: "待审批" });
  await page.getByRole("row", { name: /高远/ }).getByRole("button", { name: "审批" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("这是你自己的申请，要由别人审批").waitFor();
  assert.equal(await dialog.getByRole("button", { name: "批准", exact: true }).count(), 0);
  await page.keyboard.press("Escape");
  await inspect(page, "phone-approvals");
  await page.getByRole("row", { name: /林晓/ }).getByRole("button", { name: "审批" }).click();
  await dialog.getByLabel(/^审批意见/).fill("先收逾期");
  await dialog.getByRole("button", { name: "不批准" }).click();
  await page.getByRole("row", { name: /林晓/ }).waitFor({ state: "detached" });
  await people.lin.page.getByText("未批准").first().waitFor();
  await inbox.click();
  await page.getByText("没有要你处理的事").waitFor();
  assert.equal(await waits.count(), 0, "nothing waits any more");
  assert.doesNotMatch(await inbox.textContent(), /条/);
  // A rep who decides nothing is told of nothing.
  const lin = people.lin.page;
  await lin.goto(`${server.url}/inbox`);
  await heading(lin, "待办");
  assert.equal(await lin.getByRole("link", { name: /等你审批/ }).count(), 0);
});

test("the desk without a network keeps what it sends, says so, and the verdict comes later", async () => {
  const { page, browser } = people.shen;
  await page.goto(`${server.url}${customer}`);
  await shop(page);
  await kept(page);
  await browser.offline(true);
  await page.getByRole("link", { name: "调整授信" }).click();
  await page.getByLabel("额度多少", { exact: true }).fill("40000");
  await page.getByLabel("理由", { exact: true }).fill("年度授信");
  await reloadKeeps(page, page.getByLabel("理由", { exact: true }), "年度授信");
  await button(page, /定为.*40,000/).click();
  await shop(page);
  await page.getByText(/发送中.*40,000/).waitFor();
  await inspect(page, "desk-sending");
  await browser.offline(false);
  await page.getByText(/发送中/).waitFor({ state: "detached", timeout: 120_000 });
  await page.getByText("40,000").first().waitFor();
});

test("who took the cash does not count it", async () => {
  const { page } = people.gao;
  await page.goto(`${server.url}${customer}/receipt`);
  await page.getByLabel("收了多少", { exact: true }).fill("700");
  await button(page, /开凭条，收.*700/).click();
  await heading(page, "收款凭条");
  await page.goto(`${server.url}/today`);
  await page.getByRole("link", { name: /^交款/ }).click();
  await heading(page, "交款");
  const rep = page.getByLabel("选业务员");
  await rep.getByRole("option", { name: /高远/ }).waitFor({ state: "attached" });
  await rep.selectOption({ label: await rep.getByRole("option", { name: /高远/ }).innerText() });
  await page.getByRole("checkbox", { name: /GAO-.*700/ }).check();
  await page.getByText("自己收的钱不能自己点").waitFor();
  assert.ok(await button(page, /点收入账/).isDisabled());
  await inspect(page, "phone-own-cash");
});

test("who keeps the books is offered no change of a customer's file and no approval", async () => {
  const page = await enter("li", DESK);
  await page.goto(`${server.url}${customer}`);
  await shop(page);
  await page.getByRole("heading", { name: "联系人" }).waitFor();
  assert.equal(await button(page, /新增联系人|更改/).count(), 0);
  assert.equal(await page.getByRole("link", { name: /^审批/ }).count(), 0);
  await books.chitbook("doctor");
});

test("nothing went wrong in the browsers unsaid", () => {
  for (const [who, { browser }] of Object.entries(people)) assert.deepEqual(browser.troubles, [], who);
});
