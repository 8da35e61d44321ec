import { strict as assert } from "node:assert";
import { cardMemory, memoryProblem } from "../../../lib/sweep/plan/card_memory.ts";
import { chooseDevice } from "../../../lib/sweep/plan/choose_device.ts";
import { Forecast } from "../../../lib/sweep/plan/forecast.ts";
import { expandGrid, POSTER_GRID } from "../../../lib/sweep/plan/grid.ts";

const SIZE = { genes: 5000, samples: 11060 };
const runs = (models: string[], latentSizes: number[]) =>
  expandGrid({ ...POSTER_GRID, models, latentSizes }, { fixedEpochs: 10 });
const MEMORY = cardMemory(runs(["vae"], [50]), SIZE);
const card = (freeBytes: number) => ({ id: "0", name: "NVIDIA A2", freeBytes });

Deno.test("cardMemory() counts six copies of the weights and a step for each slot, and the data once", () => {
  const weights = 4 * 512 * (2 * 5000 + 3 * 50); // 20.8 MB
  const step = 4 * (5000 * 512 + 64 * (5.5 * 5000 + 18 * 512)); // as on a processor
  assert.equal(MEMORY.slot, 6 * weights + step);
  assert.equal(MEMORY.other, 0.5e9 + 4 * 11060 * 5000);
  const larger = cardMemory(runs(["vae", "iwae"], [5, 50]), SIZE);
  assert.ok(larger.slot > MEMORY.slot, "the largest run decides");
});

Deno.test("memoryProblem() names the card that has not the memory for one run, what it has and what that takes", () => {
  assert.equal(memoryProblem([card(80e9), card(MEMORY.slot + MEMORY.other)], MEMORY), null);
  assert.equal(
    memoryProblem([card(80e9), card(0.5 * 2 ** 30)], MEMORY),
    "NVIDIA A2 has 0.5 GiB of free memory, and a run takes 0.8 GiB; end what uses it (`nvidia-smi` shows that)",
  );
});

Deno.test("chooseDevice() leaves a card that is too small with a word, and refuses where it was asked for", async () => {
  const how = { engine: "graph", backend: "tensorflow", executor: "local", memory: MEMORY };
  const find = () => Promise.resolve({ cards: [card(1e8)], present: true, problem: null });
  const { device, notice } = await chooseDevice(how, find);
  assert.equal(device, "cpu");
  assert.match(notice!, /^the NVIDIA card is not used: NVIDIA A2 has 0\.1 GiB of free memory/);
  await assert.rejects(
    chooseDevice({ ...how, device: "gpu" }, find),
    /^InputError: --device gpu: NV/,
  );
});

Deno.test("Forecast of a card: steps that runs take together, at the measured times", () => {
  const size = { genes: 5000, trainRows: 7742 }, one = runs(["vae"], [50]).slice(0, 1);
  const perStep = (slots: number) => {
    const { most } = new Forecast(size, { slots }).of(one);
    return 1000 * (most - 0.2) / (10 * Math.floor(7742 / 64));
  };
  // docs/gpu.md, float32: an H200's 2.76 ms alone, an H100's with 15 and with 90.
  for (const [slots, measured] of [[1, 2.76], [15, 0.31], [90, 0.186]] as const) {
    const found = perStep(slots);
    assert.ok(found > measured / 1.2 && found < measured * 1.2, `${slots} slots: ${found} ms`);
  }
});
