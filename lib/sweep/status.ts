import { InputError } from "../errors.ts";
import { epochCost } from "./cost.ts";
import { expandGrid } from "./grid.ts";
import { runId } from "./identity.ts";
import { readJournals } from "./journal.ts";
import { readManifest } from "./manifest.ts";
import { DEFAULT_WORKERS } from "./resources.ts";

/** How far a result folder is. */
export interface SweepStatus {
  readonly total: number;
  /** Runs of the grid that ended by early stopping or at the cap. */
  readonly done: number;
  readonly diverged: number;
  /** Runs whose last attempt threw; a sweep tries them again. */
  readonly failed: number;
  /** Runs without any record. */
  readonly left: number;
  /** Lines of journals that could not be trusted. */
  readonly damaged: number;
  /** Rough seconds for what is left and failed, on this machine's default workers; null before any run is done. */
  readonly secondsLeft: number | null;
}

/**
 * Counts a result folder's runs. Takes no lock, so it may be asked while a sweep runs.
 *
 * @param folder A folder that a sweep wrote.
 * @throws {InputError} If it holds no sweep.
 *
 * @example
 * ```ts
 * import { sweepStatus } from "./status.ts";
 * try {
 *   sweepStatus("no/such/folder");
 * } catch (error) {
 *   if (!(error as Error).message.startsWith("Cannot tell the status of no/such/folder")) throw error;
 * }
 * ```
 */
export function sweepStatus(folder: string): SweepStatus {
  const manifest = readManifest(folder);
  if (!manifest) {
    throw new InputError(
      `Cannot tell the status of ${folder}: it holds no sweep.json; name a folder that \`deno task sweep\` wrote`,
    );
  }
  const { axes, fixed, data, engine, backend } = manifest;
  const runs = expandGrid(axes, fixed).map((configuration) => {
    const dataHash = data.hashes[configuration.seed]!;
    return { configuration, run: runId(configuration, { dataHash, engine, backend }) };
  });
  const { records, damaged } = readJournals(`${folder}/runs`);
  const known = new Map(records.map((record) => [record.run, record]));
  const size = { genes: data.genes, trainRows: data.trainRows };
  const counts = { done: 0, diverged: 0, failed: 0, left: 0 };
  let spent = 0, spentCost = 0, openCost = 0;
  for (const { run, configuration } of runs) {
    const record = known.get(run), cost = epochCost(configuration, size);
    if (!record) counts.left++;
    else if (record.status === "diverged" || record.status === "failed") counts[record.status]++;
    else counts.done++;
    if (!record || record.status === "failed") openCost += cost;
    else {
      spent += record.seconds;
      spentCost += cost;
    }
  }
  const secondsLeft = spentCost > 0 ? openCost * spent / spentCost / DEFAULT_WORKERS : null;
  return { total: runs.length, ...counts, damaged: damaged.length, secondsLeft };
}
