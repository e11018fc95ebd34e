// The desk imports a file through the web: brought, checked, corrected, booked, tied out; a long one is stopped.

import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { HEADER, PASSWORD, chooseProfile, item, standing, storyBooks } from "./books.mjs";
import { Browser, DESK, Server, inspect, signIn, until } from "./harness.mjs";

let books, server, zh, en;

before(async () => {
  books = await storyBooks();
  await books.chitbookWith(PASSWORD, "user", "add", "qin", "--name", "秦岚", "--role", "finance", "--password-stdin");
  server = await Server.start(books);
  zh = await Browser.open({ viewport: DESK });
  en = await Browser.open({ viewport: DESK, locale: "en" });
});

after(async () => {
  await zh?.close();
  await en?.close();
  await server?.stop();
  books?.remove();
});

const row = (code, number, due = "2026-02-05", amount = "100.0") =>
  item(code, `客户 ${code}`, number, "2026-01-05", due, amount);
const file = (rows) => [HEADER, ...rows].join("\n") + "\n";

async function bring(page, choose, name, text) {
  await page.getByLabel(choose).setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.getByRole("heading", { level: 1, name }).waitFor();
}

const grouped = (count) => count.toLocaleString("en-US");

async function profile(page, label, name) {
  await chooseProfile(page, label, name);
}

let faulty;

test("a file is checked, its faults are seen row by row, and the good rows are booked", async () => {
  const page = await zh.page(server.url);
  await signIn(page, "qin", PASSWORD);
  await page.getByRole("link", { name: "导入" }).first().click();
  await page.getByText("还没有导入过文件").waitFor();
  await inspect(page, "desk-imports-empty");

  const rows = [row("I-1", "7001"), row("I-1", "7002"), row("I-2", "7003", "someday"), row("I-3", "7004", undefined, "十元")];
  await bring(page, /选择文件/, "未清项.csv", file(rows));
  await inspect(page, "desk-import-brought");
  // The heading speaks for its format.
  const chosen = page.getByLabel("格式", { exact: true }).locator("option:checked");
  await until(async () => /highradius/.test(await chosen.textContent()), "the format is known by the heading");
  await page.getByRole("button", { name: "检查", exact: true }).click();
  await standing(page, "已检查");
  await page.getByText("还没有写入。入账会改变 2 行。").waitFor();
  await page.getByRole("row", { name: /4.*someday.*不是日期/ }).waitFor();
  await page.getByRole("row", { name: /5.*十元.*不是金额/ }).waitFor();
  await inspect(page, "desk-import-checked");
  // Another format than was checked is not booked.
  await profile(page, "格式", "open-items-zh");
  await page.getByText("要入账，请先重新检查").waitFor();
  assert.equal(await page.getByRole("button", { name: "入账 2 行" }).count(), 0);
  await profile(page, "格式", "highradius");
  await page.getByRole("button", { name: "入账 2 行" }).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "下载有错的行" }).click(),
  ]);
  faulty = fs.readFileSync(await download.path(), "utf8");
  assert.ok(faulty.startsWith("\uFEFF错误行号,错误列,错误内容,错误说明,key_0,"), faulty);
  assert.equal(faulty.trim().split("\n").length, 3);

  await page.getByRole("link", { name: "核对", exact: true }).click();
  await page.getByRole("row", { name: /客户 I-1.*200/ }).waitFor();
  await page.getByText("2 行读不出来").waitFor();
  await inspect(page, "desk-import-tie-out-checked");
  await page.goBack();
  await page.getByRole("button", { name: "入账 2 行" }).click();
  await standing(page, "已入账");
  await page.getByRole("main").getByRole("link", { name: "看客户" }).waitFor();
  await page.getByRole("main").getByRole("link", { name: "看回款核对" }).waitFor();
  await inspect(page, "desk-import-booked");

  await page.getByRole("link", { name: "核对", exact: true }).click();
  await page.getByRole("radio", { name: "只看差异" }).check({ force: true });
  // What stood here before came under the same source and is not in this file.
  await page.getByRole("row", { name: /宏盛食品.*52,000/ }).waitFor();
  await page.getByRole("row", { name: /客户 I-1/ }).waitFor({ state: "detached" });
  const [lines] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "下载", exact: true }).click(),
  ]);
  assert.match(fs.readFileSync(await lines.path(), "utf8"), /K-0217,宏盛食品,CN01,CNY,52000\.00,0\.00,52000\.00,3,0/);
  await inspect(page, "desk-import-tie-out");
  await page.getByRole("row", { name: /宏盛食品/ }).getByRole("link").click();
  await page.getByRole("heading", { level: 1, name: /宏盛食品/ }).waitFor();
  await page.close();
});

