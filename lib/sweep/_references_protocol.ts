import type { UntrainedOptions } from "../training/untrained_encoder.ts";
import type { BaselineRow } from "./baselines.ts";
import type { ReferenceRow } from "./references.ts";

/** What the process of `_references_process.ts` is given when it starts. */
export interface ReferenceSetup {
  readonly backend: string;
  /** The hidden layer of the sweep's models. */
  readonly network: Omit<UntrainedOptions, "seed">;
}

/** What it is asked for of a dataset, as a line of JSON. */
export interface ReferenceRequest {
  /** The dataset's file. */
  readonly path: string;
  readonly splitSeed: number;
  /** Latent sizes whose baselines are wanted, and those whose references are. */
  readonly baselines: readonly number[];
  readonly references: readonly number[];
  /** Whether the raw genes are judged too. */
  readonly raw: boolean;
}

/** What it says. */
export type ReferenceMessage =
  /** What it is about to do, and how far that is, such as `principal components, 40 %`. */
  | { readonly type: "progress"; readonly text: string }
  | { readonly type: "baselines"; readonly rows: readonly BaselineRow[] }
  /** Said last of a dataset. */
  | {
    readonly type: "references";
    readonly rows: readonly Omit<ReferenceRow, "split_seed" | "genes">[];
  }
  /** It cannot be done, for a reason that a user can mend. */
  | { readonly type: "refused"; readonly message: string };
