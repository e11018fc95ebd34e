// Finance looks into what does not fit: a settled document without money is paired by hand, taken back, and
// another is settled otherwise; in Chinese and in English.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { HONGSHENG, OTHERS, PASSWORD, statement, storyBooks } from "./books.mjs";
import { Browser, DESK, Server, day, inspect, signIn } from "./harness.mjs";

let books, server, desk;

before(async () => {
  books = await storyBooks();
  await books.chitbookWith(PASSWORD, "user", "add", "yan", "--name", "严会计", "--role", "finance", "--password-stdin");
  await books.chitbook("territory", "assign", "--territory", "N", "--customer", "K-0217");
  const header = readFileSync(books.own, "utf8").split("\n")[0];
  // 3,000 of the first document and 200 of another customer's were settled in the ERP.
  const fallen = [HONGSHENG[0].replace("8000.0", "5000.0"), OTHERS[0].replace("6200.0", "6000.0")];
  const next = books.file("next.csv", [header, ...fallen].join("\n") + "\n");
  await books.chitbook("import", "invoices", next, "--profile", "highradius", "--as-of", day(-1));
  // Money of another amount: the rule leaves it to people.
  const bank = statement(books, { number: "T-900", payer: "宏盛食品", amount: "2900.00", on: day(-1) });
  await books.chitbook("import", "receipts", bank, "--profile", "bank-zh");
  server = await Server.start(books);
  desk = await Browser.open({ viewport: DESK });
});

after(async () => {
  await desk?.close();
  await server?.stop();
  books?.remove();
});

test("finance pairs by hand, and settles another matter otherwise", async () => {
  const page = await desk.page(server.url);
  await signIn(page, "yan", PASSWORD);
  await page.getByRole("link", { name: "回款核对" }).first().click();
  const row = page.getByRole("row", { name: /宏盛食品.*外部核销无对应收款.*3,000/ });
  await row.waitFor();
  await inspect(page, "desk-reconciliation");

  await row.getByRole("button", { name: "核对" }).click();
  await page.getByLabel("对应哪一笔钱").waitFor();
  await inspect(page, "desk-reconciliation-looking");
  await page.getByRole("button", { name: "对应", exact: true }).click();
  // What the money does not cover stays in question.
  await page.getByRole("row", { name: /宏盛食品.*外部核销无对应收款.*100/ }).waitFor();

  const other = page.getByRole("row", { name: /永丰粮油批发部.*外部核销无对应收款/ });
  await other.getByRole("button", { name: "核对" }).click();
  // Nothing is chosen before a person has: what is missing is said, and nothing is sent.
  await page.getByRole("button", { name: "另行处理" }).click();
  await page.getByText("先选是哪一种").waitFor();
  await page.getByText("先写原因").waitFor();
  await inspect(page, "desk-reconciliation-missing");
  await page.getByLabel("不是收款，是").selectOption({ label: "折让" });
  await page.getByLabel("原因").fill("破损折让，见五月协议");
  await page.getByRole("button", { name: "另行处理" }).click();
  await other.waitFor({ state: "detached" });

  await page.getByRole("row", { name: /宏盛食品/ }).getByRole("button", { name: "核对" }).click();
  await page.getByRole("button", { name: "撤销对应" }).waitFor();
  await inspect(page, "desk-reconciliation-paired");
  await page.getByRole("button", { name: "撤销对应" }).click();
  await page.getByRole("row", { name: /宏盛食品.*外部核销无对应收款.*3,000/ }).waitFor();

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "导出" }).click();
  assert.equal((await download).suggestedFilename(), "reconciliation.csv");
  await page.close();
  await books.chitbook("doctor");
});

test("in English", async () => {
  const page = await desk.page(server.url);
  await page.goto(`${server.url}/me`);
  await page.getByRole("radio", { name: "English" }).check();
  await page.goto(`${server.url}/reconciliation`);
  await page.getByRole("heading", { level: 1, name: "Promises vs receipts" }).waitFor();
  const row = page.getByRole("row", { name: /宏盛食品.*settled elsewhere without money.*3,000/ });
  await row.waitFor();
  await inspect(page, "desk-reconciliation-en");

  await row.getByRole("button", { name: "Look" }).click();
  const dialog = page.getByRole("dialog", { name: "Look" });
  await dialog.getByLabel("Which money was it").waitFor();
  assert.match(await dialog.getByLabel("Which money was it").locator("option:checked").textContent(), /T-900.*2,900/);
  await dialog.getByRole("button", { name: "Settle otherwise" }).click();
  await dialog.getByText("Choose which it was first").waitFor();
  await dialog.getByText("Give the reason first").waitFor();
  await inspect(page, "desk-reconciliation-looking-en");
  await dialog.getByRole("button", { name: "Pair", exact: true }).click();
  const rest = page.getByRole("row", { name: /宏盛食品.*settled elsewhere without money.*100/ });
  await rest.getByRole("button", { name: "Look" }).click();
  await dialog.getByRole("listitem").filter({ hasText: /Booked.*2,900/ }).waitFor();
  await inspect(page, "desk-reconciliation-paired-en");
  await dialog.getByRole("button", { name: "Take back" }).click();
  await row.waitFor();
  await page.close();
  await books.chitbook("doctor");
});

test("nothing went wrong in the browser unsaid", () => {
  assert.deepEqual(desk.troubles, []);
});
