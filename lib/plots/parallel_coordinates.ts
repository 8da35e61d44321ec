import type { TopLevelSpec } from "vega-lite";
import type { ResultsOptions } from "../analysis/results.ts";
import { type RunRow, toRunRows } from "../analysis/run_rows.ts";
import { figure, required } from "./_figure.ts";
import { levelsInOrder } from "./_words.ts";

import { COLORS, inOrder, labelOf } from "./theme.ts";

const OUTCOME = "Test MSE (log)";
/** Where diverged runs cross the outcome's axis: above its end. */
const DIVERGED_AT = 1.12;

/** Options of {@linkcode parallelCoordinates}. */
export interface ParallelOptions {
  /** Axes beyond the study's own. @default none: runs that differ in nothing else are refused */
  readonly axes?: ResultsOptions["axes"];
  /** Whether a box can be drawn over the axes: for pages only, there is nothing to point with elsewhere. @default false */
  readonly brush?: boolean;
}

/** An axis of the figure: where a run crosses it, and what is written beside it. */
interface Dimension {
  readonly name: string;
  readonly at: (run: RunRow) => number;
  readonly ticks: readonly { readonly position: number; readonly label: string }[];
}

function read(run: RunRow, axis: string): string {
  const own = (run as unknown as Record<string, unknown>)[axis];
  return String(own ?? run.further[axis] ?? "–");
}

/** Bundles of runs with one level are spread a little, in the order of their errors. */
function levelDimension(
  axis: string,
  runs: readonly RunRow[],
  spread: (run: RunRow) => number,
): Dimension {
  const all = levelsInOrder(runs.map((run) => read(run, axis)));
  const levels = axis === "model" || axis === "optimizer" ? inOrder(all) : all;
  const last = Math.max(1, levels.length - 1),
    index = new Map(levels.map((level, i) => [level, i]));
  const room = 0.5 / Math.max(2, levels.length);
  return {
    name: labelOf(axis),
    at: (run) => index.get(read(run, axis))! / last + room * (spread(run) - 0.5),
    ticks: levels.map((level, i) => ({ position: i / last, label: labelOf(level) })),
  };
}

function outcomeDimension(runs: readonly RunRow[]): Dimension {
  const logs = runs.flatMap((run) =>
    run.test_mse !== null && run.test_mse > 0 ? Math.log10(run.test_mse) : []
  );
  const low = Math.min(...logs), range = Math.max(...logs) - low || 1;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((position) => ({
    position,
    label: (10 ** (low + position * range)).toPrecision(2),
  }));
  const diverged = runs.some((run) => run.status === "diverged");
  return {
    name: OUTCOME,
    at: (run) => run.test_mse === null ? DIVERGED_AT : (Math.log10(run.test_mse) - low) / range,
    ticks: diverged ? [...ticks, { position: DIVERGED_AT, label: "diverged" }] : ticks,
  };
}

function dimensions(runs: readonly RunRow[]): Dimension[] {
  const order = [...runs].sort((a, b) => (a.test_mse ?? Infinity) - (b.test_mse ?? Infinity) || 0);
  const place = new Map(order.map((run, i) => [run.run, i / Math.max(1, runs.length - 1)]));
  const further = Object.keys(runs[0]!.further);
  const axes = ["model", "optimizer", "learning_rate", "latent_size", ...further, "seed"]
    .filter((axis) => new Set(runs.map((run) => read(run, axis))).size > 1);
  const spread = (run: RunRow) => place.get(run.run)!;
  return [...axes.map((axis) => levelDimension(axis, runs, spread)), outcomeDimension(runs)];
}

/**
 * Parallel coordinates: a line per run from its hyper-parameters to its test MSE. In a page, a box drawn over one or
 * several neighbouring axes keeps the runs that cross every one of them inside it.
 *
 * @param rows One object per run, with the results' columns.
 * @returns A Vega-Lite 5 specification with inline data.
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
  options: ParallelOptions = {},
): TopLevelSpec {
  const all = toRunRows(rows, options);
  const runs = all.filter((run) => run.status === "diverged" || (run.test_mse ?? 0) > 0);
  required(runs.filter((run) => run.test_mse !== null), "parallel coordinates");
  const axes = dimensions(runs), names = axes.map(({ name }) => name);
  const values = runs.flatMap((run) =>
    axes.map(({ name, at }) => ({
      run: run.run,
      axis: name,
      position: Number(at(run).toFixed(4)),
      mse: run.test_mse === null ? null : Number(run.test_mse.toPrecision(4)),
    }))
  );
  const ticks = axes.flatMap(({ name, ticks }) => ticks.map((tick) => ({ axis: name, ...tick })));
  const diverged = runs.filter((run) => run.status === "diverged").length;
  const note = [
    `${runs.length} runs: ${
      runs.length - diverged
    } finished, ${diverged} diverged (drawn behind, at the end of the last ` +
    `axis: no number stands for them).${
      leftOut(all.length - runs.length)
    } Lines of one level are spread by their error.`,
  ];
  return figure({ title: "From hyper-parameters to the error", note, width: 760 }, {
    width: Math.max(420, (axes.length - 1) * 170),
    height: 330,
    layer: [...lineLayers(values, names, options.brush ?? false), ...tickLayers(ticks, names)],
  });
}

function leftOut(count: number): string {
  return count === 0 ? "" : ` ${count} without an outcome left out.`;
}

function place(names: readonly string[]) {
  return {
    x: {
      field: "axis",
      type: "ordinal",
      sort: names,
      title: null,
      scale: { type: "point", padding: 0.25 },
      axis: {
        orient: "top",
        labelAngle: 0,
        labelFontWeight: 600,
        labelFontSize: 12,
        domain: false,
        ticks: false,
        grid: true,
        labelLimit: 160,
      },
    },
    y: {
      field: "position",
      type: "quantitative",
      axis: null,
      scale: { domain: [-0.14, DIVERGED_AT + 0.06], nice: false },
    },
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

function lineLayers(
  values: readonly { mse: number | null }[],
  names: readonly string[],
  brush: boolean,
) {
  const finished = values.flatMap(({ mse }) => mse ?? []);
  const domain = [Math.min(...finished), Math.max(...finished)];
  // Not `opacity`: a renderer then draws each line on a layer of its own, which takes minutes for many.
  const strokeOpacity = brush
    ? { condition: { test: "datum.chosen", value: 0.55 }, value: 0.03 }
    : { value: 0.5 };
  const brushed = brush ? BRUSHED : [], params = brush ? { params: [BOX] } : {};
  const shared = { ...place(names), detail: { field: "run", type: "nominal" }, strokeOpacity };
  const color = {
    field: "mse",
    type: "quantitative",
    scale: { type: "log", scheme: COLORS.sequential, domain },
    legend: {
      title: "Test MSE (log scale)",
      format: ".2~r",
      gradientLength: 140,
      gradientOpacity: 1,
      tickCount: 5,
    },
  };
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
      ...params,
      mark: { type: "line", strokeWidth: 1.1 },
      encoding: { ...shared, color },
    },
  ];
}

function tickLayers(values: readonly object[], names: readonly string[]) {
  const encoding = { ...place(names), text: { field: "label", type: "nominal" } };
  const halo = { stroke: "white", strokeWidth: 3, strokeJoin: "round" };
  const text = {
    type: "text",
    align: "right",
    dx: -6,
    fontSize: 11,
    fontWeight: 600,
    color: COLORS.ink,
  };
  return [
    { data: { values }, mark: { ...text, ...halo }, encoding },
    { data: { values }, mark: text, encoding },
  ];
}
