import assert from "node:assert/strict";
import { factorialGrid } from "../../lib/analysis/factorial_grid.ts";
import { responseOf } from "../../lib/analysis/response.ts";
import { readResults } from "../../lib/analysis/results.ts";
import { InputError } from "../../lib/errors.ts";
import { type Cell, cells, shuffled, sweep } from "./_sweeps.ts";

const AXES = { optimizer: ["adam", "sgd"], learning_rate: [0.1, 0.01, 0.001], seed: [0, 1] };
const value = (cell: Cell) => Number(cell.learning_rate) + Number(cell.seed) / 1e4;

function grid(keep: (cell: Cell) => boolean, onMissing?: "refuse" | "largest") {
  const results = readResults(sweep(cells(AXES).filter(keep), value));
  return factorialGrid(results, responseOf(results).values, { onMissing });
}

Deno.test("factorialGrid() lays out the same table whatever the order of rows and columns", () => {
  const frame = sweep(cells(AXES), (cell) => value(cell));
  const [a, b] = [frame, shuffled(frame, 4)].map((frame) => {
    const results = readResults(frame);
    return factorialGrid(results, responseOf(results).values);
  });
  assert.deepEqual(a, b);
  assert.deepEqual([a!.sizes, a!.seeds, a!.dropped], [[3, 2], 2, ""]);
});

Deno.test("factorialGrid() refuses an incomplete grid and names every missing run", () => {
  const missing = (cell: Cell) => cell.optimizer === "sgd" && cell.learning_rate === 0.1;
  assert.throws(
    () => grid((cell) => !missing(cell)),
    (error: Error) =>
      error instanceof InputError && /2 runs are missing or failed/.test(error.message) &&
      /learning_rate 0.1, optimizer sgd, seed 0; learning_rate 0.1, optimizer sgd, seed 1/.test(
        error.message,
      ),
  );
});

Deno.test("factorialGrid() names 20 of many missing runs and counts the others", () => {
  const frame = sweep(
    cells({ a: [...Array(9).keys()], b: [...Array(9).keys()] }).filter((c) =>
      c.a !== c.b || c.a === 0
    ),
    () => 1,
  );
  const many = readResults(
    sweep(
      cells({ a: [...Array(6).keys()], b: [...Array(6).keys()] }).filter((c) => c.a! <= c.b!),
      () => 1,
    ),
    { axes: ["a", "b"] },
  );
  assert.throws(() => factorialGrid(many, responseOf(many).values), /15 runs are missing/);
  const read = readResults(frame, { axes: ["a", "b"] });
  assert.throws(() => factorialGrid(read, responseOf(read).values), /8 runs are missing/);
  const sparse = readResults(
    sweep(
      cells({ a: [...Array(9).keys()], b: [...Array(9).keys()] }).filter((c) => c.a === c.b),
      () => 1,
    ),
    { axes: ["a", "b"] },
  );
  assert.throws(() => factorialGrid(sparse, responseOf(sparse).values), /72 runs .*; and 52 more/);
});

Deno.test("factorialGrid() takes the largest complete sub-grid on request, and names what it left out", () => {
  const missing = (cell: Cell) =>
    cell.optimizer === "sgd" && cell.learning_rate === 0.1 && cell.seed === 1;
  const { sizes, seeds, dropped, values, axes } = grid((cell) => !missing(cell), "largest");
  assert.deepEqual([sizes, seeds, dropped], [[2, 2], 2, "learning_rate 0.1"]);
  assert.deepEqual(axes[0]!.levels, [0.001, 0.01]);
  assert.equal(values.length, 8);
});

Deno.test("factorialGrid() counts failed runs as missing and refuses a grid of nothing else", () => {
  const results = readResults(sweep(cells(AXES), () => "failed"));
  const { values } = responseOf(results);
  assert.throws(() => factorialGrid(results, values), /12 runs are missing or failed/);
  assert.throws(
    () => factorialGrid(results, values, { onMissing: "largest" }),
    /every run is missing/,
  );
});

Deno.test("factorialGrid() refuses two runs in one cell, and says which axis may be meant", () => {
  const results = readResults(sweep(cells(AXES), value));
  const fewer = { ...results, axes: results.axes.filter(({ name }) => name === "learning_rate") };
  assert.throws(
    () => factorialGrid(fewer, responseOf(fewer).values),
    /two runs have learning_rate 0.1, seed 0; name every axis/,
  );
});
