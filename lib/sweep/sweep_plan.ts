import type { Card } from "../tensorflow/cards.ts";
import type { DeviceOptions } from "../tensorflow/device.ts";
import type { CardMemory } from "./plan/card_memory.ts";
import type { Axes } from "./plan/grid.ts";
import type { OwnModel } from "./plan/own_models.ts";
import type { RunJob } from "./plan/run_job.ts";
import type { SweepOptions } from "./plan/sweep_options.ts";
import type { JournalContent } from "./store/journal.ts";
import type { Manifest } from "./store/manifest.ts";
import type { RunOutcome } from "./store/outcomes.ts";

/** A sweep that is ready to run: every run with its identity, and what is done already. */
export interface SweepPlan {
  readonly options:
    & SweepOptions
    & Required<Pick<SweepOptions, "engine" | "backend" | "threads" | "executor" | "retries">>
    & Required<Pick<SweepOptions, "hangTimeout" | "saveModels" | "axes" | "fixed">>
    & {
      /** Runs that each worker trains at once. */
      readonly population: number;
    }
    & Required<DeviceOptions>;
  readonly axes: Axes;
  /** What workers use, where that is not the processor; null on a cluster, where it is the nodes'. */
  readonly cards: readonly Card[] | null;
  /** What runs take of each; null where there are none. */
  readonly cardMemory: CardMemory | null;
  /** Why a card that the machine has is left unused; null where there is nothing to say. */
  readonly deviceNotice: string | null;
  /** TensorFlow's version; null where the native one is not set up. */
  readonly tensorflow: string | null;
  /** Models that are not registered, by name. */
  readonly models: Readonly<Record<string, OwnModel>>;
  readonly out: string;
  readonly data: Manifest["data"];
  /** What was understood of the data, and what was repaired or noticed in them. */
  readonly understood: NonNullable<Manifest["understood"]>;
  readonly jobs: readonly RunJob[];
  /** Finished ones among them. */
  readonly done: readonly RunOutcome[];
  /** Those left: never run, or failed before. */
  readonly pending: readonly RunJob[];
  readonly damaged: JournalContent["damaged"];
  /** Failed runs of another sweep in this folder that are removed when this one begins: none of that is finished. */
  readonly removed: number;
  /** The folder's cap on epochs, where this sweep raises it: runs that ended before it are among the finished ones. */
  readonly raisedCap: number | null;
}
