// The weather between a browser and the server: requests that never arrive, replies that are lost, doubled, late or
// torn, portals and tired servers in between. What befalls the n-th request to a path follows from the seed and the
// name alone, so that a run that failed can be lived through again.

import { createHash } from "node:crypto";
import http from "node:http";
import zlib from "node:zlib";
import { freePort, within } from "./harness.mjs";

const PORTAL = "<html><body>Welcome! Please accept the terms.</body></html>";
const TIRED = "<html><body>Something went wrong.</body></html>";

/** What can befall a request, and how often of a hundred in a storm; the rest passes. */
export const STORM = {
  lost: 6, straggler: 5, unheard: 8, twice: 9, late: 8, cut: 6, clipped: 4, portal: 3, 401: 1, 413: 2, 429: 2, 500: 1, 502: 2, 503: 2,
};
/** A late reply, a straggling request and a live stream last at most so long. */
const LATE_MS = 1_500;
const STRAGGLING_MS = 2_000;
const LIVE_MS = 6_000;
/** How long an announced fault waits for its request. */
const MEETING_MS = 120_000;
/** How much of what happened is told when a test fails. */
const TOLD = 400;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Numbers from 0 to 1 that follow from these words. */
export function* chances(...words) {
  for (let round = 0; ; round += 1) {
    const bytes = createHash("sha256").update([...words, round].join("|")).digest();
    for (let at = 0; at < 32; at += 4) yield bytes.readUInt32BE(at) / 2 ** 32;
  }
}

/** What is counted as one path: chunks are many. */
const placeOf = (url) => url.replace(/\?.*/, "").replace(/^(\/api\/sync\/chunk)\/.*/, "$1");

/** An answer as it would have come unpacked. */
export function unpacked({ status, headers, bytes }) {
  const { "content-encoding": packed, ...rest } = headers;
  const unpack = { br: zlib.brotliDecompressSync, gzip: zlib.gunzipSync }[packed] ?? Buffer.from;
  return { status, headers: rest, bytes: unpack(bytes) };
}

export class Weather {
  constructor(target, name, seed) {
    Object.assign(this, { target, name, seed, odds: {}, once: [], lasting: [], met: new Map(), counts: new Map(), log: [] });
    this.began = Date.now();
    this.streams = new Set();
  }

  static async over(server, { name = "the phone", seed = 1 } = {}) {
    const weather = new Weather(new URL(server.url), name, seed);
    weather.port = await freePort();
    weather.url = `http://127.0.0.1:${weather.port}`;
    weather.server = http.createServer((request, reply) => weather.pass(request, reply));
    await new Promise((done) => weather.server.listen(weather.port, "127.0.0.1", done));
    return weather;
  }

  /** From now on every request of the API meets these odds. */
  blow(odds = STORM) {
    this.note("the storm begins");
    this.odds = odds;
  }

  /** From now on everything passes, and streams that are open stay open. */
  clear() {
    this.note("the weather clears");
    Object.assign(this, { odds: {}, lasting: [] });
    for (const it of this.once.splice(0)) it.failed(new Error(`no request to ${it.place} has met: ${it.fault}`));
  }

  /**
   * This befalls the next request to this path, and no other: the name of a fault, or a deed that is done between
   * the server's answer and its arrival, and may change the answer. Resolves when it has happened.
   */
  next(place, fault) {
    const happened = new Promise((done, failed) => this.once.push({ place, fault, done, failed }));
    const soon = within(MEETING_MS, happened, `a request to ${place} that meets ${fault}`);
    // Whoever does not wait for it hears of its failure elsewhere.
    soon.catch(() => {});
    return soon;
  }

  /** This befalls every request under this path until the weather clears. */
  settle(place, fault) {
    this.note(`from now on ${fault} under ${place}`);
    this.lasting.push({ place, fault });
  }

  /** How many requests to a path there were. */
  asked(place) {
    return this.counts.get(place) ?? 0;
  }

  note(what) {
    this.log.push(`${((Date.now() - this.began) / 1_000).toFixed(2).padStart(7)} s  ${this.name}: ${what}`);
  }

  /** What it has done, to read. */
  told() {
    const met = [...this.met].sort().map(([fault, count]) => `${count} × ${fault}`).join(", ");
    return `${this.name}, seed ${this.seed}: ${met || "nothing"}\n${this.log.slice(-TOLD).join("\n")}`;
  }

  fate(place, url, nth) {
    const at = this.once.findIndex((it) => url.startsWith(it.place));
    if (0 <= at) return this.once.splice(at, 1)[0];
    const lasts = this.lasting.find((it) => url.startsWith(it.place));
    if (lasts) return { fault: lasts.fault };
    const drawn = chances(this.seed, this.name, place, nth);
    let at100 = drawn.next().value * 100;
    for (const [fault, odds] of Object.entries(this.odds)) {
      at100 -= odds;
      if (at100 < 0) return { fault, drawn };
    }
    return { fault: "passes", drawn };
  }

