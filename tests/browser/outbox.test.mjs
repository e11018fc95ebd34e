// What is not sent is in the user's own hands: sent at a press, saved as a file, brought back on another device of
// the same user once; a wrong file is refused in a sentence and nothing is lost. In Chinese and in English.

import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { HONGSHENG, storyBooks } from "./books.mjs";
import { DESK, FaultyNetwork, PHONE, Server, day, inspect, kept, until } from "./harness.mjs";
import { enter, heading, press, shown } from "./people.mjs";

const SHOP = /宏盛食品/;
const NOTE = "老板出门了，周五再来";

const LANGUAGES = {
  "zh-CN": {
    visit: "拜访", outcome: "没见到人", note: "备注（可不填）", saveVisit: /记下拜访/, promise: "承诺", overdue: "全部逾期",
    usual: "常用金额", when: "哪天付", tomorrow: "明天", who: "姓名和身份，如：王建国 老板", savePromise: /记下承诺.*22,000/,
    pending: (count) => `${count} 条`, send: "立即发送", unreachable: "连不上服务器。内容都在本机", allSent: "都已送到",
    export: "导出未发送的内容", bring: "交回导出的文件", unreadable: "这不是导出的文件", another: "这是别人的文件",
    taken: "2 条已放进待上传", nothing: "文件里的内容这里都有了。", next: /(\d+) 秒后自动再试/, visits: "拜访表",
  },
  en: {
    visit: "Visit", outcome: "Nobody there", note: /^Note/, saveVisit: /Record the visit/, promise: "Promise", overdue: "All overdue",
    usual: "Usual amounts", when: "When", tomorrow: "Tomorrow", who: /Name and role/, savePromise: /22,000/,
    pending: (count) => (count === 1 ? "1 entry" : `${count} entries`), send: "Send now",
    unreachable: "The server cannot be reached. Everything is on this device", allSent: "Everything has arrived",
    export: "Export what is not sent", bring: "Bring an exported file back", unreadable: "This is no exported file",
    another: "This file is somebody else's", taken: "2 taken into the outbox", nothing: "Everything in the file is here already.",
    next: /next try in (\d+) s/, visits: "Table of visits",
  },
};

