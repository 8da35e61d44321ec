import { InputError } from "../../errors.ts";
import type { Axes } from "./grid.ts";
import { kebabCase, type Value } from "./settings.ts";

/** Refuses an option that is to be one value for all runs and an axis at once. */
export function checkFixed(
  fixed: Readonly<Record<string, Value | null>>,
  { further = {} }: Pick<Axes, "further">,
): void {
  for (const name of Object.keys(further)) {
    if (!Object.hasOwn(fixed, name) || fixed[name] === null) continue;
    const option = kebabCase(name);
    throw new InputError(`--axis ${option}: --${option} is given too; leave one of them out`);
  }
}