test("the corrected rows are dropped on the page and book the rest", async () => {
  const page = await zh.page(`${server.url}/imports`);
  await page.getByRole("row", { name: /未清项.*已入账.*秦岚/ }).waitFor();
  // As somebody does it in a spreadsheet: only the cells of the row itself, behind what is said of it.
  const [heading, ...lines] = faulty.trim().split("\n");
  const right = lines.map((line) => line.replace(/^.*?,1,CN01,/, "1,,,,1,CN01,"))
    .map((line) => line.replace(",someday,", ",2026-02-05,").replace(",十元,", ",10.0,"));
  const corrected = [heading, ...right].join("\n");
  const drop = await page.evaluateHandle((text) => {
    const dropped = new DataTransfer();
    dropped.items.add(new File([text], "corrected.csv", { type: "text/csv" }));
    return dropped;
  }, corrected);
  await page.locator("label.drop").dispatchEvent("drop", { dataTransfer: drop });
  await page.getByRole("heading", { level: 1, name: "corrected.csv" }).waitFor();
  await profile(page, "格式", "highradius");
  await page.getByRole("button", { name: "检查", exact: true }).click();
  await standing(page, "已检查");
  await page.getByRole("button", { name: "入账 2 行" }).click();
  await standing(page, "已入账");
  await page.getByText("没有有错的行。").waitFor();
  await page.close();
});

const many = (count, code, first) => file(Array.from({ length: count }, (_, at) => row(`${code}-${at % 300}`, `${first + at}`)));

test("in English a long check is seen in two tabs, stopped, and begun again", async () => {
  const page = await en.page(server.url);
  await page.getByLabel("Login").fill("admin");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("link", { name: "Imports" }).first().click();
  // Long enough to be looked at on the way, however fast it is checked.
  await bring(page, /Choose a file/, "endless.csv", many(100_000, "E", 1_000_000));
  await profile(page, "Profile", "highradius");
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await page.getByRole("button", { name: "Stop" }).waitFor();
  await page.getByText(/of 100,000 rows checked/).first().waitFor({ timeout: 120_000 });
  await inspect(page, "desk-import-running");
  // Away and back, and in another tab: the same job, wherever one looks.
  await page.getByRole("link", { name: "Customers" }).first().click();
  const other = await en.page(`${server.url}/imports`);
  await other.getByRole("link", { name: "endless.csv" }).click();
  await other.getByRole("button", { name: "Stop" }).click();
  await standing(other, "Check stopped");
  await other.close();
  await page.goBack();
  await standing(page, "Check stopped");
  await page.getByRole("button", { name: "Check again" }).click();
  await page.getByRole("button", { name: "Stop" }).click();
  await standing(page, "Check stopped");
  await page.close();
});

test("a booking is stopped, keeps what it wrote, and is finished later", async () => {
  const page = await en.page(`${server.url}/imports`);
  await bring(page, /Choose a file/, "long.csv", many(12_000, "L", 500_000));
  await profile(page, "Profile", "highradius");
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await standing(page, "Checked");
  await page.getByRole("button", { name: "Book 12,000 rows" }).click();
  await page.getByText(/of 12,000 rows booked/).first().waitFor({ timeout: 120_000 });
  await page.getByRole("button", { name: "Stop" }).click();
  await standing(page, "Booking stopped");
  await page.getByText(/Stopped after .* written, and they stay/).waitFor();
  await inspect(page, "desk-import-stopped");
  await page.getByRole("button", { name: "Book the rest" }).click();
  await standing(page, "Booked");
  await page.getByText("No faulty rows.").waitFor();

  // What stood here before and is not in this file is the difference, line by line and in the sums.
  await page.getByRole("link", { name: "Tie-out", exact: true }).click();
  const sums = page.locator("dl").filter({ has: page.getByText("CNY", { exact: true }) });
  const before = 52_000 + 6_200 + 23_600 + 200 + 110;
  await sums.getByText(`${grouped(1_200_000 + before)}.00`, { exact: true }).waitFor();
  await sums.getByText(/12,009 documents/).waitFor();
  await sums.getByText("1,200,000.00", { exact: true }).waitFor();
  await sums.getByText("12,000 documents").waitFor();
  await sums.getByText(`${grouped(before)}.00`, { exact: true }).waitFor();
  await sums.getByText("6 of 306 lines differ").waitFor();
  await page.getByRole("radio", { name: "Only differences" }).check({ force: true });
  await page.getByRole("row", { name: /宏盛食品.*52,000.*3 documents.*0 documents.*52,000/ }).waitFor();
  await page.getByRole("row", { name: /客户 L-/ }).first().waitFor({ state: "detached" });
  await inspect(page, "desk-import-tie-out-differs-en");
  const [lines] = await Promise.all([
    page.waitForEvent("download"), page.getByRole("link", { name: "Download", exact: true }).click(),
  ]);
  const text = fs.readFileSync(await lines.path(), "utf8");
  assert.match(text, /K-0217,宏盛食品,CN01,CNY,52000\.00,0\.00,52000\.00,3,0/);
  assert.equal(text.trim().split("\n").length, 1 + 6);
  await page.close();
  await books.chitbook("doctor");
});

test("a wrong file is refused in a sentence, and offline the page says what it needs", async () => {
  const page = await en.page(`${server.url}/imports`);
  await bring(page, /Choose a file/, "wrong.csv", "a,b\n1,2\n");
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await page.getByText(/columns are missing/i).waitFor();
  await inspect(page, "desk-import-refused");
  await page.getByRole("link", { name: "Back to Imports" }).click();
  await page.getByRole("row", { name: /wrong\.csv.*not taken/ }).waitFor();
  await en.offline(true);
  await until(async () => page.getByText("Imports need the server.").isVisible(), "the page says that it is offline", 60_000);
  await inspect(page, "desk-imports-offline");
  await en.offline(false);
  await page.close();
});

test("nothing went wrong in the browsers unsaid", () => {
  assert.deepEqual([...zh.troubles, ...en.troubles], []);
});
