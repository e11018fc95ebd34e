// What stands in the fields that say who is sued and where money goes takes two people: what a rep changes without a
// signal waits beside what stands, the office finds it, and says yes or no; the rep hears of it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PASSWORD, storyBooks } from "./books.mjs";
import { DESK, PHONE, Server, inspect, kept } from "./harness.mjs";
import { enter, heading, press, shown } from "./people.mjs";

const SHOP = /宏盛食品/;
const LANGUAGES = {
  "zh-CN": {
    file: "更改客户资料", legal: "法定名称", save: "存下资料", waits: "待第二人确认", second: /要等内勤、信控或经理里的另一个人确认/, sent: "都已送到",
    filter: "客户资料", yes: "确认这样改", no: "不改", back: "撤回", notTaken: "未采用，仍为",
  },
  en: {
    file: "Change customer file", legal: "Legal name", save: "Save file", waits: "waits for a second person",
    second: /once another person of the office has confirmed it/, sent: "Everything has arrived", filter: "Customer file",
    yes: "Confirm the change", no: "Keep as it is", back: "Take back", notTaken: "was not taken, it stays",
  },
};

for (const [language, words] of Object.entries(LANGUAGES)) {
  let books, server, customer, lin, shen;

  before(async () => {
    books = await storyBooks();
    await books.chitbookWith(PASSWORD, "user", "add", "shen", "--name", "沈静", "--role", "controller", "--password-stdin");
    await books.chitbook("territory", "assign", "--territory", "N", "--customer", "K-0217");
    server = await Server.start(books);
  });

  after(async () => {
    for (const who of [lin, shen]) await who?.browser.close();
    await server?.stop();
    books?.remove();
  });

  async function rename(page, name) {
    await page.getByRole("link", { name: words.file }).or(page.getByRole("button", { name: words.file })).first().click();
    await page.getByLabel(words.legal).fill(name);
    await press(page, words.save);
    await heading(page, SHOP);
  }

  test(`${language}: a name where none stood is taken from one person`, async () => {
    shen = await enter(server.url, "shen", DESK, language);
    await shen.page.goto(`${server.url}/customers?search=K-0217`);
    await shen.page.getByRole("link", { name: SHOP }).first().click();
    await heading(shen.page, SHOP);
    customer = new URL(shen.page.url()).pathname;
    await rename(shen.page, "宏盛商贸有限公司");
    await shown(shen.page, "宏盛商贸有限公司");
    assert.equal(await shen.page.getByText(words.waits).count(), 0);
  });

  test(`${language}: what a rep changes without a signal waits beside what stands`, async () => {
    lin = await enter(server.url, "lin", PHONE, language);
    await lin.page.goto(server.url + customer);
    await shown(lin.page, "宏盛商贸有限公司");
    await kept(lin.page);
    await lin.browser.offline(true);
    await lin.page.getByRole("link", { name: words.file }).click();
    await shown(lin.page, words.second);
    await inspect(lin.page, `second-${language}-form`);
    await lin.page.goBack();
    await rename(lin.page, "宏达商贸有限公司");
    await lin.page.getByText(new RegExp(`宏盛商贸有限公司 → 宏达商贸有限公司 · ${words.waits}`)).first().waitFor();
    await inspect(lin.page, `second-${language}-waits`);
    assert.equal(await lin.page.getByRole("button", { name: words.yes }).count(), 0, "nobody is the second to oneself");
    await lin.page.getByRole("button", { name: words.back }).waitFor();
    await lin.browser.offline(false);
    await lin.page.goto(`${server.url}/sync`);
    await lin.page.getByText(words.sent).first().waitFor({ timeout: 120_000 });
  });

  test(`${language}: the office finds what waits, and confirms it`, async () => {
    await shen.page.goto(`${server.url}/customers`);
    await shen.page.getByLabel(words.filter).selectOption({ label: words.waits });
    await shen.page.getByRole("link", { name: SHOP }).first().click();
    await heading(shen.page, SHOP);
    await shown(shen.page, words.waits);
    await inspect(shen.page, `second-${language}-desk`);
    await press(shen.page, words.yes);
    await shen.page.getByRole("button", { name: words.yes }).waitFor({ state: "detached" });
    await shen.page.getByRole("definition").filter({ hasText: "宏达商贸有限公司" }).first().waitFor();
    await shen.page.goto(`${server.url}/customers?file=proposed`);
    await shown(shen.page, language === "en" ? "Nothing found" : "没有找到");
    await lin.page.goto(`${server.url}/inbox`);
    await lin.page.getByRole("article").filter({ hasText: "沈静" }).filter({ hasText: "宏达商贸有限公司" }).waitFor();
    await inspect(lin.page, `second-${language}-told`);
  });

  test(`${language}: or says no, and what stands goes on standing`, async () => {
    await lin.page.goto(server.url + customer);
    await shown(lin.page, "宏达商贸有限公司");
    await rename(lin.page, "宏发商贸有限公司");
    await shen.page.goto(server.url + customer);
    await shen.page.getByText(/宏达商贸有限公司 → 宏发商贸有限公司/).first().waitFor();
    await press(shen.page, words.no);
    await shen.page.getByRole("button", { name: words.no }).waitFor({ state: "detached" });
    await lin.page.goto(`${server.url}/inbox`);
    await lin.page.getByRole("article").filter({ hasText: `宏发商贸有限公司 ${words.notTaken} 宏达商贸有限公司` }).waitFor();
    await books.chitbook("doctor");
    assert.deepEqual([...lin.browser.troubles, ...shen.browser.troubles], []);
  });
}
