import { strict as assert } from "node:assert";
import { gunzipSync, gzipSync } from "node:zlib";
import * as tf from "@tensorflow/tfjs";
import { nanosecondsPerCell } from "../../lib/bench/data_targets.ts";
import { freshCopy } from "../../lib/bench/fresh_copy.ts";
import { inventRun } from "../../lib/bench/invent_run.ts";
import { inventSweep } from "../../lib/bench/invent_sweep.ts";
import { jsonLines } from "../../lib/bench/json_lines.ts";
import { atLeast, atMost } from "../../lib/bench/judge.ts";
import { minimizeStep } from "../../lib/bench/minimize_step.ts";
import { peakGigabytes } from "../../lib/bench/peak_memory.ts";
import { fastestPeer } from "../../lib/bench/peers.ts";
import { timedCommand } from "../../lib/bench/timed_command.ts";
import { vae } from "../../lib/models/mod.ts";
import { expandGrid, POSTER_GRID } from "../../lib/sweep/plan/grid.ts";
import { toJob } from "../../lib/training/job.ts";
import { temporaryFolder } from "../_temporary.ts";

Deno.test("nanosecondsPerCell() divides the median time by the cells", () => {
  const prepare = [1, 2, 9]; // seconds for a million cells
  const times = { samples: 1000, genes: 1000, megabytes: 1, prepare, again: [], peakGigabytes: 1 };
  assert.equal(nanosecondsPerCell(times), 2000);
});

Deno.test("atMost() and atLeast() show the worst place, and whether it is within the bound", () => {
  const cases = [["here", 1], ["there", 3]] as const;
  const most = atMost(2, "seconds", cases)!, least = atLeast(1, "seconds", cases)!;
  assert.deepEqual([most.met, most.where, least.met, least.where], [false, "there", true, "here"]);
});

Deno.test("fastestPeer() is the one with the shortest median", () => {
  const peer = { output: "", ratio: 1 };
  const peers = [
    { ...peer, layout: "a", seconds: [3, 9, 4] },
    { ...peer, layout: "b", seconds: [5, 5, 5] },
  ];
  assert.equal(fastestPeer({ runs: 1, epochs: 1, ours: [1], peers }).layout, "a");
});

Deno.test("freshCopy() has the same content in other bytes each time", async () => {
  const folder = temporaryFolder(), there = temporaryFolder();
  Deno.writeFileSync(`${folder}/a.gz`, gzipSync("genes"));
  const copy = async () => Deno.readFileSync(await freshCopy(`${folder}/a.gz`, there));
  const first = await copy(), second = await copy();
  assert.notDeepEqual(first, second);
  assert.equal(gunzipSync(second).toString(), "genes");
});

Deno.test("jsonLines() reads values that arrive in pieces", async () => {
  const pieces = ['{"a":', "1}\n2\n"].map((text) => new TextEncoder().encode(text));
  const values = await Array.fromAsync(jsonLines<unknown>(ReadableStream.from(pieces)));
  assert.deepEqual(values, [{ a: 1 }, 2]);
});

Deno.test("inventSweep() writes a record of each run of the grid", async () => {
  const axes = { models: ["vae"], learningRates: [0.1, 0.01], latentSizes: [5] };
  const folder = temporaryFolder();
  assert.equal(
    await inventSweep(folder, { ...axes, optimizers: ["adam"], seeds: [0] }, { epochs: 2 }),
    2,
  );
  assert.equal(inventRun(expandGrid(POSTER_GRID)[0]!, 0, 40).error, null);
});

Deno.test("minimizeStep() learns", async () => {
  await tf.setBackend("cpu");
  const job = toJob(vae, { latentSize: 2, hiddenSize: 8, batchSize: 4, learningRate: 0.01 });
  // Far from what a new network gives: learning shows through the noise that each step draws.
  const training = minimizeStep(job, tf.fill([4, 6], 5));
  const rows = Int32Array.of(0, 1, 2, 3), first = training.step(rows);
  for (let i = 0; i < 200; i++) training.step(rows);
  assert.ok(training.step(rows) < first / 2);
});

Deno.test("timedCommand() gives what a command prints, peakGigabytes() what a process holds", async () => {
  const { seconds, output } = await timedCommand([Deno.execPath(), "--version"]);
  assert.ok(seconds > 0 && output.startsWith("deno "));
  const peak = await peakGigabytes("self");
  assert.ok(peak > 0.01 && peak < 100, String(peak));
});
