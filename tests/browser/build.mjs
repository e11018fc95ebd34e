// Builds of the web app that differ in their style sheet only, as the next release would.

import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { web } from "./harness.mjs";

/** A folder with the build under test, which can be replaced by a later build while a server serves it. */
export class Release {
  constructor(folder) {
    this.folder = folder;
    fs.cpSync(web, folder, { recursive: true });
    this.styles = this.#page().match(/\/a\/app-[0-9a-f]+\.css/)[0];
  }

  /** The list of the worker: version, and the digest of every file. */
  get build() {
    return JSON.parse(this.#text("sw.js").match(/const BUILD = (\{.*\});/)[1]);
  }

  /** The path of the build's file whose name begins so. */
  file(beginning) {
    return Object.keys(this.build.files).find((it) => it.startsWith(beginning));
  }

  /** Puts a later build in place, with another style sheet; files of the older one are gone from the server. */
  next(name) {
    const content = `${this.#text(this.styles)}\n:root { --build: ${name}; }\n`;
    this.#replace([[this.styles, Buffer.from(content)]]);
    this.styles = this.#page().match(/\/a\/app-[0-9a-f]+\.css/)[0];
  }

  /** The same with another part behind the sign-in, and so other scripts that load it. */
  nextPart(place, name) {
    const part = Object.keys(this.build.parts[place]).find((it) => it.startsWith(`/a/${place}-`));
    const section = Buffer.from(name);
    const custom = Buffer.from([0, section.length + 1, section.length, ...section]);
    this.#replace([[part, Buffer.concat([this.#bytes(part), custom])]]);
  }

  /** New content under new names, and new names for all whose text names them. */
  #replace(changed) {
    const { files, parts } = this.build;
    const renamed = new Map();
    for (const [old, content] of changed) {
      const fresh = old.replace(/-[0-9a-f]{16}\./, `-${sha256(content, "hex").slice(0, 16)}.`);
      this.#remove(old);
      this.#write(fresh, content);
      renamed.set(old, fresh);
    }
    // Scripts name each other in a circle: each one that names something new is new itself.
    const scripts = Object.keys(files).filter((it) => /^\/a\/[a-z]+-[0-9a-f]{16}\.js$/.test(it));
    for (let grown = true; grown;) {
      grown = false;
      for (const script of scripts.filter((it) => !renamed.has(it))) {
        const names = [...renamed.keys()].some((it) => this.#text(script).includes(path.basename(it)));
        if (!names) continue;
        const seed = `${script}${[...renamed.values()].join()}`;
        renamed.set(script, script.replace(/-[0-9a-f]{16}\./, `-${sha256(seed, "hex").slice(0, 16)}.`));
        grown = true;
      }
    }
    const anew = (text) => [...renamed].reduce(
      (it, [old, fresh]) => it.replaceAll(path.basename(old), path.basename(fresh)), text);
    for (const file of ["/index.html", ...scripts.filter((it) => renamed.has(it))]) {
      const text = anew(this.#text(file));
      this.#remove(file);
      this.#write(renamed.get(file) ?? file, text);
    }
    const list = (of) => Object.fromEntries(Object.keys(of).map((old) => {
      const file = renamed.get(old) ?? old;
      return [file, `sha256-${sha256(this.#bytes(file), "base64")}`];
    }));
    const build = { files: list(files), parts: {} };
    for (const [place, of] of Object.entries(parts)) build.parts[place] = list(of);
    const version = sha256(JSON.stringify(build), "hex").slice(0, 16);
    const worker = this.#text("sw.js").replace(/const BUILD = \{.*\};/,
      () => `const BUILD = ${JSON.stringify({ version, ...build })};`);
    this.#write("sw.js", worker);
  }

  #page() {
    return this.#text("index.html");
  }

  #text(file) {
    return fs.readFileSync(path.join(this.folder, file), "utf8");
  }

  #bytes(file) {
    return fs.readFileSync(path.join(this.folder, file));
  }

  #write(file, content) {
    this.#remove(file);
    fs.writeFileSync(path.join(this.folder, file), content);
  }

  #remove(file) {
    for (const ending of ["", ".br"]) fs.rmSync(path.join(this.folder, file + ending), { force: true });
  }
}

function sha256(text, form) {
  return createHash("sha256").update(text).digest(form);
}
