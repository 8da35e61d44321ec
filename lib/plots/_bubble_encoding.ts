import {
  ascending,
  type BubbleMetric,
  type Mark,
  type Outcome,
  OUTCOMES,
} from "./_bubble_marks.ts";
import { colorLabels, type ColorScale, rateScale, sizeTicks } from "./_bubble_scales.ts";
import { OUTCOME_LABELS } from "./_bubble_text.ts";
import { COLORS, labelOf } from "./theme.ts";

/** Channels of a Vega-Lite unit; its own types know no custom shapes and are too wide to help here. */
export type Encoding = Record<string, unknown>;

/** Pixels kept free between two bubbles of the largest size. */
const FREE = 4;
/** Area of the smallest bubble in square pixels. */
const SMALLEST = 5 ** 2;
const LEGEND_FILL = "#dfe3e8";

const SHAPES: Record<Outcome, string> = {
  converged: "circle",
  max_epochs: "circle",
  unmeasured: "square",
  diverged: "M-1,-1L1,1M1,-1L-1,1",
  failed: "triangle-up",
  missing: "stroke",
};
const STROKES: Record<Outcome, string> = {
  converged: COLORS.mutedInk,
  max_epochs: COLORS.ink,
  unmeasured: COLORS.failed,
  diverged: COLORS.diverged,
  failed: COLORS.failed,
  missing: COLORS.missing,
};
const STROKE_WIDTHS: Record<Outcome, number> = {
  converged: 0.5,
  max_epochs: 2.2,
  unmeasured: 1.4,
  diverged: 2.2,
  failed: 1.4,
  missing: 1.4,
};

/** Shape, stroke and its width by outcome: one legend, of the outcomes that occur. */
export function outcomeEncoding(marks: readonly Mark[]): Encoding {
  const present = OUTCOMES.filter((outcome) => marks.some((mark) => mark.outcome === outcome));
  const domain = present.map((outcome) => OUTCOME_LABELS[outcome]);
  const legend = present.join() === "converged" ? null : {
    title: "Outcome",
    symbolSize: 110,
    symbolFillColor: LEGEND_FILL,
  };
  const by = <T>(range: Record<Outcome, T>, type = "nominal") => ({
    field: "outcome",
    type,
    scale: { type: "ordinal", domain, range: present.map((outcome) => range[outcome]) },
    legend,
  });
  // Widths count as ordered, else Vega-Lite advises against them.
  return { shape: by(SHAPES), stroke: by(STROKES), strokeWidth: by(STROKE_WIDTHS, "ordinal") };
}

/** The error as a colour; the legend lies below the panels where there is one row of them. */
export function colorEncoding(scale: ColorScale, metric: BubbleMetric, below: boolean): Encoding {
  const ticks = JSON.stringify(scale.ticks), texts = JSON.stringify(colorLabels(scale));
  return {
    field: "value",
    type: "quantitative",
    scale: { type: scale.type, domain: scale.domain, clamp: true, scheme: COLORS.sequential },
    legend: {
      title: `${labelOf(metric)}${scale.type === "log" ? " (log scale)" : ""}`,
      values: scale.ticks,
      labelExpr: `${texts}[indexof(${ticks}, datum.value)]`,
      gradientThickness: 13,
      ...(below ? { orient: "bottom", gradientLength: 220 } : { gradientLength: 130 }),
    },
  };
}

/** Epochs as a bubble's area. */
export function sizeEncoding(marks: readonly Mark[], gap: number): Encoding {
  const largest = Math.max(1, ...marks.map((mark) => mark.epochs ?? 1));
  return {
    field: "epochs",
    type: "quantitative",
    scale: {
      type: "linear",
      domain: [0, Math.ceil(largest)],
      range: [SMALLEST, (gap - FREE) ** 2],
    },
    legend: {
      title: "Epochs to convergence",
      values: sizeTicks(largest),
      format: "d",
      symbolType: "circle",
      symbolFillColor: LEGEND_FILL,
      symbolStrokeColor: COLORS.mutedInk,
      symbolStrokeWidth: 0.5,
    },
  };
}

/** What a mark says when pointed at. */
export function tooltip(metric: BubbleMetric): Encoding[] {
  const text = (field: string, title: string) => ({ field, title, type: "nominal" });
  const number = (field: string, title: string, format: string) => ({
    field,
    title,
    format,
    type: "quantitative",
  });
  return [
    text("model", "Model"),
    text("optimizer", "Optimizer"),
    number("latent_size", "Latent size", "d"),
    number("learning_rate", "Learning rate", "~g"),
    text("outcome", "Outcome"),
    text("share", "Runs that ended so"),
    number("value", labelOf(metric), ".4~r"),
    number("epochs", "Epochs", ".3~r"),
  ];
}

/** Latent size across and learning rate up; a title is null where the panels' headers carry it. */
export function positionEncoding(
  marks: readonly Mark[],
  { gap, xTitle, yTitle }: { gap: number; xTitle: string | null; yTitle: string | null },
): Encoding {
  const rates = ascending(marks.map((mark) => mark.learning_rate));
  return {
    x: {
      field: "latent_size",
      type: "ordinal",
      sort: ascending(marks.map((mark) => mark.latent_size)),
      scale: { type: "point", padding: 0.6 },
      axis: { title: xTitle, labelAngle: 0, grid: true, labelOverlap: true },
    },
    y: {
      field: "learning_rate",
      type: "quantitative",
      scale: { type: "log", domain: rateScale(rates, gap).domain, nice: false },
      axis: {
        title: yTitle,
        values: rates,
        labelExpr: "datum.value < 0.001 ? format(datum.value, '~e') : format(datum.value, '~g')",
        labelOverlap: "greedy",
      },
    },
  };
}
