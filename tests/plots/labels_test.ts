import assert from "node:assert/strict";
import {
  axisLabel,
  axisWords,
  inOrder,
  labelOf,
  levelLabel,
  levelsLabel,
} from "../../lib/plots/labels.ts";

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

Deno.test("axes and their levels are written in one way, a model's own options in brackets", () => {
  assert.deepEqual(["kl_weight", "latent_size"].map(axisLabel), ["KL weight", "Latent size"]);
  assert.equal(axisWords("model (kl_weight)"), "model (KL weight)");
  const levels = [0.0001, "0.0001", "adam", "vae (kl_weight 0.5)"].map(levelLabel);
  assert.deepEqual(levels, ["1e-4", "1e-4", "Adam", "VAE (KL weight 0.5)"]);
  const configuration = levelsLabel("optimizer adam, learning_rate 0.0001");
  assert.equal(configuration, "optimizer Adam, learning rate 1e-4");
});
