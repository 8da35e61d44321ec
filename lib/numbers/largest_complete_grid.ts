/** The levels to keep, per axis, ascending. */
export interface CompleteGrid {
  readonly kept: readonly (readonly number[])[];
  /** Whether no larger one exists; false where the search was cut short. */
  readonly largest: boolean;
}

/** Options of {@linkcode largestCompleteGrid}. */
export interface CompleteGridOptions {
  /** Looks at missing cells before the search settles for the best grid so far. @default 50_000_000 */
  budget?: number;
}

interface Search {
  readonly missing: readonly (readonly number[])[];
  best: boolean[][] | null;
  bestCells: number;
  budget: number;
}

const count = (keep: readonly boolean[]) => keep.reduce((sum, kept) => sum + Number(kept), 0);
const volume = (keep: readonly boolean[][]) => keep.reduce((cells, axis) => cells * count(axis), 1);

/** Every missing cell must lose one of its levels: branch over which, the least costly first. */
function descend(search: Search, keep: boolean[][], from: number): void {
  const cells = volume(keep);
  if (cells <= search.bestCells || (search.budget <= 0 && search.best)) return;
  let next = from;
  while (
    next < search.missing.length && !search.missing[next]!.every((l, axis) => keep[axis]![l])
  ) next++;
  search.budget -= next - from + 1;
  const cell = search.missing[next];
  if (!cell) {
    search.best = keep.map((axis) => [...axis]);
    search.bestCells = cells;
    return;
  }
  const axes = keep.map((levels, axis) => ({ axis, levels: count(levels) })).filter((a) =>
    a.levels > 1
  );
  const missed = gaps(search, keep, axes.length > 0 ? cell : []);
  axes.sort((a, b) => missed[b.axis]! * b.levels - missed[a.axis]! * a.levels);
  for (const { axis } of axes) {
    keep[axis]![cell[axis]!] = false;
    descend(search, keep, next + 1);
    keep[axis]![cell[axis]!] = true;
  }
}

/** How many missing cells that are still in the grid each level of `cell` has. */
function gaps(search: Search, keep: boolean[][], cell: readonly number[]): number[] {
  const missed = cell.map(() => 0);
  for (const other of search.missing) {
    if (!other.every((level, axis) => keep[axis]![level])) continue;
    other.forEach((level, axis) => level === cell[axis] && missed[axis]!++);
  }
  search.budget -= search.missing.length;
  return missed;
}

/**
 * The complete sub-grid with the most cells: levels are dropped until no missing cell is left (branch and bound).
 *
 * @param missing The missing cells, one level per axis each.
 * @returns null if no cell is left.
 *
 * @example One missing cell costs the level that holds the fewest others
 * ```ts
 * import { largestCompleteGrid } from "./largest_complete_grid.ts";
 * const { kept } = largestCompleteGrid([2, 4], [[1, 3]])!;
 * if (JSON.stringify(kept) !== "[[0,1],[0,1,2]]") throw new Error("not the largest");
 * ```
 */
export function largestCompleteGrid(
  sizes: readonly number[],
  missing: readonly (readonly number[])[],
  { budget = 50_000_000 }: CompleteGridOptions = {},
): CompleteGrid | null {
  const search: Search = { missing, best: null, bestCells: 0, budget };
  descend(search, sizes.map((size) => Array(size).fill(true)), 0);
  if (!search.best) return null;
  const kept = search.best.map((axis) => axis.flatMap((keep, level) => keep ? [level] : []));
  return { kept, largest: search.budget > 0 };
}
