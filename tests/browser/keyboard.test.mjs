// By keyboard alone: a rep asks for a limit, a manager approves it. No call of a mouse stands in this file, and
// whatever has the focus is seen to have it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PASSWORD, storyBooks } from "./books.mjs";
import { Browser, DESK, PHONE, Server, until } from "./harness.mjs";

let books, server, phone, desk, rep, manager;

before(async () => {
  books = await storyBooks();
  await books.chitbook("territory", "assign", "--territory", "N", "--customer", "K-0217");
  server = await Server.start(books);
  phone = await Browser.open({ viewport: PHONE });
  desk = await Browser.open({ viewport: DESK });
});

after(async () => {
  await phone?.close();
  await desk?.close();
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
  assert.deepEqual([...phone.troubles, ...desk.troubles], []);
});
