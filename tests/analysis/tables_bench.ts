/**
 * Every table on the poster's grid with 5 seeds (1,800 runs) and on 99,000 runs.
 *
 *   deno bench --allow-all tests/analysis/tables_bench.ts
 */
import type pl from "nodejs-polars";
import * as analysis from "../../lib/analysis/mod.ts";
import { type Cell, cells, noise, sweep } from "./_sweeps.ts";

const models = ["iwae", "info-vae", "logcosh-vae", "vae"], optimizer = ["adam", "rmsprop", "sgd"];
const seed = [0, 1, 2, 3, 4];

function world(grid: Cell[]): pl.DataFrame {
  const draws = noise(1, grid.length, 0.01);
  return sweep(grid, (cell, i) => {
    const rate = Math.log10(Number(cell.learning_rate)), small = Number(cell.latent_size) <= 50;
    if (rate > -2.1 && small && cell.optimizer === "sgd") return "diverged";
    return 10 ** (-1 + 0.03 * (rate + 3) ** 2 + (cell.optimizer === "sgd" ? 0.2 : 0) + draws[i]!);
  });
}

const poster = world(cells({
  model: models,
  learning_rate: [1e-5, 1e-4, 1e-3, 1e-2, 1e-1],
  latent_size: [5, 10, 50, 100, 200, 350],
  optimizer,
  kl_weight: [1],
  seed,
}));
const large = () =>
  world(cells({
    model: models,
    learning_rate: Array.from({ length: 11 }, (_, i) => 10 ** (-5 + 0.4 * i)),
    latent_size: [2, 5, 10, 20, 50, 100, 150, 200, 300, 350],
    optimizer,
    kl_weight: Array.from({ length: 15 }, (_, i) => i + 1),
    seed,
  }));

const axes = ["kl_weight", "latent_size", "learning_rate", "model", "optimizer"];

function everyTable(frame: pl.DataFrame): void {
  analysis.divergence(frame, { axes });
  for (const treatment of analysis.TREATMENTS) {
    analysis.importance(frame, { axes, treatment });
    analysis.importance(frame, { axes, treatment, by: ["model"] });
    analysis.effects(frame, { axes, treatment, by: ["model"] });
    analysis.searchRangeShares(analysis.searchRanges(frame, { axes, treatment }));
    analysis.tunability(frame, { axes, treatment });
    analysis.bestLearningRate(frame, { axes, treatment });
    analysis.learningRateTrend(frame, { axes, treatment });
    analysis.minimumDetectableDifference(frame, { axes, treatment });
  }
  analysis.modelSensitivity(frame, { axes });
  analysis.expectedBestCurve(frame, { axes });
  analysis.performanceProfiles(frame, { axes });
  analysis.compareOptimizers(frame, { axes });
  analysis.clipCurve(frame, { axes });
  analysis.conditionalImportance(frame, { axes });
  analysis.claims(frame, { axes });
}

Deno.bench({ name: "every table, 1,800 runs", n: 1, warmup: 0 }, () => everyTable(poster));

Deno.bench({ name: "every table, 99,000 runs", n: 1, warmup: 0 }, () => {
  everyTable(large());
  console.log(`resident memory ${(Deno.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB`);
});
