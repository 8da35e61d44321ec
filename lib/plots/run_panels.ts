import type { RunRow } from "../analysis/run_rows.ts";

/** A run as figures read it: the results' columns, those of further axes among them. */
export type Run = Omit<RunRow, "further"> & Readonly<Record<string, unknown>>;

/** A row or column of panels: what its runs have in common. */
export interface Panel {
  /** Its heading; levels of further axes stand on lines of their own. */
  readonly name: string;
  /** By column: the model or the optimizer, and the levels of further axes. */
  readonly levels: Readonly<Record<string, unknown>>;
}

/** The panels of a figure that draws runs. */
export interface RunPanels {
  readonly models: readonly Panel[];
  readonly optimizers: readonly Panel[];
}

/** Where a run is drawn: the headings of its panel. */
export interface Place {
  readonly model: string;
  readonly optimizer: string;
}

type Levels = readonly (readonly [column: string, level: unknown])[];

/** The levels of panels as lists, which each of many runs is held against. */
const listed = new WeakMap<Panel, Levels>();

function levelsOf(panel: Panel): Levels {
  if (!listed.has(panel)) listed.set(panel, Object.entries(panel.levels));
  return listed.get(panel)!;
}

const headingOf = (run: Run, panels: readonly Panel[]) =>
  panels.find((panel) =>
    levelsOf(panel).every(([column, level]) => (run[column] ?? null) === level)
  )?.name;

/** The panel of a run; undefined for one that the figure leaves out. */
export function placeOf(run: Run, { models, optimizers }: RunPanels): Place | undefined {
  const model = headingOf(run, models), optimizer = headingOf(run, optimizers);
  return model === undefined || optimizer === undefined ? undefined : { model, optimizer };
}
