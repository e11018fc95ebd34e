// Exchange rates: finance enters those of a day, stands by a jump or puts it right; nobody writes over what
// they have not seen; what it makes of a limit stands in the customer's file.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Books, Browser, DESK, PHONE, Server, day, inspect, picture, settled, signIn, until } from "./harness.mjs";

const PASSWORD = "chitbook";
/** The cold store of the bonded zone, which buys in dollars as well. */
const ABROAD = /马尾保税区冷链/;

let books, server, finance, admin, desk, other;

before(async () => {
  books = new Books();
  await books.chitbook("seed");
  server = await Server.start(books);
});

after(async () => {
  await finance?.close();
  await admin?.close();
  await server?.stop();
  books?.remove();
});

async function enter(login, viewport = DESK) {
  const browser = await Browser.open({ viewport });
  const page = await browser.page(server.url);
  await signIn(page, login, PASSWORD);
  await page.getByRole("navigation").first().waitFor();
  // The register comes with the first synchronisation.
  await page.getByText(/数据 \d/).first().waitFor();
  return [browser, page];
}

const costs = (page) => page.getByLabel("1 USD 折合 CNY");
const save = (page) => page.getByRole("button", { name: "保存汇率" }).click();

test("the rates of a day are entered, and a slip of the finger is asked about", async () => {
  [finance, desk] = await enter("finance");
  await desk.getByRole("navigation").getByRole("link", { name: /汇率/ }).click();
  await settled(desk);
  await desk.getByRole("table", { name: "在用外币及其汇率" }).getByText("有效").waitFor();
  await costs(desk).fill("七块");
  await save(desk);
  await desk.getByText("请填数字，例如 7.1188").waitFor();
  await costs(desk).fill("71.2");
  await save(desk);
  await desk.getByText(/变动超过20%/).waitFor();
  await desk.getByLabel("已核对，就是这个汇率").waitFor();
  await inspect(desk, "rates-zh-jump");
  await costs(desk).fill("7.1200");
  await save(desk);
  await desk.getByText("汇率已保存").first().waitFor();
  await desk.getByText(/这一天已录 1 USD = 7.1200，李雪/).waitFor();
  await until(async () => (await costs(desk).inputValue()) === "", "the field is empty again");
  await inspect(desk, "rates-zh");
  await desk.setViewportSize(PHONE);
  await settled(desk);
  await inspect(desk, "rates-zh-390");
  await desk.setViewportSize(DESK);
});

test("the file says which amount was counted, and at which rate", async () => {
  const [controller, page] = await enter("controller");
  await page.goto(`${server.url}/rates`);
  await settled(page);
  await page.getByText("汇率由应收会计或管理员录入").waitFor();
  assert.equal(await page.getByRole("button", { name: "保存汇率" }).count(), 0);
  await picture(page, "rates-zh-reader");
  await page.goto(`${server.url}/customers?search=${encodeURIComponent("保税区冷链")}`);
  await page.getByRole("link", { name: ABROAD }).click();
  await page.getByText(/含 US\$31,050\.50，按 1 USD = 7\.1200/).first().waitFor();
  await inspect(page, "rates-zh-file");
  await controller.close();
});

test("who had not seen the other's rate is told, and writes over nothing", async () => {
  [admin, other] = await enter("admin");
  await other.goto(`${server.url}/rates`);
  await costs(other).waitFor();
  await other.getByLabel("日期").first().fill(day(-1));
  await admin.offline(true);
  await costs(other).fill("7.1300");
  await save(other);
  // Meanwhile finance corrects the same day.
  await desk.goto(`${server.url}/rates`);
  await costs(desk).waitFor();
  await desk.getByLabel("日期").first().fill(day(-1));
  await costs(desk).fill("7.1100");
  await save(desk);
  await desk.getByText(/这一天已录 1 USD = 7.1100/).waitFor();
  await admin.offline(false);
  await other.getByText(/汇率别人已经录了：1 USD = 7.1100。没有覆盖它/).first().waitFor();
  await inspect(other, "rates-zh-moved");
  assert.deepEqual(admin.troubles, []);
});

test("what was said before stays beside it, and a rate can be withdrawn", async () => {
  await desk.goto(`${server.url}/rates/USD-CNY-${day(0)}`);
  await settled(desk);
  await costs(desk).fill("7.1250");
  await save(desk);
  await desk.getByRole("heading", { name: "先前各版" }).waitFor();
  await desk.getByRole("button", { name: "作废" }).click();
  await desk.getByText("没有填作废原因").first().waitFor();
  await desk.getByLabel("作废原因").fill("看错了一行");
  await desk.getByRole("button", { name: "作废" }).click();
  await desk.getByText("已作废").first().waitFor();
  await inspect(desk, "rates-zh-one");
  assert.deepEqual(finance.troubles, []);
});
