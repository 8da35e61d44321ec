import type { TopLevelSpec } from "vega-lite";
import type { ResultsOptions } from "../analysis/results.ts";
import { toRunRows } from "../analysis/run_rows.ts";
import { formatNumber } from "../format/number.ts";
import { logDomain, logTicks } from "./_channels.ts";
import { figure, required } from "./_figure.ts";
import { levelsInOrder } from "./_words.ts";
type TableRow = Readonly<Record<string, unknown>>;
import { COLORS, inOrder, labelOf } from "./theme.ts";

/** A point of a run's validation loss, with the run's axes. */
export interface LossPoint {
  readonly run: string;
  readonly model: string;
  readonly optimizer: string;
  /** As text: it names a colour. */
  readonly learning_rate: string;
  readonly latent_size: number;
  readonly seed: number;
  readonly epoch: number;
  readonly loss: number;
}

/** Options of {@linkcode lossCurves}. */
export interface LossCurveOptions {
  /** Whether a point tells its run, for a page; it takes most of the time of a drawing. @default false */
  readonly tooltip?: boolean;
}

const LOWEST = 1e-12;

/**
 * The points that {@linkcode lossCurves} draws: one per run and epoch with a finite positive validation loss.
 *
 * @param results One object per run, with the results' columns.
 * @param history One object per run and epoch: run, epoch, validation_loss.
 * @throws {InputError} If a column of the results is missing.
 *
 * @example
 * ```ts
 * import { lossPoints } from "./loss_curves.ts";
 * const run = {
 *   run: "a", model: "vae", optimizer: "adam", latent_size: 9, learning_rate: 0.1, seed: 0, status: "converged",
 *   epochs: 2, test_mse: 1, test_r2: 0, test_reconstruction: 1,
 * };
 * const history = [{ run: "a", epoch: 1, validation_loss: 9 }, { run: "a", epoch: 2, validation_loss: null }];
 * if (lossPoints([run], history).length !== 1) throw new Error("one finite loss");
 * ```
 */
export function lossPoints(
  results: readonly object[],
  history: readonly TableRow[],
  options: ResultsOptions = {},
): LossPoint[] {
  const runs = new Map(toRunRows(results, options).map((row) => [row.run, row]));
  return history.flatMap(({ run, epoch, validation_loss }) => {
    const row = runs.get(String(run)), loss = Number(validation_loss ?? NaN);
    if (!row || !Number.isFinite(loss) || loss < LOWEST) return [];
    const { model, optimizer, latent_size, seed } = row;
    const learning_rate = String(row.learning_rate);
    const rounded = Number(loss.toPrecision(4));
    return [{
      run: row.run,
      model,
      optimizer,
      learning_rate,
      latent_size,
      seed,
      epoch: Number(epoch),
      loss: rounded,
    }];
  });
}

/**
 * Loss curves: the validation loss of every run over its epochs, panels of model × optimizer, colour the learning rate.
 *
 * @param points What {@linkcode lossPoints} returned.
 * @param runs How many runs the results have; those without a point are counted as left out.
 * @returns A Vega-Lite 5 specification with inline data.
 * @throws {InputError} If there is no point.
 *
 * @example
 * ```ts
 * import { lossCurves } from "./loss_curves.ts";
 * const spec = lossCurves([{
 *   run: "a", model: "vae", optimizer: "adam", learning_rate: "0.001", latent_size: 9, seed: 0, epoch: 1, loss: 9,
 * }], 2);
 * if (!JSON.stringify(spec).includes("1 of 2 runs")) throw new Error("n is missing");
 * ```
 */
