import assert from "node:assert/strict";
import type pl from "nodejs-polars";
import { compareOptimizers } from "../../lib/analysis/compare_optimizers.ts";
import { divergence } from "../../lib/analysis/divergence.ts";
import { nestAxes } from "../../lib/analysis/nested_axes.ts";
import { performanceProfiles } from "../../lib/analysis/performance_profiles.ts";
import { readResults } from "../../lib/analysis/results.ts";
import { tunability } from "../../lib/analysis/tunability.ts";
import { type Cell, cells, sweep, withoutOption } from "./_sweeps.ts";

/** A sweep of models of which some have options that the others have not: those cells lack the option's name. */
function nested(grid: readonly Cell[], outcome: (cell: Cell) => number | "diverged"): pl.DataFrame {
  const names = [...new Set(grid.flatMap((cell) => Object.keys(cell)))];
  const whole = grid.map((cell) =>
    Object.fromEntries(names.map((name) => [name, cell[name] ?? NaN]))
  );
  return ["kl_weight", "samples", "momentum"].filter((name) => names.includes(name)).reduce(
    (frame, name) => withoutOption(frame, name, grid.map((cell) => Number(cell[name] ?? NaN))),
    sweep(whole, (_, i) => outcome(grid[i]!)),
  );
}

const AXES = ["model", "optimizer", "latent_size", "kl_weight", "samples"];
const SHARED = { optimizer: ["adam", "sgd"], latent_size: [2, 5] };
const GRID = [
  ...cells({ model: ["vae"], kl_weight: [10, 0.5, 2], ...SHARED }),
  ...cells({ model: ["iwae"], samples: [1, 5], ...SHARED }),
  ...cells({ model: ["info-vae"], ...SHARED }),
];

Deno.test("nestAxes() makes one axis of the model and its options, numbers by size", () => {
  const { axes } = nestAxes(readResults(nested(GRID, () => 0.5), { axes: AXES }));
  assert.deepEqual(axes.map(({ name }) => name), [
    "model (kl_weight, samples)",
    "optimizer",
    "latent_size",
  ]);
  assert.deepEqual(axes[0]!.levels, [
    "info-vae",
    "iwae (samples 1)",
    "iwae (samples 5)",
    "vae (kl_weight 0.5)",
    "vae (kl_weight 2)",
    "vae (kl_weight 10)",
  ]);
});

Deno.test("nestAxes() makes one axis of the optimizer and its options beside one of the model and its own", () => {
  const momenta = { adam: [undefined], sgd: [0, 0.9] };
  const grid = Object.entries(momenta).flatMap(([optimizer, levels]) =>
    levels.flatMap((momentum) =>
      GRID.filter((cell) => cell.optimizer === optimizer).map((cell) =>
        momentum === undefined ? cell : { ...cell, momentum }
      )
    )
  );
  const frame = nested(grid, ({ momentum }) => momentum === 0.9 ? 0.1 : 0.2);
  const { axes } = nestAxes(readResults(frame, { axes: [...AXES, "momentum"] }));
  assert.deepEqual(axes.map(({ name }) => name), [
    "model (kl_weight, samples)",
    "optimizer (momentum)",
    "latent_size",
  ]);
  assert.deepEqual(axes[1]!.levels, ["adam", "sgd (momentum 0)", "sgd (momentum 0.9)"]);
  const rows = compareOptimizers(frame, { axes: [...AXES, "momentum"] }).toRecords();
  const best = rows.filter(({ mean_rank }) => mean_rank === 1).map((row) => row.optimizer);
  assert.deepEqual([...new Set(best)], ["sgd (momentum 0.9)"]);
});

Deno.test("nestAxes() leaves results as they are where every model has every axis", () => {
  const results = readResults(sweep(cells({ model: ["iwae", "vae"], ...SHARED }), () => 0.5));
  assert.equal(nestAxes(results), results);
});

