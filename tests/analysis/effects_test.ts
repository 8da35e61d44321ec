import assert from "node:assert/strict";
import { effects } from "../../lib/analysis/effects.ts";
import { assertClose } from "./_reference.ts";
import { cells, sweep } from "./_sweeps.ts";

Deno.test("effects() of a 2 × 2 table are what a hand computes", () => {
  // log10 MSE: 2 adam −3, 2 sgd −2, 5 adam −1, 5 sgd −4; mean −2.5; rows −2.5, −2.5; columns −2, −3; interaction ∓1.
  const exponents = [-3, -2, -1, -4];
  const frame = sweep(
    cells({ latent_size: [2, 5], optimizer: ["adam", "sgd"] }),
    (_, i) => 10 ** exponents[i]!,
  );
  const rows = effects(frame).toRecords();
  assert.deepEqual(rows.map((row) => [row.level_1, row.level_2]), [
    ["2", null],
    ["5", null],
    ["adam", null],
    ["sgd", null],
    ["2", "adam"],
    ["2", "sgd"],
    ["5", "adam"],
    ["5", "sgd"],
  ]);
  assertClose(rows.map((row) => Number(row.mean)), [-2.5, -2.5, -2, -3, -3, -2, -1, -4], 1e-12);
  assertClose(rows.map((row) => Number(row.effect)), [0, 0, 0.5, -0.5, -1, 1, 1, -1], 1e-12);
  assert.ok(rows.every((row) => row.low === null && row.treatment === "clip"));
});

Deno.test("effects() of two seeds have the range of their means as interval", () => {
  const frame = sweep(
    cells({ latent_size: [2, 5], seed: [0, 1] }),
    (_, i) => 10 ** -[1, 2, 3, 5][i]!,
  );
  const [two, five] = effects(frame).toRecords();
  assertClose([two!.low, two!.high, five!.low, five!.high] as number[], [-2, -1, -5, -3], 1e-12);
});
