import type pl from "nodejs-polars";
import { makeFolder } from "../files/make_folder.ts";
import { writeTable } from "../sweep/store/write_table.ts";
import { attempt, type Made } from "./_attempt.ts";
import { TABLE_DEFINITIONS } from "./_table_definitions.ts";
import type { Frames } from "./_table_makers.ts";

/** A table of the analysis, or why there is none. */
export interface AnalysisTable extends Made {
  /** The files' name without its ending. */
  readonly name: string;
  /** What it answers, in a sentence. */
  readonly about: string;
  /** Null where the results do not support it. */
  readonly frame: pl.DataFrame | null;
}

/**
 * The tables of the analysis in the order of the report, each to be made by itself.
 *
 * @param frames What the folder holds; without baselines or samples the tables about them say so.
 */
export function plannedTables(
  frames: Frames,
): { readonly name: string; readonly make: () => AnalysisTable }[] {
  return Object.entries(TABLE_DEFINITIONS).map(([name, { about, make }]) => ({
    name,
    make: () => {
      const { made, ...why } = attempt(() => make(frames));
      return { name, about, frame: made, ...why };
    },
  }));
}

/**
 * Every table of the analysis.
 *
 * @param frames As for {@linkcode plannedTables}.
 * @returns The tables in the order of the report; one that the results do not allow has no frame, but says why.
 */
export function analysisTables(frames: Frames): AnalysisTable[] {
  return plannedTables(frames).map(({ make }) => make());
}

/**
 * Writes a table as NAME.csv and NAME.parquet.
 *
 * @param table One without a frame is not written.
 * @param folder Where to; made if it is missing.
 * @returns The paths written.
 */
export function writeAnalysisTable({ name, frame }: AnalysisTable, folder: string): string[] {
  makeFolder(folder);
  return frame ? writeTable(`${folder}/${name}`, frame) : [];
}
