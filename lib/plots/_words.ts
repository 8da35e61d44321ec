import { ascending } from "./_channels.ts";
import { sum } from "../numbers/sum.ts";
import { axisLabel, inOrder, levelLabel, levelsLabel } from "./labels.ts";

/** The name in a row's column; tables of everything together have no such column. */
export const nameIn = (row: object, column: string) => String(Reflect.get(row, column) ?? "all");

/** How figures write what stands in a row's column. */
export const labelIn = (row: object, column: string): string => levelLabel(nameIn(row, column));

/** The labels in a column of rows, each once, in the figures' order. */
export function labelsIn(rows: readonly object[], column: string): string[] {
  return inOrder(rows.map((row) => nameIn(row, column))).map(levelLabel);
}

/** Levels of an axis as they are written, numbers by size. */
export function levelsInOrder(levels: Iterable<string>): string[] {
  const once = [...new Set(levels)];
  return once.every((level) => level !== "" && Number.isFinite(Number(level)))
    ? once.sort((a, b) => Number(a) - Number(b))
    : inOrder(once.sort());
}

/** Axes joined by " × ", as they are written in a figure. */
export function axesLabel(axes: string): string {
  return axes.split(" × ").map(axisLabel).join(" × ");
}

/** Some of a row's columns. */
export function pick<Row extends object, Column extends keyof Row>(
  row: Row,
  ...columns: readonly Column[]
): Pick<Row, Column> {
  return Object.fromEntries(columns.map((column) => [column, row[column]])) as Pick<Row, Column>;
}

/** What stands for diverged runs, in a sentence. */
export function treatmentSentence(treatment: unknown): string {
  return treatment === "rank"
    ? "Diverged runs share the last rank."
    : "Losses are clipped at the mean predictor’s, which also stands for diverged runs.";
}

/** The panels of figures that show both treatments of diverged runs. */
export const TREATMENTS = { rank: "Ranks", clip: "log10 MSE, clipped" } as const;

/** What the panels of {@linkcode TREATMENTS} do with diverged runs. */
export const BOTH_TREATMENTS =
  "Diverged runs: as ranks, they share the last; log10 MSE is clipped at the mean predictor’s, which also stands for them.";

/** What was left out to make the grid complete, if anything was, and of which model where that differs. */
export function droppedSentence(rows: readonly object[]): string {
  const models = Map.groupBy(rows, (row) => String(Reflect.get(row, "dropped") ?? ""));
  const left = [...models].filter(([dropped]) => dropped !== "");
  if (left.length === 0) return "";
  const said = left.map(([dropped, own]) => {
    const named = own.filter((row) => Reflect.get(row, "model") !== undefined);
    const of = models.size > 1 && named.length > 0 ? `${labelsIn(named, "model").join(", ")} ` : "";
    return `${of}without ${levelsLabel(dropped)}`;
  });
  return `Incomplete grid: the largest complete part was taken, ${said.join("; ")}.`;
}

/** What multiplies losses or gradients: claims are judged at each of its levels apart. */
const APART = ["reduction", "momentum"];

/**
 * That a figure takes levels together which the claims judge apart, if it does.
 *
 * @param axes Those of the rows, also joined or nested as in "model (momentum)".
 */
export function togetherSentence(axes: Iterable<string>): string {
  const names = new Set([...axes].flatMap((axis) => axis.match(/\w+/g) ?? []));
  const mixed = APART.filter((name) => names.has(name));
  return mixed.length === 0
    ? ""
    : `All levels of the ${mixed.join(" and of the ")} together; the claims judge each apart.`;
}

/** "60", or "60 to 100" where a count differs between panels. */
export function countRange(counts: Iterable<number>): string {
  const sorted = ascending(counts);
  return sorted.length > 1 ? `${sorted[0]} to ${sorted.at(-1)}` : String(sorted[0]);
}

/** The sum of a column. */
export function total<Column extends string>(
  rows: readonly Readonly<Record<Column, number>>[],
  column: Column,
): number {
  return sum(rows.map((row) => row[column]));
}

/** A number with a minus sign, which 0 has none of. */
export const signed = (value: number): string =>
  value.toFixed(2).replace("-", "−").replace(/^−(0\.00)$/, "$1");

/** A change with its sign, such as "+0.12" or "−0.10"; what rounds to 0 has none. */
export function change(value: number): string {
  const written = signed(value);
  return Number(written) > 0 ? `+${written}` : written;
}

/** " (0.40 to 0.76)", or nothing where there is no interval. */
export function rangeText(
  { low, high }: { readonly low: number | null; readonly high: number | null },
  write: (value: number) => string,
): string {
  return low === null ? "" : ` (${write(low)} to ${write(high!)})`;
}

/** The first of the rows with each key. */
export function firstBy<Row>(rows: readonly Row[], key: (row: Row) => string): Row[] {
  return [...Map.groupBy(rows, key).values()].map(([first]) => first!);
}

/** What the bests of a table are chosen on. */
export function choiceSentence(rows: readonly { readonly chosen_on: string }[]): string {
  return rows[0]?.chosen_on === "validation"
    ? "Chosen on validation samples, reported on test samples."
    : "Chosen on the test samples themselves: these results have no validation MSE.";
}

/** How an interval was made, or why there is none. */
export function seedSentence(seeds: number): string {
  if (seeds === 1) return "One seed: no interval, and noise between seeds is part of the shares.";
  if (seeds === 2) return "Two seeds: no interval.";
  return `Intervals: 95 %, jackknife over ${seeds} seeds.`;
}
