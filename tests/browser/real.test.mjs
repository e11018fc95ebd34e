// The real list of open items, booked through the web in both languages: it is seen moving, the counts are those
// of the check, and the tie-out has both sides to the cent.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { chooseProfile, furnishedBooks, standing } from "./books.mjs";
import { DESK, Server, inspect, realData, settled, until } from "./harness.mjs";
import { enter, heading, press, shown } from "./people.mjs";

const NAME = "highradius_open_items.csv";

const LANGUAGES = {
  "zh-CN": {
    choose: /选择文件/, profile: "格式", check: "检查", checked: "已检查", wouldBook: (rows) => `入账会改变 ${rows} 行`,
    book: (rows) => `入账 ${rows} 行`, moving: /已入账 ([\d,]+) \/ ([\d,]+) 行/, booked: "已入账", clean: "没有有错的行。",
    counts: { rows: "共", added: "新增", updated: "更新", unchanged: "未变", skipped: "跳过", faulty: "有错" },
    tieOut: "核对", totals: "合计", here: "本系统", file: "文件", difference: "差额", documents: (count) => `${count} 张`,
    same: (lines) => `${lines} 行全部一致`, differing: "只看差异", none: "没有差异",
    again: "没有错的行都已在账上",
  },
  en: {
    choose: /Choose a file/, profile: "Profile", check: "Check", checked: "Checked",
    wouldBook: (rows) => `Booking would change ${rows} rows`,
    book: (rows) => `Book ${rows} rows`, moving: /([\d,]+) of ([\d,]+) rows booked/, booked: "Booked", clean: "No faulty rows.",
    counts: { rows: "Rows", added: "Added", updated: "Updated", unchanged: "Unchanged", skipped: "Skipped", faulty: "Faulty" },
    tieOut: "Tie-out", totals: "Totals", here: "Here", file: "In the file", difference: "Difference",
    documents: (count) => `${count} documents`, same: (lines) => `${lines} lines, all the same on both sides`,
    differing: "Only differences", none: "No differences", again: "Booking would change nothing",
  },
};

const grouped = (count) => count.toLocaleString("en-US");
const plain = (text) => Number(text.replaceAll(",", ""));

/** What the file itself says, by currency: how much is open, of how many documents; and of how many customers. */
function inTheFile(text) {
  const [, ...lines] = text.trim().split("\n");
  const sums = new Map();
  const customers = new Set();
  for (const line of lines) {
    const cells = line.split(",");
    const [company, customer, currency] = [cells[1], cells[2], cells[10]];
    const [whole, cents = ""] = cells[13].split(".");
    const minor = Number(whole) * 100 + Number(cents.padEnd(2, "0"));
    const sum = sums.get(currency) ?? { minor: 0, documents: 0 };
    sums.set(currency, { minor: sum.minor + minor, documents: sum.documents + 1 });
    customers.add(`${company} ${customer} ${currency}`);
  }
  return { rows: lines.length, sums, lines: customers.size };
}

/** The value beside a label, in the list of facts that has it. */
const fact = (facts, label) =>
  facts.locator("div").filter({ has: facts.page().getByRole("term").filter({ hasText: new RegExp(`^${label}$`) }) })
    .getByRole("definition");

async function counts(page, words) {
  const facts = page.locator("section dl");
  const found = {};
  for (const [count, label] of Object.entries(words.counts)) {
    found[count] = plain((await fact(facts, label).innerText()).trim());
  }
  return found;
}

