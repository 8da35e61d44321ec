/**
 * Trains runs for 500 epochs without early stopping and keeps what a stopping rule could have seen, and what it
 * would have got: validation loss, validation and test MSE after every epoch. stopping_rules.ts chooses from it.
 *
 *     deno run -A tests/studies/stopping_curves.ts FILE DATA [PHENOTYPE] [--part I/N]
 *
 * FILE (.jsonl) gets a line per run; those that are there are not trained again. Several processes may share the work:
 * each writes a FILE of its own and takes a part.
 *
 * @module
 */
import { prepareOnce } from "../../lib/data/prepare_once.ts";
import { meanSquare } from "../../lib/numbers/mean_square.ts";
import { MODELS } from "../../lib/models/mod.ts";
import { OPTIMIZER_NAMES } from "../../lib/optimizers/mod.ts";
import { permutation, PURPOSE, stream } from "../../lib/random.ts";
import type { Engine } from "../../lib/training/engine.ts";
import { toJob } from "../../lib/training/job.ts";
import { openEngine } from "../../lib/training/open_engine.ts";
import type { Dataset } from "../../lib/data/dataset.ts";

/** Long enough for the slow learning rates to show where they would have got to. */
const EPOCHS = 500;

/** A run of the study. */
export interface Studied {
  readonly model: string;
  readonly optimizer: string;
  readonly learningRate: number;
  readonly latentSize: number;
}

/** A run's curves, from epoch 1; shorter than the study's where the run diverged. */
export interface Curves extends Studied {
  readonly validationLoss: readonly number[];
  readonly validationMse: readonly number[];
  readonly testMse: readonly number[];
  readonly diverged: boolean;
  /** Mean squares of both splits: the mean predictor's errors. */
  readonly validationMean: number;
  readonly testMean: number;
}

/** 4 models × 3 optimizers × 5 learning rates × 2 latent sizes, in a random order, so that a part is a fair sample. */
export function studied(): Studied[] {
  const all = Object.keys(MODELS).flatMap((model) =>
    OPTIMIZER_NAMES.flatMap((optimizer) =>
      [0.1, 0.01, 1e-3, 1e-4, 1e-5].flatMap((learningRate) =>
        [20, 100].map((latentSize) => ({ model, optimizer, learningRate, latentSize }))
      )
    )
  );
  return Array.from(permutation([0, stream(PURPOSE.resampling, 1)], all.length), (i) => all[i]!);
}

function curvesOf(run: Studied, engine: Engine, dataset: Dataset): Curves {
  const { model, ...rest } = run;
  const job = toJob(MODELS[model]!, { ...rest, batchSize: 32, seed: 0 } as never);
  const training = engine.start(job, dataset);
  const validationLoss: number[] = [], validationMse: number[] = [], testMse: number[] = [];
  let diverged = false;
  try {
    for (let epoch = 1; epoch <= EPOCHS && !diverged; epoch++) {
      const order = permutation([job.seed, stream(PURPOSE.shuffle, epoch)], dataset.train.rows);
      const taken = training.trainEpoch(order), loss = training.evaluate("validation").loss!;
      diverged = !taken.every(({ loss }) => Number.isFinite(loss)) || !Number.isFinite(loss);
      if (diverged) break;
      validationLoss.push(loss);
      validationMse.push(training.reconstructionError("validation"));
      testMse.push(training.reconstructionError("test"));
    }
  } finally {
    training.dispose();
  }
  const [validationMean, testMean] = [dataset.validation, dataset.test].map(({ values }) =>
    meanSquare(values)
  ) as [number, number];
  return { ...run, validationLoss, validationMse, testMse, diverged, validationMean, testMean };
}

/** What a file of curves holds; nothing where there is none. */
export function readCurves(file: string): Curves[] {
  try {
    return Deno.readTextFileSync(file).split("\n").filter(Boolean).map((line) => JSON.parse(line));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

if (import.meta.main) {
  const at = Deno.args.indexOf("--part"), part = at < 0 ? "0/1" : Deno.args[at + 1]!;
  const [file, data, phenotype] = Deno.args.filter((_, i) => at < 0 || i < at);
  const [index, parts] = part.split("/").map(Number) as [number, number];
  const { dataset } = await prepareOnce(data!, { phenotype, seed: 0 });
  const engine = await openEngine();
  const key = (run: Studied) =>
    [run.model, run.optimizer, run.learningRate, run.latentSize].join(" ");
  const known = new Set(readCurves(file!).map(key));
  const runs = studied().filter((run, i) => i % parts === index && !known.has(key(run)));
  for (const run of runs) {
    const began = performance.now(), curves = curvesOf(run, engine, dataset);
    Deno.writeTextFileSync(file!, `${JSON.stringify(curves)}\n`, { append: true });
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`${key(run)}: ${curves.testMse.length} epochs, ${seconds} s`);
  }
}
