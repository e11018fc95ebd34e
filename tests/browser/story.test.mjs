// A rep's day offline becomes the office's truth: the story of the product, in real browsers.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { HONGSHENG, PASSWORD, importRealFiles, statement, storyBooks } from "./books.mjs";
import {
  Browser, DESK, FaultyNetwork, PHONE, Server, day, inspect, kept, picture, realData, signIn, until,
} from "./harness.mjs";

let books, server, network, phone, desk;

before(async () => {
  books = await storyBooks();
});

after(async () => {
  await phone?.close();
  await desk?.close();
  await network?.close();
  await server?.stop();
  books?.remove();
});

/** Chooses a radio by the words on its chip. */
async function tap(page, group, chip) {
  await page.getByRole("group", { name: group }).getByRole("radio", { name: chip }).first().check();
}

async function openCustomer(page, search, name) {
  await page.goto(`${network.url}/customers`);
  await page.getByLabel("搜索客户").fill(search);
  await page.getByRole("link", { name: new RegExp(name) }).first().click();
  await page.getByRole("heading", { level: 1, name: new RegExp(name) }).waitFor();
}

test("real receivables come in once, and the admin deals the customers out", async (t) => {
  const outcomes = await importRealFiles(books);
  if (!realData) t.diagnostic("CHITBOOK_REAL_DATA is not set: the real files were skipped");
  for (const { profile, first, again } of outcomes) {
    assert.ok(0 < first.added, `${profile}: something came in`);
    assert.equal(again.added, 0, `${profile}: doing it again changes nothing`);
    assert.equal(again.unchanged, first.added + first.unchanged, `${profile}: and says so`);
  }
  await books.chitbook("territory", "assign", "--territory", "N", "--customer", "K-0217");
  await books.chitbook("territory", "assign", "--territory", "E", "--customer", "W-0087");
  server = await Server.start(books);
  network = await FaultyNetwork.between(new URL(server.url));

  desk = await Browser.open({ viewport: DESK });
  const page = await desk.page(server.url);
  await inspect(page, "desk-sign-in");
  await signIn(page, "admin", PASSWORD);
  await page.getByRole("link", { name: "片区分配" }).click();
  const table = page.getByRole("table");
  // What came in belongs to nobody; all that is on the page goes at once.
  const nobodys = async () => (await page.evaluate(async () =>
    (await fetch("/api/customers?territory=none")).json())).total;
  const [waiting, shown] = [await nobodys(), Math.min(50, await nobodys())];
  assert.ok(1 <= waiting, "imported customers start in no territory");
  await table.getByRole("row").nth(shown).waitFor();
  await table.getByRole("columnheader").getByRole("checkbox").check();
  await page.getByLabel("分到").selectOption({ label: "城南片区" });
  await page.getByRole("button", { name: "分配", exact: true }).click();
  await until(async () => (await nobodys()) === waiting - shown, "a page of customers is in the south");
  const south = new RegExp(`S\\s.*\\b${shown}\\b`);
  assert.match(await books.chitbook("territory", "list"), south);
  await inspect(page, "desk-assignment");
  if (realData) {
    await ageingIsExact(page);
    for (const [at, code] of ["N", "E", "S"].entries()) {
      await books.chitbook("territory", "assign", "--territory", code, "--all-unassigned", "--share", `${at + 1}/3`);
    }
  }
  await page.close();
});

/** The published figures of the real files, by the page and by its address in the API. */
async function ageingIsExact(page) {
  const reports = [
    ["as_of=2012-12-31", [[86, "4,936.32"], [13, "788.74"]]],
    ["as_of=2013-06-30", [[72, "4,284.29"], [12, "835.56"]]],
    ["as_of=2013-06-30&by=invoice", [[4, "268.04"], [68, "4,016.25"], [12, "835.56"]]],
    ["as_of=2020-05-31", [
      [130, "1,757,007.91"], [2674, "81,220,680.26"], [4142, "132,757,483.72"], [1999, "59,208,138.83"],
      [8, "170,406.11"],
    ]],
  ];
  for (const [query, figures] of reports) {
    const answer = await page.evaluate(async (it) => (await fetch(`/api/ageing?${it}`)).json(), query);
    const report = answer.find((it) => it.currency === "USD");
    const sum = report.buckets.reduce((all, it) => all + it.amount_minor, 0);
    assert.equal(sum + report.unapplied_minor, report.balance_minor, query);
    for (const [at, [count, amount]] of figures.entries()) {
      assert.equal(report.buckets[at].count, count, query);
      assert.equal(report.buckets[at].amount_minor, Math.round(Number(amount.replaceAll(",", "")) * 100), query);
    }
    // The page shows every bucket of every currency as the report has it.
    await page.goto(`${server.url}/ageing?${query}`);
    for (const { currency, buckets } of answer) {
      const rows = page.getByRole("region", { name: currency }).locator("tbody tr");
      await until(async () => (await rows.count()) === buckets.length, `${currency} on ${query}`);
      for (const [at, { count, amount_minor }] of buckets.entries()) {
        const cells = await rows.nth(at).locator("td").allTextContents();
        const minor = Math.round(Number(cells[1].replace(/[^0-9.−-]/g, "").replace("−", "-")) * 100);
        assert.deepEqual([Number(cells[0]), minor], [count, amount_minor], `${currency} on ${query}`);
      }
    }
  }
  await inspect(page, "desk-ageing");
}

