// Several requests decided at once: what the rule refuses is named and stays, the others are sent, each a command of
// its own; and what the server refuses stands in its row. On a phone and at the desk, in Chinese and in English.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PASSWORD, storyBooks } from "./books.mjs";
import { DESK, PHONE, Server, inspect, settled, until } from "./harness.mjs";
import { enter, heading, press, shown } from "./people.mjs";

const [HONGSHENG, YONGFENG, BAIHUI] = [["K-0217", "宏盛食品"], ["W-0087", "永丰粮油批发部"], ["X-0153", "百汇超市"]];

const LANGUAGES = {
  "zh-CN": {
    ask: "申请额度", howMuch: "额度多少", reason: "理由", unlimited: "不限额", send: /发出申请/, waiting: "待审批",
    today: "今日", requests: "额度申请表", pick: "选择此行", pickAll: "选择本页全部", picked: (count) => `已选${count}份申请`, approve: "批准", back: "退回修改",
    title: "批量审批", answer: /^审批意见/, own: "这是你自己提的申请", above: /总经理/, approved: "已批准",
    credit: "授信额度",
  },
  en: {
    ask: "Ask for a limit", howMuch: "How much", reason: "Reason", unlimited: "Unlimited", send: /Send the request/,
    waiting: "Awaiting approval", today: "Today", requests: "Requests for credit", pick: "Select this row", pickAll: "Select all on this page",
    picked: (count) => `${count} requests picked`, approve: "Approve", back: "Return for change", title: "Decide several",
    answer: /^Your reason/, own: "This request is your own", above: /general manager|approver/i, approved: "Approved",
    credit: "Credit limit",
  },
};

