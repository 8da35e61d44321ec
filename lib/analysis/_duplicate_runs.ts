import { InputError } from "../errors.ts";
import { RESULT_COLUMNS } from "../sweep/store/result_columns.ts";
import { cellCount, cellOf } from "./_cell.ts";
import type { Axis } from "./axis.ts";

/** Results as `results.ts` has them; structural, since that file imports this one. */
interface Runs {
  readonly runs: number;
  readonly axes: readonly Axis[];
  readonly repetition: Axis;
  readonly columns: ReadonlyMap<string, readonly unknown[]>;
}

/** What a run's columns say besides what it was asked to do: two runs of one configuration differ in these. */
const OUTCOMES = new Set(RESULT_COLUMNS.slice(RESULT_COLUMNS.indexOf("status")).concat("run"));

/** Cells up to which an array of marks is smaller than a set of those that are taken. */
const MARKED = 2 ** 24;

/** Refuses runs that differ in no axis: any analysis would take one for a repetition of the other. */
export function refuseDuplicateRuns(results: Runs): void {
  const all = [...results.axes, results.repetition];
  const cells = cellCount(all);
  const taken = cells <= MARKED ? new Uint8Array(cells) : new Map<number, 1>();
  const isTaken = (cell: number) => taken instanceof Map ? taken.has(cell) : taken[cell] === 1;
  for (let run = 0; run < results.runs; run++) {
    const cell = cellOf(all, run);
    if (isTaken(cell)) {
      const earlier = [...results.repetition.codes.keys()].find((other) =>
        cellOf(all, other) === cell
      )!;
      throw new InputError(describe(results, earlier, run));
    }
    if (taken instanceof Map) taken.set(cell, 1);
    else taken[cell] = 1;
  }
}

function describe(results: Runs, a: number, b: number): string {
  const { columns } = results;
  const different = [...columns.keys()].filter((name) =>
    !OUTCOMES.has(name) && columns.get(name)![a] !== columns.get(name)![b]
  );
  const cell = [...results.axes, results.repetition]
    .map(({ name, levels, codes }) => `${name} ${levels[codes[a]!] ?? "–"}`).join(", ");
  const start = `Cannot tell runs apart: two have ${cell}`;
  if (different.length === 0) return `${start}; keep one run of each configuration and seed`;
  const values = different.map((name) =>
    `${name} (${[a, b].map((run) => columns.get(name)![run] ?? "–").join(" and ")})`
  );
  const axes = [...results.axes.map(({ name }) => name), ...different];
  return `${start} and differ in ${values.join(", ")}, not named among the axes; pass axes: ` +
    `${JSON.stringify(axes)}, or those that the opened results have`;
}