test("Lin signs in on her phone and her territory lands on it", async () => {
  phone = await Browser.open({ viewport: PHONE });
  const page = await phone.page(network.url);
  await inspect(page, "phone-sign-in");
  network.slow("/api/sync/chunk", 2_500);
  await signIn(page, "lin", PASSWORD);
  await page.getByRole("heading", { level: 1, name: "今日" }).waitFor();
  // She is told how far it is, and works before it is complete.
  await page.getByRole("progressbar").first().waitFor();
  await picture(page, "phone-first-sync");
  await page.getByRole("link", { name: "客户" }).first().click();
  await page.getByLabel("搜索客户").fill("hssp");
  await page.getByRole("link", { name: /宏盛食品/ }).first().click();
  await page.getByRole("heading", { level: 1, name: /宏盛食品/ }).waitFor();
  assert.ok(0 < network.held, "more is still on its way");
  network.slow("/api/sync/chunk", 0);
  await openCustomer(page, "hssp", "宏盛食品");
  await page.getByText("52,000").first().waitFor();
  await kept(page);
  await page.goto(`${network.url}/sync`);
  await page.getByText("都已送到").first().waitFor();
  await inspect(page, "phone-sync");
  await page.close();
});

test("offline, closed and opened again, the app finds customers and takes a visit and a promise", async () => {
  // The whole browser is closed, and opened again without a network.
  await phone.restart();
  await phone.offline(true);
  const page = await phone.page(network.url);
  await page.getByRole("heading", { level: 1, name: "今日" }).waitFor();
  await inspect(page, "phone-today-offline");

  for (const search of ["宏盛", "hssp", "K-0217"]) {
    await openCustomer(page, search, "宏盛食品");
  }
  for (const figure of ["52,000", "22,000", "8,000", "14,000", "30,000"]) {
    await page.getByText(figure).first().waitFor();
  }
  await inspect(page, "phone-customer");

  // Two taps are enough.
  await page.getByRole("link", { name: "拜访", exact: true }).click();
  await tap(page, "结果怎样", "没见到人");
  await page.getByRole("button", { name: /记下拜访/ }).click();
  await page.getByRole("heading", { level: 1, name: /宏盛食品/ }).waitFor();

  await page.getByRole("link", { name: "拜访", exact: true }).click();
  await tap(page, "结果怎样", "答应付款");
  await page.getByLabel("备注（可不填）").fill("老板说周五前付一部分");
  await inspect(page, "phone-visit");
  await page.getByText("草稿已存").first().waitFor();

  // The tab dies in the middle of the note.
  const where = page.url();
  const crashed = page.context().newCDPSession(page).then((it) => it.send("Page.crash").catch(() => {}));
  await Promise.race([crashed, new Promise((done) => setTimeout(done, 2_000))]);
  await page.close().catch(() => {});
  const again = await phone.page(where);
  const note = again.getByLabel("备注（可不填）");
  await until(async () => (await note.inputValue()) === "老板说周五前付一部分", "the draft is there again");
  await again.getByRole("button", { name: /记下拜访/ }).click();
  await again.getByRole("heading", { level: 1, name: /宏盛食品/ }).waitFor();
  await again.getByText("仅在本机").first().waitFor();

  await again.getByRole("link", { name: "承诺", exact: true }).click();
  await tap(again, "常用金额", "全部逾期");
  await tap(again, "哪天付", "明天");
  await tap(again, "怎么付", "转账");
  await again.getByPlaceholder("姓名和身份，如：王建国 老板").fill("王建国 老板");
  await inspect(again, "phone-promise");
  await again.getByRole("button", { name: /记下承诺.*22,000/ }).click();
  await again.getByRole("heading", { level: 1, name: /宏盛食品/ }).waitFor();
  assert.ok(2 <= (await again.getByText("仅在本机").count()), "visits and promise are marked");
  await again.goto(`${network.url}/sync`);
  await again.getByText("3 条").first().waitFor();
  await inspect(again, "phone-sync-offline");
  await again.close();
});

