// A photo taken at the counter without a signal: it survives the tab, goes up in pieces when there is a network, goes on
// where it broke off, is seen at the desk, and is removed by who took it. The phone in Chinese, the desk in English.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import zlib from "node:zlib";
import { storyBooks } from "./books.mjs";
import { DESK, FaultyNetwork, PHONE, Server, inspect, kept, settled, until } from "./harness.mjs";
import { enter, heading, press, shown } from "./people.mjs";

const SHOP = /宏盛食品/;
/** What a camera writes into its files and nobody asked for. */
const SECRET = "GPS 31.2304 N 121.4737 E";
const PIECE = 256 * 1024;

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind), data]);
  const length = Buffer.alloc(4), sum = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(zlib.crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A picture of this size; noise makes it as long as a photo, one colour as short as can be. */
function picture(width, height, { noise = false } = {}) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = noise ? randomBytes(height * (1 + width * 3)) : Buffer.alloc(height * (1 + width * 3), 120);
  for (let y = 0; y < height; y += 1) rows[y * (1 + width * 3)] = 0;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk("IHDR", head),
    chunk("tEXt", Buffer.from(`Location\0${SECRET}`)), chunk("IDAT", zlib.deflateSync(rows, { level: 1 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const PHOTO = { name: "IMG_0001.png", mimeType: "image/png", buffer: picture(2000, 1500, { noise: true }) };
const SMALL = { name: "IMG_0002.png", mimeType: "image/png", buffer: picture(60, 40) };
const PAPER = { name: "合同.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n") };

let books, server, network, customer, lin, zhao;

before(async () => {
  books = await storyBooks();
  await books.chitbook("territory", "assign", "--territory", "N", "--customer", "K-0217");
  server = await Server.start(books);
  network = await FaultyNetwork.between(new URL(server.url));
});

after(async () => {
  for (const who of [lin, zhao]) await who?.browser.close();
  await network?.close();
  await server?.stop();
  books?.remove();
});

/** Chooses files as a person does. */
async function choose(page, name, ...files) {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), press(page, name)]);
  await chooser.setFiles(files);
}

const tiles = (page) => page.getByRole("group", { name: /照片和附件|Photos and papers/ }).getByRole("listitem");
const photo = (page, name) => page.getByRole("button", { name });

/** How much content lies in the browser: whole records of bytes. */
const bytesHere = (page) => page.evaluate(async () => {
  const asked = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  let count = 0;
  for (const { name } of await indexedDB.databases()) {
    const database = await asked(indexedDB.open(name));
    if (database.objectStoreNames.contains("blobs")) {
      const all = await asked(database.transaction("blobs").objectStore("blobs").getAll());
      count += all.filter((it) => it instanceof Uint8Array).length;
    }
    database.close();
  }
  return count;
});

const pieces = () => network.seen.filter((it) => it.startsWith("PUT /api/blob/")).map((it) => Number(/at=(\d+)/.exec(it)[1]));

