// A rep's work at a customer, as it is done by hand on a phone: each deed carries words of its own, by which it is
// found again on the device and on the server.

import { press } from "./people.mjs";

const chip = (page, group, name) => page.getByRole("group", { name: group }).getByRole("radio", { name }).first().check();
const saved = (page) => page.waitForURL((it) => !/\/(visit|promise|contact|credit|receipt)$/.test(it.pathname));

/** Every deed: which form, how it is filled in, the button, and in which kind of row its words stand. */
export const DEEDS = {
  visit: {
    row: "visit",
    words: (who, at) => `${who}第${at}次来`,
    fill: async (page, words) => {
      await page.getByRole("radio", { name: "没见到人" }).check();
      await page.getByLabel("备注（可不填）").fill(words);
    },
    button: /记下拜访/,
  },
  promise: {
    row: "promise",
    words: (who, at) => `${who}的老板 ${at}`,
    fill: async (page, words, at) => {
      await page.getByLabel("承诺付多少", { exact: true }).fill(String(100 + at));
      await chip(page, "哪天付", "明天");
      await page.getByPlaceholder("姓名和身份，如：王建国 老板").fill(words);
    },
    button: /记下承诺/,
  },
  receipt: {
    row: "field_receipt",
    words: (who, at) => `${who}收的第${at}笔`,
    fill: async (page, words, at) => {
      await page.getByLabel("收了多少", { exact: true }).fill(String(10 + at));
      await page.getByLabel("备注（可不填）").fill(words);
    },
    button: /开凭条/,
  },
  contact: {
    // Of two who change one number at once one is told of both: the words need not stand in a row.
    row: null,
    words: (who, at) => `139${String([...who].reduce((sum, it) => sum + it.codePointAt(0), 0)).padStart(6, "0")}${String(at).padStart(2, "0")}`,
    fill: async (page, words) => page.getByLabel(/^电话/).fill(words),
    button: "存下联系人",
  },
  credit: {
    row: "credit_request",
    words: (who) => `${who}的旺季备货`,
    fill: async (page, words, at) => {
      await page.getByLabel("额度多少", { exact: true }).fill(String(50_000 + at));
      await page.getByLabel("理由", { exact: true }).fill(words);
    },
    button: /发出申请/,
  },
};

/** Opens the form of a deed and fills it in; what was typed is kept by then. */
export async function begin(page, customer, kind, words, at) {
  const { fill } = DEEDS[kind];
  if (kind === "contact") {
    await page.goto(customer);
    await page.getByRole("link", { name: "更改 王建国" }).click();
  } else {
    await page.goto(`${customer}/${kind}`);
  }
  await fill(page, words, at);
  await page.getByText("草稿已存").first().waitFor();
}

/** Presses the button, and waits until the app says by leaving the form that it is saved. */
export async function finish(page, kind) {
  await press(page, DEEDS[kind].button);
  await saved(page);
}

export async function works(page, customer, kind, words, at) {
  await begin(page, customer, kind, words, at);
  await finish(page, kind);
}
