// Two people changed the same field while one of them had no signal: nothing is lost, both values stand side by
// side, and either answer is one tap away. Both answers, in Chinese and in English.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PASSWORD, storyBooks } from "./books.mjs";
import { DESK, PHONE, Server, inspect, kept } from "./harness.mjs";
import { enter, heading, press, shown } from "./people.mjs";

const SHOP = /宏盛食品/;
/** Whom it is about: as it was, as the phone had it changed, as the office did. */
const BOSS = { name: "王建国", was: "13800000001", phone: "13800000011", office: "13800000021" };
const KEEPER = { name: "李会计", was: "13900000001", phone: "13900000011", office: "13900000021" };

const LANGUAGES = {
  "zh-CN": {
    add: "新增联系人", change: (who) => `更改 ${who}`, name: "姓名", number: /^电话/, save: "存下联系人", check: "需核对",
    sent: "都已送到", mine: "用我的", keep: "保留办公室的", mineSent: "已按你的再改一次", undo: "撤销", empty: "没有要你处理的事",
  },
  en: {
    add: "Add contact", change: (who) => `Change ${who}`, name: "Name", number: /^Phone/, save: "Save contact",
    check: "conflicting", sent: "Everything has arrived", mine: "Use mine", keep: "Keep the office's",
    mineSent: "Changed once more, as yours", undo: "Undo", empty: "Nothing needs you",
  },
};

for (const [language, words] of Object.entries(LANGUAGES)) {
  let books, server, customer, lin, shen, second;

  before(async () => {
    books = await storyBooks();
    await books.chitbookWith(PASSWORD, "user", "add", "shen", "--name", "沈静", "--role", "controller", "--password-stdin");
    await books.chitbook("territory", "assign", "--territory", "N", "--customer", "K-0217");
    server = await Server.start(books);
  });

  after(async () => {
    for (const who of [lin, shen, second]) await who?.browser.close();
    await server?.stop();
    books?.remove();
  });

  async function changeNumber(page, { name }, number) {
    await page.getByRole("link", { name: words.change(name) }).or(page.getByRole("button", { name: words.change(name) })).click();
    await page.getByLabel(words.number).fill(number);
    await press(page, words.save);
    await heading(page, SHOP);
    await page.getByRole("link", { name: new RegExp(number) }).waitFor();
  }

  const letter = ({ name, phone }, who = lin) => who.page.getByRole("article").filter({ hasText: phone }).filter({ hasText: name });

  test(`${language}: both change both numbers, one of them without a signal`, async () => {
    shen = await enter(server.url, "shen", DESK, language);
    await shen.page.goto(`${server.url}/customers?search=K-0217`);
    await shen.page.getByRole("link", { name: SHOP }).first().click();
    await heading(shen.page, SHOP);
    customer = new URL(shen.page.url()).pathname;
    for (const { name, was } of [BOSS, KEEPER]) {
      await press(shen.page, words.add);
      await shen.page.getByLabel(words.name, { exact: true }).fill(name);
      await shen.page.getByLabel(words.number).fill(was);
      await press(shen.page, words.save);
      await shen.page.getByRole("link", { name: new RegExp(was) }).waitFor();
    }
    lin = await enter(server.url, "lin", PHONE, language);
    await lin.page.goto(server.url + customer);
    for (const { was } of [BOSS, KEEPER]) await lin.page.getByRole("link", { name: new RegExp(was) }).waitFor();
    await kept(lin.page);
    await lin.browser.offline(true);
    for (const who of [BOSS, KEEPER]) await changeNumber(lin.page, who, who.phone);
    for (const who of [BOSS, KEEPER]) await changeNumber(shen.page, who, who.office);
  });

  test(`${language}: back online the office's stand, and each conflict shows all three`, async () => {
    await lin.browser.offline(false);
    await lin.page.goto(`${server.url}/sync`);
    await lin.page.getByText(words.sent).first().waitFor({ timeout: 120_000 });
    await lin.page.goto(server.url + customer);
    for (const { office } of [BOSS, KEEPER]) await lin.page.getByRole("link", { name: new RegExp(office) }).waitFor();
    await lin.page.goto(`${server.url}/inbox`);
    for (const who of [BOSS, KEEPER]) {
      for (const said of [who.was, who.phone, who.office, "沈静", words.check]) {
        await letter(who).getByText(said).first().waitFor();
      }
    }
  });

  test(`${language}: with "mine" the own number stands everywhere`, async () => {
    await letter(BOSS).getByRole("button", { name: words.mine }).click();
    await letter(BOSS).waitFor({ state: "detached" });
    await shown(lin.page, words.mineSent);
    await inspect(lin.page, `conflict-${language}-mine`);
    await shen.page.getByRole("link", { name: new RegExp(BOSS.phone) }).waitFor();
    assert.equal(await shen.page.getByRole("link", { name: new RegExp(BOSS.office) }).count(), 0);
  });

  test(`${language}: with "the office's" the other stays; that can be taken back, and goes and comes on the other phone too`, async () => {
    second = await enter(server.url, "lin", PHONE, language);
    await second.page.goto(`${server.url}/inbox`);
    await letter(KEEPER, second).waitFor();
    assert.equal(await letter(BOSS, second).count(), 0, "what was answered on one phone is answered");
    await letter(KEEPER).getByRole("button", { name: words.keep }).click();
    for (const who of [lin, second]) await letter(KEEPER, who).waitFor({ state: "detached" });
    await lin.page.getByRole("button", { name: words.undo }).last().click();
    for (const who of [lin, second]) await letter(KEEPER, who).waitFor();
    await kept(lin.page);
    await lin.browser.offline(true);
    await letter(KEEPER).getByRole("button", { name: words.keep }).click();
    await letter(KEEPER).waitFor({ state: "detached" });
    await letter(KEEPER, second).waitFor();
    await lin.browser.offline(false);
    await letter(KEEPER, second).waitFor({ state: "detached" });
    await lin.page.reload();
    await shown(lin.page, words.empty);
    await inspect(lin.page, `conflict-${language}-settled`);
    await lin.page.goto(server.url + customer);
    for (const number of [BOSS.phone, KEEPER.office]) {
      for (const { page } of [lin, shen]) await page.getByRole("link", { name: new RegExp(number) }).waitFor();
    }
    await books.chitbook("doctor");
    assert.deepEqual([...lin.browser.troubles, ...shen.browser.troubles, ...second.browser.troubles], []);
  });
}
