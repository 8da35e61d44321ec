import type { TopLevelSpec } from "vega-lite";
import { extent } from "../numbers/extent.ts";
import { nominal, ordinal, type Part, quantitative } from "./_channels.ts";
import { figure, required } from "./_figure.ts";
import { distinctDigits } from "./_distinct_digits.ts";
import { type Axes, furtherAxes, toRuns } from "./_panels_of_runs.ts";
import { levelsInOrder } from "./_words.ts";
import type { AxesOptions } from "./figure_options.ts";
import { labelOf, levelLabel } from "./labels.ts";
import { STALLED } from "./outcomes.ts";
import type { Run } from "./run_panels.ts";
import { sampleRuns } from "./sample_runs.ts";
import { COLORS } from "./theme.ts";

/** Options of {@linkcode parallelCoordinates}. */
export interface ParallelOptions extends AxesOptions {
  /** Whether a box can be drawn over the axes: for pages only, there is nothing to point with elsewhere. @default false */
  readonly brush?: boolean;
  /** Lines that are drawn at most, of runs as `sampleRuns` takes them; axes and their ends are those of all. @default all */
  readonly most?: number;
}

/** Where diverged runs cross the outcome's axis: above its end. */
const DIVERGED_AT = 1.12;
const HEIGHT = [-0.14, DIVERGED_AT + 0.06];

/** An axis of the figure: where a run crosses it, and what is written beside it. */
interface Dimension {
  readonly name: string;
  readonly at: (run: Run) => number;
  readonly ticks: readonly { readonly position: number; readonly label: string }[];
}

/** Bundles of runs with one level are spread a little, in the order of their errors. */
function levelDimension(
  { column, label }: ReturnType<typeof furtherAxes>[number],
  runs: readonly Run[],
  spread: ReadonlyMap<string, number>,
): Dimension[] {
  const read = (run: Run) => String(run[column] ?? "–");
  const levels = levelsInOrder(runs.map(read)), last = levels.length - 1;
  if (last === 0) return [];
  const index = new Map(levels.map((level, i) => [level, i])), room = 0.5 / levels.length;
  return [{
    name: label,
    at: (run) => index.get(read(run))! / last + room * (spread.get(run.run)! - 0.5),
    ticks: levels.map((level, i) => ({ position: i / last, label: levelLabel(level) })),
  }];
}

function outcomeDimension(runs: readonly Run[]): Dimension {
  const logs = runs.flatMap(({ test_mse }) => test_mse === null ? [] : Math.log10(test_mse));
  const [low, high] = extent(logs), range = high - low || 1;
  const positions = [0, 0.25, 0.5, 0.75, 1];
  const values = positions.map((position) => 10 ** (low + position * range));
  const digits = distinctDigits(values);
  const ticks = positions.map((position, i) => ({
    position,
    label: values[i]!.toPrecision(digits),
  }));
  if (runs.some((run) => run.status === "diverged")) {
    ticks.push({ position: DIVERGED_AT, label: "diverged" });
  }
  return {
    name: "Test MSE (log)",
    at: (run) => run.test_mse === null ? DIVERGED_AT : (Math.log10(run.test_mse) - low) / range,
    ticks,
  };
}

function dimensions(runs: readonly Run[], axes: Axes): Dimension[] {
  const error = (run: Run) => run.test_mse ?? Infinity;
  const order = [...runs].sort((a, b) => error(a) - error(b) || 0);
  const spread = new Map(order.map((run, i) => [run.run, i / Math.max(1, runs.length - 1)]));
  const [seed, ...own] = ["seed", "model", "optimizer", "learning_rate", "latent_size"]
    .map((column) => ({ column, label: labelOf(column) }));
  const all = [...own, ...furtherAxes(axes), seed!];
  return [...all.flatMap((axis) => levelDimension(axis, runs, spread)), outcomeDimension(runs)];
}

function place(names: readonly string[]) {
  const plain = { domain: false, ticks: false, grid: true };
  return {
    x: ordinal("axis", names, {
      title: null,
      scale: { type: "point", padding: 0.25 },
      axis: { orient: "top", labelAngle: 0, labelFontWeight: 600, labelFontSize: 12, ...plain },
    }),
    y: quantitative("position", { axis: null, scale: { domain: HEIGHT, nice: false } }),
  };
}

/** How many axes the box covers, and on how many of them the run is inside. */
const BRUSHED = [
  {
    calculate: "isArray(box.axis) && indexof(box.axis, datum.axis) >= 0 && " +
      "inrange(datum.position, isArray(box.position) ? box.position : [-9, 9]) ? 1 : 0",
    as: "inside",
  },
  { joinaggregate: [{ op: "sum", field: "inside", as: "crossed" }], groupby: ["run"] },
  { calculate: "!isArray(box.axis) || datum.crossed >= length(box.axis)", as: "chosen" },
];

const BOX = { name: "box", select: { type: "interval", encodings: ["x", "y"] } };

/** How the colours' ticks are written: Vega puts them no closer than an eighth of the range. */
function colorFormat([low, high]: readonly number[]): string {
  const eighths = Array.from({ length: 9 }, (_, i) => low! + (high! - low!) * i / 8);
  return `.${distinctDigits(low === high ? [low!] : eighths)}~r`;
}

