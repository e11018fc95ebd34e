// The desk's tables: filtered, sorted, with the columns one likes, kept as a view, taken away as a file;
// and the dashboard that leads to them.

import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { PASSWORD, storyBooks } from "./books.mjs";
import { Browser, DESK, Server, inspect, kept, signIn, until } from "./harness.mjs";

let books, server, desk, page;

before(async () => {
  books = await storyBooks();
  await books.chitbook("territory", "assign", "--territory", "N", "--customer", "K-0217");
  await books.chitbook("territory", "assign", "--territory", "E", "--customer", "W-0087");
  await books.chitbook("territory", "assign", "--territory", "S", "--customer", "X-0153");
  await books.chitbookWith(PASSWORD, "user", "add", "shen", "--name", "沈静", "--role", "controller", "--password-stdin");
  server = await Server.start(books);
  desk = await Browser.open({ viewport: DESK });
  page = await desk.page(server.url);
  await signIn(page, "zhao", PASSWORD);
});

after(async () => {
  await desk?.close();
  await server?.stop();
  books?.remove();
});

const names = async () => (await page.locator("main tbody th[scope=row] a.name").allTextContents());
const heads = async () => (await page.locator("main thead th").allTextContents()).map((it) => it.trim()).filter(Boolean);

test("the dashboard says what is owed, and each figure leads to its list", async () => {
  await page.getByRole("heading", { level: 1, name: "仪表盘" }).waitFor();
  await page.getByText("81,800").first().waitFor();
  await page.getByRole("link", { name: "城北片区" }).first().waitFor();
  await inspect(page, "desk-dashboard");
  const shown = await page.evaluate(async () => (await fetch("/api/dashboard")).json());
  const reports = await page.evaluate(async () => (await fetch("/api/ageing")).json());
  assert.deepEqual(shown.owed.map((it) => it.whole), reports);
  await page.getByRole("link", { name: /51,800/ }).first().click();
  await page.getByRole("heading", { level: 1, name: "客户" }).waitFor();
  assert.match(page.url(), /sort=overdue/);
  await page.goBack();
  const open = page.getByRole("link", { name: "全部未到期" });
  await open.waitFor();
  assert.equal(shown.open_promises.count, 0);
  await open.click();
  await page.getByRole("heading", { level: 1, name: "付款承诺" }).waitFor();
  assert.equal(await page.getByLabel("承诺状态").locator("option:checked").textContent(), "未到期");
  assert.doesNotMatch(page.url(), /due_/);
});

test("a heading sorts, and a column goes and stays away", async () => {
  await page.goto(`${server.url}/customers`);
  await page.getByRole("button", { name: "逾期", exact: true }).click();
  await until(async () => (await names())[0] === "百汇超市", "the largest overdue stands first");
  await page.getByRole("button", { name: "逾期", exact: true }).click();
  await until(async () => (await names())[0] === "永丰粮油批发部", "the smallest stands first");
  await page.getByRole("button", { name: "列", exact: true }).click();
  await page.getByRole("checkbox", { name: "最近承诺" }).uncheck();
  await page.getByRole("button", { name: "前移 逾期", exact: true }).press("Enter");
  await inspect(page, "desk-columns");
  await page.keyboard.press("Escape");
  await until(async () => !(await heads()).includes("最近承诺"), "the column is gone");
  await page.reload();
  await page.getByRole("columnheader", { name: "逾期", exact: true }).waitFor();
  const now = await heads();
  assert.ok(!now.includes("最近承诺"), now.join());
  assert.ok(now.indexOf("逾期") < now.indexOf("应收余额"), now.join());
});

test("what is shown is kept as a view, opens the table, and comes back when it was deleted", async () => {
  await page.goto(`${server.url}/customers?sort=overdue&order=descending`);
  await page.getByRole("button", { name: "视图操作" }).click();
  await page.getByRole("menuitem", { name: "保存当前视图" }).click();
  await page.getByLabel("名称", { exact: true }).fill("逾期最多");
  await page.getByLabel("名称", { exact: true }).press("Enter");
  const tab = page.getByRole("navigation", { name: "视图" }).getByRole("link", { name: "逾期最多" });
  await tab.waitFor();
  await until(async () => (await tab.getAttribute("aria-current")) === "page", "it is the one that is shown");
  await inspect(page, "desk-views");
  await page.getByRole("button", { name: "视图操作" }).click();
  await page.getByRole("menuitem", { name: "设为起始视图" }).click();
  await page.getByText("以后打开这张表，先看这个视图").waitFor();
  await page.goto(`${server.url}/sync`);
  await page.getByText("都已送到").first().waitFor({ timeout: 120_000 });
  await page.goto(`${server.url}/promises`);
  await page.getByRole("navigation").first().getByRole("link", { name: "客户" }).click();
  await until(() => /sort=overdue/.test(page.url()), "the table opens with it");
  await page.getByRole("button", { name: "视图操作" }).click();
  await page.getByRole("menuitem", { name: "删除视图" }).click();
  await page.getByRole("button", { name: "撤销" }).click();
  await tab.waitFor();
});

