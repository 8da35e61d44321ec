import { type ClaimRow, claimRow, type Evidence } from "./_claim.ts";
import { factorialGrid, type GridOptions } from "./factorial_grid.ts";
import { groupResults } from "./group_results.ts";
import { responseOf, type Treatment } from "./response.ts";
import type { Results } from "./results.ts";
import { functionalAnova } from "./statistics/functional_anova.ts";
import {
  bootstrapInterval,
  type BootstrapOptions,
  overResamples,
} from "./statistics/seed_bootstrap.ts";
import { varianceShares } from "./statistics/variance_shares.ts";

/** How much more the optimizer's total importance is than the largest other, now and in each resample. */
interface Margin {
  readonly value: number;
  readonly draws: readonly number[];
  readonly seeds: number;
}

function margin(
  results: Results,
  treatment: Treatment,
  options: GridOptions & BootstrapOptions,
): Margin | null {
  const grid = factorialGrid(results, responseOf(results, { treatment }).values, options);
  const optimizer = grid.axes.findIndex(({ name }) => name === "optimizer");
  if (optimizer < 0 || grid.axes.length < 2) return null;
  const anova = functionalAnova(grid);
  const lead = (weights?: Float64Array) => {
    const { totals } = varianceShares(anova, weights);
    return totals[optimizer]! - Math.max(...totals.filter((_, axis) => axis !== optimizer));
  };
  return { value: lead(), draws: overResamples(grid.seeds, options, lead), seeds: grid.seeds };
}

function noteOf(seeds: number): string {
  return seeds < 2 ? "one seed: no interval; run more seeds" : `bootstrap over ${seeds} seeds`;
}

function evidence(found: Margin | null): Evidence {
  if (!found) {
    return { value: null, interval: null, note: "the optimizer does not vary beside another axis" };
  }
  const { value, seeds } = found, draws = found.draws.filter((draw) => !Number.isNaN(draw));
  const interval = Number.isNaN(value) ? null : bootstrapInterval(draws, seeds);
  return { value, interval, note: Number.isNaN(value) ? "nothing varies" : noteOf(seeds) };
}

/** Claim 1: over the whole grid the optimizer has the largest total importance. */
export function optimizerMattersMost(
  results: Results,
  treatment: Treatment,
  options: GridOptions & BootstrapOptions,
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

/** Claim 2: the same within each model; more than half of the models must show it. */
export function modelsAreSensitiveToIt(
  results: Results,
  treatment: Treatment,
  options: GridOptions & BootstrapOptions,
): ClaimRow[] {
  const text = "Models are more sensitive to the optimizer than to anything else";
  const models = groupResults(results, ["model"]).map(({ key, results }) => ({
    part: String(key.model),
    found: margin(results, treatment, options),
  }));
  const known = models.flatMap(({ found }) => found && !Number.isNaN(found.value) ? [found] : []);
  const share = (leads: number[]) => leads.filter((lead) => lead > 0).length / leads.length;
  const seeds = Math.min(...known.map((model) => model.seeds));
  const draws = known[0]?.draws.map((_, i) => share(known.map((model) => model.draws[i] ?? NaN)));
  const all: Evidence = {
    value: known.length > 0 ? share(known.map((model) => model.value)) : null,
    interval: known.length > 0 && seeds > 1 ? bootstrapInterval(draws!, seeds) : null,
    note: known.length > 0 ? noteOf(seeds) : "the optimizer does not vary beside another axis",
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
