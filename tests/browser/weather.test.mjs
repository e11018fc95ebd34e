// A day's work in foul weather: two reps of one territory visit, take promises and cash, correct a number and ask for
// credit, while requests are lost, doubled, late and torn and their phones' pages and browsers are killed. What was
// shown as saved is there after every kill; when the weather clears everything arrives once, and all agree.
//
// CHITBOOK_WEATHER=<seed> lives through another day, or through the one that failed again.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PASSWORD, storyBooks } from "./books.mjs";
import { DEEDS, begin, finish } from "./fieldwork.mjs";
import { PHONE, Server, kept } from "./harness.mjs";
import { crash, killBrowser, killPages } from "./mishaps.mjs";
import { enter, heading, press, shown } from "./people.mjs";
import { STORM, Weather, chances } from "./weather.mjs";
import { agrees, answered, commands, rowsWith, said, storage, witness } from "./witness.mjs";

const SEED = Number(process.env.CHITBOOK_WEATHER ?? 1);
const SHOPS = [["K-0217", /宏盛食品/], ["W-0087", /永丰粮油/], ["X-0153", /百汇超市/]];
const DAY = ["visit", "contact", "promise", "receipt", "visit", "credit", "contact", "visit"];
/** How far a deed has come when the phone fails: it is being saved, or was just said to be. */
const MISHAPS = [
  ["saving", "the page crashes"], ["saving", "the system kills the page"], ["saving", "the system kills the browser"],
  ["saved", "the system kills the page"], ["saved", "the system kills the browser"], ["saved", "the browser is closed"],
];
/** A page that another answers than the server makes the browser itself complain. */
const EXPECTED = /EventSource's response|ERR_|server responded/;

let books, server, customers;
const people = {};

before(async () => {
  books = await storyBooks();
  await books.chitbookWith(PASSWORD, "user", "add", "gao", "--name", "高远", "--role", "rep", "--territory", "N", "--password-stdin");
  for (const [code] of SHOPS) await books.chitbook("territory", "assign", "--territory", "N", "--customer", code);
  server = await Server.start(books);
});

after(async () => {
  for (const { browser, weather } of Object.values(people)) {
    await browser.close();
    await weather.close();
  }
  await server?.stop();
  books?.remove();
});

/** A test that tells on its failure what the weather was. */
function weathered(name, work) {
  test(name, async (t) => {
    try {
      await work(t);
    } catch (error) {
      for (const { weather } of Object.values(people)) console.error(weather.told());
      throw error;
    }
  });
}

async function come(login, name) {
  const weather = await Weather.over(server, { name: login, seed: SEED });
  const { browser, page } = await enter(weather.url, login, PHONE);
  people[login] = { name, weather, browser, saved: [] };
  await heading(page, "今日");
  await kept(page);
  // Who is signed in a browser writes down when it is closed, or within half a minute: killed before, it asks again.
  await browser.restart();
  people[login].page = await browser.page(`${weather.url}/today`);
}

const shuffled = (list, drawn) => list.map((it) => [drawn.next().value, it]).sort(([a], [b]) => a - b).map(([, it]) => it);
const at = (person, customer) => `${person.weather.url}${customer}`;

async function befalls(person, mishap) {
  const { browser, page, weather } = person;
  weather.note(mishap);
  if (mishap === "the browser is closed") await browser.restart();
  else if (mishap === "the system kills the browser") await killBrowser(browser);
  else {
    await (mishap === "the page crashes" ? crash(page) : killPages(browser, page));
    await page.close();
  }
  person.page = await browser.page(`${weather.url}/today`);
  await heading(person.page, "今日");
}

/** Whatever the phone has said to be saved is on it, and stands on the customer's page. */
async function isThere(person, stored) {
  const texts = commands(stored).map((it) => said(it.command));
  for (const { words } of person.saved) assert.equal(texts.filter((it) => it.includes(words)).length, 1, `${words} was saved`);
  const visit = person.saved.findLast(({ kind }) => kind === "visit");
  if (!visit) return;
  await person.page.goto(at(person, visit.customer));
  await shown(person.page, visit.words);
}

async function does(person, deed, mishap) {
  const { kind, words, number, customer } = deed;
  await begin(person.page, at(person, customer), kind, words, number);
  if (mishap?.when !== "saving") {
    await finish(person.page, kind);
    person.saved.push(deed);
    person.weather.note(`saved: ${words}`);
    if (!mishap) return;
    await befalls(person, mishap.what);
    return isThere(person, await storage(person.page));
  }
  // The press is the page's own, and nobody waits for what comes of it.
  await person.page.getByRole("button", { name: DEEDS[kind].button }).evaluate((it) => void setTimeout(() => it.click()));
  await new Promise((done) => setTimeout(done, mishap.after));
  await befalls(person, mishap.what);
  const stored = await storage(person.page);
  const is = commands(stored).some((it) => said(it.command).includes(words));
  const draft = [...stored.drafts.values()].some((it) => it.includes(words));
  assert.notEqual(is, draft, `${words} is saved or still a draft: ${is}, ${draft}`);
  person.weather.note(`${is ? "saved" : "still a draft"}: ${words}`);
  if (is) person.saved.push(deed);
  await isThere(person, stored);
}

