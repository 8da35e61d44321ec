import { InputError } from "../errors.ts";
import { unlessMissing } from "../files.ts";
import { shellWord } from "../format/shell_word.ts";
import { datasetKey } from "./plan/dataset_key.ts";
import { Forecast } from "./plan/forecast.ts";
import { expandGrid, type RunConfiguration } from "./plan/grid.ts";
import { sweepAxes, type SweepAxis } from "./store/axes.ts";
import { modelTable, requireManifest } from "./store/manifest.ts";
import { readOutcomes, type RunOutcome } from "./store/outcomes.ts";
import { identify } from "./store/raised_cap.ts";
import { refuseLinks } from "./store/refuse_links.ts";
import { local } from "./execute/local_executor.ts";
import { computationNotices } from "./computation_notices.ts";
import { changedTexts } from "./store/check_texts.ts";

/** How far a result folder is. */
export interface SweepStatus {
  /** What the sweep varies. */
  readonly axes: readonly SweepAxis[];
  readonly total: number;
  /** Runs of the grid that ended by early stopping or at the cap, having learned something. */
  readonly done: number;
  /** Runs that early stopping ended when they had learned next to nothing. */
  readonly stalled: number;
  readonly diverged: number;
  /** Runs whose last attempt came to no result; a sweep tries them again. */
  readonly failed: number;
  /** Runs that a living process is at. */
  readonly running: number;
  /** Runs that are neither finished nor running. */
  readonly left: number;
  /** The last attempt of each failed run. */
  readonly failures: readonly RunOutcome[];
  /** What `computationNotices` says of the finished runs. */
  readonly notices: readonly string[];
  /** Lines of journals that could not be trusted. */
  readonly damaged: number;
  /** Rough seconds for what is left, running and failed, on this machine's default workers; null before any run is done. */
  readonly secondsLeft: number | null;
}

/**
 * Counts a result folder's runs. Takes no lock, so it may be called while a sweep runs.
 *
 * @throws {InputError} If it holds no sweep, or only the tables of one.
 *
 * @example
 * ```ts
 * import { sweepStatus } from "./status.ts";
 * try {
 *   sweepStatus("no/such/folder");
 * } catch (error) {
 *   if (!(error as Error).message.startsWith("Cannot show the status of no/such/folder")) throw error;
 * }
 * ```
 */
export function sweepStatus(folder: string): SweepStatus {
  const manifest = requireManifest(folder, "show the status of");
  const { axes, fixed, data, engine, backend, device, precision } = manifest;
  const context = { engine, backend, device, precision };
  refuseLinks(folder, "show the status of");
  requireJournals(folder);
  const { records, damaged, running } = readOutcomes(`${folder}/runs`);
  const identity = identify(records, axes);
  const runs = expandGrid(axes, fixed, modelTable(manifest)).map((configuration) => {
    const dataHash = data.hashes[datasetKey(configuration)] ?? "";
    return { configuration, run: identity(configuration, { dataHash, ...context }) };
  });
  const known = new Map(records.map((record) => [record.run, record])), alive = new Set(running);
  const forecast = new Forecast(data), open: RunConfiguration[] = [];
  const counts = { done: 0, stalled: 0, diverged: 0, failed: 0, running: 0, left: 0 };
  const failures: RunOutcome[] = [];
  for (const { run, configuration } of runs) {
    const record = known.get(run);
    const state = stateOf(record, alive.has(run));
    counts[state]++;
    if (state === "failed") failures.push(record!);
    if (state === "done" || state === "stalled" || state === "diverged") {
      forecast.learn(configuration, record!);
    } else open.push(configuration);
  }
  const workers = Math.max(
    1,
    Math.min(device === "gpu" ? 1 : local.workers, counts.failed + counts.running + counts.left),
  );
  const [from, to] = forecast.of(open).usual;
  return {
    axes: sweepAxes(manifest),
    total: runs.length,
    ...counts,
    failures,
    notices: [...computationNotices(records), ...changedTexts(folder)],
    damaged: damaged.length,
    secondsLeft: forecast.learned ? (from + to) / 2 / workers : null,
  };
}

/** Tables alone, such as of a folder copied in part, do not say which runs are tried or left. */
function requireJournals(folder: string): void {
  const there = (name: string) => unlessMissing(() => Deno.statSync(`${folder}/${name}`), null);
  if (there("runs") || !there("results.parquet")) return;
  throw new InputError(
    `Cannot show the status of ${folder}: it has the tables of a sweep without its journals (runs/), from which runs are ` +
      `counted; \`deno task report ${shellWord(folder)}\` reads the tables`,
  );
}

/** A result is final, whatever happens later; a failed run that is tried again is running. */
function stateOf(
  record: RunOutcome | undefined,
  running: boolean,
): "done" | "stalled" | "diverged" | "failed" | "running" | "left" {
  if (record?.status === "stalled" || record?.status === "diverged") return record.status;
  if (record && record.status !== "failed") return "done";
  return running ? "running" : record ? "failed" : "left";
}
