import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { bubblePlot } from "../../lib/plots/bubble.ts";
import { renderSvg } from "../../lib/plots/render.ts";
import { permutation } from "../../lib/random.ts";
import type { TopLevelSpec } from "vega-lite";
import { type FakeRow, fakeRows } from "./_fake_rows.ts";
import { SMALL, symbols, valuesOf } from "./_specification.ts";

const CROSS = /d="M-[\d.]+,-[\d.]+L[\d.]+,[\d.]+M/;
const LOST = { test_mse: null, test_r2: null, test_reconstruction: null };

const subtitleOf = (spec: TopLevelSpec) =>
  (spec as unknown as { title: { subtitle: string[] } }).title.subtitle.join(" ");

function one(change: Partial<FakeRow>): FakeRow {
  const [row] = fakeRows({ models: ["vae"], optimizers: ["adam"], learningRates: [1e-3] });
  return { ...row!, ...change };
}

Deno.test("bubblePlot() draws each run of the poster's grid as one mark", async () => {
  const rows = fakeRows(), marks = symbols(await renderSvg(bubblePlot(rows)));
  assert.equal(rows.length, 360);
  assert.equal(marks.length, 360);
  for (const row of rows) {
    const [model, optimizer] = [row.model.replace("-", "").toLowerCase(), row.optimizer];
    const found = marks.filter((mark) => {
      const label = mark.toLowerCase().replaceAll("-vae", "vae");
      return label.includes(` model: ${model};`) && label.includes(`optimizer: ${optimizer};`) &&
        label.includes(`latent_size: ${row.latent_size};`) &&
        mark.includes(`learning_rate: ${row.learning_rate.toFixed(5).replace(/0+$/, "")};`);
    });
    assert.equal(found.length, 1, `${row.run} has ${found.length} marks`);
  }
});

Deno.test("bubblePlot() marks diverged runs, and only them, by a cross in vermilion", async () => {
  const rows = fakeRows(), marks = symbols(await renderSvg(bubblePlot(rows)));
  const crosses = marks.filter((mark) => CROSS.test(mark));
  assert.equal(crosses.length, rows.filter((row) => row.status === "diverged").length);
  assert.ok(crosses.length > 20);
  assert.ok(
    crosses.every((mark) => /Outcome: Diverged/.test(mark) && /stroke="#D55E00"/.test(mark)),
  );
});

Deno.test("bubblePlot() sets runs at the epoch limit apart by a ring and failed ones by a triangle", async () => {
  const rows = fakeRows(), marks = symbols(await renderSvg(bubblePlot(rows)));
  const count = (status: string) => rows.filter((row) => row.status === status).length;
  const ringed = marks.filter((mark) =>
    /fill="rgb[^>]*stroke="#1b1f24" stroke-width="2.2"/.test(mark)
  );
  assert.equal(ringed.length, count("max_epochs"));
  const failed = marks.filter((mark) => /Outcome: Failed/.test(mark));
  assert.equal(failed.length, count("failed"));
  assert.ok(failed.every((mark) => /stroke="#000000"/.test(mark) && !CROSS.test(mark)));
});

Deno.test("bubblePlot() draws what stalled as a diamond of its error's colour, and a part of a configuration in a corner", async () => {
  const spec = bubblePlot([one({ status: "stalled", test_mse: 0.98 })]);
  const [mark, ...others] = symbols(await renderSvg(spec));
  assert.deepEqual(others, []);
  assert.match(mark!, /Outcome: Stalled/);
  assert.match(mark!, /d="M-[\d.]+,0L0,-[\d.]+L[\d.]+,0L0,[\d.]+Z"/);
  assert.match(subtitleOf(spec), /1 run: 1 stalled\. Stalled: stopped early while/);
  const of = (statuses: string[]) =>
    valuesOf(bubblePlot(
      statuses.map((status, seed) =>
        one({ run: `${seed}`, seed, status, test_mse: 0.5 + 0.1 * seed, epochs: 9 })
      ),
    )) as { outcome: string; layer: string; share: string; value: number | null }[];
  const said = (statuses: string[]) =>
    of(statuses).map(({ outcome, layer, share, value }) =>
      `${layer}: ${outcome}, ${share}, ${value}`
    );
  assert.deepEqual(said(["converged", "stalled"]), [
    "bubble: Converged, 2 of 2, 0.55",
    "part stalled: Stalled, 1 of 2, null",
  ]);
  assert.deepEqual(said(["stalled", "stalled", "diverged"]), [
    "bubble: Stalled, 2 of 3, 0.55",
    "part diverged: Diverged, 1 of 3, null",
  ]);
});

