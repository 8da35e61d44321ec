import { lastEpochOf } from "../../options/mod.ts";
import type { RunConfiguration } from "./grid.ts";

/**
 * Mean epochs of runs with patience 10 and at most 100 epochs, by learning rate from 1e-5 to 0.1 in powers of ten. The
 * summed loss on rtcga350 with 512 hidden units, and on the built-in cohort as in outputs/reference, which has the
 * averaged loss too. docs/protocol.md says how they were found.
 */
const MEASURED: Readonly<Record<string, readonly Readonly<Record<string, readonly number[]>>[]>> = {
  sum: [
    { adam: [100, 98, 54, 28, 20], sgd: [81, 83, 29, 9, 1], rmsprop: [100, 86, 32, 36, 2] },
    { adam: [100, 100, 100, 87, 41], sgd: [84, 97, 100, 91, 7], rmsprop: [100, 100, 100, 77, 29] },
  ],
  mean: [
    { adam: [100, 100, 100, 86, 40], sgd: [17, 17, 21, 84, 97], rmsprop: [100, 100, 100, 77, 37] },
  ],
};

/** The lowest power of ten of {@linkcode MEASURED}. */
const LOWEST = -5;

/** The cap and the patience that were measured. */
const CAP = 100, PATIENCE = 10;

/**
 * How mean epochs grow with the cap and with patience, as powers of both: from 81 to 230 as the cap grows from 100 to 500
 * epochs, from 59 to 98 as the patience grows from 3 to 40 (docs/protocol.md).
 */
const BY_CAP = Math.log(230 / 81) / Math.log(500 / 100);
const BY_PATIENCE = Math.log(98 / 59) / Math.log(40 / 3);

/** From and to, such as of epochs or of seconds. */
export type Range = readonly [from: number, to: number];

/**
 * How many epochs a run usually takes: early stopping and divergence end most before their last one.
 *
 * @returns What runs of its optimizer, learning rate and reduction took on average, the least and the most of the sweeps
 * that were measured.
 *
 * @example
 * ```ts
 * import { expandGrid, POSTER_GRID } from "./grid.ts";
 * import { usualEpochs } from "./usual_epochs.ts";
 * const grid = { ...POSTER_GRID, learningRates: [1e-3], optimizers: ["adam"] };
 * const [run] = expandGrid(grid), [fixed] = expandGrid(grid, { fixedEpochs: 7 });
 * if (usualEpochs(run!).join() !== "54,100") throw new Error("other than measured");
 * if (usualEpochs(fixed!).join() !== "7,7") throw new Error("it has no early stopping");
 * ```
 */
export function usualEpochs({ optimizer, learningRate, settings }: RunConfiguration): Range {
  const cap = lastEpochOf(settings), { patience, reduction, minEpochs, fixedEpochs } = settings;
  if (fixedEpochs !== null) return [cap, cap];
  // Below the measured cap runs take the same share of it as of the measured one.
  const growth = (cap / CAP) ** (cap > CAP ? BY_CAP : 1) *
    (Math.max(patience, 1) / PATIENCE) ** BY_PATIENCE;
  const epochs = MEASURED[reduction]!.map((sweep) => {
    const rows = Object.hasOwn(sweep, optimizer) ? [sweep[optimizer]!] : Object.values(sweep);
    const share = rows.reduce((sum, row) => sum + at(row, Math.log10(learningRate)), 0) /
      rows.length;
    return Math.min(cap, Math.max(1, minEpochs, share * growth));
  });
  return [Math.min(...epochs), Math.max(...epochs)];
}

/** A row's value at a power of ten, linear in between and constant beyond. */
function at(row: readonly number[], power: number): number {
  const place = Math.min(Math.max(power - LOWEST, 0), row.length - 1), first = Math.floor(place);
  const next = row[Math.min(first + 1, row.length - 1)]!;
  return row[first]! + (place - first) * (next - row[first]!);
}