for (const [language, words] of Object.entries(LANGUAGES)) {
  const skip = !realData;
  let books, server, browser, page, said, checked;

  before(async () => {
    if (skip) return;
    said = inTheFile(fs.readFileSync(path.join(realData, NAME), "utf8"));
    books = await furnishedBooks();
    server = await Server.start(books);
    ({ browser, page } = await enter(server.url, "admin", DESK, language));
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    books?.remove();
  });

  async function bring() {
    await page.goto(`${server.url}/imports`);
    await page.getByLabel(words.choose).setInputFiles(path.join(realData, NAME));
    await heading(page, NAME);
    await chooseProfile(page, words.profile, "highradius");
    await page.getByRole("button", { name: words.check, exact: true }).click();
    await standing(page, words.checked);
  }

  test(`${language}: the real list is checked: every row would be new`, { skip }, async () => {
    await bring();
    await shown(page, words.wouldBook(grouped(said.rows)));
    checked = await counts(page, words);
    assert.deepEqual(checked, { rows: said.rows, added: said.rows, updated: 0, unchanged: 0, skipped: 0, faulty: 0 });
  });

  test(`${language}: it is booked, seen moving, and the counts are those of the check`, { skip }, async () => {
    // Every figure that the bar has said, as it was said.
    await page.evaluate(() => {
      window.said = [];
      const note = () => {
        const bar = document.querySelector("[role=progressbar]")?.getAttribute("aria-label");
        if (bar && window.said.at(-1) !== bar) window.said.push(bar);
      };
      new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributes: true });
    });
    const told = async () => (await page.evaluate(() => window.said)).map((it) => words.moving.exec(it)).filter(Boolean)
      .map(([, rows, of]) => [plain(rows), plain(of)]);
    const under = async () => new Set((await told()).map(([rows]) => rows).filter((rows) => rows < said.rows));
    await server.slowed(async () => {
      await press(page, words.book(grouped(said.rows)));
      await page.getByRole("progressbar", { name: words.moving }).waitFor();
      await inspect(page, `real-${language}-booking`);
      await until(async () => 1 < (await under()).size, "it is seen moving");
    });
    await standing(page, words.booked);
    const [done, of] = [(await told()).map(([rows]) => rows), (await told()).map(([, of]) => of)];
    assert.deepEqual([...new Set(of)], [said.rows]);
    assert.deepEqual(done, [...done].sort((a, b) => a - b), "it never goes back");
    await shown(page, words.clean);
    assert.deepEqual(await counts(page, words), checked);
  });

  test(`${language}: it ties out to the cent, in every currency`, { skip }, async () => {
    await page.getByRole("link", { name: words.tieOut, exact: true }).click();
    await settled(page);
    let lines = 0;
    for (const [currency, { minor, documents }] of said.sums) {
      const facts = page.locator("dl").filter({ has: page.getByText(currency, { exact: true }) });
      const sum = (minor / 100).toLocaleString("en-US", { minimumFractionDigits: 2 });
      for (const side of [words.here, words.file]) {
        const text = (await fact(facts, side).innerText()).replaceAll(/\s+/g, " ");
        assert.ok(text.includes(sum), `${side} ${currency}: ${text}, not ${sum}`);
        assert.ok(text.includes(words.documents(grouped(documents))), `${side} ${currency}: ${text}`);
      }
      const differs = (await fact(facts, words.difference).innerText()).trim();
      assert.match(differs, /^–/, `${currency}: ${differs}`);
      const every = /([\d,]+) (行全部一致|lines, all the same on both sides)$/.exec(differs);
      assert.ok(every && differs.endsWith(words.same(every[1])), `${currency}: ${differs}`);
      lines += plain(every[1]);
    }
    assert.equal(lines, said.lines, "a line for every customer");
    await inspect(page, `real-${language}-tie-out`);
    await page.getByRole("radio", { name: words.differing }).check({ force: true });
    await shown(page, words.none);
    await inspect(page, `real-${language}-tie-out-none`);
  });

  test(`${language}: the same file again changes nothing`, { skip }, async () => {
    await bring();
    await shown(page, words.again);
    assert.deepEqual(await counts(page, words), { ...checked, added: 0, unchanged: said.rows });
    await books.chitbook("doctor");
    assert.deepEqual(browser.troubles, []);
  });
}
