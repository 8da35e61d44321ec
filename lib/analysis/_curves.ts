import pl from "nodejs-polars";
import { column } from "./results.ts";

/** A run's curves, one number per epoch; NaN where the history has none. */
export interface Curve {
  readonly loss: Float64Array;
  readonly outcome: Float64Array;
}

type Curves = readonly (Curve | undefined)[];

/** Histories are long and rules many: each history is arranged once. */
const arranged = new WeakMap<
  pl.DataFrame,
  Map<string, { runs: readonly string[]; curves: Curves }>
>();

const same = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((run, i) => run === b[i]);

/** The curves of some runs, in their order; undefined for one without an epoch. */
export function curvesOf(history: pl.DataFrame, runs: readonly string[], outcome: string): Curves {
  const known = arranged.get(history)?.get(outcome);
  if (known && same(known.runs, runs)) return known.curves;
  const curves = arrange(history, runs, outcome);
  if (!arranged.has(history)) arranged.set(history, new Map());
  arranged.get(history)!.set(outcome, { runs, curves });
  return curves;
}

function arrange(history: pl.DataFrame, runs: readonly string[], outcome: string): Curves {
  const names = new Map(history.columns.map((name) => [name, []]));
  for (const name of ["run", "epoch", "validation_loss", outcome]) column({ columns: names }, name);
  const places = pl.DataFrame([
    pl.Series("run", runs as string[], pl.Utf8),
    pl.Series("place", [...runs.keys()], pl.Float64),
  ]);
  // Joined here, as millions of names would take more room than all numbers.
  const number = (name: string, as: string) =>
    pl.col(name).cast(pl.Float64).fillNull(pl.lit(NaN)).alias(as);
  const joined = history.select(
    pl.col("run").cast(pl.Utf8),
    number("epoch", "epoch"),
    number("validation_loss", "loss"),
    number(outcome, "outcome"),
  ).join(places, { on: "run", how: "inner" });
  const read = (name: string) => Float64Array.from(joined.getColumn(name).toTypedArray());
  const [place, epoch, loss, value] = [read("place"), read("epoch"), read("loss"), read("outcome")];
  const lengths = new Uint32Array(runs.length);
  place!.forEach((run, row) => lengths[run] = Math.max(lengths[run]!, epoch![row]!));
  const curves = Array.from(lengths, (length) =>
    length === 0 ? undefined : {
      loss: new Float64Array(length).fill(NaN),
      outcome: new Float64Array(length).fill(NaN),
    });
  place!.forEach((run, row) => {
    curves[run]!.loss[epoch![row]! - 1] = loss![row]!;
    curves[run]!.outcome[epoch![row]! - 1] = value![row]!;
  });
  return curves;
}

/** The column that stands for a run's result: the error that every model has, where all epochs have it. */
export function replayedOutcome(history: pl.DataFrame): string {
  if (!history.columns.includes("validation_mse")) return "reconstruction";
  const lost = pl.col("validation_mse").isNull().and(pl.col("validation_loss").isNotNull());
  return history.filter(lost).height === 0 ? "validation_mse" : "reconstruction";
}
