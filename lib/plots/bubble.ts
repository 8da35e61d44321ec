import type { TopLevelSpec } from "vega-lite";
import type { ResultsOptions } from "../analysis/results.ts";
import { type RunRow, toRunRows } from "../analysis/run_rows.ts";
import { InputError } from "../errors.ts";
import {
  colorEncoding,
  type Encoding,
  outcomeEncoding,
  positionEncoding,
  sizeEncoding,
  tooltip,
} from "./_bubble_encoding.ts";
import { bubbleLayers, distinctLabels, toData } from "./_bubble_layers.ts";
import { bubbleMarks, type BubbleMetric, type Mark } from "./_bubble_marks.ts";
import { colorScale, rateScale } from "./_bubble_scales.ts";
import { subtitle } from "./_bubble_text.ts";
import { inOrder, SCHEMA, THEME } from "./theme.ts";

/** Options of {@linkcode bubblePlot}. */
export interface BubbleOptions {
  /**
   * The error shown as colour; `test_reconstruction` is the model's own loss and not comparable between models.
   * @default "test_mse"
   */
  readonly color?: BubbleMetric;
  /**
   * Which of the two axes runs across the columns of panels; the other runs down the rows.
   * @default "model"
   */
  readonly columns?: "model" | "optimizer";
  /**
   * Columns and the value to show; rows with another one are left out and counted.
   * @default {} (all rows; further axes are averaged over, which the subtitle says)
   */
  readonly where?: Readonly<Record<string, string | number>>;
  /** Axes beyond the study's own. @default none: runs that differ in nothing else are refused */
  readonly axes?: ResultsOptions["axes"];
  /** @default "Reconstruction error over latent size and learning rate" */
  readonly title?: string;
  /**
   * Whether a page will put other marks in place of these, which may end in ways that none of these did.
   * @default false
   */
  readonly exchanged?: boolean;
}

/** Rows that have the wanted value in every named column. */
function select(
  rows: readonly object[],
  { where = {}, axes }: BubbleOptions,
): RunRow[] {
  const wanted = Object.entries(where);
  const kept = toRunRows(
    rows.filter((row) => wanted.every(([column, value]) => Reflect.get(row, column) === value)),
    { axes },
  );
  if (kept.length === 0) {
    throw new InputError(
      `Cannot draw a bubble plot of no runs: none of ${rows.length} has ${JSON.stringify(where)}`,
    );
  }
  const wrong = kept.find((row) => row.learning_rate <= 0);
  if (wrong) {
    throw new InputError(
      `Cannot draw run ${wrong.run} on a log scale: its learning rate is ${wrong.learning_rate}`,
    );
  }
  return kept;
}

/** Which axis runs across and which down, with their levels in order; one that has one level has no panels. */
function panels(rows: readonly RunRow[], columns: "model" | "optimizer") {
  const levels = (field: "model" | "optimizer") => {
    const names = inOrder(rows.map((row) => row[field])), shown = distinctLabels(names);
    return { field, sort: names.map((name) => shown.get(name)!) };
  };
  const across = levels(columns), down = levels(columns === "model" ? "optimizer" : "model");
  return across.sort.length === 1 ? { across: down, down: across } : { across, down };
}

/** Facet channels; the headers carry the axes' titles once instead of once per panel. */
function facet({ across, down }: ReturnType<typeof panels>): Encoding {
  const by = (levels: typeof across, header: Encoding) => ({
    ...levels,
    type: "nominal",
    header: { labelPadding: 6, titlePadding: 6, ...header },
  });
  const column = by(across, { title: "Latent size", titleOrient: "bottom" });
  const row = by(down, { title: "Learning rate", titleOrient: "left", labelOrient: "right" });
  return {
    ...(across.sort.length > 1 && { column }),
    ...(down.sort.length > 1 && { row }),
  };
}

/** One panel: its size in pixels and its layers. */
function panel(marks: readonly Mark[], options: {
  readonly color: BubbleMetric;
  readonly columns: number;
  readonly rows: number;
  readonly every: boolean;
}) {
  const { color, columns, rows, every } = options;
  const gap = columns === 1 ? 42 : columns === 2 ? 37 : 31; // pixels between neighbouring bubbles
  const sizes = new Set(marks.map((mark) => mark.latent_size)).size;
  const scale = colorScale(marks.flatMap((mark) => mark.value ?? []));
  const titles = {
    xTitle: columns > 1 ? null : "Latent size",
    yTitle: rows > 1 ? null : "Learning rate",
  };
  const shared = {
    ...positionEncoding(marks, { gap, ...titles }),
    ...outcomeEncoding(marks),
    tooltip: tooltip(color),
  };
  const fill = colorEncoding(scale, color, rows === 1), size = sizeEncoding(marks, gap);
  const width = Math.max(90, Math.round(gap * (sizes + 0.2)));
  const { height } = rateScale(marks.map((mark) => mark.learning_rate), gap);
  return {
    scale,
    spec: { width, height, layer: bubbleLayers(marks, shared, { fill, size, gap, every }) },
  };
}

/**
 * The bubble plot of a sweep: panels of model × optimizer, latent size across, learning rate up (log scale),
 * colour the error, size the epochs to convergence. Diverged runs are crosses, failed ones triangles,
 * configurations of the full grid without a run short grey dashes: nothing is left out unsaid. Several runs
 * of a configuration (seeds, further axes) share one bubble, their mean, with a mark at its corner for
 * those that did not end well.
 *
 * @param rows One object per run, with the results' columns.
 * @param options See {@linkcode BubbleOptions}.
 * @returns A Vega-Lite 5 specification with inline data.
 * @throws {InputError} If there are no rows to draw, a column is missing or a learning rate is not above 0.
 *
 * @example
 * ```ts
 * import { bubblePlot } from "./bubble.ts";
 * const run = { model: "vae", optimizer: "adam", latent_size: 9, seed: 0, test_reconstruction: 9, test_r2: 0 };
 * const spec = bubblePlot([
 *   { ...run, run: "a", learning_rate: 0.001, status: "converged", epochs: 30, test_mse: 0.4 },
 *   { ...run, run: "b", learning_rate: 0.1, status: "diverged", epochs: 1, test_mse: null },
 * ]);
 * if (!JSON.stringify(spec).includes("Diverged")) throw new Error("a run is missing");
 * ```
 */
export function bubblePlot(rows: readonly object[], options: BubbleOptions = {}): TopLevelSpec {
  const { color = "test_mse", columns = "model" } = options;
  const kept = select(rows, options), marks = bubbleMarks(kept, color);
  const layout = panels(kept, columns), channels = facet(layout);
  const count = { columns: layout.across.sort.length, rows: layout.down.sort.length };
  const { scale, spec } = panel(marks, { color, every: options.exchanged ?? false, ...count });
  const width = Math.max(430, count.columns * (spec.width + 20) + 180);
  const about = { metric: color, scale, leftOut: rows.length - kept.length, width };
  return {
    $schema: SCHEMA,
    title: {
      text: options.title ?? "Reconstruction error over latent size and learning rate",
      subtitle: subtitle(kept, marks, about),
    },
    config: THEME,
    data: { values: toData(marks) },
    ...(count.columns > 1 ? { facet: channels, spec } : spec),
  } as unknown as TopLevelSpec; // checked by compiling it in the tests
}
