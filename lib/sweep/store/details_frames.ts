import pl from "nodejs-polars";
import { type KeptDetails, readDetails } from "./details.ts";
import { runsMark } from "./_marks.ts";
import type { RunRecord } from "./record.ts";
import { inOrder } from "./results.ts";
import { writeParquet } from "./write_parquet.ts";

/** Activity above which a latent dimension is active (Burda et al. 2015). */
const ACTIVE = 0.01;

/** Rows that are turned into a frame at once, which bounds memory beyond the frame itself. */
const ROWS = 200_000;

type Column = readonly [type: pl.DataType, values: unknown[]];
type Columns = Record<string, Column>;

/**
 * The error of each test sample under each run: run, sample, cancer_type, mse, and mean_predictor_mse, the error of
 * predicting every gene's training mean. Errors that are not finite are null.
 *
 * @param details Runs in the order of the rows.
 */
export function samplesFrame(details: Iterable<KeptDetails>): pl.DataFrame {
  const empty = (): Columns => ({
    run: [pl.Utf8, []],
    sample: [pl.Utf8, []],
    cancer_type: [pl.Utf8, []],
    mse: [pl.Float64, []],
    mean_predictor_mse: [pl.Float64, []],
  });
  return frame(details, empty, (columns, { run, test, errors }) => {
    test.samples.forEach((sample, i) => {
      const mse = finite(errors[i]!), meanPredictor = finite(test.meanPredictor[i]!);
      push(columns, [run, sample, test.cancerTypes[i], mse, meanPredictor]);
    });
  });
}

/**
 * Each latent dimension of each run: run, dimension (from 1), kl in nats, activity (the variance of its posterior mean
 * over test samples), and whether it is active (activity above 0.01).
 *
 * @param details Runs in the order of the rows.
 */
export function latentFrame(details: Iterable<KeptDetails>): pl.DataFrame {
  const empty = (): Columns => ({
    run: [pl.Utf8, []],
    dimension: [pl.Int64, []],
    kl: [pl.Float64, []],
    activity: [pl.Float64, []],
    active: [pl.Bool, []],
  });
  return frame(details, empty, (columns, { run, kl, activity }) => {
    for (let i = 0; i < kl.length; i++) {
      const active = Number.isFinite(activity[i]) ? activity[i]! > ACTIVE : null;
      push(columns, [run, i + 1, finite(kl[i]!), finite(activity[i]!), active]);
    }
  });
}

const finite = (value: number) => Number.isFinite(value) ? value : null;

function push(columns: Columns, row: readonly unknown[]): void {
  Object.values(columns).forEach(([, values], i) => values.push(row[i]));
}

function frame(
  details: Iterable<KeptDetails>,
  empty: () => Columns,
  add: (columns: Columns, details: KeptDetails) => void,
): pl.DataFrame {
  const parts: pl.DataFrame[] = [];
  let columns = empty();
  const finish = () => {
    const series = Object.entries(columns).map(([name, [type, values]]) =>
      pl.Series(name, values, type)
    );
    parts.push(pl.DataFrame(series));
    columns = empty();
  };
  for (const one of details) {
    add(columns, one);
    if (columns.run![1].length >= ROWS) finish();
  }
  if (columns.run![1].length > 0 || parts.length === 0) finish();
  return parts.length === 1 ? parts[0]! : pl.concat(parts, { how: "vertical" });
}

/**
 * Writes samples.parquet and latent.parquet from the details beside a folder's journals; each file is replaced whole.
 * Where there are none, as in folders of earlier versions, nothing is written.
 *
 * @param records Its runs; those without details, such as diverged ones, have no rows.
 * @returns The paths written.
 */
export function writeDetails(folder: string, records: readonly RunRecord[]): string[] {
  const details = new Map(
    readDetails(`${folder}/runs`).map((details) => [details.run, details] as const),
  );
  // A failed run may have details: it was killed before its record was written.
  const kept = inOrder(records).filter(({ status }) => status !== "failed")
    .flatMap(({ run }) => details.get(run) ?? []);
  if (kept.length === 0) return [];
  const frames = { samples: samplesFrame(kept), latent: latentFrame(kept) };
  const runs = runsMark(records);
  return Object.entries(frames).map(([name, frame]) => {
    const path = `${folder}/${name}.parquet`;
    writeParquet(path, frame, { runs });
    return path;
  });
}
