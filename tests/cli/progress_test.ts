import { strict as assert } from "node:assert";
import { underWayText } from "../../lib/cli/_progress.ts";
import { ROOT } from "../faults/_sweep.ts";

Deno.test("a line of what is done now ends with its last word where nothing is", () => {
  assert.equal(underWayText(0, []), "0 runs under way");
  assert.equal(underWayText(1, ["vae 0.01", "2 s left"]), "1 run under way: vae 0.01; 2 s left");
});

/** A program that shows a sweep on a pseudo-terminal whose only run fails, which ends it. */
const FAILING = `
  import { showActivity } from "${ROOT}lib/cli/_activity.ts";
  import { showProgress } from "${ROOT}lib/cli/_progress.ts";
  import { forecastOf } from "${ROOT}lib/sweep/forecast_of.ts";
  import { sweepAxes } from "${ROOT}lib/sweep/store/axes.ts";
  import { planSweep } from "${ROOT}lib/sweep/sweep.ts";
  import { recordOf } from "${ROOT}tests/sweep/_records.ts";
  const plan = await planSweep({
    ...{ data: "synthetic-120x60", backend: "cpu", out: Deno.makeTempDirSync() },
    axes: { models: ["vae"], latentSizes: [2], optimizers: ["sgd"], learningRates: [0.001], seeds: [0] },
    fixed: { batchSize: 16 },
  });
  const activity = showActivity();
  const progress = showProgress({
    ...{ jobs: plan.pending, before: 0, forecast: forecastOf(plan), axes: sweepAxes(plan) },
    ...{ workers: 1, population: 1, activity },
  });
  const [job] = plan.pending;
  progress.started(0, job);
  await new Promise((resolve) => setTimeout(resolve, 300));
  progress.finished(0, recordOf(job.run, { configuration: job.configuration, error: "no loss" }));
  progress.ended();
  activity.stop();
  console.log("done");
`;

Deno.test({
  name: "showProgress() tells on a terminal that the last run has failed",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const file = await Deno.makeTempFile({ suffix: ".ts" });
    await Deno.writeTextFile(file, FAILING);
    const command = `${Deno.execPath()} run -q -A --config ${ROOT}deno.json ${file}`;
    const { stdout } = await new Deno.Command("script", {
      args: ["-qec", command, "/dev/null"],
      ...{ stdin: "null", stdout: "piped" },
    }).output();
    await Deno.remove(file);
    const shown = new TextDecoder().decode(stdout);
    assert.match(shown, /done/);
    assert.match(shown, /vae latent 2 .*: failed \(error, attempt 1\): no loss/);
  },
});
