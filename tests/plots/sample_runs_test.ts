import { strict as assert } from "node:assert";
import { bubblePlot } from "../../lib/plots/bubble.ts";
import { lossCurves } from "../../lib/plots/loss_curves.ts";
import { parallelCoordinates } from "../../lib/plots/parallel_coordinates.ts";
import { sampleRuns } from "../../lib/plots/sample_runs.ts";

const runs = Array.from({ length: 6000 }, (_, i) => ({
  run: ((i * 2654435761) % 2 ** 32).toString(16).padStart(8, "0"),
  model: ["vae", "iwae"][i % 2]!,
  optimizer: ["adam", "sgd", "rmsprop"][Math.floor(i / 2) % 3]!,
  latent_size: 10,
  learning_rate: i < 600 ? 0.1 : 0.01,
  seed: Math.floor(i / 6) % 5,
}));

Deno.test("sampleRuns() keeps the same share of each configuration, of all seeds, in the order of the runs", () => {
  const kept = sampleRuns(runs, 600);
  assert.equal(kept.length, 600);
  const cells = Map.groupBy(kept, (run) => `${run.model} ${run.optimizer} ${run.learning_rate}`);
  const counts = [...cells].map(([cell, own]) => [cell.endsWith("0.1"), own.length] as const);
  assert.deepEqual(counts.filter(([few]) => few).map(([, count]) => count), Array(6).fill(10));
  assert.deepEqual(counts.filter(([few]) => !few).map(([, count]) => count), Array(6).fill(90));
  const seeds = Map.groupBy(kept, ({ seed }) => seed);
  for (const own of seeds.values()) assert.ok(Math.abs(own.length - 120) < 40, `${own.length}`);
  const places = kept.map((run) => runs.indexOf(run));
  assert.deepEqual(places, places.toSorted((a, b) => a - b));
});

Deno.test("sampleRuns() takes the same runs from any order, and all of a few", () => {
  const ids = (some: readonly { run: string }[]) => some.map(({ run }) => run).sort();
  assert.deepEqual(ids(sampleRuns(runs.toReversed(), 600)), ids(sampleRuns(runs, 600)));
  assert.equal(sampleRuns(runs, 6000), runs);
});

Deno.test("bubblePlot(), parallelCoordinates() and lossCurves() draw a part of 150,000 runs, with the ends of all", () => {
  const rows = Array.from({ length: 150_000 }, (_, i) => ({
    ...{ run: `r${(i * 2654435761) % 2 ** 32}`, model: ["vae", "iwae"][i % 2]!, optimizer: "adam" },
    ...{ latent_size: [5, 50][Math.floor(i / 2) % 2]!, learning_rate: 0.1, reduction: "sum" },
    ...{ seed: Math.floor(i / 4), status: "converged", epochs: 2, test_reconstruction: 1 },
    ...{ test_mse: 0.1 + i / 150_000, validation_mse: 1, test_r2: 0 },
  }));
  assert.match(JSON.stringify(bubblePlot(rows)), /150000 runs/);
  const lines = JSON.stringify(parallelCoordinates(rows, { most: 100 }));
  assert.match(lines, /100 of 150000 are/);
  assert.match(lines, /"domain":\[0.1,1.1\]/);
  const curves = JSON.stringify(lossCurves(rows, () => Float64Array.of(3, 2), { most: 50 }));
  assert.match(curves, /Validation loss of 50 of 150000/);
  assert.equal(curves.match(/"epoch":2/g)!.length, 50);
});
