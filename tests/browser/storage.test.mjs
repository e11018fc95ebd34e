// What a browser does to the storage of a phone: it spoils it, throws it away or closes it. What was saved is there, or
// the phone says what it may have lost.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { PASSWORD, storyBooks } from "./books.mjs";
import { DEEDS, begin, finish } from "./fieldwork.mjs";
import { PHONE, Server, kept, signIn, until } from "./harness.mjs";
import { evict, fill } from "./mishaps.mjs";
import { enter, heading, press, shown } from "./people.mjs";
import { Weather } from "./weather.mjs";
import { agrees, answered, rowsWith, witness } from "./witness.mjs";

const SHOP = /宏盛食品/;
const PUSH = "/api/sync/push";

let books, server, weather, phone, page, customer;

before(async () => {
  books = await storyBooks();
  await books.chitbook("territory", "assign", "--territory", "N", "--customer", "K-0217");
  server = await Server.start(books);
  weather = await Weather.over(server, { name: "lin" });
  ({ browser: phone, page } = await enter(weather.url, "lin", PHONE));
  await page.goto(`${weather.url}/customers`);
  await page.getByRole("link", { name: SHOP }).first().click();
  await heading(page, SHOP);
  customer = page.url();
  await kept(page);
});

beforeEach(() => weather.clear());

after(async () => {
  await phone?.close();
  await weather?.close();
  await server?.stop();
  books?.remove();
});

/** A page of this site without the app in it. */
const beside = () => `${weather.url}/api/session`;
const pending = (count) => page.getByRole("status").filter({ hasText: `${count} 条` }).first().waitFor();

async function send() {
  await page.goto(`${weather.url}/sync`);
  await press(page, "立即发送");
}

/** All is sent, and the phone has what the server has; each of these visits stands there once. */
async function inOrder(words = []) {
  weather.clear();
  await send();
  await page.getByText("都已送到").first().waitFor({ timeout: 120_000 });
  const device = await witness(server, "lin");
  await agrees(page, device, "lin");
  await answered(page, device, "lin");
  for (const it of words) assert.equal(rowsWith(device, "visit", it).length, 1, it);
}

test("chunk corrupted in the storage: it is noticed when it is read, and fetched again", async () => {
  const spoilt = await page.evaluate(async () => {
    const answer = (request) => new Promise((done, failed) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
    const [{ name }] = await indexedDB.databases();
    const database = await answer(indexedDB.open(name));
    const store = database.transaction("base_chunks", "readwrite").objectStore("base_chunks");
    let count = 0;
    for (const key of await answer(store.getAllKeys())) {
      const text = await answer(store.get(key));
      if (!text.includes("8001")) continue;
      await answer(store.put(text.replace("8001", "8009"), key));
      count += 1;
    }
    database.close();
    return count;
  });
  assert.ok(0 < spoilt, "a chunk was spoilt");
  await page.goto(customer);
  await heading(page, SHOP);
  await shown(page, "8001");
  assert.equal(await page.getByText("8009").count(), 0);
  await inOrder();
});

test("a lost connection to the storage is opened again; lost twice, the phone says so", async () => {
  await page.addInitScript(() => {
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function opened(...how) {
      const request = open.apply(this, how);
      request.addEventListener("success", () => ((window.connections ??= []).push(request.result)));
      return request;
    };
  });
  // As the browser does when the disk fails under it.
  const lose = () => page.evaluate(() => {
    const connection = window.connections.at(-1);
    connection.close();
    connection.dispatchEvent(new Event("close"));
  });
  weather.settle(PUSH, "lost");
  await begin(page, customer, "visit", "断线后写的");
  await lose();
  await until(() => page.evaluate(() => window.connections.length === 2), "it is opened again");
  await finish(page, "visit");
  await lose();
  await shown(page, "浏览器断开了本机数据");
  await press(page, "刷新");
  await shown(page, "断线后写的");
  await inOrder(["断线后写的"]);
});

test("storage evicted while the app is closed: the next start says what may be lost, once", async () => {
  await page.goto(`${weather.url}/sync`);
  await pending(0);
  await page.goto(beside());
  await evict(page, "indexeddb");
  await page.goto(`${weather.url}/sync`);
  await shown(page, /当时没有未发送的内容，正在重新下载/);
  await inOrder();
  await page.reload();
  await page.getByText("都已送到").first().waitFor();
  assert.equal(await page.getByText("浏览器清掉了本机数据").count(), 0);
});

test("storage evicted under the open app: it says so at once, and after the reload what was lost", async () => {
  weather.settle(PUSH, "lost");
  await begin(page, customer, "visit", "被清掉的");
  await finish(page, "visit");
  await page.goto(`${weather.url}/sync`);
  await pending(1);
  await evict(page, "indexeddb");
  await page.getByText("浏览器清掉了本机数据。请刷新这一页，看可能丢了什么。").first().waitFor({ timeout: 5_000 });
  await press(page, "刷新");
  await shown(page, /浏览器清掉了本机数据.*1 条/);
  await inOrder();
  assert.equal(rowsWith(await witness(server, "lin"), "visit", "被清掉的").length, 0, "it was on this phone alone");
});

test("a full storage: the form says so and keeps what was typed, and saves it once there is room", async () => {
  await begin(page, customer, "visit", "满了也要记下的");
  const lift = await fill(page);
  await press(page, DEEDS.visit.button);
  await shown(page, /没有存下：本机空间满了/);
  assert.equal(await page.getByLabel("备注（可不填）").inputValue(), "满了也要记下的");
  await lift();
  await finish(page, "visit");
  await inOrder(["满了也要记下的"]);
});

test("everything evicted: whoever signs in again is a new device with all that the server has", async () => {
  await evict(page);
  await page.goto(weather.url);
  await signIn(page, "lin", PASSWORD);
  await heading(page, "今日");
  await inOrder();
});

test("the books hold, and nothing went wrong in the browser unsaid", async () => {
  await books.chitbook("doctor");
  assert.deepEqual(phone.troubles, []);
});
