import type pl from "nodejs-polars";
import { type ClaimRow, claimRow, type Evidence } from "./_claim.ts";
import { bestLearningRate } from "./best_learning_rate.ts";
import type { Treatment } from "./response.ts";
import { furtherAxes } from "./axis.ts";
import type { Results, ResultsOptions } from "./results.ts";
import { wilsonInterval } from "../numbers/wilson_interval.ts";

const CLAIMED = 0.001;

const equals = (rate: unknown) =>
  typeof rate === "number" && Math.abs(Math.log10(rate / CLAIMED)) < 1e-6;

function evidence(best: readonly unknown[], part: string, over: string): Evidence {
  const known = best.filter((rate) => rate !== null), hits = known.filter(equals).length;
  const aside = best.length - known.length;
  return {
    part,
    value: known.length > 0 ? hits / known.length : null,
    interval: known.length > 0 ? wilsonInterval(hits, known.length) : null,
    note: `Wilson over ${known.length} model × latent size` +
      over + (aside > 0 ? `; ${aside} without a run that did not diverge left aside` : ""),
  };
}

/** Claim 4: at its best optimizer, more than half of model × latent size do best at a learning rate of 0.001. */
export function bestAtOneThousandth(
  frame: pl.DataFrame,
  results: Results,
  options: ResultsOptions & { treatment: Treatment },
): ClaimRow[] {
  const about = {
    claim: 4,
    text: "Most models are best at a learning rate of 0.001",
    statistic: "share of model × latent size whose best configuration has a learning rate of 0.001",
    threshold: 0.5,
    treatment: options.treatment,
  };
  const rates = results.axes.find(({ name }) => name === "learning_rate")?.levels ?? [];
  const tried = (keep: (rate: number) => boolean) => rates.some((rate) => keep(Number(rate)));
  // At the edge of a grid it may be best only for want of a better one.
  if (!rates.some(equals) || !tried((rate) => rate < CLAIMED) || !tried((rate) => rate > CLAIMED)) {
    const note = "the grid lacks 0.001, or learning rates below and above it";
    return [claimRow(about, { value: null, interval: null, note })];
  }
  const best = bestLearningRate(frame, { ...options, by: ["model", "latent_size"] }).toRecords();
  const models = [...new Set(best.map((row) => String(row.model)))];
  const of = (part: string) =>
    best.filter((row) => part === "all" || String(row.model) === part).map((row) => row.best);
  const further = furtherAxes(results);
  const over = further.length > 0 ? `, each at its best optimizer, ${further.join(", ")}` : "";
  return ["all", ...models].map((part) => claimRow(about, evidence(of(part), part, over)));
}
