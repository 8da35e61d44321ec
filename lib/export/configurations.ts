import type { Value } from "../options/mod.ts";
import type { ExportedRun } from "./exported_runs.ts";
import type { Parameter } from "./search_space.ts";

/** Configurations of runs: what is left of them without their seeds. */
export interface Configurations {
  /** The values of each in the order of the parameters; null where it does not have one. */
  readonly values: readonly (readonly (Value | null)[])[];
  /** Each run's, in the order of the runs. */
  readonly indexes: readonly number[];
}

/**
 * Numbers the configurations of runs from 0 in the order in which they first occur.
 *
 * @param parameters What tells two of them apart.
 */
export function configurationsOf(
  runs: readonly ExportedRun[],
  parameters: readonly Parameter[],
): Configurations {
  const known = new Map<string, number>(), values: (Value | null)[][] = [];
  const indexes = runs.map(({ columns }) => {
    const own = parameters.map(({ name }) => columns[name]!), key = JSON.stringify(own);
    const index = known.get(key) ?? values.push(own) - 1;
    known.set(key, index);
    return index;
  });
  return { values, indexes };
}
