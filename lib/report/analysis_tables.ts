import pl from "nodejs-polars";
import * as analysis from "../analysis/mod.ts";
import { InputError } from "../errors.ts";

/** A table of the analysis, or why there is none. */
export interface AnalysisTable {
  /** The files' name without its ending. */
  readonly name: string;
  /** What it answers, in a sentence. */
  readonly about: string;
  /** Null where the results do not allow it. */
  readonly frame: pl.DataFrame | null;
  /** Why there is no frame; empty if there is one. */
  readonly problem: string;
}

interface Recipe {
  readonly about: string;
  readonly make: (results: pl.DataFrame, history: pl.DataFrame) => pl.DataFrame;
}

/** An incomplete grid is analysed on its largest complete part, which each table names. */
const PART = { onMissing: "largest" } as const;

/** One below the other, for both ways in which diverged runs count. */
function both(make: (treatment: analysis.Treatment) => pl.DataFrame): pl.DataFrame {
  return pl.concat(analysis.TREATMENTS.map(make), { how: "vertical" });
}

function perLevel(results: pl.DataFrame, by: string): pl.DataFrame {
  const levels = [...new Set(results.getColumn(by).toArray())].sort();
  const parts = levels.map((level) => {
    const part = analysis.divergence(results.filter(pl.col(by).eq(pl.lit(level))), {
      axes: ["latent_size", "learning_rate"],
    });
    const name = pl.Series(by, Array(part.height).fill(level), pl.Utf8);
    return pl.DataFrame([name, ...part.columns.map((column) => part.getColumn(column))]);
  });
  return pl.concat(parts, { how: "vertical" });
}

const RECIPES: Readonly<Record<string, Recipe>> = {
  claims: {
    about: "The poster’s five claims, each with its statistic, interval and verdict",
    make: (results) => analysis.claims(results, PART),
  },
  importance: {
    about: "Share of the variance that each hyper-parameter and interaction accounts for",
    make: (results) => both((treatment) => analysis.importance(results, { ...PART, treatment })),
  },
  importance_by_model: {
    about: "The same within each model",
    make: (results) =>
      both((treatment) => analysis.importance(results, { ...PART, treatment, by: ["model"] })),
  },
  effects: {
    about: "Mean outcome at each level and pair of levels",
    make: (results) => both((treatment) => analysis.effects(results, { ...PART, treatment })),
  },
  effects_by_model: {
    about: "The same within each model",
    make: (results) =>
      both((treatment) => analysis.effects(results, { ...PART, treatment, by: ["model"] })),
  },
  divergence: {
    about: "Share of runs that diverged, by level and pair of levels",
    make: (results) => analysis.divergence(results),
  },
  divergence_by_optimizer: {
    about: "Share of runs that diverged by latent size and learning rate, for each optimizer",
    make: (results) => perLevel(results, "optimizer"),
  },
  model_sensitivity: {
    about: "Spread of each model’s outcome over the grid, and how forgiving the grid is",
    make: (results) => analysis.modelSensitivity(results),
  },
  tunability: {
    about: "What tuning gains over one default configuration",
    make: (results) => both((treatment) => analysis.tunability(results, { treatment })),
  },
  expected_best: {
    about: "The expected best of n random configurations",
    make: (results) => analysis.expectedBestCurve(results),
  },
  performance_profiles: {
    about: "Share of problems in which each model comes within a factor of the best",
    make: (results) => analysis.performanceProfiles(results),
  },
  optimizers: {
    about:
      "Mean ranks of the optimizers, each at its own best learning rate and over the whole grid",
    make: (results) => analysis.compareOptimizers(results),
  },
  best_learning_rate: {
    about: "The best learning rate of each model, optimizer and latent size",
    make: (results) => both((treatment) => analysis.bestLearningRate(results, { treatment })),
  },
  learning_rate_trend: {
    about: "Whether the best learning rate falls as the latent size grows",
    make: (results) => both((treatment) => analysis.learningRateTrend(results, { treatment })),
  },
  search_ranges: {
    about: "Which hyper-parameter comes first in every narrower search range",
    make: (results) => both((treatment) => analysis.searchRanges(results, { ...PART, treatment })),
  },
  search_range_shares: {
    about: "In what share of the search ranges each hyper-parameter comes first",
    make: (results) =>
      both((treatment) =>
        analysis.searchRangeShares(analysis.searchRanges(results, { ...PART, treatment }))
      ),
  },
  stopping: {
    about: "Epochs, best learning rate and importance under other stopping rules",
    make: (results, history) => analysis.stoppingSensitivity(results, history, PART),
  },
  visible_difference: {
    about: "The smallest difference that k seeds make visible",
    make: (results) => analysis.visibleDifference(results),
  },
};

function cook(name: string, { about, make }: Recipe, frames: Frames): AnalysisTable {
  try {
    return { name, about, frame: make(frames.results, frames.history), problem: "" };
  } catch (error) {
    // What the results cannot answer is said in the report; anything else is a defect.
    if (!(error instanceof InputError)) throw error;
    return { name, about, frame: null, problem: error.message };
  }
}

/** The two tables that a sweep writes: a row per run, and a row per run and epoch. */
interface Frames {
  readonly results: pl.DataFrame;
  readonly history: pl.DataFrame;
}

/**
 * Every table of the analysis that needs nothing but a sweep's results.
 *
 * @param frames A row per run, and a row per run and epoch.
 * @returns The tables in the order of the report; one that the results do not allow has no frame, but says why.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { analysisTables } from "./analysis_tables.ts";
 * const results = pl.DataFrame({
 *   run: ["a"], model: ["vae"], learning_rate: [0.1], latent_size: [9], optimizer: ["adam"], seed: [0],
 *   status: ["diverged"], epochs: [1], best_epoch: [null], validation_loss: [null], test_mse: [null], test_r2: [null],
 * });
 * const history = pl.DataFrame({ run: [], epoch: [], validation_loss: [], reconstruction: [] });
 * const tables = analysisTables({ results, history });
 * if (tables.find(({ name }) => name === "optimizers")!.problem === "") throw new Error("nothing to compare");
 * ```
 */
export function analysisTables(frames: Frames): AnalysisTable[] {
  return Object.entries(RECIPES).map(([name, recipe]) => cook(name, recipe, frames));
}

/**
 * Writes each table as NAME.csv and NAME.parquet.
 *
 * @param tables Those without a frame are left out.
 * @param folder Where to; made if it is missing.
 * @returns The paths written.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { writeTables } from "./analysis_tables.ts";
 * const table = { name: "numbers", about: "", problem: "", frame: pl.DataFrame({ number: [1] }) };
 * if (writeTables([table], Deno.makeTempDirSync()).length !== 2) throw new Error("two files");
 * ```
 */
export function writeTables(tables: readonly AnalysisTable[], folder: string): string[] {
  Deno.mkdirSync(folder, { recursive: true });
  return tables.flatMap(({ name, frame }) => {
    if (!frame) return [];
    const files = { csv: frame.writeCSV(), parquet: frame.writeParquet() };
    return Object.entries(files).map(([ending, bytes]) => {
      const path = `${folder}/${name}.${ending}`;
      Deno.writeFileSync(`${path}.part`, bytes);
      Deno.renameSync(`${path}.part`, path);
      return path;
    });
  });
}
