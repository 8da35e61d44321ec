import { strict as assert } from "node:assert";
import { SweepBars } from "../../lib/notebook/_sweep_bars.ts";
import { planSweep } from "../../lib/sweep/sweep.ts";
import { trainedRecord } from "../sweep/_records.ts";

const plan = await planSweep({
  ...{ data: "synthetic-120x60", backend: "cpu", out: Deno.makeTempDirSync() },
  axes: { models: ["vae"], latentSizes: [2], optimizers: ["sgd"] },
  fixed: { batchSize: 16 },
});

/** What the bars of the runs under way say. */
function shown(bars: SweepBars): string[] {
  const html = String(bars.bundle()["text/html"]);
  return [...html.matchAll(/vae [^<:]*: epoch \d+/g)].map(([text]) => text);
}

Deno.test("SweepBars has a bar for each run under way, several of one worker too", () => {
  const bars = new SweepBars(plan), observer = bars.observer(() => {});
  const [first, second, third] = plan.pending;
  for (const job of [first!, second!, third!]) observer.started!(0, job);
  observer.epoch!(0, first!, 3, 1);
  observer.epoch!(0, second!, 5, 1);
  assert.deepEqual(shown(bars).map((text) => Number(/\d+$/.exec(text))), [3, 5, 0]);
  observer.finished!(0, trainedRecord(first!.run));
  assert.deepEqual(shown(bars).map((text) => Number(/\d+$/.exec(text))), [5, 0]);
  observer.epoch!(0, second!, 6, 1); // another of its worker ended meanwhile
  observer.separated!(0, [second!, third!], "the worker process was killed by SIGKILL");
  assert.deepEqual(shown(bars), []);
  assert.match(
    String(bars.bundle()["text/plain"]),
    /^worker 1 and its 2 runs: the worker process was killed by SIGKILL; each is tried again by itself$/m,
  );
});

Deno.test("SweepBars has a bar for a run that began on a cluster before this program did", () => {
  const bars = new SweepBars(plan), observer = bars.observer(() => {}), [first] = plan.pending;
  observer.epoch!(0, first!, 7, 1);
  assert.deepEqual(shown(bars).map((text) => Number(/\d+$/.exec(text))), [7]);
});

Deno.test("SweepBars tells what there is to know of the execution, such as why tasks of a cluster wait", () => {
  const bars = new SweepBars(plan), note = "Slurm: 2 tasks of job 4 have waited 60 s: <Resources>";
  bars.observer(() => {}).note!(note);
  assert.ok(String(bars.bundle()["text/plain"]).includes(note));
  assert.match(String(bars.bundle()["text/html"]), /Slurm: 2 tasks .*: &lt;Resources&gt;/);
});
