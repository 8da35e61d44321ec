import type { Device, Precision } from "../../tensorflow/device.ts";
import type { RunRecord } from "../store/record.ts";

/** What a worker process is given when it starts, as JSON in its first argument. */
export interface WorkerSetup {
  readonly engine: string;
  readonly backend: string;
  /** @default "cpu" */
  readonly device?: Device;
  /** @default "float32" */
  readonly precision?: Precision;
  /** Threads of the process; it was started with an environment that says so. */
  readonly threads: number;
  /** Runs that it trains at once, at most. @default 1 */
  readonly population?: number;
  /** Files of models that are not registered, by the models' names. @default {} */
  readonly models?: Readonly<Record<string, string>>;
  /** Where it appends its journal. */
  readonly runsFolder: string;
  /** Where it saves the reported networks; null for nowhere. */
  readonly modelsFolder: string | null;
}

/** What a worker says with `sayMessage`. */
export type WorkerMessage =
  | { readonly type: "ready" }
  /** Something that a user should know. */
  | { readonly type: "note"; readonly text: string }
  /** No run can be executed on this machine as it is, and this worker has ended; a line for the user. */
  | { readonly type: "unusable"; readonly problem: string }
  | {
    readonly type: "epoch";
    readonly run: string;
    readonly epoch: number;
    readonly loss: number | null;
  }
  /** The run's network is no longer needed: another run may be trained in its place. */
  | { readonly type: "trained"; readonly run: string }
  /** The record is on disk. */
  | { readonly type: "done"; readonly record: RunRecord }
  /** The run threw; nothing was written. */
  | {
    readonly type: "error";
    readonly run: string;
    readonly error: string;
    readonly seconds: number;
    /** Whether there was no space for its results: then the run has not failed. */
    readonly storage: boolean;
  };
