// What stands in a customer's file besides what it owes: accounts and who pays for it, by two people of
// the office; the one account of all who walk in; where the shop is. In both languages.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PASSWORD, storyBooks } from "./books.mjs";
import { Browser, DESK, PHONE, Server, inspect, settled } from "./harness.mjs";

const LANGUAGES = {
  "zh-CN": {
    login: "登录名", password: "密码", enter: "登录", shop: /宏盛食品/, customers: "客户", change: "调整授信",
    addAccount: "登记账户", ofPayer: "代付方", ofCustomer: "客户账户", holder: "户名", number: /^账号/, bank: "开户行", tooShort: /账号有7位/,
    propose: /^提交/, waits: "新增待第二人确认", confirm: /^确认登记/, takeBack: /^撤回/, removal: /^提出移除/, leaves: "移除待第二人确认", keep: /^保留/,
    walkIn: "散客", cashOnly: /散客只做现款现货，不授信/, changeFile: "更改客户资料", point: /^位置坐标/, here: "用当前位置", denied: /没有定位权限/,
    within: /误差约12米/, noPoint: /不是位置坐标/, saveFile: /^存下/, onMap: /在地图上看 26\.074508,119\.296494/,
  },
  en: {
    login: "Login", password: "Password", enter: "Sign in", shop: /宏盛食品/, customers: "Customers", change: "Change credit",
    addAccount: "Record an account", ofPayer: "Third-party payer", ofCustomer: "Customer's account", holder: "Holder", number: /^Account number/,
    bank: "Bank", tooShort: /number has 7 signs/,
    propose: /^Send for/, waits: "To be added, waits for a second person", confirm: /^Confirm the account/, takeBack: /^Take back/,
    removal: /^Propose removal/, leaves: "To be removed, waits for a second person", keep: /^Keep it/,
    walkIn: "散客", cashOnly: /buys against cash only/, changeFile: "Change customer file", point: /^Geo point/, here: "Use where I am",
    denied: /may not tell where you are/, within: /within some 12 m/, noPoint: /is no point on the map/, saveFile: /^Save/,
    onMap: /Show on a map 26\.074508,119\.296494/,
  },
};

for (const language of Object.keys(LANGUAGES)) {
  const words = LANGUAGES[language];
  let books, server, customer;
  const people = {};

  before(async () => {
    books = await storyBooks();
    await books.chitbook("territory", "assign", "--territory", "N", "--customer", "K-0217");
    for (const [login, name, role] of [["shen", "沈静", "controller"], ["li", "李雪", "finance"]]) {
      await books.chitbookWith(PASSWORD, "user", "add", login, "--name", name, "--role", role, "--password-stdin");
    }
    server = await Server.start(books);
  });

  after(async () => {
    for (const { browser } of Object.values(people)) await browser.close();
    await server?.stop();
    books?.remove();
  });

  async function enter(login, viewport) {
    const browser = await Browser.open({ viewport, locale: language });
    const page = await browser.page(server.url);
    people[login] = { browser, page };
    await page.getByLabel(words.login).fill(login);
    await page.getByLabel(words.password, { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: words.enter, exact: true }).click();
    await page.getByRole("navigation").first().waitFor();
    return page;
  }

  test(`${language}: who pays for the shop is recorded by two people of the office`, async () => {
    const lin = await enter("lin", PHONE);
    const page = await enter("li", DESK);
    await page.goto(`${server.url}/customers?search=K-0217`);
    await page.getByRole("link", { name: words.shop }).first().click();
    await page.waitForURL(/customers\/[0-9a-f-]+$/);
    customer = new URL(page.url()).pathname;
    await page.goto(server.url + customer);
    await settled(page);
    await page.getByRole("button", { name: words.addAccount }).click();
    await page.getByRole("radio", { name: words.ofPayer }).check();
    await page.getByLabel(words.holder, { exact: true }).fill("王秀英");
    await page.getByLabel(words.number, { exact: true }).fill("6222-021");
    await page.getByText(words.tooShort).waitFor();
    await inspect(page, `office-${language}-account-form`);
    await page.getByLabel(words.number, { exact: true }).fill("6222 0214 0201 3456 789");
    await page.getByRole("button", { name: words.propose }).press("Enter");
    await page.getByText(words.waits, { exact: true }).waitFor();
    await page.getByRole("button", { name: words.takeBack }).waitFor();
    assert.equal(await page.getByRole("button", { name: words.confirm }).count(), 0, "who proposes does not confirm");
    const shen = await enter("shen", DESK);
    await shen.goto(server.url + customer);
    await settled(shen);
    await shen.getByText("6222 0214 0201 3456 789").waitFor();
    await inspect(shen, `office-${language}-account-waits`);
    await shen.setViewportSize(PHONE);
    await inspect(shen, `office-${language}-account-waits-narrow`);
    await shen.setViewportSize(DESK);
    await shen.getByRole("button", { name: words.confirm }).click();
    await shen.getByRole("button", { name: words.removal }).click();
    await page.getByText(words.leaves, { exact: true }).waitFor();
    await page.getByRole("button", { name: words.keep }).click();
    await shen.getByText(words.leaves, { exact: true }).waitFor({ state: "detached" });
    const rows = await lin.evaluate(async (at) => (await (await fetch(at)).json()).rows, `/api${customer}`);
    assert.deepEqual(rows.filter((it) => it.kind === "bank_account"), [], "a rep has none of it");
  });

  test(`${language}: whoever walks in has one account, and no credit`, async () => {
    const { page } = people.shen;
    await page.goto(`${server.url}/customers?search=${encodeURIComponent(words.walkIn)}`);
    await page.getByRole("link", { name: words.walkIn }).first().click({ timeout: 120_000 });
    await page.getByText(words.cashOnly).waitFor();
    assert.equal(await page.getByRole("link", { name: words.change }).count(), 0, "nothing to grant");
    await inspect(page, `office-${language}-walk-in`);
  });

  test(`${language}: Lin takes the shop's place where she stands`, async () => {
    const { page } = people.lin;
    await page.goto(`${server.url}${customer}/file`);
    await settled(page);
    await page.getByRole("button", { name: words.here }).click();
    await page.getByText(words.denied).waitFor();
    await page.getByLabel(words.point, { exact: true }).fill("119.296494,26.074508");
    await page.getByText(words.noPoint).first().waitFor();
    await page.context().grantPermissions(["geolocation"], { origin: new URL(server.url).origin });
    await page.context().setGeolocation({ latitude: 26.0745081, longitude: 119.2964939, accuracy: 12 });
    await page.getByRole("button", { name: words.here }).click();
    await page.getByText(words.within).waitFor();
    assert.equal(await page.getByLabel(words.point, { exact: true }).inputValue(), "26.074508,119.296494");
    await inspect(page, `office-${language}-place`);
    await page.getByRole("button", { name: words.saveFile }).click();
    const link = page.getByRole("link", { name: words.onMap });
    assert.equal(await link.getAttribute("href"), "geo:26.074508,119.296494");
    const desk = people.shen.page;
    await desk.goto(server.url + customer);
    await desk.getByRole("link", { name: words.onMap }).waitFor({ timeout: 60_000 });
  });

  test(`${language}: nothing went wrong in the browsers unsaid`, () => {
    for (const [who, { browser }] of Object.entries(people)) assert.deepEqual(browser.troubles, [], who);
  });
}
