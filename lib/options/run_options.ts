import type { OptimizerName } from "../optimizers/mod.ts";
import type { OptionRow, Value, ValuesOf } from "./row.ts";

/**
 * The part of a training that uses an option: the network's parameters, the loss that is minimized, the optimizer, the
 * cutting of epochs into batches, or early stopping. See `graphOptions` for those that shape the engine's graph.
 */
export type Part = "network" | "loss" | "optimizer" | "batches" | "stopping";

/** An option of the network or the training. */
export interface RunOption extends OptionRow {
  readonly part: Part;
  /**
   * Whether it stands in every run's identity, or only where it differs from its default. A row that comes later
   * has the latter, and a default that changes nothing: then runs of older result folders stay what they are.
   */
  readonly identity: "always" | "unless-default";
  /**
   * What runs had before there was this option, for one whose default does change something: with this value it does
   * not stand in their identity.
   *
   * @default its default
   */
  readonly earlier?: Value;
  /** The optimizers that have this option: all others keep its default, and have null in its column. @default all */
  readonly optimizers?: readonly OptimizerName[];
}

const count = { integer: true, minimum: 1 } as const;

/**
 * Options of a run besides the study's axes and the options of its model. A new option needs a row here and the line
 * that uses it: its part destructures the rows and does not compile while one is left.
 */
export const RUN_OPTIONS = {
  hiddenSize: {
    ...count,
    part: "network",
    identity: "always",
    default: 512,
    unit: "units",
    help: "units of each hidden layer",
  },
  batchSize: {
    integer: true,
    minimum: 2,
    part: "batches",
    identity: "always",
    default: 64,
    unit: "samples",
    help: "samples in each step",
  },
  normalization: {
    choices: ["batch", "none"],
    part: "network",
    identity: "always",
    default: "batch",
    help: "batch normalization of hidden layers, or none",
  },
  maxEpochs: {
    ...count,
    part: "stopping",
    identity: "always",
    default: 100,
    unit: "epochs",
    help: "epochs after which a run stops in any case",
  },
  patience: {
    ...count,
    part: "stopping",
    identity: "always",
    default: 10,
    unit: "epochs",
    help: "epochs without improvement before stopping",
  },
  minDelta: {
    minimum: 0,
    part: "stopping",
    identity: "always",
    default: 1e-4,
    help: "improvement that counts, as a share of the best loss",
  },
  minEpochs: {
    integer: true,
    minimum: 0,
    part: "stopping",
    identity: "unless-default",
    earlier: 0,
    default: 0,
    unit: "epochs",
    help: "epochs before which no run stops early",
  },
  fixedEpochs: {
    ...count,
    part: "stopping",
    identity: "always",
    default: null,
    unit: "epochs",
    otherwise: "early stopping",
    help: "exactly this many epochs, no early stopping: for benchmarks",
  },
  reduction: {
    choices: ["sum", "mean"],
    part: "loss",
    identity: "unless-default",
    default: "sum",
    help: "the loss summed over genes, or the whole loss divided by their number",
  },
  klWarmup: {
    integer: true,
    minimum: 0,
    part: "loss",
    identity: "unless-default",
    default: 0,
    unit: "epochs",
    help: "epochs in which what the loss adds to the reconstruction grows to its full weight",
  },
  momentum: {
    minimum: 0,
    below: 1,
    part: "optimizer",
    identity: "unless-default",
    optimizers: ["sgd"],
    default: 0,
    help: "momentum of SGD; other optimizers have none",
  },
  clipNorm: {
    above: 0,
    part: "optimizer",
    identity: "unless-default",
    default: null,
    otherwise: "off",
    help: "norm of all gradients together that a step clips them to",
  },
} as const satisfies Readonly<Record<string, RunOption>>;

/** A value of each option of the network and the training. */
export type RunOptionValues = ValuesOf<typeof RUN_OPTIONS>;

/** What runs had of an option before there was one: it is not told in their identity, nor in their folder. */
export function earlierValue({ earlier, default: byDefault }: RunOption): Value | null {
  return earlier ?? byDefault as Value | null;
}

/**
 * The epoch after which a run ends at the latest.
 *
 * @example
 * ```ts
 * import { lastEpochOf } from "./run_options.ts";
 * if (lastEpochOf({ fixedEpochs: null, maxEpochs: 100 }) !== 100) throw new Error("the cap");
 * if (lastEpochOf({ fixedEpochs: 7, maxEpochs: 100 }) !== 7) throw new Error("no early stopping, no cap");
 * ```
 */
export function lastEpochOf(
  { fixedEpochs, maxEpochs }: Pick<RunOptionValues, "fixedEpochs" | "maxEpochs">,
): number {
  return fixedEpochs ?? maxEpochs;
}

/** Names of the options that one part uses. */
export type NamesOf<Of extends Part> = {
  [Name in keyof typeof RUN_OPTIONS]: typeof RUN_OPTIONS[Name]["part"] extends Of ? Name : never;
}[keyof typeof RUN_OPTIONS];

/** The options that one part uses, and no others. */
export function optionsOf<Of extends Part>(
  part: Of,
  values: RunOptionValues,
): Pick<RunOptionValues, NamesOf<Of>> {
  const own = Object.entries(RUN_OPTIONS).filter(([, row]) => row.part === part);
  const given = values as Readonly<Record<string, unknown>>;
  return Object.fromEntries(own.map(([name]) => [name, given[name]])) as never;
}

/**
 * Does not compile while its argument has a key: with the rest of a destructured object, it shows that every
 * option is used.
 */
export function allUsed<Rest extends object>(_rest: keyof Rest extends never ? Rest : never): void {
  // Types alone decide.
}
