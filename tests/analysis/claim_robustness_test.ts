import pl from "nodejs-polars";
import assert from "node:assert/strict";
import {
  claimRobustness,
  type RobustnessOptions,
  type RobustnessRow,
} from "../../lib/analysis/claim_robustness.ts";
import { claims } from "../../lib/analysis/claims.ts";
import { robustnessSentences } from "../../lib/analysis/robustness_sentences.ts";
import { type Cell, cells, noise, shuffled, sweep } from "./_sweeps.ts";

const GRID = {
  model: ["iwae", "vae"],
  learning_rate: [1e-4, 1e-3, 1e-2, 1e-1],
  latent_size: [5, 50, 500],
  optimizer: ["adam", "rmsprop", "sgd"],
  seed: [0, 1, 2, 3, 4],
};
const grid = cells(GRID), draws = noise(31, grid.length, 0.01);
const rateOf = (cell: Cell) => Math.log10(Number(cell.learning_rate));

/** The learning rate decides, through 0.1 alone: without it the optimizer does. */
const byHighest = (cell: Cell, i: number) =>
  10 ** ((cell.learning_rate === 0.1 ? 1 : 0.01 * Math.abs(rateOf(cell) + 3)) - 1.5 +
    (cell.optimizer === "sgd" ? 0.3 : 0) + draws[i % draws.length]!);

const tableOf = (frame: pl.DataFrame, options: RobustnessOptions = {}) =>
  claimRobustness(frame, options).toRecords() as unknown as RobustnessRow[];
const flipping = (rows: readonly RobustnessRow[], claim: number) =>
  rows.filter((row) => row.claim === claim && row.flips).map(({ choice, level }) =>
    `${choice} ${level}`
  );

Deno.test("claimRobustness() begins with the claims as the table of claims has them", () => {
  const frame = sweep(grid, byHighest), rows = tableOf(frame);
  const reported = rows.filter(({ choice }) => choice === "as reported");
  const decided = claims(frame).toRecords().filter(({ decides }) => decides);
  assert.deepEqual(
    reported.map((
      { claim, value, low, verdict, holds_in },
    ) => [claim, value, low, verdict, holds_in]),
    decided.map((
      { claim, value, low, verdict, holds_in },
    ) => [claim, value, low, verdict, holds_in]),
  );
  assert.ok(reported.every(({ flips }) => flips === false));
});

Deno.test("claimRobustness() finds the range that turns an answer, and the treatment that does not", () => {
  const rows = tableOf(sweep(grid, byHighest));
  assert.deepEqual(flipping(rows, 1), [
    "search range without learning_rate 0.1",
    "search range without learning_rate 0.1 and 1e-4",
  ]);
  const [with01, without01] = ["as reported", "search range"].map((choice) =>
    rows.find((row) => row.claim === 1 && row.choice === choice)!
  );
  assert.deepEqual([with01!.verdict, without01!.verdict], ["not reproduced", "reproduced"]);
  assert.equal(without01!.note, "the estimate changes sides");
  const treated = rows.filter((row) => row.claim === 1 && row.choice === "diverged runs");
  assert.deepEqual(treated.map(({ level }) => level.split(" × ")[0]), [
    "ranks",
    "clipped at 0.85",
    "clipped at 1",
    "clipped at 2",
    "clipped at 10",
  ]);
  const models = rows.filter((row) => row.claim === 3 && row.choice === "models");
  assert.deepEqual(models.map(({ level }) => level), ["without iwae", "without vae"]);
});

Deno.test("claimRobustness() equals the claims of the smaller sweep", () => {
  const small = grid.filter(({ latent_size }) => latent_size !== 500);
  const outcome = (cell: Cell) => byHighest(cell, grid.indexOf(cell));
  const decided = claims(sweep(small, outcome)).toRecords().filter(({ decides }) => decides);
  const rows = tableOf(sweep(grid, outcome)).filter(({ level }) =>
    level === "without latent_size 500"
  );
  assert.deepEqual(
    rows.map(({ claim, value, low, high, verdict }) => [claim, value, low, high, verdict]),
    decided.map(({ claim, value, low, high, verdict }) => [claim, value, low, high, verdict]),
  );
});

Deno.test("claimRobustness() says what the other reduction says, in each of them", () => {
  const two = cells({ ...GRID, reduction: ["mean", "sum"] });
  const frame = sweep(
    two,
    (cell, i) =>
      10 ** ((cell.reduction === "mean" ? 0.8 : 0.05) * Number(cell.optimizer === "sgd") - 1 +
        0.1 * Math.abs(rateOf(cell) + 3) + draws[i % draws.length]!),
  );
  const rows = tableOf(frame, {
    axes: ["model", "learning_rate", "latent_size", "optimizer", "reduction"],
  });
  const first = rows.filter(({ claim, choice }) => claim === 1 && choice === "reduction");
  assert.deepEqual(
    first.map(({ within, level, verdict, flips }) => [within, level, verdict, flips]),
    [
      ["reduction mean", "sum", "not reproduced", true],
      ["reduction sum", "mean", "reproduced", true],
    ],
  );
  const momentum = rows.filter(({ claim, choice }) => claim === 1 && choice === "momentum");
  assert.deepEqual(momentum.map(({ level, flips }) => [level, flips]), [
    ["not varied", null],
    ["not varied", null],
  ]);
  assert.match(
    robustnessSentences(rows)[0]!,
    /^Claim 1 \(reduction mean, reproduced\) changes with: reduction \(sum\).* The answer stays under: .*Not known under: momentum/,
  );
});

