import { InputError } from "../errors.ts";
import type { NoticeCounter } from "./notice_counter.ts";
import { shortNumber } from "./short_number.ts";
import type { Side, TableFormat } from "./table.ts";
import type { TableBlocks, Transform } from "./table_blocks.ts";
import { areLikeZScores } from "./z_scores.ts";

/** How a matrix's numbers are transformed: not at all, log2(x + 1), or log2 of counts per million + 1. */
export type Scale = "as-is" | "log2" | "log2-cpm";

/** Above this a value is not log2(x + 1) of anything that was counted: 2^32 reads. */
const LARGEST_LOG = 32;

/** What tells of a table's numbers how they may be scaled. */
export interface NumbersLook {
  readonly smallest: number;
  readonly largest: number;
  /** Whether all are whole, as counts are: those of single cells may be small. */
  readonly areWhole: boolean;
}

/** Reports numbers that do not look like what the scale expects, with their range. */
export function reportScale(
  numbers: NumbersLook,
  scale: Scale,
  { alternatives }: Pick<TableFormat, "alternatives">,
  notices: NoticeCounter,
): void {
  const { smallest, largest } = numbers;
  const range = `${shortNumber(smallest)} to ${shortNumber(largest)}`;
  if (scale === "as-is" && smallest < 0 && alternatives !== undefined) {
    notices.add("negative-values", `${range}; ${alternatives}`);
  }
  if (scale === "as-is" && largest > LARGEST_LOG) notices.add("large-values", range);
  if (scale !== "as-is" && largest <= LARGEST_LOG && !numbers.areWhole) {
    notices.add("small-values", range);
  }
  if (scale === "log2") notices.add("log2", range);
  if (scale === "log2-cpm") notices.add("log2-cpm", range);
}

/** The function that scales a number of a sample; undefined where numbers stay as they are. */
export function transformOf(
  path: string,
  table: TableBlocks,
  samples: Side,
  scale: Scale,
  format: Pick<TableFormat, "place" | "alternatives">,
): Transform | undefined {
  if (scale === "as-is") return undefined;
  if (table.smallest < 0) throw negative(path, table, samples, scale, format);
  return countsTransform(path, scale, {
    totals: () => table.totals(samples),
    ids: table.ids[samples],
  });
}

/** What makes a scale of counts: of each sample the total is asked for where the scale needs it. */
export function countsTransform(
  path: string,
  scale: Exclude<Scale, "as-is">,
  { totals, ids }: {
    readonly totals: () => readonly number[] | Float64Array;
    readonly ids: readonly string[];
  },
): Transform {
  if (scale === "log2") return (value) => Math.log2(value + 1);
  const all = totals(), empty = all.indexOf(0);
  if (empty >= 0) {
    throw new InputError(
      `Cannot read ${path} with --scale ${scale}: the sample ${
        ids[empty]
      } has no counts at all; remove it`,
    );
  }
  return (value, sample) => Math.log2(1e6 * value / all[sample]! + 1);
}

function negative(
  path: string,
  table: TableBlocks,
  samples: Side,
  scale: Scale,
  { place, alternatives }: Pick<TableFormat, "place" | "alternatives">,
): InputError {
  const { lines, across } = table.ids;
  for (let line = 0; line < lines.length; line++) {
    for (let at = 0; at < across.length; at++) {
      const value = table.get(line, at);
      if (!(value < 0)) continue;
      const [gene, sample] = samples === "across"
        ? [lines[line], across[at]]
        : [across[at], lines[line]];
      return new InputError(
        `Cannot read ${path} with --scale ${scale}, ${place(line, at)} (gene ${gene}, sample ` +
          `${sample}): ${Number(value.toPrecision(6))} is negative; ${
            meaning(table, samples, alternatives)
          }`,
      );
    }
  }
  throw new Error("there is no negative number");
}

/** What numbers with negative ones may be, and what to do then. */
function meaning(table: TableBlocks, samples: Side, alternatives: string | undefined): string {
  const { smallest, largest, ids: { lines, across } } = table, count = table.ids[samples].length;
  let negative = 0;
  lines.forEach((_, line) =>
    across.forEach((_, at) => negative += table.get(line, at) < 0 ? 1 : 0)
  );
  const totals = table.totals(samples === "lines" ? "across" : "lines");
  const means = totals.map((total) => total / count);
  if (!areLikeZScores(means, negative / (lines.length * across.length))) {
    const logarithms = "where these are logarithms already, use --scale as-is";
    return alternatives === undefined ? logarithms : `${logarithms}; ${alternatives}`;
  }
  return `numbers of ${shortNumber(smallest)} to ${
    shortNumber(largest)
  } with means near 0 in most genes are z-scores, of which no logarithms ` +
    `can be made; ${alternatives ?? "give the counts, or use --scale as-is"}`;
}