for (const [language, words] of Object.entries(LANGUAGES)) {
  let books, server, lin, gao, shen, zhao;

  before(async () => {
    books = await storyBooks();
    for (const [login, name, ...roles] of [["gao", "高远", "rep", "manager"], ["shen", "沈静", "controller"]]) {
      await books.chitbookWith(PASSWORD, "user", "add", login, "--name", name, ...roles.flatMap((it) => ["--role", it]),
        ...(roles.includes("rep") ? ["--territory", "N"] : []), "--password-stdin");
    }
    for (const [code] of [HONGSHENG, YONGFENG, BAIHUI]) {
      await books.chitbook("territory", "assign", "--territory", "N", "--customer", code);
    }
    server = await Server.start(books);
  });

  after(async () => {
    for (const who of [lin, gao, shen, zhao]) await who?.browser.close();
    await server?.stop();
    books?.remove();
  });

  async function opened({ page }, [, name]) {
    await page.goto(`${server.url}/customers`);
    // What still arrives moves what stands below it, and a press may meet something else.
    await settled(page);
    await page.getByRole("link", { name: new RegExp(name) }).first().click();
    await heading(page, new RegExp(name));
  }

  async function request({ page }, [code, name], terms) {
    await opened({ page }, [code, name]);
    await page.getByRole("link", { name: words.ask }).click();
    if (terms === words.unlimited) await page.getByRole("radio", { name: terms }).check();
    else await page.getByLabel(words.howMuch, { exact: true }).fill(terms);
    await page.getByLabel(words.reason, { exact: true }).fill("旺季备货");
    await press(page, words.send);
    await heading(page, new RegExp(name));
    await shown(page, words.waiting);
  }

  const row = ({ page }, [, name], by) => page.getByRole("row", { name: new RegExp(`${name}[^]*${by}`) });
  const dialog = ({ page }) => page.getByRole("dialog", { name: words.title });
  const bar = ({ page }, count) => page.getByRole("region", { name: words.picked(count) });

  test(`${language}: three requests of Lin's and one of Gao's own wait`, async () => {
    lin = await enter(server.url, "lin", PHONE, language);
    await request(lin, HONGSHENG, "60000");
    await request(lin, YONGFENG, "20000");
    await request(lin, BAIHUI, words.unlimited);
    gao = await enter(server.url, "gao", PHONE, language);
    await request(gao, HONGSHENG, "30000");
  });

  test(`${language}: Gao approves three at once; the own one is named, and the others are decided`, async () => {
    const { page } = gao;
    await page.goto(`${server.url}/approvals`);
    for (const [of, by] of [[HONGSHENG, "高远"], [HONGSHENG, "林晓"], [YONGFENG, "林晓"]]) {
      await row(gao, of, by).getByRole("checkbox", { name: words.pick }).check();
    }
    const floats = await bar(gao, 3).boundingBox();
    const places = await page.getByRole("navigation").last().boundingBox();
    assert.ok(floats.y + floats.height <= places.y, "the bar lies over no place of the phone");
    await inspect(page, `bulk-${language}-phone-bar`);
    await bar(gao, 3).getByRole("button", { name: words.approve, exact: true }).click();
    await dialog(gao).getByLabel(words.answer).fill("按订单放");
    await inspect(page, `bulk-${language}-phone-dialog`);
    await dialog(gao).getByRole("button", { name: words.approve, exact: true }).click();
    const refused = dialog(gao).getByRole("alert").getByRole("listitem");
    await refused.getByText(words.own).waitFor();
    assert.equal(await refused.count(), 1, "only what is refused is named");
    await refused.getByText(HONGSHENG[1]).waitFor();
    await inspect(page, `bulk-${language}-phone-refused`);
    await page.keyboard.press("Escape");
    await dialog(gao).waitFor({ state: "hidden" });
    for (const of of [HONGSHENG, YONGFENG]) await row(gao, of, "林晓").waitFor({ state: "detached" });
    // What was refused is still picked, and waits for somebody else.
    await row(gao, HONGSHENG, "高远").waitFor();
    assert.ok(await row(gao, HONGSHENG, "高远").getByRole("checkbox", { name: words.pick }).isChecked());
    await row(gao, BAIHUI, "林晓").waitFor();
    for (const [of, limit] of [[HONGSHENG, "60,000"], [YONGFENG, "20,000"]]) {
      await opened(lin, of);
      await shown(lin.page, words.approved);
      await shown(lin.page, limit);
      await shown(lin.page, "按订单放");
    }
  });

  test(`${language}: what is above a controller stands refused in its row, what is not is approved`, async () => {
    shen = await enter(server.url, "shen", DESK, language);
    const { page } = shen;
    await page.goto(`${server.url}/approvals`);
    await row(shen, BAIHUI, "林晓").waitFor();
    await page.getByRole("checkbox", { name: words.pickAll }).check();
    await bar(shen, 2).getByRole("button", { name: words.approve, exact: true }).click();
    await inspect(page, `bulk-${language}-desk-dialog`);
    await dialog(shen).getByRole("button", { name: words.approve, exact: true }).click();
    await dialog(shen).waitFor({ state: "hidden" });
    await row(shen, HONGSHENG, "高远").waitFor({ state: "detached" });
    await row(shen, BAIHUI, "林晓").getByText(words.above).waitFor();
    await inspect(page, `bulk-${language}-desk-refused`);
    await opened(gao, HONGSHENG);
    const terms = gao.page.getByRole("region", { name: words.credit }).or(gao.page.locator("section", { hasText: words.credit }));
    await terms.getByText("30,000").first().waitFor();
  });

  test(`${language}: a manager returns two at once, and not without a reason`, async () => {
    await request(lin, YONGFENG, "25000");
    zhao = await enter(server.url, "zhao", DESK, language);
    const { page } = zhao;
    await page.goto(`${server.url}/approvals`);
    for (const of of [BAIHUI, YONGFENG]) await row(zhao, of, "林晓").getByRole("checkbox", { name: words.pick }).check();
    await page.keyboard.press("Escape");
    await bar(zhao, 2).waitFor({ state: "detached" });
    await page.getByRole("checkbox", { name: words.pickAll }).check();
    await bar(zhao, 2).getByRole("button", { name: words.back }).click();
    const send = dialog(zhao).getByRole("button", { name: words.back });
    assert.ok(await send.isDisabled(), "not without a reason");
    await dialog(zhao).getByLabel(words.answer).fill("请附订单");
    await inspect(page, `bulk-${language}-desk-return`);
    await send.click();
    await dialog(zhao).waitFor({ state: "hidden" });
    for (const of of [BAIHUI, YONGFENG]) await row(zhao, of, "林晓").waitFor({ state: "detached" });
    await lin.page.goto(`${server.url}/inbox`);
    await until(async () => (await lin.page.getByRole("article").filter({ hasText: "请附订单" }).count()) === 2, "both are back");
    await books.chitbook("doctor");
    for (const { browser } of [lin, gao, shen, zhao]) assert.deepEqual(browser.troubles, []);
  });
}
