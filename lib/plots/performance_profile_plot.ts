import type { TopLevelSpec } from "vega-lite";
import type { ProfileRow } from "../analysis/performance_profiles.ts";
import { sum } from "../numbers/sum.ts";
import { logTicksAxis, nominal, palette, shareAxis, tooltip } from "./_channels.ts";
import { figure, required } from "./_figure.ts";
import { choiceSentence, labelIn, labelsIn, pick } from "./_words.ts";
import { axisLabel, axisWords } from "./labels.ts";

const FACTORS = [1, 1.25, 1.5, 2, 2.5, 3, 4];

/** Options of {@linkcode performanceProfilePlot}. */
export interface ProfilePlotOptions {
  /** The column of the compared axis. @default "model" */
  readonly compare?: string;
}

/**
 * Performance profiles (Dolan and Moré 2002): the share of problems in which a model comes within a factor of the best.
 *
 * @param rows Rows of `performanceProfiles`.
 * @throws {InputError} If there is nothing to compare.
 *
 * @example
 * ```ts
 * import { performanceProfilePlot } from "./performance_profile_plot.ts";
 * const about = { problems: 90, problems_of: "optimizer, seed", incomplete: 2, chosen_on: "validation" };
 * const row = { model: "vae", factor: 1, share: 0.5, ...about };
 * const spec = performanceProfilePlot([row, { ...row, factor: 2, share: 1 }]);
 * if (!JSON.stringify(spec).includes("90 problems")) throw new Error("n is missing");
 * ```
 */
export function performanceProfilePlot(
  rows: readonly ProfileRow[],
  { compare = "model" }: ProfilePlotOptions = {},
): TopLevelSpec {
  const known = required(rows.filter((row) => row.share !== null), "performance profiles");
  const values = known.map((row) => ({
    name: labelIn(row, compare),
    ...pick(row, "factor", "share"),
  }));
  const names = labelsIn(known, compare), title = axisLabel(compare), what = axisWords(compare);
  const { problems, incomplete } = known[0]!;
  const together = known[0]!.chosen_on === "validation"
    ? sum(known.filter(({ factor }) => factor === 1).map(({ share }) => share))
    : 1;
  const left = incomplete > 0 ? ` ${incomplete} left out, since a run is missing or failed.` : "";
  const note = [
    `Share of ${problems} problems (all combinations of the other hyper-parameters and seeds) in which a ${what}’s test ` +
    `MSE is at most τ times the best ${what}’s. ${choiceSentence(known)}${left}`,
    [
      together > 1.005 &&
      `Others may do better on test samples than the best on validation samples: shares at τ = 1 add up to ${
        Math.round(100 * together)
      } %.`,
      "A diverged run is never within any factor, so no number has to stand for it; curves that end below 100 % show it.",
    ],
  ];
  return figure({ title: `How often is a ${what} close to the best?`, note }, {
    data: { values },
    width: 460,
    height: 260,
    mark: { type: "line", interpolate: "step-after", strokeWidth: 2 },
    encoding: {
      x: logTicksAxis("factor", "Factor τ of the best (log scale)", FACTORS, "~g"),
      y: shareAxis("share", "Problems within the factor", { axis: { format: ".0%" } }),
      color: palette("name", names, { legend: { title } }),
      strokeDash: nominal("name", { scale: { domain: names }, legend: { title } }),
      tooltip: tooltip({
        [title]: "name",
        "Factor": ["factor", ".3~r"],
        "Share": ["share", ".1%"],
      }),
    },
  });
}
