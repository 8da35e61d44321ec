import pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import { type Manifest, readManifest } from "../sweep/manifest.ts";
import { projectPath } from "./project_path.ts";

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
 * Opens a result folder, such as `deno task sweep` or `sweepLive` make.
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
  if (!manifest || !exists(`${path}/results.parquet`)) {
    throw new InputError(
      `Cannot open ${folder}: it holds no sweep.json and results.parquet; make them with ` +
        `\`deno task sweep --out ${folder}\``,
    );
  }
  const results = pl.readParquet(`${path}/results.parquet`);
  const history = pl.readParquet(`${path}/history.parquet`);
  return { folder: path, results, history, manifest, description: describe(results, manifest) };
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
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
