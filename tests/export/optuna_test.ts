import { strict as assert } from "node:assert";
import { optunaFiles } from "../../lib/export/optuna.ts";
import { textOf } from "./_contents.ts";
import { DIVERGED, FAILED, withFolder } from "./_folder.ts";

/** Lines of the journal, each what it says. */
function linesOf() {
  return withFolder((input) =>
    textOf(optunaFiles(input), "journal.log").trimEnd().split("\n").map((line) => JSON.parse(line))
  );
}

Deno.test("optunaFiles(): a study that minimizes, then a trial per run in the order in which they began", () => {
  const lines = linesOf(), trials = lines.filter(({ op_code }) => op_code === 4);
  assert.match(lines[0].study_name, /^vae-sensitivity-export-/);
  assert.deepEqual([lines[0].op_code, lines[0].directions], [0, [1]]);
  assert.deepEqual(lines[1].system_attr, { "study:metric_names": ["validation_mse"] });
  assert.deepEqual(lines.find(({ user_attr }) => user_attr?.command)!.user_attr, {
    command: "deno task sweep --seeds 0,1",
  });
  const runs = trials.map(({ user_attrs }) => user_attrs.run);
  assert.deepEqual(
    runs,
    Array.from({ length: 11 }, (_, i) => `run${String(10 - i).padStart(2, "0")}`),
  );
  assert.deepEqual(
    trials.slice(-1).map((trial) => [trial.datetime_start, trial.datetime_complete])[0],
    ["2026-01-01T12:00:00.000+00:00", "2026-01-01T12:00:01.500+00:00"],
  );
});

Deno.test("optunaFiles(): values, distributions, parameters and the error of every epoch", () => {
  const trials = linesOf().filter(({ op_code }) => op_code === 4);
  // The grid's order: the models of a seed, then the KL weights, then the learning rates; so run 1 is VAE, 0.5, 0.001.
  const trial = trials.find(({ user_attrs }) => user_attrs.run === "run01");
  assert.deepEqual([trial.state, trial.value], [1, 0.46]);
  assert.deepEqual(trial.params, { model: 0, learning_rate: 0.001, kl_weight: 0.5 });
  assert.deepEqual(JSON.parse(trial.distributions.model), {
    name: "CategoricalDistribution",
    attributes: { choices: ["vae", "iwae"] },
  });
  assert.deepEqual(JSON.parse(trial.distributions.learning_rate), {
    name: "FloatDistribution",
    attributes: { step: null, low: 0.001, high: 0.1, log: true },
  });
  assert.deepEqual(trial.intermediate_values, { 1: 0.75, 2: 0.5 });
  assert.deepEqual(
    [trial.user_attrs.seed, trial.user_attrs.status, trial.user_attrs.test_mse],
    [0, "converged", 0.5],
  );
  const iwae = trials.find(({ params }) => params.model === 1);
  assert.deepEqual(Object.keys(iwae.params), ["model", "learning_rate"], "IWAE has no KL weight");
  assert.deepEqual(Object.keys(iwae.distributions), ["model", "learning_rate"]);
});

Deno.test("optunaFiles(): runs that diverged or failed are FAIL, and told apart by their status", () => {
  const trials = linesOf().filter(({ op_code }) => op_code === 4);
  const found = trials.filter(({ state }) => state === 3).map((trial) => [
    trial.user_attrs.run,
    trial.user_attrs.status,
    trial.value,
    trial.intermediate_values,
  ]);
  assert.deepEqual(found, [[FAILED, "failed", null, {}], [DIVERGED, "diverged", null, {
    1: 0.875,
  }]]);
});
