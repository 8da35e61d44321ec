import { judge, type Target } from "./judge.ts";
import type { DataTimes } from "./measure_data.ts";
import { median } from "../numbers/median.ts";
import { pairedRatio } from "./paired_ratio.ts";

/**
 * Targets of reading and preparing a matrix: beside pandas, its memory, a second start, and that time and memory
 * grow with the cells.
 *
 * @param data The full size first, then cohorts of as many genes and growing numbers of samples.
 */
export function dataTargets(data: readonly DataTimes[]): Target[] {
  const [full, smallest, ...larger] = data;
  const where = ({ samples, genes }: DataTimes) => `${samples} × ${genes}`;
  const beside = (value: (times: DataTimes) => number) =>
    larger.map((times) => [where(times), value(times) / value(smallest!)] as const);
  const compared = full?.pandas ? [full] : [];
  return [
    judge(
      ".tsv.gz to prepared dataset / pandas.read_csv",
      "at most",
      0.6,
      compared.map((times) => [where(times), pairedRatio(times.prepare, times.pandas!)]),
    ),
    judge(
      "memory of preparing, GB",
      "at most",
      2.5,
      full ? [[where(full), full.peakGigabytes]] : [],
    ),
    judge("second start, s", "at most", 1, full ? [[where(full), median(full.again)]] : []),
    judge(
      "time of a cell beside the smallest cohort's",
      "at most",
      1.25,
      beside(nanosecondsPerCell),
    ),
    judge(
      "memory of a cell beside the smallest cohort's",
      "at most",
      1.1,
      beside(({ samples, genes, peakGigabytes }) => peakGigabytes / (samples * genes)),
    ),
  ].filter((target) => target !== undefined);
}

/** What reading and preparing takes for each number of a matrix. */
export function nanosecondsPerCell({ prepare, samples, genes }: DataTimes): number {
  return median(prepare) * 1e9 / (samples * genes);
}
