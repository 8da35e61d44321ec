import type { TopLevelSpec } from "vega-lite";
import { InputError } from "../errors.ts";
import { wrap } from "./_bubble_text.ts";
import { inOrder, labelOf, SCHEMA, THEME } from "./theme.ts";

/** A row of an analysis table, as a frame's `toRecords()` gives it. */
export type TableRow = Readonly<Record<string, unknown>>;

/** A specification with the project's look; the note is broken into lines of the figure's width. */
export function figure(
  { title, note, width }: { title: string; note: readonly string[]; width: number },
  body: Readonly<Record<string, unknown>>,
): TopLevelSpec {
  const subtitle = note.filter((line) => line !== "").flatMap((line) => wrap(line, width, 12));
  // Checked by compiling it in the tests: the types know no layers that are put together from parts.
  return {
    $schema: SCHEMA,
    title: { text: title, subtitle },
    config: THEME,
    ...body,
  } as unknown as TopLevelSpec;
}

/** Rows that a figure can draw, or an error that says there are none. */
export function required<Row>(rows: readonly Row[], what: string): readonly Row[] {
  if (rows.length > 0) return rows;
  throw new InputError(`Cannot draw ${what}: the table has no row for it; check how it was made`);
}

/** Levels of an axis as they are written, numbers by size. */
export function levelsInOrder(levels: Iterable<string>): string[] {
  const once = [...new Set(levels)];
  return once.every((level) => level !== "" && Number.isFinite(Number(level)))
    ? once.sort((a, b) => Number(a) - Number(b))
    : once.sort();
}

/** Axes joined by " × ", as they are written in a figure. */
export function axesLabel(axes: string): string {
  return axes.split(" × ").map(labelOf).join(" × ");
}

/** Round numbers for a logarithmic axis over less than some decades, about half a dozen. */
export function logTicks([low, high]: readonly [number, number]): number[] {
  const steps = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9], coarse = [1, 2, 5];
  const from = Math.floor(Math.log10(low)), to = Math.ceil(Math.log10(high));
  const decades = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const within = (per: readonly number[]) =>
    decades.flatMap((decade) => per.map((step) => Number((step * 10 ** decade).toPrecision(3))))
      .filter((tick) => tick >= low && tick <= high);
  const fine = within(steps), few = within(coarse);
  return few.length >= 4 ? few : fine.length <= 8 ? fine : fine.filter((_, i) => i % 2 === 0);
}

/** The range of positive numbers with a little room at both ends, for a logarithmic axis. */
export function logDomain(values: readonly number[]): [number, number] {
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return [low / 1.06, high * 1.06];
}

/** What stands for diverged runs, in a sentence. */
export function treatmentSentence(treatment: unknown): string {
  return treatment === "rank"
    ? "Diverged runs share the last rank."
    : "Losses are clipped at the mean predictor’s, which also stands for diverged runs.";
}

/** "latent_size 5, seed 1" as figures write it. */
function droppedLevels(dropped: string): string {
  return dropped.split(", ").map((pair) => {
    const [axis, ...level] = pair.split(" ");
    return `${labelOf(axis!).toLowerCase()} ${labelOf(level.join(" "))}`;
  }).join(", ");
}

/** What was left out to make the grid complete, if anything was, and of which model where that differs. */
export function droppedSentence(rows: readonly TableRow[]): string {
  const models = Map.groupBy(rows, (row) => String(row.dropped ?? ""));
  const left = [...models].filter(([dropped]) => dropped !== "");
  if (left.length === 0) return "";
  const said = left.map(([dropped, own]) => {
    const names = new Set(own.flatMap((row) => row.model === undefined ? [] : String(row.model)));
    const of = models.size > 1 && names.size > 0
      ? `${inOrder(names).map(labelOf).join(", ")} `
      : "";
    return `${of}without ${droppedLevels(dropped)}`;
  });
  return `Incomplete grid: the largest complete part was taken, ${said.join("; ")}.`;
}

/** "60", or "60 to 100" where a count differs between panels. */
export function countRange(counts: Iterable<number>): string {
  const sorted = [...new Set(counts)].sort((a, b) => a - b);
  return sorted.length > 1 ? `${sorted[0]} to ${sorted.at(-1)}` : String(sorted[0]);
}

/** How an interval was made, or why there is none. */
export function seedSentence(seeds: number): string {
  return seeds > 1
    ? `Intervals: 95 %, ${
      seeds < 5 ? "Student’s t with bootstrap errors" : "bootstrap"
    } over ${seeds} seeds.`
    : "One seed: no interval, and noise between seeds is part of the shares.";
}
