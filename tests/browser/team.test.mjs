// The administrator adds a rep, gives a territory and a one-time password; the phone is revoked and
// lets go; who has left cannot sign in. In both languages.

import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { PASSWORD, storyBooks } from "./books.mjs";
import { Browser, DESK, PHONE, Server, inspect, kept, until } from "./harness.mjs";

const LANGUAGES = {
  "zh-CN": {
    login: "登录名", password: "密码", signIn: "登录", add: "新增用户", name: "姓名", territory: "片区",
    give: "交给片区", draw: "生成一次性密码", own: "新密码", choose: "设自己的密码", devices: "设备",
    revoke: "停用并清除", revokeOne: /^停用设备/, revoked: "这台设备已被停用", unsent: /1 条没有送出/,
    exportIt: "导出未发送的内容", wiped: /已清除/, endNow: "停用", ended: /已停用/, reopen: "恢复",
    who: "陈曦", newName: "陈小曦", save: "保存", place: "城北片区", useEnded: "这个账号已停用",
  },
  en: {
    login: "Login name", password: "Password", signIn: "Sign in", add: "Add a user", name: "Name",
    territory: "Territories", give: "Give a territory", draw: "Draw a one-time password",
    own: "New password", choose: "Choose your own password", devices: "Devices", revoke: "Revoke and wipe",
    revokeOne: /^Revoke /, revoked: "This device was revoked", unsent: /1 not sent/,
    exportIt: "Export what is not sent", wiped: /Wiped/, endNow: "End user", ended: /Ended/, reopen: "Reopen",
    who: "Chen Xi", newName: "Chen Xiao", save: "Save", place: "城北片区", useEnded: "This user has ended",
  },
};

let books, server;

before(async () => {
  books = await storyBooks();
  await books.chitbook("territory", "assign", "--territory", "N", "--customer", "K-0217");
  server = await Server.start(books);
});

after(async () => {
  await server?.stop();
  books?.remove();
});

async function signIn(page, words, login, password) {
  await page.getByLabel(words.login, { exact: true }).fill(login);
  await page.getByLabel(words.password, { exact: true }).fill(password);
  await page.getByRole("button", { name: words.signIn, exact: true }).click();
}

