import { InputError } from "../errors.ts";
import { cellOf } from "./_cell.ts";
import { nestAxes } from "./nested_axes.ts";
import { type Level, toAxis } from "./axis.ts";
import { column, type Results, selectRuns } from "./results.ts";

/** The runs that agree on some columns. */
export interface ResultsGroup {
  /** Column and its level. */
  readonly key: Readonly<Record<string, Level>>;
  /** The runs, without the grouping columns among their axes; see `nestAxes` for options that only some models have. */
  readonly results: Results;
  /** Positions of the runs among all. */
  readonly rows: readonly number[];
}

/**
 * Splits runs by the levels of some columns, in ascending order of the levels.
 *
 * @param by Column names; an empty list gives one group of all runs.
 * @throws {InputError} If a column is missing.
 */
export function groupResults(
  results: Results,
  by: readonly string[],
): readonly ResultsGroup[] {
  const before = grouped.get(results) ?? new Map<string, readonly ResultsGroup[]>();
  grouped.set(results, before);
  const key = JSON.stringify(by);
  const known = before.get(key) ?? group(results, by);
  if (known.length <= FEW) before.set(key, known);
  return known;
}

/** More groups than this would take much room, and are not asked for again. */
const FEW = 20;

/** Many tables ask for the same groups of the same runs. */
const grouped = new WeakMap<Results, Map<string, readonly ResultsGroup[]>>();

function group(results: Results, by: readonly string[]): ResultsGroup[] {
  const axes = by.map((name) => toAxis(name, column(results, name)));
  const groups = Map.groupBy(results.status.keys(), (run) => cellOf(axes, run));
  const rest = { ...results, axes: results.axes.filter((axis) => !by.includes(axis.name)) };
  return [...groups].sort(([a], [b]) => a - b).map(([, runs]) => ({
    key: Object.fromEntries(axes.map((axis) => [axis.name, axis.levels[axis.codes[runs[0]!]!]!])),
    results: nestAxes(selectRuns(rest, runs)),
    rows: runs,
  }));
}

/**
 * The axis of a given name, or the one that it is nested in: see `nestAxes`.
 *
 * @throws {InputError} If the results do not vary in it.
 */
export function axisOf(results: Results, name: string): Results["axes"][number] {
  const axis = results.axes.find((axis) => axis.name === name || axis.name.startsWith(`${name} (`));
  if (axis) return axis;
  const known = results.axes.map((axis) => axis.name).join(", ") || "nothing";
  throw new InputError(`Cannot compare levels of ${name}: the results vary only in ${known}`);
}
