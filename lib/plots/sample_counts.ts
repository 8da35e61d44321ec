import type { TopLevelSpec } from "vega-lite";
import { InputError } from "../errors.ts";
import { nominal, palette, quantitative, tooltip } from "./_channels.ts";
import { figure } from "./_figure.ts";
import type { CaptionOptions } from "./figure_options.ts";

/** The samples of one part of a cohort. */
export interface CountedPart {
  /** Such as "training"; its colour. */
  readonly name: string;
  /** One per sample. */
  readonly cancerTypes: readonly string[];
}

/**
 * How many samples each cancer type has, largest first, parts of the cohort stacked in the order given.
 *
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
  { title = "Samples per cancer type" }: Pick<CaptionOptions, "title"> = {},
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
  const subtitle = `${all.toLocaleString("en")} samples of ${types.length} cancer types`;
  const names = parts.map(({ name }) => name);
  return figure({ title, subtitle }, {
    data: { values },
    width: 420,
    height: { step: types.length > 15 ? 15 : 22 },
    mark: { type: "bar" },
    encoding: {
      y: nominal("type", { sort: types, title: null }),
      x: quantitative("samples", { title: "Samples", stack: "zero", axis: { tickCount: 6 } }),
      color: palette("part", names, { legend: names.length > 1 ? { title: null } : null }),
      order: quantitative("order"),
      tooltip: tooltip({ "Cancer type": "type", "Part": "part", "Samples": ["samples"] }),
    },
  });
}
