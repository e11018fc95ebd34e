// The tour of README, step by step, on the demo that `cargo xtask run` starts with. It takes the pictures of
// README as well: with CHITBOOK_PICTURES=1 they go to docs/images.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { standing } from "./books.mjs";
import { Books, Browser, DESK, PHONE, Server, day, kept, results, settled, signIn, until } from "./harness.mjs";

const PASSWORD = "chitbook";
const SHOP = /福州榕江生鲜/;
const readme = fs.readFileSync(path.resolve(import.meta.dirname, "../../README.md"), "utf8");
const images = process.env.CHITBOOK_PICTURES
  ? path.resolve(import.meta.dirname, "../../docs/images") : path.join(results, "tour");

let books, server, customer, phone;
const desks = {};

before(async () => {
  books = new Books();
  await books.chitbook("seed");
  server = await Server.start(books);
});

after(async () => {
  for (const { browser } of [...Object.values(desks), ...(phone ? [phone] : [])]) await browser.close();
  await server?.stop();
  books?.remove();
});

async function enter(login, viewport) {
  const browser = await Browser.open({ viewport });
  const page = await browser.page(server.url);
  await signIn(page, login, PASSWORD);
  await page.getByRole("navigation").first().waitFor();
  // Names of territories and people come with the first synchronisation.
  await page.getByText(/数据 \d/).first().waitFor();
  return { browser, page };
}

/** The desk of somebody, signed in once. */
async function desk(login) {
  desks[login] ??= await enter(login, DESK);
  return desks[login].page;
}

let stuck = false;

/** A step of the tour; after one that failed there is no next. */
function step(name, walk) {
  test(name, async () => {
    assert.ok(!stuck, "a step before this one failed");
    stuck = true;
    await walk();
    stuck = false;
  });
}

const heading = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();
const press = (page, name) => page.getByRole("button", { name }).click();
const place = (page, name) => page.getByRole("navigation").getByRole("link", { name }).first().click();
const shown = (page, text) => page.getByText(text).first().waitFor();

async function shot(page, name) {
  fs.mkdirSync(images, { recursive: true });
  await settled(page);
  await page.screenshot({ path: path.join(images, `${name}.png`) });
}

async function sent(page) {
  await page.goto(`${server.url}/sync`);
  await page.getByText("都已送到").first().waitFor();
}

/** What the shop owes by the books, in minor units. */
async function owes() {
  const report = await books.chitbook("report", "ageing", "--as-of", day(), "--customer", "KH040", "--format", "json");
  return JSON.parse(report)[0].balance_minor;
}

/** The three files of step 5, made as README makes them. */
function makeFiles() {
  const [, lines] = /```sh\n(today=[^]*?)```/.exec(readme);
  execFileSync("bash", ["-ec", lines], { cwd: books.folder, env: { ...process.env, TZ: "Asia/Shanghai" } });
}

async function bring(page, name, subject, profile) {
  await place(page, "导入");
  await page.getByLabel(/选择文件/).setInputFiles(path.join(books.folder, name));
  await heading(page, name);
  assert.ok(await page.getByRole("radio", { name: subject }).isChecked());
  // The heading speaks for its format: nobody has to choose it.
  const chosen = page.getByLabel("格式", { exact: true }).locator("option:checked");
  assert.match(await chosen.textContent(), new RegExp(profile));
  await press(page, "检查");
  await standing(page, "已检查");
}

step("1 · whom to see today", async () => {
  phone = await enter("lin", PHONE);
  const { page } = phone;
  await heading(page, "今日");
  await shown(page, "到期的承诺");
  await shot(page, "phone-today");
  await place(page, "同步");
  await shown(page, "没有网络也能在本机打开");
  await kept(page);
});

step("2 · without a signal she finds the shop", async () => {
  const { page, browser } = phone;
  await browser.offline(true);
  await page.reload();
  await place(page, "客户");
  await page.getByLabel("搜索客户").fill("rj");
  await page.getByRole("link", { name: SHOP }).first().click();
  await heading(page, SHOP);
  customer = new URL(page.url()).pathname;
  await shown(page, "超额");
  await shot(page, "phone-customer");
});

step("3 · a promise is only here, and a note half written is there again", async () => {
  const { page } = phone;
  await page.getByRole("link", { name: "承诺", exact: true }).click();
  await page.getByLabel("承诺付多少", { exact: true }).fill("20000");
  await page.getByRole("group", { name: "哪天付" }).getByRole("radio").first().check();
  await page.getByRole("group", { name: "谁答应的" }).getByRole("radio").first().check();
  await shot(page, "phone-promise");
  await press(page, /记下承诺.*20,000/);
  await heading(page, SHOP);
  await shown(page, "仅在本机");

  await page.getByRole("link", { name: "拜访", exact: true }).click();
  const note = page.getByLabel("备注（可不填）");
  await note.fill("老板娘说周");
  await page.getByText("草稿已存").first().waitFor();
  await page.reload();
  await until(async () => (await note.inputValue()) === "老板娘说周", "the draft is back");
});

step("4 · at the desk the promise appears by itself", async () => {
  const page = await desk("manager");
  await heading(page, "仪表盘");
  await shot(page, "desk-dashboard");
  await place(page, "付款承诺");
  await heading(page, "付款承诺");
  await page.getByRole("row").nth(3).waitFor();
  assert.equal(await page.getByRole("row", { name: /榕江生鲜.*20,000/ }).count(), 0);
  await phone.browser.offline(false);
  await page.getByRole("row", { name: /榕江生鲜.*20,000/ }).waitFor();
  await shot(page, "desk-promises");
});

