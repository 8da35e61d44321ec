import { formatNumber } from "../format/number.ts";
import { quantile } from "../numbers/quantile.ts";
import { ascending } from "./_channels.ts";
import { distinctDigits } from "./_distinct_digits.ts";

/** A colour scale, its legend's ticks and what its limits hide. */
export interface ColorScale {
  readonly type: "log" | "linear";
  readonly domain: [number, number];
  readonly ticks: number[];
  /** How many values lie outside the limits and so share the end colours. */
  readonly below: number;
  readonly above: number;
}

/** Limits after Tukey: the most extreme values within 1.5 interquartile ranges of the quartiles. */
function robustLimits(sorted: readonly number[]): [number, number] {
  const lower = quantile(sorted, 0.25), upper = quantile(sorted, 0.75);
  const reach = 1.5 * (upper - lower), slack = 1e-12 * Math.abs(upper);
  const inside = sorted.filter((v) => v >= lower - reach - slack && v <= upper + reach + slack);
  return [inside[0]!, inside.at(-1)!];
}

/** Evenly spaced ticks from end to end, rounded only as far as they stay apart. */
function evenTicks(from: number, to: number, back: (v: number) => number): number[] {
  return Array.from({ length: 5 }, (_, i) => back(from + (to - from) * i / 4));
}

/** A colour scale for positive or any numbers: logarithmic where it can be, limits robust to outliers. */
export function colorScale(values: readonly number[]): ColorScale {
  const log = values.every((value) => value > 0), sorted = [...values].sort((a, b) => a - b);
  const to = log ? Math.log : (v: number) => v, back = log ? Math.exp : (v: number) => v;
  const limits = sorted.length > 0 ? robustLimits(sorted.map(to)) : [to(1), to(1)];
  let [low, high] = limits as [number, number];
  const below = sorted.filter((v) => to(v) < low).length;
  const above = sorted.filter((v) => to(v) > high).length;
  // One value alone still needs a scale with two ends.
  if (high - low < 1e-9 * Math.max(1, Math.abs(high))) [low, high] = [low - 0.1, high + 0.1];
  const domain: [number, number] = [back(low), back(high)];
  return { type: log ? "log" : "linear", domain, ticks: evenTicks(low, high, back), below, above };
}

/** Labels of the colour legend; the ends say so when values lie beyond them. */
export function colorLabels(scale: ColorScale): string[] {
  const digits = distinctDigits(scale.ticks), last = scale.ticks.length - 1;
  const labels = scale.ticks.map((tick) => formatNumber(tick, digits));
  if (scale.below > 0) labels[0] = `≤ ${labels[0]}`;
  if (scale.above > 0) labels[last] = `≥ ${labels[last]}`;
  return labels;
}

/** Up to four epoch counts for the size legend: round ones and the largest. */
export function sizeTicks(largest: number): number[] {
  const top = Math.ceil(largest), round: number[] = [];
  for (let unit = 1; unit < top; unit *= 10) round.push(unit, 2 * unit, 5 * unit);
  return [...round.filter((value) => value <= 0.7 * top).slice(-3), top];
}

/** A panel's extent along the learning rates: scale limits, and pixels so that neighbours stay apart. */
export function rateScale(rates: readonly number[], gap: number): {
  domain: [number, number];
  height: number;
} {
  const logs = ascending(rates).map((rate) => Math.log10(rate));
  const gaps = logs.slice(1).map((value, i) => value - logs[i]!);
  const closest = gaps.length > 0 ? Math.min(...gaps) : 1;
  const margin = 0.62 * (gaps.length > 0 ? (logs.at(-1)! - logs[0]!) / gaps.length : 1);
  const low = logs[0]! - margin, high = logs.at(-1)! + margin;
  const height = Math.min(640, Math.max(100, gap * (high - low) / closest));
  return { domain: [10 ** low, 10 ** high], height: Math.round(height) };
}
