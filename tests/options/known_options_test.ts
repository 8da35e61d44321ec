import { strict as assert } from "node:assert";
import * as options from "../../lib/options/mod.ts";

Deno.test("a model's option has a row for each model, a run's option one", () => {
  assert.equal(options.rowsOf("klWeight").length, 2); // VAE and LogCosh-VAE
  assert.equal(options.rowsOf("nonsense").length, 0);
  assert.ok(options.isRunOption("batchSize") && !options.isRunOption("klWeight"));
  const users = new Map(options.modelOptions()).get("klWeight")!;
  assert.deepEqual(users.map(({ model }) => model), ["vae", "logcosh-vae"]);
});

Deno.test("furtherNames() are those that a grid has no axis of its own for", () => {
  assert.ok(options.furtherNames().includes("batchSize"));
  assert.ok(!options.furtherNames().includes("seed"));
});
