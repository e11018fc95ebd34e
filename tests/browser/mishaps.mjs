// What befalls a browser at work: its page dies, its processes are killed, its storage is emptied.

import fs from "node:fs";
import { until } from "./harness.mjs";

/** The processes of this machine: what each was started with, and by whom. */
function processes() {
  const all = new Map();
  for (const name of fs.readdirSync("/proc").filter((it) => /^\d+$/.test(it))) {
    try {
      // A process that was forked has its words in one, with spaces between them.
      const line = fs.readFileSync(`/proc/${name}/cmdline`, "utf8").split(/[\0 ]/);
      const [, parent] = /\) \S (\d+) /.exec(fs.readFileSync(`/proc/${name}/stat`, "utf8"));
      all.set(Number(name), { parent: Number(parent), line });
    } catch (error) {
      // It ended while it was being read.
      if (error.code !== "ENOENT" && error.code !== "ESRCH") throw error;
    }
  }
  return all;
}

/** The process of this profile's browser, and those that draw its pages. */
function processesOf(browser) {
  const all = processes();
  const own = ({ line }) => line.includes(`--user-data-dir=${browser.folder}`) && !line.some((it) => it.startsWith("--type="));
  const [root] = [...all].filter(([, it]) => own(it)).map(([id]) => id).sort((a, b) => a - b);
  if (!root) throw new Error(`no browser works in ${browser.folder}`);
  const below = (id) => {
    for (let at = id; at; at = all.get(at)?.parent) if (at === root) return true;
    return false;
  };
  const pages = [...all].filter(([id, { line }]) => line.includes("--type=renderer") && below(id)).map(([id]) => id);
  return { root, pages };
}

/** The page's own process fails, as when it runs out of memory. */
export async function crash(page) {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  // Whoever crashes does not answer.
  session.send("Page.crash").catch(() => {});
  await crashed;
}

/** The system kills whatever draws this browser's pages; nothing of it gets to tidy up. */
export async function killPages(browser, page) {
  const { pages } = processesOf(browser);
  if (!pages.length) throw new Error("no page is being drawn");
  const crashed = page.waitForEvent("crash");
  for (const id of pages) process.kill(id, "SIGKILL");
  await crashed;
  // Until the browser has seen all of them end it may draw the next page by one that is dead.
  await until(() => pages.every((id) => !processes().has(id)), "what drew the pages has gone");
}

/** The system kills the whole browser, as when a phone runs out of memory or power. */
export async function killBrowser(browser) {
  const { root } = processesOf(browser);
  const closed = new Promise((done) => browser.context.once("close", done));
  process.kill(root, "SIGKILL");
  await closed;
  await until(() => !processes().has(root), "the browser is gone");
  await browser.launch();
}

/** The browser throws stored things of this site away, as it does when space is short: all, or of one type. */
export async function evict(page, types = "all") {
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await session.send("Storage.clearDataForOrigin", { origin, storageTypes: types });
  await session.detach();
}

/** The browser gives this site no more room; answers what gives it back. The browser looks at the room only so often. */
export async function fill(page) {
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
  await until(() => page.evaluate(keepsNothing), "nothing more is kept", 90_000);
  return async () => {
    await session.send("Storage.overrideQuotaForOrigin", { origin });
    await until(async () => !await page.evaluate(keepsNothing), "there is room again", 90_000);
    await session.detach();
  };
}

/** In the page: whether a record that is written finds no room. */
async function keepsNothing() {
  const [{ name }] = await indexedDB.databases();
  const request = indexedDB.open(name);
  const database = await new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const transaction = database.transaction("drafts", "readwrite");
  transaction.objectStore("drafts").put("x", "\u0000trial");
  const full = await new Promise((done) => {
    transaction.oncomplete = () => done(false);
    transaction.onabort = () => done(transaction.error?.name === "QuotaExceededError");
  });
  database.close();
  return full;
}
