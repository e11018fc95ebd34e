// The books of the story: three reps, a manager, an admin, and receivables of two worlds.

import path from "node:path";
import { Books, day, realData, until } from "./harness.mjs";

export const PASSWORD = "correct-horse-7";

export const HEADER =
  "key_0,business_code,cust_number,name_customer,business_year,doc_id,posting_date,document_create_date," +
  "document_create_date.1,due_in_date,invoice_currency,document type,posting_id,total_open_amount," +
  "baseline_create_date,cust_payment_terms,invoice_id,isOpen,Day_due,Delay_predict,Payment_date_predict,Aging_bucket";

/** One open item in the form of the open-items file. */
export function item(code, name, number, issued, due, amount) {
  return `1,CN01,${code},${name},2026.0,${number}.0,${issued},${issued},${issued},${due},CNY,RV,1.0,${amount},` +
    `${issued},NAA8,${number}.0,1,0,0,${due},Bucket0`;
}

/** Chooses the format of a file by its code, which stands behind its name. */
export async function chooseProfile(page, label, code) {
  const select = page.getByLabel(label, { exact: true });
  const option = select.locator("option", { hasText: code });
  await select.selectOption(await option.getAttribute("value"));
}

/** What 宏盛食品 owes: 22,000 overdue, 30,000 not yet due. */
export const HONGSHENG = [
  item("K-0217", "宏盛食品", "8001", day(-70), day(-40), "8000.0"),
  item("K-0217", "宏盛食品", "8002", day(-40), day(-10), "14000.0"),
  item("K-0217", "宏盛食品", "8003", day(-5), day(25), "30000.0"),
];

/** Other shops, in the other reps' territories. */
export const OTHERS = [
  item("W-0087", "永丰粮油批发部", "8101", day(-60), day(-30), "6200.0"),
  item("X-0153", "百汇超市", "8201", day(-100), day(-70), "23600.0"),
];

/** A file of open items. */
export const openItems = (...lines) => [HEADER, ...lines].join("\n") + "\n";

/** Waits until a file that was brought stands so: from the first letter, for "Checked, not booked yet" is not "Booked". */
export const standing = (page, said) =>
  page.locator("dl [role=status]", { hasText: new RegExp(`^\\s*${said}`) }).waitFor({ timeout: 180_000 });

/** People and territories; each test file makes its own books and then works on them. */
export async function furnishedBooks() {
  const books = new Books();
  for (const [code, name] of [["N", "城北片区"], ["E", "城东片区"], ["S", "城南片区"]]) {
    await books.chitbook("territory", "add", code, name);
  }
  const people = [
    ["lin", "林晓", "rep", "N"], ["chen", "陈默", "rep", "E"], ["luo", "罗志强", "rep", "S"],
    ["zhao", "赵敏", "manager", "N", "E", "S"], ["admin", "管理员", "admin"],
  ];
  for (const [login, name, role, ...territories] of people) {
    const works = territories.flatMap((code) => ["--territory", code]);
    await books.chitbookWith(PASSWORD, "user", "add", login, "--name", name, "--role", role, ...works,
      "--password-stdin");
  }
  return books;
}

/** The same with the receivables of the story. */
export async function storyBooks() {
  const books = await furnishedBooks();
  const own = books.file("own.csv", openItems(...HONGSHENG, ...OTHERS));
  await books.chitbook("import", "invoices", own, "--profile", "highradius");
  books.own = own;
  return books;
}

/** The real files, where the environment names them; says how many files were taken. */
export async function importRealFiles(books) {
  if (!realData) return [];
  const files = [
    [path.join(realData, "highradius_open_items.csv"), "highradius"],
    [path.join(realData, "ibm_accounts_receivable.csv"), "ibm-ar"],
  ];
  const outcomes = [];
  for (const [file, profile] of files) {
    const ask = ["import", "invoices", file, "--profile", profile, "--format", "json"];
    const first = JSON.parse(await books.chitbook(...ask));
    const again = JSON.parse(await books.chitbook(...ask));
    outcomes.push({ profile, first, again });
  }
  return outcomes;
}

/** A bank statement with one line. */
export function statement(books, { number, payer, amount, on = day() }) {
  return books.file(`bank-${number}.csv`,
    `交易日期,付款方,收入金额,币种,流水号,摘要\n${on},${payer},${amount},CNY,${number},货款\n`);
}

/** A file brought and checked through the server, as the page does it; answers its address. */
export async function broughtFile(url, login, password, name, text) {
  const ask = async (path, body, type, cookie) => {
    const reply = await fetch(`${url}/api/${path}`, {
      method: "POST", body, headers: { "content-type": type, ...(cookie ? { cookie } : {}) },
    });
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
    return reply;
  };
  const signedIn = await ask("session", JSON.stringify({ login, password }), "application/json");
  const cookie = signedIn.headers.get("set-cookie").split(";")[0];
  const file = await ask(`imports?file_name=${encodeURIComponent(name)}`, text, "application/octet-stream", cookie);
  const { id } = await file.json();
  const how = { subject: "invoices", profile: "highradius", manner: "rows", company: null, bank_data_to: null };
  await ask(`imports/${id}/check`, JSON.stringify(how), "application/json", cookie);
  await until(async () => {
    const reply = await fetch(`${url}/api/imports/${id}`, { headers: { cookie } });
    return (await reply.json()).state.state === "checked";
  }, "the file is checked");
  return id;
}
