import { COLORS } from "./theme.ts";

/** Names of the baselines, as legends show them. */
export const BASELINES = { pca: "PCA, as many components", mean: "Mean predictor" } as const;

/** Width of a baseline's line, and of its sample in the legend. */
export const BASELINE_WIDTH = 1.8;

/** How the lines of the baselines are told apart: the field `floor` holds a name of {@linkcode BASELINES}. */
export const BASELINE_DASH = {
  field: "floor",
  type: "nominal",
  scale: { domain: Object.values(BASELINES), range: [[7, 3], [2, 3]] },
  legend: {
    title: "Baseline",
    orient: "bottom",
    symbolStrokeColor: COLORS.ink,
    symbolStrokeWidth: BASELINE_WIDTH,
  },
} as const;
