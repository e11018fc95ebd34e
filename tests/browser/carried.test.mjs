// Cash that is carried longer than the policy allows is marked: on the rep's phone, and on the controller's
// dashboard with her name. On the last day that is allowed it is not. In Chinese and in English.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PASSWORD, storyBooks } from "./books.mjs";
import { DESK, PHONE, Server, inspect, settled } from "./harness.mjs";
import { enter, heading, press, shown } from "./people.mjs";

const SHOP = /宏盛食品/;
/** A new installation allows so many days. */
const ALLOWED = 3;

const LANGUAGES = {
  "zh-CN": {
    take: "收款", taken: "收了多少", write: /开凭条，收.*700/, slip: "收款凭条", allSent: "都已送到", inHand: "手上现金",
    today: "今天收的", age: (days) => `1 张，最早 ${days} 天前`, cap: /上限.*20,000/, tooLong: "放得太久，请今天交款",
    cash: "逾期或超限未交的现金", none: "没有逾期或超限未交的现金", late: "逾期未交",
  },
  en: {
    take: "Take money", taken: "How much was taken", write: /Write the slip over.*700/, slip: "Slip", allSent: "Everything has arrived",
    inHand: "Cash in hand", today: "taken today", age: (days) => `1 slip, the oldest ${days} days old`, cap: /cap.*20,000/,
    tooLong: "Carried too long: hand it in today", cash: "Cash held too long or too much",
    none: "Nobody carries cash too long or too much", late: "Too long",
  },
};

for (const [language, words] of Object.entries(LANGUAGES)) {
  let books, server, lin, shen;

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

  const part = (page, name) => page.locator("section", { has: page.getByRole("heading", { name, exact: true }) });

  async function daysLater(days) {
    await server.stop();
    server.extra = ["--clock-ahead", String(days)];
    await server.start();
  }

  test(`${language}: cash taken today is in hand and marked nowhere`, async () => {
    lin = await enter(server.url, "lin", PHONE, language);
    const { page } = lin;
    await page.goto(`${server.url}/customers`);
    await page.getByRole("link", { name: SHOP }).first().click();
    await heading(page, SHOP);
    await page.getByRole("link", { name: words.take, exact: true }).click();
    await page.getByLabel(words.taken, { exact: true }).fill("700");
    await press(page, words.write);
    await heading(page, words.slip);
    await page.goto(`${server.url}/sync`);
    await shown(page, words.allSent);
    await page.goto(`${server.url}/me`);
    for (const said of [/700/, words.today, words.cap]) await part(page, words.inHand).getByText(said).first().waitFor();
    assert.equal(await page.getByText(words.tooLong).count(), 0);
    shen = await enter(server.url, "shen", DESK, language);
    await part(shen.page, words.cash).getByText(words.none).waitFor();
  });

  test(`${language}: on the last day that is allowed it is not marked`, async () => {
    await daysLater(ALLOWED);
    const { page } = lin;
    await page.goto(`${server.url}/me`);
    await part(page, words.inHand).getByText(words.age(ALLOWED)).waitFor();
    assert.equal(await page.getByText(words.tooLong).count(), 0);
    await shen.page.goto(server.url);
    await part(shen.page, words.cash).getByText(words.none).waitFor();
  });

  test(`${language}: a day later both are told`, async () => {
    await daysLater(ALLOWED + 1);
    const { page } = lin;
    for (const place of ["me", "today"]) {
      await page.goto(`${server.url}/${place}`);
      await part(page, words.inHand).getByText(words.age(ALLOWED + 1)).waitFor();
      await part(page, words.inHand).getByText(words.tooLong).waitFor();
      await settled(page);
      await inspect(page, `carried-${language}-phone-${place}`);
    }
    await shen.page.goto(server.url);
    const line = part(shen.page, words.cash).locator("div").filter({ hasText: "林晓" }).last();
    for (const said of [words.late, "700"]) await line.getByText(said).first().waitFor();
    await inspect(shen.page, `carried-${language}-desk-dashboard`);
    assert.deepEqual([...lin.browser.troubles, ...shen.browser.troubles], []);
  });
}
