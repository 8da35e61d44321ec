import assert from "node:assert/strict";
import { clipCurve } from "../../lib/analysis/clip_curve.ts";
import { importance } from "../../lib/analysis/importance.ts";
import { assertClose, referenceSweep } from "./_reference.ts";
import { cells, shuffled, sweep } from "./_sweeps.ts";

const reference = referenceSweep();

Deno.test("clipCurve() of two optimizers, one of which diverges, is what a hand computes", () => {
  // log10 MSE of adam −1 and −2, of sgd the limit c: means −1.5 and c, so V_optimizer = ((c + 1.5) / 2)². Adam alone gains from
  // the size: main effect ±1/4 and interaction ±1/4 in log10, V = 1/16 each.
  const frame = sweep(
    cells({ optimizer: ["adam", "sgd"], latent_size: [2, 5] }),
    ({ optimizer, latent_size }) =>
      optimizer === "sgd" ? "diverged" : latent_size === 2 ? 0.1 : 0.01,
  );
  const rows = clipCurve(frame, { levels: [0.5, 1, 100] }).toRecords()
    .filter((row) => row.axis === "optimizer");
  assert.deepEqual(rows.map((row) => row.clip_level), [null, 0.5, 1, 100]);
  const share = (c: number) => {
    const optimizer = ((c + 1.5) / 2) ** 2;
    return (optimizer + 1 / 16) / (optimizer + 1 / 8);
  };
  assertClose(
    rows.slice(1).map((row) => Number(row.importance)),
    [Math.log10(0.5), 0, 2].map(share),
    1e-12,
  );
  // Ranks 1, 2, 3.5 and 3.5: effects ±1 of the optimizer, ±1/4 of the size and of both.
  assertClose([Number(rows[0]!.importance)], [(1 + 1 / 16) / (1 + 1 / 8)], 1e-12);
});

Deno.test("clipCurve() at the mean predictor's error is importance(), over all models and within each", () => {
  const curve = clipCurve(reference).toRecords();
  for (const treatment of ["rank", "clip"] as const) {
    const own = curve.filter((row) =>
      row.treatment === treatment && [1, null].includes(row.clip_level as number)
    );
    const expected = [
      ...importance(reference, { treatment }).toRecords(),
      ...importance(reference, { treatment, by: ["model"] }).toRecords(),
    ].filter((row) => row.kind === "total");
    assert.deepEqual(
      own.map(({ model, axis }) => [model, axis]),
      expected.map(({ model = "all", axes }) => [model, axes]),
    );
    // One comes from the differences between an axis's levels, the other from all subsets of the axes.
    const numbers = (rows: typeof own) =>
      rows.flatMap(({ importance, low, high }) => [importance, low, high].map(Number));
    assertClose(numbers(own), numbers(expected), 1e-12);
  }
  assert.deepEqual(clipCurve(shuffled(reference, 3)).toRecords(), curve);
});

Deno.test("clipCurve() of an incomplete grid is refused, or of its largest part, which it names", () => {
  const grid = cells({ model: ["iwae", "vae"], latent_size: [2, 5, 9], optimizer: ["adam", "sgd"] })
    .slice(1);
  const frame = sweep(grid, (_, i) => 0.1 + i / 20);
  assert.throws(() => clipCurve(frame), /latent_size 2, model iwae, optimizer adam/);
  const rows = clipCurve(frame, { onMissing: "largest", levels: [1] }).toRecords();
  assert.deepEqual(
    rows.filter((row) => row.axis === "optimizer" && row.treatment === "clip")
      .map((row) => [row.model, row.dropped]),
    [["all", "latent_size 2"], ["iwae", "latent_size 2"], ["vae", ""]],
  );
});

Deno.test("clipCurve() within one model has no rows of models, and has further axes", () => {
  const frame = sweep(
    cells({ optimizer: ["adam", "sgd"], kl_weight: [1, 2] }),
    (_, i) => 0.1 + i / 20,
  );
  const rows = clipCurve(frame, { axes: ["optimizer", "kl_weight"], levels: [1] }).toRecords();
  assert.deepEqual(
    new Set(rows.map((row) => `${row.model} ${row.axis}`)),
    new Set(["all optimizer", "all kl_weight"]),
  );
});
