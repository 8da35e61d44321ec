import { basename, resolve } from "node:path";
import type { Value } from "../options/mod.ts";
import type { ResultFolder } from "../sweep/open_result_folder.ts";
import { columnMeanings } from "./column_meanings.ts";
import { type Curves, type ExportedRun, exportedRuns, isSuccess } from "./exported_runs.ts";
import { MEDIA, type PlannedFile } from "./planned_file.ts";
import { type Parameter, searchSpace } from "./search_space.ts";

/** Operations of Optuna's journal, states of its trials and directions of its studies by their numbers. */
const OPERATION = {
  createStudy: 0,
  studyUserAttribute: 2,
  studySystemAttribute: 3,
  createTrial: 4,
};
const STATE = { complete: 1, fail: 3 } as const, MINIMIZE = 1;

/** Who wrote the journal, as each of its lines says. */
const WORKER = "vae-sensitivity";

/**
 * A sweep as Optuna's journal file (`JournalStorage` with a `JournalFileBackend`): a study with a trial per run, in the order
 * in which they began.
 *
 * A trial's value is the validation error of the reported epoch, its intermediate values those of every epoch. Runs
 * that diverged or failed have the state FAIL, as Optuna gives to trials whose value is not a number: nobody stopped
 * them for being worse than others, which is what PRUNED would say. All other columns are user attributes.
 *
 * @throws {InputError} If nothing but seeds varies, or a run has no validation error.
 */
export function optunaFiles(folder: ResultFolder): readonly PlannedFile[] {
  const parameters = searchSpace(folder), { runs, curves } = exportedRuns(folder);
  return [{
    name: "journal.log",
    mediaType: MEDIA.jsonLines,
    description:
      "Journal of Optuna's JournalStorage: a study with a trial per run. Values are validation_mse, " +
      "parameters and user attributes the other columns",
    columns: columnMeanings(folder, "results"),
    content: journal(folder, parameters, runs, curves),
  }];
}

function* journal(
  { folder, manifest }: ResultFolder,
  parameters: readonly Parameter[],
  runs: readonly ExportedRun[],
  curves: Curves,
): Generator<string> {
  const line = (operation: number, content: object) =>
    `${JSON.stringify({ op_code: operation, worker_id: WORKER, ...content })}\n`;
  const study = { study_id: 0 };
  yield line(OPERATION.createStudy, {
    study_name: basename(resolve(folder)),
    directions: [MINIMIZE],
  });
  yield line(OPERATION.studySystemAttribute, {
    ...study,
    system_attr: { "study:metric_names": ["validation_mse"] },
  });
  const { data, fixed, versions, command } = manifest;
  for (const [key, value] of Object.entries({ data, fixed, versions, command })) {
    yield line(OPERATION.studyUserAttribute, { ...study, user_attr: { [key]: value } });
  }
  const distributions = new Map(
    parameters.map((parameter) => [parameter.name, JSON.stringify(distributionOf(parameter))]),
  );
  for (const run of runs) {
    const own = parameters.filter(({ name }) => run.columns[name] !== null);
    const others = Object.entries(run.columns).filter(([name, value]) =>
      value !== null && !distributions.has(name)
    );
    const ended = isSuccess(run.status);
    yield line(OPERATION.createTrial, {
      ...study,
      state: ended ? STATE.complete : STATE.fail,
      value: ended ? run.columns.validation_mse : null,
      values: null,
      datetime_start: time(run.startedAt),
      datetime_complete: time(run.startedAt + 1000 * run.seconds),
      distributions: Object.fromEntries(own.map(({ name }) => [name, distributions.get(name)])),
      params: Object.fromEntries(
        own.map((parameter) => [parameter.name, internalValue(parameter, run)]),
      ),
      user_attrs: Object.fromEntries(others),
      system_attrs: {},
      intermediate_values: intermediateValues(run, curves),
    });
  }
}

/** What Optuna says of a parameter in its journal; one that some runs do not have is absent from their trials. */
function distributionOf({ levels, whole, log }: Parameter): object {
  if (areWords(levels)) return { name: "CategoricalDistribution", attributes: { choices: levels } };
  const [low, high] = [levels[0], levels.at(-1)];
  return whole
    ? { name: "IntDistribution", attributes: { log, step: 1, low, high } }
    : { name: "FloatDistribution", attributes: { step: null, low, high, log } };
}

/** A number as it is; the position of a word among the choices. */
function internalValue({ name, levels }: Parameter, { columns }: ExportedRun): Value {
  const value = columns[name]!;
  return areWords(levels) ? levels.indexOf(value) : value;
}

function areWords(levels: readonly Value[]): boolean {
  return levels.some((level) => typeof level === "string");
}

/** The validation error of each epoch that has one. */
function intermediateValues({ from, to }: ExportedRun, curves: Curves): Record<string, number> {
  const values: Record<string, number> = {};
  for (let row = from; row < to; row++) {
    const value = curves.validationMse[row]!;
    if (value !== null) values[curves.epoch[row]!] = value;
  }
  return values;
}

/** ISO 8601 with the offset that Python before 3.11 reads. */
function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace("Z", "+00:00");
}
