import type pl from "nodejs-polars";
import type { TopLevelSpec } from "vega-lite";
import { writeFigure } from "../plots/render.ts";
import { figureBundle, figureText } from "./_figure.ts";
import { inNotebook, publish } from "./_kernel.ts";
import { keepKernelAlive } from "./interrupt.ts";
import { renderTable, type TableData } from "./_table.ts";
import { projectPath } from "../project.ts";

/** What {@linkcode show} takes: a figure, a Polars frame, rows as plain objects, or text in Markdown. */
export type Showable = TopLevelSpec | pl.DataFrame | readonly object[] | string;

/** Options of {@linkcode show}. */
export interface ShowOptions {
  /** Rows of a table to show at most. @default 10 */
  readonly rows?: number;
  /** Above a table. @default none */
  readonly title?: string;
  /** Where a figure is written outside of a notebook. @default outputs/figures in the project */
  readonly folder?: string;
}

/**
 * Shows a figure, a table or a text below the notebook's cell. Always `await` it: what is merely the last
 * expression of a cell sometimes gets lost.
 *
 * Figures are interactive where the front end knows Vega-Lite, with a picture for all others. Tables have
 * rounded numbers, visible nulls and a last line "n of N rows". Outside of a notebook, tables and texts are
 * printed, and a figure is written as SVG, PNG and specification and its path printed.
 *
 * @throws {TypeError} If the value is nothing that can be shown.
 * @throws {Error} If a figure cannot be drawn.
 *
 * @example In a script it prints
 * ```ts
 * import { show } from "./show.ts";
 * await show([{ model: "vae", test_mse: 0.37748 }, { model: "iwae", test_mse: null }]);
 * ```
 */
export async function show(value: Showable, options: ShowOptions = {}): Promise<void> {
  keepKernelAlive();
  if (typeof value === "string") {
    return inNotebook()
      ? await publish({ "text/markdown": value, "text/plain": value })
      : console.log(value);
  }
  const table = toTable(value);
  if (table) return await showTable(table, options);
  if (!isFigure(value)) {
    throw new TypeError(
      `Cannot show ${describe(value)}: it must be a figure, a frame, rows or text`,
    );
  }
  if (inNotebook()) return await publish(await figureBundle(value));
  const { svg } = await writeFigure(
    value,
    options.folder ?? projectPath("outputs/figures"),
    fileName(value),
  );
  console.log(`${figureText(value)} (${svg})`);
}

async function showTable(table: TableData, { rows = 10, title }: ShowOptions): Promise<void> {
  const { html, text } = renderTable(table, { limit: rows, title });
  if (inNotebook()) await publish({ "text/html": html, "text/plain": text });
  else console.log(text);
}

/** Frames are known by what they can do: loading Polars only to ask would cost every figure its time. */
function toTable(value: Exclude<Showable, string>): TableData | undefined {
  if (Array.isArray(value)) {
    const rows = value as Record<string, unknown>[];
    return { rows, columns: [...new Set(rows.flatMap((row) => Object.keys(row)))] };
  }
  // A frame is a proxy that denies having its own methods to the operator "in".
  const frame = value as Partial<pl.DataFrame> | null;
  if (typeof frame?.toRecords !== "function" || !frame.columns) return undefined;
  return { rows: frame.toRecords(), columns: frame.columns };
}

function isFigure(value: unknown): value is TopLevelSpec {
  if (typeof value !== "object" || value === null) return false;
  return ["mark", "layer", "facet", "concat", "hconcat", "vconcat", "repeat", "spec"]
    .some((key) => key in value);
}

function describe(value: unknown): string {
  const keys = typeof value === "object" && value !== null ? Object.keys(value).slice(0, 5) : [];
  return keys.length > 0 ? `an object with ${keys.join(", ")}` : String(value);
}

/** A file name from a figure's title. */
function fileName(spec: TopLevelSpec): string {
  const words = figureText(spec).slice("Figure: ".length).split(". ")[0]!;
  return words.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "").slice(0, 60) ||
    "figure";
}
