// The two heaviest things a phone ever does: 10,000 commands that waited are sent without ever holding the page, and
// 50,000 rows arrive with hardly more time than the network takes.

import { PASSWORD } from "./books.mjs";
import { Books, Browser, PHONE, Server, kept, signIn, until } from "./harness.mjs";
import { shops } from "./shops.mjs";
import { Weather } from "./weather.mjs";
import { storage } from "./witness.mjs";

const COMMANDS = 10_000;
const CUSTOMERS = 200;
/** Where a browser begins to call a task long. */
const LIMIT_MS = 50;
/** 5,000 customers with nine documents each are 50,000 rows. */
const SHOPS = 5_000;
const DOCUMENTS = 9;
const LIMIT_S = 1;

async function furnished(customers, documents) {
  const books = new Books();
  await books.chitbook("territory", "add", "N", "城北片区");
  await books.chitbookWith(PASSWORD, "user", "add", "lin", "--name", "林晓", "--role", "rep", "--territory", "N",
    "--password-stdin");
  await books.chitbook("import", "invoices", books.file("shops.csv", shops(customers, documents)), "--profile", "highradius");
  await books.chitbook("territory", "assign", "--territory", "N", "--all-unassigned");
  return books;
}

/** In the page: puts so many visits into the outbox, as if they had been made here one by one. */
async function fillOutbox([count, customers, user, today]) {
  const answer = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const drawn = () => {
    const at = Date.now().toString(16).padStart(12, "0");
    return `${at.slice(0, 8)}-${at.slice(8)}-7${crypto.randomUUID().slice(15)}`;
  };
  const [{ name }] = await indexedDB.databases();
  const database = await answer(indexedDB.open(name));
  const transaction = database.transaction(["meta", "ops"], "readwrite");
  const ops = transaction.objectStore("ops");
  for (let number = 1; number <= count; number += 1) {
    const form = { id: drawn(), outcome: "agreed", note: `第 ${number} 次来`, next_on: null };
    const command = {
      op_id: drawn(), author: user, acted_on: today, captured_at: Date.now(), build: "bench", customer: customers[number % customers.length],
      policy: 1, act: { kind: "visit.record.1", form },
    };
    ops.put(JSON.stringify({ format: 1, op_seq: number, command }), `000001-${String(number).padStart(12, "0")}`);
  }
  transaction.objectStore("meta").put(JSON.stringify({ generation: 1, op_seq: count + 1 }), "next");
  await new Promise((done, failed) => Object.assign(transaction, { oncomplete: done, onabort: () => failed(transaction.error) }));
  database.close();
}

/** In the page: notes every long task from now on. */
function watchTasks() {
  window.tasks = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.tasks.push(duration);
  }).observe({ type: "longtask" });
}

async function drains() {
  const books = await furnished(CUSTOMERS, 1);
  let server, weather, phone;
  try {
    server = await Server.start(books);
    weather = await Weather.over(server);
    phone = await Browser.open({ viewport: PHONE });
    const page = await phone.page(weather.url);
    await signIn(page, "lin", PASSWORD);
    await page.getByRole("heading", { level: 1, name: "今日" }).waitFor();
    await kept(page);
    await until(async () => isWhole(await storage(page)), "the customers are here");
    const { user, today } = await (await page.request.get(`${server.url}/api/session`)).json();
    const customers = await customersOn(page);
    weather.settle("/api/", "lost");
    await page.evaluate(fillOutbox, [COMMANDS, customers, user.id, today]);
    await page.reload();
    const waiting = page.getByText(/\d+ 条仅在本机/).first();
    await waiting.waitFor({ timeout: 120_000 });
    await page.evaluate(watchTasks);
    const began = Date.now();
    weather.clear();
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    await waiting.waitFor({ state: "detached", timeout: 300_000 });
    const took = (Date.now() - began) / 1_000;
    const tasks = await page.evaluate(() => window.tasks);
    const what = "10,000 commands sent by the browser";
    return [
      { what: `${what}: until the last is answered`, value: took, unit: "s" },
      { what: `${what}: longest task above 50 ms`, value: Math.round(Math.max(0, ...tasks)), unit: "ms", limit: LIMIT_MS },
    ];
  } finally {
    await phone?.close();
    await weather?.close();
    await server?.stop();
    books.remove();
  }
}

/** Every scope rests on what was fetched, and nothing more is on its way. */
function isWhole({ meta }) {
  const keys = [...meta.keys()];
  return keys.some((it) => it.startsWith("scope/territory:")) && !keys.some((it) => it.startsWith("plan/"));
}

async function customersOn(page) {
  const { rows } = await storage(page);
  const heads = [...rows].filter(([key]) => key.startsWith("head/territory:"));
  return [...new Set(heads.flatMap(([, text]) => JSON.parse(text).customers.map(([id]) => id)))];
}

/** Milliseconds from the first request to the last answer in which no request was under way. */
function besides(requests) {
  const sorted = requests.map(({ startTime, responseEnd }) => [startTime, responseEnd]).sort(([a], [b]) => a - b);
  let [idle, until] = [0, sorted[0][0]];
  for (const [from, to] of sorted) {
    idle += Math.max(0, from - until);
    until = Math.max(until, to);
  }
  return { idle, whole: until - sorted[0][0] };
}

async function arrives() {
  const books = await furnished(SHOPS, DOCUMENTS);
  let server, phone;
  try {
    server = await Server.start(books);
    phone = await Browser.open({ viewport: PHONE });
    const page = await phone.page();
    await page.addInitScript(() => performance.setResourceTimingBufferSize(5_000));
    await page.goto(server.url);
    await signIn(page, "lin", PASSWORD);
    await page.getByRole("heading", { level: 1, name: "今日" }).waitFor();
    const metaOnly = () => page.evaluate(keysOfMeta);
    await until(async () => isWhole({ meta: new Map((await metaOnly()).map((it) => [it, null])) }), "all is here", 300_000);
    const requests = await page.evaluate(() => performance.getEntriesByType("resource")
      .filter(({ name }) => /\/api\/sync\/(pull|snapshot|chunk)/.test(name)).map((it) => it.toJSON()));
    const { idle, whole } = besides(requests);
    return [
      { what: "first sync of 50,000 rows in the browser", value: whole / 1_000, unit: "s" },
      { what: "first sync of 50,000 rows in the browser, beyond the network", value: idle / 1_000, unit: "s", limit: LIMIT_S },
    ];
  } finally {
    await phone?.close();
    await server?.stop();
    books.remove();
  }
}

/** In the page: what stands in the room of numbers and cursors, if there is one yet. */
async function keysOfMeta() {
  const answer = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const [known] = await indexedDB.databases();
  if (!known) return [];
  const database = await answer(indexedDB.open(known.name));
  const keys = await answer(database.transaction("meta").objectStore("meta").getAllKeys());
  database.close();
  return keys;
}

/** The figures, with their bounds. */
export async function draining() {
  return [...(await drains()), ...(await arrives())];
}

if (import.meta.filename === process.argv[1]) for (const figure of await draining()) console.log(JSON.stringify(figure));
