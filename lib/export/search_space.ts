import { InputError } from "../errors.ts";
import type { Value } from "../options/mod.ts";
import type { ResultFolder } from "../sweep/open_result_folder.ts";

/** A hyper-parameter as tools for tuning know one. */
export interface Parameter {
  /** The results' column. */
  readonly name: string;
  /** The values that were tried: numbers ascending, words in the order in which they were asked for. */
  readonly levels: readonly Value[];
  /** Whether its values are numbers in every run; else they are words, `ABSENT` where a run does not have the option. */
  readonly numeric: boolean;
  /** Whether they are whole numbers. */
  readonly whole: boolean;
  /** Whether they are positive and span a factor of ten or more, so that tools take their logarithm. */
  readonly log: boolean;
  /** Whether some runs do not have it, as their model or optimizer has no such option: null in its column. */
  readonly optional: boolean;
}

/** What stands for a value that a run does not have, where every run has to have one. */
export const ABSENT = "not applicable";

/** From this ratio of the largest to the smallest level on, levels are taken by their logarithm. */
const LOG_RATIO = 10;

/**
 * The hyper-parameters that a sweep varies, seeds aside: those repeat a configuration.
 *
 * @throws {InputError} If nothing but seeds differs between runs.
 *
 * @example
 * ```ts
 * import { searchSpace } from "./search_space.ts";
 * import { sweepAxes } from "../sweep/store/axes.ts";
 * const axes = sweepAxes({ axes: {
 *   models: ["vae"], learningRates: [0.1, 0.001], latentSizes: [20, 10], optimizers: ["adam"], seeds: [0, 1],
 * } });
 * const [rate, size, ...others] = searchSpace({ axes, folder: "outputs/a" });
 * if (rate!.levels.join() !== "0.001,0.1" || !rate!.log) throw new Error("wrong learning rates");
 * if (size!.name !== "latent_size" || !size!.whole || size!.log) throw new Error("wrong latent sizes");
 * if (others.length > 0) throw new Error("it varies nothing else");
 * ```
 */
export function searchSpace(
  { axes, folder }: Pick<ResultFolder, "axes" | "folder">,
): readonly Parameter[] {
  const varied = axes.filter(({ role, levels }) => role !== "seed" && levels.length > 1);
  if (varied.length === 0) {
    throw new InputError(
      `Cannot export ${folder}: its runs differ in nothing but seeds, so there is nothing to tune; ` +
        "export a sweep over several values of something else",
    );
  }
  return varied.map(({ column, levels, models, optimizers }): Parameter => {
    const optional = models !== undefined || optimizers !== undefined;
    const numbers = levels.filter((level) => typeof level === "number").sort((a, b) => a - b);
    const areNumbers = numbers.length === levels.length, smallest = numbers[0]!;
    return {
      name: column,
      levels: areNumbers ? numbers : levels,
      numeric: areNumbers && !optional,
      whole: areNumbers && numbers.every(Number.isInteger),
      log: areNumbers && smallest > 0 && numbers.at(-1)! / smallest >= LOG_RATIO,
      optional,
    };
  });
}
