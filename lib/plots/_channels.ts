import { formatLearningRate } from "../format/learning_rate.ts";
import { brokenLabels } from "./_lines.ts";
import { COLORS } from "./theme.ts";

/** A part of a specification; Vega-Lite's own types are too wide to help here, so the tests compile every figure. */
export type Part = Readonly<Record<string, unknown>>;

/** A channel of names. */
export const nominal = (field: string, more: Part = {}): Part => ({
  field,
  type: "nominal",
  ...more,
});

/** A channel of levels in the order given. */
export const ordinal = (field: string, sort: readonly unknown[], more: Part = {}): Part => ({
  field,
  type: "ordinal",
  sort,
  ...more,
});

/** A channel of numbers. */
export const quantitative = (field: string, more: Part = {}): Part => ({
  field,
  type: "quantitative",
  ...more,
});

/** What a mark says when pointed at: by title the field of a text, or that of a number with its format. */
export function tooltip(
  entries: Readonly<Record<string, string | readonly [field: string, format?: string]>>,
): Part[] {
  return Object.entries(entries).map(([title, entry]) =>
    typeof entry === "string"
      ? nominal(entry, { title })
      : quantitative(entry[0], { title, ...(entry[1] && { format: entry[1] }) })
  );
}

/** Pixels that a legend's label is wide at most. */
const LEGEND = 220;

/** Shapes beside colours: lines stay apart in a grey print. */
export const SHAPES: readonly string[] =
  "circle square triangle-up diamond cross triangle-down stroke".split(" ");

/**
 * Names in their order, each with a colour (or shape) of its own; null leaves out the legend. Numbers, such as learning rates,
 * are coloured by size.
 */
export function palette(
  field: string,
  names: readonly string[],
  { legend = {}, range }: {
    readonly legend?: Part | null;
    readonly range?: readonly string[];
  } = {},
): Part {
  const numbers = names.every((name) => name !== "" && Number.isFinite(Number(name)));
  if (numbers && names.length > 1 && !range) {
    const domain = [...names].sort((a, b) => Number(a) - Number(b));
    return ordinal(field, domain, { scale: { domain, scheme: COLORS.ordered }, legend });
  }
  const colors = range ?? COLORS.categories;
  const scale = { domain: names, range: names.map((_, i) => colors[i % colors.length]) };
  return nominal(field, {
    scale,
    legend: legend && { ...brokenLabels(names, { width: LEGEND }), ...legend },
  });
}

/** Names along an upright axis, one below the other. */
export function names(field: string, sort: readonly string[], more: Part = {}): Part {
  return nominal(field, {
    sort,
    title: null,
    axis: { ...brokenLabels(sort, { width: 200 }), ...more },
  });
}

/** Distinct numbers by size. */
export function ascending(values: Iterable<number>): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

/** An axis that leaves out labels which would touch. */
export const SPARSE: Part = { labelOverlap: true, labelSeparation: 6 };

/** Round numbers for a logarithmic axis over less than some decades, about half a dozen. */
function logTicks([low, high]: readonly [number, number]): number[] {
  const steps = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9], coarse = [1, 2, 5];
  const from = Math.floor(Math.log10(low)), to = Math.ceil(Math.log10(high));
  const decades = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const within = (per: readonly number[]) =>
    decades.flatMap((decade) => per.map((step) => Number((step * 10 ** decade).toPrecision(3))))
      .filter((tick) => tick >= low && tick <= high);
  const fine = within(steps), few = within(coarse);
  return few.length >= 4 ? few : fine.length <= 8 ? fine : fine.filter((_, i) => i % 2 === 0);
}

/** The range of positive numbers with a little room at both ends, for a logarithmic axis. */
export function logDomain(values: readonly number[]): [number, number] {
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return [low / 1.06, high * 1.06];
}

/** A logarithmic axis over less than some decades; the field is added where several layers share it. */
export function logAxis(
  title: string | null,
  domain: readonly [number, number],
  { format = "~g", axis, scale }: { format?: string; axis?: Part; scale?: Part } = {},
): Part {
  return {
    type: "quantitative",
    title,
    scale: { type: "log", domain, nice: false, ...scale },
    axis: { format, values: logTicks(domain), ...axis },
  };
}

/** Counts or factors along a logarithmic axis with the ticks given. */
export function logTicksAxis(
  field: string,
  title: string,
  values: readonly number[],
  format = "d",
) {
  const scale = { type: "log", nice: false }, axis = { values, format, grid: false };
  return quantitative(field, { title, scale, axis });
}

/** A linear axis that ends where its numbers do. */
export function tightAxis(
  field: string,
  title: string,
  domain: readonly number[],
  tickCount: number,
) {
  const scale = { domain, nice: false, zero: false };
  return quantitative(field, { title, scale, axis: { tickCount } });
}

/** Latent sizes along a logarithmic axis, a tick at each. */
export function sizeAxis(sizes: Iterable<number>, room?: number): Part {
  const values = ascending(sizes), low = values[0]!, high = values.at(-1)!;
  const factor = room ?? Math.max(1.15, (high / low) ** 0.06);
  return quantitative("latent_size", {
    title: "Latent size (log scale)",
    scale: { type: "log", domain: [low / factor, high * factor], nice: false },
    axis: { values, format: "d", grid: false, labelOverlap: true },
  });
}

/** Epochs, which are whole numbers. */
export function epochAxis(more: Part = {}): Part {
  const axis = { format: "d", tickMinStep: 1, grid: false };
  return quantitative("epoch", { title: "Epoch", axis, ...more });
}

/** How learning rates are written along an axis, as a setting of it: a tick at each. */
export function rateTicks(rates: readonly number[]): Part {
  const [values, labels] = [rates, rates.map(formatLearningRate)].map((all) => JSON.stringify(all));
  return { values: rates, labelExpr: `${labels}[indexof(${values}, datum.value)]` };
}

/** An axis of shares from none to all. */
export function shareAxis(field: string, title: string, more: Part = {}): Part {
  const axis = { format: ".0%", tickCount: 5 };
  return quantitative(field, { title, scale: { domain: [0, 1] }, axis, ...more });
}

/** The range of all finite numbers, wide enough for an axis; null if there is none. */
export function finiteRange(series: Iterable<ArrayLike<number>>): [number, number] | null {
  let low = Infinity, high = -Infinity;
  for (const values of series) {
    for (let i = 0; i < values.length; i++) {
      if (!Number.isFinite(values[i]!)) continue;
      low = Math.min(low, values[i]!);
      high = Math.max(high, values[i]!);
    }
  }
  return low > high ? null : low < high ? [low, high] : [low - 0.5, high + 0.5];
}

/** Enough digits for a pixel: a specification is stored in its notebook. */
export const short = (value: number): number => Number(value.toPrecision(5));
