// By keyboard alone: a rep asks for a limit, a manager approves it. No call of a mouse stands in this file, and
// whatever has the focus is seen to have it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PASSWORD, storyBooks } from "./books.mjs";
import { Browser, DESK, PHONE, Server, inspect, until } from "./harness.mjs";

let books, server, phone, desk, office, rep, manager, controller;

before(async () => {
  books = await storyBooks();
  await books.chitbook("territory", "assign", "--territory", "N", "--customer", "K-0217");
  await books.chitbookWith(PASSWORD, "user", "add", "shen", "--name", "沈静", "--role", "controller",
    "--password-stdin");
  server = await Server.start(books);
  phone = await Browser.open({ viewport: PHONE });
  desk = await Browser.open({ viewport: DESK });
  office = await Browser.open({ viewport: DESK });
});

after(async () => {
  await phone?.close();
  await desk?.close();
  await office?.close();
  await server?.stop();
  books?.remove();
});

/** What has the focus: whether it is drawn around it or around what it stands in, and whether a bar lies over it. */
function focusSeen() {
  const at = document.activeElement;
  if (!at || at === document.body) return { name: "nothing", drawn: true, covered: false };
  const rings = [];
  for (let it = at; it && rings.length < 3; it = it.parentElement) rings.push(getComputedStyle(it));
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.color = "var(--accent-ink)";
  const accent = getComputedStyle(probe).color;
  probe.remove();
  // A ring around it, or the line of its field in the colour of the focus.
  const drawn = at.getAttribute("tabindex") === "-1" || rings.some((it) =>
    (it.outlineStyle !== "none" && 0 < parseFloat(it.outlineWidth)) || it.boxShadow.includes(accent)
    || (it.borderBottomStyle !== "none" && it.borderBottomColor === accent));
  const box = at.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)];
  const top = document.elementFromPoint(x, y);
  const labelled = at.closest("label") ?? at.parentElement;
  const covered = 4 < box.width && !(top && (at.contains(top) || top.contains(at) || labelled.contains(top)));
  return { name: at.outerHTML.slice(0, 120), drawn, covered };
}

/** Goes on with Tab until this has the focus; everything on the way has to be seen. */
async function tabTo(page, locator, key = "Tab") {
  await locator.waitFor();
  for (let step = 0; step < 80; step += 1) {
    if (await locator.evaluate((it) => it === document.activeElement)) return;
    await page.keyboard.press(key);
    const { name, drawn, covered } = await page.evaluate(focusSeen);
    assert.ok(drawn, `the focus is not to be seen on ${name}`);
    assert.ok(!covered, `something lies over ${name}`);
  }
  assert.fail(`no way by ${key} to ${locator}`);
}

async function type(page, locator, text) {
  await tabTo(page, locator);
  await page.keyboard.type(text);
}

async function signInByKeys(page, login) {
  await type(page, page.getByLabel("登录名"), login);
  await type(page, page.getByLabel("密码", { exact: true }), PASSWORD);
  await page.keyboard.press("Enter");
}

const heading = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();
const focused = (locator) => until(() => locator.evaluate((it) => it === document.activeElement), `focus on ${locator}`);

test("signing in with nothing filled in names the first field and takes one there", async () => {
  const page = await phone.page(server.url);
  const login = page.getByLabel("登录名");
  await tabTo(page, page.getByRole("button", { name: "登录", exact: true }));
  await page.keyboard.press("Enter");
  await page.getByText("请填登录名。").waitFor();
  await page.getByText("请填密码。").waitFor();
  await focused(login);
  await page.keyboard.type("lin");
  await page.getByText("请填登录名。").waitFor({ state: "detached" });
  await page.close();
});

test("on the phone: to a customer, to the form, and sent", async () => {
  const page = rep = await phone.page(server.url);
  await signInByKeys(page, "lin");
  await heading(page, "今日");
  await tabTo(page, page.getByRole("navigation").getByRole("link", { name: "客户" }));
  await page.keyboard.press("Enter");
  await heading(page, "客户");
  await type(page, page.getByLabel("搜索客户"), "hssp");
  await tabTo(page, page.getByRole("link", { name: /宏盛食品/ }));
  await page.keyboard.press("Enter");
  await heading(page, /宏盛食品/);
  await tabTo(page, page.getByRole("link", { name: "申请额度" }));
  await page.keyboard.press("Enter");
  await heading(page, "申请额度");
  await type(page, page.getByLabel("额度多少", { exact: true }), "60000");
  await type(page, page.getByLabel("理由", { exact: true }), "旺季备货");
  await tabTo(page, page.getByRole("button", { name: /发出申请/ }));
  await page.keyboard.press("Enter");
  await heading(page, /宏盛食品/);
  await page.getByText("待审批").first().waitFor();
});

