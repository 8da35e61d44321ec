import type { AwaitedTraining, Encoding, LayerMoments, SplitName, Terms } from "./engine.ts";
import type { GraphTraining } from "./_graph_training.ts";
import type { Occupant, SlotState, Validation } from "./_population.ts";

/** An epoch that a training asks for. */
export interface EpochRequest {
  readonly order: Int32Array;
  readonly epoch: number;
  readonly continueAfterDivergence: boolean;
}

/** What a training asks of the population that it is part of. */
export interface SlotCalls {
  readonly occupant: Occupant;
  trainEpoch(request: EpochRequest): Promise<Terms[]>;
  validate(): Promise<Validation>;
  snapshot(): Promise<void>;
  /** The network as it is or as `snapshot` remembered it, by names of parameters and moving averages. */
  network(which: "now" | "best"): SlotState;
  /** Gives the slot to another training. */
  leave(): void;
}

/**
 * One training of a population. While it takes steps it answers when the others are ready too; asked for anything but the
 * validation loss, it leaves its slot to the next training and is measured by a graph of its own.
 */
export class PopulationTraining implements AwaitedTraining {
  readonly #slot: SlotCalls;
  readonly #measuring: () => Promise<GraphTraining>;
  #measured: GraphTraining | undefined;
  #found: Validation | undefined;
  #bestSteps: number | undefined;
  #left = false;

  /** @param measuring Begins a training of the same job by itself. */
  constructor(slot: SlotCalls, measuring: () => Promise<GraphTraining>) {
    this.#slot = slot;
    this.#measuring = measuring;
  }

  async trainEpoch(
    order: Int32Array,
    { continueAfterDivergence = false, epoch = 1 } = {},
  ): Promise<readonly Terms[]> {
    if (this.#left) throw new Error("Cannot train further: the slot was left to another training");
    this.#found = undefined;
    return await this.#slot.trainEpoch({ order, epoch, continueAfterDivergence });
  }

  async #validation(): Promise<Validation> {
    return this.#found ??= await this.#slot.validate();
  }

  async evaluate(split: SplitName): Promise<Terms> {
    if (split === "validation" && !this.#left) return (await this.#validation()).terms;
    return (await this.#network("now")).evaluate(split);
  }

  async reconstructionError(split: SplitName): Promise<number> {
    if (split === "validation" && !this.#left) return (await this.#validation()).error;
    return (await this.#network("now")).reconstructionError(split);
  }

  async sampleErrors(split: SplitName): Promise<Float32Array> {
    return (await this.#network("now")).sampleErrors(split);
  }

  async encode(split: SplitName): Promise<Encoding> {
    return (await this.#network("now")).encode(split);
  }

  async decodingErrors(
    split: SplitName,
    rows: Int32Array,
    latent: Float32Array,
  ): Promise<Float32Array> {
    return (await this.#network("now")).decodingErrors(split, rows, latent);
  }

  async weights(): Promise<Record<string, Float32Array>> {
    return (await this.#network("now")).weights();
  }

  async moments(): Promise<Record<string, LayerMoments>> {
    return (await this.#network("now")).moments();
  }

  async snapshot(): Promise<void> {
    this.#bestSteps = this.#slot.occupant.steps;
    await this.#slot.snapshot();
  }

  async restore(): Promise<void> {
    if (this.#bestSteps === undefined) {
      throw new Error("Cannot restore a network: no snapshot was taken");
    }
    await this.#network("best");
  }

  /** The network by itself; the slot is left with the first call. */
  async #network(which: "now" | "best"): Promise<GraphTraining> {
    if (this.#measured) return this.#measured;
    const { occupant } = this.#slot, state = this.#slot.network(which);
    this.#leave();
    this.#measured = await this.#measuring();
    this.#measured.load(state, which === "best" ? this.#bestSteps! : occupant.steps);
    return this.#measured;
  }

  #leave(): void {
    if (!this.#left) this.#slot.leave();
    this.#left = true;
  }

  dispose(): void {
    this.#leave();
    this.#measured?.dispose();
  }
}
