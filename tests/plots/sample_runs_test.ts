import { strict as assert } from "node:assert";
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