test("at the desk: the palette, the search, the rows, and approved", async () => {
  const page = manager = await desk.page(server.url);
  await signInByKeys(page, "zhao");
  await heading(page, "仪表盘");

  await page.keyboard.press("Control+k");
  await focused(page.getByRole("combobox", { name: "搜索或跳转" }));
  await page.keyboard.type("审批");
  await page.getByRole("option", { name: /审批/, selected: true }).waitFor();
  await page.keyboard.press("Enter");
  await heading(page, "审批");

  const row = page.getByRole("row", { name: /宏盛食品/ });
  await row.waitFor();
  await page.keyboard.press("j");
  await focused(row);
  await page.keyboard.press("/");
  await focused(page.getByLabel("搜索客户"));
  await page.keyboard.type("hssp");
  await until(() => page.url().includes("hssp"), "the search stands in the address");
  await row.waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.press("j");
  await focused(row);
  await page.keyboard.press("k");
  await focused(row);
  await page.keyboard.press("Enter");

  const dialog = page.getByRole("dialog");
  await type(page, dialog.getByLabel(/^审批意见/), "按订单放");
  await tabTo(page, dialog.getByRole("button", { name: "批准", exact: true }));
  await page.keyboard.press("Enter");
  await row.waitFor({ state: "detached" });
  await rep.getByText("已批准").first().waitFor();
  await rep.getByText("按订单放").first().waitFor();
});

/** Opens the palette and types; answers the goals of a group as they stand. */
async function palette(page, typed) {
  await closed(page);
  await page.keyboard.press("Control+k");
  await focused(page.getByRole("combobox", { name: /搜索或跳转|Search or jump/ }));
  if (typed) await page.keyboard.type(typed);
  return (group) => page.getByRole("listbox").getByRole("group", { name: group }).getByRole("option");
}

/** The palette is closed, and the browser has told so: it tells a moment after it has done it. */
async function closed(page) {
  await page.getByRole("combobox", { name: /搜索或跳转|Search or jump/ }).waitFor({ state: "detached" });
  await until(() => page.evaluate(() => document.querySelector("dialog[open]") === null), "no dialog is open");
  await page.evaluate(() => new Promise((done) =>
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))));
}

async function away(page) {
  await page.keyboard.press("Escape");
  await closed(page);
}

