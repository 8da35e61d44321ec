import { strict as assert } from "node:assert";
import { formatReport } from "../../lib/bench/format_report.ts";
import { largestDifference } from "../../lib/bench/largest_difference.ts";
import { measurePopulation } from "../../lib/bench/measure_population.ts";
import type { PopulationRow } from "../../lib/bench/population_rows.ts";
import { judgeTargets } from "../../lib/bench/targets.ts";
import { EMPTY_REPORT } from "./_times.ts";
import { temporaryFolder } from "../_temporary.ts";

/** A step of 90 trainings in 9 ms, one of PyTorch's in 2.5, and 450 runs in 100 s. */
const ROWS: readonly PopulationRow[] = [
  { kind: "agreement", training: "adam, 0.001", compared: "population / alone", difference: 2e-6 },
  { kind: "agreement", training: "adam, 0.001", compared: "card / processor", difference: 1e-3 },
  step({ slots: 90, milliseconds: 9 }),
  step({ slots: 1, milliseconds: 2.5, newGraph: 9 }),
  step({ slots: 1, milliseconds: 30, device: "cpu" }),
  { kind: "peer", way: "one", trainings: 1, precision: "tf32", milliseconds: 2.4 },
  {
    ...{ kind: "sweep", sweep: "poster", precision: "tf32", runs: 450, epochs: 4500 },
    ...{ seconds: 100, peerSeconds: 1300 },
  },
];

function step(changes: Partial<Extract<PopulationRow, { kind: "step" }>>): PopulationRow {
  const sizes = { slots: 1, optimizers: "adam", milliseconds: 1, newGraph: 1.5 };
  return { kind: "step", precision: "tf32", device: "gpu", ...sizes, ...changes };
}

Deno.test("formatReport() shows populations beside PyTorch, by step and training", () => {
  const text = formatReport({ ...EMPTY_REPORT, population: ROWS });
  assert.match(text, /card, adam +tf32 +90 +9 +0\.1 +1\.5/);
  assert.match(text, /PyTorch, one process +tf32 +1 +2\.4 +2\.4/);
  assert.match(text, /poster +tf32 +450 +4,?500 +100 +1,?300/);
  assert.doesNotMatch(formatReport(EMPTY_REPORT), /population|card/);
});

Deno.test("judgeTargets() holds populations to theirs: a card's steps, not a processor's, of many trainings", () => {
  const targets = judgeTargets({ ...EMPTY_REPORT, population: ROWS });
  assert.deepEqual(targets.map(({ name, worst, met }) => [name, worst, met]), [
    ["losses in a population beside alone, relative difference", 2e-6, true],
    ["step of 90 trainings on a card, tf32, ms and training", 0.1, true],
    ["first step of a new graph on a card, s", 1.5, true],
    ["PyTorch, one run after the other / sweep on a card", 13, true],
  ]);
});

Deno.test("largestDifference() is relative, and knows no missing number", () => {
  assert.ok(Math.abs(largestDifference([1, 2.2], [1, 2]) - 0.1) < 1e-12);
  assert.throws(() => largestDifference([1], [1, 2]), RangeError);
});

Deno.test("measurePopulation() compares trainings, times steps and says what takes a card", async () => {
  const out = temporaryFolder(), said: string[] = [];
  const { population, skipped } = await measurePopulation({
    ...{ cases: ["agreement", "cpu", "card", "poster"], quick: true, out },
    ...{
      slots: [2],
      precisions: ["float32"],
      matrix: "",
      findPython: () => Promise.resolve(undefined),
    },
  }, (line) => said.push(line));
  const kinds = population.map(({ kind }) => kind);
  assert.deepEqual(kinds, [...Array(4).fill("agreement"), "step", "step", "step"]);
  const kept = (await Deno.readTextFile(`${out}/population.jsonl`)).trim().split("\n");
  assert.deepEqual(kept.map((line) => JSON.parse(line)), population);
  assert.equal(judgeTargets({ ...EMPTY_REPORT, population })[0]!.met, true);
  if (skipped.length === 0) return; // a machine with a card
  assert.match(skipped.join(), /^population: card, poster: there is no NVIDIA card$/);
  assert.ok(said.some((line) => line.includes("left out, card, poster")));
});