test("the file has what the page has", async () => {
  await page.goto(`${server.url}/customers?sort=overdue&order=descending&columns=customer%2Coverdue`);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "导出" }).click(),
  ]);
  const text = fs.readFileSync(await file.path(), "utf8");
  const lines = text.replace(/\r\n$/, "").split("\r\n");
  assert.equal(lines[0], "\ufeff客户,币种,逾期");
  assert.equal(lines[1], "百汇超市,CNY,23600.00");
  assert.equal(lines.length, 4);
});

test("by keyboard: to a row, and into it", async () => {
  await page.goto(`${server.url}/customers?sort=overdue&order=descending`);
  await page.getByRole("link", { name: "百汇超市" }).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: /宏盛食品|百汇超市/ }).waitFor();
});

test("promises are filtered by what came of them", async () => {
  await page.goto(`${server.url}/promises?standing=broken`);
  await page.getByText("没有找到").waitFor();
  await page.getByLabel("承诺状态").selectOption({ label: "全部状态" });
  await page.getByText("还没有", { exact: false }).first().waitFor();
});

test("a bucket of the ageing report leads to its documents", async () => {
  await page.goto(`${server.url}/ageing`);
  await page.getByRole("link", { name: "31–60天" }).click();
  await page.getByRole("heading", { level: 1, name: "账龄明细" }).waitFor();
  await page.getByRole("row", { name: /宏盛食品.*8001.*40.*8,000/ }).waitFor();
  const rows = page.locator("main tbody tr");
  assert.equal(await rows.count(), 1);
  await inspect(page, "desk-documents");
  await page.getByLabel("账龄段").selectOption({ label: "全部账龄段" });
  await until(async () => (await rows.count()) === 5, "every open document");
  await page.getByRole("button", { name: "未核销金额", exact: true }).click();
  await until(async () => /30,000/.test(await rows.first().textContent()), "the largest stands first");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "导出" }).click(),
  ]);
  const lines = fs.readFileSync(await file.path(), "utf8").trim().split("\r\n");
  assert.match(lines[1], /^宏盛食品,K-0217,8003,.*,30000\.00,CNY,30000\.00$/);
  assert.equal(lines.length, 6);
  await page.getByRole("main").getByRole("link", { name: "账龄", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "账龄", exact: true }).waitFor();
});

test("who is over the limit is listed, by how much, and taken away as a file", async () => {
  await page.goto(`${server.url}/customers`);
  await page.getByLabel("授信方式").selectOption({ label: "未授信" });
  await until(async () => (await names()).length === 3 && /credit=not_granted/.test(page.url()), "nobody was granted a limit");
  const controller = await Browser.open({ viewport: DESK });
  const other = await controller.page(server.url);
  await signIn(other, "shen", PASSWORD);
  await other.getByRole("heading", { level: 1, name: "仪表盘" }).waitFor();
  for (const shop of ["百汇超市", "永丰粮油批发部"]) {
    await other.goto(`${server.url}/customers`);
    await other.getByRole("link", { name: shop }).click();
    await other.getByRole("link", { name: "调整授信" }).click();
    await other.getByLabel("额度多少", { exact: true }).fill("20000");
    await other.getByLabel("理由", { exact: true }).fill("年度授信");
    await other.getByRole("button", { name: /^定为/ }).click();
    await other.getByRole("heading", { level: 1, name: shop }).waitFor();
    // The list of the others follows by itself.
    await until(async () => !(await names()).includes(shop), `${shop} has a limit`);
  }
  assert.deepEqual(controller.troubles, []);
  await controller.close();
  await page.getByLabel("授信方式").selectOption({ label: "已超额" });
  await page.getByRole("row", { name: /百汇超市.*23,600.*超额 3,600/ }).waitFor();
  assert.deepEqual(await names(), ["百汇超市"]);
  await inspect(page, "desk-over-limit");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "导出" }).click(),
  ]);
  const lines = fs.readFileSync(await file.path(), "utf8").trim().split("\r\n");
  const at = lines[0].split(",").indexOf("可用额度");
  assert.equal(lines[1].split(",")[at], "-3600.00");
  assert.equal(lines.length, 2);
});

test("without the server a page shows what was read last, and of when", async () => {
  await page.goto(`${server.url}/customers`);
  await until(async () => (await names()).length === 3, "the customers are read");
  await kept(page);
  await desk.offline(true);
  await page.reload();
  await page.getByText(/没有连上服务器，这是 .+ 的内容/).first().waitFor();
  assert.equal((await names()).length, 3);
  await inspect(page, "desk-without-server");
  await desk.offline(false);
  await page.getByText(/没有连上服务器/).first().waitFor({ state: "detached" });
});

test("nothing went wrong in the browser unsaid", () => {
  assert.deepEqual(desk.troubles, []);
});
