/**
 * A count and its noun, such as `1 run` and `2 runs`.
 *
 * @example
 * ```ts
 * import { plural } from "./plural.ts";
 * if (plural(2, "entry", "entries") !== "2 entries") throw new Error("wrong plural");
 * ```
 */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
