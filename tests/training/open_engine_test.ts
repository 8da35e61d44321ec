import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { openEngine } from "../../lib/training/open_engine.ts";
import { NATIVE } from "./_setup.ts";

Deno.test("openEngine() opens the graph engine where the native library is, else the eager one", async () => {
  const { name, backend } = await openEngine();
  assert.deepEqual([name, backend], NATIVE ? ["graph", "tensorflow"] : ["eager", "wasm"]);
});

Deno.test("openEngine() opens the eager engine on the backend that is asked for", async () => {
  for (const backend of ["wasm", "cpu", ...NATIVE ? ["tensorflow"] as const : []] as const) {
    const engine = await openEngine({ engine: "eager", backend });
    assert.deepEqual([engine.name, engine.backend], ["eager", backend]);
  }
});

Deno.test("openEngine() refuses the graph engine on another backend and names the remedy", async () => {
  for (const backend of ["wasm", "cpu"] as const) {
    await assert.rejects(openEngine({ engine: "graph", backend }), (error) => {
      assert.ok(error instanceof InputError);
      assert.ok(
        error.message.includes(`got backend "${backend}"`) && error.message.includes("setup"),
      );
      return true;
    });
  }
});
