// What Lighthouse says of the build under test: the sign-in on a first visit, a rep's day on a phone, the
// customers at the desk. Prints one line of JSON per figure; `cargo xtask bench` shows them in its table.

import fs from "node:fs";
import path from "node:path";
import lighthouse, { desktopConfig } from "lighthouse";
import { Books, Browser, DESK, PHONE, Server, freePort, kept, results, signIn } from "./harness.mjs";

const PASSWORD = "chitbook";
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
/** What `cargo xtask bench` says is under where it is less. */
const LEAST = 95;
/** The middle one of so many runs counts: other work on the machine makes one of them slow. */
const RUNS = 3;

const PAGES = [
  { name: "sign-in, phone", viewport: PHONE, place: "/", fresh: true },
  { name: "today, phone", viewport: PHONE, place: "/today", login: "lin", heading: "今日" },
  { name: "sign-in, desk", viewport: DESK, place: "/", fresh: true },
  { name: "customers, desk", viewport: DESK, place: "/customers", login: "admin", heading: "客户" },
];

async function measured(server, { viewport, place, login, heading, fresh }) {
  const port = await freePort();
  const browser = await Browser.open({ viewport, args: [`--remote-debugging-port=${port}`] });
  try {
    const page = await browser.page(login ? server.url : undefined);
    if (login) {
      await signIn(page, login, PASSWORD);
      await page.getByRole("navigation").first().waitFor();
      await page.goto(server.url + place);
      await page.getByRole("heading", { level: 1, name: heading }).waitFor();
      await kept(page);
    }
    const options = {
      port, output: "html", logLevel: "error", onlyCategories: CATEGORIES, disableStorageReset: !fresh, locale: "en",
    };
    const config = viewport === DESK ? desktopConfig : undefined;
    return await lighthouse(server.url + place, options, config);
  } finally {
    await browser.close();
  }
}

const score = (run, category) => Math.round(run.lhr.categories[category].score * 100);

/** The audits that cost something, for whoever wants to know why. */
function costly(run) {
  return CATEGORIES.flatMap((category) => run.lhr.categories[category].auditRefs
    .filter(({ id, weight }) => 0 < weight && run.lhr.audits[id].score !== null && run.lhr.audits[id].score < 0.9)
    .map(({ id }) => `${category}: ${id} ${run.lhr.audits[id].displayValue ?? ""} ${run.lhr.audits[id].title}`));
}

const books = new Books();
let server;
try {
  await books.chitbook("seed");
  server = await Server.start(books);
  for (const page of PAGES) {
    const runs = [];
    for (let run = 0; run < RUNS; run += 1) runs.push(await measured(server, page));
    runs.sort((a, b) => score(a, "performance") - score(b, "performance"));
    const middle = runs[Math.floor(RUNS / 2)];
    fs.mkdirSync(results, { recursive: true });
    fs.writeFileSync(path.join(results, `lighthouse-${page.name.replaceAll(/\W+/g, "-")}.html`), middle.report);
    for (const category of CATEGORIES) {
      const what = `lighthouse ${page.name}: ${category}`;
      console.log(JSON.stringify({ what, value: score(middle, category), least: LEAST }));
    }
    // Lighthouse slows the machine down by a fixed factor: what it has left says what a score is worth.
    const { benchmarkIndex } = middle.lhr.environment;
    console.log(JSON.stringify({ what: `lighthouse ${page.name}: index of the machine`, value: benchmarkIndex }));
    for (const line of costly(middle)) console.error(`  ${page.name}: ${line}`);
  }
} finally {
  await server?.stop();
  books.remove();
}