for (const [language, words] of Object.entries(LANGUAGES)) {
  let books, server, network, customer, exported;
  const people = {};

  before(async () => {
    books = await storyBooks();
    await books.chitbook("territory", "assign", "--territory", "N", "--customer", "K-0217");
    await books.chitbook("territory", "assign", "--territory", "E", "--customer", "W-0087");
    server = await Server.start(books);
    network = await FaultyNetwork.between(new URL(server.url));
  });

  after(async () => {
    for (const { browser } of Object.values(people)) await browser.close();
    await network?.close();
    await server?.stop();
    books?.remove();
  });

  const come = async (who, login, viewport = PHONE) =>
    (people[who] = await enter(network.url, login, viewport, language)).page;
  const chip = (page, group, name) => page.getByRole("group", { name: group }).getByRole("radio", { name }).first().check();
  const pending = (page, count) => page.getByRole("status").filter({ hasText: words.pending(count) }).first().waitFor();

  async function visit(page, note) {
    await page.goto(network.url + customer);
    await page.getByRole("link", { name: words.visit, exact: true }).click();
    await page.getByRole("radio", { name: words.outcome }).check();
    await page.getByLabel(words.note).fill(note);
    await press(page, words.saveVisit);
    await heading(page, SHOP);
  }

  /** Chooses a file as a person does; answers when the page has said something of it. */
  async function bring(page, file, said) {
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), press(page, words.bring)]);
    await chooser.setFiles(file);
    await shown(page, said);
  }

  test(`${language}: offline the outbox says what it holds, and what stands in the way`, async () => {
    const page = await come("phone", "lin");
    await page.goto(`${network.url}/customers`);
    await page.getByRole("link", { name: SHOP }).first().click();
    await heading(page, SHOP);
    customer = new URL(page.url()).pathname;
    await kept(page);
    await people.phone.browser.offline(true);
    await visit(page, NOTE);
    await page.getByRole("link", { name: words.promise, exact: true }).click();
    await chip(page, words.usual, words.overdue);
    await chip(page, words.when, words.tomorrow);
    await page.getByPlaceholder(words.who).fill("王建国");
    await press(page, words.savePromise);
    await heading(page, SHOP);
    await page.goto(`${network.url}/sync`);
    await pending(page, 2);
    await press(page, words.send);
    await shown(page, words.unreachable);
    await pending(page, 2);
    await inspect(page, `outbox-${language}-unreachable`);
  });

  test(`${language}: it is saved as a file, and a wrong file is refused in a sentence`, async () => {
    const { page } = people.phone;
    const [download] = await Promise.all([page.waitForEvent("download"), press(page, words.export)]);
    assert.equal(download.suggestedFilename(), `chitbook-${day()}.json`);
    exported = { name: download.suggestedFilename(), mimeType: "application/json", buffer: fs.readFileSync(await download.path()) };
    assert.equal(JSON.parse(exported.buffer.toString()).commands.length, 2);
    await pending(page, 2);
    for (const [name, buffer] of [
      ["notes.json", Buffer.from('{"a": 1}')], ["photo.json", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0])],
      ["cut.json", exported.buffer.subarray(0, 100)], ["open-items.csv", Buffer.from(HONGSHENG.join("\n"))],
    ]) {
      await bring(page, { name, mimeType: "application/json", buffer }, words.unreadable);
      await pending(page, 2);
    }
    await inspect(page, `outbox-${language}-unreadable`);
    await bring(page, exported, words.nothing);
    await pending(page, 2);
  });

  test(`${language}: somebody else's file is refused, and nothing of it is taken`, async () => {
    const page = await come("other", "chen");
    await page.goto(`${network.url}/sync`);
    await shown(page, words.allSent);
    await bring(page, exported, words.another);
    await inspect(page, `outbox-${language}-of-another`);
    await pending(page, 0);
    await shown(page, words.allSent);
  });

  test(`${language}: on another device of hers it arrives, and a second time there is nothing in it`, async () => {
    const page = await come("second", "lin");
    await page.goto(network.url + customer);
    await heading(page, SHOP);
    await page.goto(`${network.url}/sync`);
    await bring(page, exported, words.taken);
    await shown(page, words.allSent);
    await inspect(page, `outbox-${language}-brought`);
    await bring(page, exported, words.nothing);
    await atTheDesk([NOTE]);
  });

  /** Each visit stands there once, and the one promise. */
  async function atTheDesk(notes) {
    people.desk ??= await enter(network.url, "zhao", DESK, language);
    const { page } = people.desk;
    await page.goto(network.url + customer);
    const table = page.getByRole("table", { name: words.visits });
    for (const note of notes) {
      await table.getByText(note).first().waitFor();
      assert.equal(await table.getByText(note).count(), 1, note);
    }
    await page.goto(`${network.url}/promises`);
    const promise = page.getByRole("row", { name: /宏盛食品.*22,000/ });
    await promise.first().waitFor();
    assert.equal(await promise.count(), 1);
  }

  test(`${language}: the first phone sends at a press, and everything stands once`, async () => {
    const { page, browser } = people.phone;
    const pushed = () => network.seen.filter((it) => it === "POST /api/sync/push").length;
    network.block("/api/sync/push");
    await browser.offline(false);
    // Tries fail until the next one is a while away: the press does not wait for it.
    await until(async () => {
      const before = pushed();
      await press(page, words.send);
      await until(() => before < pushed(), "it tries at the press", 5_000);
      const said = await page.getByText(words.next).first().textContent({ timeout: 2_000 }).catch(() => "");
      return 8 <= Number(words.next.exec(said)?.[1] ?? 0);
    }, "the next try is a while away");
    await shown(page, words.unreachable);
    await pending(page, 2);
    network.forgive();
    const before = pushed();
    await press(page, words.send);
    await until(() => before < pushed(), "it is sent at the press", 5_000);
    await shown(page, words.allSent);
    await pending(page, 0);
    await visit(page, "第二次来");
    await page.goto(`${network.url}/sync`);
    await shown(page, words.allSent);
    await atTheDesk([NOTE, "第二次来"]);
    await books.chitbook("doctor");
    for (const [who, it] of Object.entries(people)) assert.deepEqual(it.browser.troubles, [], who);
  });
}
