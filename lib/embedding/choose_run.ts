import { hasValidationError } from "../analysis/choice.ts";
import { readResults } from "../analysis/results.ts";
import { summarize } from "../analysis/summary.ts";
import { InputError } from "../errors.ts";
import { formatSignificant } from "../format/format_significant.ts";
import type { ResultFolder } from "../sweep/open_result_folder.ts";

/** A row of the results. */
export type ResultRow = Readonly<Record<string, unknown>> & {
  readonly run: string;
  readonly model: string;
  readonly status: string;
};

/** Which run is wanted. */
export interface ChooseRunOptions {
  /** Of which model the best configuration is taken, or true for that of all. @default true */
  readonly best?: string | boolean;
  /** The run itself, or how its identity begins. */
  readonly run?: string;
}

/** A run and how it was chosen. */
export interface ChosenRun {
  readonly row: ResultRow;
  /** In words, such as "the best configuration of 4 models on validation samples". */
  readonly why: string;
}

/** Runs without a network. */
const WITHOUT = ["diverged", "failed"];

/**
 * The run whose network is used: the one that is named, or, of the best configuration of a model or of all models, the one
 * with the lowest error. Bests are chosen on validation samples, as in a sweep's summary.
 *
 * @throws {InputError} If there is no such run or model, or it left no network; or if bests of different numbers of genes
 *   would have to be compared.
 */
export function chooseRun(
  { results, axes, manifest, folder }: ResultFolder,
  { best = true, run }: ChooseRunOptions = {},
): ChosenRun {
  const rows = results.toRecords() as ResultRow[];
  if (run !== undefined) return { row: named(rows, run, folder), why: "the run that was named" };
  const chosenOn = hasValidationError(readResults(results, { axes })) ? "validation" : "test";
  const column = `${chosenOn}_mse`, error = (row: ResultRow) => Number(row[column]);
  const all = summarize(rows, { axes }).best.filter(({ finished }) => finished > 0);
  const models = [...new Set(rows.map(({ model }) => model))];
  if (typeof best === "string" && !models.includes(best)) {
    throw new InputError(
      `--best: got "${best}", but the models of ${folder} are ${models.join(", ")}`,
    );
  }
  const asked = all.filter(({ model }) => typeof best !== "string" || model === best);
  if (asked.length === 0) {
    throw new InputError(
      `Cannot use ${folder}: no run ${
        typeof best === "string" ? `of ${best} ` : ""
      }finished with a network`,
    );
  }
  if (manifest.axes.further?.genes) {
    throw new InputError(
      `Cannot choose the best of ${folder}: its runs have different numbers of genes, over which errors are not ` +
        "compared; name one with --run",
    );
  }
  const found = asked.map((configuration) => {
    const { model, learning_rate, latent_size, optimizer, further } = configuration;
    const levels = { model, learning_rate, latent_size, optimizer, ...further };
    const repetitions = rows.filter((row) =>
      !WITHOUT.includes(row.status) &&
      Object.entries(levels).every(([name, level]) => row[name] === level)
    ).sort((a, b) => error(a) - error(b));
    const merit = repetitions.reduce((sum, row) => sum + Math.log(error(row)), 0) /
      repetitions.length;
    return { row: repetitions[0]!, merit, repetitions: repetitions.length };
  }).sort((a, b) => a.merit - b.merit);
  const { row, repetitions, merit } = found[0]!, [listedFirst] = asked;
  const among = typeof best === "string" || found.length === 1
    ? `the best configuration of ${row.model}`
    : `the best configuration of ${found.length} models`;
  const of = repetitions > 1 ? `, of its ${repetitions} runs the one with the lowest error` : "";
  const mse = `${chosenOn} MSE ${formatSignificant(Math.exp(merit))}`;
  // A sweep's summary lists what it chose on validation samples by what it reports, errors on test samples.
  const first = listedFirst!.model === row.model
    ? ""
    : `; that of ${listedFirst!.model} has a lower test MSE, so the summary lists it first`;
  return { row, why: `${among} on ${chosenOn} samples (${mse})${of}${first}` };
}

function named(rows: readonly ResultRow[], run: string, folder: string): ResultRow {
  const [row, ...others] = rows.filter((row) => row.run.startsWith(run));
  if (!row || others.length > 0 || run === "") {
    throw new InputError(
      `--run: got "${run}", with which ${
        row ? others.length + 1 : "no"
      } runs of ${folder} begin; results.csv has them all`,
    );
  }
  if (!WITHOUT.includes(row.status)) return row;
  throw new InputError(`--run: got "${run}", which ${row.status} and left no network`);
}
