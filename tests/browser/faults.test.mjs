// The named faults between a phone and the server, one after the other on one phone: whatever is lost, doubled, torn
// or answered by somebody else, every visit arrives exactly once and the phone has what the server has.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Client, drawn } from "../conformance/client.mjs";
import { PASSWORD, storyBooks } from "./books.mjs";
import { works } from "./fieldwork.mjs";
import { Browser, PHONE, Server, kept, signIn, until } from "./harness.mjs";
import { crash, killPages } from "./mishaps.mjs";
import { enter, heading, press, shown } from "./people.mjs";
import { Weather, unpacked } from "./weather.mjs";
import { agrees, answered, commands, rowsWith, storage, witness } from "./witness.mjs";

const SHOP = /宏盛食品/;
const PUSH = "/api/sync/push";
const PULL = "/api/sync/pull";
const EXPECTED = /EventSource's response/;

let books, server, weather, phone, page, customer;
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
});

after(async () => {
  await phone?.close();
  await weather?.close();
  await server?.stop();
  books?.remove();
});

/** A fault, on a phone on which so many visits wait to be sent in one batch. */
function fault(name, waiting, work) {
  test(name, async () => {
    try {
      const words = [];
      if (waiting) weather.settle(PUSH, "lost");
      for (let at = 0; at < waiting; at += 1) words.push(await visit(page));
      weather.clear();
      await work(words);
      await sent();
      const device = await witness(server, "lin");
      await agrees(page, device, name);
      await answered(page, device, name);
      for (const it of words) assert.equal(rowsWith(device, "visit", it).length, 1, it);
    } catch (error) {
      console.error(weather.told());
      throw error;
    }
  });
}

async function visit(on) {
  visits += 1;
  const words = `第 ${visits} 次来`;
  await works(on, customer, "visit", words);
  return words;
}

async function send() {
  await page.goto(`${weather.url}/sync`);
  await press(page, "立即发送");
}

async function sent() {
  await send();
  await page.getByText("都已送到").first().waitFor({ timeout: 120_000 });
}

const pending = (count) => page.getByRole("status").filter({ hasText: `${count} 条` }).first().waitFor();

for (const [name, what] of [
  ["reply lost after commit", "unheard"], ["duplicate request", "twice"], ["batch cut in the middle", "cut"],
  ["a part of the reply passed on as if it were all", "clipped"], ["a request that arrives after it was given up", "straggler"],
]) {
  fault(name, 2, async () => {
    const happened = weather.next(PUSH, what);
    await send();
    await happened;
  });
}

for (const [status, said] of [["401", "登录已过期"], ["413", null], ["429", "服务器出了故障"], ["500", "服务器出了故障"], ["503", "服务器出了故障"]]) {
  fault(`a ${status} on the way decides nothing`, 1, async () => {
    weather.settle("/api/sync", status);
    await send();
    if (said) await shown(page, said);
    await until(() => 0 < (weather.met.get(status) ?? 0), "it was met");
    await pending(1);
    weather.clear();
  });
}

fault("a captive portal answers for the server, and nothing is taken for an answer", 1, async () => {
  weather.settle("/api/", "portal");
  await send();
  await shown(page, "连不上服务器。内容都在本机");
  await pending(1);
  const stranger = await Browser.open({ viewport: PHONE });
  try {
    const door = await stranger.page(weather.url);
    await signIn(door, "chen", PASSWORD);
    await shown(door, "第一次登录需要联网");
  } finally {
    await stranger.close();
  }
  await page.reload();
  await pending(1);
  weather.clear();
});

fault("token expired mid-batch: signed in again in the middle of the day, nothing is lost", 4, async () => {
  // Nothing of it arrives by itself while somebody signs in elsewhere and the page changes.
  weather.settle(PUSH, "lost");
  const elsewhere = new Client(server.url);
  await elsewhere.signIn("lin", PASSWORD);
  await page.goto(`${weather.url}/sync`);
  await page.getByRole("button", { name: "立即发送" }).waitFor();
  weather.clear();
  // The network takes half of it; when that half is answered the session has ended.
  weather.next(PUSH, "413");
  const half = weather.next(PUSH, async () => {
    const reply = await elsewhere.send("DELETE", "/api/sessions");
    assert.equal(reply.status, 204);
  });
  const refused = weather.next(PUSH, (answer) => void assert.equal(answer.status, 401));
  await press(page, "立即发送");
  await half;
  await refused;
  await shown(page, "登录已过期。已写的内容都在本机");
  await pending(2);
  // The day goes on.
  const more = await visit(page);
  await page.getByRole("link", { name: "重新登录" }).first().click();
  await page.getByLabel("密码", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await heading(page, "今日");
  await until(async () => commands(await storage(page)).every((it) => it.verdict), "all is answered");
  assert.equal(rowsWith(await witness(server, "lin"), "visit", more).length, 1);
});

fault("chunks corrupted on the way are fetched again", 0, async () => {
  const stranger = await Weather.over(server, { name: "a new phone" });
  // Three in a row, and the manifest is asked for again as well.
  const spoilt = [1, 2, 3].map(() => stranger.next("/api/sync/chunk", spoil));
  const fresh = await enter(stranger.url, "lin", PHONE);
  try {
    await Promise.all(spoilt);
    await fresh.page.goto(customer.replace(weather.url, stranger.url));
    await heading(fresh.page, SHOP);
    await agrees(fresh.page, await witness(server, "lin"), "the new phone");
    assert.deepEqual(fresh.browser.troubles, []);
  } finally {
    await fresh.browser.close();
    await stranger.close();
  }
});

/** One letter of a chunk is another. */
function spoil(answer) {
  const spoilt = unpacked(answer);
  spoilt.bytes[Math.floor(spoilt.bytes.length / 2)] ^= 1;
  return spoilt;
}

fault("crash between page and cursor: both are before or both after", 0, async () => {
  const other = await witness(server, "lin");
  const { id } = other.rowsOf("customer").find(({ body }) => body.code === "K-0217").body;
  for (const after of [0, 4, 12, 30]) {
    const form = { id: drawn(), outcome: "agreed", note: `别的手机 ${after}`, next_on: null };
    const killed = new Promise((done) => {
      // What was on its way before is let through.
      const brought = (answer) => {
        if (unpacked(answer).bytes.includes(form.note)) setTimeout(() => done(killPages(phone, page)), after);
        else weather.next(PULL, brought);
      };
      weather.next(PULL, brought);
    });
    const verdict = await other.verdictOf("visit.record.1", form, { customer: id });
    assert.equal(verdict.verdict, "applied");
    await killed;
    await page.close();
    page = await phone.page(customer);
    await shown(page, form.note);
    await agrees(page, await witness(server, "lin"), `killed ${after} ms after the page came`);
  }
});

fault("two tabs pushing: the one that sends dies, and the other goes on", 0, async () => {
  const other = await phone.page(customer);
  weather.settle(PUSH, "unheard");
  const words = [await visit(page), await visit(other)];
  await until(() => 0 < (weather.met.get("unheard") ?? 0), "a push was taken and not heard of");
  await crash(page);
  await page.close();
  page = other;
  words.push(await visit(other));
  weather.clear();
  await sent();
  const device = await witness(server, "lin");
  for (const it of words) assert.equal(rowsWith(device, "visit", it).length, 1, it);
});

test("the books hold, and nothing went wrong in the browser unsaid", async () => {
  await books.chitbook("doctor");
  assert.deepEqual(phone.troubles.filter((it) => !EXPECTED.test(it)), []);
});
