/** Epochs that trainings go on for at least, as one ends only after several without an improvement. */
const EPOCHS = 10;

/**
 * Whether a population of other slots earns the time that it takes to build. A smaller one does through epochs that are as
 * much shorter as it has fewer slots; a larger one has to be twice as large.
 *
 * @param slots How many there are, are in use, and would be in use afterwards.
 * @param seconds What an epoch of the present population took, and building it.
 *
 * @example
 * ```ts
 * import { isWorthwhile } from "./_worthwhile.ts";
 * const slots = { now: 90, used: 30, wanted: 30 };
 * if (!isWorthwhile(slots, { epoch: 1, build: 2 })) throw new Error("10 epochs take 3.3 s instead of 10");
 * if (isWorthwhile(slots, { epoch: 0.1, build: 2 })) throw new Error("10 epochs take 1 s");
 * ```
 */
export function isWorthwhile(
  { now, used, wanted }: { readonly now: number; readonly used: number; readonly wanted: number },
  seconds: { readonly epoch: number; readonly build: number },
): boolean {
  if (wanted > now) return wanted >= 2 * now;
  const saved = seconds.epoch / used - seconds.epoch / now; // of a training, in an epoch
  return EPOCHS * wanted * saved > seconds.build;
}
