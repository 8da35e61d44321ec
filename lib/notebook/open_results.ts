import type pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import { optionWords } from "../options/mod.ts";
import { sweepAxes, type SweepAxis } from "../sweep/store/axes.ts";
import { readJournals } from "../sweep/store/journal.ts";
import { type Manifest, readManifest } from "../sweep/store/manifest.ts";
import { readTable } from "../sweep/store/read_table.ts";
import { historyFrame, resultsFrame } from "../sweep/store/results.ts";
import { projectPath } from "../project.ts";

/** A result folder's tables. */
export interface OpenedResults {
  readonly folder: string;
  /** A row per run. */
  readonly results: pl.DataFrame;
  /** A row per run and epoch. */
  readonly history: pl.DataFrame;
  readonly manifest: Manifest;
  /** What was varied; every table and figure takes it as its option `axes`. */
  readonly axes: readonly SweepAxis[];
  /** What the folder holds, in a sentence. */
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
  const path = projectPath(folder), manifest = readManifest(path);
  const tables = manifest && (fromJournals(path, manifest) ?? fromParquet(path));
  if (!tables) {
    throw new InputError(
      `Cannot open ${folder}: it holds no sweep.json with finished runs; make them with ` +
        `\`deno task sweep --out ${folder}\``,
    );
  }
  const axes = sweepAxes(manifest), description = describe(tables.results, manifest, axes);
  return { folder: path, ...tables, manifest, axes, description };
}

type Tables = Pick<OpenedResults, "results" | "history">;

/** What the runs themselves have written: complete up to this moment. */
function fromJournals(path: string, { axes }: Manifest): Tables | undefined {
  const { records } = readJournals(`${path}/runs`), further = Object.keys(axes.further ?? {});
  return records.length === 0
    ? undefined
    : { results: resultsFrame(records, further), history: historyFrame(records) };
}

/** The tables alone, where the journals were left out to save space. */
function fromParquet(path: string): Tables | undefined {
  const results = readTable(`${path}/results.parquet`);
  const history = readTable(`${path}/history.parquet`);
  return results && history ? { results, history } : undefined;
}

function describe(
  results: pl.DataFrame,
  { data, fixed }: Manifest,
  axes: readonly SweepAxis[],
): string {
  const plural = (name: string, count: number) => count === 1 ? name : `${name}s`;
  const levels = (axis: SweepAxis) => {
    const values = axis.role === "further" ? ` (${axis.levels.join(", ")})` : "";
    const models = axis.models ? ` for ${axis.models.join(", ")}` : "";
    return `${axis.levels.length} ${
      plural(optionWords(axis.name), axis.levels.length)
    }${values}${models}`;
  };
  const varied = new Set(axes.map(({ name }) => name));
  const kept = [
    ["hiddenSize", "hidden units"],
    ["batchSize", "samples in a batch"],
    ["maxEpochs", "epochs at most"],
  ].filter(([name]) => !varied.has(name!)).map(([name, unit]) => `${fixed[name!]} ${unit}`);
  return `**${results.height} runs** on ${data.name} (${data.genes} genes): ` +
    `${axes.map(levels).join(" × ")}; ${kept.join(", ")}.`;
}