step("5 · money comes, and both see how much of the promise it is", async () => {
  makeFiles();
  const page = await desk("finance");
  await bring(page, "bank.csv", "收款", "bank-zh");
  await press(page, /^入账/);
  await standing(page, "已入账");
  await (await desk("manager")).getByRole("row", { name: /榕江生鲜.*20,000.*8,000/ }).waitFor();
  await phone.page.goto(server.url + customer);
  await shown(phone.page, /已到账.*8,000/);
});

step("6 · a raise that was asked for offline meets a lower limit", async () => {
  const { page, browser } = phone;
  await browser.offline(true);
  await page.getByRole("link", { name: "申请额度" }).click();
  await page.getByLabel("额度多少", { exact: true }).fill("300000");
  await page.getByLabel("理由", { exact: true }).fill("中秋备货");
  await press(page, /发出申请/);
  await heading(page, SHOP);

  const controller = await desk("controller");
  await controller.goto(server.url + customer);
  await controller.getByRole("link", { name: "调整授信" }).click();
  await controller.getByLabel("额度多少", { exact: true }).fill("60000");
  await controller.getByLabel("理由", { exact: true }).fill("逾期太多");
  await press(controller, /定为.*内赊销/);
  await heading(controller, SHOP);

  await browser.offline(false);
  await sent(page);
  const manager = await desk("manager");
  await place(manager, /^审批/);
  const row = manager.getByRole("row", { name: /榕江生鲜/ });
  await row.getByText("额度已变").waitFor();
  await row.getByRole("button", { name: "审批" }).click();
  const dialog = manager.getByRole("dialog");
  await dialog.getByText("60,000").first().waitFor();
  await shot(manager, "desk-approvals");
  await dialog.getByLabel(/^审批意见/).fill("请附订单");
  await dialog.getByRole("button", { name: "退回修改" }).click();
  await row.waitFor({ state: "detached" });
});

step("7 · one number, two versions, one tap", async () => {
  const { page } = phone;
  await place(page, /^待办/);
  const conflict = page.getByRole("article").filter({ has: page.getByRole("button", { name: "用我的" }) }).first();
  await conflict.getByText("需核对").first().waitFor();
  await shot(page, "phone-inbox");
  await conflict.getByRole("button", { name: "保留办公室的" }).click();
  await conflict.waitFor({ state: "detached" });
});

step("8 · cash lowers the balance when it is counted, not before", async () => {
  const { page } = phone;
  const before = await owes();
  await page.goto(server.url + customer);
  await page.getByRole("link", { name: "收款", exact: true }).click();
  await page.getByLabel("收了多少", { exact: true }).fill("3000");
  await press(page, /开凭条，收.*3,000/);
  await heading(page, "收款凭条");
  await page.goto(server.url + customer);
  await shown(page, "在途收款");
  await sent(page);
  assert.equal(await owes(), before);

  const cashier = await desk("cashier");
  await place(cashier, "交款");
  const lin = cashier.getByLabel("选业务员").locator("option", { hasText: "林晓梅" });
  await cashier.getByLabel("选业务员").selectOption(await lin.getAttribute("value"));
  await cashier.getByRole("checkbox", { name: /LIN-.*3,000/ }).check();
  await shot(cashier, "desk-hand-ins");
  await press(cashier, /点收入账.*3,000/);
  await cashier.getByRole("table", { name: "交款记录表" }).getByRole("row", { name: /林晓梅.*3,000/ }).first().waitFor();
  assert.equal(await owes(), before - 300_000);
});

step("9 · tied out, then booked", async () => {
  const page = await desk("finance");
  await bring(page, "erp-1.csv", "应收单", "open-items-zh");
  await page.getByRole("row", { name: /六千/ }).first().waitFor();
  await page.getByRole("link", { name: "下载有错的行" }).waitFor();
  await page.getByRole("link", { name: "核对", exact: true }).click();
  await page.getByRole("row", { name: /榕江生鲜.*18,000/ }).waitFor();
  await shot(page, "desk-tie-out");
  await page.goBack();
  await press(page, "入账 2 行");
  await standing(page, "已入账");
  await page.getByRole("link", { name: "核对", exact: true }).click();
  await page.getByRole("radio", { name: "只看差异" }).check({ force: true });
  await shown(page, "没有差异");
});

step("10 · the same money is deducted once", async () => {
  const before = await owes();
  const page = await desk("finance");
  await bring(page, "erp-2.csv", "应收单", "open-items-zh");
  await press(page, "入账 2 行");
  await standing(page, "已入账");
  // 5,000 less is open, and 3,000 of it is the cash that was deducted when it was counted.
  assert.equal(await owes(), before - 200_000);
  await place(page, "回款核对");
  await page.getByRole("row", { name: /榕江生鲜.*外部核销无对应收款.*2,000/ }).waitFor();
  assert.equal(await page.getByRole("row", { name: /榕江生鲜.*外部核销无对应收款.*3,000/ }).count(), 0);
  await shot(page, "desk-reconciliation");
  await books.chitbook("doctor");
});

test("nothing went wrong in the browsers unsaid", () => {
  for (const { browser } of [phone, ...Object.values(desks)]) assert.deepEqual(browser.troubles, []);
});
