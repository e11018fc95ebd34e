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

  /** Puts a later build in place; files of the older one are gone from the server. */
  next(name) {
    const before = this.styles;
    const { files, parts } = this.build;
    const content = `${this.#text(before)}\n:root { --build: ${name}; }\n`;
    this.styles = `/a/app-${sha256(content, "hex").slice(0, 16)}.css`;
    this.#write(this.styles, content);
    this.#remove(before);
    delete files[before];
    this.#write("index.html", this.#page().replaceAll(before, this.styles));
    for (const changed of ["/index.html", this.styles]) {
      files[changed] = `sha256-${sha256(this.#text(changed), "base64")}`;
    }
    const version = sha256(JSON.stringify({ files, parts }), "hex").slice(0, 16);
    const worker = this.#text("sw.js").replace(/const BUILD = \{.*\};/,
      () => `const BUILD = ${JSON.stringify({ version, files, parts })};`);
    this.#write("sw.js", worker);
  }

  #page() {
    return this.#text("index.html");
  }

  #text(file) {
    return fs.readFileSync(path.join(this.folder, file), "utf8");
  }

  #write(file, text) {
    this.#remove(file);
    fs.writeFileSync(path.join(this.folder, file), text);
  }

  #remove(file) {
    for (const ending of ["", ".br"]) fs.rmSync(path.join(this.folder, file + ending), { force: true });
  }
}

function sha256(text, form) {
  return createHash("sha256").update(text).digest(form);
}