test("meanwhile a bank receipt that pays part of it is booked at the office", async () => {
  const file = statement(books, { number: "T-1", payer: "宏盛食品", amount: "5000.00" });
  const ask = ["import", "receipts", file, "--profile", "bank-zh", "--company", "CN01", "--bank-data-to", day(),
    "--format", "json"];
  assert.equal(JSON.parse(await books.chitbook(...ask)).added, 1);
  assert.equal(JSON.parse(await books.chitbook(...ask)).added, 0);
});

test("back online, with the reply cut in the middle of the push, both arrive once", async () => {
  const manager = await desk.page(server.url);
  await signOutAs(manager, "zhao");
  await manager.getByRole("link", { name: "付款承诺" }).click();
  await manager.getByRole("heading", { level: 1, name: "付款承诺" }).waitFor();

  const cut = network.next("/api/sync/push", "cut");
  const [first, second] = [await phone.page(network.url), await phone.page(network.url)];
  await phone.offline(false);
  await cut;
  await first.goto(`${network.url}/sync`);
  await first.getByText("都已送到").first().waitFor({ timeout: 120_000 });

  // No reload: the live stream moves the desk.
  await manager.getByRole("row", { name: /宏盛食品/ }).first().waitFor();
  assert.equal(await manager.getByRole("row", { name: /宏盛食品/ }).count(), 1);
  await manager.getByRole("row", { name: /5,000/ }).first().waitFor();
  await inspect(manager, "desk-promises");
  await manager.getByRole("link", { name: /宏盛食品/ }).first().click();
  const visit = manager.getByRole("table", { name: "拜访表" }).getByText("老板说周五前付一部分");
  await visit.first().waitFor();
  assert.equal(await visit.count(), 1);
  await inspect(manager, "desk-customer");

  await openCustomer(second, "hssp", "宏盛食品");
  await second.getByText("5,000").first().waitFor();
  await second.getByText("47,000").first().waitFor();
  await until(async () => (await second.getByText("仅在本机").count()) === 0, "everything is confirmed");
  await first.close();
  await second.close();
  await manager.close();
});

test("the server is killed and restarted under two tabs: still exactly once", async () => {
  const [first, second] = [await phone.page(network.url), await phone.page(network.url)];
  const killed = network.next("/api/sync/push", "kill", server);
  for (const [page, note] of [[first, "第一个标签页"], [second, "第二个标签页"]]) {
    await openCustomer(page, "hssp", "宏盛食品");
    await page.getByRole("link", { name: "拜访", exact: true }).click();
    await tap(page, "结果怎样", "没见到人");
    await page.getByLabel("备注（可不填）").fill(note);
    await page.getByRole("button", { name: /记下拜访/ }).click();
    await page.getByRole("heading", { level: 1, name: /宏盛食品/ }).waitFor();
  }
  // A promise on one document, while nobody answers.
  await second.getByRole("link", { name: "承诺", exact: true }).click();
  await tap(second, "付什么", "按应收单");
  await second.getByRole("dialog").getByRole("checkbox", { name: /30,000/ }).check();
  await inspect(second, "phone-promise-documents");
  await second.getByRole("button", { name: "选好了" }).click();
  await tap(second, "哪天付", "明天");
  await second.getByPlaceholder("姓名和身份，如：王建国 老板").fill("王建国 老板");
  await second.getByRole("button", { name: /记下承诺.*30,000/ }).click();
  await second.getByRole("heading", { level: 1, name: /宏盛食品/ }).waitFor();
  await killed;
  await server.start();
  await first.goto(`${network.url}/sync`);
  await first.getByText("都已送到").first().waitFor({ timeout: 120_000 });

  const manager = await desk.page(server.url);
  await manager.goto(`${server.url}/customers?search=hssp`);
  await manager.getByRole("link", { name: /宏盛食品/ }).first().click();
  for (const note of ["第一个标签页", "第二个标签页", "老板说周五前付一部分"]) {
    const visit = manager.getByRole("table", { name: "拜访表" }).getByText(note);
    await visit.first().waitFor();
    assert.equal(await visit.count(), 1, note);
  }
  await manager.goto(`${server.url}/promises`);
  await manager.getByRole("row", { name: /宏盛食品.*30,000/ }).waitFor();
  assert.equal(await manager.getByRole("row", { name: /宏盛食品/ }).count(), 2, "each promise once");
  // Ends with an error when anything in the books does not hold.
  await books.chitbook("doctor");
  await first.close();
  await second.close();
  await manager.close();
});

