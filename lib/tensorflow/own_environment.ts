/** Of variables that this process has set for itself: what they were, and are; undefined and null where they are not set. */
const changed = new Map<
  string,
  { readonly before: string | undefined; readonly now: string | null }
>();

/**
 * Sets a variable for what this process loads. Processes that it starts get what it was given itself: a processor's work in
 * a notebook is not to hide the cards from a sweep.
 *
 * @param value Null removes it.
 *
 * @example
 * ```ts
 * import { givenVariable, setOwnVariable } from "./own_environment.ts";
 * const given = givenVariable("CUDA_VISIBLE_DEVICES");
 * setOwnVariable("CUDA_VISIBLE_DEVICES", "-1");
 * if (givenVariable("CUDA_VISIBLE_DEVICES") !== given) throw new Error("its own is not what it was given");
 * ```
 */
export function setOwnVariable(name: string, value: string | null): void {
  changed.set(name, { before: givenVariable(name), now: value });
  if (value === null) Deno.env.delete(name);
  else Deno.env.set(name, value);
}

/** A variable as this process was given it, or as somebody else has set it since. */
export function givenVariable(name: string): string | undefined {
  const own = changed.get(name), present = Deno.env.get(name);
  return own && (present ?? null) === own.now ? own.before : present;
}

/** All variables as this process was given them. */
export function givenEnvironment(): Record<string, string> {
  const environment = Deno.env.toObject();
  for (const name of changed.keys()) {
    const given = givenVariable(name);
    if (given === undefined) delete environment[name];
    else environment[name] = given;
  }
  return environment;
}
