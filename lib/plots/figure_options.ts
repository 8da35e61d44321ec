import type { ResultsOptions } from "../analysis/results.ts";

/** Options of figures of an analysis by model, or by another axis. */
export interface ByOptions {
  /** The column whose values get a line, bar or panel each. @default "model" */
  readonly by?: string;
}

/** Options of figures of runs. */
export interface AxesOptions {
  /**
   * The sweep's axes, as `sweepAxes` gives them: figures show the levels of further ones apart.
   * @default the study's own: runs that differ in nothing else are refused
   */
  readonly axes?: ResultsOptions["axes"];
}

/** Options of figures that say nothing of themselves above. */
export interface CaptionOptions {
  /** @default what is drawn, in a word or two */
  readonly title?: string;
  readonly subtitle?: string;
}
