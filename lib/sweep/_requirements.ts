import { InputError } from "../errors.ts";
import { epochsProblem, kebabCase, snakeCase } from "../options/mod.ts";
import type { RunConfiguration } from "./plan/grid.ts";
import type { OwnModel } from "./plan/own_models.ts";
import { RESULT_COLUMNS } from "./store/result_columns.ts";

/** An axis has a column of its own in the results. */
export function refuseColumns(models: Readonly<Record<string, OwnModel>>): void {
  for (const { file, options } of Object.values(models)) {
    const name = Object.keys(options).find((option) => RESULT_COLUMNS.includes(snakeCase(option)));
    if (name === undefined) continue;
    throw new InputError(
      `--model ${file}: its option "${name}" has the name of a result; rename it`,
    );
  }
}

/** Several runs are trained at once in one graph. */
export function requireGraphs(
  population: number,
  { engine, backend }: { readonly engine: string; readonly backend: string },
): void {
  if (population === 1 || engine === "graph") return;
  throw new InputError(
    `--population: got ${population}, but the ${engine} engine on ${backend} trains one run at a time; ` +
      "leave it out, or use the graph engine on tensorflow",
  );
}

/** Runs last long enough for what their options say of epochs. */
export function requireEpochs(configurations: readonly RunConfiguration[]): void {
  for (const settings of new Set(configurations.map(({ settings }) => settings))) {
    const problem = epochsProblem(settings);
    if (!problem) continue;
    const { name, given, last, why } = problem, option = kebabCase(name);
    const more = settings.fixedEpochs === null ? "max-epochs" : "fixed-epochs";
    throw new InputError(
      `--${option}: got ${given}, but runs end after ${last} epochs, so ${why}; give a smaller number, or more ` +
        `epochs with --${more}`,
    );
  }
}

/** No batch is larger than the training split. */
export function requireRows(configurations: readonly RunConfiguration[], rows: number): void {
  let largest = 0;
  for (const { settings } of configurations) largest = Math.max(largest, settings.batchSize);
  if (largest <= rows) return;
  throw new InputError(
    `--batch-size: got ${largest}, takes at most ${rows}, the samples of the training split`,
  );
}