Deno.test("bubblePlot() writes learning rates along its axis and in its tooltips alike", async () => {
  const rows = [0.1, 0.001, 0.0001, 0.00025, 0.00001].map((rate, i) =>
    one({ run: `${i}`, learning_rate: rate, status: "converged", test_mse: 0.5, epochs: 3 })
  );
  const svg = await renderSvg(bubblePlot(rows));
  for (const rate of ["0.1", "0.001", "1e-4", "2.5e-4", "1e-5"]) {
    assert.match(svg, new RegExp(`>${rate}<`), rate);
    assert.match(svg, new RegExp(`Learning rate: ${rate};`), rate);
  }
});

Deno.test("bubblePlot() stands for every run once, for any subset of runs in any order", () => {
  const all = fakeRows({ seeds: [0, 1, 2] });
  for (let seed = 1; seed <= 20; seed++) {
    const order = [...permutation([seed, 0], all.length)].slice(0, 40 * seed);
    const values = valuesOf(bubblePlot(order.map((i) => all[i]!)));
    assert.equal(values.reduce((sum, mark) => sum + Number(mark.runs), 0), order.length);
  }
});

Deno.test("bubblePlot() shows the mean over seeds, and beside it what part diverged or failed", () => {
  const values = valuesOf(bubblePlot([
    one({ run: "a", seed: 0, status: "converged", test_mse: 0.4, epochs: 10 }),
    one({ run: "b", seed: 1, status: "max_epochs", test_mse: 0.6, epochs: 100 }),
    one({ run: "c", seed: 2, status: "diverged", ...LOST, epochs: 1 }),
    one({ run: "d", seed: 3, status: "failed", ...LOST, epochs: null }),
  ]));
  const seen = values.map((
    { outcome, value, epochs, share, layer },
  ) => [outcome, value, epochs, share, layer]);
  assert.deepEqual(seen, [
    ["Epoch limit reached", 0.5, 55, "2 of 4", "bubble"],
    ["Diverged", null, null, "1 of 4", "part diverged"],
    ["Failed", null, null, "1 of 4", "part failed"],
  ]);
});

Deno.test("bubblePlot() shows a finished run without a finite error as such", async () => {
  const spec = bubblePlot([one({ run: "a" }), one({ run: "b", latent_size: 9, test_mse: NaN })]);
  assert.equal(
    valuesOf(spec).filter((mark) => mark.outcome === "Ended, error not finite").length,
    1,
  );
  assert.equal(symbols(await renderSvg(spec)).length, 2);
});

Deno.test("bubblePlot() marks configurations of the grid without a run and counts them", async () => {
  const rows = fakeRows(SMALL), spec = bubblePlot(rows.slice(0, -3));
  assert.match(subtitleOf(spec), /3 of 16 configurations not run/);
  assert.equal(symbols(await renderSvg(spec)).length, 16);
});

Deno.test("bubblePlot() clips the colour of outliers and says how many", () => {
  const rows = fakeRows({ models: ["vae"], optimizers: ["adam"], learningRates: [1e-3, 1e-4] });
  const spec = bubblePlot(
    rows.map((row, i) => ({ ...row, test_mse: i === 0 ? 1e6 : 0.3 + i / 100 })),
  );
  // Eleven values from 0.31 to 0.41 and one far away: the limits are the eleven's.
  assert.match(subtitleOf(spec), /Colour clipped at robust limits: 1 bubble above 0\.41\./);
  assert.match(JSON.stringify(spec), /"≥ 0\.41\\"/);
});

