import { InputError } from "../errors.ts";
import { type Level, overOf } from "./axis.ts";
import { choiceOf } from "./choice.ts";
import { type Configuration, configurations } from "./configurations.ts";
import { groupResults } from "./group_results.ts";
import { responseOf, rowsOf } from "./response.ts";
import { column, type Results } from "./results.ts";
import { bestOf, lowestMerit } from "./tuned_scores.ts";

/** A model's chosen configuration with its runs by repetition. */
export interface Competitor {
  readonly model: string;
  readonly best: Configuration;
  readonly over: string;
  /** How many configurations it is chosen among. */
  readonly tried: number;
  readonly runs: ReadonlyMap<Level, { readonly run: unknown; readonly split: Level }>;
}

/** The models that have a finished run, and what their configurations are chosen on. */
export function competitors(read: Results) {
  const response = responseOf(read), chosen = choiceOf(read);
  const found = groupResults(read, ["model"]).flatMap(({ key, results, rows }): Competitor[] => {
    const choice = rowsOf(chosen, rows);
    const tried = configurations(results, rowsOf(response, rows), { choice });
    const best = bestOf(tried);
    if (!best) return [];
    const { repetition, seed, axes } = results, runs = column(results, "run");
    const own = [...runs.keys()].filter((row) =>
      axes.every(({ codes }, axis) => codes[row] === best.codes[axis])
    );
    const byRepetition = own.map((row) =>
      [repetition.levels[repetition.codes[row]!]!, {
        run: runs[row],
        split: seed.levels[seed.codes[row]!]!,
      }] as const
    );
    return [{
      model: String(key.model),
      best,
      over: overOf(results),
      tried: tried.length,
      runs: new Map(byRepetition),
    }];
  });
  return { found, chosenOn: chosen.chosenOn };
}

/**
 * The model that the others are compared with.
 *
 * @throws {InputError} If it has no finished run.
 */
export function referenceOf(found: readonly Competitor[], name: string | undefined): Competitor {
  const named = found.find(({ model }) => model === (name ?? "vae"));
  if (named) return named;
  const known = found.map(({ model }) => model).join(", ") || "none";
  if (name !== undefined) {
    throw new InputError(
      `Cannot compare with ${name}: the models with a finished run are ${known}`,
    );
  }
  const best = lowestMerit(found.map(({ best }) => best));
  return found.find((one) => one.best === best)!;
}
