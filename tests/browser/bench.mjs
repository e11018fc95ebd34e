// The figures of the browser: bytes of the first visit, offline start and search with 5,000
// customers on a phone, typing in the search of 20,000 at the desk, at 1× and 4× CPU, an outbox of 10,000 commands and
// a first sync of 50,000 rows. Prints lines of JSON;
// `cargo xtask bench` shows them in its table.

import {
  Books, Browser, DESK, FaultyNetwork, PHONE, Server, installed, kept, signIn, until,
} from "./harness.mjs";
import { PASSWORD } from "./books.mjs";
import { draining } from "./draining.mjs";
import { shops } from "./shops.mjs";
import { typing } from "./typing.mjs";

const CUSTOMERS = 5_000;
const INVOICES_EACH = 4;
const RUNS = 5;

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** Notes, in the page's own clock, when its heading and its first row stand. */
function noteStart() {
  const look = () => {
    const started = document.querySelector("h1") && document.querySelector("main a[href*='/customers/']");
    if (started) window.startedAfter = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function throttled(page, rate) {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
}

async function offlineStart(phone, url, rate) {
  const page = await phone.page();
  await page.addInitScript(noteStart);
  await throttled(page, rate);
  await page.goto(`${url}/customers`);
  const after = await until(() => page.evaluate(() => window.startedAfter), "the app starts");
  await page.close();
  return after;
}

/** From the keystroke to the painted rows, per letter of `hsys`. */
async function search(phone, url, rate) {
  const page = await phone.page(`${url}/customers`);
  await page.getByRole("link", { name: /C-|宏/ }).first().waitFor();
  await throttled(page, rate);
  const took = await page.getByLabel("搜索客户").evaluate(async (field) => {
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
    const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const took = [];
    for (const typed of ["h", "hs", "hsy", "hsys"]) {
      const from = performance.now();
      set.call(field, typed);
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      await painted();
      took.push(performance.now() - from);
    }
    return took;
  });
  await page.close();
  return median(took);
}

/** Bytes of the app as sent, with all that the service worker fetches: to the sign-in, and until each program is kept. */
async function appBytes(server) {
  const figures = {};
  for (const [login, name, viewport] of [["lin", "phone", PHONE], ["zhang", "desk", DESK]]) {
    const network = await FaultyNetwork.between(new URL(server.url));
    const browser = await Browser.open({ viewport });
    try {
      const page = await browser.page(network.url);
      await page.getByLabel("登录名").waitFor();
      await installed(page);
      figures.firstVisitBytes = network.bytes;
      await signIn(page, login, PASSWORD);
      await kept(page);
      figures[`${name}Bytes`] = network.bytes;
    } finally {
      await browser.close();
      await network.close();
    }
  }
  return figures;
}

const books = new Books();
let server, phone;
try {
  await books.chitbook("territory", "add", "N", "城北片区");
  await books.chitbookWith(PASSWORD, "user", "add", "lin", "--name", "林晓", "--role", "rep", "--territory", "N",
    "--password-stdin");
  await books.chitbookWith(PASSWORD, "user", "add", "zhang", "--name", "张敏", "--role", "manager", "--password-stdin");
  await books.chitbook("import", "invoices", books.file("shops.csv", shops(CUSTOMERS, INVOICES_EACH)), "--profile", "highradius");
  await books.chitbook("territory", "assign", "--territory", "N", "--all-unassigned");
  server = await Server.start(books);
  phone = await Browser.open({ viewport: PHONE });

  const app = await appBytes(server);

  const first = await phone.page(server.url);
  const began = Date.now();
  await signIn(first, "lin", PASSWORD);
  await first.getByRole("link", { name: "客户" }).first().click();
  await first.locator("main a[href*='/customers/']").first().waitFor({ timeout: 60_000 });
  const firstList = Date.now() - began;
  await first.goto(`${server.url}/sync`);
  await first.getByText("都已送到").first().waitFor({ timeout: 120_000 });
  const firstSync = Date.now() - began;
  await kept(first);
  await first.close();

  await phone.offline(true);
  const figures = { customers: CUSTOMERS, ...app, firstListMs: firstList, firstSyncMs: firstSync };
  for (const rate of [1, 4]) {
    const starts = [], searches = [];
    for (let run = 0; run < RUNS; run += 1) {
      starts.push(await offlineStart(phone, server.url, rate));
      searches.push(await search(phone, server.url, rate));
    }
    figures[`offlineStartMs${rate}x`] = Math.round(median(starts));
    figures[`searchMs${rate}x`] = Math.round(median(searches));
  }
  console.log(JSON.stringify(figures));
} finally {
  await phone?.close();
  await server?.stop();
  books.remove();
}

for (const figure of [...(await typing()), ...(await draining())]) console.log(JSON.stringify(figure));
