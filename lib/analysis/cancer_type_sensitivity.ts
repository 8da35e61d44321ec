import type pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import { levelColumns, type RowOf, toFrame } from "./_frame.ts";
import { type FactorialGrid, factorialGrid, type GridOptions } from "./factorial_grid.ts";
import { groupResults, type ResultsGroup } from "./group_results.ts";
import { responseOf, type Treatment } from "./response.ts";
import { column, readResults, type ResultsOptions } from "./results.ts";
import { quantile } from "../numbers/quantile.ts";
import { totalEffects, totalShares } from "../numbers/total_effects.ts";

/** Options of {@linkcode cancerTypeSensitivity}. */
export interface CancerTypeOptions extends ResultsOptions, GridOptions {
  /** Columns whose levels are analysed apart. @default ["model"] */
  by?: readonly string[];
  /** What stands for a diverged run's number. @default "clip" */
  treatment?: Treatment;
}

const COLUMNS = {
  cancer_type: "text",
  /** Lowest response of all configurations, on test samples (no choice on validation), and the spread over configurations (means over seeds). */
  best: "number",
  percentile_25: "number",
  median: "number",
  percentile_75: "number",
  interquartile_range: "number",
  /** 95th − 5th percentile. */
  spread: "number",
  /** An axis, its total importance for this cancer type, and its place among the axes (1 is first). */
  axis: "text",
  importance: "number?",
  place: "number?",
  response: "text",
  treatment: "text",
  dropped: "text",
  seeds: "integer",
} as const;

/** A row of {@linkcode cancerTypeSensitivity}, after the columns it is grouped by. */
export type CancerTypeRow = RowOf<typeof COLUMNS, { treatment: Treatment }>;

interface TypeErrors {
  readonly mse: Map<unknown, number>;
  /** Of the mean predictor on this type, by the number of genes: median over runs (splits differ); empty if the table does not say. */
  readonly worst: Map<unknown, number>;
}

/**
 * The errors by cancer type, in alphabetical order.
 *
 * @param genes Number of genes by run: errors over different genes are not compared.
 */
function readErrors(errors: pl.DataFrame, genes: Map<unknown, unknown>): [string, TypeErrors][] {
  const columns = new Map(errors.columns.map((name) => [name, errors.getColumn(name).toArray()]));
  const runs = column({ columns }, "run"), mse = column({ columns }, "mse");
  const types = column({ columns }, "cancer_type") as string[];
  const bound = columns.get("mean_predictor_mse");
  return [...Map.groupBy(types.keys(), (row) => types[row]!)].sort(([a], [b]) => a < b ? -1 : 1)
    .map(([type, rows]) => {
      const bounded = rows.filter((row) => typeof bound?.[row] === "number");
      const worst = [...Map.groupBy(bounded, (row) => genes.get(runs[row]))].map((
        [genes, rows],
      ) =>
        [
          genes,
          quantile(Float64Array.from(rows, (row) => bound![row] as number).sort(), 0.5),
        ] as const
      );
      const known = rows.filter((row) => mse[row] !== null);
      return [type, {
        mse: new Map(known.map((row) => [runs[row], mse[row] as number])),
        worst: new Map(worst),
      }];
    });
}

/** Both treatments of diverged runs read the same errors. */
const known = new WeakMap<
  pl.DataFrame,
  { readonly ids: readonly unknown[]; readonly types: [string, TypeErrors][] }
>();

function spread({ values, seeds }: FactorialGrid) {
  const scores = new Float64Array(values.length / seeds);
  values.forEach((value, i) => scores[Math.floor(i / seeds)]! += value / seeds);
  scores.sort();
  const at = (probability: number) => quantile(scores, probability);
  return {
    best: scores[0]!,
    percentile_25: at(0.25),
    median: at(0.5),
    percentile_75: at(0.75),
    interquartile_range: at(0.75) - at(0.25),
    spread: at(0.95) - at(0.05),
  };
}

