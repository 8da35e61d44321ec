import { type About, type ClaimRow, claimRow, type Evidence } from "./_claim.ts";
import { type ClaimRuns, type Handling, judged } from "./_claim_runs.ts";
import { type Least, leastOf, levelForMost, mostOf } from "./_contrasts.ts";
import { factorialGrid } from "./factorial_grid.ts";
import { groupResults } from "./group_results.ts";
import type { Results } from "./results.ts";
import { plural } from "../format/plural.ts";
import { type TotalEffects, totalEffects, totalShares } from "../numbers/total_effects.ts";

const STATISTIC =
  "total importance of the optimizer minus that of each other axis, the smallest (interval: of the variance, as a share of all)";

/** How much more of the variance the optimizer accounts for than any other axis. */
interface Margin extends Least {
  /** Of all effects: what `value` and `interval` are a share of; NaN if nothing varies but noise. */
  readonly whole: number;
  /** Each axis with its total importance, the largest first. */
  readonly totals: string;
}

const none = "the optimizer does not vary together with another axis";

/** How much more variance the one axis takes part in: what both take part in is in neither's lead. */
function lead(effects: TotalEffects, first: number, second: number, kept: readonly number[]) {
  const { variances } = totalShares(effects, kept);
  return variances[first]! - variances[second]!;
}

/** Variances decide: a share of next to nothing has no interval. */
function margin(results: Results, response: Float64Array, level?: number): Margin | null {
  const grid = factorialGrid(results, response);
  const optimizer = grid.axes.findIndex(({ name }) => name === "optimizer");
  if (optimizer < 0 || grid.axes.length < 2) return null;
  const effects = totalEffects(grid), { whole, shares: totals } = totalShares(effects);
  const contrasts = grid.axes.flatMap(({ name }, axis) =>
    axis === optimizer
      ? []
      : [{ to: name, of: (kept: readonly number[]) => lead(effects, optimizer, axis, kept) }]
  );
  const shares = grid.axes.map(({ name }, axis) => ({ name, share: totals[axis]! }))
    .sort((a, b) => b.share - a.share);
  return {
    ...leastOf(contrasts, grid.seeds, level),
    whole: shares.some(({ share }) => Number.isNaN(share)) ? NaN : whole,
    totals: shares.map(({ name, share }) => `${name} ${Math.round(100 * share)} %`).join(", "),
  };
}

/** The same as shares of the whole. */
function evidence(found: Margin | null): Evidence {
  const nothing = { value: null, interval: null, holds: null };
  if (!found) return { ...nothing, note: none };
  const { value, interval, holds, whole, to, totals } = found;
  if (Number.isNaN(whole)) return { ...nothing, note: "nothing varies but noise" };
  return {
    value: value / whole,
    interval: interval && { low: interval.low / whole, high: interval.high / whole },
    holds,
    note: `smallest to ${to}; total importance: ${totals}`,
  };
}

/** Claim 1: over the whole grid the optimizer has a larger total importance than each other axis. */
export function* optimizerMattersMost(runs: ClaimRuns, handling: Handling): Generator<ClaimRow> {
  const about: About = {
    claim: 1,
    text: "The optimizer matters most",
    statistic: STATISTIC,
    threshold: 0,
    treatment: handling === "rank" ? "rank" : "clip",
    headline: "rank",
    needs: "all",
  };
  yield claimRow(about, evidence(margin(runs.results, judged(runs, handling))), runs);
}

/** Claim 2: the same within more than half of the models, each by its own interval. */
export function* modelsAreSensitiveToIt(runs: ClaimRuns, handling: Handling): Generator<ClaimRow> {
  const about: About = {
    claim: 2,
    text: "Models are more sensitive to the optimizer than to anything else",
    statistic: "share of models in which the optimizer has the largest total importance",
    threshold: 0.5,
    treatment: handling === "rank" ? "rank" : "clip",
    headline: "rank",
    needs: "all",
  };
  const groups = groupResults(runs.results, ["model"]), level = levelForMost(groups.length);
  const said = `interval of ${(100 * level).toFixed(1)} %`;
  const models = groups.map(({ key, results, rows }) => {
    const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!);
    const own = { losses: pick(runs.losses), limits: pick(runs.limits) };
    return { part: String(key.model), found: margin(results, judged(own, handling), level) };
  });
  const known = models.flatMap(({ found }) => found ?? []);
  const most = known.some(({ whole }) => !Number.isNaN(whole)) ? mostOf(known) : null;
  const whole: Evidence = most
    ? {
      ...most,
      note: `${most.above} of ${plural(known.length, "model")} clearly, ${most.below} clearly not`,
    }
    : { value: null, interval: null, holds: null, note: evidence(known[0] ?? null).note };
  yield claimRow(about, whole, runs);
  for (const { part, found } of models) {
    const own = evidence(found), note = own.interval ? `${said}; ${own.note}` : own.note;
    yield claimRow({ ...about, statistic: STATISTIC, threshold: 0 }, { ...own, part, note }, runs);
  }
}
