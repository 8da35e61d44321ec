import type { TopLevelSpec } from "vega-lite";
import { formatNumber } from "../format/number.ts";
import { epochAxis, logAxis, logDomain, nominal, palette, tooltip } from "./_channels.ts";
import { panelFigure, required } from "./_figure.ts";
import { panelsOfRuns, sidesOf, toRuns } from "./_panels_of_runs.ts";
import { levelsInOrder } from "./_words.ts";
import type { AxesOptions } from "./figure_options.ts";
import { isDrawn, type LossPoint, lossPoints } from "./loss_points.ts";
import { placeOf } from "./run_panels.ts";
import { sampleRuns } from "./sample_runs.ts";

/** Options of {@linkcode lossCurves}. */
export interface LossCurveOptions extends AxesOptions {
  /** Whether a point tells its run, for a page; it takes most of the time of a drawing. @default false */
  readonly tooltip?: boolean;
  /** Curves that are drawn at most, of runs as `sampleRuns` takes them. @default all */
  readonly most?: number;
}

/** The validation losses of a run from its first epoch on; undefined for a run without. */
export type LossesOf = (run: string) => ArrayLike<number | null> | undefined;

/** Validation losses by run, from the first epoch on. */
function lossesByRun(history: readonly Readonly<Record<string, unknown>>[]): LossesOf {
  const found = new Map<string, (number | null)[]>();
  for (const { run, epoch, validation_loss: loss } of history) {
    const own = found.get(String(run)) ?? [];
    own[Number(epoch) - 1] = loss === null ? null : Number(loss);
    found.set(String(run), own);
  }
  return (run) => found.get(run);
}

/** From the lowest loss to three times a usual first one: what explodes would leave nothing else to see. */
function robust(points: readonly LossPoint[]): [number, number] {
  const first = points.filter(({ epoch }) => epoch === 1).map(({ loss }) => loss);
  const [low, high] = logDomain(points.map(({ loss }) => loss));
  const usual = first.sort((a, b) => a - b)[Math.floor(first.length / 2)] ?? high;
  return [low, Math.max(low * 1.01, Math.min(high, Number((3 * usual).toPrecision(2))))];
}

function channels(points: readonly LossPoint[], domain: [number, number], told: boolean) {
  const rates = levelsInOrder(points.map(({ learning_rate }) => learning_rate));
  const legend = { title: "Learning rate", orient: "bottom", symbolStrokeWidth: 3 };
  const y = logAxis("Validation loss", domain, { format: "~s", scale: { clamp: true } });
  return {
    x: epochAxis({ axis: { format: "d", grid: false, tickCount: 5 } }),
    y: { ...y, field: "loss" },
    color: palette("learning_rate", rates, { legend }),
    detail: nominal("run"),
    ...(told && {
      tooltip: tooltip({
        "Learning rate": "learning_rate",
        "Latent size": ["latent_size"],
        "Seed": ["seed"],
        "Epoch": ["epoch"],
        "Validation loss": ["loss", ",.5~r"],
      }),
    }),
  };
}

/**
 * Loss curves: the validation loss of every run over its epochs, panels of model × optimizer, colour the learning rate.
 *
 * @param results One object per run, with the results' columns and those of further axes.
 * @param history One object per run and epoch: run, epoch, validation_loss; or the losses of any run, where it is long.
 * @throws {InputError} If there is no loss, a column is missing or two runs differ in no axis.
 *
 * @example
 * ```ts
 * import { lossCurves } from "./loss_curves.ts";
 * const run = {
 *   run: "a", model: "vae", optimizer: "adam", latent_size: 9, learning_rate: 0.1, seed: 0, status: "converged",
 *   epochs: 2, test_mse: 1, test_r2: 0, test_reconstruction: 1,
 * };
 * const spec = lossCurves([run, { ...run, run: "b", seed: 1 }], [{ run: "a", epoch: 1, validation_loss: 9 }]);
 * if (!JSON.stringify(spec).includes("1 of 2 runs")) throw new Error("n is missing");
 * ```
 */
export function lossCurves(
  results: readonly object[],
  history: readonly Readonly<Record<string, unknown>>[] | LossesOf,
  { axes, tooltip: told = false, most = Infinity }: LossCurveOptions = {},
): TopLevelSpec {
  const runs = toRuns(results, axes), { panels, sentence } = panelsOfRuns(runs, axes);
  const losses = typeof history === "function" ? history : lossesByRun(history);
  const placed = runs.filter((run) => placeOf(run, panels));
  const curved = placed.filter(({ run }) => Array.from(losses(run) ?? []).some(isDrawn));
  const sample = sampleRuns(curved, most);
  const points = required(lossPoints(sample, panels, (run) => losses(run) ?? []), "loss curves");
  const domain = robust(points), above = points.filter(({ loss }) => loss > domain[1]).length;
  const lost = placed.length - curved.length;
  const end = formatNumber(domain[1]);
  const note = [
    [
      `Validation loss of ${sample.length} of ${runs.length} runs, a line each (all latent sizes and seeds);`,
      sample.length < curved.length &&
      `they are the same share of each configuration of the ${curved.length} that have one;`,
      "a line ends where its run stopped or diverged.",
      lost > 0 &&
      `${lost} left out: they diverged or failed before the end of their first epoch.`,
      sentence,
    ],
    [
      "Losses of different models are not comparable.",
      above > 0 &&
      `The axis ends at ${end}; ${above} of ${points.length} points lie above it and are drawn on it.`,
    ],
  ];
  const columns = panels.optimizers.length, width = columns > 1 ? 200 : 420;
  const total = Math.max(560, columns * (width + 30));
  return panelFigure({ title: "Loss curves", note, width: total }, {
    values: points,
    ...sidesOf(panels),
    width,
    height: 130,
    // A description of each point would be most of the work, a clip of each line most of a bitmap's.
    mark: { type: "line", strokeWidth: 1.1, strokeOpacity: 0.7, aria: false },
    encoding: channels(points, domain, told),
  });
}
