import pl from "nodejs-polars";
import { column } from "./results.ts";

/** A run's curves, one number per epoch; NaN where the history has none. */
export interface Curve {
  readonly loss: Float64Array;
  readonly outcome: Float64Array;
  /** Epochs before the first without a finite loss. */
  readonly finite: number;
}

type Curves = readonly (Curve | undefined)[];

/** Histories are long and rules many: each history is arranged once, for all runs that were asked for. */
const arranged = new WeakMap<pl.DataFrame, Map<string, ReadonlyMap<string, Curve | undefined>>>();

/** The curves of some runs, in their order; undefined for one without an epoch. */
export function curvesOf(history: pl.DataFrame, runs: readonly string[], outcome: string): Curves {
  const before = arranged.get(history) ?? new Map<string, ReadonlyMap<string, Curve | undefined>>();
  arranged.set(history, before);
  const known = before.get(outcome);
  if (!known || !runs.every((run) => known.has(run))) {
    const all = [...new Set([...known?.keys() ?? [], ...runs])];
    const curves = arrange(history, all, outcome);
    before.set(outcome, new Map(all.map((run, i) => [run, curves[i]])));
  }
  const curves = before.get(outcome)!;
  return runs.map((run) => curves.get(run));
}

function arrange(history: pl.DataFrame, runs: readonly string[], outcome: string): Curves {
  const names = new Map(history.columns.map((name) => [name, []]));
  for (const name of ["run", "epoch", "validation_loss", outcome]) column({ columns: names }, name);
  // A name for each stretch of rows, not for each of millions of them, which would take more room than all numbers.
  const run = pl.col("run").cast(pl.Utf8);
  const starting = history.select(run.neq(run.shift(1)).fillNull(pl.lit(true)).alias("starts"));
  const isStart = starting.getColumn("starts").cast(pl.Float64).toTypedArray();
  const owners = history.select(run).filter(starting.getColumn("starts")).getColumn("run")
    .toArray();
  const position = new Map(runs.map((run, i) => [run, i]));
  const stretches = Int32Array.from(owners, (owner) => position.get(String(owner)) ?? -1);
  const read = (name: string) =>
    history.select(pl.col(name).cast(pl.Float64).fillNull(pl.lit(NaN)))
      .getColumn(name).toTypedArray() as Float64Array;
  const epoch = read("epoch"), places = new Int32Array(epoch.length);
  const starts = new Uint32Array(runs.length + 1);
  for (let row = 0, stretch = -1; row < epoch.length; row++) {
    if (isStart[row] === 1) stretch++;
    const place = places[row] = stretches[stretch]!;
    if (place >= 0) starts[place + 1] = Math.max(starts[place + 1]!, epoch[row]!);
  }
  for (let run = 0; run < runs.length; run++) starts[run + 1]! += starts[run]!;
  const [loss, value] = ["validation_loss", outcome].map((name) => {
    const values = read(name), all = new Float64Array(starts.at(-1)!).fill(NaN);
    for (let row = 0; row < places.length; row++) {
      const place = places[row]!;
      if (place >= 0) all[starts[place]! + epoch[row]! - 1] = values[row]!;
    }
    return all;
  });
  return runs.map((_, run) => {
    const [from, to] = [starts[run]!, starts[run + 1]!];
    if (from === to) return undefined;
    const own = loss!.subarray(from, to), end = own.findIndex((value) => !Number.isFinite(value));
    return {
      loss: own,
      outcome: value!.subarray(from, to),
      finite: end < 0 ? own.length : end,
    };
  });
}

/** The column that stands for a run's result: the error that every model has, where all epochs have it. */
export function replayedOutcome(history: pl.DataFrame): string {
  if (!history.columns.includes("validation_mse")) return "reconstruction";
  const lost = pl.col("validation_mse").isNull().and(pl.col("validation_loss").isNotNull());
  return history.filter(lost).height === 0 ? "validation_mse" : "reconstruction";
}
