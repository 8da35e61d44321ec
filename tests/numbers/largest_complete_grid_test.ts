import assert from "node:assert/strict";
import { largestCompleteGrid } from "../../lib/numbers/largest_complete_grid.ts";
import { uniform } from "../../lib/random.ts";

const volume = (kept: readonly (readonly number[])[]) =>
  kept.reduce((cells, axis) => cells * axis.length, 1);

/** The most cells a complete sub-grid has, by trying every choice of levels. */
function byBruteForce(sizes: number[], missing: number[][]): number {
  const choices = (size: number) =>
    Array.from(
      { length: 2 ** size - 1 },
      (_, bits) => [...Array(size).keys()].filter((level) => (bits + 1) >> level & 1),
    );
  const grids = sizes.reduce<number[][][]>(
    (grids, size) => grids.flatMap((grid) => choices(size).map((kept) => [...grid, kept])),
    [[]],
  );
  const complete = grids.filter((grid) =>
    !missing.some((cell) => cell.every((level, axis) => grid[axis]!.includes(level)))
  );
  return complete.reduce((most, grid) => Math.max(most, volume(grid)), 0);
}

Deno.test("largestCompleteGrid() keeps a complete grid", () => {
  assert.deepEqual(largestCompleteGrid([2, 3], []), { kept: [[0, 1], [0, 1, 2]], largest: true });
});

Deno.test("largestCompleteGrid() has no missing cell and as many cells as brute force finds", () => {
  for (let seed = 0; seed < 20; seed++) {
    const sizes = [3, 3, 4], draws = uniform([seed, 0], 36);
    const missing = [...draws.keys()].filter((i) => draws[i]! < (seed + 1) / 25)
      .map((i) => [Math.floor(i / 12), Math.floor(i / 4) % 3, i % 4]);
    const found = largestCompleteGrid(sizes, missing);
    const whole = (cell: number[]) =>
      cell.every((level, axis) => found?.kept[axis]?.includes(level));
    assert.ok(!missing.some(whole));
    assert.equal(found ? volume(found.kept) : 0, byBruteForce(sizes, missing), `seed ${seed}`);
  }
});

Deno.test("largestCompleteGrid() finds none where every cell is missing", () => {
  assert.equal(largestCompleteGrid([1, 2], [[0, 0], [0, 1]]), null);
});

Deno.test("largestCompleteGrid() still finds a complete grid when its budget is spent, and says so", () => {
  const missing = Array.from({ length: 12 }, (_, i) => [i, i, i]);
  const found = largestCompleteGrid([12, 12, 12], missing, { budget: 10 })!;
  assert.equal(found.largest, false);
  assert.ok(
    !missing.some((cell) => cell.every((level, axis) => found.kept[axis]!.includes(level))),
  );
});
