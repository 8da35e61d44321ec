import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { importance } from "../../lib/analysis/importance.ts";
import { searchRanges } from "../../lib/analysis/search_ranges.ts";
import { searchRangeShares } from "../../lib/analysis/search_range_shares.ts";
import { assertClose, referenceSweep } from "./_reference.ts";
import { cells, sweep } from "./_sweeps.ts";

Deno.test("searchRanges() are all contiguous sub-grids with two or more levels, words kept whole", () => {
  const rows = searchRanges(referenceSweep()).toRecords();
  // 4 learning rates have 6 ranges, 3 latent sizes have 3; two models.
  assert.equal(rows.length, 2 * 6 * 3);
  assert.ok(
    rows.every((row) =>
      row.possible === 18 && Number(row.learning_rate_from) < Number(row.learning_rate_to)
    ),
  );
  assert.equal(
    new Set(rows.map((row) =>
      JSON.stringify([
        row.model,
        row.learning_rate_from,
        row.learning_rate_to,
        row.latent_size_from,
        row.latent_size_to,
      ])
    )).size,
    36,
  );
});

/** The runs of a frame within a range. */
function within(frame: pl.DataFrame, range: Record<string, unknown>): pl.DataFrame {
  const between = (name: string) =>
    pl.col(name).gtEq(pl.lit(range[`${name}_from`])).and(
      pl.col(name).ltEq(pl.lit(range[`${name}_to`])),
    );
  return frame.filter(
    pl.col("model").eq(pl.lit(range.model)).and(between("learning_rate")).and(
      between("latent_size"),
    ),
  );
}

Deno.test("searchRanges() say what importance says of those runs alone, ranks anew", () => {
  const frame = referenceSweep();
  for (const treatment of ["clip", "rank"] as const) {
    for (const row of searchRanges(frame, { treatment }).toRecords()) {
      const totals = importance(within(frame, row), { treatment }).toRecords()
        .filter(({ kind }) => kind === "total")
        .sort((a, b) => Number(b.importance) - Number(a.importance));
      assert.equal(row.first, totals[0]!.axes);
      assertClose([Number(row.importance)], [Number(totals[0]!.importance)], 1e-9);
    }
  }
});

Deno.test("searchRanges() find what matters to depend on the range, searchRangeShares() how often", () => {
  // The optimizer is worth 1 everywhere; the learning rate nothing but between the two highest, where it is worth 3.
  const rates = [1e-4, 1e-3, 1e-2, 1e-1];
  const frame = sweep(
    cells({ learning_rate: rates, optimizer: ["adam", "sgd"] }),
    ({ learning_rate, optimizer }) =>
      10 ** (-5 + (learning_rate === 0.1 ? 3 : 0) + (optimizer === "sgd" ? 1 : 0)),
  );
  const ranges = searchRanges(frame, { by: [] });
  for (const row of ranges.toRecords()) {
    assert.equal(row.first, row.learning_rate_to === 0.1 ? "learning_rate" : "optimizer");
  }
  const shares = searchRangeShares(ranges, []).toRecords().map((
    row,
  ) => [row.axis, row.share, row.first, row.ranges]);
  assert.deepEqual(shares, [["optimizer", 0.5, 3, 6], ["learning_rate", 0.5, 3, 6]]);
});

Deno.test("searchRanges() take evenly spaced ones where there are too many, and say how many there are", () => {
  const frame = sweep(
    cells({ a: [...Array(8).keys()], b: [...Array(8).keys()] }),
    ({ a, b }) => 0.1 + Number(a) / 20 + Number(b) / 50,
  );
  const rows = searchRanges(frame, { by: [], axes: ["a", "b"], maximumRanges: 100 }).toRecords();
  assert.equal(rows.length, 100);
  assert.ok(rows.every((row) => row.possible === 28 * 28));
  assert.equal(
    new Set(rows.map((row) => [row.a_from, row.a_to, row.b_from, row.b_to].join())).size,
    100,
  );
});

Deno.test("searchRangeShares() refuses a column that the ranges do not have", () => {
  const frame = sweep(cells({ latent_size: [2, 5, 9] }), (_, i) => 0.1 + i / 10);
  assert.throws(
    () => searchRangeShares(searchRanges(frame, { by: [] })),
    /by model: they have latent_size_from/,
  );
});
