// A promise that was taken down gets another day, or is taken back; offline, and seen at the desk.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PASSWORD, storyBooks } from "./books.mjs";
import { Browser, DESK, PHONE, Server, inspect, kept, signIn } from "./harness.mjs";

let books, server, phone, desk;

before(async () => {
  books = await storyBooks();
  await books.chitbook("territory", "assign", "--territory", "N", "--customer", "K-0217");
  server = await Server.start(books);
  phone = await Browser.open({ viewport: PHONE });
  desk = await Browser.open({ viewport: DESK });
});

after(async () => {
  await phone?.close();
  await desk?.close();
  await server?.stop();
  books?.remove();
});

async function choose(page, group, chip) {
  await page.getByRole("group", { name: group }).getByRole("radio", { name: chip }).first().check();
}

const customer = (page) => page.getByRole("heading", { level: 1, name: /宏盛食品/ }).waitFor();

test("offline, a promise gets another day and that one is taken back", async () => {
  const page = await phone.page(server.url);
  await signIn(page, "lin", PASSWORD);
  await page.getByRole("heading", { level: 1, name: "今日" }).waitFor();
  await page.goto(`${server.url}/customers`);
  await page.getByRole("link", { name: /宏盛食品/ }).first().click();
  await customer(page);
  await kept(page);
  await phone.offline(true);

  await page.getByRole("link", { name: "承诺", exact: true }).click();
  await choose(page, "常用金额", "全部逾期");
  await choose(page, "哪天付", "明天");
  await page.getByPlaceholder("姓名和身份，如：王建国 老板").fill("王建国 老板");
  await page.getByRole("button", { name: /记下承诺.*22,000/ }).click();
  await customer(page);

  await page.getByRole("link", { name: "改期" }).click();
  await page.getByText("那一笔会记为已改期").waitFor();
  await choose(page, "哪天付", "今天");
  await inspect(page, "phone-promise-instead");
  await page.getByRole("button", { name: /记下承诺.*22,000/ }).click();
  await customer(page);
  await page.getByText("已改期").first().waitFor();
  assert.equal(await page.getByRole("link", { name: "改期" }).count(), 1, "only what stands can be changed");

  await page.getByRole("link", { name: "撤回" }).click();
  await page.getByRole("heading", { level: 1, name: "撤回付款承诺" }).waitFor();
  assert.ok(await page.getByRole("button", { name: "先写为什么撤回" }).isDisabled());
  await choose(page, "常见原因", "客户改口不付了");
  await inspect(page, "phone-promise-withdraw");
  await page.getByRole("button", { name: "撤回付款承诺" }).click();
  await customer(page);
  await page.getByText("已撤回").first().waitFor();
  await page.getByText("客户改口不付了").first().waitFor();
  await inspect(page, "phone-promise-withdrawn");
  assert.equal(await page.getByRole("link", { name: "撤回" }).count(), 0);

  await phone.offline(false);
  await page.goto(`${server.url}/sync`);
  await page.getByText("都已送到").first().waitFor({ timeout: 120_000 });
  await page.close();
});

test("the desk sees how both ended", async () => {
  const page = await desk.page(server.url);
  await signIn(page, "zhao", PASSWORD);
  await page.getByRole("link", { name: "付款承诺" }).click();
  await page.getByRole("row", { name: /宏盛食品.*已改期/ }).waitFor();
  await page.getByRole("row", { name: /宏盛食品.*已撤回/ }).waitFor();
  await inspect(page, "desk-promises-ended");
  await books.chitbook("doctor");
});

test("nothing went wrong in the browsers unsaid", () => {
  assert.deepEqual([...phone.troubles, ...desk.troubles], []);
});
