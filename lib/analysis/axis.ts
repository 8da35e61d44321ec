/** A value of an axis; null where the run's model has no such option. */
export type Level = string | number | boolean | null;

/** One hyper-parameter of a sweep, or the seed. */
export interface Axis {
  readonly name: string;
  /** Ascending: numbers by size, words by alphabet, so that the order of the rows does not matter. */
  readonly levels: readonly Level[];
  /** Position in `levels`, one per run. */
  readonly codes: Int32Array;
}

/** The columns of the axes of the poster's study. */
export const STUDY: readonly string[] = ["latent_size", "learning_rate", "model", "optimizer"];

/** Numbers by size, then words by alphabet, then no value. */
function inOrder(a: Level, b: Level): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const words = Number(typeof a === "string") - Number(typeof b === "string");
  return words || (a < b ? -1 : a > b ? 1 : 0);
}

/**
 * A level as tables and texts have it: "–" for a model that has no such option.
 */
export function levelText(level: Level): string {
  return level === null ? "–" : String(level);
}

/**
 * A column of a frame as an axis; a run without a value (its model has no such option) is at the level null.
 */
export function toAxis(name: string, values: readonly unknown[]): Axis {
  const codes = new Int32Array(values.length), first = new Map<Level, number>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i], level = (value !== value ? null : value ?? null) as Level;
    let code = first.get(level);
    if (code === undefined) first.set(level, code = first.size);
    codes[i] = code;
  }
  const levels = [...first.keys()].sort(inOrder), place = new Int32Array(levels.length);
  levels.forEach((level, i) => place[first.get(level)!] = i);
  for (let i = 0; i < codes.length; i++) codes[i] = place[codes[i]!]!;
  return { name, levels, codes };
}

/**
 * An axis with the levels that some run has, such as seeds: a model tried with fewer of them than another is not incomplete.
 */
export function usedLevels({ name, levels, codes }: Axis): Axis {
  return keptLevels({ name, levels, codes });
}

/**
 * The same for some of the runs.
 *
 * @param rows Positions of the runs. @default all
 */
export function keptLevels({ name, levels, codes }: Axis, rows?: ArrayLike<number>): Axis {
  const length = rows?.length ?? codes.length, kept = new Int32Array(length);
  const place = new Int32Array(levels.length);
  for (let i = 0; i < length; i++) {
    kept[i] = codes[rows ? rows[i]! : i]!;
    place[kept[i]!] = 1;
  }
  const left = [...levels.keys()].filter((code) => place[code] === 1);
  left.forEach((code, i) => place[code] = i);
  for (let i = 0; i < length; i++) kept[i] = place[kept[i]!]!;
  return { name, levels: left.map((code) => levels[code]!), codes: kept };
}

/**
 * The axes beyond the study's four, by name.
 */
export function furtherAxes(
  { axes }: { readonly axes: readonly Pick<Axis, "name">[] },
): string[] {
  return axes.map(({ name }) => name).filter((name) => !STUDY.includes(name));
}

/**
 * The axes over which runs range, in words such as "learning_rate, optimizer".
 */
export function overOf(
  { axes }: { readonly axes: readonly Pick<Axis, "name">[] },
): string {
  return axes.map(({ name }) => name).join(", ");
}
