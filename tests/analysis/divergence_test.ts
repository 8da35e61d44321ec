import assert from "node:assert/strict";
import { divergence } from "../../lib/analysis/divergence.ts";
import { wilsonInterval } from "../../lib/numbers/wilson_interval.ts";
import { cells, shuffled, sweep } from "./_sweeps.ts";

const grid = cells({ learning_rate: [0.001, 0.1], latent_size: [5, 50], seed: [0, 1, 2] });
const frame = sweep(
  grid,
  ({ learning_rate, latent_size, seed }) =>
    learning_rate === 0.1 && (latent_size === 5 || seed === 0)
      ? "diverged"
      : seed === 2
      ? "failed"
      : 0.5,
);

Deno.test("divergence() counts by hand: all runs, each level, each pair", () => {
  const shown = divergence(frame).toRecords().map((row) =>
    [row.level_1, row.level_2, row.diverged, row.runs, row.failed].join(" ").trim()
  );
  assert.deepEqual(shown, [
    "4 9 3", // 5 with 0.1: three; 50 with 0.1: one; failed: seed 2 of the three other cells
    "5  3 5 1",
    "50  1 4 2",
    "0.001  0 4 2",
    "0.1  4 5 1",
    "5 0.001 0 2 1",
    "5 0.1 3 3 0",
    "50 0.001 0 2 1",
    "50 0.1 1 2 1",
  ]);
});

Deno.test("divergence() has Wilson's interval of what it counts, and no share without runs", () => {
  for (const row of divergence(frame).toRecords()) {
    const { low, high } = wilsonInterval(Number(row.diverged), Number(row.runs));
    assert.deepEqual([row.low, row.high], [low, high]);
  }
  const failed = divergence(sweep(cells({ latent_size: [2, 5] }), () => "failed")).toRecords();
  assert.ok(
    failed.every((row) => row.share === null && row.runs === 0 && row.low === 0 && row.high === 1),
  );
});

Deno.test("divergence() does not depend on the order of rows and columns", () => {
  assert.deepEqual(divergence(shuffled(frame, 2)).toRecords(), divergence(frame).toRecords());
});
