import type { TopLevelSpec } from "vega-lite";
import { InputError } from "../errors.ts";
import { COLORS, SCHEMA, THEME } from "./theme.ts";

/** The samples of one part of a cohort. */
export interface CountedPart {
  /** Such as "training"; its colour. */
  readonly name: string;
  /** One per sample. */
  readonly cancerTypes: readonly string[];
}

/** Options of {@linkcode sampleCounts}. */
export interface CountOptions {
  /** @default "Samples per cancer type" */
  readonly title?: string;
}

/**
 * How many samples each cancer type has, largest first, parts of the cohort stacked in the order given.
 *
 * @returns A Vega-Lite 5 specification with inline data.
 * @throws {InputError} If there is no sample.
 *
 * @example
 * ```ts
 * import { sampleCounts } from "./sample_counts.ts";
 * const spec = sampleCounts([{ name: "cohort", cancerTypes: ["BRCA", "LAML", "BRCA"] }]);
 * if (!JSON.stringify(spec).includes('"samples":2')) throw new Error("wrong count");
 * ```
 */
export function sampleCounts(
  parts: readonly CountedPart[],
  { title = "Samples per cancer type" }: CountOptions = {},
): TopLevelSpec {
  const total = Map.groupBy(parts.flatMap(({ cancerTypes }) => cancerTypes), (type) => type);
  if (total.size === 0) throw new InputError("Cannot count samples: there are none");
  const types = [...total.keys()].sort((a, b) =>
    total.get(b)!.length - total.get(a)!.length || (a < b ? -1 : 1)
  );
  const values = parts.flatMap(({ name, cancerTypes }, order) =>
    types.map((type) => ({
      type,
      part: name,
      order,
      samples: cancerTypes.filter((own) => own === type).length,
    }))
  );
  const all = parts.reduce((sum, { cancerTypes }) => sum + cancerTypes.length, 0);
  return {
    $schema: SCHEMA,
    title: {
      text: title,
      subtitle: `${all.toLocaleString("en")} samples of ${types.length} cancer types`,
    },
    config: THEME,
    data: { values },
    width: 420,
    height: { step: types.length > 15 ? 15 : 22 },
    mark: { type: "bar" },
    encoding: encode(parts, types),
  } as unknown as TopLevelSpec; // checked by compiling it in the tests
}

function encode(parts: readonly CountedPart[], types: readonly string[]) {
  const names = parts.map(({ name }) => name);
  return {
    y: { field: "type", type: "nominal", sort: types, title: null, axis: { labelLimit: 260 } },
    x: {
      field: "samples",
      type: "quantitative",
      title: "Samples",
      stack: "zero",
      axis: { tickCount: 6 },
    },
    color: {
      field: "part",
      type: "nominal",
      scale: { domain: names, range: COLORS.categories.slice(0, names.length) },
      legend: names.length > 1 ? { title: null } : null,
    },
    order: { field: "order", type: "quantitative" },
    tooltip: [
      { field: "type", title: "Cancer type", type: "nominal" },
      { field: "part", title: "Part", type: "nominal" },
      { field: "samples", title: "Samples", type: "quantitative" },
    ],
  };
}
