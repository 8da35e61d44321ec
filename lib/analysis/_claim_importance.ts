import { type ClaimRow, claimRow, type Evidence } from "./_claim.ts";
import { factorialGrid, type GridOptions } from "./factorial_grid.ts";
import { groupResults } from "./group_results.ts";
import { responseOf, type Treatment } from "./response.ts";
import { furtherAxes, overOf } from "./axis.ts";
import type { Results } from "./results.ts";
import { functionalAnova } from "../numbers/functional_anova.ts";
import { jackknife } from "../numbers/seed_jackknife.ts";
import type { Interval } from "../numbers/wilson_interval.ts";
import { varianceShares } from "../numbers/variance_shares.ts";

/** How much more the optimizer's total importance is than the largest other. */
interface Margin {
  /** The axes that are compared, if not just the study's. */
  readonly axes: string;
  readonly value: number;
  readonly interval: Interval | null;
  readonly seeds: number;
}

function margin(
  results: Results,
  treatment: Treatment,
  options: GridOptions,
): Margin | null {
  const grid = factorialGrid(results, responseOf(results, { treatment }).values, options);
  const optimizer = grid.axes.findIndex(({ name }) => name === "optimizer");
  if (optimizer < 0 || grid.axes.length < 2) return null;
  const anova = functionalAnova(grid);
  const lead = (kept: readonly number[]) => {
    const { totals } = varianceShares(anova, kept);
    return totals[optimizer]! - Math.max(...totals.filter((_, axis) => axis !== optimizer));
  };
  const further = furtherAxes(grid).length > 0;
  const axes = further ? `; the axes: ${overOf(grid)}` : "";
  return {
    axes,
    ...jackknife(grid.seeds, lead),
    seeds: grid.seeds,
  };
}

function noteOf(seeds: number): string {
  if (seeds < 3) return `${seeds === 1 ? "one seed" : "two seeds"}: no interval; run more seeds`;
  return `jackknife over ${seeds} seeds`;
}

function evidence(found: Margin | null): Evidence {
  if (!found) {
    return {
      value: null,
      interval: null,
      note: "the optimizer does not vary together with another axis",
    };
  }
  const { value, interval, seeds } = found;
  return {
    value,
    interval,
    note: Number.isNaN(value) ? "nothing varies" : noteOf(seeds) + found.axes,
  };
}

/** Claim 1: over the whole grid the optimizer has the largest total importance. */
export function optimizerMattersMost(
  results: Results,
  treatment: Treatment,
  options: GridOptions,
): ClaimRow[] {
  const about = {
    claim: 1,
    text: "The optimizer matters most",
    statistic: "total importance of the optimizer minus the largest other axis's",
    threshold: 0,
    treatment,
  };
  return [claimRow(about, evidence(margin(results, treatment, options)))];
}

/** From the share of models whose own interval lies above 0 to the share of those whose interval reaches above it. */
function shareInterval(models: readonly Evidence[]): Interval | null {
  const known = models.flatMap(({ interval }) => interval ?? []);
  if (known.length < models.length || known.length === 0) return null;
  const share = (counts: (interval: Interval) => boolean) =>
    known.filter(counts).length / known.length;
  return { low: share(({ low }) => low > 0), high: share(({ high }) => high > 0) };
}

/**
 * Claim 2: the same within each model; more than half of the models must show it, each by its own interval: a handful of
 * models that agree in every resample do not make their share certain.
 */
export function modelsAreSensitiveToIt(
  results: Results,
  treatment: Treatment,
  options: GridOptions,
): ClaimRow[] {
  const text = "Models are more sensitive to the optimizer than to anything else";
  const models = groupResults(results, ["model"]).map(({ key, results }) => ({
    part: String(key.model),
    found: margin(results, treatment, options),
  }));
  const known = models.flatMap(({ found }) => found && !Number.isNaN(found.value) ? [found] : []);
  const seeds = Math.min(...known.map((model) => model.seeds));
  const all: Evidence = {
    value: known.length > 0 ? known.filter(({ value }) => value > 0).length / known.length : null,
    interval: shareInterval(known.map(evidence)),
    note: known.length === 0
      ? "the optimizer does not vary together with another axis"
      : seeds < 3
      ? noteOf(seeds)
      : "from models whose interval lies above 0 to those whose reaches above it",
  };
  const whole = "share of models whose optimizer has the largest total importance";
  const single =
    "total importance of the optimizer minus the largest other axis's, within the model";
  return [
    claimRow({ claim: 2, text, statistic: whole, threshold: 0.5, treatment }, all),
    ...models.map(({ part, found }) =>
      claimRow({ claim: 2, text, statistic: single, threshold: 0, treatment }, {
        part,
        ...evidence(found),
      })
    ),
  ];
}
