// What was done by a slip of the thumb is taken back with one tap: a draft that was cleared, a contact that was
// removed. In Chinese and in English.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { storyBooks } from "./books.mjs";
import { PHONE, Server, inspect, until } from "./harness.mjs";
import { enter, heading, press, shown } from "./people.mjs";

const SHOP = /宏盛食品/;
const NOTE = "老板娘说周五付";

const LANGUAGES = {
  "zh-CN": {
    visit: "拜访", note: "备注（可不填）", kept: /草稿已存/, back: "上次没写完的内容已恢复", drop: "清空草稿", dropped: "草稿已清空",
    undo: "撤销", add: "新增联系人", name: "姓名", number: /^电话/, save: "存下联系人", change: "更改 王建国",
    remove: "移除联系人", removed: "联系人已移除",
  },
  en: {
    visit: "Visit", note: /^Note/, kept: /Draft kept/, back: "What you had not finished is back", drop: "Clear the draft",
    dropped: "Draft cleared", undo: "Undo", add: "Add contact", name: "Name", number: /^Phone/, save: "Save contact",
    change: "Change 王建国", remove: "Remove contact", removed: "Contact removed",
  },
};

for (const [language, words] of Object.entries(LANGUAGES)) {
  let books, server, browser, page, customer;

  before(async () => {
    books = await storyBooks();
    await books.chitbook("territory", "assign", "--territory", "N", "--customer", "K-0217");
    server = await Server.start(books);
    ({ browser, page } = await enter(server.url, "lin", PHONE, language));
    await page.goto(`${server.url}/customers`);
    await page.getByRole("link", { name: SHOP }).first().click();
    await heading(page, SHOP);
    customer = page.url();
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    books?.remove();
  });

  test(`${language}: a draft that was cleared comes back`, async () => {
    await page.goto(customer);
    await page.getByRole("link", { name: words.visit, exact: true }).click();
    const note = page.getByLabel(words.note);
    await note.fill(NOTE);
    await shown(page, words.kept);
    await page.reload();
    await shown(page, words.back);
    await until(async () => (await note.inputValue()) === NOTE, "the draft is back");
    await press(page, words.drop);
    await shown(page, words.dropped);
    await until(async () => (await note.inputValue()) === "", "the form is empty");
    await inspect(page, `undo-${language}-draft-cleared`);
    await press(page, words.undo);
    await until(async () => (await note.inputValue()) === NOTE, "what was cleared is back");
  });

  test(`${language}: a contact that was removed comes back`, async () => {
    await page.goto(customer);
    await page.getByRole("link", { name: words.add }).or(page.getByRole("button", { name: words.add })).click();
    await page.getByLabel(words.name, { exact: true }).fill("王建国");
    await page.getByLabel(words.number).fill("13800000001");
    await press(page, words.save);
    await heading(page, SHOP);
    const number = page.getByRole("link", { name: /13800000001/ });
    await number.waitFor();
    await page.getByRole("link", { name: words.change }).click();
    await press(page, words.remove);
    await heading(page, SHOP);
    await shown(page, words.removed);
    await number.waitFor({ state: "detached" });
    await inspect(page, `undo-${language}-contact-removed`);
    await press(page, words.undo);
    await number.waitFor();
    assert.deepEqual(browser.troubles, []);
  });
}
