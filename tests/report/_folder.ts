/** Result folders made of invented runs. */

import { defaultsOf, RUN_OPTIONS } from "../../lib/options/mod.ts";
import { DetailsWriter } from "../../lib/sweep/store/details.ts";
import { JournalWriter } from "../../lib/sweep/store/journal.ts";
import { writeManifest } from "../../lib/sweep/store/write_manifest.ts";
import type { RunRecord } from "../../lib/sweep/store/record.ts";
import { writeParquet } from "../../lib/sweep/store/write_parquet.ts";
import { fakeBaselines, fakeDetails, type FakeNames } from "../plots/_fake_details.ts";
import { type FakeAxes, type FakeRow, fakeRows } from "../plots/_fake_rows.ts";
import { temporaryFolder } from "../_temporary.ts";

/** A small grid of 16 runs, several of which diverge. */
export const SMALL: FakeAxes = {
  models: ["vae", "iwae"],
  optimizers: ["adam", "sgd"],
  learningRates: [0.1, 0.001],
  latentSizes: [5, 50],
};

function record(row: FakeRow, epochs: number, modelOptions: Record<string, number>): RunRecord {
  const { model, optimizer, seed } = row, length = row.status === "failed" ? 0 : epochs;
  const curve = Array.from({ length }, (_, i) => 5000 / (i + 1) + 900);
  const finished = row.test_mse !== null;
  return {
    format: 1,
    run: [row.run, ...Object.values(modelOptions)].join("-"),
    configuration: {
      model,
      optimizer,
      seed,
      learningRate: row.learning_rate,
      latentSize: row.latent_size,
      modelOptions,
      settings: defaultsOf(RUN_OPTIONS),
    },
    status: row.status as RunRecord["status"],
    epochs: row.status === "failed" ? null : length,
    bestEpoch: finished ? length : null,
    trainLoss: finished ? 1 : null,
    validationLoss: finished ? curve.at(-1)! : null,
    testLoss: finished ? 1 : null,
    testReconstruction: row.test_reconstruction,
    testMse: row.test_mse,
    testR2: row.test_r2,
    latent: finished
      ? {
        activeUnits: row.active_units,
        effectiveRank: row.effective_rank,
        knnAccuracy: row.knn_accuracy,
        logisticAccuracy: row.logistic_accuracy,
      }
      : null,
    divergedEpoch: row.status === "diverged" ? length + 1 : null,
    divergedStep: null,
    divergedPart: null,
    seconds: 1,
    stepsPerSecond: 1,
    engine: "graph",
    backend: "tensorflow",
    host: "here",
    startedAt: "2026-01-01T00:00:00Z",
    failure: row.error === null ? null : "error",
    error: row.error,
    attempt: row.error === null ? null : 1,
    history: {
      trainLoss: curve,
      validationLoss: curve,
      parts: { reconstruction: curve },
      seconds: curve.map(() => 0.1),
    },
  };
}

/** What may be changed about the invented runs. */
export interface FolderOptions {
  readonly axes?: FakeAxes;
  readonly epochs?: number;
  readonly dataName?: string;
  /** Names of samples and cancer types; null for a folder without details and baselines. @default plain names */
  readonly names?: FakeNames | null;
  /** One further axis at most, in camelCase; its levels change nothing. */
  readonly further?: Readonly<Record<string, readonly number[]>>;
  readonly change?: (rows: FakeRow[]) => FakeRow[];
}

/** What runs keep, and the baselines that a sweep writes when it ends. */
function writeKept(folder: string, rows: readonly FakeRow[], names?: FakeNames): void {
  using details = new DetailsWriter(`${folder}/runs`);
  for (const { run, test, ...kept } of fakeDetails(rows, names)) {
    const { samples, cancerTypes } = test;
    const values = Float32Array.from(test.meanPredictor, Math.sqrt);
    const split = { rows: samples.length, values, samples: [...samples] };
    const dataset = {
      hash: "abc123",
      genes: ["gene"],
      test: { ...split, cancerTypes: [...cancerTypes] },
    };
    details.append(run, kept, dataset);
  }
  writeParquet(`${folder}/baselines.parquet`, fakeBaselines(rows));
}

/** Writes sweep.json and a journal, and returns the folder. */
export function makeFolder(options: FolderOptions = {}): string {
  const { axes = SMALL, epochs = 6, dataName = "invented", change = (rows) => rows } = options;
  const { further = {} } = options, [axis] = Object.entries(further);
  const folder = temporaryFolder();
  const levels = {
    models: axes.models ?? ["vae", "iwae", "info-vae", "logcosh-vae"],
    learningRates: axes.learningRates ?? [0.1, 0.01, 0.001, 1e-4, 1e-5],
    latentSizes: axes.latentSizes ?? [5, 10, 25, 50, 100, 200],
    optimizers: axes.optimizers ?? ["adam", "sgd", "rmsprop"],
    seeds: axes.seeds ?? [0],
  };
  writeManifest(folder, {
    format: 1,
    axes: { ...levels, further },
    fixed: { maxEpochs: 100 },
    data: { name: dataName, genes: 20, trainRows: 80, hashes: { "0": "abc123" } },
    engine: "graph",
    backend: "tensorflow",
    seedRule: "by seed",
    versions: { deno: "2" },
    machine: { host: "here" },
    command: "deno task sweep",
    updatedAt: "",
  });
  using journal = new JournalWriter(`${folder}/runs`);
  const rows = change(fakeRows(levels));
  if (options.names !== null) writeKept(folder, rows, options.names);
  for (const row of rows) {
    const varied = axis ? axis[1].map((level) => ({ [axis[0]]: level })) : [{}];
    for (const own of varied) journal.append(record(row, epochs, own));
  }
  return folder;
}
