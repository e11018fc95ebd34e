// The stage of the conformance run: a real server on a database of its own, with the demonstration in
// it, ended by its process id.
//
// CHITBOOK_BIN names the server binary. CHITBOOK_TEST_POSTGRES names a running PostgreSQL, as in
// postgres://user@host:port: then every run is made on both databases. `cargo xtask test` sets both.

import { execFile, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { Client, Device } from "./client.mjs";

const run = promisify(execFile);
export const root = path.resolve(import.meta.dirname, "../..");
const binary = process.env.CHITBOOK_BIN ?? path.join(root, "target/debug/chitbook");

/** Everybody's in the demonstration. */
export const PASSWORD = "chitbook";

/** The databases of this run, each by its name. */
export const databases = ["SQLite", ...(process.env.CHITBOOK_TEST_POSTGRES ? ["PostgreSQL"] : [])];

function urlOf(database, folder) {
  if (database === "SQLite") return `sqlite:${path.join(folder, "books.db")}`;
  const name = `conformance_${process.pid}`;
  return `${process.env.CHITBOOK_TEST_POSTGRES.replace(/\/$/, "")}/${name}`;
}

async function freePort() {
  return new Promise((done, failed) => {
    const server = net.createServer().once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** A seeded server and whoever signs in to it. */
export class Stage {
  static async begin(database) {
    const stage = new Stage();
    stage.folder = fs.mkdtempSync(path.join(os.tmpdir(), "chitbook-"));
    stage.db = urlOf(database, stage.folder);
    try {
      await stage.chitbook("seed");
      await stage.serve();
    } catch (error) {
      await stage.end();
      throw error;
    }
    return stage;
  }

  /** Runs `chitbook …` on the database, beside the server or without it. */
  async chitbook(...args) {
    const env = { ...process.env, CHITBOOK_LANG: "en" };
    return run(binary, [...args, "--db", this.db], { env, maxBuffer: 64 << 20 });
  }

  async serve() {
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}`;
    const args = ["serve", "--addr", `127.0.0.1:${port}`, "--db", this.db];
    this.child = spawn(binary, args, { stdio: ["ignore", "pipe", "pipe"] });
    let log = "";
    for (const stream of [this.child.stdout, this.child.stderr]) stream.on("data", (it) => (log += it));
    await until(async () => {
      if (this.child.exitCode !== null) throw new Error(`the server ended: ${log}`);
      return fetch(`${this.url}/api/session`).then(() => true, () => false);
    }, "the server answers");
  }

  async end() {
    if (this.child && this.child.exitCode === null && this.child.signalCode === null) {
      const gone = new Promise((done) => this.child.once("exit", done));
      this.child.kill("SIGTERM");
      await gone;
    }
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  nobody(told) {
    return new Client(this.url, told);
  }

  async signIn(login, told) {
    const client = this.nobody(told);
    await client.signIn(login, PASSWORD);
    return client;
  }

  /** A new device of a user that holds nothing yet. */
  async device(login) {
    return Device.register(await this.signIn(login));
  }
}

/** Waits until something holds, asking again; says what it waited for when it does not. */
export async function until(holds, what, within = 20_000) {
  const end = Date.now() + within;
  for (;;) {
    const found = await holds();
    if (found) return found;
    if (end < Date.now()) throw new Error(`waited ${within} ms, but not: ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Waits for a promise, not for ever. */
export async function within(ms, promise, what) {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error(`waited ${ms} ms for ${what}`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
