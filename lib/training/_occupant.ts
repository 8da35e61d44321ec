import type { Job, SplitName } from "./engine.ts";

/** One training in its slot. */
export interface Occupant {
  readonly job: Job;
  /** Another one once the population was built anew. */
  slot: number;
  /** Steps that it has taken, and had taken when its snapshot was. */
  steps: number;
  bestSteps: number;
  /** Its epoch, from 1. */
  epoch: number;
  /** The rows of the training split in the order of the epoch. */
  order: Int32Array;
}

/** Latent vectors to decode, and the rows that they are compared with: see `Training.decodingErrors`. */
export interface Decoding {
  readonly split: SplitName;
  readonly rows: Int32Array;
  readonly latent: Float32Array;
}

/** A slot's whole state, by value. */
export type SlotState = Readonly<Record<string, Float32Array>>;
