import { atMost, type Target } from "./judge.ts";
import type { DataTimes } from "./measure_data.ts";
import { median } from "../numbers/median.ts";
import { pairedRatio } from "./paired_ratio.ts";

/**
 * Targets of reading and preparing a matrix: against pandas, its memory, a second start, and that time and memory
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
    atMost(
      0.6,
      ".tsv.gz to prepared dataset / pandas.read_csv",
      compared.map((times) => [where(times), pairedRatio(times.prepare, times.pandas!)]),
    ),
    atMost(2.5, "memory of preparing, GB", full ? [[where(full), full.peakGigabytes]] : []),
    atMost(1, "second start, s", full ? [[where(full), median(full.again)]] : []),
    atMost(1.25, "time of a cell beside the smallest cohort's", beside(nanosecondsPerCell)),
    atMost(
      1.1,
      "memory of a cell beside the smallest cohort's",
      beside(({ samples, genes, peakGigabytes }) => peakGigabytes / (samples * genes)),
    ),
  ].filter((target) => target !== undefined);
}

/** What reading and preparing takes for each number of a matrix. */
export function nanosecondsPerCell({ prepare, samples, genes }: DataTimes): number {
  return median(prepare) * 1e9 / (samples * genes);
}