test("past its day but beyond the bank data, the promise waits for data and is not called broken", async () => {
  await server.stop();
  server.extra = ["--clock-ahead", "7"];
  await server.start();
  const manager = await desk.page(server.url);
  await manager.goto(`${server.url}/promises`);
  await manager.getByRole("row", { name: /宏盛食品.*待核实/ }).first().waitFor();
  assert.equal(await manager.getByRole("table").getByText("未兑现").count(), 0);
  const page = await phone.page(network.url);
  await openCustomer(page, "hssp", "宏盛食品");
  await page.getByText("待核实").first().waitFor();
  await inspect(page, "phone-customer-awaiting");
  await page.close();
  await manager.close();
  await server.stop();
  server.extra = [];
  await server.start();
});

test("another rep neither sees nor reaches Lin's customers", async () => {
  const manager = await desk.page(server.url);
  const hongsheng = await manager.evaluate(async () => {
    const list = await (await fetch("/api/customers?search=K-0217")).json();
    return list.rows[0].id ?? list.rows[0].customer.id;
  });
  await manager.close();
  const other = await Browser.open({ viewport: PHONE });
  try {
    const page = await other.page(server.url);
    await signIn(page, "chen", PASSWORD);
    await page.getByRole("heading", { level: 1, name: "今日" }).waitFor();
    await page.goto(`${server.url}/customers`);
    await page.getByLabel("搜索客户").fill("永丰");
    await page.getByRole("link", { name: /永丰粮油/ }).first().waitFor();
    await page.getByLabel("搜索客户").fill("宏盛");
    await page.getByText("没有找到").first().waitFor();
    const found = JSON.parse(await books.chitbook("report", "ageing", "--as-of", day(), "--customer", "K-0217",
      "--format", "json"));
    assert.equal(found[0].balance_minor, 4_700_000, "the customer is there");
    const file = await page.evaluate(async () => (await fetch("/api/customers?search=K-0217")).json());
    assert.equal(file.total, 0);
    const answer = await page.evaluate(async (it) => (await fetch(`/api/customers/${it}`)).status, hongsheng);
    assert.equal(answer, 404, "a customer of somebody else is not there");
    await page.goto(`${server.url}/customers/${hongsheng}`);
    await page.getByText("这台设备上没有这个客户").first().waitFor();
    const verdict = await page.evaluate(visitOf, hongsheng);
    assert.match(JSON.stringify(verdict), /not_yours/, "nor can a form be sent for it");
    const visits = await desk.page(`${server.url}/customers/${hongsheng}`);
    await visits.getByText("第一个标签页").first().waitFor();
    assert.equal(await visits.getByText("混进来的").count(), 0);
    await visits.close();
  } finally {
    await other.close();
  }
});

test("nothing went wrong in the browsers unsaid", () => {
  assert.deepEqual([...phone.troubles, ...desk.troubles], []);
  assert.equal(HONGSHENG.length, 3);
});

/** In the page of whoever is signed in: a device of its own pushes a visit to a customer. */
async function visitOf(customer) {
  const post = async (path, body) => {
    const reply = await fetch(`/api/${path}`, {
      method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" },
    });
    return reply.json();
  };
  // Ids of people's devices are of version 7: the time, and then chance.
  const id = () => {
    const at = Date.now().toString(16).padStart(12, "0");
    const it = crypto.randomUUID();
    return `${at.slice(0, 8)}-${at.slice(8)}-7${it.slice(15)}`;
  };
  const { user, today } = await (await fetch("/api/session")).json();
  const { device, epoch } = await post("device", { label: "by hand" });
  const form = { id: id(), outcome: "agreed", note: "混进来的", next_on: null };
  const command = {
    op_id: id(), author: user.id, acted_on: today, captured_at: Date.now(), build: "by hand", customer, policy: 1,
    act: { kind: "visit.record.1", form },
  };
  return post("sync/push", { epoch, device, first_op_seq: 1, commands: [command] });
}

async function signOutAs(page, login) {
  await page.evaluate(() => fetch("/api/session", { method: "DELETE", headers: { "content-type": "application/json" } }));
  await page.evaluate(() => localStorage.clear());
  await page.goto(server.url);
  await signIn(page, login, PASSWORD);
}
