import type { Dataset } from "../data/dataset.ts";
import { mean } from "../numbers/mean.ts";
import { meanSquare } from "../numbers/mean_square.ts";
import { allUsed, lastEpochOf, optionsOf } from "../options/run_options.ts";
import { permutation, PURPOSE, stream } from "../random.ts";
import { afterEpoch, STOPPING_START } from "./early_stopping.ts";
import type { AwaitedTraining, Job, Terms } from "./engine.ts";
import { isStalled } from "./stalled.ts";
import type { Divergence, EpochRecord, TrainingResult } from "./training_result.ts";

/** How the epochs of a training went. */
export type Outcome =
  & Pick<TrainingResult, "status" | "epochs" | "divergence" | "history" | "steps">
  & { readonly bestEpoch: number | null; readonly epochSeconds: number };

/** Trains until early stopping, the cap or divergence; the best epoch's network is the training's snapshot. */
export async function runEpochs(
  training: AwaitedTraining,
  job: Job,
  dataset: Dataset,
  onEpoch?: (epoch: EpochRecord) => void | Promise<void>,
): Promise<Outcome> {
  const { maxEpochs, fixedEpochs, patience, minDelta, minEpochs, ...unused } = optionsOf(
    "stopping",
    job,
  );
  const lastEpoch = lastEpochOf({ maxEpochs, fixedEpochs }), history: EpochRecord[] = [];
  allUsed(unused);
  // Only the whole loss can tell the best epoch: warm-up minimizes others.
  let state = { ...STOPPING_START, epoch: Math.max(0, job.klWarmup - 1) };
  let steps = 0, epochSeconds = 0, divergence: Divergence | null = null;
  const end = (status: Outcome["status"], epochs: number): Outcome => {
    const bestEpoch = divergence ? null : fixedEpochs ?? state.bestEpoch;
    const ended = divergence ? "diverged" : status;
    return { status: ended, epochs, bestEpoch, divergence, history, steps, epochSeconds };
  };
  for (let epoch = 1; epoch <= lastEpoch; epoch++) {
    const found = await runEpoch(training, job, dataset.train.rows, { epoch, steps });
    steps += found.steps;
    epochSeconds += found.seconds;
    divergence ??= found.divergence;
    if (!found.record) return end("diverged", epoch);
    history.push(found.record);
    await onEpoch?.(found.record);
    if (fixedEpochs || epoch < job.klWarmup) continue;
    state = afterEpoch(state, found.record.validation.loss!, { patience, minDelta, minEpochs });
    if (state.improved) await training.snapshot();
    if (!state.stop) continue;
    const { validationMse } = history[state.bestEpoch - 1]!;
    const stalled = isStalled(validationMse, meanSquare(dataset.validation.values));
    return end(stalled ? "stalled" : "converged", epoch);
  }
  return end("max_epochs", lastEpoch);
}

interface Epoch {
  /** Null where divergence ends the training. */
  readonly record: EpochRecord | null;
  readonly divergence: Divergence | null;
  readonly steps: number;
  readonly seconds: number;
}

/** @param at The epoch, from 1, and the steps before it. */
async function runEpoch(
  training: AwaitedTraining,
  { seed, fixedEpochs }: Job,
  rows: number,
  at: { readonly epoch: number; readonly steps: number },
): Promise<Epoch> {
  const began = performance.now(), seconds = () => (performance.now() - began) / 1000;
  const { epoch } = at, fixed = fixedEpochs !== null;
  const order = permutation([seed, stream(PURPOSE.shuffle, epoch)], rows);
  const taken = await training.trainEpoch(order, { continueAfterDivergence: fixed, epoch });
  const steps = taken.length, divergence = divergedStep(taken, at);
  if (divergence && !fixed) return { record: null, divergence, steps, seconds: seconds() };
  const validation = await training.evaluate("validation"), part = nonFinite(validation);
  const late = part ? { epoch, step: at.steps + steps, part: `validation ${part}` } : null;
  const found = { divergence: divergence ?? late, steps };
  if (late && !fixed) return { record: null, ...found, seconds: seconds() };
  const validationMse = await training.reconstructionError("validation"), measured = seconds();
  const curves = { train: meanTerms(taken), validation, validationMse };
  return { record: { epoch, ...curves, seconds: measured }, ...found, seconds: measured };
}

/** The first step of an epoch whose loss is not finite. */
function divergedStep(
  taken: readonly Terms[],
  { epoch, steps }: { readonly epoch: number; readonly steps: number },
): Divergence | null {
  const index = taken.findIndex((terms) => nonFinite(terms) !== undefined);
  return index < 0 ? null : { epoch, step: steps + index + 1, part: nonFinite(taken[index]!)! };
}

/** The first part of a loss that is not finite: the parts before the loss they add up to. */
function nonFinite(terms: Terms): string | undefined {
  const parts = Object.keys(terms).filter((name) => name !== "loss");
  return [...parts, "loss"].find((name) => !Number.isFinite(terms[name]));
}

function meanTerms(steps: readonly Terms[]): Terms {
  const names = Object.keys(steps[0] ?? {});
  return Object.fromEntries(names.map((name) => [
    name,
    mean(steps.map((terms) => terms[name]!)),
  ]));
}
