import { strict as assert } from "node:assert";
import { WorkerLines } from "../../lib/cli/_worker_lines.ts";
import { expandGrid, POSTER_GRID } from "../../lib/sweep/plan/grid.ts";
import { sweepAxes } from "../../lib/sweep/store/axes.ts";

const jobs = expandGrid({ ...POSTER_GRID, models: ["vae"], latentSizes: [10] })
  .map((configuration, i) => ({ run: `${i}`, configuration, dataset: "" }));
const axes = sweepAxes({ axes: POSTER_GRID });

/** A bar that remembers what it shows, as `5/6 text`. */
class ShownBar {
  shown = "";
  #total = 0;
  #value = 0;

  setTotal(total: number): void {
    this.#total = total;
  }

  update(value: number | { text: string }, payload?: { text: string }): void {
    if (typeof value === "number") this.#value = value;
    const { text } = typeof value === "number" ? payload! : value;
    this.shown = `${this.#value}/${this.#total} ${text}`;
  }
}

Deno.test("WorkerLines show each worker's run, its epoch and its loss", () => {
  const bar = new ShownBar(), lines = new WorkerLines([bar], { axes }), [job] = jobs;
  lines.started(0, job!);
  assert.equal(bar.shown, "0/100 vae latent 10 adam 0.1  starting");
  lines.epoch(0, job!, 7, 12.3456789);
  assert.equal(bar.shown, "7/100 vae latent 10 adam 0.1  loss 12.346");
  lines.epoch(0, job!, 8, null);
  assert.equal(bar.shown, "8/100 vae latent 10 adam 0.1  loss not finite");
  lines.ended(0, job!, 8);
  assert.equal(bar.shown, "8/100 waiting for a run");
  lines.started(1, jobs[1]!); // a worker that is not shown
});

Deno.test("WorkerLines show of how many epochs a run is that began before they did, as on a cluster", () => {
  const bar = new ShownBar();
  new WorkerLines([bar], { axes }).epoch(0, jobs[0]!, 7, 12.5);
  assert.equal(bar.shown, "7/100 vae latent 10 adam 0.1  loss 12.500");
});

Deno.test("WorkerLines show a line per worker, however many runs it trains at once", () => {
  const bars = [new ShownBar(), new ShownBar()];
  const lines = new WorkerLines(bars, { axes, population: 6 });
  for (const job of jobs.slice(0, 6)) lines.started(0, job);
  lines.epoch(0, jobs[0]!, 3, 1);
  lines.epoch(0, jobs[1]!, 40, 1);
  assert.equal(bars[0]!.shown, "6/6 slots of vae latent 10, epoch 0 to 40 of 100");
  lines.started(0, jobs[6]!); // one of the six is measured meanwhile
  assert.match(bars[0]!.shown, /^6\/6 slots/);
  for (const job of jobs.slice(0, 2)) lines.ended(0, job, 40);
  assert.equal(bars[0]!.shown, "5/6 slots of vae latent 10, epoch 0 to 0 of 100");
  for (const job of jobs.slice(2, 7)) lines.ended(0, job, null);
  assert.equal(bars[0]!.shown, "0/6 slots, waiting for runs");
  assert.equal(bars[1]!.shown, "");
});
