// What a browser does to the storage of a phone: it spoils it, fills it up, throws it away, closes it, or gives it to a
// newer build. What was saved is there, or the phone says what it may have lost; it never says "saved" of what is not.

import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, beforeEach, test } from "node:test";
import { drawn } from "../conformance/client.mjs";
import { PASSWORD, storyBooks } from "./books.mjs";
import { begin, finish, works } from "./fieldwork.mjs";
import { PHONE, Server, inspect, kept, signIn, until } from "./harness.mjs";
import { evict, quota } from "./mishaps.mjs";
import { enter, heading, press, shown } from "./people.mjs";
import { Weather } from "./weather.mjs";
import { agrees, answered, commands, rowsWith, storage, witness } from "./witness.mjs";

const SHOP = /宏盛食品/;
const PUSH = "/api/sync/push";
const FULL = "本机空间满了";

let books, server, weather, phone, page, customer, other, shop;
let visits = 0;

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
  other = await witness(server, "lin");
  shop = other.rowsOf("customer").find(({ body }) => body.code === "K-0217").body.id;
});

beforeEach(() => weather.clear());

after(async () => {
  await phone?.close();
  await weather?.close();
  await server?.stop();
  books?.remove();
});

async function visit() {
  visits += 1;
  const words = `第 ${visits} 次来`;
  await works(page, customer, "visit", words);
  return words;
}

/** Another phone of hers sends a visit. */
async function visitElsewhere(note) {
  const { verdict } = await other.verdictOf("visit.record.1", { id: drawn(), outcome: "agreed", note, next_on: null }, { customer: shop });
  assert.equal(verdict, "applied");
}

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

test("quota exceeded mid-apply: nothing is said to be saved that is not, and nothing that was is lost", async () => {
  weather.settle(PUSH, "lost");
  const before = await visit();
  await begin(page, customer, "visit", "没地方写了");
  await phone.restart();
  const free = await quota(phone, weather.url, 1);
  page = await phone.page(`${customer}/visit`);
  const note = page.getByLabel("备注（可不填）");
  await until(async () => (await note.inputValue().catch(() => "")) === "没地方写了", "it opens, and the draft is there");
  await press(page, /记下拜访/);
  await shown(page, FULL);
  assert.equal(await note.inputValue(), "没地方写了", "the form still has it");
  await visitElsewhere("空间满时来的");
  await note.fill("没地方写了，草稿也没有");
  await until(async () => (await page.getByText("草稿已存").count()) === 0, "it is not said to be kept");

  // It still sends, and gives out what it has.
  await page.goto(`${weather.url}/sync`);
  await pending(1);
  const [file] = await Promise.all([page.waitForEvent("download"), press(page, "导出未发送的内容")]);
  assert.ok(fs.readFileSync(await file.path(), "utf8").includes(before));
  weather.clear();
  await press(page, "立即发送");
  await shown(page, FULL);
  await inspect(page, "phone-storage-full");
  await until(async () => {
    await other.pull();
    return rowsWith(other, "visit", before).length === 1;
  }, "the server has it");

  await free();
  await page.goto(`${customer}/visit`);
  await page.getByRole("radio", { name: "没见到人" }).check();
  await page.getByLabel("备注（可不填）").fill("有地方了");
  await finish(page, "visit");
  await inOrder([before, "有地方了", "空间满时来的"]);
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

test("storage evicted while the app runs: it says so, and after a reload what may be lost", async () => {
  weather.settle(PUSH, "lost");
  await visit();
  await page.goto(`${weather.url}/sync`);
  await pending(1);
  await evict(page, "indexeddb");
  await shown(page, "浏览器清掉了本机数据");
  await press(page, "刷新");
  await shown(page, /当时有 1 条没发送，请凭记忆或纸条补记/);
  await inspect(page, "phone-storage-evicted");
  weather.clear();
  await inOrder();
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

test("everything evicted: whoever signs in again is a new device with all that the server has", async () => {
  await evict(page);
  await page.goto(weather.url);
  await signIn(page, "lin", PASSWORD);
  await heading(page, "今日");
  await inOrder();
});

test("blocked: a tab that does not let go holds nobody up, and what it kept goes at the next start", async () => {
  const holder = await phone.page(beside());
  const name = await holder.evaluate(async () => {
    const [{ name }] = await indexedDB.databases();
    await new Promise((done) => (indexedDB.open(name).onsuccess = ({ target }) => done((window.held = target.result))));
    return name;
  });
  await page.goto(`${weather.url}/me`);
  await press(page, "退出登录");
  await page.getByLabel("登录名").waitFor();
  const left = () => page.evaluate(async () => (await indexedDB.databases()).map((it) => it.name));
  assert.deepEqual(await left(), [name]);
  await holder.close();
  await page.reload();
  await page.getByLabel("登录名").waitFor();
  await until(async () => (await left()).length === 0, "it is gone");
  await signIn(page, "lin", PASSWORD);
  await heading(page, "今日");
  await inOrder();
});

test("versionchange: a newer build takes the storage over, and this page writes nothing more and says so", async () => {
  weather.settle(PUSH, "lost");
  await begin(page, customer, "visit", "新版本来了");
  const words = commands(await storage(page)).length;
  const newer = await phone.page(beside());
  await newer.evaluate(async () => {
    const [{ name, version }] = await indexedDB.databases();
    await new Promise((done, failed) => {
      const request = indexedDB.open(name, version + 1);
      request.onerror = () => failed(request.error);
      request.onsuccess = () => done(request.result.close());
    });
  });
  await shown(page, "新版本已接管本机数据");
  await press(page, /记下拜访/);
  await page.getByRole("alert").getByText("新版本已接管本机数据").first().waitFor();
  assert.equal(commands(await storage(page)).length, words, "nothing was written");
  await inspect(page, "phone-storage-superseded");
});

test("the books hold, and nothing went wrong in the browser unsaid", async () => {
  await books.chitbook("doctor");
  assert.deepEqual(phone.troubles, []);
});
