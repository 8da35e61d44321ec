import { strict as assert } from "node:assert";
import { describeCards } from "../../lib/cli/_describe_cards.ts";
import { describePlan } from "../../lib/cli/_dry_run.ts";
import { InputError } from "../../lib/errors.ts";
import { LocalExecutor } from "../../lib/sweep/execute/local_executor.ts";
import { cardMemory } from "../../lib/sweep/plan/card_memory.ts";
import { JournalWriter, readJournals } from "../../lib/sweep/store/journal.ts";
import { planSweep } from "../../lib/sweep/sweep.ts";
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

Deno.test({
  name:
    "a sweep whose card is gone ends with a line, and no run counts as failed or is tried on the processor",
  ignore,
  async fn() {
    const folder = temporary();
    const { jobs, data: size } = await planSweep({
      ...{ data: "synthetic-120x60", out: folder },
      axes: { models: ["vae"], latentSizes: [2], optimizers: ["sgd"], seeds: [0] },
      fixed: { fixedEpochs: 2, hiddenSize: 4, batchSize: 16 },
    });
    Deno.mkdirSync(`${folder}/runs`, { recursive: true });
    using journal = new JournalWriter(`${folder}/runs`);
    const options = { engine: "graph", backend: "tensorflow", device: "gpu", workers: 2 } as const;
    const executor = new LocalExecutor({ ...options, cards: ["0"], threads: 1, retries: 1, size });
    const store = { folder, journal, done: [], saveModels: false };
    await assert.rejects(
      executor.execute(jobs, store),
      (error) => error instanceof InputError && /^Cannot use a card: /.test(error.message),
    );
    assert.deepEqual(readJournals(`${folder}/runs`).records, []);
  },
});

Deno.test("a dry run says of each card its name, slots, what they take of its memory, and the precision", async () => {
  const plan = await planSweep({
    ...{ data: "synthetic-120x60", out: temporary(), backend: "cpu", engine: "eager" },
    axes: { models: ["vae"], latentSizes: [2], optimizers: ["sgd"], seeds: [0] },
  });
  assert.doesNotMatch(describePlan(plan).join("\n"), /^card/m);
  const memory = cardMemory(plan.jobs.map(({ configuration }) => configuration), {
    genes: 5000,
    samples: 11060,
  });
  const card = { id: "3", name: "NVIDIA H100 80GB HBM3", freeBytes: 77 * 2 ** 30 };
  const on = { device: "gpu", precision: "tf32", population: 15, workers: 1 } as const;
  const lines = describePlan({
    ...plan,
    ...{ cards: [card], cardMemory: memory, options: { ...plan.options, ...on } },
  });
  // 15 slots of 6 · 4 · 512 · (2 · 5000 + 3 · 2) bytes and a step, the data and half a GB: 2.7e9 bytes.
  const taken = ((memory.other + 15 * memory.slot) / 2 ** 30).toFixed(1);
  assert.ok(Number(taken) > 2.3 && Number(taken) < 2.9, taken);
  const said =
    `card 3          NVIDIA H100 80GB HBM3: 15 slots take ${taken} GiB of 77.0 GiB free, tf32`;
  assert.ok(lines.includes(said), lines.join("\n"));
});

Deno.test("a task on a cluster's card trains one run at a time unless told otherwise: what the nodes have is not known", async () => {
  const planned = async (population?: number) => {
    const { options } = await planSweep({
      ...{
        data: "synthetic-120x60",
        out: temporary(),
        device: "gpu",
        executor: "slurm",
        population,
      },
      axes: { models: ["vae"], latentSizes: [2], seeds: [0, 1] },
    });
    return options.population;
  };
  assert.deepEqual([await planned(), await planned(6)], [1, 6]);
});

Deno.test("describeCards() of set-up has a line for each card, one for why there is none that works, and none without a card", () => {
  const card = { id: "0", name: "NVIDIA A2", freeBytes: 15 * 2 ** 30 };
  assert.deepEqual(describeCards({ cards: [card], present: true, problem: null }), [
    "Card        0: NVIDIA A2, 15.0 GiB free",
  ]);
  assert.deepEqual(describeCards({ cards: [], present: true, problem: "it is busy" }), [
    "Card        not used: it is busy",
  ]);
  assert.deepEqual(describeCards({ cards: [], present: false, problem: "there is none" }), []);
});
