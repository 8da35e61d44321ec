import { MODELS } from "../models/mod.ts";
import { OPTIMIZER_NAMES, type OptimizerName } from "../optimizers/mod.ts";
import type { OptionRow, Value } from "./row.ts";

/** An axis that every sweep has. */
export interface StudyOption extends OptionRow {
  /** What its list is called, such as `learningRates`. */
  readonly list: string;
  /** The poster's grid. */
  readonly grid: readonly Value[];
}

const OPTIMIZERS = OPTIMIZER_NAMES as readonly [OptimizerName, ...OptimizerName[]];

/** The four axes of the study, and the seed. */
export const STUDY_OPTIONS = {
  model: {
    list: "models",
    type: "text",
    default: "vae",
    grid: Object.keys(MODELS),
    help: "models to train",
  },
  learningRate: {
    list: "learningRates",
    above: 0,
    default: 1e-3,
    grid: [0.1, 0.01, 1e-3, 1e-4, 1e-5],
    help: "step size of the optimizer",
  },
  latentSize: {
    list: "latentSizes",
    integer: true,
    minimum: 1,
    default: 50,
    grid: [10, 20, 30, 50, 100, 200],
    help: "dimensions of the latent space",
  },
  optimizer: {
    list: "optimizers",
    choices: OPTIMIZERS,
    default: "adam",
    grid: OPTIMIZERS,
    help: "optimizers of the weights",
  },
  seed: {
    list: "seeds",
    integer: true,
    minimum: 0,
    default: 0,
    grid: [0],
    help: "seeds of the split, the initial weights, the order of batches and the noise",
  },
} as const satisfies Readonly<Record<string, StudyOption>>;

/** What the lists of the study's axes are called, in the order in which a grid is described. */
export const STUDY_LISTS = Object.values(STUDY_OPTIONS).map(({ list }) => list);

/** The study's axes, and seeds of splits for sweeps that draw these apart from the rest. */
export const GRID_OPTIONS = {
  ...STUDY_OPTIONS,
  splitSeed: {
    list: "splitSeeds",
    integer: true,
    minimum: 0,
    default: null,
    otherwise: "each seed's own",
    grid: [],
    help: "seeds of the splits, each with every seed, which then decides all else",
  },
} as const satisfies Readonly<Record<string, StudyOption>>;

/** What the lists of a grid are called: those of the study, which every grid has, and `splitSeeds`. */
export const GRID_LISTS = Object.values(GRID_OPTIONS).map(({ list }) => list);