function rows(group: ResultsGroup, type: string, errors: TypeErrors, options: CancerTypeOptions) {
  const runs = column(group.results, "run");
  const mse = runs.map((run, row) => {
    const value = errors.mse.get(run), status = group.results.status[row];
    if (value !== undefined || status === "diverged" || status === "failed") return value ?? null;
    throw new InputError(`Cannot analyse ${type}: run ${run} has no error for it`);
  });
  const columns = new Map([...group.results.columns, ["type_mse", mse]]);
  const genes = columns.get("genes"), limits = runs.map((_, row) => errors.worst.get(genes?.[row]));
  const known = limits.filter((limit) => limit !== undefined);
  const response = responseOf({ ...group.results, columns }, {
    response: "type_mse",
    logarithm: true,
    worst: known.length === runs.length ? Float64Array.from(known) : undefined,
    treatment: options.treatment,
  });
  const grid = factorialGrid(group.results, response.values, options);
  const { shares: totals } = totalShares(totalEffects(grid)), statistics = spread(grid);
  const above = (total: number) => totals.filter((other) => other > total).length;
  return grid.axes.map(({ name }, axis) => ({
    ...group.key,
    cancer_type: type,
    ...statistics,
    axis: name,
    importance: totals[axis],
    place: Number.isNaN(totals[axis]!) ? null : above(totals[axis]!) + 1,
    response: response.name,
    treatment: response.treatment,
    dropped: grid.dropped,
    seeds: grid.seeds,
  }));
}

/**
 * How sensitive the reconstruction of each cancer type is, and to which hyper-parameter: an average over all samples may
 * hide that a rare type is lost under configurations that look fine.
 *
 * @param results The results frame, with `run`.
 * @param errors One row per run × cancer type: run, cancer_type, mse, and, to clip diverged runs where the mean predictor
 * is over as many genes, mean_predictor_mse (else they are clipped at the type's worst finite error).
 * @returns One row per group, cancer type and axis ({@linkcode CancerTypeRow}).
 * @throws {InputError} If a finished run has no error for a type, or the grid is incomplete and `onMissing` is not
 * "largest".
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { cancerTypeSensitivity } from "./cancer_type_sensitivity.ts";
 * const results = pl.DataFrame({
 *   run: ["a", "b"], model: ["vae", "vae"], latent_size: [2, 50], seed: [0, 0], status: ["converged", "converged"],
 * });
 * const errors = pl.DataFrame({
 *   run: ["a", "b", "a", "b"], cancer_type: ["BRCA", "BRCA", "LAML", "LAML"], mse: [0.2, 0.2, 1, 0.1],
 * });
 * const [brca, laml] = cancerTypeSensitivity(results, errors).toRecords();
 * if (brca!.spread !== 0 || !(Number(laml!.spread) > 0.8)) throw new Error("LAML needs the larger latent space");
 * ```
 */
export function cancerTypeSensitivity(
  results: pl.DataFrame,
  errors: pl.DataFrame,
  options: CancerTypeOptions = {},
): pl.DataFrame {
  const { by = ["model"] } = options, read = readResults(results, options);
  const axes = read.axes.filter((axis) => !by.includes(axis.name));
  // Copying columns that are not used would be most of the time.
  const genes = read.columns.get("genes"), ids = column(read, "run");
  const columns = new Map([
    ["run", ids],
    ...by.map((n) => [n, column(read, n)] as const),
    ...genes ? [["genes", genes] as const] : [],
  ]);
  const before = known.get(errors);
  const types = before?.ids === ids
    ? before.types
    : readErrors(errors, new Map(ids.map((run, row) => [run, genes?.[row]])));
  known.set(errors, { ids, types });
  const table = groupResults({ ...read, axes, columns }, by).flatMap((group) =>
    types.flatMap(([type, errors]) => rows(group, type, errors, options))
  );
  return toFrame(table, { ...levelColumns(by), ...COLUMNS });
}
