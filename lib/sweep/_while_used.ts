/**
 * What takes much room, made when it is asked for and kept as long as somebody uses it: who asks meanwhile gets the same, who
 * asks later another one, made anew.
 *
 * @param make Gives something equal each time.
 *
 * @example
 * ```ts
 * import { whileUsed } from "./_while_used.ts";
 * let made = 0;
 * const numbers = whileUsed(() => [++made]), own = numbers();
 * if (numbers() !== own || made !== 1) throw new Error("it is in use");
 * ```
 */
export function whileUsed<Made extends object>(make: () => Made | null): () => Made | null {
  let known: WeakRef<Made> | undefined;
  return () => {
    const before = known?.deref();
    if (before) return before;
    const made = make();
    if (made) known = new WeakRef(made);
    return made;
  };
}
