// The app as something installed: it opens without a network, and a new build comes whole and by consent.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { Release } from "./build.mjs";
import { PASSWORD } from "./books.mjs";
import {
  Books, Browser, FaultyNetwork, PHONE, Server, axe, inspect, installed, kept, picture, signIn, until,
} from "./harness.mjs";

let books, release, server, network, phone;

before(async () => {
  books = new Books();
  await books.chitbook("territory", "add", "N", "城北片区");
  await books.chitbookWith(PASSWORD, "user", "add", "lin", "--name", "林晓", "--role", "rep", "--territory", "N",
    "--password-stdin");
  release = new Release(path.join(books.folder, "web"));
  server = await Server.start(books, { folder: release.folder });
  network = await FaultyNetwork.between(new URL(server.url));
  phone = await Browser.open({ viewport: PHONE });
});

after(async () => {
  await phone?.close();
  await network?.close();
  await server?.stop();
  books?.remove();
});

async function opened(place = "/") {
  const page = await phone.page(`${network.url}${place}`);
  await started(page);
  return page;
}

const started = (page) => page.locator("html[data-boot=ready]").waitFor({ state: "attached" });
const stylesOf = (page) => page.locator("link[rel=stylesheet]").evaluate((it) => new URL(it.href).pathname);
const send = (page, name) => page.evaluate((it) => void window.dispatchEvent(new Event(it)), name);
const told = (page, state) => page.locator(`html[data-update=${state}]`).waitFor({ state: "attached" });
const get = (page, file) => page.evaluate(async (it) => {
  const answer = await fetch(it);
  return { status: answer.status, type: answer.headers.get("content-type") };
}, file);
const builds = (page) => page.evaluate(async () =>
  (await caches.keys()).filter((it) => it.startsWith("chitbook-")).map((it) => it.slice("chitbook-".length)));

/** The user agrees on this page; it comes back on the new build. */
async function agree(page) {
  const reloaded = page.waitForEvent("load");
  await send(page, "chitbook:activate");
  await reloaded;
  await started(page);
}

const storedFiles = (page) => page.evaluate(async (version) => {
  const requests = await (await caches.open(`chitbook-${version}`)).keys();
  return requests.map((it) => new URL(it.url).pathname);
}, release.build.version);

test("the first visit stores all that is needed before the sign-in", async () => {
  const page = await opened();
  await installed(page);
  const stored = await storedFiles(page);
  for (const part of Object.values(release.build.parts).flatMap((it) => Object.keys(it))) {
    assert.ok(!stored.includes(part), `${part} waits for somebody who enters`);
  }
  for (const file of Object.keys(release.build.files)) assert.ok(stored.includes(file), file);
  assert.equal(await page.locator("html[data-update]").count(), 0, "a first visit is no update");
  const manifest = await page.evaluate(async () => (await fetch("/manifest.webmanifest")).json());
  assert.equal(manifest.name, "赊账通");
  for (const { src, type } of manifest.icons) {
    assert.deepEqual(await get(page, src), { status: 200, type }, src);
  }
  await page.close();
});

test("without server and network the app opens at any of its places", async () => {
  await phone.offline(true);
  await server.stop();
  const page = await opened("/customers");
  await page.reload();
  await started(page);
  const missing = await page.evaluate(() => fetch("/a/app-0000000000000000.js").then((it) => it.status, () => "none"));
  assert.equal(missing, "none", "a file is never answered with a page");
  await phone.offline(false);
  await server.start();
  await page.close();
});

test("a new build is fetched in part, waits, and takes over when the user agrees", async () => {
  const [first, second] = [await opened(), await opened("/customers")];
  const older = release.styles;
  release.next("second");
  network.seen.length = 0;
  await send(first, "chitbook:check");
  await told(first, "ready");
  const wasm = network.seen.filter((it) => /\.wasm|\/a\/.*\.js/.test(it));
  assert.deepEqual(wasm, [], "what did not change is not downloaded");
  assert.ok(network.seen.includes(`GET ${release.styles}`), "what changed is");

  await first.reload();
  await started(first);
  assert.equal(await stylesOf(first), older, "nothing changes before the user agrees");
  await told(first, "ready");
  await told(second, "ready");

  await agree(first);
  assert.equal(await stylesOf(first), release.styles);
  await told(second, "active");
  assert.equal(await stylesOf(second), older, "no page is reloaded under a user's hands");
  assert.equal((await get(second, older)).status, 200, "it still finds its own files");
  const gone = await fetch(`${server.url}${older}`);
  assert.equal(gone.status, 404, "which the server no longer has");
  assert.notEqual((await get(second, "/api/none")).type, "text/html; charset=utf-8", "the API is not touched");
  await agree(second);
  assert.equal(await stylesOf(second), release.styles);
  await first.close();
  await second.close();
});

