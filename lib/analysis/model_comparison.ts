import type pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import { mean } from "../numbers/mean.ts";
import {
  pairedBootstrap,
  type PairedBootstrapOptions,
  type PairedErrors,
} from "../numbers/paired_bootstrap.ts";
import { jackknife } from "../numbers/seed_jackknife.ts";
import { type RowOf, toFrame } from "./_frame.ts";
import { type Competitor, competitors, referenceOf } from "./_competitors.ts";
import { type Errors, errorsOf, pairErrors } from "./_sample_errors.ts";
import { nameOf } from "./configurations.ts";
import { readResults, type ResultsOptions } from "./results.ts";

/** Options of {@linkcode modelComparison}. */
export interface ModelComparisonOptions extends ResultsOptions, PairedBootstrapOptions {
  /** The model that the others are compared with. @default "vae" if it was trained, else the best of them */
  reference?: string;
}

const COLUMNS = {
  model: "text",
  /** Its configuration that is chosen, such as "learning_rate 0.001, optimizer adam", and the reference's. */
  configuration: "text",
  reference: "text",
  reference_configuration: "text",
  /** What they are chosen on: "validation", or "test" for results without validation_mse. */
  chosen_on: "text",
  over: "text",
  /** Configurations that either is chosen among: those with a run that did not fail. */
  configurations: "integer",
  reference_configurations: "integer",
  /** Test MSE of either, and their ratio: geometric means over splits. */
  test_mse: "number",
  reference_mse: "number",
  ratio: "number",
  /**
   * 95 % interval of the ratio over test samples (paired bootstrap within each split): which samples happened to be tested,
   * for the networks as they were trained. Null where a split has one sample.
   */
  samples_low: "number?",
  samples_high: "number?",
  /**
   * 95 % interval over seeds (jackknife of the log ratio, Student's t): what another split, initialization and order of
   * batches would change, samples included. Null under 3 seeds.
   */
  seeds_low: "number?",
  seeds_high: "number?",
  /**
   * Test samples of all splits together, how many of them are distinct (splits share some), splits compared, and those left
   * out since a run of either diverged.
   */
  samples: "integer",
  distinct_samples: "integer",
  seeds: "integer",
  left_out: "integer",
} as const;

/** A row of {@linkcode modelComparison}. */
export type ModelComparisonRow = RowOf<typeof COLUMNS>;

function row(
  own: Competitor,
  reference: Competitor,
  errors: Errors,
  options: PairedBootstrapOptions,
) {
  const places = [...new Set([...own.runs.keys(), ...reference.runs.keys()])];
  const pairs = places.flatMap((place) => {
    const [one, other] = [own.runs.get(place), reference.runs.get(place)];
    const known = one && other && errors.has(one.run) && errors.has(other.run);
    return known ? [{ split: one.split, runs: [one.run, other.run] as const }] : [];
  });
  if (pairs.length === 0) return [];
  const bySplit = [...Map.groupBy(pairs, ({ split }) => split).values()];
  const units = bySplit.map((own) => pairErrors(own.map(({ runs }) => runs), errors));
  const { ratio, interval } = pairedBootstrap(units, options);
  const logs = (side: keyof PairedErrors) => units.map((unit) => Math.log(mean(unit[side])));
  const [above, below] = [logs("numerator"), logs("denominator")];
  const seeds = jackknife(units.length, (kept) => mean(kept.map((s) => above[s]! - below[s]!)));
  return [{
    model: own.model,
    configuration: nameOf(own.best),
    reference: reference.model,
    reference_configuration: nameOf(reference.best),
    over: own.over,
    configurations: own.tried,
    reference_configurations: reference.tried,
    test_mse: Math.exp(mean(above)),
    reference_mse: Math.exp(mean(below)),
    ratio,
    samples_low: interval?.low ?? null,
    samples_high: interval?.high ?? null,
    seeds_low: seeds.interval && Math.exp(seeds.interval.low),
    seeds_high: seeds.interval && Math.exp(seeds.interval.high),
    samples: units.reduce((sum, { numerator }) => sum + numerator.length, 0),
    distinct_samples: new Set(pairs.flatMap(({ runs }) => [...errors.get(runs[0])!.keys()])).size,
    seeds: units.length,
    left_out: places.length - pairs.length,
  }];
}

/**
 * Each model's chosen configuration against another model's, paired over the test samples that both reconstructed: with one
 * seed the samples tell how sure the difference is, over several seeds their splits do.
 *
 * What the choice of the configurations itself owes to luck is in neither interval.
 *
 * @param samples Columns run, sample and mse, as `samplesFrame` has them.
 * @returns One row per model but the reference ({@linkcode ModelComparisonRow}).
 * @throws {InputError} If fewer than two models have a finished run, the reference has none, or two runs that are to be
 * paired were not tested on the same samples.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { modelComparison } from "./model_comparison.ts";
 * const results = pl.DataFrame({
 *   run: ["a", "b"], model: ["iwae", "vae"], seed: [0, 0], status: ["converged", "converged"], test_mse: [0.6, 0.5],
 * });
 * const samples = pl.DataFrame({
 *   run: ["a", "a", "b", "b"], sample: ["s1", "s2", "s1", "s2"], mse: [0.36, 0.84, 0.3, 0.7],
 * });
 * const [row] = modelComparison(results, samples).toRecords();
 * if (Math.abs(Number(row!.ratio) - 1.2) > 1e-12 || row!.reference !== "vae") throw new Error("wrong ratio");
 * ```
 */
export function modelComparison(
  results: pl.DataFrame,
  samples: pl.DataFrame,
  { reference: name, ...options }: ModelComparisonOptions = {},
): pl.DataFrame {
  const { found, chosenOn } = competitors(readResults(results, options));
  if (found.length < 2) {
    throw new InputError(
      `Cannot compare models: ${
        found.length === 0 ? "none" : "only one"
      } of them has a finished run`,
    );
  }
  const reference = referenceOf(found, name);
  const runs = found.flatMap(({ runs }) => [...runs.values()].map(({ run }) => run));
  const errors = errorsOf(samples, runs);
  const table = found.filter((one) => one !== reference)
    .flatMap((one) => row(one, reference, errors, options))
    .map((one) => ({ ...one, chosen_on: chosenOn }));
  return toFrame(table, COLUMNS);
}