export function lossCurves(
  points: readonly LossPoint[],
  runs: number,
  { tooltip = false }: LossCurveOptions = {},
): TopLevelSpec {
  required(points, "loss curves");
  const models = inOrder(points.map(({ model }) => model));
  const optimizers = inOrder(points.map(({ optimizer }) => optimizer));
  const drawn = new Set(points.map(({ run }) => run)).size;
  const left = runs > drawn
    ? ` ${runs - drawn} left out: they diverged or failed before the end of their first epoch.`
    : "";
  const limits = robust(points), above = points.filter(({ loss }) => loss > limits[1]).length;
  const cut = above === 0
    ? ""
    : ` The axis ends at ${
      formatNumber(limits[1])
    }; ${above} of ${points.length} points lie above it and are drawn on it.`;
  const note = [
    `Validation loss of ${drawn} of ${runs} runs, a line each (all latent sizes and seeds); a line ends where its run ` +
    `stopped or diverged.${left}`,
    `Losses of different models are not comparable.${cut}`,
  ];
  const width = optimizers.length > 1 ? 200 : 420;
  return figure({
    title: "Loss curves",
    note,
    width: Math.max(560, optimizers.length * (width + 30)),
  }, {
    data: { values: points },
    transform: [
      { calculate: labels("model", models), as: "panel_model" },
      { calculate: labels("optimizer", optimizers), as: "panel_optimizer" },
    ],
    facet: {
      row: header("panel_model", models),
      column: header("panel_optimizer", optimizers),
    },
    spec: { width, height: 130, ...lines(points, limits, tooltip) },
  });
}

/** An expression that writes a name as figures do; names are data, quoted as JSON. */
function labels(field: string, names: readonly string[]): string {
  const shown = JSON.stringify(names.map(labelOf)), known = JSON.stringify(names);
  return `${shown}[indexof(${known}, datum.${field})]`;
}

function header(field: string, names: readonly string[]) {
  return {
    field,
    type: "nominal",
    sort: names.map(labelOf),
    header: { title: null, labelPadding: 6 },
  };
}

/** From the lowest loss to three times a usual first one: what explodes would leave nothing else to see. */
function robust(points: readonly LossPoint[]): [number, number] {
  const first = points.filter(({ epoch }) => epoch === 1).map(({ loss }) => loss).sort((a, b) =>
    a - b
  );
  const [low, high] = logDomain(points.map(({ loss }) => loss));
  const usual = first[Math.floor(first.length / 2)] ?? high;
  return [low, Math.max(low * 1.01, Math.min(high, Number((3 * usual).toPrecision(2))))];
}

const TOOLTIP = [
  { field: "learning_rate", title: "Learning rate", type: "nominal" },
  { field: "latent_size", title: "Latent size", type: "quantitative" },
  { field: "seed", title: "Seed", type: "quantitative" },
  { field: "epoch", title: "Epoch", type: "quantitative" },
  { field: "loss", title: "Validation loss", type: "quantitative", format: ",.5~r" },
];

function lines(points: readonly LossPoint[], domain: [number, number], tooltip: boolean) {
  const rates = levelsInOrder(points.map(({ learning_rate }) => learning_rate));
  return {
    // A description of each point would be most of the work, a clip of each line most of a bitmap's.
    mark: { type: "line", strokeWidth: 1.1, strokeOpacity: 0.7, aria: false },
    encoding: {
      x: {
        field: "epoch",
        type: "quantitative",
        title: "Epoch",
        axis: { format: "d", grid: false, tickCount: 5 },
      },
      y: {
        field: "loss",
        type: "quantitative",
        title: "Validation loss",
        scale: { type: "log", domain, nice: false, clamp: true },
        axis: { format: "~s", values: logTicks(domain) },
      },
      color: {
        field: "learning_rate",
        type: "ordinal",
        sort: rates,
        scale: { domain: rates, range: rates.map((_, i) => COLORS.categories[i % 7]) },
        legend: { title: "Learning rate", orient: "bottom", symbolStrokeWidth: 3 },
      },
      detail: { field: "run", type: "nominal" },
      ...(tooltip && { tooltip: TOOLTIP }),
    },
  };
}
