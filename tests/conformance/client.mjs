// A client of the sync protocol in another language than the app's, written from
// docs/sync-protocol.md and docs/openapi.json alone. It needs nothing but Node.js 20.

import { createHash, randomBytes } from "node:crypto";
import http from "node:http";
import zlib from "node:zlib";

/** The version of the rows' form that this client reads. */
const SCHEMA = 1;
/** The namespace of every derived id. */
const NAMESPACE = Buffer.from("6b1f2c1a8f0d5d5e9a574c4954424f4f", "hex");

/** An answer that is none of ours, or a failure with the word of its kind. */
export class Failure extends Error {
  constructor(status, word, said) {
    super(`${status} ${word}: ${said}`);
    Object.assign(this, { status, word });
  }
}

export function sha256(text) {
  return createHash("sha256").update(text).digest("hex");
}

/** An id that a person's device draws: UUIDv7. */
export function drawn() {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return spelled(bytes);
}

/** An id that follows from what it names: UUIDv5 over the kind and each part with its length. */
export function derived(kind, ...parts) {
  const name = kind + parts.map((it) => `|${Buffer.byteLength(it)}:${it}`).join("");
  const bytes = createHash("sha1").update(NAMESPACE).update(name).digest().subarray(0, 16);
  bytes[6] = 0x50 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return spelled(bytes);
}

function spelled(bytes) {
  const hex = bytes.toString("hex");
  return [[0, 8], [8, 12], [12, 16], [16, 20], [20, 32]].map(([from, to]) => hex.slice(from, to)).join("-");
}

/** The same without the fields of objects that say nothing. */
export function said(value) {
  if (Array.isArray(value)) return value.map(said);
  if (value === null || typeof value !== "object") return value;
  const told = Object.entries(value).map(([name, it]) => [name, said(it)]);
  return Object.fromEntries(told.filter(([, it]) => !saysNothing(it)));
}

function saysNothing(it) {
  if (it === null || it === false || it === 0 || it === "") return true;
  return typeof it === "object" && Object.keys(it).length === 0;
}

/** The same JSON with the names of every object in order and no spaces. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const fields = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${fields.join(",")}}`;
}

/** The id of a row that came without one, in a chunk or in an `enter`. */
export function idOf({ kind, body }) {
  switch (kind) {
    case "policy": return derived("policy", `${body.version}`);
    case "bank_horizon": return derived("bank_horizon", body.company);
    case "file_horizon": return derived("file_horizon", body.company, body.source);
    case "exchange_rate": return derived("exchange_rate", body.currency, body.base, body.on);
    case "credit_line": return derived("credit_line", body.customer);
    case "saved_views": return derived("saved_views", ...(body.of.held_by === "person" ? [body.of.user] : []));
    default: return body.id;
  }
}

/** Who is signed in: a cookie, and requests that carry it. */
export class Client {
  constructor(url, told = () => {}) {
    this.url = new URL(url);
    this.cookie = null;
    /** Hears of every exchange, for whoever checks them. */
    this.told = told;
  }

  /** One request as it is: answers with status, headers and the bytes of the body. */
  send(method, path, { body, headers = {} } = {}) {
    const all = { ...(this.cookie && { cookie: this.cookie }), ...headers };
    if (method !== "GET" && method !== "DELETE") all["content-type"] ??= "application/json";
    if (body !== undefined) all["content-length"] = Buffer.byteLength(body);
    return new Promise((done, failed) => {
      const request = http.request(new URL(path, this.url), { method, headers: all, agent: false }, (reply) => {
        const parts = [];
        reply.on("data", (it) => parts.push(it));
        reply.once("error", failed);
        reply.once("end", () => done({ status: reply.statusCode, headers: reply.headers, bytes: Buffer.concat(parts) }));
      });
      request.once("error", failed);
      request.end(body);
    });
  }

  /** A request of the interface: its JSON, or a `Failure`. */
  async ask(method, path, body) {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const reply = await this.send(method, path, { body: text });
    return this.read(method, path, reply);
  }

  read(method, path, { status, headers, bytes }) {
    const packed = { gzip: zlib.gunzipSync, br: zlib.brotliDecompressSync }[headers["content-encoding"]];
    const text = (packed ? packed(bytes) : bytes).toString();
    const isJson = headers["content-type"]?.startsWith("application/json");
    const json = isJson && text ? JSON.parse(text) : null;
    this.told({ method, path, status, json });
    if (status < 200 || 299 < status) throw new Failure(status, json?.error ?? "garbled", json?.say_en ?? text);
    if (status !== 204 && !isJson) throw new Failure(status, "garbled", text.slice(0, 80));
    const cookie = headers["set-cookie"]?.find((it) => it.startsWith("chitbook_session="));
    if (cookie) this.cookie = cookie.split(";")[0];
    return json;
  }

  async signIn(login, password) {
    this.session = await this.ask("POST", "/api/session", { login, password });
    return this.session;
  }

