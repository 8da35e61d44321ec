import { InputError } from "../errors.ts";
import { cellCount, cellOf } from "./_cell.ts";
import { nestAxes } from "./nested_axes.ts";
import { type Axis, type Level, levelText, usedLevels } from "./axis.ts";
import type { Results } from "./results.ts";
import type { FactorialTable } from "../numbers/functional_anova.ts";
import { largestCompleteGrid } from "../numbers/largest_complete_grid.ts";
import { subTable } from "../numbers/sub_table.ts";

/** A complete grid of one response. */
export interface FactorialGrid extends FactorialTable {
  /** The axes of the table, in its order. */
  readonly axes: readonly { readonly name: string; readonly levels: readonly Level[] }[];
  readonly seedLevels: readonly Level[];
  /** The repetitions that are averaged within the seeds: `seedLevels`, but where several seeds share a split. */
  readonly repetitionLevels: readonly Level[];
  /** Levels left out to make the grid complete, such as "learning_rate 0.1"; empty when none were. */
  readonly dropped: string;
}

/** What to do with an incomplete grid. */
export interface GridOptions {
  /** Refuse it, naming the missing runs, or take the largest complete sub-grid. @default "refuse" */
  onMissing?: "refuse" | "largest";
}

function place(axes: readonly Axis[], response: Float64Array): Float64Array {
  const cells = cellCount(axes);
  if (cells > 20_000_000) {
    throw new InputError(`Cannot lay out a grid of ${cells} cells: at most 20000000`);
  }
  const values = new Float64Array(cells).fill(NaN), taken = new Uint8Array(cells);
  for (let run = 0; run < response.length; run++) {
    const at = cellOf(axes, run);
    if (taken[at]) {
      throw new InputError(
        `Cannot lay out a grid: two runs have ${describe(axes, levelsAt(axes, at))}; ` +
          "name every axis that varies, group by it, or keep one run of each",
      );
    }
    taken[at] = 1;
    values[at] = response[run]!;
  }
  return values;
}

function levelsAt(axes: readonly Axis[], at: number): number[] {
  const levels: number[] = [];
  for (const { levels: { length } } of axes.toReversed()) {
    levels.unshift(at % length);
    at = Math.floor(at / length);
  }
  return levels;
}

function describe(axes: readonly Axis[], levels: readonly number[]): string {
  return axes.map((axis, i) => `${axis.name} ${levelText(axis.levels[levels[i]!]!)}`).join(", ");
}

function refuse(axes: readonly Axis[], missing: readonly number[][]): never {
  const named = missing.slice(0, 20).map((levels) => describe(axes, levels)).join("; ");
  const more = missing.length > 20 ? `; and ${missing.length - 20} more` : "";
  throw new InputError(
    `Cannot analyse an incomplete grid: ${missing.length} runs are missing or failed: ${named}${more}. ` +
      'Finish the sweep, or ask for the largest complete sub-grid (onMissing: "largest")',
  );
}

/** The seed, as the unit of noise, that each level of the repetition belongs to. */
function unitsOf({ seed }: Results, { levels, codes }: Axis): Level[] {
  const units: Level[] = levels.map(() => null);
  codes.forEach((code, run) => units[code] = seed.levels[seed.codes[run]!]!);
  return units;
}

/** Means of the repetitions of each unit, the innermost of the values. */
function averaged(values: Float64Array, units: readonly Level[], seeds: readonly Level[]) {
  if (units.length === seeds.length) return values;
  const place = units.map((unit) => seeds.indexOf(unit));
  const counts = seeds.map((_, seed) => place.filter((other) => other === seed).length);
  const means = new Float64Array(values.length / units.length * seeds.length);
  values.forEach((value, at) => {
    const seed = place[at % units.length]!, cell = Math.floor(at / units.length);
    means[cell * seeds.length + seed]! += value / counts[seed]!;
  });
  return means;
}

/**
 * Lays one response out over all axes and seeds (of several on one split their mean); options that only some models have are nested in the model: see `nestAxes`.
 *
 * @param response One number per run; NaN is a missing one.
 * @throws {InputError} If two runs share a cell, or runs are missing (they are named) and `onMissing` is not "largest".
 */
export function factorialGrid(
  results: Results,
  response: Float64Array,
  { onMissing = "refuse" }: GridOptions = {},
): FactorialGrid {
  const repetition = usedLevels(results.repetition), units = unitsOf(results, repetition);
  const all: Axis[] = [...nestAxes(results).axes, repetition];
  const values = place(all, response);
  const missing: number[][] = [];
  values.forEach((value, at) => Number.isNaN(value) && missing.push(levelsAt(all, at)));
  if (missing.length > 0 && onMissing === "refuse") refuse(all, missing);
  const sizes = all.map((axis) => axis.levels.length);
  const kept = missing.length > 0 ? largestCompleteGrid(sizes, missing)?.kept : sizes.map(range);
  if (!kept) throw new InputError("Cannot analyse a grid in which every run is missing or failed");
  const axes = all.map(({ name, levels }, a) => ({
    name,
    levels: kept[a]!.map((l) => levels[l]!),
  }));
  const dropped = all.flatMap(({ name, levels }, a) =>
    levels.filter((_, level) => !kept[a]!.includes(level)).map((level) =>
      `${name} ${levelText(level)}`
    )
  );
  const left = kept.at(-1)!.map((level) => units[level]!), seedLevels = [...new Set(left)];
  const table = missing.length > 0 ? subTable(values, { sizes, kept }) : values;
  return {
    axes: axes.slice(0, -1),
    seedLevels,
    repetitionLevels: axes.at(-1)!.levels,
    sizes: axes.slice(0, -1).map((axis) => axis.levels.length),
    seeds: seedLevels.length,
    values: averaged(table, left, seedLevels),
    dropped: dropped.join(", "),
  };
}

const range = (length: number) => Array.from({ length }, (_, i) => i);
