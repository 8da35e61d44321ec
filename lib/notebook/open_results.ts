import { optionWords } from "../options/mod.ts";
import { projectPath } from "../project.ts";
import { openResultFolder, type ResultFolder } from "../sweep/open_result_folder.ts";
import type { SweepAxis } from "../sweep/store/axes.ts";
import { geneCounts } from "../sweep/store/manifest.ts";

/** A result folder, and what it holds in a sentence. */
export interface OpenedResults extends ResultFolder {
  readonly description: string;
}

/** The result that comes with the project. */
const REFERENCE = "outputs/reference";

/**
 * Opens a result folder, such as `deno task sweep` or `sweepLive` make, also while the sweep is running or after
 * it was stopped.
 *
 * @param folder Relative to the project's folder. @default the small reference result that comes with the project
 * @throws {InputError} If the folder has no results.
 *
 * @example
 * ```ts
 * import { openResults } from "./open_results.ts";
 * const { results, manifest } = openResults();
 * if (results.height === 0 || manifest.data.name === "") throw new Error("empty");
 * ```
 */
export function openResults(folder: string = REFERENCE): OpenedResults {
  const opened = openResultFolder(projectPath(folder));
  return { ...opened, description: describe(opened) };
}

function describe({ results, manifest, axes, notices }: ResultFolder): string {
  const { data, fixed } = manifest;
  const plural = (name: string, count: number) => count === 1 ? name : `${name}s`;
  const levels = (axis: SweepAxis) => {
    const values = axis.role === "further" ? ` (${axis.levels.join(", ")})` : "";
    const users = [axis.models, axis.optimizers].filter((names) => names !== undefined);
    const whose = users.map((names) => ` for ${names.join(", ")}`).join("");
    return `${axis.levels.length} ` +
      `${plural(optionWords(axis.name), axis.levels.length)}${values}${whose}`;
  };
  const varied = new Set(axes.map(({ name }) => name));
  const kept = [
    ["hiddenSize", "hidden units"],
    ["batchSize", "samples in a batch"],
    ["maxEpochs", "epochs at most"],
  ].filter(([name]) => !varied.has(name!)).map(([name, unit]) => `${fixed[name!]} ${unit}`);
  return `**${results.height} runs** on ${data.name} (${geneCounts(manifest).join(", ")} genes): ` +
    `${axes.map(levels).join(" × ")}; ${kept.join(", ")}.` +
    notices.map((line) => ` ${line}.`).join("");
}