  /** Listens for hints; answers once the stream is open. */
  live() {
    return new Promise((done, failed) => {
      const headers = { cookie: this.cookie, accept: "text/event-stream" };
      const request = http.get(new URL("/api/sync/live", this.url), { headers, agent: false }, (reply) => {
        if (reply.statusCode !== 200) return failed(new Failure(reply.statusCode, "live", ""));
        done(new Live(request, reply));
      });
      request.once("error", failed);
    });
  }
}

/** An open stream of hints. */
class Live {
  constructor(request, reply) {
    this.request = request;
    this.heads = new Map();
    this.ended = new Promise((done) => reply.once("close", done));
    let text = "";
    reply.setEncoding("utf8");
    reply.on("data", (part) => {
      text += part;
      const events = text.split("\n\n");
      text = events.pop();
      for (const event of events) {
        const data = event.split("\n").filter((it) => it.startsWith("data:")).map((it) => it.slice(5).trim());
        if (data.length) this.hint(JSON.parse(data.join("\n")));
      }
    });
    reply.on("error", () => {});
    request.on("error", () => {});
  }

  hint({ scope, head }) {
    this.heads.set(scope, head);
    for (const waits of [...(this.waiting ?? [])]) waits();
  }

  /** Waits until a scope is said to have reached a number. */
  async reaches(scope, seq) {
    this.waiting ??= new Set();
    await new Promise((done) => {
      const look = () => {
        if ((this.heads.get(scope) ?? 0) < seq) return;
        this.waiting.delete(look);
        done();
      };
      this.waiting.add(look);
      look();
    });
  }

  close() {
    this.request.destroy();
  }
}

/** One user's one database: its outbox, its cursors and its rows. */
export class Device {
  constructor(client) {
    this.client = client;
    /** Texts of commands under their numbers; the journal is kept behind the answered ones. */
    this.outbox = new Map();
    this.next = 1;
    /** Answers by number. */
    this.answered = new Map();
    /** Scope: grant, seq, and its rows by id. */
    this.scopes = new Map();
    /** What this client cannot read, kept until it can. */
    this.parked = [];
    this.reflected = 0;
  }

  static async register(client, label = "a conformance run") {
    const device = new Device(client);
    await device.registerAnew(label);
    return device;
  }

  async registerAnew(label = "a conformance run") {
    const { device, epoch } = await this.client.ask("POST", "/api/device", { label });
    Object.assign(this, { id: device, epoch });
  }

  /** A command in the words of the protocol, not yet numbered. */
  command(kind, form, { customer = null, deps = [], opId = drawn(), actedOn = this.client.session.today } = {}) {
    return {
      op_id: opId, author: this.client.session.user.id, acted_on: actedOn, captured_at: Date.now(),
      build: "conformance 1", customer, policy: 1, ...(deps.length && { deps }), act: { kind, form },
    };
  }

  /** Puts a command into the outbox under the next number; from then on its text never changes. */
  submit(command) {
    const opSeq = this.next++;
    this.outbox.set(opSeq, typeof command === "string" ? command : JSON.stringify(command));
    return opSeq;
  }

  /** The bytes of a push of these numbers. */
  pushText(from, until) {
    const numbers = Array.from({ length: until - from + 1 }, (_, at) => from + at);
    const commands = numbers.map((it) => this.outbox.get(it)).join(",");
    return `{"epoch":"${this.epoch}","device":"${this.id}","first_op_seq":${from},"commands":[${commands}]}`;
  }

  unanswered() {
    return [...this.outbox.keys()].filter((it) => !this.answered.has(it)).sort((a, b) => a - b);
  }

  /** Sends what waits, in the order of its numbers, and keeps the verdicts. */
  async push() {
    let reply = null;
    while (this.unanswered().length) {
      const [from] = this.unanswered();
      const until = Math.min(this.next - 1, from + 199);
      reply = await this.client.read("POST", "/api/sync/push", await this.sendPush(this.pushText(from, until)));
      if (reply.reply !== "answered") return reply;
      this.hear(reply);
    }
    return reply;
  }

  sendPush(text, headers = {}) {
    return this.client.send("POST", "/api/sync/push", { body: text, headers });
  }

  hear({ verdicts }) {
    for (const it of verdicts) this.answered.set(it.op_seq, it);
  }

  async verdictOf(kind, form, more) {
    const opSeq = this.submit(this.command(kind, form, more));
    await this.push();
    return this.answered.get(opSeq);
  }

  /** Its numbers are over: a new device of this user, and the same commands under new ones. */
  async offerAgain() {
    const texts = [...this.outbox.entries()].sort(([a], [b]) => a - b).map(([, text]) => text);
    Object.assign(this, { outbox: new Map(), answered: new Map(), next: 1, reflected: 0 });
    await this.registerAnew();
    texts.forEach((it) => this.submit(it));
  }

