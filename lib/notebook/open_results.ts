import type pl from "nodejs-polars";
import { InputError } from "../errors.ts";
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
  return { folder: path, ...tables, manifest, description: describe(tables.results, manifest) };
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

function describe(results: pl.DataFrame, { data, axes, fixed }: Manifest): string {
  const { models, learningRates, latentSizes, optimizers, seeds } = axes;
  const product = [models, learningRates, latentSizes, optimizers, seeds].map(({ length }) =>
    length
  );
  return `**${results.height} runs** on ${data.name} (${data.genes} genes): ` +
    `${product[0]} models × ${product[1]} learning rates × ${product[2]} latent sizes × ` +
    `${product[3]} optimizers × ${
      product[4]
    } seeds; ${fixed.hiddenSize} hidden units, batches of ` +
    `${fixed.batchSize}, at most ${fixed.maxEpochs} epochs.`;
}
