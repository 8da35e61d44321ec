import type { RunRow } from "../analysis/run_rows.ts";

/** The column that colours the bubbles. */
export type BubbleMetric = "test_mse" | "test_reconstruction";

/** What became of the runs a mark stands for, in the legend's order. */
export const OUTCOMES = [
  "converged",
  "max_epochs",
  "unmeasured",
  "diverged",
  "failed",
  "missing",
] as const;

/** One of {@linkcode OUTCOMES}. */
export type Outcome = typeof OUTCOMES[number];

/** One mark of the bubble plot: the runs of one configuration that ended in one way. */
export interface Mark {
  readonly model: string;
  readonly optimizer: string;
  readonly latent_size: number;
  readonly learning_rate: number;
  readonly outcome: Outcome;
  /** Mean metric and epochs of these runs; null for a mark without. */
  readonly value: number | null;
  readonly epochs: number | null;
  /** How many runs this mark stands for, and how many the configuration has. */
  readonly runs: number;
  readonly of: number;
  /** Whether the configuration has a mark before this one, which is then drawn small in a corner. */
  readonly badge: boolean;
}

type Cell = Pick<Mark, "model" | "optimizer" | "latent_size" | "learning_rate">;

const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

/** How a run is drawn; capped and converged runs of one configuration share a bubble. */
function kindOf(
  row: RunRow,
  metric: BubbleMetric,
): "bubble" | "unmeasured" | "diverged" | "failed" {
  if (row.status === "diverged" || row.status === "failed") return row.status;
  const measured = row[metric] !== null && row.epochs !== null;
  return measured ? "bubble" : "unmeasured";
}

function bubble(cell: Cell, rows: readonly RunRow[], metric: BubbleMetric, of: number): Mark {
  const capped = rows.some((row) => row.status === "max_epochs");
  return {
    ...cell,
    outcome: capped ? "max_epochs" : "converged",
    value: mean(rows.map((row) => row[metric]!)),
    epochs: mean(rows.map((row) => row.epochs!)),
    runs: rows.length,
    of,
    badge: false,
  };
}

/** The marks of one configuration, the bubble first. */
function marksOfCell(cell: Cell, rows: readonly RunRow[], metric: BubbleMetric): Mark[] {
  const of = rows.length, marks: Mark[] = [];
  const kinds = Map.groupBy(rows, (row) => kindOf(row, metric));
  const bubbles = kinds.get("bubble");
  if (bubbles) marks.push(bubble(cell, bubbles, metric, of));
  for (const outcome of ["unmeasured", "diverged", "failed"] as const) {
    const runs = kinds.get(outcome)?.length ?? 0;
    const badge = marks.length > 0;
    if (runs > 0) marks.push({ ...cell, outcome, value: null, epochs: null, runs, of, badge });
  }
  return marks;
}

/** Distinct values in ascending order. */
export function ascending(values: Iterable<number>): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

/** Every run in exactly one mark, and a mark for each configuration of the full grid that has no run. */
export function bubbleMarks(rows: readonly RunRow[], metric: BubbleMetric): Mark[] {
  const key = (cell: Cell) =>
    JSON.stringify([cell.model, cell.optimizer, cell.latent_size, cell.learning_rate]);
  const groups = Map.groupBy(rows, key), marks: Mark[] = [];
  for (const model of new Set(rows.map((row) => row.model))) {
    for (const optimizer of new Set(rows.map((row) => row.optimizer))) {
      for (const latent_size of ascending(rows.map((row) => row.latent_size))) {
        for (const learning_rate of ascending(rows.map((row) => row.learning_rate))) {
          const cell = { model, optimizer, latent_size, learning_rate };
          const found = groups.get(key(cell));
          marks.push(...found ? marksOfCell(cell, found, metric) : [missing(cell)]);
        }
      }
    }
  }
  return marks;
}

function missing(cell: Cell): Mark {
  return { ...cell, outcome: "missing", value: null, epochs: null, runs: 0, of: 0, badge: false };
}
