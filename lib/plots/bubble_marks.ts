import { formatLearningRate } from "../format/learning_rate.ts";
import { mean } from "../numbers/mean.ts";
import { type Outcome, OUTCOMES } from "./outcomes.ts";
import { type Place, placeOf, type Run, type RunPanels } from "./run_panels.ts";

/** The column that colours the bubbles. */
export type BubbleMetric = "test_mse" | "test_reconstruction";

/** Where a bubble lies: its panel, and its place there. */
export interface BubbleCell extends Place {
  readonly latent_size: number;
  readonly learning_rate: number;
}

/** One mark of the bubble plot: the runs of one configuration that ended in one way. */
export interface BubbleMark extends BubbleCell {
  /** The learning rate as it is written. */
  readonly rate: string;
  /** As the legend calls it. */
  readonly outcome: typeof OUTCOMES[Outcome];
  /** Mean metric and epochs of these runs; null for a mark without. */
  readonly value: number | null;
  readonly epochs: number | null;
  /** How many runs this mark stands for, and how many the configuration has. */
  readonly runs: number;
  readonly of: number;
  /** The same in words. */
  readonly share: string;
  /** The layer that draws it: what a part of a configuration's runs did lies small in a corner. */
  readonly layer: string;
}

/** Every panel, latent size and learning rate that a bubble plot has a cell for. */
export interface BubbleGrid extends RunPanels {
  readonly latentSizes: readonly number[];
  readonly learningRates: readonly number[];
}

/** Outcomes without an error to show. */
const LOST = ["unmeasured", "diverged", "failed"] as const;

/** How a run is drawn; converged, capped and stalled runs of one configuration share a bubble. */
function kindOf(run: Run, metric: BubbleMetric): "bubble" | typeof LOST[number] {
  if (run.status === "diverged" || run.status === "failed") return run.status;
  return run[metric] !== null && run.epochs !== null ? "bubble" : "unmeasured";
}

/** The marks of one configuration, the bubble first. */
function marksOfCell(cell: BubbleCell, own: readonly Run[], metric: BubbleMetric): BubbleMark[] {
  const mark = (outcome: Outcome, runs: readonly Run[], layer: string): BubbleMark => ({
    ...cell,
    rate: formatLearningRate(cell.learning_rate),
    outcome: OUTCOMES[outcome],
    value: layer === "bubble" ? mean(runs.map((run) => run[metric]!)) : null,
    epochs: layer === "bubble" ? mean(runs.map((run) => run.epochs!)) : null,
    runs: runs.length,
    of: own.length,
    share: `${runs.length} of ${own.length}`,
    layer,
  });
  if (own.length === 0) return [mark("missing", [], "missing")];
  const kinds = Map.groupBy(own, (run) => kindOf(run, metric)), ended = kinds.get("bubble");
  const capped = ended?.some((run) => run.status === "max_epochs");
  const stalled = ended?.filter((run) => run.status === "stalled") ?? [];
  const end = stalled.length === ended?.length ? "stalled" : capped ? "max_epochs" : "converged";
  const marks = ended ? [mark(end, ended, "bubble")] : [];
  if (stalled.length > 0 && end !== "stalled") marks.push(mark("stalled", stalled, "part stalled"));
  for (const kind of LOST) {
    const runs = kinds.get(kind);
    if (runs) marks.push(mark(kind, runs, marks.length > 0 ? `part ${kind}` : "whole"));
  }
  return marks;
}

/**
 * The marks of a bubble plot: every run of the grid in exactly one, and one for each configuration without a run.
 *
 * @param runs Those outside the grid are left out.
 * @param grid The cells.
 * @param metric The error shown.
 */
export function bubbleMarks(
  runs: readonly Run[],
  grid: BubbleGrid,
  metric: BubbleMetric = "test_mse",
): BubbleMark[] {
  const key = ({ model, optimizer, latent_size, learning_rate }: BubbleCell) =>
    JSON.stringify([model, optimizer, latent_size, learning_rate]);
  const own = Map.groupBy(runs, (run) => {
    const place = placeOf(run, grid);
    return place && key({ ...run, ...place });
  });
  return grid.models.flatMap(({ name: model }) =>
    grid.optimizers.flatMap(({ name: optimizer }) =>
      grid.latentSizes.flatMap((latent_size) =>
        grid.learningRates.flatMap((learning_rate) => {
          const cell = { model, optimizer, latent_size, learning_rate };
          return marksOfCell(cell, own.get(key(cell)) ?? [], metric);
        })
      )
    )
  );
}