  /** Pulls until every scope is at its head, taking snapshots where the server says so. */
  async pull({ limit = 500, by = "snapshot" } = {}) {
    for (;;) {
      const reply = await this.pullOnce(limit);
      if (reply.reply !== "page") return reply;
      for (const { scope } of reply.snapshot_required) await this.snapshot(scope);
      for (const granted of reply.added) {
        if (by === "snapshot") await this.snapshot(granted.scope);
        else this.scopes.set(granted.scope, { grant: granted.grant, seq: 0, rows: new Map() });
      }
      for (const scope of reply.revoked) this.scopes.delete(scope);
      const behind = reply.pages.some((it) => it.next < it.head);
      if (!behind && !reply.added.length && !reply.snapshot_required.length) {
        this.reflected = reply.reflected;
        return reply;
      }
    }
  }

  pullRequest(limit, prove) {
    const scopes = [...this.scopes].map(([scope, { grant, seq }]) => ({ scope, grant, seq }));
    const pending = this.unanswered().length;
    return { epoch: this.epoch, device: this.id, schema: SCHEMA, limit, scopes, pending, prove };
  }

  async pullOnce(limit = 500, prove = undefined) {
    const reply = await this.client.ask("POST", "/api/sync/pull", this.pullRequest(limit, prove));
    if (reply.reply === "page") {
      reply.pages.forEach((page) => this.check(page));
      reply.pages.forEach((page) => this.apply(page));
    }
    return reply;
  }

  /** Numbers are dense: a hole shows by arithmetic, and nothing of such a reply is used. */
  check({ scope, changes, next, head }) {
    let at = this.scopes.get(scope).seq;
    for (const { seq } of changes) {
      if (seq !== at + 1) throw new Error(`${scope}: ${seq} came after ${at}`);
      at = seq;
    }
    if (next !== at || head < at) throw new Error(`${scope}: next ${next}, head ${head}, and ${at} was read`);
  }

  apply({ scope, changes, next }) {
    const held = this.scopes.get(scope);
    for (const change of changes) this.take(scope, held.rows, change);
    held.seq = next;
  }

  take(scope, rows, { kind, id, version, body, seq }) {
    switch (kind) {
      case "delete": return void rows.delete(id);
      case "leave": return this.forget(rows, id);
      case "enter":
        this.forget(rows, id);
        return void body.forEach((it) => rows.set(idOf(it), it));
      default:
        if (body === undefined) return void this.parked.push({ scope, seq });
        return void rows.set(id, { kind, version, body });
    }
  }

  forget(rows, customer) {
    for (const [id, { kind, body }] of rows) {
      if ((kind === "customer" ? body.id : body.customer) === customer) rows.delete(id);
    }
  }

  /** Fetches a scope as it stands: every chunk is checked by its name before it is read. */
  async snapshot(scope) {
    const manifest = await this.client.ask("POST", "/api/sync/snapshot", { epoch: this.epoch, scope });
    const rows = new Map();
    for (const { digest, rows: count, layer } of manifest.chunks) {
      const chunk = await this.chunk(digest);
      if (chunk.of.length !== count) throw new Error(`${digest} has ${chunk.of.length} rows, not ${count}`);
      if (chunk.chunk === "briefs" && layer !== "list") throw new Error(`briefs in ${layer}`);
      if (chunk.chunk === "rows") chunk.of.forEach((it) => rows.set(idOf(it), it));
    }
    this.scopes.set(scope, { grant: manifest.grant, seq: manifest.seq, rows });
    return manifest;
  }

  async chunk(digest) {
    const path = `/api/sync/chunk/${digest}`;
    const reply = await this.client.send("GET", path, { headers: { "accept-encoding": "br" } });
    if (reply.status !== 200) return this.client.read("GET", path, reply);
    const packed = reply.headers["content-encoding"] === "br";
    const text = (packed ? zlib.brotliDecompressSync(reply.bytes) : reply.bytes).toString();
    if (sha256(text) !== digest) throw new Error(`${digest} is not what arrived under its name`);
    return this.client.read("GET", path, reply);
  }

  row(id) {
    for (const { rows } of this.scopes.values()) if (rows.has(id)) return rows.get(id);
    return undefined;
  }

  rowsOf(kind) {
    return [...this.scopes.values()].flatMap(({ rows }) => [...rows.values()].filter((it) => it.kind === kind));
  }

  /** What a scope holds in one word: the same rows at the same versions give the same. */
  /** What the rows of a scope come to, by kind. */
  sumsOf(scope) {
    const sums = {};
    for (const [id, { kind, version, body }] of this.scopes.get(scope).rows) {
      const row = BigInt(`0x${sha256(`${id} ${kind} ${version} ${canonical(said(body))}`)}`);
      const { rows, sum } = sums[kind] ?? { rows: 0, sum: 0n };
      sums[kind] = { rows: rows + 1, sum: BigInt.asUintN(256, sum + row) };
    }
    const written = ([kind, { rows, sum }]) => [kind, { rows, sum: sum.toString(16).padStart(64, "0") }];
    return Object.fromEntries(Object.entries(sums).map(written));
  }

  digestOf(scope) {
    const { rows } = this.scopes.get(scope);
    const lines = [...rows].map(([id, it]) => `${id} ${it.kind} ${it.version} ${canonical(it.body)}`);
    return sha256(lines.sort().join("\n"));
  }
}
