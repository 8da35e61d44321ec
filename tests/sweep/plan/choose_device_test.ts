import { strict as assert } from "node:assert";
import { InputError } from "../../../lib/errors.ts";
import { chooseDevice, type DeviceChoice } from "../../../lib/sweep/plan/choose_device.ts";
import type { FoundCards } from "../../../lib/tensorflow/cards.ts";

const HOW = { engine: "graph", backend: "tensorflow", executor: "local" };
const CARD = { id: "0", name: "NVIDIA H100 80GB HBM3", freeBytes: 79e9 };

/** What is chosen where the search finds something; it fails where nobody may look. */
const choose = (choice: Partial<DeviceChoice>, found?: FoundCards) =>
  chooseDevice({ ...HOW, ...choice }, () => found ? Promise.resolve(found) : assert.fail("looked"));

const WORKING = { cards: [CARD], present: true, problem: null };
const NONE = { cards: [], present: false, problem: "there is no NVIDIA card" };
const BROKEN = { cards: [], present: true, problem: "TensorFlow does not find libcudnn.so.9" };

async function refused(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
}

Deno.test("chooseDevice() takes a working card without being asked, says why one is left, and is silent without one", async () => {
  assert.deepEqual(await choose({}, WORKING), { device: "gpu", cards: [CARD], notice: null });
  assert.deepEqual(await choose({}, NONE), { device: "cpu", cards: null, notice: null });
  const { device, notice } = await choose({}, BROKEN);
  assert.deepEqual([device, notice], [
    "cpu",
    "the NVIDIA card is not used: TensorFlow does not find libcudnn.so.9",
  ]);
});

Deno.test("chooseDevice() never takes the processor where a card was asked for", async () => {
  assert.equal(
    await refused(choose({ device: "gpu" }, NONE)),
    "--device gpu: there is no NVIDIA card",
  );
  assert.match(
    await refused(choose({ device: "gpu" }, BROKEN)),
    /^--device gpu: .*libcudnn\.so\.9/,
  );
  assert.match(await refused(choose({ device: "gpu", backend: "wasm" })), /needs graph on tens/);
  assert.match(await refused(choose({ device: "gpu", engine: "eager" })), /got --engine eager/);
});

Deno.test("chooseDevice() goes on with what a folder's runs were computed on", async () => {
  assert.equal((await choose({ earlier: "cpu" })).device, "cpu");
  assert.equal((await choose({ earlier: "gpu" }, WORKING)).device, "gpu");
  assert.match(
    await refused(choose({ earlier: "gpu" }, NONE)),
    /^--device auto: the folder's runs were computed on a card, but there is no NVIDIA card; /,
  );
});

Deno.test("chooseDevice() looks for no card where the processor is asked for, or could alone be used", async () => {
  assert.equal((await choose({ device: "cpu" })).device, "cpu");
  assert.equal((await choose({ backend: "wasm", engine: "eager" })).device, "cpu");
  assert.equal((await choose({ executor: "slurm" })).device, "cpu");
  const cluster = await choose({ executor: "slurm", device: "gpu" });
  assert.deepEqual(cluster, { device: "gpu", cards: null, notice: null });
});

Deno.test("chooseDevice() refuses TF32 where there is no card for it", async () => {
  assert.equal((await choose({ precision: "tf32" }, WORKING)).device, "gpu");
  assert.match(
    await refused(choose({ precision: "tf32", device: "cpu" })),
    /^--precision tf32: takes effect on a card only; /,
  );
  assert.match(await refused(choose({ precision: "tf32" }, BROKEN)), /\(the NVIDIA card is not us/);
});
