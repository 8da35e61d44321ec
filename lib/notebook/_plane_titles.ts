import type { ScatterOptions } from "../plots/latent_scatter.ts";

/**
 * The axes' titles of a plane of two principal components.
 *
 * @param shares Of the total variance, from 0 to 1.
 */
export function planeTitles(
  [x, y]: readonly [number, number],
): Required<Pick<ScatterOptions, "xTitle" | "yTitle">> {
  const title = (component: number, share: number) =>
    `Component ${component} (${Math.round(100 * share)} % of the variance)`;
  return { xTitle: title(1, x), yTitle: title(2, y) };
}
