import { strict as assert } from "node:assert";
import { underWayText } from "../../lib/cli/_progress_lines.ts";
import { ROOT } from "../faults/_sweep.ts";
import { screenAfter } from "./_screen.ts";

Deno.test("a line of what is done now ends with its last word where nothing is", () => {
  assert.equal(underWayText(0, []), "0 runs under way");
  assert.equal(underWayText(1, ["vae 0.01", "2 s left"]), "1 run under way: vae 0.01; 2 s left");
});

/** A program that shows a sweep of two runs on a terminal. */
const SHOWING = `
  import { showActivity } from "${ROOT}lib/cli/_activity.ts";
  import { interruptible } from "${ROOT}lib/cli/_interruptible.ts";
  import { showProgress } from "${ROOT}lib/cli/_progress.ts";
  import { forecastOf } from "${ROOT}lib/sweep/forecast_of.ts";
  import { sweepAxes } from "${ROOT}lib/sweep/store/axes.ts";
  import { planSweep } from "${ROOT}lib/sweep/sweep.ts";
  import { recordOf } from "${ROOT}tests/sweep/_records.ts";
  const plan = await planSweep({
    ...{ data: "synthetic-120x60", backend: "cpu", out: Deno.makeTempDirSync() },
    axes: { models: ["vae"], latentSizes: [2, 3], optimizers: ["sgd"], learningRates: [0.001], seeds: [0] },
    fixed: { batchSize: 16 },
  });
  const activity = showActivity();
  const progress = showProgress({
    ...{ jobs: plan.pending, before: 0, forecast: forecastOf(plan), axes: sweepAxes(plan) },
    ...{ workers: 2, population: 1, activity },
  });
  const drawn = () => new Promise((resolve) => setTimeout(resolve, 300));
  plan.pending.forEach((job, worker) => progress.started(worker, job));
  await drawn();
`;

/** What a program writes on a pseudo-terminal of 80 columns. */
async function onTerminal(program: string, rows = 24): Promise<string> {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(file, program);
  const command =
    `stty cols 80 rows ${rows}; ${Deno.execPath()} run -q -A --config ${ROOT}deno.json ${file}`;
  const { stdout } = await new Deno.Command("script", {
    args: ["-qec", command, "/dev/null"],
    ...{ stdin: "null", stdout: "piped" },
  }).output();
  await Deno.remove(file);
  return new TextDecoder().decode(stdout);
}

const ignore = Deno.build.os !== "linux";

Deno.test({
  name: "showProgress() tells on a terminal that the last run has failed",
  ignore,
  async fn() {
    const shown = await onTerminal(`${SHOWING}
      const [{ run, configuration }] = plan.pending;
      progress.finished(0, recordOf(run, { configuration, error: "no loss" }));
      progress.ended();
      activity.stop();
      console.log("done");
    `);
    assert.match(shown, /done/);
    assert.match(shown, /vae latent 2 .*: failed \(error, attempt 1\): no loss/);
  },
});

Deno.test({
  name:
    "a terminal shows above the bars, which stay, all of what is said: long lines, several at once, and what Ctrl-C does",
  ignore,
  async fn() {
    const sent = await onTerminal(`${SHOWING}
      progress.note("the first");
      progress.note("the second");
      await drawn();
      progress.note("x".repeat(100) + " and its end");
      await drawn();
      interruptible(null, progress.note);
      Deno.kill(Deno.pid, "SIGINT");
      await drawn();
      Deno.exit(0);
    `);
    const said = "Stopping: runs under way get 4 s to finish; interrupt again to end them at once";
    // A busy machine takes so long that bars say so.
    const screen = screenAfter(sent, 80).map((line) => line.replace(/starting, .* s$/, "starting"));
    assert.deepEqual(screen, [
      ...["the first", "the second", "x".repeat(80), `${"x".repeat(20)} and its end`, said],
      "░░░░░░░░░░░░░░░░░░░░ 0/2 runs",
      "░░░░░░░░░░░░░░░░░░░░ 0/100 vae latent 2 sgd 0.001  starting",
      "░░░░░░░░░░░░░░░░░░░░ 0/100 vae latent 3 sgd 0.001  starting",
    ]);
  },
});

Deno.test({
  name: "a terminal has no more bars than lines, as each drawing of them would scroll it",
  ignore,
  async fn() {
    const sent = await onTerminal(`${SHOWING} Deno.exit(0);`, 3);
    assert.deepEqual(screenAfter(sent, 80), [
      "░░░░░░░░░░░░░░░░░░░░ 0/2 runs",
      "░░░░░░░░░░░░░░░░░░░░ 0/100 vae latent 2 sgd 0.001  starting",
    ]);
  },
});
