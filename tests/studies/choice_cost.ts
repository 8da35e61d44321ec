/**
 * What choosing configurations on validation samples costs, and how optimistic a choice on test samples is, in result
 * folders and on curves of stopping_curves.ts (one seed, each run at the epoch that training's default rule reports).
 *
 *     deno run -A tests/studies/choice_cost.ts FOLDER|FILE.jsonl[,FILE.jsonl...] [...]
 *
 * A folder without validation_mse is asked for the optimism of its choice on test samples alone.
 *
 * @module
 */
import pl from "nodejs-polars";
import { replay } from "../../lib/analysis/_replay.ts";
import { hasValidationError } from "../../lib/analysis/choice.ts";
import { choiceCost, readRuns } from "../../lib/analysis/mod.ts";
import { mean } from "../../lib/numbers/mean.ts";
import type { SweepAxis } from "../../lib/sweep/store/axes.ts";
import { openResultFolder } from "../../lib/sweep/open_result_folder.ts";
import { readCurves } from "./stopping_curves.ts";

/** What configurations are chosen within: the model, or all but the learning rate. */
const GROUPS = [["model"], ["model", "optimizer", "latent_size"]];

/** The results that training's own rule would have reported of studied curves. */
function fromCurves(files: readonly string[]): pl.DataFrame {
  return pl.DataFrame(
    files.flatMap(readCurves).map((run, i) => {
      const { status, epochs, bestEpoch } = replay(run.validationLoss, { diverged: run.diverged });
      const at = (curve: readonly number[]) => status === "diverged" ? null : curve[bestEpoch - 1]!;
      return {
        ...{ run: `run${i}`, model: run.model, optimizer: run.optimizer, seed: 0, status, epochs },
        ...{ learning_rate: run.learningRate, latent_size: run.latentSize },
        ...{ validation_mse: at(run.validationMse), test_mse: at(run.testMse) },
        test_r2: status === "diverged" ? null : 1 - at(run.testMse)! / run.testMean,
      };
    }),
  );
}

function say(results: pl.DataFrame, axes?: readonly SweepAxis[]): void {
  const known = hasValidationError(readRuns(results));
  // The cost of a choice that was made on test samples is 0 and not shown.
  const frame = known ? results : results.withColumns(pl.col("test_mse").alias("validation_mse"));
  for (const by of GROUPS) {
    const rows = choiceCost(frame, { by, axes }).toRecords();
    const share = (name: string) => {
      const values = rows.flatMap((row) => row[name] === null ? [] : [100 * Number(row[name])]);
      return values.length === 0
        ? "unknown"
        : `${mean(values).toFixed(2)} % on average, ${Math.max(...values).toFixed(1)} % at most`;
    };
    console.log(`within ${by.join(" × ")} (${rows.length} choices):`);
    if (known) console.log(`  cost of choosing on validation: ${share("cost")}`);
    console.log(`  optimism of choosing on test: ${share("test_optimism")}`);
    if (known) console.log(`  of choosing on validation: ${share("validation_optimism")}`);
  }
}

if (import.meta.main) {
  for (const source of Deno.args) {
    console.log(source);
    if (source.includes(".jsonl")) {
      say(fromCurves(source.split(",")));
    } else {
      const { results, axes } = openResultFolder(source);
      say(results, axes);
    }
  }
}
