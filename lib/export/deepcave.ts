import pl from "nodejs-polars";
import type { Value } from "../options/mod.ts";
import type { ResultFolder } from "../sweep/open_result_folder.ts";
import { columnMeanings } from "./column_meanings.ts";
import { configurationsOf } from "./configurations.ts";
import { type ExportedRun, exportedRuns, isSuccess } from "./exported_runs.ts";
import { type ColumnMeaning, MEDIA, type PlannedFile } from "./planned_file.ts";
import { repetitionsOf } from "./repetitions.ts";
import { ABSENT, type Parameter, searchSpace } from "./search_space.ts";

/** What runs are judged by in DeepCAVE, which adds their time. */
const OBJECTIVES = ["validation_mse", "test_mse"] as const;

/** Texts that pandas reads as something else than texts, and numbers. */
const SPECIAL = /^(nan|null|none|na|n\/a|true|false|[+-]?inf(inity)?)$/i;

/**
 * A sweep as the two CSV files of a `DataFrameRun` of DeepCAVE (1.4): the search space and a trial per run, in the order
 * in which they began. Runs that diverged are CRASHED; runs that failed, which have no result, are ABORTED.
 *
 * @throws {InputError} If nothing but seeds varies, or a run has no validation error.
 */
export function deepcaveFiles(folder: ResultFolder): readonly PlannedFile[] {
  const parameters = searchSpace(folder), { runs } = exportedRuns(folder);
  const space = spaceFrame(parameters), trials = trialsFrame(parameters, runs);
  return [
    {
      name: "configspace.csv",
      mediaType: MEDIA.csv,
      description: "Search space of a DataFrameRun of DeepCAVE: a row per hyper-parameter",
      content: [space.writeCSV()],
    },
    {
      name: "trials.csv",
      mediaType: MEDIA.csv,
      description: "Trials of a DataFrameRun of DeepCAVE: a row per run",
      columns: trialColumns(trials, columnMeanings(folder, "results")),
      content: [trials.writeCSV()],
    },
  ];
}

function spaceFrame(parameters: readonly Parameter[]): pl.DataFrame {
  const items = Math.max(...parameters.map((parameter) => itemsOf(parameter).length));
  const text = (name: string, value: (parameter: Parameter) => string | null) =>
    pl.Series(name, parameters.map(value), pl.Utf8);
  const bound = (at: 0 | -1) => ({ numeric, levels }: Parameter) =>
    numeric ? String(levels.at(at)) : null;
  return pl.DataFrame([
    text("name", ({ name }) => name),
    text(
      "type",
      ({ numeric, whole }) => !numeric ? "categorical" : whole ? "integer" : "float",
    ),
    text("lower", bound(0)),
    text("upper", bound(-1)),
    text("log", ({ numeric, log }) => numeric && log ? "True" : "False"),
    text("ordered", () => "False"),
    text("default", (parameter) => itemsOf(parameter)[0] ?? null),
    ...Array.from(
      { length: items },
      (_, i) => text(`item_${i}`, (parameter) => itemsOf(parameter)[i] ?? null),
    ),
  ]);
}

/** The words that a parameter may be; none for numbers. */
function itemsOf(parameter: Parameter): string[] {
  if (parameter.numeric) return [];
  const words = parameter.levels.map((level) => wordOf(parameter, level));
  return parameter.optional ? [ABSENT, ...words] : words;
}

/** A value as a word that pandas takes for nothing else: `kl_weight 0.5`. */
function wordOf({ name }: Parameter, value: Value | null): string {
  if (value === null) return ABSENT;
  const text = String(value), isSpecial = SPECIAL.test(text) || !Number.isNaN(Number(text));
  return isSpecial ? `${name} ${text}` : text;
}

