import assert from "node:assert/strict";
import { tunability } from "../../lib/analysis/tunability.ts";
import { InputError } from "../../lib/errors.ts";
import { assertClose, REFERENCE, referenceSweep } from "./_reference.ts";
import { cells, noise, sweep } from "./_sweeps.ts";

const AXES = { model: ["vae"], optimizer: ["adam", "sgd"], learning_rate: [0.001, 0.1] };

Deno.test("tunability() of all axes and of each alone is what a hand computes", () => {
  // log10 MSE: adam 0.001 −2, adam 0.1 −1, sgd 0.001 −0.5, sgd 0.1 −3.
  const frame = sweep(cells(AXES), (_, i) => 10 ** [-2, -1, -0.5, -3][i]!);
  const rows = tunability(frame, { defaults: { optimizer: "adam", learning_rate: 0.1 } })
    .toRecords();
  assert.deepEqual(rows.map((row) => row.axis), ["all", "learning_rate", "optimizer"]);
  assertClose(rows.map((row) => Number(row.tunability)), [2, 1, 2], 1e-12);
  assert.equal(rows[0]!.best_configuration, "learning_rate 0.1, optimizer sgd");
  assert.equal(rows[1]!.best_configuration, "learning_rate 0.001, optimizer adam");
});

Deno.test("tunability() agrees with pandas, held-out seeds included", () => {
  const { default: initial, rows: expected } = REFERENCE.sweep.tunability;
  const rows = tunability(referenceSweep()).toRecords();
  assert.equal(rows.length, 2 * 4);
  for (const row of rows) {
    assert.equal(
      row.default_configuration,
      `latent_size ${initial.latent_size}, learning_rate ${initial.learning_rate}, optimizer ${initial.optimizer}`,
    );
    const { default_score, best_score, tunability, tunability_held_out } = row;
    const found = [default_score, best_score, tunability, tunability_held_out].map(Number);
    assertClose(found, expected[`${row.model} ${row.axis}`], 1e-9);
  }
});

Deno.test("tunability() takes the configuration that is best on average for the default", () => {
  // Adam is second best for both models, and best on average.
  const exponents = {
    iwae: { adam: -2, sgd: -3, rmsprop: 0 },
    vae: { adam: -2, sgd: 0, rmsprop: -3 },
  };
  const grid = cells({ model: ["iwae", "vae"], optimizer: ["adam", "sgd", "rmsprop"] });
  const frame = sweep(
    grid,
    ({ model, optimizer }) =>
      10 ** (exponents[model as "vae"][optimizer as "sgd"] - (optimizer === "adam" ? 0.5 : 0)),
  );
  const rows = tunability(frame).toRecords();
  assert.ok(rows.every((row) => row.default_configuration === "optimizer adam"));
  assertClose(rows.map((row) => Number(row.tunability)), [0.5, 0.5, 0.5, 0.5], 1e-12);
});

Deno.test("tunability() of pure noise is positive, but not on held-out seeds", () => {
  const grid = cells({
    model: ["vae"],
    latent_size: [...Array(12).keys()],
    seed: [...Array(8).keys()],
  });
  let apparent = 0, heldOut = 0;
  for (let i = 0; i < 40; i++) {
    const draws = noise(i, grid.length, 0.05);
    const frame = sweep(grid, (_, run) => 10 ** (draws[run]! - 1));
    const [row] = tunability(frame, { defaults: { latent_size: 0 } }).toRecords();
    apparent += Number(row!.tunability) / 40;
    heldOut += Number(row!.tunability_held_out) / 40;
  }
  // The least of 12 means of 8 lies 1.6 standard errors of 0.018 below the first on average.
  assert.ok(apparent > 0.02, String(apparent));
  assert.ok(Math.abs(heldOut) < 0.013, String(heldOut));
});

Deno.test("tunability() is never negative and has no held-out value with one seed", () => {
  const draws = noise(3, 4);
  const rows = tunability(sweep(cells(AXES), (_, i) => 10 ** (draws[i]! - 5))).toRecords();
  assert.ok(rows.every((row) => Number(row.tunability) >= 0 && row.tunability_held_out === null));
});

Deno.test("tunability() refuses a default that was not tried", () => {
  const frame = sweep(cells(AXES), () => 0.5);
  assert.throws(() => tunability(frame, { defaults: { optimizer: "adam" } }), InputError);
});
