import { strict as assert } from "node:assert";
import type { Model } from "../../lib/models/model.ts";
import type { OptimizerName } from "../../lib/optimizers/mod.ts";
import { loadTensorFlow } from "../../lib/tensorflow/load.ts";
import { nativeBackend } from "../../lib/tensorflow/native_backend.ts";
import type { TrainingSource } from "../../lib/training/engine.ts";
import { GraphEngine } from "../../lib/training/graph_engine.ts";
import { PopulationEngine, type PopulationOptions } from "../../lib/training/population_engine.ts";
import { train, type TrainOptions } from "../../lib/training/train.ts";
import type { TrainingResult } from "../../lib/training/training_result.ts";
import { nameOf, recordedSteps } from "./_recorded_steps.ts";
import { toyDataset } from "./_setup.ts";

const dataset = toyDataset({ genes: 40, train: 64, validation: 70, test: 12 });
const sizes = { latentSize: 4, hiddenSize: 16, batchSize: 8, patience: 3, maxEpochs: 12 };

/** What trainings of one population differ in. */
export interface Run {
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly seed: number;
}

/** Three optimizers, mixed rates and seeds: one diverges, one is too slow to improve, others end early. */
export const RUNS: readonly Run[] = [
  { optimizer: "adam", learningRate: 0.01, seed: 1 },
  { optimizer: "sgd", learningRate: 1e6, seed: 2 },
  { optimizer: "rmsprop", learningRate: 0.003, seed: 3 },
  { optimizer: "adam", learningRate: 0.02, seed: 4 },
  { optimizer: "sgd", learningRate: 1e-4, seed: 5 },
  { optimizer: "sgd", learningRate: 1e-9, seed: 6 },
  { optimizer: "rmsprop", learningRate: 0.01, seed: 7 },
  { optimizer: "adam", learningRate: 1e-3, seed: 8 },
  { optimizer: "rmsprop", learningRate: 1e-3, seed: 9 },
  { optimizer: "sgd", learningRate: 1e-3, seed: 10 },
  { optimizer: "adam", learningRate: 0.03, seed: 11 },
];

async function trainAll(
  model: Model,
  source: TrainingSource,
  { options, runs, together }: {
    readonly options: Partial<TrainOptions>;
    readonly runs: readonly Run[];
    readonly together: boolean;
  },
) {
  const { source: engine, taken } = recordedSteps(source), results: TrainingResult[] = [];
  const one = (run: Run) => train(model, dataset, { ...sizes, ...options, ...run, engine });
  if (together) results.push(...await Promise.all(runs.map(one)));
  else for (const run of runs) results.push(await one(run));
  return { taken, results };
}

function close(
  found: number,
  expected: number,
  tolerance: number,
  { what, scale = Math.abs(expected) }: { what: string; scale?: number },
) {
  if (!Number.isFinite(expected)) return assert.equal(Number.isFinite(found), false, what);
  const difference = Math.abs(found - expected) / scale;
  assert.ok(difference <= tolerance, `${what}: ${found}, alone ${expected}`);
}

/** Compares the outcome of runs in a population with that of each alone. */
export async function compareWithAlone(
  model: Model,
  { options = {}, population = {}, runs = RUNS }: {
    readonly options?: Partial<TrainOptions>;
    readonly population?: Partial<PopulationOptions>;
    readonly runs?: readonly Run[];
  } = {},
): Promise<void> {
  await loadTensorFlow({ backend: "tensorflow" });
  const single = new GraphEngine(nativeBackend());
  const engine = new PopulationEngine(nativeBackend(), { slots: 7, ...population });
  const alone = await trainAll(model, single, { options, runs, together: false });
  const together = await trainAll(model, engine, { options, runs, together: true });
  single.dispose();
  engine.dispose();
  runs.forEach((run, i) => {
    const what = `${model.name} ${nameOf(run)}`;
    const expected = alone.results[i]!, found = together.results[i]!;
    const steps = [alone, together].map(({ taken }) => taken.get(nameOf(run))!.slice(0, 50));
    assert.equal(steps[1]!.length, steps[0]!.length, what);
    steps[0]!.forEach((terms, step) => {
      if (!(Math.abs(terms.loss!) < 1e9)) return; // it diverges: in which step is compared below
      for (const [name, value] of Object.entries(terms)) {
        // Of parts that are differences, such as a discrepancy, what counts is what they add to the loss.
        const scale = Math.max(Math.abs(value), Math.abs(terms.loss!));
        close(steps[1]![step]![name]!, value, 1e-5, {
          what: `${what}, step ${step + 1}, ${name}`,
          scale,
        });
      }
    });
    const outcome = ({ status, epochs, bestEpoch, divergence, steps }: TrainingResult) => {
      return { status, epochs, bestEpoch, divergence, steps };
    };
    assert.deepEqual(outcome(found), outcome(expected), what);
    for (const name of ["validationMse", "testMse", "testR2", "testLogLikelihood"] as const) {
      if (expected[name] === null) assert.equal(found[name], null, what);
      else close(found[name]!, expected[name]!, 1e-3, { what: `${what}, ${name}` });
    }
  });
  const ended = new Set(alone.results.map(({ status }) => status));
  assert.ok(ended.has("diverged") && ended.size > 1, [...ended].join());
}