/** Every curve falls by a third of what is left per epoch, at a pace that the learning rate sets; high rates have long curves. */
function withCurves(outcome: (cell: Cell, epoch: number) => number, length: number) {
  const frame = sweep(grid, (cell) => outcome(cell, length)).withColumns(
    pl.Series("epochs", grid.map(() => length), pl.Float64),
    pl.Series("best_epoch", grid.map(() => length), pl.Float64),
    pl.Series("validation_loss", grid.map((cell) => outcome(cell, length)), pl.Float64),
  ).withColumns(pl.Series("status", grid.map(() => "max_epochs"), pl.Utf8));
  const rows = grid.flatMap((cell, i) =>
    Array.from({ length }, (_, epoch) => ({
      run: `run${i}`,
      epoch: epoch + 1,
      validation_loss: outcome(cell, epoch + 1),
      validation_mse: outcome(cell, epoch + 1),
      reconstruction: outcome(cell, epoch + 1),
    }))
  );
  return { frame, history: pl.DataFrame(rows) };
}

/** At the end SGD is best; it gets there late. */
const late = (cell: Cell, epoch: number) =>
  10 ** ((cell.optimizer === "sgd" ? (epoch < 30 ? 0.5 : -0.5) : 0) - 0.001 * epoch +
    0.02 * Math.abs(rateOf(cell) + 3) + draws[grid.indexOf(cell)]!);

Deno.test("claimRobustness() replays lower caps and stricter rules from the curves", () => {
  const { frame, history } = withCurves(late, 40);
  const trained = { maxEpochs: 40, patience: 10, minDelta: 1e-4 };
  const all = tableOf(frame, { history, trained }), rows = all.filter(({ claim }) => claim === 3);
  const of = (wanted: string) =>
    rows.filter(({ choice }) => choice === wanted)
      .map(({ level, verdict, flips }) => [level, verdict, flips]);
  const [no, yes] = ["not reproduced", "reproduced"];
  assert.equal(rows[0]!.verdict, no);
  assert.deepEqual(of("reported split"), [["validation", no, false]]);
  // Which runs diverge is the same on any split.
  assert.ok(!all.some(({ claim, choice }) => claim === 5 && choice === "reported split"));
  assert.deepEqual(of("lower cap on epochs"), [["25", yes, true], ["10", yes, true]]);
  // A loss that falls by 0.23 % per epoch improves by 0.1 % in each, but by 1 % only in five: patience 3 stops it early.
  assert.deepEqual(of("stricter stopping rule"), [
    ["patience 5", no, false],
    ["patience 3 (the poster’s rule)", no, false],
    ["threshold 0.001", no, false],
  ]);
  const strict = tableOf(frame, { history, trained: { ...trained, patience: 3, minDelta: 1e-3 } })
    .filter(({ claim, choice }) => claim === 3 && choice === "stricter stopping rule");
  assert.deepEqual(strict.find(({ level }) => level === "threshold 0.01")!.flips, true);
});

Deno.test("claimRobustness() does not replay without curves", () => {
  const { frame } = withCurves(late, 40);
  const rows = tableOf(frame).filter(({ choice }) => choice === "lower cap on epochs");
  assert.deepEqual(
    rows.map(({ level, flips }) => [level, flips]),
    Array(5).fill(["validation errors were not recorded", null]),
  );
});

Deno.test("claimRobustness() does not depend on the order of rows and columns", () => {
  const frame = sweep(grid, byHighest);
  const short = (rows: RobustnessRow[]) =>
    rows.map((row) =>
      JSON.stringify(row, (_, v) => typeof v === "number" ? Number(v.toPrecision(9)) : v)
    );
  assert.deepEqual(short(tableOf(shuffled(frame, 3))), short(tableOf(frame)));
});

Deno.test("claimRobustness() answers where one seed, one model or one optimizer is all there is", () => {
  for (const one of [{ seed: [3] }, { model: ["vae"] }, { optimizer: ["adam"] }]) {
    const rows = tableOf(sweep(cells({ ...GRID, ...one }), byHighest));
    assert.deepEqual([...new Set(rows.map(({ claim }) => claim))], [1, 2, 3, 4, 5]);
    for (const { value } of rows) assert.ok(value === null || Number.isFinite(value));
    assert.equal(robustnessSentences(rows).length, 5);
  }
  const adam = tableOf(sweep(cells({ ...GRID, optimizer: ["adam"] }), byHighest));
  assert.equal(robustnessSentences(adam)[0], "Claim 1 (no verdict) has no estimate here.");
});
