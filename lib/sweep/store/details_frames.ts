import pl from "nodejs-polars";
import { type KeptDetails, readDetails } from "./details.ts";
import { joinedSeries } from "./_joined_series.ts";
import { runsMark } from "./_marks.ts";
import type { RunOutcome } from "./outcomes.ts";
import { inOrder } from "./results.ts";
import { returnMemory } from "./return_memory.ts";
import { writeParquet } from "./write_parquet.ts";

/** Activity above which a latent dimension is active (Burda et al. 2015). */
const ACTIVE = 0.01;

/** Rows that are turned into a frame at once, which bounds memory beyond the frame itself. */
const ROWS = 200_000;

const SAMPLES = {
  ...{ run: pl.Utf8, sample: pl.Utf8, cancer_type: pl.Utf8 },
  ...{ mse: pl.Float64, mean_predictor_mse: pl.Float64 },
};
const LATENT = {
  ...{ run: pl.Utf8, dimension: pl.Int64, kl: pl.Float64, activity: pl.Float64, active: pl.Bool },
};

/**
 * The error of each test sample under each run: run, sample, cancer_type, mse, and mean_predictor_mse, the error of
 * predicting every gene's training mean. Errors that are not finite are null.
 *
 * @param details Runs in the order of the rows.
 */
export function samplesFrame(details: Iterable<KeptDetails>): pl.DataFrame {
  return frameInParts(details, SAMPLES, ({ run, test, errors }) => ({
    run: test.samples.map(() => run),
    sample: test.samples,
    cancer_type: test.cancerTypes,
    mse: Array.from(errors, finite),
    mean_predictor_mse: test.meanPredictor.map(finite),
  }));
}

/**
 * Each latent dimension of each run: run, dimension (from 1), kl in nats, activity (the variance of its posterior mean
 * over test samples), and whether it is active (activity above 0.01).
 *
 * @param details Runs in the order of the rows.
 */
export function latentFrame(details: Iterable<KeptDetails>): pl.DataFrame {
  return frameInParts(details, LATENT, ({ run, kl, activity }) => ({
    run: Array.from(kl, () => run),
    dimension: Array.from(kl, (_, i) => i + 1),
    kl: Array.from(kl, finite),
    activity: Array.from(activity, finite),
    active: Array.from(activity, (value) => Number.isFinite(value) ? value > ACTIVE : null),
  }));
}

const finite = (value: number) => Number.isFinite(value) ? value : null;

/** A frame with many rows for each run, made in parts; the cells of a run are given by column. */
function frameInParts<Types extends Readonly<Record<string, pl.DataType>>>(
  details: Iterable<KeptDetails>,
  types: Types,
  cellsOf: (details: KeptDetails) => Readonly<Record<keyof Types, readonly unknown[]>>,
): pl.DataFrame {
  const names = Object.keys(types), parts: pl.DataFrame[] = [];
  let runs: ReturnType<typeof cellsOf>[] = [], rows = 0;
  const finish = () => {
    const series = (name: string) =>
      joinedSeries(name, runs.map((cells) => cells[name]!), types[name]!);
    parts.push(pl.DataFrame(names.map(series)));
    [runs, rows] = [[], 0];
  };
  for (const one of details) {
    const cells = cellsOf(one);
    runs.push(cells);
    rows += cells[names[0]!]!.length;
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
  await returnMemory();
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
