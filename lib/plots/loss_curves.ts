import type { TopLevelSpec } from "vega-lite";
import { formatNumber } from "../format/number.ts";
import {
  epochAxis,
  logAxis,
  logDomain,
  nominal,
  palette,
  type Part,
  tooltip,
} from "./_channels.ts";
import { panelFigure, required, stackedFigure } from "./_figure.ts";
import { panelsOfRuns, sidesOf, stacksOf, toRuns } from "./_panels_of_runs.ts";
import { levelsInOrder, total } from "./_words.ts";
import type { AxesOptions } from "./figure_options.ts";
import { isDrawn, type LossPoint, lossPoints } from "./loss_points.ts";
import { STALLED } from "./outcomes.ts";
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

/** What multiplies a loss: runs that differ in it have axes of their own. */
const SCALES = ["reduction", "genes"];

/** Lines of one set of panels, and a diamond where a run stalled. */
function layers(
  rates: readonly string[],
  domain: readonly [number, number],
  { told, stalled }: { readonly told: boolean; readonly stalled: boolean },
): Part[] {
  const legend = { title: "Learning rate", orient: "bottom", symbolStrokeWidth: 3 };
  const y = logAxis("Validation loss", domain, {
    format: domain[1] < 1000 ? "~g" : "~s",
    scale: { clamp: true },
  });
  const encoding = {
    x: epochAxis({ axis: { format: "d", grid: false, tickCount: 5 } }),
    y: { ...y, field: "loss" },
    color: palette("learning_rate", rates, { legend }),
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
  // A description of each point would be most of the work, a clip of each line most of a bitmap's.
  const line = { type: "line", strokeWidth: 1.1, strokeOpacity: 0.7, aria: false };
  const diamond = { type: "point", shape: "diamond", size: 30, strokeWidth: 1.2, fill: "white" };
  return [
    { mark: line, encoding: { ...encoding, detail: nominal("run") } },
    ...stalled
      ? [{
        transform: [{ filter: "datum.stalled" }],
        mark: { ...diamond, opacity: 1, aria: false },
        encoding,
      }]
      : [],
  ];
}

/**
 * Loss curves: the validation loss of every run over its epochs, panels of model × optimizer, colour the learning rate. Runs
 * whose losses are summed over genes and those whose losses are averaged have panels, and axes, of their own.
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
  const lost = placed.length - curved.length;
  const rates = levelsInOrder(points.map(({ learning_rate }) => learning_rate));
  const stalled = points.filter((point) => point.stalled).length;
  const stacks = stacksOf(panels, SCALES).map((optimizers) => {
    const names = new Set(optimizers.map(({ name }) => name));
    const own = points.filter(({ optimizer }) => names.has(optimizer));
    const domain = robust(own.length > 0 ? own : points);
    return { optimizers, domain, above: own.filter(({ loss }) => loss > domain[1]).length };
  });
  const above = total(stacks, "above"), ends = stacks.map(({ domain }) => formatNumber(domain[1]));
  const note = [
    [
      `Validation loss of ${sample.length} of ${runs.length} runs, a line each (all latent sizes and seeds);`,
      sample.length < curved.length &&
      `they are the same share of each configuration of the ${curved.length} that have one;`,
      "a line ends where its run stopped or diverged.",
      stalled > 0 && `A diamond ends the ${stalled} that stalled. ${STALLED}`,
      lost > 0 &&
      `${lost} left out: they diverged or failed before the end of their first epoch.`,
      sentence,
    ],
    [
      "Losses of different models are not comparable.",
      above > 0 &&
      `The ${stacks.length > 1 ? "axes end" : "axis ends"} at ${ends.join(" and ")}; ` +
        `${above} of ${points.length} points lie above and are drawn at the end.`,
    ],
  ];
  const columns = Math.max(...stacks.map(({ optimizers }) => optimizers.length));
  const width = columns > 1 ? 200 : 420;
  const head = { title: "Loss curves", note, width: Math.max(560, columns * (width + 30)) };
  const sets = stacks.map(({ optimizers, domain }) => ({
    ...sidesOf({ ...panels, optimizers }),
    width,
    height: 130,
    layer: layers(rates, domain, { told, stalled: stalled > 0 }),
  }));
  return sets.length > 1
    ? stackedFigure(head, points, sets)
    : panelFigure(head, { values: points, ...sets[0]! });
}
