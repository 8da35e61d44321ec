import { strict as assert } from "node:assert";
import { WorkerProcess } from "../../lib/sweep/execute/_worker_process.ts";
import { availableBackend } from "../../lib/tensorflow/available.ts";
import { findCards } from "../../lib/tensorflow/cards.ts";
import { rows, sweep, temporary, TINY } from "../faults/_sweep.ts";

const native = (await availableBackend()).backend === "tensorflow";
const { present } = await findCards();
const ignore = !native || present;
if (ignore) console.error("SKIPPED: what a machine without a card says, where one is or no set-up");

const grid = [..."--learning-rates 1e-3 --latent-sizes 2 --max-epochs 2 --seeds 0".split(" ")];

Deno.test({
  name:
    "a sweep on a machine without a card says so in one line where one is asked for, and nothing else changes",
  ignore,
  async fn() {
    const out = temporary();
    const asked = await sweep(...TINY, ...grid, "--out", out, "--device", "gpu");
    assert.equal(asked.code, 2);
    assert.equal(asked.err.trim(), "--device gpu: there is no NVIDIA card");
    const precise = await sweep(...TINY, ...grid, "--out", out, "--precision", "tf32");
    assert.equal(precise.code, 2);
    assert.match(precise.err.trim(), /^--precision tf32: takes effect on a card only; .*$/);
    const { code, err } = await sweep(...TINY, ...grid, "--out", out);
    assert.deepEqual([code, /card|gpu/i.test(err)], [0, false]);
    assert.deepEqual(rows(out).map(({ device, precision }) => [device, precision]), [
      ["cpu", "float32"],
    ]);
  },
});

Deno.test({
  name:
    "a worker that is to have a card and finds none says so and ends; no run is tried on the processor",
  ignore,
  async fn() {
    const how = { engine: "graph", backend: "tensorflow", device: "gpu", threads: 1 } as const;
    const worker = new WorkerProcess({ ...how, runsFolder: temporary(), modelsFolder: null });
    const message = await worker.receive();
    assert.equal(message?.type, "unusable");
    assert.match(JSON.stringify(message), /Cannot use a card: TensorFlow found none that works/);
    assert.equal(await worker.receive(), undefined);
    await worker.stop("close");
  },
});
