import { InputError } from "../errors.ts";
import { ascending } from "./_channels.ts";
import { panelsOfRuns, toRuns } from "./_panels_of_runs.ts";
import type { BubbleGrid } from "./bubble_marks.ts";
import type { AxesOptions } from "./figure_options.ts";
import { placeOf, type Run } from "./run_panels.ts";

/** Which runs a bubble plot shows. */
export interface BubbleRowOptions extends AxesOptions {
  /** Columns and the value to show; rows with another one are left out and counted. @default {} (all rows) */
  readonly where?: Readonly<Record<string, string | number>>;
}

/** Rows that have the wanted value in every named column. */
function select(rows: readonly object[], { where = {}, axes }: BubbleRowOptions): readonly Run[] {
  const wanted = Object.entries(where);
  const has = (row: object) => wanted.every(([column, own]) => Reflect.get(row, column) === own);
  const kept = toRuns(wanted.length > 0 ? rows.filter(has) : rows, axes);
  if (kept.length === 0) {
    throw new InputError(
      `Cannot draw a bubble plot: none of ${rows.length} runs has ${JSON.stringify(where)}`,
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

/**
 * The cells of a bubble plot of these runs.
 *
 * @throws {InputError} As `bubblePlot` does.
 */
export function bubbleGrid(
  rows: readonly object[],
  options: BubbleRowOptions = {},
): BubbleGrid & { readonly runs: readonly Run[]; readonly sentence: string } {
  const runs = select(rows, options);
  const { panels, sentence } = panelsOfRuns(runs, options.axes);
  const drawn = runs.filter((run) => placeOf(run, panels));
  return {
    ...panels,
    latentSizes: ascending(drawn.map((run) => run.latent_size)),
    learningRates: ascending(drawn.map((run) => run.learning_rate)),
    runs,
    sentence,
  };
}
