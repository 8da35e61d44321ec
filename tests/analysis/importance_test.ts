import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { importance } from "../../lib/analysis/importance.ts";
import { assertClose, REFERENCE, referenceSweep } from "./_reference.ts";
import { cells, noise, shuffled, sweep } from "./_sweeps.ts";

const reference = referenceSweep();

/** Importance by axes, of effects or totals. */
function table(frame: pl.DataFrame, kind: string): Map<string, Record<string, unknown>> {
  const rows = frame.toRecords().filter((row) => row.kind === kind);
  return new Map(rows.map((row) => [String(row.axes), row]));
}

Deno.test("importance() agrees with least squares by statsmodels, both treatments, all models and each", () => {
  for (const treatment of ["clip", "rank"] as const) {
    const expected = REFERENCE.sweep.importance[treatment] as Record<
      string,
      Record<string, number[]>
    >;
    const all = importance(reference, { treatment });
    const apart = importance(reference, { treatment, by: ["model"] });
    for (const [group, effects] of Object.entries(expected)) {
      const frame = group === "all" ? all : apart.filter(pl.col("model").eq(pl.lit(group)));
      const found = table(frame, "effect");
      assert.equal(found.size, Object.keys(effects).length);
      for (const [axes, [variance, freedom, share]] of Object.entries(effects)) {
        const row = found.get(axes)!;
        assertClose(
          [row.variance, row.degrees_of_freedom, row.importance] as number[],
          [variance!, freedom!, share!],
          1e-8,
        );
      }
    }
  }
});

Deno.test("importance() does not depend on the order of rows and columns", () => {
  assert.deepEqual(
    importance(shuffled(reference, 5)).toRecords(),
    importance(reference).toRecords(),
  );
});

Deno.test("importance() effects add up to 1 and totals are sums of the effects with the axis", () => {
  const frame = importance(reference), effects = table(frame, "effect");
  const sum = (keep: (axes: string) => boolean) =>
    [...effects].filter(([axes]) => keep(axes)).reduce(
      (sum, [, row]) => sum + Number(row.importance),
      0,
    );
  assertClose([sum(() => true)], [1], 1e-12);
  for (const [axis, row] of table(frame, "total")) {
    assertClose([Number(row.importance)], [sum((axes) => axes.split(" × ").includes(axis))], 1e-12);
  }
});

Deno.test("importance() of a multiplied error is the same: its logarithm is only shifted", () => {
  const grid = cells({ latent_size: [2, 5, 9], optimizer: ["adam", "sgd"], seed: [0, 1, 2] });
  const draws = noise(4, grid.length, 0.2);
  const shares = (factor: number) =>
    importance(sweep(grid, (_, i) => factor * 10 ** (draws[i]! - 2))).getColumn("importance")
      .toArray();
  assertClose(shares(5) as number[], shares(1) as number[], 1e-9);
});

Deno.test("importance() intervals are there with three seeds, null under them, and hold the estimate", () => {
  const grid = (seeds: number[]) =>
    cells({ latent_size: [2, 5, 9], optimizer: ["adam", "sgd"], seed: seeds });
  const draws = noise(6, 60, 0.05);
  const outcome = (cell: { latent_size?: unknown }, i: number) =>
    10 ** (draws[i]! - Number(cell.latent_size) / 10);
  for (const row of importance(sweep(grid([0]), outcome)).toRecords()) {
    assert.deepEqual([row.low, row.high, row.noise, row.seeds], [null, null, null, 1]);
  }
  for (const row of importance(sweep(grid([0, 1]), outcome)).toRecords()) {
    assert.deepEqual([row.low, row.high, row.seeds], [null, null, 2]);
    assert.notEqual(row.noise, null);
  }
  for (const row of importance(sweep(grid([0, 1, 2]), outcome)).toRecords()) {
    assert.ok(
      Number(row.low) <= Number(row.importance) && Number(row.importance) <= Number(row.high),
    );
  }
});

Deno.test("importance() covers the true share about as often as it says", () => {
  // log10 MSE = −1 + 0.1 a + 0.05 b + noise: true variances 0.01 and 0.0025, so the first share is 0.8.
  let covered = 0;
  for (let experiment = 0; experiment < 60; experiment++) {
    const grid = cells({ a: [-1, 1], b: [-1, 1], seed: [0, 1, 2, 3, 4] }),
      draws = noise(100 + experiment, 20, 0.03);
    const frame = sweep(
      grid,
      (cell, i) => 10 ** (-1 + 0.1 * Number(cell.a) + 0.05 * Number(cell.b) + draws[i]!),
    );
    const row = table(importance(frame, { axes: ["a", "b"] }), "effect").get("a")!;
    covered += Number(Number(row.low) <= 0.8 && 0.8 <= Number(row.high));
  }
  // 95 % of 60 is 57 with a standard deviation of 1.7.
  assert.ok(covered >= 52, `covered ${covered} of 60`);
});

Deno.test("importance() is null, not 0 or NaN, where every run diverged", () => {
  const frame = importance(
    sweep(
      cells({ latent_size: [2, 5], optimizer: ["adam", "sgd"], seed: [0, 1] }),
      () => "diverged",
    ),
  );
  assert.ok(
    frame.toRecords().every((row) =>
      row.importance === null && row.low === null && row.variance === 0
    ),
  );
});

Deno.test("importance() has no row where no axis varies, and a zero for an axis of one level that is asked for", () => {
  const one = sweep(cells({ optimizer: ["adam"], seed: [0, 1] }), (_, i) => 0.1 + i / 10);
  assert.equal(importance(one).height, 0);
  const [row] = importance(one, { axes: ["optimizer"] }).toRecords();
  assert.deepEqual([row!.variance, row!.degrees_of_freedom, row!.importance], [0, 0, null]);
});

Deno.test("importance() names the levels left out of an incomplete grid", () => {
  const grid = cells({ latent_size: [2, 5, 9], optimizer: ["adam", "sgd"] }).slice(1);
  const frame = sweep(grid, (_, i) => 0.1 + i / 10);
  assert.throws(() => importance(frame), /latent_size 2, optimizer adam/);
  const rows = importance(frame, { onMissing: "largest" }).toRecords();
  assert.ok(rows.every((row) => row.dropped === "latent_size 2" && row.cells === 4));
});
