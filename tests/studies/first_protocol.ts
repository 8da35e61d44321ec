/**
 * The measurements on the first protocol (patience 3, one seed, `synthetic-1`) that led to today's, again:
 *
 *     deno task sweep --data synthetic-1 --patience 3 --out outputs/sum
 *     deno task sweep --data synthetic-1 --patience 3 --reduction mean --out outputs/mean
 *     deno run -A tests/studies/first_protocol.ts outputs/sum [outputs/mean]
 *
 * @module
 */
import type pl from "nodejs-polars";
import {
  clipCurve,
  conditionalImportance,
  importance,
  modelComparison,
} from "../../lib/analysis/mod.ts";
import { mean } from "../../lib/numbers/mean.ts";
import { permutation } from "../../lib/random.ts";
import { openResultFolder, type ResultFolder } from "../../lib/sweep/open_result_folder.ts";

type Row = Record<string, unknown>;

const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
const is = (...statuses: string[]) => (row: Row) => statuses.includes(String(row.status));

/** Runs that stopped without having learned, and that the cap cut. */
function stopping(rows: readonly Row[]): void {
  const stopped = rows.filter(is("converged", "stalled"));
  const bad = stopped.filter((row) => Number(row.test_mse) > 0.95);
  console.log(
    `stopped early: ${stopped.length} runs, ${bad.length} of them with a test MSE above 0.95`,
  );
  for (const row of rows) {
    if (row.model !== "iwae" || row.optimizer !== "sgd" || row.learning_rate !== 1e-4) continue;
    if (Number(row.latent_size) > 20) continue;
    console.log(
      `  IWAE, SGD 1e-4, latent ${row.latent_size}: ${
        Number(row.test_mse).toFixed(3)
      } after ${row.epochs} epochs`,
    );
  }
  const finished = rows.filter(is("converged", "stalled", "max_epochs"));
  const slow = finished.filter(({ optimizer, learning_rate }) =>
    optimizer !== "sgd" && Number(learning_rate) <= 1e-4
  );
  const capped = (runs: readonly Row[]) => runs.filter(is("max_epochs")).length;
  console.log(
    `at the cap: ${capped(finished)} of ${finished.length} finished runs (${
      percent(capped(finished) / finished.length)
    }); ` +
      `Adam and RMSprop at 1e-4 and below: ${capped(slow)} of ${slow.length}`,
  );
}

/** Total importances by either treatment, over all models and within each. */
function totals(results: pl.DataFrame): void {
  for (const by of [[], ["model"]]) {
    for (const treatment of ["rank", "clip"] as const) {
      const rows = importance(results, { by, treatment }).toRecords().filter(({ kind }) =>
        kind === "total"
      );
      for (const [model, own] of Map.groupBy(rows, (row) => String(row.model ?? "all models"))) {
        const said = own.map(({ axes, importance }) => `${axes} ${percent(Number(importance))}`)
          .join(", ");
        console.log(`  ${model}, ${treatment}: ${said}`);
      }
    }
  }
}

/** How the model's share depends on where losses are clipped. */
function clips(results: pl.DataFrame): void {
  const rows = clipCurve(results).toRecords()
    .filter(({ model, axis, clip_level }) =>
      model === "all" && axis === "model" && clip_level !== null
    );
  console.log(
    `model's share by clip level: ${
      rows.map((row) => `${row.clip_level}: ${percent(Number(row.importance))}`).join(", ")
    }`,
  );
}

/**
 * Shares of densities among the best quarter (PED-ANOVA, Watanabe et al. 2023, for axes of levels): the Pearson divergence of
 * the levels' frequencies among these from those among all runs, over its sum.
 */
function densityShares(rows: readonly Row[], best: readonly Row[]): Map<string, number> {
  const axes = ["model", "optimizer", "learning_rate", "latent_size"];
  const divergences = axes.map((axis) => {
    const all = Map.groupBy(rows, (row) => row[axis]), own = Map.groupBy(best, (row) => row[axis]);
    const terms = [...all].map(([level, among]) => {
      const before = among.length / rows.length;
      return ((own.get(level)?.length ?? 0) / best.length / before - 1) ** 2 * before;
    });
    return terms.reduce((sum, term) => sum + term, 0);
  });
  const sum = divergences.reduce((sum, value) => sum + value, 0);
  return new Map(axes.map((axis, i) => [axis, divergences[i]! / sum]));
}

function amongGood(results: pl.DataFrame): void {
  const rows = results.toRecords();
  for (
    const [model, runs] of [
      ["all models", rows] as const,
      ...Map.groupBy(rows, (row) => String(row.model)),
    ]
  ) {
    const known = runs.filter((row) => row.test_mse !== null)
      .sort((a, b) => Number(a.test_mse) - Number(b.test_mse));
    const quarter = Math.ceil(runs.length / 4), best = known.slice(0, quarter);
    const drawn = Array.from({ length: 500 }, (_, draw) => {
      const some = permutation([0, draw], runs.length).slice(0, quarter);
      return densityShares(runs, Array.from(some, (row) => runs[row]!)).get("latent_size")!;
    });
    const share = densityShares(runs, best).get("latent_size")!;
    console.log(
      `latent size by densities, ${model}: ${percent(share)} of the best quarter, ${
        percent(mean(drawn))
      } of random runs`,
    );
  }
  for (const row of conditionalImportance(results).toRecords()) {
    if (row.axis !== "latent_size" || row.treatment !== "rank") continue;
    console.log(
      `  by variance, ${row.model}, ${row.condition}: ${percent(Number(row.share))}, by chance ${
        percent(Number(row.chance))
      }`,
    );
  }
}

function models({ results, samples }: ResultFolder): void {
  for (const row of modelComparison(results, samples!).toRecords()) {
    const [ratio, low, high] = [row.ratio, row.samples_low, row.samples_high].map((x) =>
      Number(x).toFixed(3)
    );
    console.log(`${row.model} over ${row.reference}: ${ratio} (${low} to ${high})`);
  }
}

function downstream(rows: readonly Row[]): void {
  const finished = rows.filter((row) => row.knn_accuracy !== null);
  for (const name of ["knn_accuracy", "logistic_accuracy"]) {
    const perfect = finished.filter((row) => Number(row[name]) === 1).length;
    const unlearned = finished.filter((row) => Number(row.test_mse) > 1).map((row) =>
      Number(row[name])
    );
    console.log(
      `${name}: 1 in ${perfect} of ${finished.length} runs; at most ${
        Math.max(...unlearned).toFixed(3)
      } in those no better than the mean predictor`,
    );
  }
}

if (import.meta.main) {
  const [sum, averaged] = Deno.args.map((folder) => openResultFolder(folder));
  const rows = sum!.results.toRecords();
  stopping(rows);
  console.log("summed over genes, total importance:");
  totals(sum!.results);
  if (averaged) {
    console.log("averaged over genes, total importance:");
    totals(averaged.results);
  }
  clips(sum!.results);
  amongGood(sum!.results);
  models(sum!);
  downstream(rows);
}
