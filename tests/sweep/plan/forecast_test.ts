import { strict as assert } from "node:assert";
import { fileURLToPath } from "node:url";
import { readTable } from "../../../lib/sweep/store/read_table.ts";
import { Forecast } from "../../../lib/sweep/plan/forecast.ts";
import { expandGrid, POSTER_GRID, type RunConfiguration } from "../../../lib/sweep/plan/grid.ts";
import { usualEpochs } from "../../../lib/sweep/plan/usual_epochs.ts";
import { requireManifest } from "../../../lib/sweep/store/manifest.ts";

const REFERENCE = fileURLToPath(new URL("../../../outputs/reference", import.meta.url));

function runOf(
  axes: { readonly learningRates?: number[]; readonly optimizers?: string[] },
  fixed = {},
): RunConfiguration {
  return expandGrid({ ...POSTER_GRID, ...axes }, fixed)[0]!;
}

Deno.test("usualEpochs() are those measured, and grow with the cap and with patience as those did", () => {
  const adam = { learningRates: [1e-2], optimizers: ["adam"] };
  assert.deepEqual(usualEpochs(runOf(adam)), [28, 87]);
  assert.deepEqual(usualEpochs(runOf(adam, { maxEpochs: 50 })), [14, 43.5]);
  // From 100 to 500 epochs of cap 230 / 81 times as many: 28 → 79.5, 87 → 247.
  assert.deepEqual(usualEpochs(runOf(adam, { maxEpochs: 500 })).map(Math.round), [80, 247]);
  // From patience 3 to 40 98 / 59 times as many.
  const [hasty, patient] = [3, 40].map((patience) => usualEpochs(runOf(adam, { patience }))[0]);
  assert.ok(Math.abs(patient! / hasty! - 98 / 59) < 1e-9);
  // Halfway between powers of ten, and beyond the measured ones.
  const between = { ...adam, learningRates: [10 ** -2.5] },
    beyond = { ...adam, learningRates: [1] };
  assert.deepEqual(usualEpochs(runOf(between)).map(Math.round), [41, 94]); // (54 + 28) / 2, (100 + 87) / 2
  assert.deepEqual(usualEpochs(runOf(beyond)), [20, 41]);
  assert.deepEqual(usualEpochs(runOf(adam, { minEpochs: 60 })), [60, 87]);
});

Deno.test("Forecast takes from finished runs how long an epoch takes and after how many runs of a kind end", () => {
  const size = { genes: 100, trainRows: 640 }, forecast = new Forecast(size);
  const adam = runOf({ learningRates: [1e-2], optimizers: ["adam"] });
  assert.equal(forecast.learned, false);
  forecast.learn(adam, { epochs: 10, seconds: 100 });
  forecast.learn(adam, { epochs: 30, seconds: 300 });
  assert.equal(forecast.learned, true);
  const { usual, most } = forecast.of([adam, adam]);
  const near = (value: number, expected: number) =>
    assert.ok(Math.abs(value / expected - 1) < 1e-9);
  for (const seconds of usual) near(seconds, 2 * 20 * 10);
  near(most, 2 * 100 * 10);
  // Of another learning rate nothing is known but what an epoch takes.
  const other = runOf({ learningRates: [1e-1], optimizers: ["adam"] });
  const [from, to] = forecast.of([other]).usual;
  near(from, 20 * 10);
  near(to, 41 * 10);
});

Deno.test("Forecast of the default sweep holds what it was measured to take", () => {
  // docs/benchmarks.md: 1,056 s on two workers; 350 training samples × 2,000 genes.
  const { usual: [from, to], most } = new Forecast({ genes: 2000, trainRows: 350 })
    .of(expandGrid(POSTER_GRID));
  assert.ok(from / 2 < 1056 && 1056 < to / 2, `${from / 2} to ${to / 2}`);
  assert.ok(to < most && most / 2 < 2 * 1056);
});

Deno.test("Forecast after the first model of the reference sweep is within a tenth of the epochs of all others", () => {
  const { data } = requireManifest(REFERENCE, "test"), forecast = new Forecast(data);
  const rows = readTable(`${REFERENCE}/results.parquet`)!.sort("started_at").toRecords();
  // Times of that sweep depend on what else the machine did, so an epoch counts as a second here.
  const runs = rows.map(({ optimizer, learning_rate, reduction, epochs }) => ({
    configuration: runOf(
      { learningRates: [learning_rate as number], optimizers: [optimizer as string] },
      { reduction },
    ),
    time: { epochs: epochs as number, seconds: epochs as number },
  }));
  const first = runs.slice(0, runs.length / 4), rest = runs.slice(first.length);
  for (const { configuration, time } of first) forecast.learn(configuration, time);
  const took = rest.reduce((sum, { time: { seconds } }) => sum + seconds, 0);
  const [from, to] = forecast.of(rest.map(({ configuration }) => configuration)).usual;
  assert.equal(from, to);
  assert.ok(Math.abs(from / took - 1) < 0.1, `forecast / taken ${from / took}`);
});

Deno.test("Forecast takes each model's own time for an epoch once it is known", () => {
  const forecast = new Forecast({ genes: 100, trainRows: 640 });
  const [vae, iwae] = ["vae", "iwae"].map((model) =>
    expandGrid({ ...POSTER_GRID, models: [model] }, { fixedEpochs: 10 })[0]!
  );
  forecast.learn(vae!, { epochs: 10, seconds: 50 });
  forecast.learn(iwae!, { epochs: 10, seconds: 300 });
  const { most } = forecast.of([vae!, vae!, iwae!]);
  assert.ok(Math.abs(most / 400 - 1) < 1e-9, `${most}`);
});
