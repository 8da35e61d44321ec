import type { TopLevelSpec } from "vega-lite";
import { InputError } from "../errors.ts";
import { COLORS, SCHEMA, THEME } from "./theme.ts";

/** A point of a learning curve. */
export interface CurvePoint {
  /** The line it belongs to, such as "training" or "0.001". */
  readonly curve: string;
  /** From 1. */
  readonly epoch: number;
  /** A point without a finite number is a gap in its line. */
  readonly loss: number | null;
}

/** Options of {@linkcode learningCurves}. */
export interface CurveOptions {
  /** @default "Learning curves" */
  readonly title?: string;
  readonly subtitle?: string;
  /** What the lines differ in. @default "" */
  readonly legend?: string;
  /** @default "Loss" */
  readonly yTitle?: string;
  /** @default "log" where all losses are above 0, else "linear" */
  readonly yScale?: "log" | "linear";
  /** Marks the epoch whose network is reported. @default none */
  readonly bestEpoch?: number | null;
  /** The last epoch of the horizontal axis. @default the last one drawn */
  readonly lastEpoch?: number;
}

/**
 * Losses over epochs, one line per curve.
 *
 * @param points The points of all curves, in the order in which their legend lists them.
 * @returns A Vega-Lite 5 specification with inline data.
 * @throws {InputError} If there is no point to draw.
 *
 * @example
 * ```ts
 * import { learningCurves } from "./learning_curves.ts";
 * const spec = learningCurves([
 *   { curve: "training", epoch: 1, loss: 9 }, { curve: "validation", epoch: 1, loss: 8 },
 * ]);
 * if (!JSON.stringify(spec).includes("validation")) throw new Error("a curve is missing");
 * ```
 */
export function learningCurves(
  points: readonly CurvePoint[],
  options: CurveOptions = {},
): TopLevelSpec {
  const known = points.filter(({ loss }) => loss !== null && Number.isFinite(loss));
  if (known.length === 0) {
    throw new InputError(`Cannot draw learning curves: none of ${points.length} losses is finite`);
  }
  const { title = "Learning curves", subtitle, bestEpoch } = options;
  const values = points.map(({ curve, epoch, loss }) => ({
    curve,
    epoch,
    loss: loss !== null && Number.isFinite(loss) ? loss : null,
  }));
  return {
    $schema: SCHEMA,
    title: { text: title, ...(subtitle === undefined ? {} : { subtitle }) },
    config: THEME,
    data: { values },
    width: 460,
    height: 240,
    layer: [
      ...(bestEpoch === null || bestEpoch === undefined
        ? []
        : bestEpochLayers(bestEpoch, epochScale(known, options))),
      {
        mark: { type: "line", strokeWidth: 2, point: { size: 22 } },
        encoding: encode(known, options),
      },
    ],
  } as unknown as TopLevelSpec; // checked by compiling it in the tests
}

function encode(known: readonly CurvePoint[], options: CurveOptions) {
  const { yTitle = "Loss", legend = "" } = options;
  const curves = [...new Set(known.map(({ curve }) => curve))];
  const positive = known.every(({ loss }) => loss! > 0);
  const type = options.yScale ?? (positive ? "log" : "linear");
  return {
    x: {
      field: "epoch",
      type: "quantitative",
      title: "Epoch",
      scale: epochScale(known, options),
      axis: { format: "d", tickMinStep: 1, grid: false },
    },
    y: {
      field: "loss",
      type: "quantitative",
      title: `${yTitle}${type === "log" ? " (log scale)" : ""}`,
      scale: type === "log"
        ? { type, domain: logDomain(known), nice: false }
        : { type, zero: false },
      axis: { format: ",.4~r", tickCount: 5 },
    },
    color: {
      field: "curve",
      type: "nominal",
      scale: { domain: curves, range: curves.map(colorOf) },
      legend: curves.length > 1 ? { title: legend || null } : null,
    },
    tooltip: [
      { field: "curve", title: legend || "Curve", type: "nominal" },
      { field: "epoch", title: "Epoch", type: "quantitative" },
      { field: "loss", title: yTitle, type: "quantitative", format: ",.5~r" },
    ],
  };
}

function epochScale(known: readonly CurvePoint[], { lastEpoch }: CurveOptions) {
  const last = lastEpoch ?? Math.max(...known.map(({ epoch }) => epoch));
  return { domain: [1, Math.max(2, last)], nice: false, zero: false };
}

/** A margin above and below the losses: whole decades would leave most of the figure empty. */
function logDomain(known: readonly CurvePoint[]): [number, number] {
  const losses = known.map(({ loss }) => loss!);
  const low = Math.min(...losses), high = Math.max(...losses);
  const margin = Math.max(1.05, (high / low) ** 0.05);
  return [low / margin, high * margin];
}

function colorOf(_: string, index: number): string {
  return COLORS.categories[index % COLORS.categories.length]!;
}

/** A dashed line at the reported epoch, behind the curves. */
function bestEpochLayers(bestEpoch: number, scale: object) {
  const data = { values: [{ best: bestEpoch, label: `best epoch ${bestEpoch}` }] };
  const x = { field: "best", type: "quantitative", scale };
  return [
    { data, mark: { type: "rule", strokeDash: [4, 3], color: COLORS.mutedInk }, encoding: { x } },
    {
      data,
      mark: {
        type: "text",
        align: "right",
        dx: -5,
        dy: 6,
        baseline: "top",
        color: COLORS.mutedInk,
      },
      encoding: { x, y: { value: 0 }, text: { field: "label", type: "nominal" } },
    },
  ];
}
