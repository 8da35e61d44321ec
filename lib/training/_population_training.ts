import type { AwaitedTraining, Encoding, LayerMoments, SplitName, Terms } from "./engine.ts";
import type { Evaluation, Validation } from "./_evaluation_sums.ts";
import type { Decoding, Occupant, SlotState } from "./_occupant.ts";
import { correctedMoments, startWeight } from "./_start_weight.ts";
import { Turns } from "./_turns.ts";

/** What a training asks of its population. */
export type PopulationRequest =
  | {
    readonly kind: "epoch";
    readonly order: Int32Array;
    readonly epoch: number;
    readonly continueAfterDivergence: boolean;
  }
  | { readonly kind: "validate" }
  | { readonly kind: "snapshot" }
  | { readonly kind: "evaluate"; readonly split: SplitName }
  | { readonly kind: "decode" } & Decoding;

/** A population as one of its trainings sees it. */
export interface Slot {
  readonly occupant: Occupant;
  /** Samples of the training split. */
  readonly rows: number;
  /** Answered when the others have asked too. */
  ask(request: PopulationRequest): Promise<unknown>;
  /** The network of the snapshot: parameters and moving averages by name. */
  network(): SlotState;
  /** Normalized layers, and how often a step updates their moving averages. */
  readonly layers: Readonly<Record<string, number>>;
  /** Gives the slot to another training. */
  leave(): void;
}

/**
 * One training of a population: it answers when the others have asked too. Once it is asked for anything but epochs, the
 * validation loss and snapshots, its training is over: the network of its snapshot is what it gives, or the present one if
 * no snapshot was taken.
 */
export class PopulationTraining implements AwaitedTraining {
  readonly #slot: Slot;
  readonly #turns = new Turns();
  readonly #evaluations: Partial<Record<SplitName, Evaluation>> = {};
  #validation: Validation | undefined;
  #saved = false;
  #over = false;
  #left = false;

  constructor(slot: Slot) {
    this.#slot = slot;
  }

  /** One request at a time, also where several calls are awaited together. */
  async #ask(request: PopulationRequest): Promise<unknown> {
    const end = await this.#turns.begin();
    try {
      this.#requireSlot();
      return await this.#slot.ask(request);
    } finally {
      end();
    }
  }

  /** Its slot may already be another training's. */
  #requireSlot(): void {
    if (this.#left) throw new Error("Cannot use a training after its disposal");
  }

  async trainEpoch(
    order: Int32Array,
    { continueAfterDivergence = false, epoch = 1 } = {},
  ): Promise<readonly Terms[]> {
    if (this.#over) {
      throw new Error("Cannot train a network of a population further: it was measured");
    }
    const { rows } = this.#slot;
    if (order.length !== rows) { // it would take steps on the others' rows, or they on its own
      throw new RangeError(
        `Cannot train on ${order.length} of ${rows} samples: trainings of a population take their steps together`,
      );
    }
    this.#validation = undefined;
    const request = { kind: "epoch", order, epoch, continueAfterDivergence } as const;
    return await this.#ask(request) as Terms[];
  }

  async evaluate(split: SplitName): Promise<Terms> {
    return (await this.#passOver(split)).terms;
  }

  async reconstructionError(split: SplitName): Promise<number> {
    return (await this.#passOver(split)).error;
  }

  async #passOver(split: SplitName): Promise<Validation> {
    if (split !== "validation" || this.#over) return await this.#evaluation(split);
    return this.#validation ??= await this.#ask({ kind: "validate" }) as Validation;
  }

  async #evaluation(split: SplitName): Promise<Evaluation> {
    await this.#end();
    return this.#evaluations[split] ??= await this.#ask({
      kind: "evaluate",
      split,
    }) as Evaluation;
  }

  async sampleErrors(split: SplitName): Promise<Float32Array> {
    return (await this.#evaluation(split)).sampleErrors;
  }

  async encode(split: SplitName): Promise<Encoding> {
    const { mean, logVariance } = await this.#evaluation(split);
    return { mean, logVariance };
  }

  async decodingErrors(
    split: SplitName,
    rows: Int32Array,
    latent: Float32Array,
  ): Promise<Float32Array> {
    await this.#end();
    return await this.#ask({ kind: "decode", split, rows, latent }) as Float32Array;
  }

  async snapshot(): Promise<void> {
    await this.#ask({ kind: "snapshot" });
    this.#saved = true;
  }

  restore(): Promise<void> {
    if (!this.#saved) {
      return Promise.reject(new Error("Cannot restore a network: no snapshot was taken"));
    }
    return this.#end();
  }

  async #end(): Promise<void> {
    this.#requireSlot();
    if (!this.#saved) await this.snapshot();
    this.#over = true;
  }

  async weights(): Promise<Record<string, Float32Array>> {
    await this.#end();
    return this.#slot.network();
  }

  async moments(): Promise<Record<string, LayerMoments>> {
    const values = await this.weights(), { layers, occupant } = this.#slot;
    return Object.fromEntries(
      Object.entries(layers).map(([layer, updates]) => {
        const mean = values[`${layer}/moving_mean`]!,
          variance = values[`${layer}/moving_variance`]!;
        const weight = startWeight(updates * occupant.bestSteps);
        return [layer, correctedMoments({ mean, variance }, weight)];
      }),
    );
  }

  dispose(): void {
    if (!this.#left) this.#slot.leave();
    this.#left = true;
  }
}
