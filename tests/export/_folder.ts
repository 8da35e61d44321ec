import { JournalWriter } from "../../lib/sweep/store/journal.ts";
import { openResultFolder, type ResultFolder } from "../../lib/sweep/open_result_folder.ts";
import { expandGrid } from "../../lib/sweep/plan/grid.ts";
import type { Axes } from "../../lib/sweep/plan/axes.ts";
import { writeManifest } from "../../lib/sweep/store/write_manifest.ts";
import { recordOf, trainedRecord } from "../sweep/_records.ts";

/** Six configurations, as only VAE has a KL weight, with two seeds each. */
export const AXES: Axes = {
  models: ["vae", "iwae"],
  learningRates: [0.1, 0.001],
  latentSizes: [10],
  optimizers: ["adam"],
  seeds: [0, 1],
  further: { klWeight: [0.5, 1] },
};

/** Of 12 runs the one that diverged in its second epoch, the one that failed, and the one that is not finished. */
export const DIVERGED = "run02", FAILED = "run05", LEFT = "run11";

/**
 * Writes sweep.json and a journal: every run is trained for two epochs, but for those three. The n-th of the grid is
 * called `run0n`, has the validation error 0.45 + n / 100 and begins n minutes before noon.
 */
export function makeFolder(axes: Axes = AXES): string {
  const folder = Deno.makeTempDirSync({ prefix: "vae-sensitivity-export-" });
  writeManifest(folder, {
    format: 1,
    axes,
    fixed: { maxEpochs: 100, clipNorm: null },
    data: { name: "mine", genes: 100, trainRows: 70, hashes: { 0: "aaaa", 1: "bbbb" } },
    engine: "graph",
    backend: "tensorflow",
    seedRule: "by seed",
    versions: { deno: "2" },
    machine: {
      host: "secret-host",
      system: "linux",
      architecture: "x86_64",
      cores: 2,
      memoryGiB: 8,
    },
    command: "deno task sweep --seeds 0,1",
    updatedAt: "2026-01-01T12:30:00.000Z",
  });
  using journal = new JournalWriter(`${folder}/runs`);
  for (const [n, configuration] of expandGrid(axes).entries()) {
    const run = `run${String(n).padStart(2, "0")}`;
    const startedAt = new Date(Date.UTC(2026, 0, 1, 12, -n)).toISOString();
    const common = { configuration, startedAt, seconds: 1.5 };
    if (run === LEFT) continue;
    if (run === FAILED) journal.append(recordOf(run, common));
    else if (run === DIVERGED) {
      journal.append(recordOf(run, {
        ...common,
        ...{ status: "diverged", epochs: 2, divergedEpoch: 2, divergedStep: 9, divergedPart: "kl" },
        ...{ error: null, failure: null, attempt: null },
        history: {
          ...{ trainLoss: [5], validationLoss: [6], validationMse: [0.875] },
          ...{ parts: { reconstruction: [5], kl: [1] }, seconds: [0.25] },
        },
      }));
    } else {
      const own = { validationMse: 0.45 + n / 100, failure: null, attempt: null };
      journal.append(trainedRecord(run, { ...common, ...own }));
    }
  }
  return folder;
}

/** Opens such a folder, and removes it in the end. */
export function withFolder<Result>(
  test: (input: ResultFolder) => Result,
  axes: Axes = AXES,
): Result {
  const folder = makeFolder(axes), remove = () => Deno.removeSync(folder, { recursive: true });
  let result: Result;
  try {
    result = test(openResultFolder(folder));
  } catch (error) {
    remove();
    throw error;
  }
  if (!(result instanceof Promise)) {
    remove();
    return result;
  }
  return result.finally(remove) as Result;
}
