// What a device has, read from its storage and held against the server: the same rows at the same versions, and for
// every command that was saved the one verdict that the server has given.

import assert from "node:assert/strict";
import { Client, Device, canonical, idOf, sha256 } from "../conformance/client.mjs";
import { PASSWORD } from "./books.mjs";
import { until } from "./harness.mjs";

/** Every record that this page's app keeps, by store, all of one moment. */
export async function storage(page) {
  const stores = await page.evaluate(async () => {
    const names = ["meta", "ops", "base_chunks", "rows", "inbox", "drafts"];
    const answer = (request) => new Promise((done, failed) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
    const known = (await indexedDB.databases()).filter((it) => it.name.startsWith("chitbook-"));
    if (known.length !== 1) throw new Error(`databases here: ${JSON.stringify(known)}`);
    const database = await answer(indexedDB.open(known[0].name));
    try {
      const transaction = database.transaction(names);
      const read = async (name) => {
        const store = transaction.objectStore(name);
        const [keys, texts] = await Promise.all([answer(store.getAllKeys()), answer(store.getAll())]);
        return [name, keys.map((key, at) => [key, texts[at]])];
      };
      return await Promise.all(names.map(read));
    } finally {
      database.close();
    }
  });
  return Object.fromEntries(stores.map(([name, records]) => [name, new Map(records)]));
}

const records = (store, prefix) => [...store].filter(([key]) => key.startsWith(prefix))
  .map(([key, text]) => [key.slice(prefix.length), JSON.parse(text)]);

/** The commands of a device, answered or not, in the order of their numbers. */
export function commands({ meta, ops }) {
  const { generation } = JSON.parse(meta.get("next") ?? `{"generation":1}`);
  const { answered } = JSON.parse(meta.get("answers") ?? `{"answered":0}`);
  return [...ops].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, text]) => {
    const { op_seq: number, verdict, command } = JSON.parse(text);
    const earlier = Number(key.split("-")[0]) !== generation;
    return { command, verdict: verdict ?? (earlier || number <= answered ? { verdict: "applied" } : null) };
  });
}

/** What a command asks for, in words to look in; what its author saw before is not of it. */
export const said = ({ act }) => JSON.stringify(act, (name, value) => (name === "seen" ? undefined : value));

/** The rows of every scope, as its chunks and the changes since make them; a damaged chunk is a failure. */
function scopesOf({ meta, base_chunks: chunks, rows, inbox }) {
  const scopes = new Map(records(meta, "scope/").map(([scope, it]) => [scope, { ...it, rows: new Map() }]));
  for (const [key, text] of chunks) {
    const [scope, set] = key.split("/");
    const at = scopes.get(scope);
    if (at?.set !== Number(set)) continue;
    assert.equal(sha256(text), JSON.parse(rows.get(`head/${key}`)).digest, `the chunk ${key} is what was put there`);
    const { chunk, of } = JSON.parse(text);
    for (const row of chunk === "rows" ? of : []) {
      const id = idOf(row);
      if ((at.rows.get(id)?.version ?? 0) < row.version) at.rows.set(id, row);
    }
  }
  for (const [key, over] of records(rows, "held/")) {
    const [scope, customer] = key.split("/");
    const held = scopes.get(scope).rows;
    if (over.gone || !over.on_base) forget(held, customer);
    for (const it of over.rows) lay(held, it);
  }
  for (const [key, it] of [...records(rows, "row/"), ...records(inbox, "row/")]) lay(scopes.get(key.split("/")[0]).rows, it);
  return scopes;
}

function forget(rows, customer) {
  for (const [id, { kind, body }] of rows) {
    if ((kind === "customer" ? body.id : kind === "inbox" ? null : body.customer) === customer) rows.delete(id);
  }
}

function lay(rows, { id, row }) {
  if (row) rows.set(id, row);
  else rows.delete(id);
}

/** Who looks at the server with the eyes of this user, from a device of the own. */
export async function witness(server, login) {
  const client = new Client(server.url);
  await client.signIn(login, PASSWORD);
  const device = await Device.register(client, "a witness");
  await device.pull();
  return device;
}

/** What the device holds is what the server has, scope by scope and row by row. */
async function difference(page, device) {
  await device.pull();
  const stored = await storage(page);
  const scopes = scopesOf(stored);
  assert.deepEqual([...records(stored.meta, "parked/"), ...device.parked], [], "everything that came could be read");
  if (scopes.size !== device.scopes.size) return `scopes ${[...scopes.keys()]}, not ${[...device.scopes.keys()]}`;
  for (const [scope, { seq, rows }] of device.scopes) {
    const held = scopes.get(scope);
    if (held?.seq !== seq) return `${scope} stands at ${held?.seq}, not ${seq}`;
    const line = ([id, it]) => `${id} ${it.kind} ${it.version} ${canonical(it.body)}`;
    const [here, there] = [new Set([...held.rows].map(line)), [...rows].map(line)];
    const missing = there.filter((it) => !here.has(it));
    if (missing.length || here.size !== there.length) {
      const extra = [...here].filter((it) => !there.includes(it));
      return `${scope}: not here ${missing.slice(0, 3)}; only here ${extra.slice(0, 3)}`;
    }
  }
  return null;
}

/** The device has what the server has, as soon as it has pulled. */
export async function agrees(page, device, who) {
  let found = null;
  try {
    await until(async () => (found = await difference(page, device)) === null, "the device has what the server has");
  } catch (error) {
    throw new Error(`${who}: ${found ?? error.message}`);
  }
}

/**
 * Every command of the device is known to the server by the verdict that the device has of it, exactly once: offered
 * again by another device of its author it gets that very verdict, and no row moves.
 */
export async function answered(page, device, who) {
  const all = commands(await storage(page));
  assert.equal(new Set(all.map((it) => it.command.op_id)).size, all.length, `${who}: each command is here once`);
  await device.pull();
  const heads = () => [...device.scopes].map(([scope, { seq }]) => `${scope} ${seq}`).sort();
  const before = heads();
  const numbers = all.map(({ command }) => device.submit(command));
  const reply = await device.push();
  if (reply) assert.equal(reply.reply, "answered");
  for (const [at, { command, verdict }] of all.entries()) {
    const { op_seq: _, op_id, ...theirs } = device.answered.get(numbers[at]);
    assert.deepEqual({ op_id, ...theirs }, { op_id: command.op_id, ...verdict }, `${who}: ${canonical(command.act)}`);
  }
  await device.pull();
  assert.deepEqual(heads(), before, `${who}: nothing was new to the server`);
  return all;
}

/** The rows of a kind that carry these words: of what was saved once there is one. */
export const rowsWith = (device, kind, words) =>
  device.rowsOf(kind).filter(({ body }) => canonical(body).includes(words));
