import pl from "nodejs-polars";
import { normal, permutation } from "../../lib/random.ts";

/** A cell of a sweep: its axes and its seed. */
export type Cell = Record<string, string | number>;

/** Every combination of the levels, the last axis fastest. */
export function cells(axes: Record<string, readonly (string | number)[]>): Cell[] {
  return Object.entries(axes).reduce<Cell[]>(
    (all, [name, levels]) =>
      all.flatMap((cell) => levels.map((level) => ({ ...cell, [name]: level }))),
    [{}],
  );
}

/** A results frame: the outcome is an MSE, "diverged" or "failed". */
export function sweep(
  cells: readonly Cell[],
  outcome: (cell: Cell, index: number) => number | "diverged" | "failed",
): pl.DataFrame {
  const outcomes = cells.map(outcome);
  const names = Object.keys(cells[0]!);
  return pl.DataFrame({
    run: cells.map((_, i) => `run${i}`),
    ...Object.fromEntries(names.map((name) => [name, cells.map((cell) => cell[name]!)])),
    ...("seed" in cells[0]! ? {} : { seed: cells.map(() => 0) }),
    status: outcomes.map((value) => typeof value === "number" ? "converged" : value),
    test_mse: pl.Series(
      "test_mse",
      outcomes.map((v) => typeof v === "number" ? v : null),
      pl.Float64,
    ),
  });
}

/** The same frame with its columns and rows in another order. */
export function shuffled(frame: pl.DataFrame, seed: number): pl.DataFrame {
  const columns = [...permutation([seed, 0], frame.width)].map((i) => frame.columns[i]!);
  const rows = [...permutation([seed, 1], frame.height)];
  return pl.DataFrame(columns.map((name) => {
    const series = frame.getColumn(name), values = series.toArray();
    return pl.Series(name, rows.map((row) => values[row]), series.dtype);
  }));
}

/** Independent noise. */
export function noise(seed: number, count: number, deviation = 1): number[] {
  return [...normal([seed, 9], count)].map((value) => value * deviation);
}

/** The frame with an option that some models do not have: NaN stands for none. */
export function withoutOption(frame: pl.DataFrame, name: string, values: number[]): pl.DataFrame {
  const known = values.map((value) => Number.isNaN(value) ? null : value);
  return frame.withColumns(pl.Series(name, known, pl.Float64));
}
