/**
 * Replays stopping rules on curves of stopping_curves.ts: what each costs in epochs, and how much better the best of
 * all epochs was than the one it reports.
 *
 *     deno run -A tests/studies/stopping_rules.ts NAME=FILE[,FILE...] [...] [--figure FILE.svg]
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { mean } from "../../lib/numbers/mean.ts";
import { median } from "../../lib/numbers/median.ts";
import { quantile } from "../../lib/numbers/quantile.ts";
import { COLORS, renderSvg, THEME } from "../../lib/plots/mod.ts";
import { SCHEMA } from "../../lib/plots/theme.ts";
import { type Curves, readCurves } from "./stopping_curves.ts";

/** When a run ends. */
export interface Rule {
  readonly patience: number;
  /** Share of the best loss by which one improves. */
  readonly minDelta: number;
  /** Epochs before a run may end. */
  readonly minEpochs: number;
  /** Epochs whose median is compared. */
  readonly window: number;
}

/** Caps under which the rules are compared: the default one, and that of the curves. */
const CAPS = [100, 500];

/** Every rule of the study. */
export function rules(): Rule[] {
  return [3, 5, 10, 20, 40].flatMap((patience) =>
    [0, 1e-4, 1e-3].flatMap((minDelta) =>
      [0, 10, 20].flatMap((minEpochs) =>
        [1, 5].map((window) => ({ patience, minDelta, minEpochs, window }))
      )
    )
  );
}

/**
 * Where a rule ends a run, and which epoch it reports; written anew here, so that the study does not depend on
 * the training that it is about.
 *
 * @param cap Epochs after which a run ends in any case.
 */
export function replayRule(
  losses: readonly number[],
  { patience, minDelta, minEpochs, window }: Rule,
  cap = Infinity,
): { readonly epochs: number; readonly best: number; readonly stopped: boolean } {
  let lowest = Infinity, since = 0, best = 1;
  const last = Math.min(losses.length, cap);
  for (let epoch = 1; epoch <= last; epoch++) {
    const seen = median(Float64Array.from(losses.slice(Math.max(0, epoch - window), epoch)).sort());
    if (seen < lowest - minDelta * Math.abs(lowest) || lowest === Infinity) {
      lowest = seen;
      since = 0;
      best = epoch;
    } else since++;
    if (since >= patience && epoch >= minEpochs) return { epochs: epoch, best, stopped: true };
  }
  return { epochs: last, best, stopped: false };
}

/** What a rule comes to over many runs. */
export interface Cost extends Rule {
  /** Mean number of epochs. */
  readonly epochs: number;
  /** How much higher the reported test MSE is than the lowest of all epochs, as a share: mean and 90th percentile. */
  readonly regret: number;
  readonly regret90: number;
  /** Share of the runs that the rule ended before they were 5 % better than the mean predictor. */
  readonly stalled: number;
  /** Of those, the share that would have become so later. */
  readonly tooEarly: number;
}

/** The cost of a rule on runs of which at least one epoch is known. */
export function costOf(curves: readonly Curves[], rule: Rule, cap?: number): Cost {
  const known = curves.filter(({ testMse }) => testMse.length > 0).map((run) => {
    const { epochs, best, stopped } = replayRule(run.validationLoss, rule, cap);
    const learned = (mse: readonly number[]) => Math.min(...mse) < 0.95 * run.validationMean;
    const stalled = stopped && !learned(run.validationMse.slice(0, epochs));
    return {
      epochs,
      regret: run.testMse[best - 1]! / Math.min(...run.testMse) - 1,
      stalled,
      tooEarly: stalled && learned(run.validationMse),
    };
  });
  const share = (of: (run: typeof known[number]) => boolean) =>
    known.filter(of).length / known.length;
  const regrets = Float64Array.from(known, ({ regret }) => regret).sort();
  return {
    ...rule,
    epochs: mean(known.map(({ epochs }) => epochs)),
    regret: mean(regrets),
    regret90: quantile(regrets, 0.9),
    stalled: share(({ stalled }) => stalled),
    tooEarly: share(({ tooEarly }) => tooEarly),
  };
}

/** A panel per cohort and cap: what each rule costs, and what it leaves on the table. */
function rulesFigure(costs: readonly (Cost & { cohort: string; cap: string })[]) {
  const values = costs.map((cost) => ({
    ...cost,
    threshold: `${cost.minDelta}`,
    epoch: cost.window === 1 ? "as it is" : `median of ${cost.window}`,
  }));
  return {
    $schema: SCHEMA,
    config: THEME,
    title: {
      text: "What stopping early costs",
      subtitle: [
        "Rules replayed on curves of 500 epochs. Regret: how much higher the test error of the reported epoch is than the",
        "lowest of all 500 epochs, mean over the runs that did not diverge in their first epoch.",
      ],
    },
    data: { values },
    facet: { column: { field: "cohort", title: null }, row: { field: "cap", title: null } },
    spec: {
      width: 300,
      height: 220,
      mark: { type: "point", size: 55, opacity: 0.85 },
      encoding: {
        x: { field: "epochs", type: "quantitative", title: "Mean epochs" },
        y: {
          field: "regret",
          type: "quantitative",
          scale: { type: "log" },
          axis: { format: ".1%" },
          title: "Mean regret (log scale)",
        },
        color: {
          field: "patience",
          type: "ordinal",
          scale: { scheme: COLORS.sequential },
          title: "Patience (epochs)",
        },
        shape: { field: "epoch", title: "Validation loss" },
      },
    },
    resolve: { scale: { x: "independent", y: "independent" } },
  } as unknown as TopLevelSpec;
}

/** One line of the table. */
function lineOf(cost: Cost): string {
  const percent = (value: number) => `${(100 * value).toFixed(1).padStart(5)} %`;
  const number = (value: unknown, width: number) => String(value).padStart(width);
  return `${number(cost.patience, 8)}  ${number(cost.minDelta, 9)}  ${number(cost.minEpochs, 4)}  ${
    number(cost.window, 6)
  }  ${number(cost.epochs.toFixed(0), 6)}  ${percent(cost.regret)}  ${percent(cost.regret90)}  ${
    percent(cost.stalled)
  }  ${percent(cost.tooEarly)}`;
}

if (import.meta.main) {
  const all: (Cost & { cohort: string; cap: string })[] = [];
  for (const argument of Deno.args.filter((text) => text.includes("="))) {
    const [cohort, files] = argument.split("=") as [string, string];
    const curves = files.split(",").flatMap(readCurves);
    for (const cap of CAPS) {
      const costs = rules().map((rule) => costOf(curves, rule, cap));
      const said = cap === 500 ? "no cap" : `cap of ${cap} epochs`;
      all.push(...costs.map((cost) => ({ ...cost, cohort, cap: said })));
      const diverged = curves.filter((run) => run.diverged).length;
      console.log(`${cohort}, ${said}: ${curves.length} runs, ${diverged} diverged`);
      console.log(
        "patience  threshold  from  median  epochs  regret   90th     stalled  too early",
      );
      for (const cost of costs.toSorted((a, b) => a.epochs - b.epochs)) console.log(lineOf(cost));
    }
  }
  const at = Deno.args.indexOf("--figure");
  if (at >= 0) await Deno.writeTextFile(Deno.args[at + 1]!, await renderSvg(rulesFigure(all)));
}
