// A promise that was taken down gets another day, or is taken back; offline, and seen at the desk. In Chinese and in
// English.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { storyBooks } from "./books.mjs";
import { DESK, PHONE, Server, inspect, kept } from "./harness.mjs";
import { enter, heading, press, shown } from "./people.mjs";

const SHOP = /宏盛食品/;

const LANGUAGES = {
  "zh-CN": {
    promise: "承诺", usual: "常用金额", overdue: "全部逾期", when: "哪天付", tomorrow: "明天", today: "今天",
    who: "姓名和身份，如：王建国 老板", save: /记下承诺.*22,000/, another: "改期", instead: "那一笔会记为已改期", moved: "已改期",
    onWhat: "付什么", onDocuments: "按应收单", picked: "1 张，未清 ¥14,000", done: "选好了",
    withdraw: "撤回", withdrawing: "撤回付款承诺", why: "先写为什么撤回", reasons: "常见原因", backedOut: "客户改口不付了",
    withdrawn: "已撤回", allSent: "都已送到", promises: "付款承诺",
  },
  en: {
    promise: "Promise", usual: "Usual amounts", overdue: "All overdue", when: "When", tomorrow: "Tomorrow", today: "Today",
    who: /Name and role/, save: /Take the promise.*22,000/, another: "Another day", instead: "which will be marked superseded",
    moved: "superseded", onWhat: "On what", onDocuments: "On receivables", picked: "1 receivable, ¥14,000", done: "Done",
    withdraw: "Withdraw", withdrawing: "Withdraw a promise", why: "Say why it is withdrawn", reasons: "Usual reasons",
    backedOut: "The customer backed out", withdrawn: "withdrawn", allSent: "Everything has arrived", promises: "Promises to pay",
  },
};

for (const [language, words] of Object.entries(LANGUAGES)) {
  let books, server, phone, desk;

  before(async () => {
    books = await storyBooks();
    await books.chitbook("territory", "assign", "--territory", "N", "--customer", "K-0217");
    server = await Server.start(books);
  });

  after(async () => {
    await phone?.browser.close();
    await desk?.browser.close();
    await server?.stop();
    books?.remove();
  });

  const choose = (page, group, chip) =>
    page.getByRole("group", { name: group }).getByRole("radio", { name: chip }).first().check();

  test(`${language}: offline, a promise gets another day and that one is taken back`, async () => {
    phone = await enter(server.url, "lin", PHONE, language);
    const { page, browser } = phone;
    await page.goto(`${server.url}/customers`);
    await page.getByRole("link", { name: SHOP }).first().click();
    await heading(page, SHOP);
    await kept(page);
    await browser.offline(true);

    await page.getByRole("link", { name: words.promise, exact: true }).click();
    await choose(page, words.onWhat, words.onDocuments);
    const sheet = page.getByRole("dialog");
    await sheet.getByRole("checkbox", { name: /14,000/ }).check();
    await sheet.getByText(words.picked).waitFor();
    await inspect(page, `promise-${language}-documents`);
    await sheet.getByRole("checkbox", { name: /8,000/ }).check();
    await press(page, words.done);
    await choose(page, words.when, words.tomorrow);
    await page.getByPlaceholder(words.who).fill("王建国 老板");
    await press(page, words.save);
    await heading(page, SHOP);

    await page.getByRole("link", { name: words.another }).click();
    await shown(page, words.instead);
    await choose(page, words.when, words.today);
    await inspect(page, `promise-${language}-instead`);
    await press(page, words.save);
    await heading(page, SHOP);
    await shown(page, words.moved);
    assert.equal(await page.getByRole("link", { name: words.another }).count(), 1, "only what stands can be changed");

    await page.getByRole("link", { name: words.withdraw }).click();
    await heading(page, words.withdrawing);
    assert.ok(await page.getByRole("button", { name: words.why }).isDisabled());
    await choose(page, words.reasons, words.backedOut);
    await inspect(page, `promise-${language}-withdraw`);
    await press(page, words.withdrawing);
    await heading(page, SHOP);
    await shown(page, words.withdrawn);
    await shown(page, words.backedOut);
    await inspect(page, `promise-${language}-withdrawn`);
    assert.equal(await page.getByRole("link", { name: words.withdraw }).count(), 0);

    await browser.offline(false);
    await page.goto(`${server.url}/sync`);
    await page.getByText(words.allSent).first().waitFor({ timeout: 120_000 });
  });

  test(`${language}: the desk sees how both ended`, async () => {
    desk = await enter(server.url, "zhao", DESK, language);
    const { page } = desk;
    await page.getByRole("link", { name: words.promises, exact: true }).click();
    await page.getByRole("row", { name: new RegExp(`宏盛食品.*${words.moved}`) }).waitFor();
    await page.getByRole("row", { name: new RegExp(`宏盛食品.*${words.withdrawn}`) }).waitFor();
    await inspect(page, `promise-${language}-desk-ended`);
    await books.chitbook("doctor");
    assert.deepEqual([...phone.browser.troubles, ...desk.browser.troubles], []);
  });
}
