import { strict as assert } from "node:assert";
import { HangLimit } from "../../../lib/sweep/execute/_hang_limit.ts";
import { epochCost } from "../../../lib/sweep/plan/cost.ts";
import { expandGrid, POSTER_GRID } from "../../../lib/sweep/plan/grid.ts";

const SIZE = { genes: 5000, trainRows: 245 };
const [run] = expandGrid(POSTER_GRID);

Deno.test("HangLimit grants what an epoch may take at 50 million operations per second, times the runs at once", () => {
  const seconds = epochCost(run!, SIZE) / 50e6, limits = new HangLimit(SIZE, 1);
  assert.equal(limits.limit(run!), seconds);
  assert.equal(limits.limit(run!, { population: 6 }), 6 * seconds);
  assert.equal(
    new HangLimit(SIZE, 1e6).limit(run!, { population: 6 }),
    1e6,
    "but what is said at least",
  );
});

Deno.test("HangLimit grants 20 times the slowest epoch with as many runs at once", () => {
  const limits = new HangLimit(SIZE, 1),
    close = (a: number, b: number) =>
      assert.ok(Math.abs(a / b - 1) < 1e-12, `${a} instead of ${b}`);
  limits.measured(run!, 2);
  limits.measured(run!, 3);
  close(limits.limit(run!), 60);
  // Nothing is known of six: they take six times as long at most.
  close(limits.limit(run!, { population: 6 }), 360);
  limits.measured(run!, 5, 6);
  close(limits.limit(run!, { population: 6 }), 100);
  close(limits.limit(run!), 60);
  // Fewer at once take no longer than more.
  const fewer = new HangLimit(SIZE, 1);
  fewer.measured(run!, 5, 6);
  close(fewer.limit(run!), 100);
});

Deno.test("HangLimit grants a process that has just started a minute", () => {
  const limits = new HangLimit(SIZE, 1);
  limits.measured(run!, 0.01);
  assert.equal(limits.limit(run!, { fresh: true }), 60);
  assert.equal(limits.limit(run!), 1);
});
