// Every screen of a language in both themes: nothing axe finds, nothing wider than the window, from
// 320 to 2560 pixels, and no trouble in the console. Leaves a picture of each to look at.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { HEADER, broughtFile, item } from "./books.mjs";
import { Books, Browser, DESK, PHONE, Server, axe, picture, settled } from "./harness.mjs";

const PASSWORD = "chitbook";
const WIDTHS = [320, 390, 768, 1440, 2560];
const LANGUAGES = {
  "zh-CN": { login: "登录名", password: "密码", submit: "登录" },
  en: { login: "Login", password: "Password", submit: "Sign in" },
};

const PHONE_SCREENS = [
  "today", "customers", "customers/ID", "customers/ID/visit", "customers/ID/promise", "inbox", "sync", "me",
  "customers/ID/contact", "customers/ID/file", "customers/ID/credit", "customers/ID/receipt", "customers/ID/attach", "SLIP",
];
/** What a manager opens on a phone. */
const MANAGER_SCREENS = ["", "approvals", "promises", "hand-ins", "reconciliation", "rates"];
const DESK_SCREENS = [
  "", "promises?standing=open", "customers?sort=overdue&order=descending&columns=customer,overdue,balance",
  "customers", "customers?search=zzz", "customers/ID", "promises", "ageing", "assignment", "team", "inbox", "sync", "me",
  "nowhere", "approvals", "hand-ins", "customers/ID/credit", "customers/ID/attach", "imports",
  "imports/JOB", "imports/JOB/tie-out",
  "team/devices", "team/users/new", "team/territories/new", "TERRITORY",
  "ageing/documents", "ageing/documents?from_days=31&to_days=60&by=invoice",
  "reconciliation", "reconciliation?finding=promised", "reconciliation?search=zzz",
  "rates", "RATE",
];

/** What opens over a page, in both languages. */
const OVER_CUSTOMERS = [
  ["palette", (page) => page.keyboard.press("Control+k")],
  ["keys", (page) => page.keyboard.press("?")],
  ["columns", (page) => page.getByRole("button", { name: /^(列|Columns)$/ }).click()],
  ["view", async (page) => {
    await page.getByRole("button", { name: /^(视图操作|Acts on views)$/ }).click();
    await page.getByRole("menuitem", { name: /^(保存当前视图|Save this view)$/ }).click();
  }],
];

let books, server, job;

async function raise() {
  books = new Books();
  await books.chitbook("seed");
  server = await Server.start(books);
  const rows = [
    item("K-1", "宏盛食品", "9001", "2026-01-05", "2026-02-05", "8000.0"),
    item("K-2", "永丰粮油批发部", "9002", "2026-01-05", "someday", "6200.0"),
    item("K-3", "百汇超市", "9003", "2026-01-05", "2026-02-05", "a lot"),
  ];
  job = await broughtFile(server.url, "admin", PASSWORD, "open.csv", [HEADER, ...rows].join("\n"));
}

async function fall() {
  await server?.stop();
  books?.remove();
}

async function fits(page, where) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const wide = await page.evaluate(async () => {
      // What observes sizes has its say after the layout of a frame.
      for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
      const root = document.scrollingElement;
      if (root.scrollWidth <= root.clientWidth) return null;
      const beyond = [...document.querySelectorAll("body *")].find((it) => root.clientWidth < it.getBoundingClientRect().right);
      return `${root.scrollWidth} px wide, first ${beyond?.outerHTML.slice(0, 160)}`;
    });
    assert.equal(wide, null, `${where} at ${width} px`);
  }
}

async function look(page, viewport, name, troubles) {
  await settled(page);
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    try {
      await axe(page, `${name}, ${scheme}`, scheme);
    } catch (error) {
      troubles.push(error.message);
    }
    await picture(page, `${name}-${scheme}`);
  }
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  try {
    await fits(page, name);
  } catch (error) {
    troubles.push(error.message);
  }
  await page.setViewportSize(viewport);
}

/** Signs in and walks through the screens; answers all that is wrong with them. */
async function walk(language, viewport, login, screens, place, over = []) {
  const words = LANGUAGES[language];
  const troubles = [];
  const browser = await Browser.open({ viewport, locale: language });
  try {
    const page = await browser.page(server.url);
    await look(page, viewport, `${place}-${language}-sign-in`, troubles);
    await page.getByLabel(words.login).fill(login);
    await page.getByLabel(words.password, { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: words.submit, exact: true }).click();
    await page.getByRole("navigation").first().waitFor();
    await page.goto(`${server.url}/customers`);
    const link = page.locator("main a[href^='/customers/']").first();
    await link.waitFor();
    const id = (await link.getAttribute("href")).split("/")[2].split("?")[0];
    const [slip, territory, rate] = await page.evaluate(async () => {
      const rows = async (noun) => (await (await fetch(`/api/${noun}`)).json());
      const [slips, territories] = [await rows("field_receipts"), await rows("territories")];
      const { customer, id } = slips.rows[0].field_receipt;
      const { territory } = territories.find((it) => it.territory);
      // The one that was corrected: it has more to show.
      const { currency, base, on } = (await rows("rates")).rows.find((it) => it.earlier);
      return [`customers/${customer}/slips/${id}`, `team/territories/${territory.id}`, `rates/${currency}-${base}-${on}`];
    });
    const places = { ID: id, JOB: job, SLIP: slip, TERRITORY: territory, RATE: rate };
    for (const screen of screens) {
      await page.goto(`${server.url}/${screen.replace(/[A-Z]+/, (it) => places[it])}`);
      await look(page, viewport, `${place}-${language}-${screen.replaceAll(/[^a-z]+/gi, "-")}`, troubles);
    }
    for (const [name, open] of over) {
      await page.goto(`${server.url}/customers`);
      await settled(page);
      await open(page);
      await page.getByRole("dialog").first().waitFor();
      await look(page, viewport, `${place}-${language}-over-${name}`, troubles);
    }
    troubles.push(...browser.troubles);
  } finally {
    await browser.close();
  }
  assert.deepEqual(troubles, []);
}

/** A file of tests of its own for each language: they run beside each other. */
export function screensIn(language) {
  before(raise);
  after(fall);
  test(`the rep's screens, ${language}`, () => walk(language, PHONE, "lin", PHONE_SCREENS, "rep"));
  test(`a manager's screens on a phone, ${language}`, () => walk(language, PHONE, "manager", MANAGER_SCREENS, "manager"));
  test(`the desk's screens, ${language}`, () => walk(language, DESK, "admin", DESK_SCREENS, "office", OVER_CUSTOMERS));
}
