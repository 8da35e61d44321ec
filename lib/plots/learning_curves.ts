import type { TopLevelSpec } from "vega-lite";
import { InputError } from "../errors.ts";
import { extent } from "../numbers/extent.ts";
import { epochAxis, palette, quantitative, tooltip } from "./_channels.ts";
import { figure } from "./_figure.ts";
import { labelledRule } from "./_marks.ts";
import type { CaptionOptions } from "./figure_options.ts";

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
export interface CurveOptions extends CaptionOptions {
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
  const { title = "Learning curves", subtitle, yTitle = "Loss", legend = "" } = options;
  const best = options.bestEpoch ?? null;
  const values = points.map(({ curve, epoch, loss }) => ({
    curve,
    epoch,
    loss: loss !== null && Number.isFinite(loss) ? loss : null,
  }));
  const last = options.lastEpoch ?? extent(known.map(({ epoch }) => epoch))[1];
  const scale = { domain: [1, Math.max(2, last)], nice: false, zero: false };
  const curves = [...new Set(known.map(({ curve }) => curve))];
  return figure({ title, subtitle }, {
    data: { values },
    width: 460,
    height: 240,
    layer: [
      ...(best === null ? [] : bestEpochLayers(best, scale)),
      {
        mark: { type: "line", strokeWidth: 2, point: { size: 22 } },
        encoding: {
          x: epochAxis({ scale }),
          y: lossAxis(known, yTitle, options.yScale),
          color: palette("curve", curves, {
            legend: curves.length > 1 ? { title: legend || null } : null,
          }),
          tooltip: tooltip({
            [legend || "Curve"]: "curve",
            "Epoch": ["epoch"],
            [yTitle]: ["loss", ",.5~r"],
          }),
        },
      },
    ],
  });
}

/** Logarithmic where it can be, with a margin: whole decades would leave most of the figure empty. */
function lossAxis(known: readonly CurvePoint[], title: string, yScale?: "log" | "linear") {
  const losses = known.map(({ loss }) => loss!);
  const [low, high] = extent(losses);
  const type = yScale ?? (low > 0 ? "log" : "linear"), axis = { format: ",.4~r", tickCount: 5 };
  if (type === "linear") return quantitative("loss", { title, scale: { type, zero: false }, axis });
  const margin = Math.max(1.05, (high / low) ** 0.05), domain = [low / margin, high * margin];
  const scale = { type, domain, nice: false };
  return quantitative("loss", { title: `${title} (log scale)`, scale, axis });
}

/** A dashed line at the reported epoch, behind the curves. */
function bestEpochLayers(best: number, scale: object) {
  return labelledRule({ best, label: `best epoch ${best}` }, {
    at: { x: quantitative("best", { scale }) },
    end: { y: { value: 0 } },
    rule: { strokeDash: [4, 3] },
    text: { dx: -5, dy: 6, baseline: "top" },
  });
}
