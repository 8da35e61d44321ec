import pl from "nodejs-polars";
import { type KeptDetails, readDetails } from "./details.ts";
import { type Cells, joinedSeries } from "./_joined_series.ts";
import { runsMark } from "./_marks.ts";
import type { RunOutcome } from "./outcomes.ts";
import { inOrder } from "./results.ts";
import { returnMemory } from "./return_memory.ts";
import { writeParquet } from "./write_parquet.ts";

/** Activity above which a latent dimension is active (Burda et al. 2015). */
const ACTIVE = 0.01;

/** Rows that are turned into a frame at once, which bounds memory beyond the frame itself. */
const ROWS = 200_000;

/** A column: its name, its type, and the cells of a run. */
type Column = readonly [name: string, type: pl.DataType, cells: (details: KeptDetails) => Cells];

const SAMPLES: readonly Column[] = [
  ["run", pl.Utf8, ({ run, test }) => Array(test.samples.length).fill(run)],
  ["sample", pl.Utf8, ({ test }) => test.samples],
  ["cancer_type", pl.Utf8, ({ test }) => test.cancerTypes],
  ["mse", pl.Float64, ({ errors }) => finite(errors)],
  ["mean_predictor_mse", pl.Float64, ({ test }) => finite(test.meanPredictor)],
];

const LATENT: readonly Column[] = [
  ["run", pl.Utf8, ({ run, kl }) => Array(kl.length).fill(run)],
  ["dimension", pl.Int64, ({ kl }) => Array.from(kl, (_, i) => i + 1)],
  ["kl", pl.Float64, ({ kl }) => finite(kl)],
  ["activity", pl.Float64, ({ activity }) => finite(activity)],
  [
    "active",
    pl.Bool,
    ({ activity }) =>
      Array.from(activity, (value) => Number.isFinite(value) ? value > ACTIVE : null),
  ],
];

/**
 * The error of each test sample under each run: run, sample, cancer_type, mse, and mean_predictor_mse, the error of
 * predicting every gene's training mean. Errors that are not finite are null.
 *
 * @param details Runs in the order of the rows.
 */
export function samplesFrame(details: Iterable<KeptDetails>): pl.DataFrame {
  return frameInParts(details, SAMPLES);
}

/**
 * Each latent dimension of each run: run, dimension (from 1), kl in nats, activity (the variance of its posterior mean
 * over test samples), and whether it is active (activity above 0.01).
 *
 * @param details Runs in the order of the rows.
 */
export function latentFrame(details: Iterable<KeptDetails>): pl.DataFrame {
  return frameInParts(details, LATENT);
}

/** Null in place of what is not finite. */
function finite(values: ArrayLike<number>): Cells {
  if (values instanceof Float64Array && values.every(Number.isFinite)) return values;
  return Array.from(values, (value) => Number.isFinite(value) ? value : null);
}

function frameInParts(details: Iterable<KeptDetails>, columns: readonly Column[]): pl.DataFrame {
  const parts: pl.DataFrame[] = [], rowsOf = columns[0]![2];
  let runs: KeptDetails[] = [], rows = 0;
  const finish = () => {
    const series = ([name, type, cells]: Column) => joinedSeries(name, runs.map(cells), type);
    parts.push(pl.DataFrame(columns.map(series)));
    [runs, rows] = [[], 0];
  };
  for (const one of details) {
    runs.push(one);
    rows += rowsOf(one).length;
    if (rows >= ROWS) finish();
  }
  if (rows > 0 || parts.length === 0) finish();
  return parts.length === 1 ? parts[0]! : pl.concat(parts, { how: "vertical" });
}

/**
 * Writes samples.parquet and latent.parquet from the details beside a folder's journals; each file is replaced whole.
 * Where there are none, as in folders of earlier versions, nothing is written.
 *
 * @param records Its runs; those without details, such as diverged ones, have no rows.
 * @returns The paths written.
 */
export async function writeDetails(
  folder: string,
  records: readonly RunOutcome[],
): Promise<string[]> {
  const kept = keptOf(folder, records), runs = runsMark(records), written: string[] = [];
  if (kept.length === 0) return [];
  for (const [name, frame] of Object.entries({ samples: samplesFrame, latent: latentFrame })) {
    const path = `${folder}/${name}.parquet`;
    writeParquet(path, frame(kept), { runs });
    written.push(path);
    await returnMemory(); // these are the largest tables: never two of them at once
  }
  return written;
}

/** What runs kept, in the order of the results. */
function keptOf(folder: string, records: readonly RunOutcome[]): readonly KeptDetails[] {
  const details = new Map(
    readDetails(`${folder}/runs`).map((details) => [details.run, details] as const),
  );
  // A failed run may have details: it was killed before its record was written.
  return inOrder(records).filter(({ status }) => status !== "failed")
    .flatMap(({ run }) => details.get(run) ?? []);
}
