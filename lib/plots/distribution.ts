import type { TopLevelSpec } from "vega-lite";
import { InputError } from "../errors.ts";
import { finiteRange, nominal, palette, quantitative, short, tooltip } from "./_channels.ts";
import { figure } from "./_figure.ts";
import { total } from "./_words.ts";
import type { CaptionOptions } from "./figure_options.ts";

/** Numbers whose distribution is drawn. */
export interface Sample {
  readonly name: string;
  readonly values: ArrayLike<number>;
}

/** Options of {@linkcode distribution}. */
export interface DistributionOptions extends CaptionOptions {
  /** @default "Value" */
  readonly xTitle?: string;
  /** @default 40 */
  readonly bins?: number;
  /** Limits of the horizontal axis; what lies outside counts into the outermost bins. @default all values */
  readonly range?: readonly [low: number, high: number];
}

/** A bar of a histogram. */
export interface Bin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/**
 * Counts values in bins of equal width; the last bin includes its upper limit.
 *
 * @param values Numbers that are not finite are left out.
 * @returns One bin per interval, empty ones too.
 *
 * @example
 * ```ts
 * import { histogram } from "./distribution.ts";
 * const counts = histogram([0, 1, 1, 4], { bins: 2, range: [0, 4] }).map(({ count }) => count);
 * if (counts.join() !== "3,1") throw new Error(counts.join());
 * ```
 */
export function histogram(
  values: ArrayLike<number>,
  { bins, range: [low, high] }: {
    readonly bins: number;
    readonly range: readonly [number, number];
  },
): Bin[] {
  const counts = new Array<number>(bins).fill(0), width = (high - low) / bins;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]!)) continue;
    counts[Math.min(bins - 1, Math.max(0, Math.floor((values[i]! - low) / width)))]!++;
  }
  return counts.map((count, i) => ({ low: low + i * width, high: low + (i + 1) * width, count }));
}

/**
 * Histograms of one or more samples, one above the other on a common axis; heights are shares of a sample.
 *
 * @throws {InputError} If a sample has no finite value.
 *
 * @example
 * ```ts
 * import { distribution } from "./distribution.ts";
 * const spec = distribution([{ name: "before", values: [1, 2, 3] }, { name: "after", values: [0, 0, 1] }]);
 * if (!JSON.stringify(spec).includes("before")) throw new Error("a sample is missing");
 * ```
 */
export function distribution(
  samples: readonly Sample[],
  options: DistributionOptions = {},
): TopLevelSpec {
  const { title = "Distribution", subtitle, bins = 40 } = options;
  const names = samples.map(({ name }) => name);
  const range = options.range ?? commonRange(samples);
  const values = samples.flatMap(({ name, values }) => {
    const counted = histogram(values, { bins, range });
    const all = total(counted, "count");
    return counted.map(({ low, high, count }) => ({
      name,
      low: short(low),
      high: short(high),
      count,
      share: short(count / all),
    }));
  });
  const panel = {
    width: 460,
    height: names.length > 2 ? 90 : 130,
    mark: { type: "bar", binSpacing: 0.5 },
    encoding: {
      x: quantitative("low", {
        bin: { binned: true },
        title: options.xTitle ?? "Value",
        scale: { domain: range, nice: false, zero: false },
        axis: { tickCount: 8, grid: false },
      }),
      x2: { field: "high" },
      y: quantitative("share", { title: "Share", axis: { format: "%", tickCount: 3 } }),
      color: palette("name", names, { legend: null }),
      tooltip: tooltip({ "From": ["low"], "To": ["high"], "Values": ["count", ","] }),
    },
  };
  const header = { labelOrient: "top", labelAnchor: "start", labelPadding: 2 };
  const row = nominal("name", { sort: names, title: null, header });
  return figure({ title, subtitle }, {
    data: { values },
    ...(names.length === 1 ? panel : { facet: { row }, spacing: 14, spec: panel }),
  });
}

function commonRange(samples: readonly Sample[]): [number, number] {
  const empty = samples.find(({ values }) => !finiteRange([values]));
  if (empty) {
    throw new InputError(`Cannot draw the distribution of ${empty.name}: no finite value`);
  }
  return finiteRange(samples.map(({ values }) => values))!;
}
