// The protocol from outside: what docs/sync-protocol.md promises, asked of a real server by a client
// in another language.

import { after, before, describe, test } from "node:test";
import { Stage, databases } from "./harness.mjs";
import { leaving, restoring } from "./leaving.mjs";
import { converged, pulling } from "./pulling.mjs";
import { pushing } from "./pushing.mjs";

// Each is seeded while the one before it is asked.
const stages = databases.map((database) => [database, Stage.begin(database)]);

for (const [database, begun] of stages) {
  begun.catch(() => {});
  describe(`on ${database}`, () => {
    const on = {};
    before(async () => (on.stage = await begun));
    after(() => on.stage?.end());

    pulling(on);
    pushing(on);
    leaving(on);
    test("after all that every scope is what the server holds", () => converged(on.stage, ["lin", "wang", "order_desk"]));
    restoring(on);
  });
}