async function day(login) {
  const person = people[login];
  const drawn = chances(SEED, login, "the day");
  const mishaps = MISHAPS.map(([when, what]) => ({ when, what, after: Math.floor(drawn.next().value * 50) }));
  const befall = shuffled([...mishaps, ...DAY.slice(mishaps.length).map(() => null)], drawn);
  const asks = login === "lin" ? 0 : 1;
  for (const [number, kind] of DAY.entries()) {
    // Where a contact is known the promiser is one of those.
    const shop = { contact: 2, credit: asks, promise: asks }[kind] ?? Math.floor(drawn.next().value * SHOPS.length);
    const words = DEEDS[kind].words(person.name, number);
    await does(person, { kind, words, number, customer: customers[shop] }, befall[number]);
  }
}

weathered("two reps sign in, and what they work with is on their phones", async () => {
  await Promise.all([come("lin", "林晓"), come("gao", "高远")]);
  const { page, weather } = people.lin;
  customers = [];
  for (const [, name] of SHOPS) {
    await page.goto(`${weather.url}/customers`);
    await page.getByRole("link", { name }).first().click();
    await heading(page, name);
    customers.push(new URL(page.url()).pathname);
  }
  await page.getByRole("link", { name: "新增联系人" }).or(page.getByRole("button", { name: "新增联系人" })).first().click();
  await page.getByLabel("姓名", { exact: true }).fill("王建国");
  await page.getByLabel(/^电话/).fill("13800000001");
  await press(page, "存下联系人");
  const other = people.gao;
  await other.page.goto(at(other, customers[2]));
  await other.page.getByRole("link", { name: /13800000001/ }).waitFor();
});

weathered(`they work through a storm, and their phones fail them (seed ${SEED})`, async () => {
  for (const { weather } of Object.values(people)) weather.blow();
  await Promise.all(Object.keys(people).map(day));
});

weathered("when it clears every command has arrived once, and both phones have what the server has", async (t) => {
  for (const { weather } of Object.values(people)) weather.clear();
  await Promise.all(Object.values(people).map(async ({ page, weather }) => {
    await page.goto(`${weather.url}/sync`);
    await press(page, "立即发送");
    await page.getByText("都已送到").first().waitFor({ timeout: 120_000 });
  }));
  for (const [login, person] of Object.entries(people)) {
    const device = await witness(server, login);
    await agrees(person.page, device, login);
    const all = await answered(person.page, device, login);
    const texts = all.map((it) => said(it.command));
    for (const { kind, words } of person.saved) {
      assert.equal(texts.filter((it) => it.includes(words)).length, 1, `${words} was saved once`);
      const { row } = DEEDS[kind];
      if (row) assert.equal(rowsWith(device, row, words).length, 1, `${words} stands once on the server`);
    }
    const met = person.weather.met;
    t.diagnostic(person.weather.told().split("\n")[0]);
    assert.ok(Object.keys(STORM).filter((it) => met.has(it)).length >= 5, "it was a storm");
  }
  await books.chitbook("doctor");
});

weathered("a phone that comes new shows what the weathered one shows", async () => {
  const { page, weather } = people.lin;
  const fresh = await enter(server.url, "lin", PHONE);
  try {
    for (const [shop, [, name]] of SHOPS.entries()) {
      const shows = [];
      for (const [it, url] of [[page, weather.url], [fresh.page, server.url]]) {
        await it.goto(`${url}${customers[shop]}`);
        await heading(it, name);
        const visit = people.lin.saved.find((deed) => deed.kind === "visit" && deed.customer === customers[shop]);
        if (visit) await shown(it, visit.words);
        // Each phone says when it last heard of the balance, and they heard of it in their own minute.
        shows.push((await it.getByRole("main").innerText()).replace(/^数据 .*\d\d:\d\d$/m, "数据"));
      }
      assert.equal(shows[0], shows[1]);
    }
  } finally {
    await fresh.browser.close();
  }
});

test("nothing went wrong in the browsers unsaid", () => {
  for (const [who, { browser }] of Object.entries(people)) {
    assert.deepEqual(browser.troubles.filter((it) => !EXPECTED.test(it)), [], who);
  }
});
