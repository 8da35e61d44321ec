import { colorLabels, type ColorScale, rateScale, sizeTicks } from "./_bubble_scales.ts";
import { nominal, ordinal, type Part, quantitative, rateTicks, tooltip } from "./_channels.ts";
import type { BubbleGrid, BubbleMark, BubbleMetric } from "./bubble_marks.ts";
import { labelOf } from "./labels.ts";
import { type Outcome, OUTCOMES } from "./outcomes.ts";
import { COLORS } from "./theme.ts";

/** Pixels kept free between two bubbles of the largest size. */
const FREE = 4;
/** Areas in square pixels: of the smallest bubble, and of marks that no epochs size. */
const SMALLEST = 5 ** 2, CROSS = 11 ** 2, BADGE = 7 ** 2, MISSING = 5 ** 2;
const LEGEND_FILL = "#dfe3e8";

/** How each outcome is drawn: shape, stroke and its width. */
const LOOK: Readonly<Record<Outcome, readonly [string, string, number]>> = {
  converged: ["circle", COLORS.mutedInk, 0.5],
  max_epochs: ["circle", COLORS.ink, 2.2],
  stalled: ["diamond", COLORS.ink, 1.4],
  unmeasured: ["square", COLORS.failed, 1.4],
  diverged: ["M-1,-1L1,1M1,-1L-1,1", COLORS.diverged, 2.2],
  failed: ["triangle-up", COLORS.failed, 1.4],
  missing: ["stroke", COLORS.missing, 1.4],
};

/** Shape, stroke and its width by outcome: one legend, of the outcomes that occur. */
function outcomeChannels(marks: readonly BubbleMark[]): Part {
  const present = (Object.keys(LOOK) as Outcome[])
    .filter((outcome) => marks.some((mark) => mark.outcome === OUTCOMES[outcome]));
  const domain = present.map((outcome) => OUTCOMES[outcome]);
  const legend = present.join() === "converged"
    ? null
    : { title: "Outcome", symbolSize: 110, symbolFillColor: LEGEND_FILL };
  const by = (part: 0 | 1 | 2) => ({
    scale: { type: "ordinal", domain, range: present.map((outcome) => LOOK[outcome][part]) },
    legend,
  });
  return {
    shape: nominal("outcome", by(0)),
    stroke: nominal("outcome", by(1)),
    strokeWidth: { field: "outcome", type: "ordinal", ...by(2) }, // else Vega-Lite advises against widths
  };
}

/** The error as a colour; the legend lies below the panels where there is one row of them. */
function colorChannel(scale: ColorScale, metric: BubbleMetric, below: boolean): Part {
  const ticks = JSON.stringify(scale.ticks), texts = JSON.stringify(colorLabels(scale));
  return quantitative("value", {
    scale: { type: scale.type, domain: scale.domain, clamp: true, scheme: COLORS.sequential },
    legend: {
      title: `${labelOf(metric)}${scale.type === "log" ? " (log scale)" : ""}`,
      values: scale.ticks,
      labelExpr: `${texts}[indexof(${ticks}, datum.value)]`,
      gradientThickness: 13,
      ...(below ? { orient: "bottom", gradientLength: 220 } : { gradientLength: 130 }),
    },
  });
}

/** Epochs as a bubble's area. */
function sizeChannel(marks: readonly BubbleMark[], gap: number): Part {
  const largest = Math.max(1, ...marks.map((mark) => mark.epochs ?? 1));
  const range = [SMALLEST, (gap - FREE) ** 2];
  return quantitative("epochs", {
    scale: { type: "linear", domain: [0, Math.ceil(largest)], range },
    legend: {
      title: "Epochs trained, mean",
      values: sizeTicks(largest),
      format: "d",
      symbolType: "circle",
      symbolFillColor: LEGEND_FILL,
      symbolStrokeColor: COLORS.mutedInk,
      symbolStrokeWidth: 0.5,
    },
  });
}

/** How each layer draws; what a part of the runs did lies in a corner of the bubble's cell. */
function styles(gap: number): Readonly<Record<string, Part>> {
  const far = Math.round(0.3 * gap), open = { filled: false, fill: "white" };
  const badge = { ...open, size: BADGE };
  return {
    "bubble": { filled: true },
    "missing": { ...open, size: MISSING },
    "whole": { ...open, size: CROSS },
    "part diverged": { ...badge, xOffset: far, yOffset: -far },
    "part failed": { ...badge, xOffset: -far, yOffset: -far },
    "part unmeasured": { ...badge, xOffset: far, yOffset: far },
    "part stalled": { ...badge, xOffset: -far, yOffset: far },
  };
}

/** One panel of a bubble plot, latent size across and learning rate up: its size in pixels and its layers. */
export function bubblePanel(marks: readonly BubbleMark[], about: {
  readonly grid: BubbleGrid;
  readonly metric: BubbleMetric;
  readonly scale: ColorScale;
  /** Of panels; their headings carry the axes' titles once where there are several. */
  readonly columns: number;
  readonly rows: number;
  /** Layers without marks too, for a figure whose marks are exchanged. */
  readonly every: boolean;
}): Part & { readonly width: number; readonly height: number } {
  const { grid, metric, columns, rows } = about, { latentSizes, learningRates } = grid;
  const gap = columns === 1 ? 42 : columns === 2 ? 37 : 31; // pixels between neighbouring bubbles
  const { domain, height } = rateScale(learningRates, gap);
  const shared = {
    x: ordinal("latent_size", latentSizes, {
      scale: { type: "point", padding: 0.6 },
      axis: {
        title: columns > 1 ? null : labelOf("latent_size"),
        labelAngle: 0,
        grid: true,
        labelOverlap: true,
      },
    }),
    y: quantitative("learning_rate", {
      scale: { type: "log", domain, nice: false },
      axis: {
        title: rows > 1 ? null : labelOf("learning_rate"),
        ...rateTicks(learningRates),
        labelOverlap: "greedy",
      },
    }),
    ...outcomeChannels(marks),
    tooltip: tooltip({
      "Model": "model",
      "Optimizer": "optimizer",
      "Latent size": ["latent_size", "d"],
      "Learning rate": "rate",
      "Outcome": "outcome",
      "Runs": "share",
      [labelOf(metric)]: ["value", ".4~r"],
      "Epochs": ["epochs", ".3~r"],
    }),
  };
  const fill = colorChannel(about.scale, metric, rows === 1), size = sizeChannel(marks, gap);
  const present = new Set(marks.map(({ layer }) => layer));
  const layer = Object.entries(styles(gap))
    .filter(([name]) => about.every || present.has(name))
    .map(([name, style]) => ({
      transform: [{ filter: `datum.layer === '${name}'` }],
      mark: { type: "point", opacity: 1, strokeCap: "round", ...style },
      encoding: name === "bubble" ? { ...shared, fill, size } : shared,
    }));
  return { width: Math.max(90, Math.round(gap * (latentSizes.length + 0.2))), height, layer };
}
