import pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import { mean } from "../numbers/mean.ts";
import type { PairedErrors } from "../numbers/paired_bootstrap.ts";

/** Errors by run and sample. */
export type Errors = ReadonlyMap<unknown, ReadonlyMap<unknown, number>>;

/**
 * The error of each sample under each of some runs.
 *
 * @param samples Columns run, sample and mse.
 * @throws {InputError} If one is not known.
 */
export function errorsOf(samples: pl.DataFrame, runs: readonly unknown[]): Errors {
  const kept = samples.filter(pl.col("run").isIn(runs as string[]));
  const errors = new Map<unknown, Map<unknown, number>>();
  const [run, sample, mse] = ["run", "sample", "mse"].map((name) => kept.getColumn(name).toArray());
  run!.forEach((id, row) => {
    if (typeof mse![row] !== "number") {
      throw new InputError(
        `Cannot compare models: the error of sample ${sample![row]} under run ${id} is not known`,
      );
    }
    if (!errors.has(id)) errors.set(id, new Map());
    errors.get(id)!.set(sample![row], mse![row]);
  });
  return errors;
}

/**
 * Errors of both models on the samples of one split, means over the seeds trained on it.
 *
 * @param runs A run of either model for each seed.
 * @throws {InputError} If they were not tested on the same samples.
 */
export function pairErrors(
  runs: readonly (readonly [unknown, unknown])[],
  errors: Errors,
): PairedErrors {
  const [own, other] = [0, 1].map((side) => runs.map((pair) => errors.get(pair[side])!));
  const samples = [...own![0]!.keys()].sort(); // so that draws do not depend on the order of rows
  for (const one of [...own!, ...other!]) {
    if (one.size === samples.length && samples.every((sample) => one.has(sample))) continue;
    throw new InputError(
      `Cannot compare models: runs ${runs[0]!.join(" and ")} were not tested on the same samples`,
    );
  }
  const means = (all: typeof own) =>
    samples.map((sample) => mean(all!.map((one) => one.get(sample)!)));
  return { numerator: means(own), denominator: means(other) };
}
