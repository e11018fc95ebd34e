// The stage of the browser tests: a real server on a database of its own, real browsers, and a
// network between them that can be made to fail.
//
// CHITBOOK_BIN names the server binary, CHITBOOK_WEB the built web app, CHROMIUM the browser;
// `cargo xtask test` sets them.

import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../..");
const binary = process.env.CHITBOOK_BIN ?? path.join(root, "target/debug/chitbook");
export const web = process.env.CHITBOOK_WEB ?? path.join(root, "dist/web");
const browser = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const results = path.join(root, "tests/browser/results");

/** Real receivables, if the environment names their folder. */
export const realData = process.env.CHITBOOK_REAL_DATA;

const CHROMIUM_FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1440, height: 900 };

export async function freePort() {
  return new Promise((done, failed) => {
    const server = net.createServer().once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** A database in a folder of its own, and the one command line that everything goes through. */
export class Books {
  constructor() {
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), "chitbook-"));
    this.db = `sqlite:${path.join(this.folder, "books.db")}`;
  }

  /** Runs `chitbook …` and answers what it printed; a failure carries its words. */
  async chitbook(...args) {
    const { stdout } = await run(binary, [...args, "--db", this.db], {
      env: { ...process.env, CHITBOOK_LANG: "en" }, maxBuffer: 64 << 20,
    });
    return stdout;
  }

  /** As `chitbook`, with a line on standard input. */
  async chitbookWith(line, ...args) {
    const child = spawn(binary, [...args, "--db", this.db], { stdio: ["pipe", "pipe", "pipe"] });
    let said = "";
    child.stdout.on("data", (it) => (said += it));
    child.stderr.on("data", (it) => (said += it));
    child.stdin.end(`${line}\n`);
    const code = await new Promise((done) => child.once("close", done));
    if (code !== 0) throw new Error(`chitbook ${args.join(" ")}: ${said}`);
    return said;
  }

  file(name, text) {
    const file = path.join(this.folder, name);
    fs.writeFileSync(file, text);
    return file;
  }

  remove() {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The server as a process: it can be killed and started again on the same address. */
export class Server {
  constructor(books, port, extra, folder) {
    this.books = books;
    this.port = port;
    this.extra = extra;
    this.folder = folder;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(books, { extra = [], folder = web } = {}) {
    const server = new Server(books, await freePort(), extra, folder);
    await server.start();
    return server;
  }

  async start() {
    const args = ["serve", "--addr", `127.0.0.1:${this.port}`, "--web", this.folder, "--db", this.books.db];
    this.child = spawn(binary, [...args, ...this.extra], { stdio: ["ignore", "pipe", "pipe"] });
    this.log = "";
    this.child.stdout.on("data", (it) => (this.log += it));
    this.child.stderr.on("data", (it) => (this.log += it));
    let gone = false;
    this.child.once("exit", () => (gone = true));
    await until(async () => {
      if (gone) throw new Error(`the server ended: ${this.log}`);
      const reply = await fetch(`${this.url}/api/session`).catch(() => null);
      return reply !== null;
    }, "the server answers");
  }

  /** While this is done it works an eighth of the time, as on a slow machine: what takes long is seen on the way. */
  async slowed(work) {
    let slow = true;
    const beat = setInterval(() => {
      this.child.kill("SIGCONT");
      setTimeout(() => slow && this.child.kill("SIGSTOP"), 20);
    }, 160);
    try {
      return await work();
    } finally {
      slow = false;
      clearInterval(beat);
      this.child.kill("SIGCONT");
    }
  }

  /** Ends it; SIGKILL leaves it no time to tidy up. */
  async stop(signal = "SIGTERM") {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = new Promise((done) => this.child.once("exit", done));
    this.child.kill(signal);
    await gone;
  }
}

/** Stands between browser and server, passes everything on, and does to requests what it is told. */
export class FaultyNetwork {
  constructor(target) {
    this.target = target;
    this.faults = [];
    this.seen = [];
    /** Replies that are being held back by `slow`. */
    this.held = 0;
    /** Bytes of the app's files as sent; data of the API do not count. */
    this.bytes = 0;
  }

  static async between(target) {
    const network = new FaultyNetwork(target);
    network.port = await freePort();
    network.url = `http://127.0.0.1:${network.port}`;
    network.server = http.createServer((request, reply) => network.pass(request, reply));
    await new Promise((done) => network.server.listen(network.port, "127.0.0.1", done));
    return network;
  }

  /**
   * The next request to this path goes wrong: `cut` the reply after the server has answered,
   * `drop` the request before it arrives, `portal` answers 200 with a page of HTML, `kill` ends the
   * server while it is at it. Resolves when it has happened.
   */
  next(path, fault, server) {
    const happened = new Promise((done) => this.faults.push({ path, fault, happened: done, server }));
    return within(60_000, happened, `the ${fault} of ${path}`);
  }

  /** From now on no request to this path arrives. */
  block(path) {
    this.blocked = path;
  }

  /** What was to go wrong and has not yet will not. */
  forgive() {
    this.blocked = null;
    for (const fault of this.faults.splice(0)) fault.happened();
  }

  /** From now on replies to this path take so much longer; 0 ends it. */
  slow(path, ms) {
    this.slowed = ms ? { path, ms } : null;
  }

  pass(request, reply) {
    this.seen.push(`${request.method} ${request.url}`);
    const at = this.faults.findIndex((it) => request.url.startsWith(it.path));
    const hit = at < 0 ? null : this.faults.splice(at, 1)[0];
    if (hit?.fault === "drop" || (this.blocked && request.url.startsWith(this.blocked))) {
      request.socket.destroy();
      return hit?.happened();
    }
    if (hit?.fault === "portal") {
      reply.writeHead(200, { "content-type": "text/html" });
      reply.end("<html><body>Welcome! Please accept the terms.</body></html>");
      return hit.happened();
    }
    const headers = { ...request.headers, host: this.target.host };
    const onward = http.request(
      { host: this.target.hostname, port: this.target.port, path: request.url, method: request.method, headers },
      (answer) => {
        if (hit?.fault === "cut") {
          answer.resume();
          answer.once("end", () => {
            request.socket.destroy();
            hit.happened();
          });
          return;
        }
        const send = () => {
          if (!request.url.startsWith("/api/")) answer.on("data", (part) => (this.bytes += part.length));
          reply.writeHead(answer.statusCode, answer.headers);
          answer.pipe(reply);
          // An answer that breaks off breaks off for the browser as well, which would wait for the rest.
          answer.once("close", () => answer.complete || reply.destroy());
        };
        if (!this.slowed || !request.url.startsWith(this.slowed.path)) return send();
        this.held += 1;
        setTimeout(() => {
          this.held -= 1;
          send();
        }, this.slowed.ms);
      },
    );
    onward.once("error", () => reply.destroy());
    reply.once("close", () => onward.destroy());
    request.pipe(onward);
    if (hit?.fault === "kill") {
      // The whole request has left; whether it was taken, nobody can tell.
      onward.once("finish", () => hit.server.stop("SIGKILL").then(hit.happened));
    }
  }

  async close() {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

/** A person's browser, with a profile that outlives its windows. */
export class Browser {
  static async open({ viewport, locale = "zh-CN", scheme = "light", profile, args = [] } = {}) {
    const folder = profile ?? fs.mkdtempSync(path.join(os.tmpdir(), "chitbook-profile-"));
    const options = {
      executablePath: browser, headless: true, args: [...CHROMIUM_FLAGS, ...args],
      viewport, locale, colorScheme: scheme, hasTouch: viewport === PHONE, isMobile: false,
      timezoneId: "Asia/Shanghai", reducedMotion: "reduce",
    };
    const it = new Browser();
    Object.assign(it, { folder, options, kept: profile !== undefined, troubles: [] });
    await it.launch();
    return it;
  }

  async launch() {
    this.context = await chromium.launchPersistentContext(this.folder, this.options);
    // How long a page may take is measured elsewhere; here it may share two cores with another test.
    this.context.setDefaultTimeout(40_000);
    this.context.on("weberror", (error) => this.troubles.push(error.error().stack));
  }

  /** Closed whole, and opened again with all that it had stored. */
  async restart() {
    await this.context.close();
    await this.launch();
  }

  async page(url) {
    const page = await this.context.newPage();
    page.on("console", (line) => {
      if (line.type() === "error" && !/net::ERR|Failed to load resource/.test(line.text())) {
        this.troubles.push(line.text());
      }
    });
    if (url) await page.goto(url);
    return page;
  }

  async offline(is) {
    await this.context.setOffline(is);
  }

  async close() {
    await this.context.close();
    if (!this.kept) fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Waits for a promise, not for ever. */
export async function within(ms, promise, what) {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error(`waited ${ms} ms for ${what}`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Waits until something holds, asking again; says what it waited for when it does not. */
export async function until(holds, what, within = 40_000) {
  const end = Date.now() + within;
  for (;;) {
    const found = await holds();
    if (found) return found;
    if (end < Date.now()) throw new Error(`waited ${within} ms, but not: ${what}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** Waits until the page has said all it has to say: its heading stands and nothing is being fetched. */
export async function settled(page) {
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await until(async () => (await page.locator("[aria-busy=true], .skel").count()) === 0, "the page is there");
}

/** What of axe's rules looks at colours: the rest finds the same in either theme. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/** Makes the page as high as what it shows; rows that are drawn only when they are seen may make that higher. */
async function showWhole(page) {
  const { width } = page.viewportSize();
  for (let tries = 0; tries < 5; tries++) {
    const height = await page.evaluate(() => new Promise((done) =>
      requestAnimationFrame(() => requestAnimationFrame(() => done(document.scrollingElement.scrollHeight)))));
    if (height <= page.viewportSize().height) return;
    await page.setViewportSize({ width, height });
  }
}

/** Fails with a readable list when axe finds anything on the page as it stands. */
export async function axe(page, where, scheme = "light") {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  // The whole page at once: what lies under a bar that stands over it is no fault.
  const size = page.viewportSize();
  await showWhole(page);
  // What is half faded in has half its contrast.
  await page.evaluate(() => Promise.allSettled(document.getAnimations()
    .filter((it) => it.effect?.getComputedTiming().endTime !== Infinity).map((it) => it.finished)));
  const builder = new AxeBuilder({ page });
  const { violations } = await (scheme === "dark" ? builder.withRules(OF_COLOURS) : builder.withTags(tags)).analyze();
  await page.setViewportSize(size);
  const lines = violations.flatMap((it) =>
    it.nodes.map((node) => `${it.id} (${it.impact}): ${node.target.join(" ")}\n    ${node.failureSummary}`));
  if (lines.length) throw new Error(`axe on ${where}:\n  ${lines.join("\n  ")}`);
}

/** axe in both themes, and a picture of each to look at. */
export async function inspect(page, name) {
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await axe(page, `${name}, ${scheme}`, scheme);
    await picture(page, `${name}-${scheme}`);
  }
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
}

export async function picture(page, name) {
  fs.mkdirSync(results, { recursive: true });
  await page.screenshot({ path: path.join(results, `${name}.png`) });
}

/** Waits until the service worker has the whole build and answers for the page. */
export async function installed(page) {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((done) =>
      navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
  });
}

/** The same, with the program of who has signed in. */
export async function kept(page) {
  await installed(page);
  await page.locator("html[data-kept]").waitFor({ state: "attached" });
}

export async function signIn(page, login, password) {
  await page.getByLabel("登录名").fill(login);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
}

/** The day `ahead` days from now at the seller's, as yyyy-mm-dd. */
export function day(ahead = 0) {
  const at = new Date(Date.now() + ahead * 86_400_000);
  return new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(at);
}

export function digest(text) {
  return createHash("sha256").update(text).digest("hex");
}
