import type pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import { makeFolder } from "../files/make_folder.ts";
import { writeTable } from "../sweep/store/write_table.ts";
import { type Frames, TABLE_DEFINITIONS, type TableDefinition } from "./_table_definitions.ts";

/** A table of the analysis, or why there is none. */
export interface AnalysisTable {
  /** The files' name without its ending. */
  readonly name: string;
  /** What it answers, in a sentence. */
  readonly about: string;
  /** Null where the results do not support it. */
  readonly frame: pl.DataFrame | null;
  /** Why there is no frame; empty if there is one. */
  readonly problem: string;
}

function makeTable(name: string, { about, make }: TableDefinition, frames: Frames): AnalysisTable {
  try {
    return { name, about, frame: make(frames), problem: "" };
  } catch (error) {
    // What the results cannot answer is said in the report; anything else is a defect.
    if (!(error instanceof InputError)) throw error;
    return { name, about, frame: null, problem: error.message };
  }
}

/**
 * Every table of the analysis.
 *
 * @param frames What the folder holds; without baselines or samples the tables about them say so.
 * @returns The tables in the order of the report; one that the results do not allow has no frame, but says why.
 */
export function analysisTables(frames: Frames): AnalysisTable[] {
  return Object.entries(TABLE_DEFINITIONS).map(([name, definition]) =>
    makeTable(name, definition, frames)
  );
}

/**
 * Writes each table as NAME.csv and NAME.parquet.
 *
 * @param tables Those without a frame are left out.
 * @param folder Where to; made if it is missing.
 * @returns The paths written.
 */
export function writeTables(tables: readonly AnalysisTable[], folder: string): string[] {
  makeFolder(folder);
  return tables.flatMap(({ name, frame }) => frame ? writeTable(`${folder}/${name}`, frame) : []);
}
