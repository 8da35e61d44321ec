import type { ParameterSpec } from "../models/network.ts";
import { sizeOf } from "./_parameters.ts";

/** Numbers from which on a parameter is updated by operations of its own: 1 MiB. */
const LARGE = 2 ** 18;

/** Where a parameter lies in its group's numbers. */
export interface GroupedParameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly size: number;
}

/** Parameters that one variable holds: a large one alone, or all small ones in a row. */
export interface ParameterGroup {
  readonly name: string;
  readonly shape: readonly number[];
  readonly parameters: readonly GroupedParameter[];
}

/**
 * Parameters in the groups that a population updates together. A card takes longer to begin an operation than to finish a
 * small one, so the small parameters of a network share their operations.
 */
export function parameterGroups(
  specs: readonly (readonly [string, ParameterSpec])[],
): readonly ParameterGroup[] {
  const large = specs.filter(([, { shape }]) => sizeOf(shape) >= LARGE);
  const groups = large.map(([name, { shape }]) => {
    return { name, shape, parameters: [{ name, shape, start: 0, size: sizeOf(shape) }] };
  });
  let total = 0;
  const pooled: GroupedParameter[] = [];
  for (const [name, { shape }] of specs) {
    const size = sizeOf(shape);
    if (size >= LARGE) continue;
    pooled.push({ name, shape, start: total, size });
    total += size;
  }
  return total ? [...groups, { name: "small", shape: [total], parameters: pooled }] : groups;
}
