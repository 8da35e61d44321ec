import pl from "nodejs-polars";
import { REPRESENTATIONS } from "../sweep/references.ts";
import type { SweepPlan } from "../sweep/sweep.ts";
import { type Axes, expandGrid, type Fixed } from "../sweep/plan/grid.ts";
import { DetailsWriter, type KeptDetails, type TestSamples } from "../sweep/store/details.ts";
import { latentFrame, samplesFrame } from "../sweep/store/details_frames.ts";
import { writeDownstream } from "../sweep/store/downstream.ts";
import { JournalWriter } from "../sweep/store/journal.ts";
import { machineFacts, type Manifest, SEED_RULE } from "../sweep/store/manifest.ts";
import { writeManifest } from "../sweep/store/write_manifest.ts";
import type { RunRecord } from "../sweep/store/record.ts";
import { inOrder, writeResults } from "../sweep/store/results.ts";
import { writeParquet } from "../sweep/store/write_parquet.ts";
import { inventRun, PATIENCE } from "./invent_run.ts";

/** Test samples of the study's cohort, and its cancer types. */
const SAMPLES = 53, TYPES = 6;

/** Options of {@linkcode inventSweep}. */
export interface InventOptions {
  /** The cap on epochs. @default 40 */
  epochs?: number;
  /** A sweep whose runs they are: resumed in the folder, it writes sweep.json. @default {one of data that nobody has} */
  plan?: SweepPlan;
  /** Write journals and details, as a sweep that runs does, or the tables alone, as a folder has that was handed on. @default true */
  journals?: boolean;
}

/** The test samples of a split. */
const TEST: TestSamples = {
  samples: Array.from({ length: SAMPLES }, (_, i) => `TCGA-${i}`),
  cancerTypes: Array.from({ length: SAMPLES }, (_, i) => `TYPE${i % TYPES}`),
  meanPredictor: Array(SAMPLES).fill(1),
};

/** What runs kept besides their records; those that diverged kept nothing. */
function* detailsOf(records: readonly RunRecord[]): Generator<KeptDetails & { seed: number }> {
  for (const { run, testMse, bestEpoch, configuration: { latentSize, seed } } of records) {
    if (testMse === null) continue;
    const errors = Float64Array.from(
      TEST.samples,
      (_, i) => testMse * (0.7 + 0.6 * i / SAMPLES + 0.05 * ((i * bestEpoch! + seed) % 7)),
    );
    const kl = Float64Array.from({ length: latentSize }, (_, i) => 1 / (1 + i));
    yield { run, test: TEST, errors, kl, activity: kl, seed };
  }
}

function writeJournals(folder: string, records: readonly RunRecord[]): void {
  using journal = new JournalWriter(`${folder}/runs`);
  using details = new DetailsWriter(`${folder}/runs`);
  const { samples, cancerTypes } = TEST, genes = ["gene"];
  const test = { rows: SAMPLES, values: new Float32Array(SAMPLES).fill(1), samples, cancerTypes };
  for (const { seed, run, ...kept } of detailsOf(records)) {
    details.append(run, kept, { hash: `bench${seed}`, genes, test });
  }
  for (const record of records) journal.append(record);
}

async function writeTables(
  folder: string,
  records: readonly RunRecord[],
  axes: Axes,
): Promise<void> {
  await writeResults(folder, records, Object.keys(axes.further ?? {}));
  writeDownstream(folder, records);
  const kept = inOrder(records);
  writeParquet(`${folder}/samples.parquet`, samplesFrame(detailsOf(kept)));
  writeParquet(`${folder}/latent.parquet`, latentFrame(detailsOf(kept)));
}

function references({ seeds, latentSizes }: Axes): pl.DataFrame {
  const rows = seeds.flatMap((split_seed) =>
    REPRESENTATIONS.flatMap((representation, r) =>
      (r === 0 ? [0] : latentSizes).flatMap((components) =>
        ["knn", "logistic"].map((classifier) => ({
          ...{ split_seed, representation, components, label: "cancer_type", classifier },
          ...{ balanced_accuracy: 0.9 - 0.05 * r - 0.01 * (split_seed % 3), auc: 0.95 - 0.05 * r },
        }))
      )
    )
  );
  const column = <Name extends keyof typeof rows[0]>(name: Name, type: pl.DataType) =>
    pl.Series(name, rows.map((row) => row[name]), type);
  const components = rows.map(({ components }) => components || null);
  return pl.DataFrame([
    column("split_seed", pl.Float64).cast(pl.Int64),
    column("representation", pl.Utf8),
    pl.Series("components", components, pl.Float64).cast(pl.Int64),
    column("label", pl.Utf8),
    column("classifier", pl.Utf8),
    column("balanced_accuracy", pl.Float64),
    column("auc", pl.Float64),
  ]);
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

function manifestOf(axes: Axes, fixed: Fixed): Manifest {
  const hashes = Object.fromEntries(axes.seeds.map((seed) => [seed, `bench${seed}`]));
  return {
    ...{ format: 1, axes, fixed, engine: "graph" },
    ...{ data: { name: "bench", genes: 5000, trainRows: 245, hashes }, seedRule: SEED_RULE },
    ...{ backend: "tensorflow", versions: {}, machine: machineFacts() },
    ...{ command: "deno task bench", updatedAt: "" },
  };
}

/**
 * Writes a result folder of simulated runs, for measuring what comes after a sweep.
 *
 * @param folder Exists and is empty.
 * @param axes The sweep's.
 * @returns How many runs it has.
 */
export async function inventSweep(
  folder: string,
  axes: Axes,
  { epochs = 40, plan, journals = true }: InventOptions = {},
): Promise<number> {
  const fixed = { maxEpochs: epochs, patience: PATIENCE };
  const runs = plan?.jobs.map(({ run, configuration }) => ({ run, configuration })) ??
    expandGrid(axes, fixed).map((configuration) => ({ configuration }));
  const records = runs.map((run, i) => ({ ...inventRun(run.configuration, i, epochs), ...run }));
  if (!plan) writeManifest(folder, manifestOf(axes, fixed));
  writeParquet(`${folder}/baselines.parquet`, baselines(axes));
  writeParquet(`${folder}/downstream_references.parquet`, references(axes));
  if (journals) writeJournals(folder, records);
  else await writeTables(folder, records, axes);
  return records.length;
}
