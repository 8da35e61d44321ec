import type { TopLevelSpec } from "vega-lite";
import type { FakeAxes } from "./_fake_rows.ts";

/** A small grid with two panels each way. */
export const SMALL = {
  models: ["vae", "iwae"],
  optimizers: ["adam", "sgd"],
  learningRates: [0.1, 0.001],
  latentSizes: [5, 50],
} satisfies FakeAxes;

/** The elements of a drawing's marks, each with its label. */
export function symbols(svg: string): string[] {
  return svg.match(/<path aria-label="[^"]*" role="graphics-symbol"[^>]*>/g) ?? [];
}

/** The inline data of a specification. */
export function valuesOf(spec: TopLevelSpec): Record<string, string | number | null>[] {
  return (spec as unknown as { data: { values: Record<string, string | number | null>[] } }).data
    .values;
}
