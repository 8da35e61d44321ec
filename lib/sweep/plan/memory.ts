import { formOf, type OptimizerName, optimizerOf } from "../../optimizers/mod.ts";
import { graphKey } from "./cost.ts";
import type { RunConfiguration } from "./grid.ts";

/** Bytes of a number in the network, the data and everything that is computed from both. */
const FLOAT = 4;

/** Bytes of TensorFlow's library that are in memory, which all processes of a machine share. */
const LIBRARY = 0.1e9;

/** Bytes of a process beside what is counted here: Deno, this program, TensorFlow's own. Measured on the smallest data. */
const COORDINATOR = 0.12e9, WORKER = 0.16e9, REFERENCES = 0.06e9;

/** Graphs that a worker keeps at once, each with a network of its own (`graph_engine.ts`). */
const GRAPHS = 2;

/**
 * Copies of a network's weights that a slot of a population has: the weights, those beside the others' in one tensor, their
 * best, the optimizer's two averages, and the gradient.
 */
const SLOT_COPIES = 6;

/** Copies of a split's numbers in a worker: as they are read from the file, and as tensors. */
const WORKER_DATA = 2;

/** Copies in the process that computes references: as read, centred, as tensors, and what is computed from these. */
const REFERENCE_DATA = 9;

/**
 * Numbers of the decoder's output that are alive at once during a step, for each gene, row of a batch and drawn sample:
 * before and after normalization and activation, its error, the terms of the loss, and gradients of these, on average over
 * sweeps of many sizes that were measured (`deno task bench --only estimates`).
 */
const OUTPUTS = 5.5;

/** The same of hidden layers, for each hidden unit. */
const HIDDEN = 18;

/** Rows that are evaluated at once, whatever the batch (`evaluationChunks`). */
const EVALUATED = 64;

/** What the data of a sweep are. */
export interface MemoryData {
  /** Of a run whose configuration does not say how many its data have. */
  readonly genes: number;
  /** Samples of all splits. */
  readonly samples: number;
  /** Runs that each worker trains at once. @default 1 */
  readonly population?: number;
}

/** Bytes that a sweep takes at most while it trains. */
export interface MemoryForecast {
  readonly coordinator: number;
  readonly worker: number;
  /** Of the process beside them that computes what models are compared with. */
  readonly references: number;
  /** Of what workers have in common. */
  readonly shared: number;
}

/**
 * Memory that a sweep takes, counted from what its processes hold at once: data, networks with their gradients and optimizers'
 * averages, and what a step computes. For the multilayer perceptron: another network may take more.
 *
 * @param configurations Those that are left to run.
 *
 * @example
 * ```ts
 * import { expandGrid, POSTER_GRID } from "./grid.ts";
 * import { memoryForecast } from "./memory.ts";
 * const bytes = (samples: number) =>
 *   memoryForecast(expandGrid({ ...POSTER_GRID, models: ["iwae"] }, { samples }), { genes: 5000, samples: 500 }).worker;
 * if (!(bytes(100) > 2 * bytes(5))) throw new Error("drawn samples take memory");
 * ```
 */
export function memoryForecast(
  configurations: readonly RunConfiguration[],
  { genes, samples, population = 1 }: MemoryData,
): MemoryForecast {
  const optimizers = new Set(configurations.map(({ optimizer }) => optimizer));
  const networks = new Map<string, number>();
  let step = 0, width = 0, slot = 0;
  for (const configuration of configurations) {
    const key = graphKey(configuration), own = configuration.genes ?? genes;
    width = Math.max(width, own);
    step = Math.max(step, stepBytes(configuration, own));
    slot = Math.max(slot, slotBytes(configuration, own));
    if (!networks.has(key)) networks.set(key, networkBytes(configuration, own, optimizers));
  }
  const largest = [...networks.values()].sort((a, b) => b - a).slice(0, GRAPHS);
  const data = FLOAT * samples * width,
    single = largest.reduce((sum, bytes) => sum + bytes, step);
  return {
    coordinator: COORDINATOR, // data are prepared by then, and no longer held
    // What a population holds beside its slots is about as much as a worker of single runs holds: measured.
    worker: WORKER + WORKER_DATA * data + single + (population === 1 ? 0 : population * slot),
    references: REFERENCES + REFERENCE_DATA * data,
    shared: LIBRARY,
  };
}

/** Bytes of each training in the graph of a population: what it keeps, and what a step holds. */
export function slotBytes(configuration: RunConfiguration, genes: number): number {
  return FLOAT * SLOT_COPIES * parameters(configuration, genes) + stepBytes(configuration, genes);
}

/** Numbers in a network's weights. */
function parameters({ settings: { hiddenSize }, latentSize }: RunConfiguration, genes: number) {
  return hiddenSize * (2 * genes + 3 * latentSize);
}

/** Weights, their best and the averages of every optimizer that one graph serves. */
function networkBytes(
  configuration: RunConfiguration,
  genes: number,
  optimizers: ReadonlySet<string>,
): number {
  const slots = [...optimizers].map((name) =>
    formOf(optimizerOf(name as OptimizerName), configuration.settings).slots.length
  );
  const copies = 2 + slots.reduce((sum, count) => sum + count, 0);
  return FLOAT * copies * parameters(configuration, genes);
}

/**
 * What one step computes and holds: the outputs of all layers with their gradients, and the weights' gradients, of which the
 * largest layer's is there until that is updated.
 */
function stepBytes(configuration: RunConfiguration, genes: number): number {
  const { settings: { batchSize, hiddenSize }, modelOptions } = configuration;
  const draws = typeof modelOptions.samples === "number" ? modelOptions.samples : 1;
  const rows = Math.max(batchSize, EVALUATED) * draws;
  return FLOAT *
    (genes * hiddenSize + rows * (OUTPUTS * genes + HIDDEN * hiddenSize));
}