test("what is neither photo nor PDF is refused in a sentence, and the form stays as it was", async () => {
  lin = await enter(network.url, "lin", PHONE);
  const { page } = lin;
  await page.goto(`${network.url}/customers`);
  await page.getByRole("link", { name: SHOP }).first().click();
  await heading(page, SHOP);
  customer = new URL(page.url()).pathname;
  await kept(page);
  await lin.browser.offline(true);
  await page.getByRole("link", { name: "拜访", exact: true }).click();
  await page.getByLabel("备注（可不填）").fill("门头换了");
  const text = { name: "名单.txt", mimeType: "text/plain", buffer: Buffer.from("王建国\n") };
  const heic = { name: "IMG_0003.heic", mimeType: "image/heic", buffer: Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic") };
  await choose(page, "选照片或 PDF", text, heic);
  await shown(page, "“名单.txt”不是照片也不是 PDF，没有加进来");
  await shown(page, "这个浏览器打不开“IMG_0003.heic”");
  await inspect(page, "attachments-refused");
  assert.equal(await tiles(page).count(), 0);
  assert.equal(await page.getByLabel("备注（可不填）").inputValue(), "门头换了");
});

test("photos are in the draft after the tab was killed, and one can be taken back", async () => {
  const { page } = lin;
  await choose(page, "拍照", PHOTO);
  await page.getByRole("img", { name: "照片 1", exact: true }).waitFor();
  await choose(page, "选照片或 PDF", SMALL, PAPER);
  await until(async () => (await tiles(page).count()) === 3, "three are picked");
  await choose(page, "选照片或 PDF", SMALL);
  await shown(page, "“IMG_0002.png”已经加过了");
  await press(page, "移除 照片 2");
  await until(async () => (await tiles(page).count()) === 2, "one is taken away");
  await page.getByRole("button", { name: "撤销" }).click();
  await until(async () => (await tiles(page).count()) === 3, "and is back");
  await shown(page, "草稿已存");
  await page.reload();
  await shown(page, "没写完");
  await until(async () => (await tiles(page).count()) === 3, "the draft has all of them");
  await until(async () => page.getByRole("img", { name: "照片 1", exact: true }).evaluate((it) => 0 < it.naturalWidth),
    "and the picture itself");
  await inspect(page, "attachments-form");
});

test("offline it stands on the timeline, on this phone only", async () => {
  const { page } = lin;
  await page.getByRole("radio", { name: "谈妥" }).check();
  await press(page, /记下拜访/);
  await heading(page, SHOP);
  await photo(page, /拜访照片 1，林晓.*仅在本机/).waitFor();
  await photo(page, /拜访PDF 文件 3“合同.pdf”，林晓.*仅在本机/).waitFor();
  await inspect(page, "attachments-timeline-local");
  await photo(page, /拜访照片 1/).click();
  const dialog = page.getByRole("dialog", { name: /拜访照片 1，林晓/ });
  await dialog.getByRole("img", { name: /拜访照片 1/ }).waitFor();
  await dialog.press("ArrowLeft");
  await page.getByRole("dialog", { name: /合同.pdf/ }).waitFor();
  await page.keyboard.press("ArrowLeft");
  await page.getByRole("dialog", { name: /拜访照片 2，林晓/ }).waitFor();
  await page.keyboard.press("Escape");
  await until(async () => (await page.getByRole("dialog").count()) === 0, "Esc closes it");
  await page.goto(`${network.url}/sync`);
  await shown(page, /3 个照片或附件待上传/);
  await shown(page, "照片和 PDF 不在导出的文件里");
  await inspect(page, "attachments-sync");
  await page.goto(`${network.url}/me`);
  // What still arrives moves what stands below it, and a press may meet something else.
  await settled(page);
  await press(page, "退出登录");
  await shown(page, /3 个照片或附件待上传/);
});

test("broken off in the middle it goes on from there, and the desk says meanwhile that it is awaited", async () => {
  const { page } = lin;
  await page.goto(network.url + customer);
  network.slow("/api/blob/", 400);
  await lin.browser.offline(false);
  await until(() => pieces().includes(PIECE), "the second piece is on its way");
  network.block("/api/blob/");
  network.slow(null, 0);
  zhao = await enter(network.url, "zhao", DESK, "en");
  await zhao.page.goto(network.url + customer);
  await photo(zhao.page, /Photo 1 of the visit, 林晓.*Awaited \(on the phone that took it\)/).waitFor();
  await inspect(zhao.page, "attachments-desk-awaited");
  await photo(page, /拜访照片 1，林晓.*待上传/).waitFor();
  assert.equal(await bytesHere(page), 3, "nothing is let go of before it has arrived");
  network.forgive();
  await page.goto(`${network.url}/sync`);
  await press(page, "立即发送");
  await shown(page, "都已送到");
  await until(async () => (await bytesHere(page)) === 0, "nothing of it stays on the phone");
  await page.goto(network.url + customer);
  await photo(page, /拜访照片 1，林晓.*已上传/).waitFor();
  await photo(page, /合同.pdf.*已上传/).waitFor();
  const begun = pieces().filter((at) => at === 0);
  assert.equal(begun.length, 3, `each of them began once: ${pieces()}`);
});

test("the desk sees it, and nothing that a camera writes beside it", async () => {
  const { page } = zhao;
  await photo(page, /Photo 1 of the visit, 林晓.*Uploaded/).click();
  const picture = page.getByRole("dialog").getByRole("img", { name: /Photo 1 of the visit, 林晓/ });
  await until(() => picture.evaluate((it) => it.complete && it.naturalWidth), "it is shown");
  assert.deepEqual(await picture.evaluate((it) => [it.naturalWidth, it.naturalHeight]), [1600, 1200]);
  const address = network.seen.findLast((it) => it.startsWith("GET /api/attachment/")).slice("GET ".length);
  const stored = await page.evaluate(async (path) => {
    const bytes = new Uint8Array(await (await fetch(path)).arrayBuffer());
    return { head: [...bytes.slice(0, 3)], text: new TextDecoder("latin1").decode(bytes) };
  }, address);
  assert.deepEqual(stored.head, [0xff, 0xd8, 0xff], "a JPEG");
  assert.ok(!stored.text.includes(SECRET) && !stored.text.includes("Exif"));
  assert.equal(await page.getByRole("button", { name: "Delete attachment" }).count(), 0, "not hers to delete");
  await inspect(page, "attachments-viewer");
  await page.keyboard.press("Escape");
});

test("a paper is added to the customer's file at the desk", async () => {
  const { page } = zhao;
  await page.getByRole("link", { name: "Add attachment" }).click();
  await heading(page, "Add attachment");
  await choose(page, "Choose photos or PDF", { ...PAPER, buffer: Buffer.concat([PAPER.buffer, Buffer.from("\n")]) });
  await inspect(page, "attachments-desk-form");
  await press(page, "Save 1 attachment");
  await heading(page, SHOP);
  await photo(page, /PDF 1 “合同.pdf” of the customer, 赵敏.*Uploaded/).waitFor();
  await photo(lin.page, /客户PDF 文件 1“合同.pdf”，赵敏.*已上传/).waitFor();
  await photo(page, /PDF 1 “合同.pdf” of the customer/).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download the PDF" }).click()]);
  assert.ok(await download.path());
  await page.keyboard.press("Escape");
});

test("its author removes it, and that it was there stays said", async () => {
  const { page } = lin;
  await photo(page, /拜访照片 1/).click();
  await press(page, "删除附件");
  await inspect(page, "attachments-delete");
  await press(page, "确认删除");
  await shown(page, /照片已删除，林晓/);
  await shown(zhao.page, /Photo deleted, 林晓/);
  await until(async () => (await photo(zhao.page, /Photo 2 of the visit/).count()) === 0, "the other one is the only photo");
  await photo(zhao.page, /Photo 1 of the visit/).waitFor();
  await lin.browser.offline(true);
  await photo(page, /合同.pdf.*已上传/).first().click();
  await shown(page, "需要联网查看");
  await lin.browser.offline(false);
  await books.chitbook("doctor");
  for (const [who, it] of Object.entries({ lin, zhao })) assert.deepEqual(it.browser.troubles, [], who);
});
