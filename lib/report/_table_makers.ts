import pl from "nodejs-polars";
import * as analysis from "../analysis/mod.ts";
import { InputError } from "../errors.ts";
import { downstreamOfResults } from "../sweep/store/downstream.ts";
import type { SweepAxis } from "../sweep/store/axes.ts";
import type { Manifest } from "../sweep/store/manifest.ts";

/** What a result folder holds; see `ResultFolder`. */
export interface Frames {
  /** A row per run. */
  readonly results: pl.DataFrame;
  /** What the sweep varies. @default the study's four axes */
  readonly axes?: readonly SweepAxis[];
  /** What sweep.json says; of it the cohort's name and the fixed options are used. */
  readonly manifest?: Pick<Manifest, "fixed"> & { readonly data: { readonly name: string } };
  /** A row per run and epoch. */
  readonly history: pl.DataFrame;
  readonly baselines?: pl.DataFrame | null;
  /** A row per run, label and classifier. @default the accuracies of the results */
  readonly downstream?: pl.DataFrame;
  readonly references?: pl.DataFrame | null;
  readonly samples?: pl.DataFrame | null;
  readonly latent?: pl.DataFrame | null;
}

/** What a table answers and how it is made. */
export interface TableDefinition {
  readonly about: string;
  readonly make: (frames: Frames) => pl.DataFrame;
}

/** An incomplete grid is analysed on its largest complete part, which each table names. */
export const PART = { onMissing: "largest" } as const;

type Analysis<Options> = (results: pl.DataFrame, options: Options) => pl.DataFrame;

/** What the sweep varies. */
export type Axes = analysis.ResultsOptions;

/** The same, and how diverged runs count. */
export type Treated = Axes & { treatment?: analysis.Treatment };

/** A table of the runs alone. */
export function once<Options extends Axes>(
  analyse: Analysis<Options>,
  options?: Omit<Options, "axes">,
) {
  return ({ results, axes }: Frames) => analyse(results, { ...options, axes } as Options);
}

/** The same for both ways in which diverged runs count, one below the other. */
export function both<Options extends Treated>(
  analyse: Analysis<Options>,
  options?: Omit<Options, keyof Treated>,
) {
  return ({ results, axes }: Frames) => {
    const parts = analysis.TREATMENTS.map((treatment) =>
      analyse(results, { ...options, axes, treatment } as Options)
    );
    return pl.concat(parts, { how: "vertical" });
  };
}

/** What a folder may lack: those of earlier versions, of sweeps that have not ended, or that were copied only in part. */
export function present(
  frame: pl.DataFrame | null | undefined,
  cannot: string,
  file: string,
): pl.DataFrame {
  if (frame) return frame;
  throw new InputError(
    `${cannot}: the folder has no ${file}.parquet; a sweep writes it when it ends`,
  );
}

/** A table of the runs and their downstream scores. */
export function scored(
  analyse: (results: pl.DataFrame, downstream: pl.DataFrame, options: Axes) => pl.DataFrame,
) {
  return ({ results, axes, downstream = downstreamOfResults(results) }: Frames) =>
    analyse(results, downstream, { axes });
}
