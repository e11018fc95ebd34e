// docs/openapi.json against what is pinned in tests/wire and against what a real server answers.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { Device, drawn } from "./client.mjs";
import { document, faults, faultsOfAnswer, named } from "./document.mjs";
import { ownCustomer, visit } from "./field.mjs";
import { Stage, root } from "./harness.mjs";

const wire = path.join(root, "tests/wire");

/** Which schema each folder of samples is of. */
const FOLDERS = {
  act: "sync.Act", command: "sync.Command", counterpart: "pairing.Counterpart",
  credit_standing: "credit.CreditStanding", letter: "inbox.InboxItem", pairing_state: "pairing.PairingState",
  push: "sync.PushReply", refusal: "refusal.Refusal", request_state: "credit.RequestState", row: "row.Row",
  standing: "promise.Standing", still_open: "movement.StillOpen", verdict: "sync.Verdict",
  warning: "effects.Warning", why: "effects.Why",
};

/** What is kept on devices and in tests, and changes, whose kinds are open: they are read where they come. */
const INSIDE = ["applies", "change", "outbox_file", "storage"];

const samples = Object.keys(FOLDERS).flatMap((folder) =>
  fs.readdirSync(path.join(wire, folder)).map((file) => {
    const body = JSON.parse(fs.readFileSync(path.join(wire, folder, file), "utf8"));
    return { name: `${folder}/${file}`, schema: named(FOLDERS[folder]), body };
  }));

test("every folder of samples has its schema", () => {
  assert.deepEqual(fs.readdirSync(wire).sort(), [...Object.keys(FOLDERS), ...INSIDE].sort());
});

test("every pinned sample is what the document says", () => {
  const found = samples.flatMap(({ name, schema, body }) => faults(schema, body).map((it) => `${name}: ${it}`));
  assert.deepEqual(found, []);
  assert.ok(150 < samples.length, `${samples.length} samples`);
});

test("a sample with a field more, or without any of its fields that must be there, is not", () => {
  const passed = [];
  for (const { name, schema, body } of samples) {
    if (!faults(schema, { ...body, said_by_nobody: 1 }).length) passed.push(`${name} with a field more`);
    const [tag] = Object.keys(body).filter((it) => ["kind", "verdict", "refusal", "why", "warning", "reply", "standing", "state"].includes(it));
    const { [tag]: _, ...rest } = body;
    if (tag && !faults(schema, rest).length) passed.push(`${name} without its ${tag}`);
    if (tag && !faults(schema, { ...body, [tag]: "no such" }).length) passed.push(`${name} of another ${tag}`);
  }
  assert.deepEqual(passed, []);
});

describe("a real server", () => {
  let stage;
  let found;
  let answered;
  const hear = (exchange) => {
    answered.add(`${exchange.method} ${exchange.path.split("?")[0]}`);
    found.push(...faultsOfAnswer(exchange));
  };
  before(async () => {
    stage = await Stage.begin("SQLite");
    answered = new Set();
  });
  beforeEach(() => (found = []));
  after(() => stage?.end());

  test("what a device hears is what the document says", async () => {
    for (const login of ["lin", "wang", "order_desk"]) {
      const client = await stage.signIn(login, hear);
      const device = await Device.register(client);
      for (const by of ["feed", "snapshot"]) {
        device.scopes.clear();
        await device.pull({ by });
        const rows = [...device.scopes.values()].flatMap((it) => [...it.rows.values()]);
        for (const { kind, body } of rows) found.push(...faults(named("row.Row"), { kind, body }));
        assert.ok(100 < rows.length || login === "order_desk", `${rows.length} rows`);
      }
      const customer = login === "order_desk" ? null : ownCustomer(device).id;
      device.submit(device.command("visit.record.1", visit(), { customer }));
      device.submit(device.command("lease.spend.9", {}, { customer }));
      device.submit(device.command("territory.open.1", { code: "x", name: "x" }));
      await device.push();
      await device.pull();
      await client.ask("GET", "/api/session");
    }
    assert.deepEqual([...new Set(found)].slice(0, 20), []);
  });

  test("failures are those that the document lists", async () => {
    const nobody = stage.nobody(hear);
    const asked = Object.entries(document.paths).flatMap(([template, methods]) =>
      Object.keys(methods).map((it) => [it.toUpperCase(), template.replaceAll(/\{\w+\}/g, drawn())]));
    for (const [method, at] of asked) {
      if (at === "/api/imports" && method === "POST") continue;
      const body = ["POST", "PUT"].includes(method) ? {} : undefined;
      await nobody.ask(method, at, body).catch(() => {});
    }
    const lin = await stage.signIn("lin", hear);
    for (const [method, at] of asked) if (method === "GET" && !at.endsWith("/live")) await lin.ask(method, at).catch(() => {});
    assert.deepEqual(found, []);
    assert.ok(40 < answered.size, `${answered.size} were asked`);
  });

  test("every view of the desk is what the document says", async () => {
    const admin = await stage.signIn("admin", hear);
    const { rows } = await admin.ask("GET", "/api/customers?limit=500");
    const views = Object.entries(document.paths).filter(([, it]) => it.get?.responses["200"].content?.["application/json"]);
    for (const [template] of views) {
      if (template.includes("{digest}") || template.startsWith("/api/imports/")) continue;
      const asked = template.includes("{id}") ? rows.map((it) => template.replace("{id}", it.customer.id)) : [template];
      for (const at of asked) await admin.ask("GET", at);
    }
    assert.deepEqual([...new Set(found)].slice(0, 20), []);
    assert.ok(5 < rows.length);
  });

  test("a view takes what the document says it takes, and says so of what it does not", async () => {
    const admin = await stage.signIn("admin", hear);
    for (const [template, { get }] of Object.entries(document.paths)) {
      const isList = get?.responses["200"].content?.["application/json"];
      if (!isList || template.includes("{")) continue;
      for (const { in: place, name, schema } of get.parameters ?? []) {
        if (place !== "query") continue;
        for (const value of valuesOf(schema)) {
          const reply = await admin.send("GET", `${template}?${name}=${encodeURIComponent(value)}`);
          assert.equal(reply.status, 200, `${template}?${name}=${value}`);
        }
        if (schema.type === "string") continue;
        const wrong = await admin.send("GET", `${template}?${name}=${encodeURIComponent("no such")}`);
        assert.equal(wrong.status, 400, `${template}?${name}=no such`);
      }
    }
  });
});

/** Values that a parameter takes: all names of a choice, and one of what is open. */
function valuesOf(schema) {
  const of = schema.$ref ? document.components.schemas[schema.$ref.split("/").at(-1)] : schema;
  if (of.enum) return of.enum;
  if (of.oneOf) return of.oneOf.map((it) => it.const).filter(Boolean);
  if (of.format === "date") return ["2026-11-20"];
  if (of.pattern?.includes("[A-Z]")) return ["CNY"];
  return of.type === "integer" ? ["1"] : [];
}
