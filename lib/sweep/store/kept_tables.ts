import type pl from "nodejs-polars";
import { readDetails } from "./details.ts";
import { latentFrame, samplesFrame } from "./details_frames.ts";
import { runsMark } from "./_marks.ts";
import type { RunOutcome } from "./outcomes.ts";
import { DamagedTable, openTable } from "./table_file.ts";

/** What runs kept besides their records, read whenever it is asked for. */
export interface KeptTables {
  /** As `samplesFrame` has it; null if the folder holds none. */
  readonly samples: pl.DataFrame | null;
  /** As `latentFrame` has it; null if the folder holds none. */
  readonly latent: pl.DataFrame | null;
  /** What there is to say of the tables that they were read from. */
  readonly notices: readonly string[];
}

const NAMES = ["samples", "latent"] as const;

/**
 * What runs kept: from samples.parquet and latent.parquet where these are, by what they say of themselves, of the runs
 * that the journals have, and else from the details beside the journals. When files were written does not matter:
 * copying a folder changes that.
 *
 * @param records What the journals hold.
 * @throws {DamagedTable} If a table is damaged and there are no details to make it of.
 */
export function keptTables(folder: string, records: readonly RunOutcome[]): KeptTables {
  const runs = runsMark(records), notices: string[] = [];
  const paths = NAMES.map((name) => `${folder}/${name}.parquet`);
  const [samples, latent] = paths.map((path) => currentTable(path, runs, notices));
  if (samples && latent) {
    return {
      get samples() {
        return samples();
      },
      get latent() {
        return latent();
      },
      notices,
    };
  }
  const details = () => readDetails(`${folder}/runs`);
  return details().take(1).toArray().length === 0 ? alone(paths, runs) : {
    get samples() {
      return samplesFrame(details());
    },
    get latent() {
      return latentFrame(details());
    },
    notices: notices.map((what) => `${what}: it was made anew from ${folder}/runs`),
  };
}

/** A table, if it is of these runs and what was written. */
function currentTable(
  path: string,
  runs: string,
  damaged: string[],
): (() => pl.DataFrame) | null {
  try {
    const table = openTable(path);
    return table?.marks?.runs === runs ? table.later() : null;
  } catch (error) {
    if (!(error instanceof DamagedTable)) throw error;
    damaged.push(`${path} is damaged (${error.why})`);
    return null;
  }
}

/** The tables where there is nothing to make them of. */
function alone(paths: readonly string[], runs: string): KeptTables {
  const tables = paths.map(openTable), [samples, latent] = tables.map((table) => table?.frame());
  const notices = tables.flatMap((table) =>
    table === null || table.marks?.runs === runs ? [] : [
      `${table.path} is of other runs than the journals, or of an earlier version, and nothing is there to make it anew`,
    ]
  );
  return { samples: samples ?? null, latent: latent ?? null, notices };
}
