/**
 * The project's own sweep, opened by the tools that its exports are for, as docs/export.md says. Syne Tune and
 * DeepCAVE are too heavy for every machine: tests/export/tools.ts runs these where they are.
 */
import { strict as assert } from "node:assert";
import pl from "nodejs-polars";
import { findPython } from "../_python.ts";
import { ownShares, ranked, reference, runDocumented } from "./_documented.ts";

const optuna = await findPython("optuna, sklearn", "opening a journal in Optuna");
const mlcroissant = await findPython("mlcroissant, pandas", "opening a data card in mlcroissant");

Deno.test({
  name: "an exported journal opens in Optuna, whose fANOVA is near the main effects",
  ignore: !optuna,
  async fn() {
    const [found] = await runDocumented(optuna!, { format: "optuna", heading: "Optuna" });
    const folder = reference(), { results } = folder;
    assert.deepEqual([found.trials, found.failed], [3600, 137]);
    const best = results.filter(
      pl.col("validation_mse").eq(pl.lit(results.getColumn("validation_mse").min())),
    );
    assert.deepEqual([found.best], best.getColumn("run").toArray());
    const adam = results.filter(
      pl.col("optimizer").eq(pl.lit("adam")).and(pl.col("reduction").eq(pl.lit("sum"))),
    );
    const own = ownShares(folder, adam, { clipLevel: Infinity });
    for (const [name, share] of Object.entries(own)) {
      const other = found["of adam"][name];
      console.log(`${name}: ours ${share.toFixed(3)}, Optuna's ${other.toFixed(3)}`);
      assert.ok(Math.abs(other - share) < 0.08, name);
    }
    assert.ok(own.learning_rate! > 0.9 && found["of adam"].learning_rate > 0.85);
    const three = ["learning_rate", "optimizer", "reduction"];
    assert.deepEqual(ranked(ownShares(folder, results)).slice(0, 3), three);
    assert.deepEqual(ranked(found.importances).slice(0, 3), three);
  },
});

Deno.test({
  name:
    "an exported data card opens in mlcroissant without errors, and gives a run and its test error",
  ignore: !mlcroissant,
  async fn() {
    const documented = { format: "croissant", heading: "The data card" } as const;
    const [found] = await runDocumented(mlcroissant!, documented);
    assert.deepEqual(found.errors, []);
    const { results } = reference();
    const own = results.filter(pl.col("run").eq(pl.lit(found.run))).getColumn("test_mse").toArray();
    assert.deepEqual(own, [found.test_mse]);
    assert.match(
      found.meaning,
      /^Error of the posterior mean's reconstruction .* \[squared z-scores/,
    );
  },
});
