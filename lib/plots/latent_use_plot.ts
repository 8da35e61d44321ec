import type { TopLevelSpec } from "vega-lite";
import type { LatentUseRow } from "../analysis/latent_use.ts";
import { sum } from "../numbers/sum.ts";
import { nominal, type Part, quantitative, shareAxis, sizeAxis, tooltip } from "./_channels.ts";
import { figure, required } from "./_figure.ts";
import { DASHES, dottedLines, MODELS } from "./_marks.ts";
import { choiceSentence, labelIn, labelsIn, pick, total } from "./_words.ts";

const KINDS = ["Best configuration", "Median of all runs"];

/** What a panel shows of the configuration with the lowest MSE, and of all runs. */
interface Measure {
  readonly title: string;
  readonly axis: Part;
  readonly read: (row: LatentUseRow) => readonly (number | null)[];
}

/** A measure that is at most the latent size. */
function shareOf(what: string, read: Measure["read"]): Measure {
  const title = `${what}, share of latent size`, axis = shareAxis("value", title);
  const share = (row: LatentUseRow) => read(row).map((value) => value && value / row.latent_size);
  return { title, axis, read: share };
}

const KL = "KL divergence from the prior, nats", KL_AXIS = { format: ",.4~r", tickCount: 5 };
const MEASURES: readonly Measure[] = [
  shareOf("Active units", (row) => [row.best_active_units, row.active_units]),
  shareOf("Effective rank", (row) => [row.best_effective_rank, row.effective_rank]),
  {
    title: KL,
    axis: quantitative("value", { title: KL, scale: { zero: true }, axis: KL_AXIS }),
    read: (row) => [row.best_kl, row.kl],
  },
];

function panel(rows: readonly LatentUseRow[], { title, axis, read }: Measure) {
  const values = rows.flatMap((row) =>
    read(row).map((value, i) => ({
      model: labelIn(row, "model"),
      kind: KINDS[i]!,
      value,
      ...pick(row, "latent_size", "runs", "collapsed"),
    })).filter(({ value }) => value !== null)
  );
  return {
    data: { values },
    width: 205,
    height: 220,
    layer: dottedLines("model", labelsIn(rows, "model"), {
      legend: MODELS,
      x: sizeAxis(rows.map((row) => row.latent_size)),
      y: axis,
      size: 40,
      strokeDash: nominal("kind", {
        scale: { domain: KINDS, range: [[1, 0], [4, 3]] },
        legend: { title: "Line", ...DASHES },
      }),
      tooltip: tooltip({
        "Model": "model",
        "Latent size": ["latent_size"],
        "Of": "kind",
        [title]: ["value", ".3~r"],
        "Runs": ["runs"],
        "Without active unit": ["collapsed", ".0%"],
      }),
    }),
  };
}

/**
 * How much of the latent space is used: active units, effective rank and KL divergence over the latent size.
 *
 * @param rows Rows of `latentUse`.
 * @throws {InputError} If there is nothing to draw.
 *
 * @example
 * ```ts
 * import { latentUsePlot } from "./latent_use_plot.ts";
 * const row = {
 *   model: "vae", over: "optimizer", chosen_on: "validation", best_configuration: "", runs: 14, left_out: 1, collapsed: 0.5, active_units: 2, active_units_25: 1, active_units_75: 3,
 *   effective_rank: 2, kl: null, largest_kl_share: null, best_active_units: 4, best_effective_rank: 3, best_kl: null,
 * };
 * const text = JSON.stringify(latentUsePlot([{ ...row, latent_size: 10 }, { ...row, latent_size: 50 }]));
 * if (!text.includes("28 runs") || text.includes("nats")) throw new Error("n, and no panel without numbers");
 * ```
 */
export function latentUsePlot(rows: readonly LatentUseRow[]): TopLevelSpec {
  const known = required(rows.filter((row) => row.runs > 0), "use of latent spaces");
  const panels = MEASURES.filter(({ read }) =>
    known.some((row) => read(row).some((value) => value !== null))
  );
  const [runs, left] = [total(rows, "runs"), total(rows, "left_out")];
  const collapsed = Math.round(sum(known.map((row) => (row.collapsed ?? 0) * row.runs)));
  const note = [
    [
      `${runs} runs on test samples; ${left} left out: they diverged, failed or were not measured.`,
      `${collapsed} runs have no active unit (collapsed).`,
    ],
    "A unit is active if its posterior mean varies by more than 0.01 (Burda et al. 2015). Effective rank: of the posterior " +
    "means (Roy and Vetterli 2007). Solid: the best configuration, mean over seeds. " +
    choiceSentence(known),
  ];
  return figure({ title: "How much of the latent space is used?", note, width: 780 }, {
    hconcat: panels.map((measure) => panel(known, measure)),
    spacing: 24,
    resolve: { scale: { color: "shared", shape: "shared", strokeDash: "shared" } },
  });
}
