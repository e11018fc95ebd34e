// Up: commands, their numbers and their verdicts.

import assert from "node:assert/strict";
import http from "node:http";
import { test } from "node:test";
import zlib from "node:zlib";
import { Device, derived, drawn } from "./client.mjs";
import { cny, fails, ownCustomer, ready, visit } from "./field.mjs";
import { until } from "./harness.mjs";

/** What a device sends, and what the server says to it. */
export function pushing(on) {
  test("a visit and a promise are applied, come back as rows, and are reflected", async () => {
    const lin = await ready(on.stage, "lin");
    const customer = ownCustomer(lin).id;
    const seen = visit({ note: "下周五付一半", outcome: "promised", next_on: lin.client.session.today });
    const said = {
      id: drawn(), amount: cny(5000), due_on: lin.client.session.today, promiser: "王建国",
      method: "transfer", basis: { on: "balance" }, note: "",
    };
    const opIds = [drawn(), drawn()];
    lin.submit(lin.command("visit.record.1", seen, { customer, opId: opIds[0] }));
    lin.submit(lin.command("promise.make.1", said, { customer, opId: opIds[1] }));
    const reply = await lin.push();
    assert.deepEqual(reply.verdicts, [
      { op_seq: 1, op_id: opIds[0], verdict: "applied" },
      { op_seq: 2, op_id: opIds[1], verdict: "applied" },
    ]);
    await lin.pull();
    assert.equal(lin.reflected, 2);
    assert.equal(lin.row(seen.id).body.note, seen.note);
    assert.equal(lin.row(seen.id).version, 1);
    assert.deepEqual(lin.row(said.id).body.amount, said.amount);
    assert.equal(lin.row(said.id).body.author, lin.client.session.user.id);
  });

  test("the very same bytes get the very same answer, and are applied once", async () => {
    const lin = await ready(on.stage, "lin");
    const form = visit();
    lin.submit(lin.command("visit.record.1", form, { customer: ownCustomer(lin).id }));
    const text = lin.pushText(1, 1);
    const first = await lin.sendPush(text);
    const again = await lin.sendPush(text);
    assert.equal(first.status, 200);
    assert.equal(again.bytes.toString(), first.bytes.toString());
    const packed = await lin.sendPush(zlib.gzipSync(text), { "content-encoding": "gzip" });
    assert.equal(packed.bytes.toString(), first.bytes.toString());
    await lin.pull();
    assert.equal(lin.row(form.id).version, 1);
    assert.equal(lin.reflected, 1);
  });

  test("a body is known by what it says: spelled otherwise it is the same, another is corrupt", async () => {
    const lin = await ready(on.stage, "lin");
    const command = lin.command("visit.record.1", visit(), { customer: ownCustomer(lin).id });
    lin.submit(command);
    await lin.push();
    const turned = Object.fromEntries(Object.entries(command).reverse());
    const push = async (it) => {
      const fresh = await Device.register(lin.client);
      fresh.submit(it);
      return (await fresh.push()).verdicts[0];
    };
    const same = await push(JSON.stringify(turned, null, 2));
    assert.deepEqual(same, { op_seq: 1, op_id: command.op_id, verdict: "applied" });
    const corrupt = { verdict: "quarantined", fault: { fault: "corrupt" } };
    const other = await push({ ...command, captured_at: command.captured_at + 1 });
    assert.deepEqual(other, { op_seq: 1, op_id: command.op_id, ...corrupt });
    // Under the old number too; and the first keeps its verdict.
    lin.outbox.set(1, JSON.stringify({ ...command, build: "another" }));
    const again = await lin.client.read("POST", "/api/sync/push", await lin.sendPush(lin.pushText(1, 1)));
    assert.deepEqual(again.verdicts[0].fault, corrupt.fault);
    assert.equal((await push(command)).verdict, "applied");
    const wang = await ready(on.stage, "wang");
    const theirs = { ...command, author: wang.client.session.user.id };
    wang.submit(theirs);
    assert.deepEqual((await wang.push()).verdicts[0].fault, corrupt.fault);
  });

  test("a gap is answered with the number that is expected, and a copied profile with a fork", async () => {
    const lin = await ready(on.stage, "lin");
    const customer = ownCustomer(lin).id;
    const more = () => lin.submit(lin.command("visit.record.1", visit(), { customer }));
    more();
    await lin.push();
    [more(), more(), more()];
    const reply = await lin.client.read("POST", "/api/sync/push", await lin.sendPush(lin.pushText(4, 4)));
    assert.deepEqual(reply, { reply: "expected", epoch: lin.epoch, op_seq: 2 });
    await lin.push();
    assert.equal([...lin.answered.values()].filter((it) => it.verdict === "applied").length, 4);

    const copy = new Device(lin.client);
    Object.assign(copy, { id: lin.id, epoch: lin.epoch });
    for (const [opSeq, text] of lin.outbox) if (opSeq < 4) copy.submit(text);
    copy.submit(copy.command("visit.record.1", visit(), { customer }));
    const forked = await copy.push();
    assert.deepEqual(forked, { reply: "forked", epoch: lin.epoch });
    await copy.offerAgain();
    assert.notEqual(copy.id, lin.id);
    assert.equal((await copy.push()).reply, "answered");
    assert.deepEqual([...copy.answered.values()].map((it) => it.verdict), Array(4).fill("applied"));
  });

  test("another's device and another's name are refused before any verdict", async () => {
    const [lin, wang] = [await ready(on.stage, "lin"), await ready(on.stage, "wang")];
    const customer = ownCustomer(lin).id;
    const foreign = new Device(lin.client);
    Object.assign(foreign, { id: wang.id, epoch: wang.epoch });
    foreign.submit(foreign.command("visit.record.1", visit(), { customer }));
    await fails(403, "device_unknown", foreign.push());
    await fails(403, "device_unknown", foreign.pull());
    const named = { ...lin.command("visit.record.1", visit(), { customer }), author: wang.client.session.user.id };
    lin.submit(named);
    await fails(403, "not_author", lin.push());
    lin.client = on.stage.nobody();
    await fails(401, "signed_out", lin.push());
    await fails(401, "signed_out", lin.pull());
  });

  test("what is too large, unreadable or from elsewhere is refused, and nothing of it counts", async () => {
    const lin = await ready(on.stage, "lin");
    const customer = ownCustomer(lin).id;
    for (let at = 0; at < 201; at += 1) lin.submit(lin.command("visit.record.1", visit(), { customer }));
    const many = lin.client.read.bind(lin.client, "POST", "/api/sync/push");
    await fails(413, "too_large", (async () => many(await lin.sendPush(lin.pushText(1, 201))))());
    const large = `${lin.pushText(1, 1)}${" ".repeat(260 * 1024)}`;
    await fails(413, "too_large", (async () => many(await lin.sendPush(large)))());
    const packed = zlib.gzipSync(large);
    await fails(413, "too_large", (async () => many(await lin.sendPush(packed, { "content-encoding": "gzip" })))());
    await fails(413, "too_large", lin.client.ask("POST", "/api/device", { label: "x".repeat(70_000) }));
    await fails(400, "malformed", (async () => many(await lin.sendPush("{")))());
    await fails(400, "malformed", (async () => many(await lin.sendPush(lin.pushText(1, 1).replace('_seq":1', '_seq":0'))))());
    const text = lin.pushText(1, 1);
    const form = { "content-type": "text/plain" };
    await fails(415, "not_json", (async () => many(await lin.sendPush(text, form)))());
    const site = { origin: "https://elsewhere.example" };
    await fails(403, "foreign_origin", (async () => many(await lin.sendPush(text, site)))());
    const crossed = { "sec-fetch-site": "cross-site" };
    await fails(403, "foreign_origin", (async () => many(await lin.sendPush(text, crossed)))());
    const own = await lin.sendPush(text, { origin: on.stage.url });
    assert.equal(many(own).verdicts[0].verdict, "applied");
    await fails(404, "not_found", lin.client.ask("GET", "/api/nothing"));
    await fails(405, "method_not_allowed", lin.client.ask("GET", "/api/sync/push"));
    const pull = (more) => lin.client.ask("POST", "/api/sync/pull", { ...lin.pullRequest(10), ...more });
    await fails(409, "schema", pull({ schema: 0 }));
    const newer = await pull({ schema: 9, scopes: [{ scope: "region:1", grant: drawn(), seq: 0 }] });
    assert.deepEqual([newer.schema, newer.revoked], [1, ["region:1"]], "who is newer than the server is not cut off");
  });

  test("what cannot be run is kept: unknown, unreadable, malformed, and what stands behind it", async () => {
    const lin = await ready(on.stage, "lin");
    const customer = ownCustomer(lin, 1).id;
    const broken = await lin.verdictOf("visit.record.1", { id: drawn() }, { customer });
    assert.deepEqual([broken.verdict, broken.fault.fault], ["quarantined", "unreadable"]);
    const stranger = await lin.verdictOf("visit.record.1", visit(), { customer: drawn() });
    assert.deepEqual(stranger.fault.fault, "malformed");
    assert.equal(stranger.fault.refusal.refusal, "not_yours");
    const opId = derived("import", "somebody else's");
    const made = await lin.verdictOf("visit.record.1", visit(), { customer, opId });
    assert.deepEqual(made.fault, { fault: "malformed", refusal: { refusal: "id_not_drawn", of: { id: opId } } });
    assert.notEqual(made.op_id, opId);
    const noObject = lin.submit("[1,2]");
    await lin.push();
    assert.equal(lin.answered.get(noObject).fault.fault, "unreadable");
    const before = await lin.verdictOf("visit.record.1", visit(), { customer });
    assert.equal(before.verdict, "applied");
    const future = await lin.verdictOf("lease.spend.9", { amount: 1 }, { customer });
    assert.deepEqual(future.fault, { fault: "unknown_kind", kind: "lease.spend.9" });
    const behind = await lin.verdictOf("visit.record.1", visit(), { customer });
    assert.deepEqual(behind.why, { why: "behind_quarantine" });
    const other = await lin.verdictOf("visit.record.1", visit(), { customer: ownCustomer(lin).id });
    assert.equal(other.verdict, "applied");
    // A fact in quarantine comes back as a letter with its whole form.
    await lin.pull();
    const letters = lin.rowsOf("inbox").map((it) => it.body);
    const letter = letters.find((it) => it.op_id === stranger.op_id);
    assert.equal(letter.act.kind, "visit.record.1");
    assert.deepEqual(letter.verdict.fault, stranger.fault);
  });

  test("what depends on a refused command is blocked, a day that cannot be is drawn into what can", async () => {
    const lin = await ready(on.stage, "lin");
    const customer = ownCustomer(lin).id;
    const opId = drawn();
    const refused = await lin.verdictOf("territory.open.1", { code: "x", name: "x" }, { opId });
    assert.deepEqual(refused.refusal, { refusal: "not_permitted", of: { needs: "admin" } });
    const blocked = await lin.verdictOf("visit.record.1", visit(), { customer, deps: [opId] });
    assert.deepEqual([blocked.verdict, blocked.op], ["blocked_by", opId]);
    const form = visit();
    const ahead = await lin.verdictOf("visit.record.1", form, { customer, actedOn: "2999-01-01" });
    assert.equal(ahead.verdict, "applied");
    await lin.pull();
    assert.equal(lin.row(form.id).body.visited_on, lin.client.session.today);
  });

  test("of two who change one field the second hears of both values", async () => {
    const [lin, desk] = [await ready(on.stage, "lin"), await ready(on.stage, "order_desk")];
    const customer = ownCustomer(lin);
    const change = (to) => ({ fields: [{ field: "address", seen: customer.address ?? "", to }], tags_added: [], tags_removed: [] });
    const first = await desk.verdictOf("customer.change.1", change("城东路1号"), { customer: customer.id });
    assert.equal(first.verdict, "applied");
    const second = await lin.verdictOf("customer.change.1", change("城西路2号"), { customer: customer.id });
    assert.deepEqual([second.verdict, second.fields], ["merged", ["address"]]);
    await lin.pull();
    assert.equal(lin.row(customer.id).body.address, "城东路1号");
    const letter = lin.rowsOf("inbox").find((it) => it.body.op_id === second.op_id);
    assert.equal(letter.body.merged.customer, customer.id);
  });

  test("a letter that is put away on one device goes on the reader's other one, and nobody else's", async () => {
    const [lin, other, desk] = [await ready(on.stage, "lin"), await ready(on.stage, "lin"), await ready(on.stage, "order_desk")];
    const { op_id: opId, verdict, refusal } = await lin.verdictOf("territory.open.1", { code: "x", name: "x" });
    const told = { verdict, refusal };
    const letterOn = async (device) => {
      await device.pull();
      return device.rowsOf("inbox").find((it) => it.body.op_id === opId);
    };
    const { id } = (await letterOn(lin)).body;
    const put = async (who, kind, form) => assert.equal((await who.verdictOf(kind, form)).verdict, "applied");
    // Of something else than it says, or by somebody else: it stays.
    await put(lin, "letter.put_away.1", { letter: id, verdict: { verdict: "applied" } });
    await put(desk, "letter.put_away.1", { letter: id, verdict: told });
    assert.equal((await letterOn(other)).body.put_away_on, undefined);
    await put(lin, "letter.put_away.1", { letter: id, verdict: told });
    const away = await letterOn(other);
    assert.equal(away.body.put_away_on, lin.client.session.today);
    await put(other, "letter.put_away.1", { letter: id, verdict: told });
    assert.equal((await letterOn(lin)).version, away.version, "it stands so already");
    await put(other, "letter.take_back.1", { letter: id });
    assert.equal((await letterOn(lin)).body.put_away_on, undefined);
    await put(lin, "letter.take_back.1", { letter: drawn() });
  });

  test("a reply that was lost is asked for again, whether the request was taken or not", async () => {
    const [lin, other] = [await ready(on.stage, "lin"), await ready(on.stage, "lin")];
    const customer = ownCustomer(lin).id;
    const forms = [visit(), visit()];
    const texts = forms.map((form) => {
      const opSeq = lin.submit(lin.command("visit.record.1", form, { customer }));
      return lin.pushText(opSeq, opSeq);
    });
    const arrived = async () => {
      await other.pull();
      return other.row(forms[0].id);
    };
    // Taken, for another device has it; and of the second nobody can tell.
    await lost(lin, texts[0], () => until(arrived, "the visit is there"));
    await lost(lin, texts[1], async () => {});
    for (const text of texts) {
      const again = lin.client.read("POST", "/api/sync/push", await lin.sendPush(text));
      assert.equal(again.verdicts[0].verdict, "applied");
    }
    await lin.pull();
    assert.deepEqual([...forms.map((it) => lin.row(it.id).version), lin.reflected], [1, 1, 2]);
    const feed = await on.stage.device("lin");
    await feed.pull({ by: "feed" });
    assert.deepEqual(forms.map((it) => feed.row(it.id).version), [1, 1]);
  });
}

/** Sends a push whole and breaks the line when something has happened, without a look at the reply. */
function lost(device, text, happened) {
  return new Promise((done, failed) => {
    const headers = {
      cookie: device.client.cookie, "content-type": "application/json", "content-length": Buffer.byteLength(text),
    };
    const url = new URL("/api/sync/push", device.client.url);
    const request = http.request(url, { method: "POST", headers, agent: false });
    request.on("error", () => {});
    request.once("close", done);
    request.end(text, () => happened().then(() => request.destroy(), failed));
  });
}
