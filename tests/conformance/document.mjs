// docs/openapi.json as a judge: whether a body is what the document says, and nothing more than it says.

import fs from "node:fs";
import path from "node:path";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { root } from "./harness.mjs";

export const document = JSON.parse(fs.readFileSync(path.join(root, "docs/openapi.json"), "utf8"));
const schemas = document.components.schemas;

/**
 * A schema that lets no field pass which it does not name. Readers pass over unknown fields, so the
 * document leaves them open; here the server must not say what the document does not.
 */
function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== "object") return schema;
  if (schema.allOf) return { ...opened(schema), unevaluatedProperties: false };
  const inside = Object.entries(schema).map(([name, it]) => [name, name === "properties" ? fields(it) : closed(it)]);
  return { ...Object.fromEntries(inside), ...(schema.properties && { additionalProperties: false }) };
}

const fields = (all) => Object.fromEntries(Object.entries(all).map(([name, it]) => [name, closed(it)]));

/** One of several parts of an object: the whole is closed, not each of them. */
function opened(schema) {
  if (Array.isArray(schema)) return schema.map(opened);
  if (schema === null || typeof schema !== "object") return schema;
  const one = ([name, it]) => {
    if (name === "properties") return [name, fields(it)];
    if (name === "$ref") return [name, it.replace("#/components/schemas/", "#/components/parts/")];
    return [name, opened(it)];
  };
  return Object.fromEntries(Object.entries(schema).map(one));
}

const each = (how) => Object.fromEntries(Object.entries(schemas).map(([name, it]) => [name, how(it)]));
const ajv = new Ajv({ strict: true, strictRequired: false, strictTypes: false, allErrors: true });
addFormats(ajv);
ajv.addKeyword("components");
ajv.addSchema({ $id: "chitbook", components: { schemas: each(closed), parts: each(opened) } });
const judges = new Map();

/** What a schema has against a body: nothing, or a line for each. */
export function faults(schema, body) {
  const key = JSON.stringify(schema);
  if (!judges.has(key)) judges.set(key, ajv.compile(JSON.parse(key.replaceAll('"#/', '"chitbook#/'))));
  const judge = judges.get(key);
  if (judge(body)) return [];
  return judge.errors.map((it) => `${it.instancePath} ${it.message} ${JSON.stringify(it.params)}`);
}

/** The schema of a component by its name, as in `sync.Verdict`. */
export function named(name) {
  if (!schemas[name]) throw new Error(`${name} is not in the document`);
  return { $ref: `#/components/schemas/${name}` };
}

/** The operation that answers a method under a path. */
export function operation(method, asked) {
  const [pathname] = asked.split("?");
  const fits = (template) => {
    const [parts, given] = [template.split("/"), pathname.split("/")];
    return parts.length === given.length && parts.every((it, at) => it === given[at] || it.startsWith("{"));
  };
  const exact = document.paths[pathname] && pathname;
  const template = exact ?? Object.keys(document.paths).find(fits);
  return document.paths[template]?.[method.toLowerCase()];
}

/** What the document has against an answer of the server. */
export function faultsOfAnswer({ method, path: asked, status, json }) {
  const known = operation(method, asked);
  if (!known) return [];
  const failure = document.components.responses.Failure;
  const listed = known.responses[status];
  if (!listed && 200 <= status && status < 300) return [`${method} ${asked} answers ${status}`];
  const schema = (listed ?? failure).content?.["application/json"]?.schema;
  if (!schema) return json === null ? [] : [`${method} ${asked} answers JSON`];
  const found = faults(schema, json);
  // A failure that is listed under its status has one of the words that stand there.
  if (listed && 400 <= status && !listed.description.includes(`\`${json?.error}\``)) {
    const everywhere = failure.description.includes(`${status} \`${json?.error}\``);
    if (!everywhere) found.push(`${json?.error} is not listed under ${status}`);
  }
  return found.map((it) => `${method} ${asked} ${status}: ${it}`);
}
