// What reps do in the field, for every part of the conformance run.

import assert from "node:assert/strict";
import { Failure, drawn } from "./client.mjs";

export const visit = (more = {}) => ({ id: drawn(), outcome: "agreed", note: "", next_on: null, ...more });
export const cny = (minor) => ({ minor, currency: "CNY" });

/** The failure with this status and word, and no other. */
export async function fails(status, word, asking) {
  await assert.rejects(asking, (error) => {
    assert.ok(error instanceof Failure, String(error));
    assert.deepEqual([error.status, error.word], [status, word], error.message);
    return true;
  });
}

/** A customer of the device's own territory, the first by its id. */
export function ownCustomer(device, at = 0) {
  const own = [...device.scopes.keys()].filter((it) => it.startsWith("territory:"));
  const customers = own.flatMap((it) => [...device.scopes.get(it).rows.values()]).filter((it) => it.kind === "customer");
  return customers.map((it) => it.body).sort((a, b) => a.id.localeCompare(b.id))[at];
}

export async function ready(stage, login) {
  const device = await stage.device(login);
  await device.pull();
  return device;
}

/** What the device holds of a scope is what the server does at the same number: by what the rows come to,
 * and by a snapshot. */
export async function same(device, scope) {
  await device.pull();
  const { pages } = await device.pullOnce(500, scope);
  assert.deepEqual(device.sumsOf(scope), pages.find((it) => it.scope === scope).sums, scope);
  const [kept, seq] = [device.digestOf(scope), device.scopes.get(scope).seq];
  await device.snapshot(scope);
  assert.deepEqual([device.digestOf(scope), device.scopes.get(scope).seq], [kept, seq], scope);
}
