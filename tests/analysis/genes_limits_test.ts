/** Errors over different genes are not compared: each number of genes has its own mean predictor. */
import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { baselineFloor } from "../../lib/analysis/baseline_floor.ts";
import { cancerTypeSensitivity } from "../../lib/analysis/cancer_type_sensitivity.ts";
import { marginalCurves } from "../../lib/plots/marginal_curves.ts";

Deno.test("cancerTypeSensitivity() clips a run at the mean predictor over as many genes", () => {
  const runs = ["a", "b", "c", "d"];
  const frame = pl.DataFrame({
    run: runs,
    genes: [20, 20, 40, 40],
    optimizer: ["adam", "sgd", "adam", "sgd"],
    seed: [0, 0, 0, 0],
    status: ["converged", "diverged", "converged", "diverged"],
  });
  // In the first two numbers of genes 1 and 100 are the mean predictor's; the runs that finished reach a tenth of it.
  const errors = pl.DataFrame({
    run: ["a", "c"],
    cancer_type: ["BRCA", "BRCA"],
    mse: [0.1, 10],
    mean_predictor_mse: [1, 100],
  });
  const options = { by: [], axes: ["genes", "optimizer"] };
  for (const rows of [[0, 1, 2, 3], [3, 1, 0, 2]]) {
    const shuffled = frame.withColumns(pl.Series("order", runs.map((_, row) => rows.indexOf(row))))
      .sort("order").drop("order");
    const table = cancerTypeSensitivity(shuffled, errors, options).toRecords();
    // Logarithms −1, 0 with 20 genes and 1, 2 with 40: quarters of these four, and no interaction of genes and optimizer.
    assert.deepEqual(
      table.map((row) => [row.best, row.percentile_25, row.median, row.percentile_75]),
      table.map(() => [-1, -0.25, 0.5, 1.25]),
    );
    const importance = Object.fromEntries(table.map((row) => [row.axis, Number(row.importance)]));
    assert.ok(Math.abs(importance.genes! - 0.8) < 1e-12);
    assert.ok(Math.abs(importance.optimizer! - 0.2) < 1e-12);
  }
});

Deno.test("baselineFloor() has the mean predictor of each number of genes, and marginalCurves() draw it in their panel", () => {
  const floor = baselineFloor(pl.DataFrame({
    split_seed: [0, 0, 0, 0, 1, 1, 1, 1],
    genes: [20, 20, 40, 40, 20, 20, 40, 40],
    components: [0, 9, 0, 9, 0, 9, 0, 9],
    test_mse: [1, 0.5, 2, 1, 4, 2, 8, 4],
  }))!;
  assert.deepEqual(floor.ofGenes.map(({ genes }) => genes), [20, 40]);
  const [few, many] = floor.ofGenes.map(({ meanPredictor }) => meanPredictor);
  assert.ok(Math.abs(few! - 2) < 1e-12 && Math.abs(many! - 4) < 1e-12);
  assert.ok(Math.abs(floor.meanPredictor - Math.sqrt(8)) < 1e-12);
  const row = (axis: string, level: string) => ({
    ...{ axes: axis, axis_1: axis, axis_2: null, level_1: level, level_2: null, effect: 0 },
    ...{ mean: 0, low: null, high: null, response: "log10 test_mse", treatment: "clip" as const },
    ...{ dropped: "", model: "vae" },
  });
  const spec = JSON.stringify(marginalCurves(
    [row("genes", "20"), row("genes", "40"), row("optimizer", "adam")],
    { floor },
  ));
  const drawn = [...spec.matchAll(/"level":"([^"]+)","floor":"[^"]+","mean":([\d.]+)/g)]
    .map(([, level, mean]) => `${level} ${Number(mean).toFixed(3)}`);
  assert.deepEqual(drawn.sort(), ["20 2.000", "40 4.000", "Adam 2.828"]);
  assert.match(spec, /averaged over numbers of genes except in their panel/);
});