/** Types into the palette and takes what stands first. */
async function take(page, typed, name) {
  await palette(page, typed);
  await page.getByRole("option", { name, selected: true }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("combobox", { name: /搜索或跳转|Search or jump/ }).waitFor({ state: "detached" });
}

test("the palette offers what the page offers, to whom the page offers it", async () => {
  const page = controller = await office.page(server.url);
  await signInByKeys(page, "shen");
  await heading(page, "仪表盘");
  let goals = await palette(page);
  await goals("页面").first().waitFor();
  assert.equal(await goals("这一页可做").count(), 0, "the dashboard offers nothing to do");
  assert.deepEqual(await goals("随时可做").locator(".grow").allTextContents(),
    ["立即发送", "语言 · English", "外观 · 浅色", "外观 · 深色", "退出登录"]);
  await away(page);

  await take(page, "hssp", /宏盛食品/);
  await heading(page, /宏盛食品/);
  await page.getByRole("link", { name: "调整授信" }).waitFor();
  goals = await palette(page);
  await goals("这一页可做").first().waitFor();
  await inspect(page, "desk-palette");
  const offered = await goals("这一页可做").allTextContents();
  assert.deepEqual(offered.map((it) => it.trim()), ["调整授信", "新增联系人", "更改客户资料"]);
  await page.keyboard.type("xzlx");
  await page.getByRole("option", { name: "新增联系人", selected: true }).waitFor();
  await page.keyboard.press("Enter");
  await focused(page.getByRole("heading", { level: 3, name: "新增联系人" }));
  await take(page, "tzsx", "调整授信");
  await heading(page, /调整授信/);
  assert.match(page.url(), /\/credit$/);

  await manager.goto(controller.url().replace(/\/credit$/, ""));
  await heading(manager, /宏盛食品/);
  await manager.getByRole("button", { name: "新增联系人" }).waitFor();
  goals = await palette(manager);
  await goals("这一页可做").first().waitFor();
  assert.equal(await manager.getByRole("option", { name: "调整授信" }).count(), 0, "a manager grants nothing");
  await away(manager);
});

test("the palette saves what is shown as a view, and takes it away as a file", async () => {
  const page = controller;
  await page.goto(`${server.url}/customers?sort=overdue&order=descending`);
  await page.getByRole("link", { name: "宏盛食品" }).waitFor();
  await take(page, "bcdqst", "保存当前视图");
  const name = page.getByRole("dialog", { name: "视图名称" }).getByLabel("名称", { exact: true });
  await type(page, name, "逾期最多");
  await page.keyboard.press("Enter");
  await page.getByRole("navigation", { name: "视图" }).getByRole("link", { name: "逾期最多" }).waitFor();
  const [file] = await Promise.all([page.waitForEvent("download"), take(page, "dc", "导出")]);
  assert.match(file.suggestedFilename(), /csv$/);
});

test("the arrows keep what they choose in sight", async () => {
  const page = controller;
  const goals = await palette(page);
  await goals("随时可做").last().waitFor();
  const count = await page.getByRole("option").count();
  const seen = () => page.evaluate(() => {
    const [at, list] = [document.querySelector(".goal[aria-selected=true]"), document.querySelector("#goals")]
      .map((it) => it.getBoundingClientRect());
    // A list is scrolled by whole pixels.
    return list.top <= at.top + 1 && at.bottom <= list.bottom + 1;
  });
  for (const key of ["ArrowDown", "ArrowUp"]) {
    for (let step = 0; step < count; step += 1) {
      await page.keyboard.press(key);
      await until(seen, `what ${key} ${step} chose is in sight`, 2_000);
    }
  }
  await away(page);
});

test("the palette switches light and language, and signs out with a word about what is unsent", async () => {
  const page = controller;
  await take(page, "深色", "外观 · 深色");
  await page.locator('html[data-theme="dark"]').waitFor();
  await take(page, "gsxt", "外观 · 跟随系统");
  await page.locator("html:not([data-theme])").waitFor();
  await take(page, "english", "语言 · English");
  await page.locator('html[lang="en"]').waitFor();
  await palette(page, "sign");
  await page.getByRole("option", { name: "Sign out", selected: true }).waitFor();
  await inspect(page, "desk-palette-en");
  await away(page);
  await take(page, "中文", "Language · 中文");
  await heading(page, "客户");

  await take(page, "hssp", /宏盛食品/);
  await page.getByRole("link", { name: "调整授信" }).waitFor();
  await take(page, "tzsx", "调整授信");
  await heading(page, "调整授信");
  await type(page, page.getByLabel("理由", { exact: true }), "旺季备货");
  await page.getByText("草稿已存").first().waitFor();
  await take(page, "tcdl", "退出登录");
  const dialog = page.getByRole("dialog", { name: "退出登录" });
  await dialog.getByText("退出后草稿会从这台设备删除。").waitFor();
  await inspect(page, "desk-sign-out");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await heading(page, "调整授信");
  await take(page, "tcdl", "退出登录");
  await tabTo(page, dialog.getByRole("button", { name: "仍然退出" }));
  await page.keyboard.press("Enter");
  await page.getByLabel("登录名").waitFor();
});

test("at the desk: help, Escape, and every place of the rail", async () => {
  const page = manager;
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "键盘" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: "键盘" }).waitFor({ state: "hidden" });
  await page.goto(`${server.url}/customers`);
  await heading(page, "客户");
  for (const place of ["付款承诺", "审批", "账龄", "用户与片区", "待办", "同步"]) {
    await tabTo(page, page.getByRole("navigation").getByRole("link", { name: new RegExp(`^${place}`) }));
    await page.keyboard.press("Enter");
    await heading(page, place);
  }
});

test("nothing went wrong in the browsers unsaid", () => {
  assert.deepEqual([...phone.troubles, ...desk.troubles, ...office.troubles], []);
});
