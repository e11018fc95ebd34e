// A newer list opens again what was settled elsewhere: without a word of confirmation the row is a fault that says
// what stands where, and nothing moves; with it the document is open again. In Chinese and in English.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { HONGSHENG, OTHERS, chooseProfile, openItems, standing, storyBooks } from "./books.mjs";
import { DESK, Server, day, inspect } from "./harness.mjs";
import { enter, heading, press, shown } from "./people.mjs";

const LANGUAGES = {
  "zh-CN": {
    code: "K-0217", own: HONGSHENG, first: HONGSHENG[0].replace("8000.0", "0.0"), owed: [5_200_000, 4_400_000],
    choose: /选择文件/, profile: "格式", asOf: "数据截止日", confirm: /未核销金额变大的行/, check: /^(检查|重新检查)$/, checked: "已检查",
    nothing: "入账不会改变任何内容", fault: /8001.*未核销金额变大：账上.*0\.00.*文件.*8,000\.00.*反核销/, book: "入账 1 行",
    booked: "已入账", moved: "未核销金额有变化", row: /8001.*K-0217.*–.*8,000\.00.*外部反核销/, clean: "没有有错的行。",
    open: /宏盛食品/, tieOut: "核对", line: /宏盛食品.*52,000\.00.*3 张.*52,000\.00.*3 张/,
  },
  en: {
    code: "W-0087", own: [OTHERS[0]], first: OTHERS[0].replace("6200.0", "0.0"), owed: [620_000, 0],
    choose: /Choose a file/, profile: "Profile", asOf: "Data as of", confirm: /it was reopened/, check: /^Check( again)?$/,
    checked: "Checked", nothing: "Booking would change nothing",
    fault: /More is open of receivable 8101 than before: .*0\.00 in the books, .*6,200\.00 in the file/, book: "Book 1 row",
    booked: "Booked", moved: "Another amount is open", row: /8101.*W-0087.*–.*6,200\.00.*reopened elsewhere/,
    clean: "No faulty rows.", open: /永丰粮油批发部/, tieOut: "Tie-out", line: /永丰粮油批发部.*6,200\.00.*1 document.*6,200\.00.*1 document/,
  },
};

for (const [language, words] of Object.entries(LANGUAGES)) {
  let books, server, browser, page;

  before(async () => {
    books = await storyBooks();
    server = await Server.start(books);
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    books?.remove();
  });

  /** What the customer owes by the books, in minor units. */
  async function owes() {
    const report = JSON.parse(await books.chitbook("report", "ageing", "--as-of", day(), "--customer", words.code,
      "--format", "json"));
    return report[0]?.balance_minor ?? 0;
  }

  test(`${language}: what is open again is named and left alone`, async () => {
    assert.equal(await owes(), words.owed[0]);
    const settled = books.file(`settled-${words.code}.csv`, openItems(words.first));
    await books.chitbook("import", "invoices", settled, "--profile", "highradius", "--as-of", day(-2));
    assert.equal(await owes(), words.owed[1], "settled elsewhere");

    ({ browser, page } = await enter(server.url, "admin", DESK, language));
    await page.goto(`${server.url}/imports`);
    const buffer = Buffer.from(openItems(...words.own));
    await page.getByLabel(words.choose).setInputFiles({ name: "newer.csv", mimeType: "text/csv", buffer });
    await heading(page, "newer.csv");
    await chooseProfile(page, words.profile, "highradius");
    await page.getByLabel(words.asOf).fill(day(-1));
    assert.ok(!(await page.getByLabel(words.confirm).isChecked()), "nobody has confirmed anything");
    await press(page, words.check);
    await standing(page, words.checked);
    await page.getByRole("row", { name: words.fault }).waitFor();
    await shown(page, words.nothing);
    await inspect(page, `reopened-${language}-refused`);
    assert.equal(await owes(), words.owed[1], "a check writes nothing");
  });

  test(`${language}: confirmed, it is open again`, async () => {
    await page.getByLabel(words.confirm).check();
    // What was checked is not what would be booked now.
    await page.getByRole("button", { name: words.book }).waitFor({ state: "detached" });
    await press(page, words.check);
    const moved = page.getByRole("table", { name: words.moved });
    await moved.getByRole("row", { name: words.row }).waitFor();
    assert.equal(await page.getByRole("row", { name: words.fault }).count(), 0);
    await inspect(page, `reopened-${language}-confirmed`);
    assert.equal(await owes(), words.owed[1], "not before it is booked");
    await press(page, words.book);
    await standing(page, words.booked);
    await shown(page, words.clean);
    assert.equal(await owes(), words.owed[0]);
    await page.getByRole("link", { name: words.tieOut, exact: true }).click();
    await page.getByRole("row", { name: words.line }).waitFor();
    await books.chitbook("doctor");
    assert.deepEqual(browser.troubles, []);
  });
}