for (const [locale, words] of Object.entries(LANGUAGES)) {
  const login = locale === "en" ? "xi-en" : "xi";
  const own = "of-my-own-choice-1";
  let desk, phone, office, page, secret;

  test(`a rep is added with a territory and a password for once, ${locale}`, async () => {
    desk = await Browser.open({ viewport: DESK, locale });
    office = await desk.page(server.url);
    await signIn(office, words, "admin", PASSWORD);
    await office.getByRole("navigation").first().waitFor();
    await office.goto(`${server.url}/team`);
    await office.getByRole("link", { name: words.add }).click();
    await office.getByRole("heading", { level: 1, name: words.add }).waitFor();
    // A login that somebody has is refused at its field.
    await office.getByLabel(words.login, { exact: true }).fill("lin");
    await office.getByLabel(words.name, { exact: true }).fill(words.who);
    await office.getByRole("button", { name: words.add }).click();
    await office.getByText("林晓").waitFor();
    await inspect(office, `desk-${locale}-user-new`);
    await office.getByLabel(words.login, { exact: true }).fill(login);
    await office.getByRole("button", { name: words.add }).click();
    await office.getByRole("heading", { level: 1, name: words.who }).waitFor();
    await office.getByLabel(words.territory, { exact: true }).selectOption({ label: words.place });
    await office.getByRole("button", { name: words.give, exact: true }).click();
    await office.locator(".row-title", { hasText: words.place }).waitFor();
    await office.getByRole("button", { name: words.draw }).click();
    secret = (await office.locator("code").first().textContent()).trim();
    assert.match(secret, /^\S{19}$/);
    await inspect(office, `desk-${locale}-user`);
    await office.getByLabel(words.name, { exact: true }).fill(words.newName);
    await office.getByRole("button", { name: words.save, exact: true }).click();
    await office.getByRole("heading", { level: 1, name: words.newName }).waitFor();
  });

  test(`with it the rep chooses a password and has the customers, ${locale}`, async () => {
    phone = await Browser.open({ viewport: PHONE, locale });
    page = await phone.page(server.url);
    await signIn(page, words, login, secret);
    await page.getByRole("heading", { name: words.choose }).waitFor();
    await inspect(page, `phone-${locale}-choose-password`);
    await page.getByLabel(words.own).fill(secret);
    await page.getByRole("button", { name: words.choose }).click();
    await page.locator(".field-error").waitFor();
    await page.getByLabel(words.own).fill(own);
    await page.getByRole("button", { name: words.choose }).click();
    await page.getByRole("navigation").first().waitFor();
    await page.goto(`${server.url}/customers`);
    await page.getByRole("link", { name: /宏盛食品/ }).first().waitFor();
    await kept(page);
  });

  test(`the revoked phone lets go, keeps what was not sent, and says so, ${locale}`, async () => {
    await page.getByRole("link", { name: /宏盛食品/ }).first().click();
    await page.getByRole("heading", { level: 1, name: /宏盛食品/ }).waitFor();
    await phone.offline(true);
    await page.goto(`${page.url()}/visit`);
    await page.getByRole("radio").first().check();
    await page.getByRole("button").last().click();
    await page.getByRole("heading", { level: 1, name: /宏盛食品/ }).waitFor();
    await page.goto(`${server.url}/sync`);
    await page.getByRole("link", { name: /宏盛食品/ }).first().waitFor();
    await inspect(page, `phone-${locale}-sync`);

    await office.goto(`${server.url}/team/devices`);
    const rows = office.locator(".row", { hasText: words.newName });
    await rows.first().waitFor();
    await inspect(office, `desk-${locale}-devices`);
    // A page that was left while it registered has left a device behind that nobody uses.
    for (let left = await rows.count(); 0 < left; left -= 1) {
      await rows.getByRole("button", { name: words.revokeOne }).first().click();
      if (left === 1) await inspect(office, `desk-${locale}-device-revoking`);
      await office.getByRole("button", { name: words.revoke, exact: true }).click();
      await until(async () => (await rows.getByRole("button").count()) < left, "the list says so");
    }

    await phone.offline(false);
    await page.reload();
    await page.getByRole("heading", { level: 1, name: words.revoked }).waitFor();
    await page.getByText(words.unsent).waitFor();
    await inspect(page, `phone-${locale}-revoked`);
    const left = await page.evaluate(async () => {
      const [{ name }] = (await indexedDB.databases()).filter((it) => it.name.startsWith("chitbook-"));
      const db = await new Promise((done) => (indexedDB.open(name).onsuccess = (e) => done(e.target.result)));
      const count = (store) => new Promise((done) =>
        (db.transaction(store).objectStore(store).count().onsuccess = (e) => done(e.target.result)));
      const counts = {};
      for (const store of ["rows", "base_chunks", "inbox", "drafts", "pages", "ops"]) counts[store] = await count(store);
      db.close();
      return counts;
    });
    assert.deepEqual(left, { rows: 0, base_chunks: 0, inbox: 0, drafts: 0, pages: 0, ops: 1 });
    const [download] = await Promise.all([
      page.waitForEvent("download"), page.getByRole("button", { name: words.exportIt }).click(),
    ]);
    const file = JSON.parse(fs.readFileSync(await download.path(), "utf8"));
    assert.equal(file.commands.length, 1);
    await until(async () => {
      await office.reload();
      await rows.first().waitFor();
      return (await rows.getByText(words.wiped).count()) > 0;
    }, "the phone has said that it let go");
  });

  test(`the author signs in again and what waited is sent, ${locale}`, async () => {
    await page.getByLabel(words.password, { exact: true }).fill(own);
    await page.getByRole("button", { name: words.signIn, exact: true }).click();
    await page.getByRole("navigation").first().waitFor();
    await page.goto(`${server.url}/customers`);
    await page.getByRole("link", { name: /宏盛食品/ }).first().waitFor();
    await page.goto(`${server.url}/sync`);
    await until(async () => (await page.locator(".figure").first().textContent()).match(/0|没有|Nothing|都/), "all is sent");
  });

  test(`who has left is out at once and cannot come in, ${locale}`, async () => {
    await office.goto(`${server.url}/team`);
    await office.getByRole("link", { name: words.newName }).click();
    await office.getByRole("heading", { level: 1, name: words.newName }).waitFor();
    await office.getByRole("button", { name: words.endNow, exact: true }).click();
    await inspect(office, `desk-${locale}-user-ending`);
    await office.getByRole("dialog").getByRole("button", { name: words.endNow, exact: true }).click();
    await office.getByRole("button", { name: words.reopen, exact: true }).waitFor();
    await inspect(office, `desk-${locale}-user-ended`);
    await page.reload();
    await page.getByRole("heading", { level: 1, name: words.revoked }).waitFor();
    await page.getByLabel(words.password, { exact: true }).fill(own);
    await page.getByRole("button", { name: words.signIn, exact: true }).click();
    await page.getByText(words.useEnded).waitFor();
    assert.deepEqual([...phone.troubles, ...desk.troubles], []);
    await phone.close();
    await desk.close();
  });
}
