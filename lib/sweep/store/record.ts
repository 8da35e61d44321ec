import type { Classifier } from "../../numbers/held_out_scores.ts";
import type { TrainingResult } from "../../training/training_result.ts";
import type { Device, Precision } from "../../tensorflow/device.ts";
import type { Failure } from "./failure.ts";
import type { RunConfiguration } from "../plan/grid.ts";
import { FORMAT } from "../plan/identity.ts";
import type { RunStatus } from "./run_status.ts";

/** How well a classifier tells a label of the test samples from their posterior means. */
export interface LabelScore {
  readonly label: string;
  readonly classifier: Classifier;
  /** Mean over the classes of the share of their test samples that is recognized. */
  readonly balancedAccuracy: number;
  /** Area under the receiver operating characteristic, one class against the rest, mean over the classes. */
  readonly auc: number;
  /** Classes of the test samples. */
  readonly classes: number;
}

/** What a run's record says about its latent space; null where it is not known. */
export interface LatentSummary {
  /** Dimensions whose posterior mean varies by more than 0.01 over test samples (Burda et al. 2015). */
  readonly activeUnits: number | null;
  /** Effective rank of the test samples' posterior means (Roy & Vetterli 2007). */
  readonly effectiveRank: number | null;
  /** Balanced accuracy of the test samples' first label, by 5 nearest neighbours among training samples. */
  readonly knnAccuracy: number | null;
  /** The same by logistic regression. */
  readonly logisticAccuracy: number | null;
  /** Scores of every label; records of earlier versions lack them. */
  readonly downstream?: readonly LabelScore[];
}

/** Learning curves, one entry per epoch; `parts` are the validation loss's parts by name. */
export interface History {
  readonly trainLoss: readonly (number | null)[];
  readonly validationLoss: readonly (number | null)[];
  /** Records of earlier versions lack it. */
  readonly validationMse?: readonly (number | null)[];
  readonly parts: Readonly<Record<string, readonly (number | null)[]>>;
  readonly seconds: readonly number[];
}

/** One finished run, as a line of JSON keeps it. Numbers that are not finite are null. */
export interface RunRecord {
  readonly format: number;
  readonly run: string;
  readonly configuration: RunConfiguration;
  readonly status: RunStatus;
  readonly epochs: number | null;
  readonly bestEpoch: number | null;
  readonly trainLoss: number | null;
  readonly validationLoss: number | null;
  /** Records of earlier versions lack it. */
  readonly validationMse?: number | null;
  readonly testLoss: number | null;
  readonly testReconstruction: number | null;
  readonly testMse: number | null;
  readonly testR2: number | null;
  /** In nats per sample; records of earlier versions lack it. */
  readonly testLogLikelihood?: number | null;
  /** Null for runs that diverged or failed; records of earlier versions lack it. */
  readonly latent?: LatentSummary | null;
  readonly divergedEpoch: number | null;
  readonly divergedStep: number | null;
  readonly divergedPart: string | null;
  readonly seconds: number;
  readonly stepsPerSecond: number | null;
  readonly engine: string;
  readonly backend: string;
  /** Threads of the process that trained it, which decide TensorFlow's last digits; records of earlier versions lack it. */
  readonly threads?: number;
  /** Runs that its process trained at once, which decides last digits too; without it, it was alone. */
  readonly population?: number;
  /** What computed it; records of earlier versions lack it, all of which are of processors. */
  readonly device?: Device;
  /** Of a card's matrix products; records of earlier versions lack it. */
  readonly precision?: Precision;
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Why a failed run has no result; null for all others. */
  readonly failure: Failure | null;
  /** Which attempt of its sweep a failed run's last one was, from 1; null for all others. */
  readonly attempt: number | null;
  readonly error: string | null;
  readonly history: History;
}

/** What computed a run. */
export interface Computation {
  readonly engine: string;
  readonly backend: string;
  readonly threads: number;
  /** @default "cpu" */
  readonly device?: Device;
  /** @default "float32" */
  readonly precision?: Precision;
}

/** Where and how a run was executed. */
export interface Execution extends Computation {
  readonly run: string;
  readonly configuration: RunConfiguration;
  /** Runs that its process trained at once, where it was not alone. */
  readonly population?: number;
  readonly host: string;
  readonly startedAt: string;
}

/** What computes the runs of a sweep, as their records say it: a processor needs no word. */
export function computation(
  { engine, backend, threads, device = "cpu", precision = "float32" }: Computation,
): Computation {
  return { engine, backend, threads, ...device !== "cpu" && { device, precision } };
}

/**
 * The record of a run that was trained to its end.
 *
 * @param latent What was measured of its latent space; null for a diverged run.
 */
export function toRecord(
  execution: Execution,
  result: TrainingResult,
  latent: LatentSummary | null = null,
): RunRecord {
  const { status, epochs, bestEpoch, train, validation, test } = result;
  return {
    format: FORMAT,
    ...execution,
    status,
    epochs,
    bestEpoch,
    trainLoss: finite(train?.loss),
    validationLoss: finite(validation?.loss),
    validationMse: finite(result.validationMse),
    testLoss: finite(test?.loss),
    testReconstruction: finite(test?.reconstruction),
    testMse: finite(result.testMse),
    testR2: finite(result.testR2),
    testLogLikelihood: finite(result.testLogLikelihood),
    latent,
    divergedEpoch: result.divergence?.epoch ?? null,
    divergedStep: result.divergence?.step ?? null,
    divergedPart: result.divergence?.part ?? null,
    seconds: result.seconds,
    stepsPerSecond: finite(result.stepsPerSecond),
    failure: null,
    attempt: null,
    error: null,
    history: toHistory(result),
  };
}

/** What is known of an attempt that came to no result. */
export interface FailedAttempt {
  /** @default "error" */
  readonly failure?: Failure;
  /** @default 1 */
  readonly attempt?: number;
}

/** The record of an attempt that came to no result. */
export function failedRecord(
  execution: Execution,
  error: string,
  seconds: number,
  { failure = "error", attempt = 1 }: FailedAttempt = {},
): RunRecord {
  return {
    format: FORMAT,
    ...execution,
    status: "failed",
    epochs: null,
    bestEpoch: null,
    trainLoss: null,
    validationLoss: null,
    validationMse: null,
    testLoss: null,
    testReconstruction: null,
    testMse: null,
    testR2: null,
    testLogLikelihood: null,
    divergedEpoch: null,
    divergedStep: null,
    divergedPart: null,
    seconds,
    stepsPerSecond: null,
    failure,
    attempt,
    error,
    history: { trainLoss: [], validationLoss: [], validationMse: [], parts: {}, seconds: [] },
  };
}

function toHistory({ history }: TrainingResult): History {
  const parts = Object.keys(history[0]?.validation ?? {}).filter((name) => name !== "loss");
  const curve = (name: string) => history.map(({ validation }) => finite(validation[name]));
  return {
    trainLoss: history.map(({ train }) => finite(train.loss)),
    validationLoss: curve("loss"),
    validationMse: history.map(({ validationMse }) => finite(validationMse)),
    parts: Object.fromEntries(parts.map((name) => [name, curve(name)])),
    seconds: history.map(({ seconds }) => seconds),
  };
}

function finite(value: number | null | undefined): number | null {
  return value !== null && value !== undefined && Number.isFinite(value) ? value : null;
}
