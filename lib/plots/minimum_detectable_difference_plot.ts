import type { TopLevelSpec } from "vega-lite";
import type { DetectableDifferenceRow } from "../analysis/minimum_detectable_difference.ts";
import { InputError } from "../errors.ts";
import { ascending, logAxis, logDomain, logTicksAxis, palette, tooltip } from "./_channels.ts";
import { panelFigure, required } from "./_figure.ts";
import { countRange, labelIn, labelsIn } from "./_words.ts";
import type { ByOptions } from "./figure_options.ts";
import { axisLabel, axisWords } from "./labels.ts";

/** "two levels of learning_rate", with the axis as figures write it. */
function contrastName(contrast: string): string {
  const [, axis] = contrast.match(/^two levels of (.+)$/) ?? [];
  return axis ? `Two levels: ${axisWords(axis)}` : "Two configurations";
}

/**
 * Power: the smallest difference that k seeds can detect, between two configurations and between two levels of each
 * hyper-parameter (averaged over everything else).
 *
 * @param rows Rows of `minimumDetectableDifference`.
 * @throws {InputError} If no configuration has two seeds: then nothing says what the noise is.
 *
 * @example
 * ```ts
 * import { minimumDetectableDifferencePlot } from "./minimum_detectable_difference_plot.ts";
 * const row = {
 *   model: "vae", contrast: "two configurations", noise: 0.01, difference: 0.02, ratio: 1.047, configurations: 8,
 *   response: "log10 test_mse", treatment: "clip",
 * } as const;
 * const text = JSON.stringify(minimumDetectableDifferencePlot([{ ...row, seeds: 2 }, { ...row, seeds: 5, ratio: 1.02 }]));
 * if (!text.includes("8")) throw new Error("n is missing");
 * ```
 */
export function minimumDetectableDifferencePlot(
  rows: readonly DetectableDifferenceRow[],
  { by = "model" }: ByOptions = {},
): TopLevelSpec {
  const known = required(rows, "minimum detectable differences").filter(({ ratio }) =>
    ratio !== null
  );
  if (known.length === 0) {
    throw new InputError(
      "Cannot draw minimum detectable differences: no configuration has two seeds without divergence; run a second seed",
    );
  }
  const values = known.map((row) => ({
    line: labelIn(row, by),
    contrast: contrastName(row.contrast),
    seeds: row.seeds,
    percent: row.ratio! - 1,
    noise: row.noise === null ? null : 10 ** row.noise,
  })).filter(({ percent }) => percent > 0);
  required(values, "minimum detectable differences between seeds that are all alike");
  const panels = [...new Set(values.map(({ contrast }) => contrast))];
  const counts = countRange(known.map((row) => row.configurations));
  const note = [
    [
      "The smallest difference of test MSE that a t-test at 5 % detects with a power of 80 %,",
      `from the spread between seeds of ${counts} configurations per ${
        axisWords(by)
      }, which counts as known also where`,
      "fewer seeds are planned than there are.",
    ],
    "Configurations with a diverged run are left out of the spread: divergence is counted by itself. Levels are averaged over " +
    "all configurations that have them.",
  ];
  const domain = logDomain(values.map(({ percent }) => percent));
  const y = logAxis("Detectable difference (log scale)", domain, { format: ".2~%" });
  const width = panels.length > 1 ? 170 : 380, total = panels.length * (width + 25) + 120;
  const title = "How many seeds does it take to detect a difference?";
  return panelFigure({ title, note, width: Math.max(560, total) }, {
    values,
    column: ["contrast", panels, { labelFontSize: 12 }],
    width,
    height: 220,
    mark: { type: "line", strokeWidth: 1.8, point: { size: 34, filled: true } },
    encoding: {
      x: logTicksAxis("seeds", "Seeds (log scale)", ascending(values.map(({ seeds }) => seeds))),
      y: { ...y, field: "percent" },
      color: palette("line", labelsIn(known, by), { legend: { title: axisLabel(by) } }),
      tooltip: tooltip({
        [axisLabel(by)]: "line",
        "Between": "contrast",
        "Seeds": ["seeds"],
        "Minimum detectable": ["percent", ".2%"],
        "Factor between seeds": ["noise", ".4f"],
      }),
    },
  });
}
