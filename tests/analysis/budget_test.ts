import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { budget } from "../../lib/analysis/budget.ts";
import { importanceByCap } from "../../lib/analysis/importance_by_cap.ts";
import { InputError } from "../../lib/errors.ts";
import { importanceByCapPlot } from "../../lib/plots/importance_by_cap_plot.ts";
import text from "../fixtures/budget.json" with { type: "text" };
import { assertClose } from "./_reference.ts";
import { shuffled } from "./_sweeps.ts";

type Row = Record<string, unknown>;

/** What make_budget.py wrote. */
const REFERENCE = JSON.parse(text) as {
  cap: number;
  patience: number;
  caps: number[];
  runs: (Row & { run: string })[];
  curves: { loss: number[]; mse: number[] }[];
  budget: (Row & Record<"at_cap" | "diverged" | "median_epochs" | "last_tenth", number | null>)[];
  importance: { cap: number; all: Record<string, number>; vae: Record<string, number> }[];
};

const results = pl.DataFrame(
  Object.keys(REFERENCE.runs[0]!).map((name) => {
    const values = REFERENCE.runs.map((row) => row[name]) as (string | number | null)[];
    return pl.Series(name, values, typeof values[0] === "string" ? pl.Utf8 : pl.Float64);
  }),
);
const history = pl.DataFrame(
  REFERENCE.curves.flatMap(({ loss, mse }, i) =>
    loss.map((validation_loss, epoch) => ({
      run: `run${i}`,
      epoch: epoch + 1,
      validation_loss,
      validation_mse: mse[epoch]!,
      reconstruction: 1000 * mse[epoch]!,
    }))
  ),
);
const clip = { treatments: ["clip"] } as const;
const trained = { patience: REFERENCE.patience, minDelta: 0, maxEpochs: REFERENCE.cap };
const of = (rows: readonly Row[], where: Row) =>
  rows.filter((row) => Object.entries(where).every(([name, value]) => row[name] === value));

Deno.test("budget() agrees with pandas, whatever the order of rows and columns", () => {
  for (const [runs, curves] of [[results, history], [shuffled(results, 1), shuffled(history, 2)]]) {
    const rows = budget(runs!, curves!).toRecords();
    assert.equal(rows.length, REFERENCE.budget.length);
    for (const { model, optimizer, learning_rate, ...expected } of REFERENCE.budget) {
      const [row] = of(rows, { model, optimizer, learning_rate });
      const names = ["at_cap", "diverged", "median_epochs"] as const;
      assertClose(names.map((n) => Number(row![n])), names.map((n) => Number(expected[n])), 1e-12);
      assert.equal(row!.last_tenth === null, expected.last_tenth === null);
      assertClose([Number(row!.last_tenth)], [Number(expected.last_tenth)], 1e-12);
      assert.deepEqual([row!.over, row!.runs, row!.outcome], ["latent_size", 2, "validation_mse"]);
    }
  }
});

Deno.test("budget() does not say that none stalled where the version did not record it", () => {
  const stalled = (frame: pl.DataFrame) =>
    new Set(budget(frame, history).toRecords().map((row) => row.stalled));
  const measured = results.withColumns(pl.lit(0.5).alias("validation_mse"));
  assert.deepEqual(stalled(results), new Set([null]));
  assert.deepEqual(stalled(measured), new Set([0]));
});

Deno.test("budget() counts failed and stalled runs apart, and knows older folders' reconstruction", () => {
  const status = REFERENCE.runs.map((row, i) =>
    i === 0 ? "failed" : i === 1 ? "stalled" : row.status
  );
  const frame = results.withColumns(pl.Series("status", status as string[], pl.Utf8));
  const rows = budget(frame, history.drop("validation_mse")).toRecords();
  const [row] = of(rows, { model: "iwae", optimizer: "adam", learning_rate: 0.1 });
  assert.deepEqual([row!.runs, row!.failed, row!.stalled, row!.at_cap, row!.outcome], [
    1,
    1,
    1,
    0,
    "reconstruction",
  ]);
  const lost = frame.withColumns(pl.lit("failed").alias("status"));
  const [none] = budget(lost, history).toRecords();
  assert.deepEqual([none!.runs, none!.at_cap, none!.median_epochs], [0, null, null]);
});

Deno.test("importanceByCap() is NumPy's at each cap, over all models and within one", () => {
  const rows = importanceByCap(shuffled(results, 5), shuffled(history, 6), {
    ...clip,
    trained,
    caps: REFERENCE.caps,
  }).toRecords();
  for (const { cap, all, vae } of REFERENCE.importance) {
    for (const [model, shares] of [["all", all], ["vae", vae]] as const) {
      for (const [axis, share] of Object.entries(shares)) {
        const [row] = of(rows, { cap, model, axis });
        assertClose([Number(row!.importance)], [share], 1e-9);
        const place = 1 + Object.values(shares).filter((other) => other > share + 1e-12).length;
        assert.equal(row!.place, place);
      }
    }
  }
  // Under the sweep's own cap as many runs end at it as the results say.
  const ended = REFERENCE.runs.filter(({ status }) => status === "max_epochs").length;
  assertClose([Number(of(rows, { cap: REFERENCE.cap, model: "all" })[0]!.at_cap)], [
    ended / REFERENCE.runs.length,
  ]);
});

Deno.test("importanceByCap() goes up to the sweep's own cap, and puts no models together by reconstruction", () => {
  const caps = (rows: readonly Row[]) => [...new Set(rows.map(({ cap }) => cap))];
  assert.deepEqual(caps(importanceByCap(results, history, { trained }).toRecords()), [10, 20, 30]);
  const old = importanceByCap(results, history.drop("validation_mse"), { trained }).toRecords();
  assert.deepEqual([...new Set(old.map(({ model }) => model))], ["iwae", "vae"]);
  const one = results.filter(pl.col("optimizer").eq(pl.lit("adam")));
  const single = importanceByCap(one, history, { trained }).toRecords();
  assert.deepEqual(of(single, { axis: "optimizer" }), []);
});

Deno.test("importanceByCap() has nothing to divide where every run diverged", () => {
  const frame = results.withColumns(pl.lit("diverged").alias("status"));
  const rows = importanceByCap(frame, history.filter(pl.col("epoch").eq(pl.lit(0))), { trained })
    .toRecords();
  assert.ok(rows.length > 0 && rows.every((row) => row.importance === null && row.diverged === 1));
});

Deno.test("importanceByCapPlot() says what share the cap ended, by learning rate", () => {
  const rows = importanceByCap(results, history, { ...clip, trained })
    .toRecords() as unknown as Parameters<
      typeof importanceByCapPlot
    >[0];
  const budgets = budget(results, history).toRecords() as unknown as Parameters<
    typeof importanceByCapPlot
  >[1];
  const spec = JSON.stringify(importanceByCapPlot(rows, budgets, { treatment: "clip" }));
  const ended = REFERENCE.runs.filter(({ status }) => status === "max_epochs").length;
  assert.ok(spec.includes("All models"));
  assert.ok(spec.replaceAll('","', " ").includes(`${Math.round(100 * ended / 24)} % of 24 runs`));
  assert.throws(() => importanceByCapPlot(rows, [], { treatment: "rank" }), InputError);
});