function lineLayers(
  values: readonly object[],
  names: readonly string[],
  { domain, brush }: { domain: readonly number[]; brush: boolean },
): Part[] {
  // Not `opacity`: a renderer then draws each line on a layer of its own, which takes minutes for many.
  const chosen = { condition: { test: "datum.chosen", value: 0.55 }, value: 0.03 };
  const strokeOpacity = brush ? chosen : { value: 0.5 }, brushed = brush ? BRUSHED : [];
  const shared = { ...place(names), detail: nominal("run"), strokeOpacity };
  const gradient = { gradientLength: 140, gradientOpacity: 1 };
  const color = quantitative("mse", {
    scale: { type: "log", scheme: COLORS.sequential, domain },
    legend: {
      title: "Test MSE (log scale)",
      format: colorFormat(domain),
      ...gradient,
      tickCount: 5,
    },
  });
  return [
    {
      data: { name: "runs", values },
      transform: [{ filter: "!isValid(datum.mse)" }, ...brushed],
      mark: { type: "line", strokeWidth: 0.8, color: COLORS.diverged },
      encoding: shared,
    },
    {
      data: { name: "runs" },
      transform: [{ filter: "isValid(datum.mse)" }, ...brushed],
      ...(brush && { params: [BOX] }),
      mark: { type: "line", strokeWidth: 1.1 },
      encoding: { ...shared, color },
    },
  ];
}

const short = (error: number) => Number(error.toPrecision(4));

function tickLayers(values: readonly object[], names: readonly string[]): Part[] {
  const encoding = { ...place(names), text: nominal("label") };
  const halo = { stroke: "white", strokeWidth: 3, strokeJoin: "round" };
  const style = { fontSize: 11, fontWeight: 600, color: COLORS.ink };
  const text = { type: "text", align: "right", dx: -6, ...style };
  return [{ ...text, ...halo }, text].map((mark) => ({ data: { values }, mark, encoding }));
}

/**
 * Parallel coordinates: a line per run from its hyper-parameters to its test MSE. In a page, a box drawn over one or
 * several neighbouring axes keeps the runs that cross every one of them inside it.
 *
 * @param rows One object per run, with the results' columns and those of further axes.
 * @throws {InputError} If no run finished.
 *
 * @example
 * ```ts
 * import { parallelCoordinates } from "./parallel_coordinates.ts";
 * const run = { model: "vae", optimizer: "adam", seed: 0, test_reconstruction: 9, test_r2: 0, epochs: 3 };
 * const spec = parallelCoordinates([
 *   { ...run, run: "a", learning_rate: 0.1, latent_size: 5, status: "diverged", test_mse: null },
 *   { ...run, run: "b", learning_rate: 0.01, latent_size: 9, status: "converged", test_mse: 0.4 },
 * ]);
 * if (!JSON.stringify(spec).includes("1 diverged")) throw new Error("the diverged run must be told");
 * ```
 */
export function parallelCoordinates(
  rows: readonly object[],
  { axes, brush = false, most = Infinity }: ParallelOptions = {},
): TopLevelSpec {
  const all = toRuns(rows, axes);
  const runs = all.filter((run) => run.status === "diverged" || (run.test_mse ?? 0) > 0);
  required(runs.filter((run) => run.test_mse !== null), "parallel coordinates");
  const crossed = dimensions(runs, axes), names = crossed.map(({ name }) => name);
  const gaps = names.length - 1;
  const drawn = sampleRuns(runs, most);
  const domain = extent(runs.flatMap((run) => run.test_mse === null ? [] : short(run.test_mse)));
  const values = drawn.flatMap((run) =>
    crossed.map(({ name, at }) => ({
      run: run.run,
      axis: name,
      position: Number(at(run).toFixed(4)),
      mse: run.test_mse === null ? null : short(run.test_mse),
    }))
  );
  const ticks = crossed.flatMap(({ name: axis, ticks }) => ticks.map((t) => ({ axis, ...t })));
  const diverged = runs.filter((run) => run.status === "diverged").length;
  const stalled = runs.filter((run) => run.status === "stalled").length;
  const left = all.length - runs.length;
  const note = [[
    `${runs.length} runs: ${runs.length - diverged} finished,`,
    diverged === 0
      ? "0 diverged."
      : `${diverged} diverged (drawn behind, at the end of the last axis: no number stands for them).`,
    stalled > 0 && `${stalled} of the finished stalled. ${STALLED}`,
    left > 0 && `${left} without an outcome left out.`,
    drawn.length < runs.length &&
    `${drawn.length} of ${runs.length} are drawn, of each configuration the same share.`,
    "Lines of one level are spread by their error.",
  ]];
  return figure({ title: "From hyper-parameters to the error", note, width: 760 }, {
    // As wide as a page if that leaves each axis room for its name.
    width: Math.max(420, gaps * 140, Math.min(1000, gaps * 170)),
    height: 330,
    layer: [...lineLayers(values, names, { domain, brush }), ...tickLayers(ticks, names)],
  });
}
