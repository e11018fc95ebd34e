// Down: snapshots, feeds, hints, and scopes that come and go.

import assert from "node:assert/strict";
import { test } from "node:test";
import { derived, drawn } from "./client.mjs";
import { fails, ownCustomer, ready, same, visit } from "./field.mjs";
import { within } from "./harness.mjs";

/** What a device receives, and how it can tell that it has all of it. */
export function pulling(on) {
  test("a snapshot is what the whole feed comes to, in every scope", () => converged(on.stage, ["lin", "wang", "manager"]));

  test("a snapshot that broke off goes on, and nobody fetches what is not theirs", async () => {
    const lin = await on.stage.device("lin");
    const wang = await on.stage.device("wang");
    const { added } = await lin.pullOnce();
    const { scope } = added.find((it) => it.scope.startsWith("territory:"));
    const ask = () => lin.client.ask("POST", "/api/sync/snapshot", { epoch: lin.epoch, scope });
    const [first, again] = [await ask(), await ask()];
    assert.deepEqual(again, first);
    const layers = first.chunks.map((it) => it.layer);
    const order = ["list", "dossiers", "history"];
    assert.deepEqual(layers, [...layers].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
    const [last] = first.chunks.slice(-1);
    await lin.chunk(last.digest);
    await fails(404, "not_found", wang.chunk(last.digest));
    await fails(404, "not_found", lin.chunk("0".repeat(64)));
    const theirs = { epoch: wang.epoch, scope };
    await fails(403, "scope_not_granted", wang.client.ask("POST", "/api/sync/snapshot", theirs));
    // Without brotli the same text comes as it is, under the same name.
    const path = `/api/sync/chunk/${last.digest}`;
    const plain = await lin.client.send("GET", path);
    assert.equal(plain.headers["content-encoding"], undefined);
  });

  test("a hint arrives after another device's push, and data by the next pull", async () => {
    const [phone, other] = [await ready(on.stage, "lin"), await ready(on.stage, "lin")];
    const live = await phone.client.live();
    try {
      const customer = ownCustomer(phone);
      const scope = `territory:${customer.territory}`;
      const at = phone.scopes.get(scope).seq;
      await within(10_000, live.reaches(scope, at), "what the stream begins with");
      const form = visit();
      await other.verdictOf("visit.record.1", form, { customer: customer.id });
      await within(10_000, live.reaches(scope, at + 1), "a hint");
      assert.equal(phone.row(form.id), undefined);
      await phone.pull();
      assert.equal(phone.row(form.id).version, 1);
      assert.ok(![...live.heads.keys()].includes(`me:${derived("user", "wang")}`));
    } finally {
      live.close();
    }
  });

  test("a customer moves with all rows, and a scope comes and goes with its grant", async () => {
    const [lin, wang, admin] = [await ready(on.stage, "lin"), await ready(on.stage, "wang"), await ready(on.stage, "admin")];
    const customer = ownCustomer(lin, 2);
    const { version } = lin.row(customer.id);
    const to = ownCustomer(wang).territory;
    const [from, into] = [`territory:${customer.territory}`, `territory:${to}`];
    const rows = () => lin.rowsOf("visit").concat(lin.rowsOf("invoice"), lin.rowsOf("promise"));
    const theirs = rows().filter((it) => it.body.customer === customer.id).map((it) => it.body.id);
    const moved = await admin.verdictOf("customer.assign.1", { territory: to }, { customer: customer.id });
    assert.equal(moved.verdict, "applied");
    await lin.pull();
    await wang.pull();
    assert.equal(lin.row(customer.id), undefined);
    assert.ok(theirs.every((id) => !lin.row(id) && wang.row(id)), "rows stayed behind");
    assert.equal(wang.row(customer.id).version, version + 1);
    await same(lin, from);
    await same(wang, into);

    const day = lin.client.session.today;
    const user = lin.client.session.user.id;
    const granted = await admin.verdictOf("user.grant.1", { user, territory: to, from: day });
    assert.equal(granted.verdict, "applied");
    const { added } = await lin.pullOnce();
    assert.deepEqual(added.map((it) => it.scope), [into]);
    await lin.pull();
    assert.ok(lin.row(customer.id));
    // An earlier grant is worth nothing: in its time the device may have missed something.
    lin.scopes.get(into).grant = drawn();
    const stale = await lin.pullOnce();
    assert.deepEqual(stale.snapshot_required, added);
    assert.ok(!stale.pages.some((it) => it.scope === into));
    lin.scopes.get(into).seq = 1e9;
    lin.scopes.get(into).grant = added[0].grant;
    assert.deepEqual((await lin.pullOnce()).snapshot_required, added);
    const yesterday = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
    const ended = await admin.verdictOf("user.end_grant.1", { user, territory: to, last: yesterday });
    assert.equal(ended.verdict, "applied", JSON.stringify(ended));
    assert.deepEqual((await lin.pullOnce()).revoked, [into]);
    await lin.pull();
    assert.equal(lin.row(customer.id), undefined);
  });
}

/** Two devices of each of these users, one by snapshots and one by every change there ever was. */
export async function converged(stage, logins) {
  for (const login of logins) {
    const [fast, slow] = [await ready(stage, login), await stage.device(login)];
    const replies = await everyChange(slow);
    const scopes = [...fast.scopes.keys()].sort();
    assert.deepEqual([...slow.scopes.keys()].sort(), scopes);
    const expected = ["all", `me:${fast.client.session.user.id}`];
    assert.ok(expected.every((it) => scopes.includes(it)), String(scopes));
    const { roles } = fast.client.session.user;
    assert.equal(scopes.some((it) => it.startsWith("territory:")), roles.includes("rep"));
    assert.ok(1 < replies, `${login} has read all at once`);
    for (const scope of scopes) {
      assert.equal(slow.scopes.get(scope).seq, fast.scopes.get(scope).seq, scope);
      assert.equal(slow.digestOf(scope), fast.digestOf(scope), `${login}: ${scope} came out differently`);
      await same(slow, scope);
    }
    assert.deepEqual([fast.parked, slow.parked], [[], []]);
  }
}

/** Reads every feed from its beginning. A command is never torn apart: all of its changes come in one
 * reply. Answers how many replies there were. */
async function everyChange(device) {
  const seen = new Map();
  let replies = 0;
  const ask = device.pullOnce.bind(device);
  device.pullOnce = async (_, prove) => {
    replies += 1;
    return ask(40, prove);
  };
  const apply = device.apply.bind(device);
  device.apply = (page) => {
    for (const { op_id: op } of page.changes) {
      assert.equal(seen.get(op) ?? replies, replies, `${op} came in two replies`);
      seen.set(op, replies);
    }
    apply(page);
  };
  await device.pull({ by: "feed" });
  return replies;
}
