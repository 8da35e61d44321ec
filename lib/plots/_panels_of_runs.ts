import { toRunRows } from "../analysis/run_rows.ts";
import { plural } from "../format/plural.ts";
import type { AxesOptions } from "./figure_options.ts";
import { axisLabel, inOrder, labelOf, levelLabel } from "./labels.ts";
import type { Panel, Run, RunPanels } from "./run_panels.ts";

/** The axes of the sweep, as `sweepAxes` describes them, or further ones by column. */
export type Axes = AxesOptions["axes"];

/** More panels than this in one direction are too many to compare: one level of an axis is drawn then. */
const MOST = 8;

/** A further axis: its levels in order, and whether only some models have it. */
interface Further {
  readonly column: string;
  readonly label: string;
  readonly levels: readonly unknown[];
  readonly nested: boolean;
}

/** Labels of names, or the names themselves where two would look alike. */
function distinctLabels(names: readonly string[]): Map<string, string> {
  const shown = names.map(labelOf), alike = new Set(shown).size < shown.length;
  return new Map(names.map((name, i) => [name, alike ? name : shown[i]!]));
}

/** Rows as runs, with the levels of further axes. */
export function toRuns(rows: readonly object[], axes: Axes): readonly Run[] {
  const last = read.get(rows);
  if (last && last.axes === axes) return last.runs;
  const runs = toRunRows(rows, { axes }).map(({ further, ...run }) => ({ ...run, ...further }));
  if (Object.isFrozen(rows)) read.set(rows, { axes, runs });
  return runs;
}

/** Where several figures are drawn of the same many runs, which cannot change, these are checked once. */
const read = new WeakMap<readonly object[], { axes: Axes; runs: readonly Run[] }>();

/** The axes beyond the study's own, as they are called. */
export function furtherAxes(axes: Axes = []): readonly { column: string; label: string }[] {
  return axes.map((axis) =>
    typeof axis === "string" ? { column: axis, label: axisLabel(axis) } : axis
  ).filter(({ column }) => !STUDY.has(column));
}

const STUDY = new Set(["model", "optimizer", "learning_rate", "latent_size", "seed", "split_seed"]);

function levelsOf(runs: readonly Run[], axes: Axes): Further[] {
  return furtherAxes(axes).map(({ column, label }) => {
    const found = [...new Set(runs.map((run) => run[column] ?? null))];
    const levels = found.filter((level) => level !== null);
    if (levels.every((level) => typeof level === "number")) levels.sort((a, b) => +a! - +b!);
    const models = Map.groupBy(runs, ({ model }) => model);
    const nested = [...models.values()].some((own) =>
      own.every((run) => (run[column] ?? null) === null)
    );
    return { column, label, levels, nested };
  });
}

/** A panel for each name and combination of levels; an axis of one level is not worth a line. */
function panelsOf(
  runs: readonly Run[],
  column: "model" | "optimizer",
  axes: readonly Further[],
): Panel[] {
  const names = inOrder(runs.map((run) => run[column])), labels = distinctLabels(names);
  return names.flatMap((own) => {
    const of = runs.filter((run) => run[column] === own);
    const start: Panel[] = [{ name: labels.get(own)!, levels: { [column]: own } }];
    return axes.reduce((panels, axis) => {
      const levels = axis.levels.filter((level) => of.some((run) => run[axis.column] === level));
      return panels.flatMap((panel) =>
        (levels.length > 0 ? levels : [null]).map((level) => ({
          name: levels.length > 1
            ? `${panel.name}\n${axis.label} ${levelLabel(level)}`
            : panel.name,
          levels: { ...panel.levels, [axis.column]: level },
        }))
      );
    }, start);
  });
}

/** The level that most runs have, the first of several. */
function usual(runs: readonly Run[], { column, levels }: Further): unknown {
  const count = (level: unknown) => runs.filter((run) => run[column] === level).length;
  return levels.reduce((best, level) => count(level) > count(best) ? level : best);
}

/** The fields that tell the panels of runs apart, with their headings. */
export function sidesOf({ models, optimizers }: RunPanels) {
  const headings = (panels: readonly Panel[]) => panels.map(({ name }) => name);
  return { row: ["model", headings(models)], column: ["optimizer", headings(optimizers)] } as const;
}

/** More columns of panels than this are wider than a page. */
const ABREAST = 4;

/**
 * The columns of panels in groups that stand one below the other: one per combination of the levels of further axes where all
 * would be too wide for a page, and else of the columns given.
 */
export function stacksOf({ optimizers }: RunPanels, columns: readonly string[] = []): Panel[][] {
  const wide = optimizers.length > ABREAST;
  const level = ({ levels }: Panel) =>
    Object.entries(levels).filter(([column]) =>
      column !== "optimizer" && (wide || columns.includes(column))
    );
  return [...Map.groupBy(optimizers, (panel) => JSON.stringify(level(panel))).values()];
}

/** What a figure shows of the axes besides its own: panels where there are few, one level where there would be many. */
export function panelsOfRuns(
  runs: readonly Run[],
  axes: Axes,
  /** What a row is, where it is not a run. */
  what = "run",
): { panels: RunPanels; sentence: string } {
  const further = levelsOf(runs, axes);
  const models = panelsOf(runs, "model", further.filter(({ nested }) => nested));
  const optimizers = panelsOf(runs, "optimizer", further.filter(({ nested }) => !nested));
  const [axis] = further.filter(({ nested, levels }) =>
    levels.length > 1 && (nested ? models : optimizers).length > MOST
  ).sort((a, b) => b.levels.length - a.levels.length);
  if (!axis) {
    const one = further.filter(({ levels }) => levels.length === 1);
    const said = one.map(({ label, levels }) => `${label}: ${levelLabel(levels[0])}.`);
    return { panels: { models, optimizers }, sentence: said.join(" ") };
  }
  const level = usual(runs, axis), others = axis.levels.filter((other) => other !== level);
  const isLeft = (run: Run) => others.includes(run[axis.column]);
  const left = runs.filter(isLeft), kept = runs.filter((run) => !isLeft(run));
  const { panels, sentence } = panelsOfRuns(kept, axes, what);
  const without = `${axis.label} ${others.map(levelLabel).join(", ")}`;
  const said = `${plural(left.length, what)} with ${without} left out.`;
  return { panels, sentence: `${said} ${sentence}` };
}
