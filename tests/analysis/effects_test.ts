import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { effects } from "../../lib/analysis/effects.ts";
import { assertClose } from "./_reference.ts";
import { cells, sweep, withoutOption } from "./_sweeps.ts";

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

Deno.test("effects() of three seeds have Student's interval of their means, of two none", () => {
  const frame = sweep(
    cells({ latent_size: [2, 5], seed: [0, 1, 2] }),
    (_, i) => 10 ** -[1, 2, 3, 3, 5, 7][i]!,
  );
  const [two, five] = effects(frame).toRecords();
  // 4.30265 standard errors, 1/√3 and 2/√3, around −2 and −5.
  const half = 4.302652729911275 / Math.sqrt(3);
  const expected = [-2 - half, -2 + half, -5 - 2 * half, -5 + 2 * half];
  assertClose([two!.low, two!.high, five!.low, five!.high] as number[], expected, 1e-8);
  const [first] = effects(frame.filter(pl.col("seed").lt(2))).toRecords();
  assert.deepEqual([first!.mean, first!.low, first!.high], [-1.5, null, null]);
});

Deno.test("effects() of models are means over the same part of an incomplete grid", () => {
  // Only the IWAE lacks a run, at latent size 9, which is harder for both: its mean must not look lower for that.
  const frame = sweep(
    cells({ model: ["iwae", "vae"], latent_size: [2, 5, 9], optimizer: ["adam", "sgd"] }),
    ({ model, latent_size, optimizer }) =>
      model === "iwae" && latent_size === 9 && optimizer === "sgd"
        ? "failed"
        : latent_size === 9
        ? 0.9
        : 0.1,
  );
  const rows = effects(frame, { by: ["model"], onMissing: "largest" }).toRecords();
  assert.deepEqual(new Set(rows.map((row) => row.dropped)), new Set(["latent_size 9"]));
  const adam = rows.filter((row) => row.axes === "optimizer" && row.level_1 === "adam");
  assertClose(adam.map((row) => Number(row.mean)), [-1, -1], 1e-12);
});

Deno.test("effects() of models without a common part have one each", () => {
  const cellsOf = [
    ...cells({ model: ["vae"], latent_size: [2, 5] }),
    ...cells({ model: ["info-vae"], latent_size: [9, 20] }),
  ];
  const rows = effects(sweep(cellsOf, () => 0.1), { by: ["model"], onMissing: "largest" })
    .toRecords();
  assert.deepEqual(rows.map((row) => [row.model, row.level_1, row.dropped]), [
    ["info-vae", "9", ""],
    ["info-vae", "20", ""],
    ["vae", "2", ""],
    ["vae", "5", ""],
  ]);
});

Deno.test("effects() of models are over what all of them have, each with every value of its own options", () => {
  const grid = [
    ...cells({ model: ["vae"], kl_weight: [1, 4], latent_size: [2, 5, 9] }),
    ...cells({ model: ["iwae"], latent_size: [2, 5, 9] }),
  ];
  // The VAE lacks one of its two runs at latent size 9, which is harder for both.
  const frame = withoutOption(
    sweep(
      grid,
      ({ model, kl_weight, latent_size }) =>
        latent_size === 9
          ? model === "vae" && kl_weight === 4 ? "failed" : 0.9
          : kl_weight === 4
          ? 0.01
          : 0.1,
    ),
    "kl_weight",
    grid.map(({ kl_weight }) => Number(kl_weight ?? NaN)),
  );
  const rows = effects(frame, {
    axes: ["model", "latent_size", "kl_weight"],
    by: ["model"],
    onMissing: "largest",
  }).toRecords();
  const main = rows.filter((row) => row.axis_2 === null);
  assert.deepEqual(main.map((row) => [row.model, row.axes, row.level_1, row.dropped]), [
    ["iwae", "latent_size", "2", "latent_size 9"],
    ["iwae", "latent_size", "5", "latent_size 9"],
    ["vae", "latent_size", "2", "latent_size 9"],
    ["vae", "latent_size", "5", "latent_size 9"],
    ["vae", "kl_weight", "1", "latent_size 9"],
    ["vae", "kl_weight", "4", "latent_size 9"],
  ]);
  assertClose(main.map((row) => Number(row.mean)), [-1, -1, -1.5, -1.5, -1, -2], 1e-12);
});

Deno.test("effects() of an incomplete grid keep every model, however many runs one of them lacks", () => {
  // All but one latent size of the IWAE failed: dropping the model would leave more cells.
  const frame = sweep(
    cells({ model: ["iwae", "vae"], latent_size: [2, 5, 9, 20], optimizer: ["adam", "sgd"] }),
    ({ model, latent_size }) => model === "iwae" && latent_size !== 5 ? "failed" : 0.1,
  );
  const rows = effects(frame, { by: ["model"], onMissing: "largest" }).toRecords();
  assert.deepEqual(new Set(rows.map((row) => row.model)), new Set(["iwae", "vae"]));
  assert.deepEqual(
    new Set(rows.map((row) => row.dropped)),
    new Set([
      "latent_size 2, latent_size 9, latent_size 20",
    ]),
  );
});
