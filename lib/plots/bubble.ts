import type { TopLevelSpec } from "vega-lite";
import { bubblePanel } from "./_bubble_layers.ts";
import { bubbleNote } from "./_bubble_note.ts";
import { colorScale } from "./_bubble_scales.ts";
import { figure, heading } from "./_figure.ts";
import { sidesOf } from "./_panels_of_runs.ts";
import { bubbleGrid, type BubbleRowOptions } from "./bubble_grid.ts";
import { bubbleMarks, type BubbleMetric } from "./bubble_marks.ts";
import { labelOf } from "./labels.ts";
import { placeOf } from "./run_panels.ts";

/** Options of {@linkcode bubblePlot}. */
export interface BubbleOptions extends BubbleRowOptions {
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
  /** @default "Reconstruction error over latent size and learning rate" */
  readonly title?: string;
  /**
   * Whether a page will put other marks in place of these, which may end in ways that none of these did.
   * @default false
   */
  readonly exchanged?: boolean;
}

/**
 * The bubble plot of a sweep: panels of model × optimizer, latent size across, learning rate up (log scale),
 * colour the error, size the mean of the epochs trained. Diverged runs are crosses, failed ones triangles,
 * configurations of the full grid without a run short grey dashes: nothing is left out unsaid. Several runs
 * of a configuration (seeds) share one bubble, their mean, with a mark at its corner for those that did not
 * end well.
 *
 * @param rows One object per run, with the results' columns and those of further axes.
 * @param options See {@linkcode BubbleOptions}.
 * @throws {InputError} If there are no rows to draw, a column is missing, a learning rate is not above 0 or two runs
 * differ in no axis.
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
  const { color: metric = "test_mse", columns = "model", exchanged = false } = options;
  const grid = bubbleGrid(rows, options), marks = bubbleMarks(grid.runs, grid, metric);
  const { row: models, column: optimizers } = sidesOf(grid);
  const sides = columns === "model" ? [models, optimizers] as const : [optimizers, models] as const;
  // One panel alone has no heading.
  const [across, down] = sides[0][1].length > 1 ? sides : [sides[1], sides[0]];
  const count = { columns: across[1].length, rows: down[1].length };
  const scale = colorScale(marks.flatMap((mark) => mark.value ?? []));
  const spec = bubblePanel(marks, { grid, metric, scale, every: exchanged, ...count });
  const drawn = grid.runs.filter((run) => placeOf(run, grid));
  const about = { metric, scale, leftOut: rows.length - grid.runs.length, axes: grid.sentence };
  // The headings carry the axes' titles once instead of once per panel.
  const header = { titlePadding: 6 };
  const below = { ...header, title: labelOf("latent_size"), titleOrient: "bottom" };
  const orient = { titleOrient: "left", labelOrient: "right" };
  const left = { ...header, title: labelOf("learning_rate"), ...orient };
  const facet = {
    ...heading("column", [...across, below], spec.width),
    ...(count.rows > 1 && heading("row", [...down, left], spec.height)),
  };
  return figure({
    title: options.title ?? "Reconstruction error over latent size and learning rate",
    note: bubbleNote(drawn, marks, about),
    width: Math.max(430, count.columns * (spec.width + 20) + 180),
  }, { data: { values: marks }, ...(count.columns > 1 ? { facet, spec } : spec) });
}
