import { PURPOSE, stream, uniform } from "../random.ts";
import type { RunConfiguration } from "../sweep/plan/grid.ts";
import type { History, RunRecord } from "../sweep/store/record.ts";

/** Epochs without an improvement after which an invented run is stopped. */
export const PATIENCE = 10;

/** Where the best learning rate lies, as a power of ten. */
const BEST: Readonly<Record<string, number>> = { adam: -3, rmsprop: -3.3, sgd: -2 };

/** What averaging the loss over genes, a hidden size and a batch size add to the logarithm of an error. */
function ofFurther({ settings }: RunConfiguration): number {
  const { reduction, hiddenSize, batchSize } = settings;
  return (reduction === "mean" ? 0.05 : 0) + 0.03 * Math.abs(Math.log(hiddenSize / 128)) +
    0.02 * Math.log(batchSize / 32);
}

/** Errors that fall up to the best epoch, and rise a little after it. */
function errorsOf(mse: number, bestEpoch: number, epochs: number): number[] {
  const at = (epoch: number) => mse * (1 + 2 / epoch);
  return Array.from(
    { length: epochs },
    (_, i) => i < bestEpoch ? at(i + 1) : at(bestEpoch) * (1 + 0.002 * (i + 1 - bestEpoch)),
  );
}

function historyOf(errors: readonly number[]): History {
  const curve = (scale: number) => errors.map((error) => scale * error);
  return {
    trainLoss: curve(5000),
    validationLoss: curve(5100),
    validationMse: curve(1.02),
    parts: { reconstruction: curve(4900), kl: curve(100) },
    seconds: errors.map(() => 0.1),
  };
}

/** Ids are hashes: their order says nothing of the runs. */
const idOf = (index: number) =>
  `run${(index * 2_654_435_761 % 2 ** 32).toString(16).padStart(16, "0")}`;

/**
 * A run as it might have ended: SGD and high learning rates diverge, very low ones stall, errors vary between seeds by some
 * percent, and the curve is what early stopping with {@linkcode PATIENCE} would leave.
 *
 * @param index Tells runs of one seed apart.
 * @param epochs The cap on epochs, more than the patience but for runs of a few.
 */
export function inventRun(
  configuration: RunConfiguration,
  index: number,
  epochs: number,
): RunRecord {
  const { model, optimizer, seed, learningRate, latentSize } = configuration;
  const [a, b, c] = uniform([seed, stream(PURPOSE.synthetic, index)], 3) as unknown as number[];
  const distance = Math.log10(learningRate) - (BEST[optimizer] ?? -3);
  const diverged = distance > 1.2 + a! - (latentSize < 50 ? 0.5 : 0), stalled = distance < -2.5;
  const mse = stalled ? 0.96 + 0.02 * a! : 0.3 * Math.exp(
    0.15 * distance ** 2 + 0.05 * Math.log(latentSize / 50) ** 2 + 0.04 * a! +
      ofFurther(configuration),
  );
  const best = stalled ? 2 : 1 + Math.floor((0.4 + 0.8 * b!) * epochs);
  const capped = best + PATIENCE > epochs;
  const ended = diverged ? 1 + Math.floor(3 * b!) : capped ? epochs : best + PATIENCE;
  const bestEpoch = Math.min(best, ended);
  const errors = errorsOf(mse, bestEpoch, diverged ? ended - 1 : ended);
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
      classes: 6,
    })),
  };
  return {
    ...{ format: 1, run: idOf(index), configuration },
    status: diverged ? "diverged" : capped ? "max_epochs" : stalled ? "stalled" : "converged",
    ...{ epochs: ended, bestEpoch: value(bestEpoch), trainLoss: value(5000 * mse) },
    ...{ validationLoss: value(5100 * mse), validationMse: value(1.02 * mse) },
    ...{ testLoss: value(5200 * mse), testMse: value(mse), testR2: value(1 - mse) },
    ...{ testReconstruction: value(5000 * mse * (1 + 0.1 * model.length)) },
    ...{ testLogLikelihood: value(-7000 * mse), latent: value(details) },
    ...{ divergedEpoch: diverged ? ended : null, divergedStep: diverged ? 3 : null },
    ...{ divergedPart: diverged ? "reconstruction" : null, seconds: 1, stepsPerSecond: 100 },
    ...{ engine: "graph", backend: "tensorflow", host: "bench", startedAt: "2026-01-01T00:00:00Z" },
    ...{ failure: null, attempt: null, error: null, history: historyOf(errors) },
  };
}
