// The office's side of the day: the open items come through the web; a limit is cut while a rep asks for more
// without a signal; request, contact, cash and tomorrow's list find their way through the browsers of seven people,
// and the same money is deducted once. In Chinese and in English.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { HONGSHENG, OTHERS, PASSWORD, chooseProfile, furnishedBooks, item, openItems, standing, statement } from "./books.mjs";
import { Browser, DESK, PHONE, Server, day, inspect, kept, realData, settled } from "./harness.mjs";

/** Its day cannot be read, and its amount neither. */
const FAULTY = [
  item("K-0217", "宏盛食品", "8004", day(-5), "someday", "100.0"),
  item("W-0087", "永丰粮油批发部", "8104", day(-5), day(25), "十元"),
];
/** Tomorrow's list: 8,000 less of one document, and another is gone. */
const NEXT = openItems(HONGSHENG[0], HONGSHENG[1].replace("14000.0", "6000.0"), HONGSHENG[2], OTHERS[1]);

const LANGUAGES = {
  "zh-CN": {
    login: "登录名", password: "密码", enter: "登录", today: "今日", shop: /宏盛食品/, search: "搜索客户",
    change: "调整授信", howMuch: "额度多少", reason: "理由", set: /定为.*内赊销/, sending: "发送中",
    addContact: "新增联系人", changeContact: "更改 王建国", name: "姓名", phone: /^电话/, saveContact: "存下联系人",
    ask: "申请额度", sendRequest: /发出申请/, awaiting: "待审批", onlyHere: "仅在本机", editAgain: "改后再发",
    take: "收款", taken: "收了多少", writeSlip: (sum) => new RegExp(`开凭条，收.*${sum}`), slip: "收款凭条", unbooked: "未入账，待交款",
    promise: "承诺", promised: "承诺付多少", when: "哪天付", tomorrow: "明天",
    savePromise: /记下承诺.*14,000/, allSent: "都已送到",
    settle: "用我的", settled: "13800000002", saw: /申请时看到.*50,000/, now: /现在.*20,000/, moved: "申请之后，额度已被改过", movedSince: "额度已变",
    decide: "审批", answer: /^审批意见/, back: "退回修改", approve: "批准", again: "改后重发", approved: "已批准",
    pickRep: "选业务员", book: (sum) => new RegExp(`点收入账.*${sum}`), history: "交款记录表",
    choose: /选择文件/, profile: "格式", asOf: "数据截止日", full: "文件列出了这一天全部未核销单据",
    settleAbsent: "核销文件里没有的单据", check: "检查", checked: "已检查", stop: "停止", checkStopped: "检查已停止", booked: "已入账",
    bookRows: /^入账 \d+ 行$/, download: "下载有错的行", tieOut: "核对", noDay: /someday.*不是日期/,
    noAmount: /十元.*不是金额/, absent: "文件里没有的未核销单据", alone: /永丰粮油批发部.*外部核销无对应收款.*6,200/,
    promises: /^承诺对照/, slips: "凭条表", timeline: "往来", showAll: "全部显示",
    paid: /收款.*77\.00/,
    told: [/额度申请已批准/, /额度申请退回修改/, /承诺.*14,000/, /收款.*8,000/],
  },
  en: {
    login: "Login", password: "Password", enter: "Sign in", today: "Today", shop: /宏盛食品/, search: "Search customers",
    change: "Change credit", howMuch: "How much", reason: "Reason", set: /Set to/, sending: "sending",
    addContact: "Add contact", changeContact: "Change 王建国", name: "Name", phone: /^Phone/, saveContact: "Save contact",
    ask: "Ask for a limit", sendRequest: /Send the request/, awaiting: "Awaiting approval", onlyHere: "only here",
    editAgain: "Edit and send again",
    take: "Take money", taken: "How much was taken", writeSlip: (sum) => new RegExp(sum), slip: "Slip", unbooked: "Unbooked, to be handed in",
    promise: "Promise", promised: "How much", when: "When", tomorrow: "Tomorrow",
    savePromise: /14,000/, allSent: "Everything has arrived",
    settle: "Keep the office's", settled: "13800000003", saw: /Seen when asking.*50,000/, now: /Stands now.*20,000/,
    moved: "The limit was changed after the request was written", movedSince: "changed since",
    decide: "Decide", answer: /^Your reason/, back: "Return for change", approve: "Approve", again: "Edit and send again",
    approved: "Approved", pickRep: "Choose the rep", book: (sum) => new RegExp(sum), history: "Hand-ins counted",
    choose: /Choose a file/, profile: "Profile", asOf: "Data as of", full: "The file names all that was open on that day",
    settleAbsent: "Settle what the file does not name", check: "Check", checked: "Checked", stop: "Stop", checkStopped: "Check stopped", booked: "Booked",
    bookRows: /^Book \d+ rows?$/, download: "Download faulty rows", tieOut: "Tie-out", noDay: /someday/,
    noAmount: /十元/, absent: "Open here, not named in the file", alone: /永丰粮油批发部.*settled elsewhere without money.*6,200/,
    promises: /^promises matched/i, slips: "Table of slips", timeline: "Timeline", showAll: "Show all",
    paid: /Receipt of.*77\.00/,
    told: [/Credit request approved/, /Credit request returned/, /promised.*14,000/, /8,000/],
  },
};