Deno.test("compareOptimizers() has a block for each model with its options and each latent size", () => {
  const frame = nested(GRID, ({ optimizer }) => optimizer === "adam" ? 0.1 : 0.2);
  const rows = compareOptimizers(frame, { axes: AXES }).toRecords();
  assert.ok(rows.every(({ blocks }) => blocks === 6 * 2));
  assert.ok(rows.every((row) => row.blocks_of === "model (kl_weight, samples) × latent_size"));
  assert.ok(rows.every((row) => row.mean_rank === (row.optimizer === "adam" ? 1 : 2)));
});

Deno.test("performanceProfiles() lets a model compete once with each value of its options", () => {
  const frame = nested(
    GRID,
    ({ model, kl_weight }) => model === "vae" && kl_weight === 2 ? 0.1 : 0.2,
  );
  const rows = performanceProfiles(frame, { axes: AXES, factors: [1] }).toRecords();
  assert.deepEqual(rows.map(({ model, share }) => [model, share]), [
    ["info-vae", 0],
    ["iwae (samples 1)", 0],
    ["iwae (samples 5)", 0],
    ["vae (kl_weight 0.5)", 0],
    ["vae (kl_weight 2)", 1],
    ["vae (kl_weight 10)", 0],
  ]);
  assert.ok(rows.every((row) => row.problems_of === "optimizer × latent_size × seed"));
});

Deno.test("divergence() counts models without an option apart from those at its values", () => {
  const frame = nested(GRID, ({ kl_weight }) => kl_weight === 10 ? "diverged" : 0.5);
  const rows = divergence(frame, { axes: AXES }).toRecords().filter((row) =>
    row.axes === "kl_weight"
  );
  assert.deepEqual(rows.map(({ level_1, diverged, runs }) => [level_1, diverged, runs]), [
    ["0.5", 0, 4],
    ["2", 0, 4],
    ["10", 4, 4],
    ["–", 0, 12], // two values of IWAE's samples and Info-VAE
  ]);
  assert.ok(rows.every((row) => row.over === "model, optimizer, latent_size, samples, seed"));
});

Deno.test("tunability() chooses one default of an option for the models that have it", () => {
  // log10: with weight 1 −1 + −0.3 = −1.3, with 4 −0.7 + −1 = −1.7: 4 is the default, though the VAE prefers 1.
  const errors: Record<string, Record<number, number>> = {
    "vae": { 1: 0.1, 4: 0.2 },
    "logcosh-vae": { 1: 0.5, 4: 0.1 },
  };
  const grid = [
    ...cells({ model: ["vae", "logcosh-vae"], kl_weight: [1, 4], latent_size: [2, 5] }),
    ...cells({ model: ["iwae"], latent_size: [2, 5] }),
  ];
  const frame = nested(
    grid,
    ({ model, kl_weight, latent_size }) =>
      (errors[model as string]?.[kl_weight as number] ?? 0.3) * (latent_size === 2 ? 1 : 1.1),
  );
  const axes = ["model", "kl_weight", "latent_size"];
  const rows = tunability(frame, { axes }).toRecords();
  const of = (model: string) => rows.filter((row) => row.model === model);
  assert.deepEqual(of("iwae").map((row) => [row.axis, row.default_configuration]), [
    ["all", "latent_size 2"],
    ["latent_size", "latent_size 2"],
  ]);
  assert.deepEqual(of("vae").map((row) => [row.axis, row.default_configuration]), [
    ["all", "kl_weight 4, latent_size 2"],
    ["kl_weight", "kl_weight 4, latent_size 2"],
    ["latent_size", "kl_weight 4, latent_size 2"],
  ]);
  const gains = [...of("vae"), ...of("logcosh-vae")].map((row) => Number(row.tunability));
  const expected = [Math.log10(2), Math.log10(2), 0, 0, 0, 0];
  gains.forEach((gain, i) => assert.ok(Math.abs(gain - expected[i]!) < 1e-12, `${gains}`));
});