  pass(request, reply) {
    // Who asked may be gone before the answer comes.
    reply.on("error", () => {});
    const place = placeOf(request.url);
    if (!place.startsWith("/api/")) return this.stream(request, reply);
    const nth = this.asked(place) + 1;
    this.counts.set(place, nth);
    const { fault, drawn = chances(this.seed, place, nth), done = () => {} } = this.fate(place, request.url, nth);
    const name = typeof fault === "function" ? "a deed" : fault;
    this.met.set(name, (this.met.get(name) ?? 0) + 1);
    const line = `${request.method} ${place} #${nth}`;
    if (place === "/api/sync/live" && ["passes", "unheard", "twice", "late", "cut", "clipped", "straggler"].includes(name)) {
      this.note(`${line}: ${name === "passes" ? "opens" : "opens, and breaks"}`);
      const lasts = name === "passes" ? null : drawn.next().value * LIVE_MS;
      return this.stream(request, reply, lasts, done);
    }
    this.meet(request, reply, fault, drawn).then((said) => this.note(`${line}: ${name}${said ? ` (${said})` : ""}`),
      (error) => this.note(`${line}: ${name}, and then ${error.message}`)).finally(done);
  }

  /** Answers what is to be said of it. */
  async meet(request, reply, fault, drawn) {
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts);
    const ask = () => this.ask(request, body);
    if (typeof fault === "function") {
      const answer = await ask();
      return this.deliver(reply, (await fault(answer, body)) ?? answer);
    }
    switch (fault) {
      case "passes": return this.deliver(reply, await ask());
      case "lost": return this.breakOff(request, "before the server saw it");
      case "straggler": {
        this.breakOff(request);
        await pause(drawn.next().value * STRAGGLING_MS);
        return `arrives alone: ${(await ask()).status}`;
      }
      case "unheard": {
        const { status } = await ask();
        return this.breakOff(request, `the server had said ${status}`);
      }
      case "twice": {
        const first = await ask();
        return `${first.status}, ${this.deliver(reply, await ask())}`;
      }
      case "late": {
        const answer = await ask();
        await pause(drawn.next().value * LATE_MS);
        return this.deliver(reply, answer);
      }
      case "cut": return this.cut(reply, await ask(), drawn.next().value);
      case "clipped": return this.clip(reply, await ask(), drawn.next().value);
      case "portal": return this.deliver(reply, { status: 200, headers: { "content-type": "text/html" }, bytes: Buffer.from(PORTAL) });
      default: {
        const headers = { "content-type": "text/html", ...(fault === "429" && { "retry-after": "1" }) };
        return this.deliver(reply, { status: Number(fault), headers, bytes: Buffer.from(TIRED) });
      }
    }
  }

  /** The request as it came, at the server; the host too, by which the server knows its own site. */
  ask({ method, url, headers }, body) {
    const { hostname, port } = this.target;
    return new Promise((done, failed) => {
      const onward = http.request({ hostname, port, path: url, method, headers, agent: false }, (answer) => {
        const parts = [];
        answer.on("data", (part) => parts.push(part));
        answer.once("error", failed);
        answer.once("end", () => done({ status: answer.statusCode, headers: answer.headers, bytes: Buffer.concat(parts) }));
      });
      onward.once("error", failed);
      onward.end(body);
    }).catch(() => ({ status: 502, headers: { "content-type": "text/html" }, bytes: Buffer.from(TIRED) }));
  }

  headersOf({ headers, bytes }) {
    const { connection, "transfer-encoding": chunked, ...rest } = headers;
    return { ...rest, "content-length": bytes.length };
  }

  deliver(reply, answer) {
    reply.writeHead(answer.status, this.headersOf(answer));
    reply.end(answer.bytes);
    return `${answer.status}, ${answer.bytes.length} bytes`;
  }

  /** The line breaks in the middle of the body. */
  async cut(reply, answer, where) {
    const half = Math.floor(answer.bytes.length * where);
    reply.writeHead(answer.status, this.headersOf(answer));
    reply.flushHeaders();
    await new Promise((done) => reply.write(answer.bytes.subarray(0, Math.max(1, half)), done));
    reply.destroy();
    return `${half} of ${answer.bytes.length} bytes`;
  }

  /** A proxy in between passes a part on as if it were all. */
  clip(reply, answer, where) {
    const bytes = answer.bytes.subarray(0, Math.floor(answer.bytes.length * where));
    return `${this.deliver(reply, { ...answer, bytes })} of ${answer.bytes.length}`;
  }

  breakOff(request, said) {
    request.socket.destroy();
    return said;
  }

  /** Passes on as it comes: the app's files, and the live stream for as long as it lasts. */
  stream(request, reply, lasts = null, ended = () => {}) {
    const { hostname, port } = this.target;
    const { method, url, headers } = request;
    const onward = http.request({ hostname, port, path: url, method, headers, agent: false }, (answer) => {
      reply.writeHead(answer.statusCode, answer.headers);
      reply.flushHeaders();
      answer.on("error", () => reply.destroy());
      answer.pipe(reply);
    });
    const timer = lasts === null ? null : setTimeout(() => reply.destroy(), lasts);
    onward.once("error", () => reply.destroy());
    reply.once("close", () => {
      clearTimeout(timer);
      onward.destroy();
      ended();
    });
    request.pipe(onward);
  }

  async close() {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}