for (const language of Object.keys(LANGUAGES)) {
  const words = LANGUAGES[language];
  let books, server, customer;
  const people = {};

  before(async () => {
    books = await furnishedBooks();
    for (const [login, name, role] of [
      ["shen", "沈静", "controller"], ["li", "李雪", "finance"], ["fang", "方敏", "approver"], ["qian", "钱进", "cashier"],
    ]) {
      await books.chitbookWith(PASSWORD, "user", "add", login, "--name", name, "--role", role, "--password-stdin");
    }
    server = await Server.start(books);
  });

  after(async () => {
    for (const { browser } of Object.values(people)) await browser.close();
    await server?.stop();
    books?.remove();
  });

  async function enter(login, viewport) {
    const browser = await Browser.open({ viewport, locale: language });
    const page = await browser.page(server.url);
    people[login] = { browser, page };
    await page.getByLabel(words.login).fill(login);
    await page.getByLabel(words.password, { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: words.enter, exact: true }).click();
    await page.getByRole("navigation").first().waitFor();
    return page;
  }

  const heading = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();
  const shown = (page, text) => page.getByText(text).first().waitFor();
  const press = (page, name) => page.getByRole("button", { name }).click();

  async function grant(page, amount, why) {
    await page.getByRole("link", { name: words.change }).click();
    await page.getByLabel(words.howMuch, { exact: true }).fill(amount);
    await page.getByLabel(words.reason, { exact: true }).fill(why);
    await press(page, words.set);
    await heading(page, words.shop);
  }

  async function bring(page, name, text) {
    await page.goto(`${server.url}/imports`);
    await page.getByLabel(words.choose).setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
    await heading(page, name);
    await chooseProfile(page, words.profile, "highradius");
  }

  async function checked(page) {
    await page.getByRole("button", { name: words.check, exact: true }).click();
    await standing(page, words.checked);
  }

  test(`${language}: the admin brings the open items through the web, and they tie out`, async () => {
    const page = await enter("admin", DESK);
    await bring(page, "open-items.csv", openItems(...HONGSHENG, ...OTHERS, ...FAULTY));
    await page.getByLabel(words.asOf).fill(day(-1));
    await checked(page);
    await page.getByRole("row", { name: words.noDay }).waitFor();
    await page.getByRole("row", { name: words.noAmount }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"), page.getByRole("link", { name: words.download }).click(),
    ]);
    assert.equal(fs.readFileSync(await download.path(), "utf8").trim().split("\n").length, 1 + FAULTY.length);
    await press(page, words.bookRows);
    await standing(page, words.booked);
    await page.getByRole("link", { name: words.tieOut, exact: true }).click();
    await page.getByRole("row", { name: /宏盛食品.*52,000.*52,000/ }).waitFor();
    await inspect(page, `office-${language}-desk-tie-out`);
    await books.chitbook("territory", "assign", "--territory", "N", "--customer", "K-0217");
  });

  test(`${language}: the real list is checked and stopped`, { skip: !realData }, async () => {
    const { page } = people.admin;
    await bring(page, "highradius.csv", fs.readFileSync(path.join(realData, "highradius_open_items.csv")));
    await page.getByRole("button", { name: words.check, exact: true }).click();
    await page.getByRole("button", { name: words.stop, exact: true }).click();
    await standing(page, words.checkStopped);
  });

  test(`${language}: the controller grants a limit and enters a contact`, async () => {
    const page = await enter("shen", DESK);
    await page.goto(`${server.url}/customers?search=K-0217`);
    await page.getByRole("link", { name: words.shop }).first().click();
    await heading(page, words.shop);
    customer = new URL(page.url()).pathname;
    await grant(page, "50000", "年度授信");
    await shown(page, "50,000");
    await press(page, words.addContact);
    await page.getByLabel(words.name, { exact: true }).fill("王建国");
    await page.getByLabel(words.phone).fill("13800000001");
    await press(page, words.saveContact);
    await page.getByRole("link", { name: /13800000001/ }).waitFor();
  });

  test(`${language}: without a signal Lin asks for more, corrects the number, takes cash and a promise`, async () => {
    const page = await enter("lin", PHONE);
    await heading(page, words.today);
    await page.goto(server.url + customer);
    await page.getByRole("link", { name: /13800000001/ }).waitFor();
    await shown(page, "50,000");
    await kept(page);
    await people.lin.browser.offline(true);

    await page.getByRole("link", { name: words.ask }).click();
    await page.getByLabel(words.howMuch, { exact: true }).fill("80000");
    await page.getByLabel(words.reason, { exact: true }).fill("旺季备货");
    await press(page, words.sendRequest);
    await heading(page, words.shop);
    await shown(page, words.onlyHere);

    await page.getByRole("link", { name: words.changeContact }).click();
    await page.getByLabel(words.phone).fill("13800000002");
    await press(page, words.saveContact);
    await heading(page, words.shop);
    await page.getByRole("link", { name: /13800000002/ }).waitFor();

    await page.getByRole("link", { name: words.take, exact: true }).click();
    await page.getByLabel(words.taken, { exact: true }).fill("8000");
    await press(page, words.writeSlip("8,000"));
    await heading(page, words.slip);
    await page.getByRole("heading", { level: 2, name: /^LIN-\w+-0001$/ }).waitFor();
    await shown(page, words.unbooked);
    await page.goto(server.url + customer);
    await heading(page, words.shop);
    await shown(page, "52,000");

    await page.getByRole("link", { name: words.promise, exact: true }).click();
    await page.getByLabel(words.promised, { exact: true }).fill("14000");
    await page.getByRole("group", { name: words.when }).getByRole("radio", { name: words.tomorrow }).first().check();
    await page.getByRole("radio", { name: "王建国" }).check();
    await press(page, words.savePromise);
    await heading(page, words.shop);
    assert.equal(await page.getByText("44,000").count(), 0, "what is carried lowers no balance");
  });

  test(`${language}: meanwhile the controller lowers the limit and corrects the number otherwise`, async () => {
    const { page } = people.shen;
    await grant(page, "20000", "逾期太多");
    await shown(page, "20,000");
    await press(page, words.changeContact);
    await page.getByLabel(words.phone).fill("13800000003");
    await press(page, words.saveContact);
    await page.getByRole("link", { name: /13800000003/ }).waitFor();
  });

  test(`${language}: tomorrow's list has less open, and one document is gone`, async () => {
    const { page } = people.admin;
    await bring(page, "tomorrow.csv", NEXT);
    await page.getByLabel(words.asOf).fill(day());
    await page.getByLabel(words.full).check();
    await page.getByLabel(words.settleAbsent).check();
    await checked(page);
    const absent = page.getByRole("region", { name: words.absent }).or(page.locator("section", { hasText: words.absent }));
    await absent.getByRole("row", { name: /8101.*6,200/ }).first().waitFor();
    await page.getByRole("row", { name: /8002.*14,000.*6,000/ }).first().waitFor();
    await inspect(page, `office-${language}-desk-moved`);
    await press(page, words.bookRows);
    await standing(page, words.booked);
  });

  test(`${language}: back online the request waits with both versions, and the conflict is a tap away`, async () => {
    const { page, browser } = people.lin;
    await browser.offline(false);
    await page.goto(`${server.url}/sync`);
    await page.getByText(words.allSent).first().waitFor({ timeout: 120_000 });
    await page.goto(server.url + customer);
    await shown(page, words.awaiting);
    await shown(page, words.saw);
    await shown(page, words.now);
    await page.getByRole("link", { name: /13800000003/ }).waitFor();
    await inspect(page, `credit-${language}-phone-customer`);

    await page.goto(`${server.url}/inbox`);
    await page.getByRole("article").filter({ hasText: "旺季备货" }).getByText(words.awaiting).waitFor();
    const conflict = page.getByRole("article").filter({ hasText: "13800000002" });
    await conflict.getByText("13800000003").waitFor();
    await inspect(page, `credit-${language}-phone-inbox`);
    await conflict.getByRole("button", { name: words.settle }).click();
    await conflict.waitFor({ state: "detached" });
    await people.shen.page.getByRole("link", { name: new RegExp(words.settled) }).waitFor();
    await page.goto(server.url + customer);
    await page.getByRole("link", { name: new RegExp(words.settled) }).waitFor();
  });

  test(`${language}: a manager returns the request on a phone, and the requester has no say`, async () => {
    const page = await enter("zhao", PHONE);
    await page.goto(`${server.url}/approvals`);
    const row = page.getByRole("row", { name: words.shop });
    await row.getByText(words.movedSince).waitFor();
    await row.getByRole("button", { name: words.decide }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(words.moved).waitFor();
    await dialog.getByText("50,000").first().waitFor();
    await dialog.getByText("20,000").first().waitFor();
    assert.ok(await dialog.getByRole("button", { name: words.back }).isDisabled(), "not without a reason");
    await dialog.getByLabel(words.answer).fill("请附订单");
    await inspect(page, `credit-${language}-phone-deciding`);
    await dialog.getByRole("button", { name: words.back }).click();
    await row.waitFor({ state: "detached" });

    const lin = people.lin.page;
    await lin.goto(`${server.url}/approvals`);
    await settled(lin);
    assert.equal(await lin.getByRole("button", { name: words.approve, exact: true }).count(), 0);
  });

  test(`${language}: Lin edits and sends again, it is approved, and she sees it`, async () => {
    const lin = people.lin.page;
    await lin.goto(`${server.url}/inbox`);
    const letter = lin.getByRole("article").filter({ hasText: "请附订单" });
    await letter.getByRole("link", { name: words.again }).click();
    await lin.getByLabel(words.howMuch, { exact: true }).fill("60000");
    await lin.getByLabel(words.reason, { exact: true }).fill("订单在附件");
    await press(lin, words.sendRequest);
    await heading(lin, words.shop);

    const page = await enter("fang", PHONE);
    await page.goto(`${server.url}/approvals`);
    const row = page.getByRole("row", { name: /60,000/ });
    await row.getByRole("button", { name: words.decide }).click();
    await page.getByRole("dialog").getByRole("button", { name: words.approve, exact: true }).click();
    await row.waitFor({ state: "detached" });

    await lin.goto(server.url + customer);
    await shown(lin, words.approved);
    await shown(lin, "60,000");
    await shown(people.shen.page, "60,000");
  });

  /** What the customer owes by the books, in minor units. */
  async function owes() {
    const report = await books.chitbook("report", "ageing", "--as-of", day(), "--customer", "K-0217", "--format", "json");
    return JSON.parse(report)[0].balance_minor;
  }

  /** The cashier counts what Lin carries. */
  async function count(sum) {
    const { page } = people.qian;
    await page.goto(`${server.url}/hand-ins`);
    await page.getByLabel(words.pickRep).selectOption({ index: 1 });
    await page.getByRole("checkbox", { name: new RegExp(`LIN-.*${sum}`) }).check();
    await inspect(page, `credit-${language}-desk-counting`);
    await press(page, words.book(sum));
    await page.getByRole("table", { name: words.history }).getByRole("row", { name: new RegExp(sum) }).waitFor();
  }

  test(`${language}: counted at the desk, her cash is deducted once`, async () => {
    await enter("qian", DESK);
    // The list has said it already; her slip stands against it, and is not deducted a second time.
    assert.equal(await owes(), 4_400_000);
    await count("8,000");
    assert.equal(await owes(), 4_400_000);
    await people.lin.page.getByText("44,000").first().waitFor();
    await books.chitbook("doctor");
  });

  test(`${language}: finance sees what fits, what is left, and what nobody can explain`, async () => {
    const page = await enter("li", DESK);
    await page.goto(`${server.url}/reconciliation`);
    await page.getByRole("row", { name: words.alone }).waitFor();
    assert.equal(await page.getByRole("row", { name: words.shop }).count(), 0, "paired with the slip");
    await page.getByRole("link", { name: words.promises }).click();
    const line = page.getByRole("row", { name: /宏盛食品.*14,000/ });
    await line.waitFor();
    await line.getByText("8,000").first().waitFor();
    await line.getByText("6,000").first().waitFor();
    await inspect(page, `office-${language}-desk-reconciliation`);
  });

  test(`${language}: cash that no list has told of lowers the balance when it is counted, and not before`, async () => {
    const { page } = people.lin;
    await page.goto(server.url + customer);
    await page.getByRole("link", { name: words.take, exact: true }).click();
    await page.getByLabel(words.taken, { exact: true }).fill("1230");
    await press(page, words.writeSlip("1,230"));
    await heading(page, words.slip);
    await page.goto(`${server.url}/sync`);
    await page.getByText(words.allSent).first().waitFor({ timeout: 120_000 });
    assert.equal(await owes(), 4_400_000, "carried");
    await count("1,230");
    assert.equal(await owes(), 4_277_000, "counted");
  });

  test(`${language}: the desk's file of the customer tells all of it`, async () => {
    const { page } = people.shen;
    await page.goto(server.url + customer);
    await page.getByRole("table", { name: words.slips }).getByRole("row", { name: /LIN-.*1,230/ }).waitFor();
    const story = page.locator("section", { has: page.getByRole("heading", { name: words.timeline, exact: true }) });
    await story.getByRole("button", { name: words.showAll }).click();
    for (const text of words.told) await story.getByText(text).first().waitFor();
    const bank = statement(books, { number: "T-77", payer: "宏盛食品", amount: "77.00" });
    await books.chitbook("import", "receipts", bank, "--profile", "bank-zh");
    await story.getByText(words.paid).first().waitFor();
    for (const text of words.told) assert.ok(await story.getByText(text).first().isVisible(), `${text}, after more has come`);
    await inspect(page, `office-${language}-desk-file`);
  });

  test(`${language}: nothing went wrong in the browsers unsaid`, () => {
    for (const [who, { browser }] of Object.entries(people)) assert.deepEqual(browser.troubles, [], who);
  });
}
