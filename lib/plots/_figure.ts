import type { TopLevelSpec } from "vega-lite";
import { InputError } from "../errors.ts";
import { nominal, type Part } from "./_channels.ts";
import { brokenLabels, toLines } from "./_lines.ts";
import { SCHEMA, THEME } from "./theme.ts";

/** What stands above a figure. */
interface Head {
  readonly title: string;
  /**
   * Under the title, broken to the figure's width in pixels: n, what was left out, how to read it. A line may be made of
   * sentences, of which some are false or empty.
   */
  readonly note?: readonly (string | readonly (string | false)[])[];
  /** @default 560 */
  readonly width?: number;
  /** Lines of the caller's own instead, as they are. */
  readonly subtitle?: string | readonly string[] | undefined;
}

/** A specification with the project's look. */
export function figure({ title, note, width = 560, subtitle }: Head, body: Part): TopLevelSpec {
  const lines = note?.flatMap((line) => wrap([line].flat(), width, 12)) ?? subtitle;
  // Checked by compiling it in the tests: the types know no layers that are put together from parts.
  return {
    $schema: SCHEMA,
    title: { text: title, ...(lines !== undefined && { subtitle: lines }) },
    config: THEME,
    ...body,
  } as unknown as TopLevelSpec;
}

/** The field that tells panels apart, their names in order, and what is special about their headings. */
type By = readonly [field: string, names: readonly string[], header?: Part];

/** A heading over each panel, in lines no longer than it has room; a panel of everything needs none. */
export function heading(channel: "column" | "row", by: By | undefined, room: number): Part {
  if (!by || by[1].join() === "all") return {};
  const [field, sort, own = {}] = by;
  const { labelFontSize: size = 13, labelFontWeight: weight = 600 } = own as Heading;
  const lines = brokenLabels(sort, { width: room, size, weight });
  const header = { title: null, labelPadding: 6, ...lines, ...own };
  return { [channel]: nominal(field, { sort, header }) };
}

/** What of a heading decides how wide it is. */
interface Heading {
  readonly labelFontSize?: number;
  readonly labelFontWeight?: number;
  readonly labelOrient?: string;
}

/** Headings of panels one above the other: a line over each. */
export const OVER = { labelOrient: "top", labelAnchor: "start", labelFontSize: 11 } as const;

/** What panels have in common, and by which fields there is one per name. */
type Panels = Part & { readonly width: number; readonly column?: By; readonly row?: By };

/** Panels as a part of a figure, or the only one. */
function facets({ column, row, ...spec }: Panels): Part {
  const over = (row?.[2] as Heading | undefined)?.labelOrient === "top";
  const along = over || typeof spec.height !== "number" ? spec.width : spec.height;
  const facet = { ...heading("column", column, spec.width), ...heading("row", row, along) };
  return Object.keys(facet).length > 0 ? { facet, spec } : spec;
}

/** A figure of panels with the same layers, a panel per name; `beside` them stand axes and legends, in pixels. */
export function panelFigure(
  { beside = 100, ...head }: Head & { readonly beside?: number },
  { values, ...panels }: Panels & { readonly values: readonly object[] },
): TopLevelSpec {
  const { column, width: each } = panels;
  const width = Math.max(560, (column?.[1].length ?? 1) * (each + 20) + beside);
  return figure({ width, ...head }, { data: { values }, ...facets(panels) });
}

/** A figure of several sets of panels one below the other; each draws the rows whose column it has. */
export function stackedFigure(
  head: Head,
  values: readonly object[],
  stacks: readonly (Panels & { readonly column: By })[],
): TopLevelSpec {
  const vconcat = stacks.map((panels) => {
    const [field, oneOf] = panels.column;
    return { transform: [{ filter: { field, oneOf } }], ...facets(panels) };
  });
  return figure(head, { data: { values }, vconcat, spacing: 24 });
}

/** Rows that a figure can draw, or an error that says there are none. */
export function required<Row>(rows: readonly Row[], what: string): readonly Row[] {
  if (rows.length > 0) return rows;
  throw new InputError(`Cannot draw ${what}: the table has no row for it; check how it was made`);
}

/** Breaks sentences into lines of at most `width` pixels. */
function wrap(sentences: readonly (string | false)[], width: number, size: number): string[] {
  const words = sentences.flatMap((said) => said ? said.split(/\s+/) : []);
  return toLines(words.filter((word) => word !== ""), { width, size });
}