/** A small sweep with options that runs were varied in. */
function varied<Levels extends object>(levels: readonly Levels[]) {
  return levels.flatMap((own, i) =>
    fakeRows(SMALL).map((row) => ({ ...row, run: `${row.run}-${i}`, ...own }))
  );
}

/** The headings of a figure's columns and rows of panels. */
function headings(spec: TopLevelSpec): unknown[] {
  const { column, row } = (spec as unknown as { facet: Record<string, { sort: string[] }> }).facet;
  return [column?.sort, row?.sort];
}

Deno.test("bubblePlot() gives each level of a further axis its panels, so that no run is averaged with another's", () => {
  const rows = varied([{ batch_size: 32, hidden_size: 512 }, { batch_size: 64, hidden_size: 512 }]);
  const axes = ["batch_size", "hidden_size"], spec = bubblePlot(rows, { axes });
  assert.deepEqual(headings(spec), [
    ["VAE", "IWAE"],
    ["Adam\nBatch size 32", "Adam\nBatch size 64", "SGD\nBatch size 32", "SGD\nBatch size 64"],
  ]);
  assert.equal(valuesOf(spec).length, rows.length);
  assert.ok(valuesOf(spec).every(({ of }) => of === 1));
  assert.match(subtitleOf(spec), /^32 runs: .* Hidden size: 512\./);
  const chosen = subtitleOf(bubblePlot(rows, { axes, where: { batch_size: 64 } }));
  assert.match(chosen, /^16 runs: .* 16 runs of other settings left out\..*Batch size: 64\./);
});

Deno.test("bubblePlot() sets the levels of an option that only some models have beside these models", () => {
  const rows = varied([{ kl_weight: 0.5 }, { kl_weight: 2 }])
    .filter((row) => row.model === "vae" || row.kl_weight === 2)
    .map((row) => ({ ...row, kl_weight: row.model === "vae" ? row.kl_weight : null }));
  const spec = bubblePlot(rows, { axes: ["kl_weight"] });
  assert.deepEqual(headings(spec), [["VAE\nKL weight 0.5", "VAE\nKL weight 2", "IWAE"], [
    "Adam",
    "SGD",
  ]]);
  assert.equal(valuesOf(spec).length, 24);
  assert.ok(valuesOf(spec).every(({ outcome, of }) => outcome !== "Not run" && of === 1));
});

Deno.test("bubblePlot() shows one level where there would be too many panels, and says which runs are left out", () => {
  const levels = [8, 16, 32, 64, 128].map((batch_size) => ({ batch_size }));
  const few = varied(levels).slice(0, -1); // the last level has a run less
  // A latent size of the levels that are left out has no column in the panels.
  const rows = few.map((row, i) => i === few.length - 1 ? { ...row, latent_size: 999 } : row);
  const spec = bubblePlot(rows, { axes: ["batch_size"] });
  assert.deepEqual(headings(spec), [["VAE", "IWAE"], ["Adam", "SGD"]]);
  assert.match(
    subtitleOf(spec),
    /^16 runs: .*63 runs with Batch size 16, 32, 64, 128 left out\. Batch size: 8\./,
  );
});

Deno.test("bubblePlot() refuses runs that differ in no axis it was told of", () => {
  assert.throws(() => bubblePlot(varied([{ batch_size: 32 }, { batch_size: 64 }])), InputError);
});

Deno.test("bubblePlot() refuses no rows, a missing column, an unknown status and a learning rate of 0", () => {
  assert.throws(() => bubblePlot([]), InputError);
  assert.throws(
    () => bubblePlot([one({})], { where: { seed: 9 } }),
    /none of 1 runs has \{"seed":9\}/,
  );
  assert.throws(() => bubblePlot([{ run: "a" }]), /Cannot read model of row 1/);
  assert.throws(() => bubblePlot([one({ status: "done" })]), /status of row 1.*done/);
  assert.throws(() => bubblePlot([one({ learning_rate: 0 })]), /learning rate is 0/);
});
