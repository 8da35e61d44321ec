import pl from "nodejs-polars";
import { PURPOSE, stream, uniform } from "../random.ts";
import { DetailsWriter } from "../sweep/store/details.ts";
import { type Axes, expandGrid, type RunConfiguration } from "../sweep/plan/grid.ts";
import { JournalWriter } from "../sweep/store/journal.ts";
import { machineFacts, SEED_RULE } from "../sweep/store/manifest.ts";
import { writeManifest } from "../sweep/store/write_manifest.ts";
import type { RunRecord } from "../sweep/store/record.ts";
import { writeParquet } from "../sweep/store/write_parquet.ts";
import { writeResults } from "../sweep/store/results.ts";

/** Test samples of the study's cohort, and its cancer types. */
const SAMPLES = 53, TYPES = 6;

/** Options of {@linkcode inventSweep}. */
export interface InventOptions {
  /** Epochs of each run that does not diverge. @default 40 */
  epochs?: number;
  /** Write journals with details and baselines, as a sweep does, or results.parquet and history.parquet alone. @default true */
  journals?: boolean;
}

/** Where the best learning rate lies, as a power of ten. */
const BEST: Readonly<Record<string, number>> = { adam: -3, rmsprop: -3.3, sgd: -2 };

/**
 * A run as it might have ended: SGD and high learning rates diverge, errors vary between seeds by some percent.
 *
 * @param index Tells runs of one seed apart.
 * @param epochs Of a run that does not diverge.
 */
export function inventRun(
  configuration: RunConfiguration,
  index: number,
  epochs: number,
): RunRecord {
  const { model, optimizer, seed, learningRate, latentSize } = configuration;
  const [a, b, c] = uniform([seed, stream(PURPOSE.synthetic, index)], 3) as unknown as number[];
  const distance = Math.log10(learningRate) - (BEST[optimizer] ?? -3);
  const diverged = distance > 1.2 + a! - (latentSize < 50 ? 0.5 : 0);
  const ended = diverged ? 1 + Math.floor(3 * b!) : epochs;
  const mse = 0.3 *
    Math.exp(0.15 * distance ** 2 + 0.05 * Math.log(latentSize / 50) ** 2 + 0.04 * a!);
  const curve = (scale: number) =>
    Array.from(
      { length: ended },
      (_, i) => scale * (mse + 1 / (1 + i) + 0.01 * ((i * 7 + index) % 3)),
    );
  const value = <T>(known: T) => diverged ? null : known;
  const details = {
    activeUnits: Math.round(latentSize * (0.5 + 0.5 * c!)),
    effectiveRank: latentSize ** 0.7,
    knnAccuracy: 0.95 - 0.3 * mse,
    logisticAccuracy: 0.97 - 0.2 * mse,
    downstream: (["knn", "logistic"] as const).map((classifier) => ({
      label: "cancer_type",
      classifier,
      balancedAccuracy: classifier === "knn" ? 0.95 - 0.3 * mse : 0.97 - 0.2 * mse,
      auc: 0.99 - 0.1 * mse,
      classes: 8,
    })),
  };
  return {
    ...{ format: 1, run: `run${index.toString(16).padStart(16, "0")}`, configuration },
    status: diverged ? "diverged" : b! > 0.3 ? "converged" : "max_epochs",
    ...{ epochs: ended, bestEpoch: value(ended), trainLoss: value(5000 * mse) },
    ...{ validationLoss: value(5100 * mse), testLoss: value(5200 * mse) },
    ...{ testReconstruction: value(5000 * mse * (1 + 0.1 * model.length)), testMse: value(mse) },
    ...{ testR2: value(1 - mse), latent: value(details) },
    ...{ divergedEpoch: diverged ? ended : null, divergedStep: diverged ? 3 : null },
    ...{ divergedPart: diverged ? "reconstruction" : null, seconds: 1, stepsPerSecond: 100 },
    ...{ engine: "graph", backend: "tensorflow", host: "bench", startedAt: "2026-01-01T00:00:00Z" },
    ...{ failure: null, attempt: null, error: null },
    history: {
      trainLoss: curve(5000),
      validationLoss: curve(5100),
      parts: { reconstruction: curve(4900), kl: curve(100) },
      seconds: Array(ended).fill(0.1),
    },
  };
}

function writeJournals(folder: string, records: readonly RunRecord[]): void {
  using journal = new JournalWriter(`${folder}/runs`);
  using details = new DetailsWriter(`${folder}/runs`);
  const samples = Array.from({ length: SAMPLES }, (_, i) => `TCGA-${i}`);
  const cancerTypes = samples.map((_, i) => `TYPE${i % TYPES}`);
  const test = { rows: SAMPLES, values: new Float32Array(SAMPLES).fill(1), samples, cancerTypes };
  for (const record of records) {
    const { run, testMse, configuration: { latentSize, seed } } = record;
    if (testMse !== null) {
      const errors = samples.map((_, i) => testMse * (0.7 + 0.6 * i / SAMPLES));
      const kl = Array.from({ length: latentSize }, (_, i) => 1 / (1 + i));
      details.append(run, { errors, kl, activity: kl }, {
        hash: `bench${seed}`,
        genes: ["gene"],
        test,
      });
    }
    journal.append(record);
  }
}

function baselines(axes: Axes): pl.DataFrame {
  return pl.DataFrame(
    axes.seeds.flatMap((split_seed) =>
      [0, ...axes.latentSizes].map((components) => ({
        ...{ split_seed, method: components === 0 ? "mean" : "pca", components },
        ...{ components_used: components, test_mse: 1 / (1 + Math.log1p(components)), test_r2: 0 },
      }))
    ),
  );
}

/**
 * Writes a result folder of simulated runs, for measuring what comes after a sweep.
 *
 * @param folder Exists and is empty.
 * @param axes The sweep's.
 * @returns How many runs it has.
 */
export function inventSweep(
  folder: string,
  axes: Axes,
  { epochs = 40, journals = true }: InventOptions = {},
): number {
  const records = expandGrid(axes).map((configuration, i) => inventRun(configuration, i, epochs));
  const hashes = Object.fromEntries(axes.seeds.map((seed) => [seed, `bench${seed}`]));
  writeManifest(folder, {
    ...{ format: 1, axes, fixed: {}, engine: "graph", backend: "tensorflow" },
    ...{ data: { name: "bench", genes: 5000, trainRows: 245, hashes }, seedRule: SEED_RULE },
    ...{ versions: {}, machine: machineFacts(), command: "deno task bench", updatedAt: "" },
  });
  if (journals) {
    writeJournals(folder, records);
    writeParquet(`${folder}/baselines.parquet`, baselines(axes));
  } else writeResults(folder, records, Object.keys(axes.further ?? {}));
  return records.length;
}