function trialsFrame(parameters: readonly Parameter[], runs: readonly ExportedRun[]): pl.DataFrame {
  const { indexes } = configurationsOf(runs, parameters);
  const { pairs, indexes: repetitions } = repetitionsOf(runs);
  // DeepCAVE keeps one trial of each configuration and seed.
  const isSeed = new Set(pairs.map(([seed]) => seed)).size === pairs.length;
  const budget = Math.max(...runs.map(({ epochs }) => epochs ?? 0));
  const real = (name: string, value: (run: ExportedRun) => number | null) =>
    pl.Series(name, runs.map(value), pl.Float64);
  const whole = (name: string, value: (run: ExportedRun) => number | null) =>
    pl.Series(name, runs.map(value), pl.Int64);
  const text = (name: string, value: (run: ExportedRun) => string | null) =>
    pl.Series(name, runs.map(value), pl.Utf8);
  return pl.DataFrame([
    pl.Series("config_id", indexes, pl.Int64),
    ...OBJECTIVES.map((name) =>
      real(objective(name, runs), (run) => isSuccess(run.status) ? Number(run.columns[name]) : null)
    ),
    whole("budget", () => budget),
    isSeed ? whole("seed", ({ seed }) => seed) : pl.Series("seed", repetitions, pl.Int64),
    real("start_time", ({ startedAt }) => startedAt / 1000),
    real("end_time", ({ startedAt, seconds }) => startedAt / 1000 + seconds),
    text("status", ({ status }) => statusOf(status)),
    ...parameters.map((parameter) => {
      const { name, numeric, whole: isWhole } = parameter;
      if (!numeric) return text(name, ({ columns }) => wordOf(parameter, columns[name]!));
      return (isWhole ? whole : real)(name, ({ columns }) => Number(columns[name]));
    }),
    text("run", ({ run }) => run),
    whole("own_seed", ({ seed }) => seed),
    whole("split_seed", ({ splitSeed }) => splitSeed),
    text("ended", ({ status }) => status),
    whole("epochs", ({ epochs }) => epochs),
    whole("diverged_epoch", ({ divergedEpoch }) => divergedEpoch),
  ]);
}

function statusOf(status: ExportedRun["status"]): string {
  return status === "diverged" ? "CRASHED" : status === "failed" ? "ABORTED" : "SUCCESS";
}

/** An objective's column with its bounds, which DeepCAVE takes from its title and writes without exponents. */
function objective(name: string, runs: readonly ExportedRun[]): string {
  const largest = runs.reduce(
    (largest, { status, columns }) =>
      isSuccess(status) ? Math.max(largest, Number(columns[name])) : largest,
    0,
  );
  return `metric:${name} [0; ${BigInt(Math.ceil(largest))}] (minimize)`;
}

/** What stands in the trials: the results' columns, and DeepCAVE's own. */
function trialColumns(
  trials: pl.DataFrame,
  results: readonly ColumnMeaning[],
): readonly ColumnMeaning[] {
  const own: readonly ColumnMeaning[] = [
    meaning(
      "config_id",
      "whole",
      "Number of the configuration: runs that differ in seeds share it",
    ),
    meaning(
      "seed",
      "whole",
      "Seed; number of the pair of seed and split seed where these are crossed",
    ),
    { ...results.find(({ name }) => name === "seed")!, name: "own_seed" },
    meaning("budget", "whole", "Epochs that a run could have, the same for all", "epochs"),
    meaning("start_time", "real", "When the run began, since 1970-01-01T00:00Z", "seconds"),
    meaning("end_time", "real", "When the run ended, since 1970-01-01T00:00Z", "seconds"),
    meaning("status", "text", "SUCCESS; CRASHED: it diverged; ABORTED: it failed"),
    { ...results.find(({ name }) => name === "status")!, name: "ended" },
  ];
  return trials.columns.map((title) => {
    const name = /^metric:(\w+)/.exec(title)?.[1] ?? title;
    return { ...[...own, ...results].find((column) => column.name === name)!, title };
  });
}

function meaning(
  name: string,
  type: ColumnMeaning["type"],
  description: string,
  unit: string | null = null,
): ColumnMeaning {
  return { name, type, description, unit };
}