test("a build that arrives damaged is refused as a whole and fetched again later", async () => {
  const page = await opened();
  const running = release.styles;
  release.next("third");
  const portal = [network.next(release.styles, "portal"), network.next(release.styles, "portal")];
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const refused = new Promise((done) => registration.addEventListener("updatefound", () => {
      const { installing } = registration;
      installing.addEventListener("statechange", () => installing.state === "redundant" && done());
    }, { once: true }));
    window.dispatchEvent(new Event("chitbook:check"));
    await refused;
  });
  await Promise.all(portal);
  assert.equal(await page.locator("html[data-update]").count(), 0, "nothing is offered");
  await page.reload();
  await started(page);
  assert.equal(await stylesOf(page), running);

  await send(page, "chitbook:check");
  await told(page, "ready");
  await agree(page);
  assert.equal(await stylesOf(page), release.styles);
  await page.close();
});

test("with no page open a waiting build takes over by itself, and two older ones are kept", async () => {
  const page = await opened();
  release.next("fourth");
  await send(page, "chitbook:check");
  await told(page, "ready");
  await page.close();
  const again = await until(async () => {
    const it = await opened();
    if ((await stylesOf(it)) === release.styles) return it;
    await it.close();
    return null;
  }, "the new build runs");
  await until(async () => (await builds(again)).length === 3, "the build in charge and two older ones are kept");
  assert.ok((await builds(again)).includes(release.build.version));
  await again.close();
});

test("a program that cannot be fetched can be asked for again, and is then part of every build", async () => {
  const page = await opened();
  const part = Object.keys(release.build.parts.phone).find((it) => it.includes("phone"));
  const dropped = [network.next(part, "drop"), network.next(part, "drop")];
  await signIn(page, "lin", PASSWORD);
  await Promise.any(dropped);
  await page.getByText("应用还没有完整下载到本机").waitFor();
  await inspect(page, "phone-not-loaded");
  network.forgive();
  await page.getByRole("button", { name: "再试一次" }).click();
  await page.getByRole("heading", { level: 1, name: "今日" }).waitFor();
  await kept(page);
  const said = phone.troubles.splice(0);
  assert.ok(0 < said.length && said.every((it) => /fetch/i.test(it)), `only the fetch failed: ${said}`);

  release.nextPart("phone", "fifth");
  await send(page, "chitbook:check");
  await told(page, "ready");
  const stored = await storedFiles(page);
  const { parts } = release.build;
  for (const file of Object.keys(parts.phone)) assert.ok(stored.includes(file), `${file} came with the update`);
  for (const file of Object.keys(parts.desk).filter((it) => !(it in parts.phone))) {
    assert.ok(!stored.includes(file), `${file} is not for a phone`);
  }
  await agree(page);
  await phone.offline(true);
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "今日" }).waitFor();
  await phone.offline(false);
  await page.close();
});

test("who signs in on a page that a newer build has overtaken is told to update, and goes on", async () => {
  const other = await Browser.open({ viewport: PHONE });
  try {
    const page = await other.page(network.url);
    await installed(page);
    release.nextPart("phone", "sixth");
    await signIn(page, "lin", PASSWORD);
    await page.getByText("应用已有新版本").waitFor();
    await inspect(page, "phone-overtaken");
    await page.getByRole("button", { name: "现在更新" }).click();
    await page.getByRole("heading", { level: 1, name: "今日" }).waitFor();
    await kept(page);
    await other.offline(true);
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "今日" }).waitFor();
  } finally {
    await other.close();
  }
});

test("an app that cannot start says so, in both languages, to everybody", async () => {
  const other = await Browser.open({ viewport: PHONE });
  try {
    const page = await other.page();
    await page.route("**/a/app-*.wasm", (route) => route.abort());
    await page.goto(server.url);
    await page.locator("html[data-boot=failed]").waitFor({ state: "attached" });
    await page.getByRole("alert").getByText("应用没有启动").waitFor();
    await page.getByRole("alert").getByText("The app did not start").waitFor();
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await axe(page, `the app cannot start, ${colorScheme}`);
      await picture(page, `boot-failed-${colorScheme}`);
    }
  } finally {
    await other.close();
  }
});

test("no policy was broken and no error went unsaid", () => {
  assert.deepEqual(phone.troubles, []);
});
