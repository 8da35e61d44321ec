import * as tf from "@tensorflow/tfjs";
import type { Dataset, Split } from "../data/dataset.ts";
import type { NativeAccess } from "../tensorflow/native_backend.ts";
import { keepRows } from "./_kept_rows.ts";
import { checkJob } from "./_check_job.ts";
import type { Engine, Job, SplitName } from "./engine.ts";
import { graphKeys } from "./_graph_key.ts";
import { type CompiledGraph, GraphTraining } from "./_graph_training.ts";
import { GraphSession } from "./session.ts";
import { buildTrainingGraph } from "./_training_graph.ts";

/** Graphs kept at once: each holds a network, its optimizer's averages and a snapshot. */
const CACHED_GRAPHS = 2;

/** A compiled graph, and whether a training uses it. */
interface CachedGraph extends CompiledGraph {
  busy: boolean;
  /** The data that it keeps. */
  loaded?: Dataset;
}

/** Options of {@linkcode GraphEngine}. */
export interface GraphEngineOptions {
  /**
   * Whether graphs keep the data, which otherwise travel to the device at each step: on a processor that costs nothing, to a
   * card it takes ten times as long as the step.
   * @default whether TensorFlow computes on a card
   */
  readonly keepsData?: boolean;
}

/**
 * The fast engine: traces one training step of any model through tfjs, gradients included, and runs it as
 * a TensorFlow graph with fused optimizer updates. One graph serves every optimizer, learning rate and seed
 * of a model, its options and sizes; the last two graphs are kept.
 *
 * @example
 * ```ts ignore
 * const engine = new GraphEngine(nativeBackend());
 * const result = await train(vae, dataset, { engine });
 * ```
 */
export class GraphEngine implements Engine {
  readonly name = "graph";
  readonly backend = "tensorflow";
  readonly #native: NativeAccess;
  readonly #graphs = new Map<string, CachedGraph>();
  readonly #keyOf = graphKeys();
  #dataset: Dataset | undefined;
  #data: Record<SplitName, tf.Tensor> | undefined;
  readonly #keepsData: boolean;

  constructor(
    native: NativeAccess,
    { keepsData = native.binding.isUsingGpuDevice() }: GraphEngineOptions = {},
  ) {
    this.#native = native;
    this.#keepsData = keepsData;
  }

  start(job: Job, dataset: Dataset): GraphTraining {
    checkJob(job, dataset);
    if (!this.#keepsData && this.#dataset !== dataset) this.#upload(dataset);
    const compiled = this.#compiled(job, dataset);
    compiled.busy = true;
    try {
      if (this.#keepsData) this.#load(dataset, compiled);
      const data = this.#data ?? null;
      return new GraphTraining(job, dataset, data, compiled, () => this.#release(compiled));
    } catch (error) { // a card may have no memory left for the data, or the weights
      this.#release(compiled);
      throw error;
    }
  }

  /** Has a graph keep the data, unless it does. */
  #load(dataset: Dataset, compiled: CachedGraph): void {
    if (compiled.loaded === dataset) return;
    keepRows(compiled.session, dataset);
    compiled.loaded = dataset;
  }

  #upload(dataset: Dataset): void {
    this.#forgetData();
    const tensor = ({ values, rows }: Split) => tf.tensor2d(values, [rows, dataset.genes.length]);
    const { train, validation, test } = dataset;
    this.#data = { train: tensor(train), validation: tensor(validation), test: tensor(test) };
    this.#dataset = dataset;
  }

  #compiled(job: Job, dataset: Dataset): CachedGraph {
    const key = this.#keyOf(job, dataset), known = this.#graphs.get(key);
    if (known && !known.busy) {
      this.#graphs.delete(key); // and again at the end: the map's order is that of last use
      this.#graphs.set(key, known);
      return known;
    }
    const options = { keepsData: this.#keepsData };
    const graph = buildTrainingGraph(job, dataset, this.#native, options);
    const session = new GraphSession(graph.nodes, this.#native, `the loss of ${job.model.name}`);
    const compiled: CachedGraph = { graph, session, busy: true };
    if (known) return compiled; // a second training of one kind at the same time: not kept
    this.#graphs.set(key, compiled);
    this.#trim();
    return compiled;
  }

  #release(compiled: CachedGraph): void {
    compiled.busy = false;
    if ([...this.#graphs.values()].includes(compiled)) this.#trim();
    else compiled.session.close();
  }

  /** Closes the least recently used graphs. */
  #trim(): void {
    for (const [key, { session, busy }] of this.#graphs) {
      if (this.#graphs.size <= CACHED_GRAPHS) break;
      if (busy) continue;
      session.close();
      this.#graphs.delete(key);
    }
  }

  dispose(): void {
    for (const { session } of this.#graphs.values()) session.close();
    this.#graphs.clear();
    this.#forgetData();
  }

  #forgetData(): void {
    tf.dispose(this.#data ?? {});
    this.#data = undefined;
    this.#dataset = undefined;
  }
}
