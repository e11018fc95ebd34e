// Many shops with believable names, for what is measured.

import { day } from "./harness.mjs";

const SYLLABLES = ["宏", "盛", "永", "丰", "百", "汇", "金", "穗", "天", "鲜", "海", "运", "福", "源", "顺", "达", "兴", "隆", "和", "美"];
const TRADES = ["食品", "商贸", "粮油", "副食", "超市", "餐饮", "冷链", "酒店用品", "水产", "百货"];

/** So many customers with so many open invoices each, as an open-items file. */
export function shops(customers, invoicesEach) {
  const lines = [
    "key_0,business_code,cust_number,name_customer,business_year,doc_id,posting_date,document_create_date," +
      "document_create_date.1,due_in_date,invoice_currency,document type,posting_id,total_open_amount," +
      "baseline_create_date,cust_payment_terms,invoice_id,isOpen",
  ];
  for (let shop = 0; shop < customers; shop += 1) {
    const pick = (n) => SYLLABLES[Math.floor(shop / 20 ** n) % 20];
    const name = `${pick(0)}${pick(1)}${pick(2)}${TRADES[shop % 10]}`;
    for (let at = 0; at < invoicesEach; at += 1) {
      const number = 9_000_000 + shop * invoicesEach + at;
      const due = day(((shop * 7 + at * 31) % 200) - 150);
      const issued = day(((shop * 7 + at * 31) % 200) - 180);
      lines.push(`1,CN01,C-${String(shop).padStart(5, "0")},${name},2026.0,${number}.0,${issued},${issued},` +
        `${issued},${due},CNY,RV,1.0,${1_000 + (shop * 37 + at * 101) % 90_000}.0,${issued},NAA8,${number}.0,1`);
    }
  }
  return `${lines.join("\n")}\n`;
}
