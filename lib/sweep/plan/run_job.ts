import type { RunConfiguration } from "./grid.ts";

/** One run to execute; workers get it as a line of JSON. */
export interface RunJob {
  readonly run: string;
  readonly configuration: RunConfiguration;
  /** The prepared dataset's file. */
  readonly dataset: string;
}
