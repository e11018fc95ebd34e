// A newer build wants another layout of what is stored on the device: the page of the older one lets go at once and
// says so; the newer one waits for a page that does not, says what holds it up, and goes on by itself.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { storyBooks } from "./books.mjs";
import { begin } from "./fieldwork.mjs";
import { PHONE, Server, kept } from "./harness.mjs";
import { enter, heading, press, shown } from "./people.mjs";

const SHOP = /宏盛食品/;

let books, server, phone, page, customer;

before(async () => {
  books = await storyBooks();
  await books.chitbook("territory", "assign", "--territory", "N", "--customer", "K-0217");
  server = await Server.start(books);
  ({ browser: phone, page } = await enter(server.url, "lin", PHONE));
  await page.goto(`${server.url}/customers`);
  await page.getByRole("link", { name: SHOP }).first().click();
  await heading(page, SHOP);
  customer = page.url();
  await kept(page);
});

after(async () => {
  await phone?.close();
  await server?.stop();
  books?.remove();
});

/** A page of a build whose layout is so many steps ahead. */
async function newer(steps) {
  const it = await phone.page();
  await it.addInitScript((ahead) => {
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function opened(name, version) {
      return version ? open.call(this, name, version + ahead) : open.call(this, name);
    };
  }, steps);
  await it.goto(`${server.url}/today`);
  return it;
}

test("the older page lets go at once and says so; what was begun on it is in the newer one", async () => {
  await begin(page, customer, "visit", "旧页上写的");
  const next = await newer(1);
  await shown(page, "新版本已接管本机数据。请刷新这一页。");
  await heading(next, "今日");
  await press(page, /记下拜访/);
  await shown(page, /没有存下：另一个标签页/);
  assert.equal(await page.getByLabel("备注（可不填）").inputValue(), "旧页上写的");
  await next.goto(`${customer}/visit`);
  await shown(next, "上次没写完的内容已恢复");
  assert.equal(await next.getByLabel("备注（可不填）").inputValue(), "旧页上写的");
  await next.close();
  await page.close();
});

test("a page that does not let go is named, and once it is closed the newer one goes on by itself", async () => {
  const holding = await phone.page(`${server.url}/api/session`);
  await holding.evaluate(async () => {
    const [{ name }] = await indexedDB.databases();
    const request = indexedDB.open(name);
    await new Promise((done, failed) => {
      request.onsuccess = done;
      request.onerror = () => failed(request.error);
    });
    window.held = request.result;
  });
  const next = await newer(2);
  await shown(next, "另一个标签页开着旧版本。请关掉它，这一页会自己接着打开。");
  await holding.close();
  await heading(next, "今日");
  assert.equal(await next.getByText("另一个标签页开着旧版本").count(), 0);
});

test("the books hold, and nothing went wrong in the browser unsaid", async () => {
  await books.chitbook("doctor");
  assert.deepEqual(phone.troubles, []);
});
