import { batches } from "./_batches.ts";
import type { Terms } from "./engine.ts";
import type { Occupant } from "./_occupant.ts";
import type { Population } from "./_population.ts";

/** Milliseconds of steps after which other work of the process gets a turn. */
const TURN = 200;

/** An occupant's epoch. */
export interface OccupantEpoch {
  readonly occupant: Occupant;
  readonly continueAfterDivergence: boolean;
}

/**
 * An epoch of several occupants, on the rows of their orders. One whose loss is not finite takes no further step, unless it is
 * told to continue.
 *
 * @returns The loss terms of each one's steps.
 */
export async function trainEpoch(
  population: Population,
  epochs: readonly OccupantEpoch[],
): Promise<Terms[][]> {
  const taken = new Map<Occupant, Terms[]>(epochs.map(({ occupant }) => [occupant, []]));
  const [{ job, order }] = epochs.map(({ occupant }) => occupant) as [Occupant];
  const endless = new Set(
    epochs.filter((one) => one.continueAfterDivergence).map(({ occupant }) => occupant),
  );
  const orders = population.orders([...taken.keys()]);
  let active = [...taken.keys()], turn = performance.now();
  try {
    for (const [start] of batches(job, order.length)) {
      const stepped = population.step(active, { orders, start });
      active.forEach((occupant, i) => taken.get(occupant)!.push(stepped[i]!));
      active = active.filter((occupant, i) =>
        endless.has(occupant) || Object.values(stepped[i]!).every(Number.isFinite)
      );
      if (!active.length) break;
      if (performance.now() - turn < TURN) continue;
      await new Promise((resolve) => setTimeout(resolve, 0));
      turn = performance.now();
    }
  } finally {
    orders.dispose();
  }
  return [...taken.values()];
}
