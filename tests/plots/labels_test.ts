import assert from "node:assert/strict";
import { inOrder, labelOf } from "../../lib/plots/labels.ts";

Deno.test("labelOf() knows the study's names and keeps others, also those that every object has", () => {
  const shown = ["vae", "logcosh-vae", "rmsprop", "test_r2", "constructor", "mine"].map(labelOf);
  assert.deepEqual(shown, ["VAE", "LogCosh-VAE", "RMSprop", "Test R²", "constructor", "mine"]);
});

Deno.test("inOrder() sets known names first, in one order whatever order they come in, then the others", () => {
  const order = ["vae", "iwae", "info-vae", "logcosh-vae", "z", "constructor"];
  assert.deepEqual(
    inOrder(["z", "logcosh-vae", "constructor", "iwae", "info-vae", "z", "vae"]),
    order,
  );
});
