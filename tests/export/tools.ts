/**
 * The project's own sweep, opened by Syne Tune and DeepCAVE as docs/export.md says, and a number of each compared with
 * ours; what it prints stands there. Both are too heavy for every machine's tests (Syne Tune needs XGBoost, DeepCAVE a
 * Python of its own, 3.9 or 3.10).
 *
 *     VAE_SENSITIVITY_PYTHONS=one/bin/python:other/bin/python deno run -A tests/export/tools.ts
 *
 * Ends with 1 where a tool finds something else than we do, or than that page says; one that is in none of the Pythons is skipped, which it says.
 *
 * @module
 */
import { strict as assert } from "node:assert";
import pl from "nodejs-polars";
import { projectPath } from "../../lib/project.ts";
import { findPython } from "../_python.ts";
import { ownShares, ranked, reference, runDocumented } from "./_documented.ts";

const PAGE = Deno.readTextFileSync(projectPath("docs/export.md")).split("\n");

async function versionOf(python: string, distribution: string): Promise<string> {
  const program = `import importlib.metadata as m; print(m.version("${distribution}"))`;
  const { stdout } = await new Deno.Command(python, { args: ["-c", program] }).output();
  return new TextDecoder().decode(stdout).trim();
}

async function compareSyneTune(): Promise<void> {
  const python = await findPython(
    "syne_tune, fastparquet, huggingface_hub",
    "opening a black box in Syne Tune",
    "syne-tune fastparquet huggingface_hub",
  );
  if (!python) return;
  const [{ epoch }, { tuned }] = await runDocumented(python, {
    format: "syne-tune",
    heading: "Syne Tune",
  });
  const { results, history } = reference();
  const run = results.toRecords().find((row) =>
    row.model === "vae" && row.optimizer === "adam" && row.learning_rate === 0.01 &&
    row.latent_size === 30 && row.reduction === "sum" && row.seed === 2
  )!.run as string;
  const rows = history.filter(pl.col("run").eq(pl.lit(run))).toRecords().slice(0, 7);
  const own: Record<string, number> = {
    validation_mse: Number(rows.at(-1)!.validation_mse),
    validation_loss: Number(rows.at(-1)!.validation_loss),
    elapsed_seconds: rows.reduce((sum, { seconds }) => sum + Number(seconds), 0),
    diverged: 0,
  };
  say(`Syne Tune ${await versionOf(python, "syne-tune")}: epoch 7 of run ${run}`);
  for (const [name, value] of Object.entries(own)) {
    say(`  ${name.padEnd(16)} ours ${value.toFixed(4)}, its ${epoch[name].toFixed(4)}`);
    assert.ok(Math.abs(epoch[name] - value) <= 1e-6 * Math.abs(value), name);
  }
  say(`  ASHA, 100 trials: the best of them has ${tuned.optimizer}`);
  assert.equal(tuned.optimizer, "adam");
}

async function compareDeepcave(): Promise<void> {
  const python = await findPython("deepcave", "opening a run in DeepCAVE", "deepcave");
  if (!python) return;
  const [{ statuses, importances }] = await runDocumented(python, {
    format: "deepcave",
    heading: "DeepCAVE",
  });
  const folder = reference(), own = ownShares(folder, folder.results, { logarithm: false });
  say(
    `DeepCAVE ${await versionOf(
      python,
      "deepcave",
    )}: ${statuses.SUCCESS} SUCCESS, ${statuses.CRASHED} CRASHED; ` +
      "importance for the test error by its fANOVA",
  );
  assert.deepEqual(statuses, { SUCCESS: 3463, CRASHED: 137 });
  for (const name of ranked(own)) {
    say(
      `  ${name.padEnd(16)} ours ${own[name]!.toFixed(3)}, its ${importances[name].toFixed(3)}`,
    );
    assert.ok(Math.abs(importances[name] - own[name]!) < 0.12, name);
  }
  assert.deepEqual(ranked(importances).slice(0, 3), ranked(own).slice(0, 3));
}

/** Prints a line, which has to stand in the page. */
function say(line: string): void {
  console.log(line);
  assert.ok(PAGE.includes(line), `docs/export.md does not say: ${line}`);
}

await compareSyneTune();
await compareDeepcave();
