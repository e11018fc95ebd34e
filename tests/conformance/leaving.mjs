// Sessions that end, devices that are revoked, a server that was restored.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Device, drawn } from "./client.mjs";
import { fails, ownCustomer, ready, visit } from "./field.mjs";
import { PASSWORD, until } from "./harness.mjs";

/** What becomes of a device when its session or its right ends. */
export function leaving(on) {
  test("whoever is not signed in learns nothing, and a wrong password says so", async () => {
    const nobody = on.stage.nobody();
    await fails(401, "signed_out", nobody.ask("GET", "/api/session"));
    await fails(401, "signed_out", nobody.ask("POST", "/api/device", { label: "x" }));
    await fails(401, "wrong_password", nobody.signIn("lin", "not this one"));
    await fails(401, "wrong_password", nobody.signIn("nobody at all", "not this one"));
    const body = JSON.stringify({ login: " Lin ", password: PASSWORD });
    const reply = await nobody.send("POST", "/api/session", { body });
    const [cookie] = reply.headers["set-cookie"];
    assert.match(cookie, /^chitbook_session=.+; HttpOnly; SameSite=Strict; Path=\/; Max-Age=7776000$/);
    const session = nobody.read("POST", "/api/session", reply);
    assert.equal(session.user.login, "lin");
    const here = await nobody.ask("GET", "/api/session");
    assert.equal(here.epoch, session.epoch);
    const device = new Device(nobody);
    await device.registerAnew();
    assert.equal(device.epoch, session.epoch);
  });

  test("a password drawn by another opens nothing but the way to one's own", async () => {
    const admin = await on.stage.signIn("admin");
    const before = await on.stage.signIn("zhao");
    const { password } = await admin.ask("POST", `/api/user/${before.session.user.id}/password`);
    await fails(401, "signed_out", before.ask("GET", "/api/session"));
    const zhao = on.stage.nobody();
    assert.equal((await zhao.signIn("zhao", password)).must_change, true);
    await fails(403, "password_one_time", zhao.ask("GET", "/api/devices"));
    await fails(403, "password_one_time", zhao.ask("POST", "/api/device", { label: "x" }));
    const change = (to) => zhao.ask("PUT", "/api/session/password", { current: password, new: to });
    await fails(422, "password_same", change(password));
    await fails(422, "password_too_short", change("short"));
    await change(PASSWORD);
    assert.equal((await zhao.ask("GET", "/api/session")).must_change, false);
    assert.deepEqual(await zhao.ask("GET", "/api/imports").catch((it) => it.word), "forbidden");
  });

  test("who tries too often is told when to come again", async () => {
    const nobody = on.stage.nobody();
    const body = JSON.stringify({ login: "somebody", password: "a guess of it" });
    const tries = [];
    for (let at = 0; at < 11; at += 1) tries.push(await nobody.send("POST", "/api/session", { body }));
    assert.deepEqual(tries.map((it) => it.status), [...Array(10).fill(401), 429]);
    const seconds = Number(tries[10].headers["retry-after"]);
    assert.ok(0 < seconds && seconds <= 900, `${seconds} s`);
  });

  test("a session that ended keeps the outbox, and the same device goes on", async () => {
    const lin = await ready(on.stage, "lin");
    lin.submit(lin.command("visit.record.1", visit(), { customer: ownCustomer(lin).id }));
    const elsewhere = await on.stage.signIn("lin");
    await elsewhere.ask("DELETE", "/api/sessions");
    await fails(401, "signed_out", lin.push());
    await fails(401, "signed_out", lin.pull());
    await fails(401, "signed_out", lin.client.ask("GET", "/api/session"));
    assert.deepEqual(lin.unanswered(), [1]);
    await lin.client.signIn("lin", PASSWORD);
    await lin.push();
    assert.equal(lin.answered.get(1).verdict, "applied");
  });

  test("a device that was revoked is told so without a session, and begins anew", async () => {
    const lin = await ready(on.stage, "lin");
    const customer = ownCustomer(lin).id;
    await lin.verdictOf("visit.record.1", visit(), { customer });
    lin.submit(lin.command("visit.record.1", visit(), { customer }));
    const admin = await on.stage.signIn("admin");
    await fails(403, "device_unknown", (await on.stage.signIn("wang")).ask("DELETE", `/api/device/${lin.id}`));
    await admin.ask("DELETE", `/api/device/${lin.id}`);
    await fails(401, "signed_out", lin.client.ask("GET", "/api/session"));
    await fails(403, "device_revoked", lin.push());
    await fails(403, "device_revoked", lin.pull());
    lin.scopes.clear();
    await lin.client.ask("POST", `/api/device/${lin.id}/wiped`, { pending: 1 });
    const lines = await admin.ask("GET", "/api/devices");
    const line = lines.find((it) => it.device === lin.id);
    assert.equal(line.pending, 1);
    assert.ok(line.wiped_at);
    await fails(403, "device_unknown", lin.client.ask("POST", `/api/device/${drawn()}/wiped`, { pending: 0 }));
    await lin.client.signIn("lin", PASSWORD);
    await fails(403, "device_revoked", lin.push());
    await lin.offerAgain();
    assert.deepEqual((await lin.push()).verdicts.map((it) => it.verdict), ["applied", "applied"]);
    await lin.pull();
    assert.equal(lin.reflected, 2);
  });
}

/** A new life of the server: nothing that runs behind it knows the old one. */
export function restoring(on) {
  test("after a restore the journal is offered again and snapshots are taken", async () => {
    const lin = await ready(on.stage, "lin");
    const customer = ownCustomer(lin).id;
    for (let at = 0; at < 3; at += 1) lin.submit(lin.command("visit.record.1", visit(), { customer }));
    const first = (await lin.push()).verdicts.map(({ op_id, verdict }) => ({ op_id, verdict }));
    await lin.pull();
    const [scope] = [...lin.scopes.keys()].filter((it) => it.startsWith("territory:"));
    const before = lin.digestOf(scope);
    await on.stage.chitbook("restored");
    const { epoch } = await lin.client.ask("GET", "/api/session");
    assert.notEqual(epoch, lin.epoch);
    assert.deepEqual(await lin.pull(), { reply: "new_epoch", epoch });
    lin.submit(lin.command("visit.record.1", visit(), { customer }));
    assert.deepEqual(await lin.push(), { reply: "new_epoch", epoch });
    await fails(409, "new_epoch", lin.snapshot(scope));
    await lin.offerAgain();
    assert.equal(lin.epoch, epoch);
    const again = (await lin.push()).verdicts.map(({ op_id, verdict }) => ({ op_id, verdict }));
    assert.deepEqual(again.slice(0, 3), first);
    lin.scopes.clear();
    await lin.pull();
    assert.notEqual(lin.digestOf(scope), before, "the fourth visit is there");
    await until(async () => (await lin.pullOnce()).reflected === 4, "all four are reflected");
  });
}
