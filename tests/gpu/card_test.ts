import { strict as assert } from "node:assert";
import { fileURLToPath } from "node:url";
import { findCards } from "../../lib/tensorflow/cards.ts";
import type { DeviceOptions } from "../../lib/tensorflow/device.ts";
import { rows, sweep, temporary, TINY } from "../faults/_sweep.ts";

const { cards, problem } = await findCards();
const ignore = problem !== null;
if (ignore) console.error(`SKIPPED: tests on a card: ${problem}`);
else console.error(`On ${cards.map(({ name, freeBytes }) => `${name} (${freeBytes} bytes free)`)}`);

/** What a model's training gave. */
interface Found {
  readonly name: string;
  readonly steps: readonly number[];
  readonly losses: Readonly<Record<string, number>>;
}

/** Trains all models on a device, in a process of its own. */
async function trained(device: DeviceOptions): Promise<readonly Found[]> {
  const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "--quiet", "--no-check", "--cached-only"],
      ...[`--config=${path("../../deno.json")}`, path("./_losses_process.ts")],
      JSON.stringify(device),
    ],
    stderr: "piped",
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** The largest relative difference of two lists of numbers. */
function difference(a: readonly number[], b: readonly number[]): number {
  assert.equal(a.length, b.length);
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]!) / Math.abs(b[i]!)));
}

Deno.test({
  name:
    "trainings of all models on a card have the processor's losses, at each of 50 steps and in evaluation",
  ignore,
  async fn() {
    const [gpu, cpu] = [await trained({ device: "gpu" }), await trained({ device: "cpu" })];
    assert.equal(gpu.length, 8);
    for (const [i, { name, steps, losses }] of gpu.entries()) {
      const expected = cpu[i]!, far = difference(steps, expected.steps);
      const evaluated = difference(Object.values(losses), Object.values(expected.losses));
      console.error(
        `${name}: steps within ${far.toExponential(1)}, then ${evaluated.toExponential(1)}`,
      );
      assert.equal(steps.length, 50);
      assert.ok(far < 1e-4, `${name}: steps differ by ${far}`);
      assert.ok(evaluated < 1e-3, `${name}: evaluation differs by ${evaluated}`);
    }
  },
});

Deno.test({
  name:
    "trainings on a card are the same again, bit for bit; TF32 changes them, and only where it is asked for",
  ignore,
  async fn() {
    const first = await trained({ device: "gpu" });
    assert.deepEqual(await trained({ device: "gpu", precision: "float32" }), first);
    const fast = await trained({ device: "gpu", precision: "tf32" });
    const far = fast.map(({ steps }, i) => difference(steps, first[i]!.steps));
    assert.ok(far.some((one) => one > 1e-6), `TF32 changed nothing: ${far}`);
    assert.ok(far.every((one) => one < 1e-1), `TF32 is another computation: ${far}`);
  },
});

Deno.test({
  name:
    "a sweep takes the card without being asked, says which in its dry run, and keeps it in its results",
  ignore,
  async fn() {
    const out = temporary(), grid = "--learning-rates 1e-3,1e-4 --latent-sizes 2 --max-epochs 3";
    const all = [...TINY, ...grid.split(" "), "--seeds", "0,1", "--out", out];
    const planned = await sweep(...all, "--dry-run");
    assert.equal(planned.code, 0, planned.err);
    assert.match(
      planned.out,
      /^card 0 +.*: (\d+ slots take|a run takes) \d+\.\d GiB of \d+\.\d GiB free, float32$/m,
    );
    const { code, err } = await sweep(...all);
    assert.equal(code, 0, err);
    const found = rows(out);
    assert.equal(found.length, 4);
    for (const { device, precision, status } of found) {
      assert.deepEqual([device, precision], ["gpu", "float32"]);
      assert.notEqual(status, "failed");
    }
    const other = await sweep(...all, "--device", "cpu");
    assert.equal(other.code, 2, "a folder's runs are of one device");
    assert.match(other.err, /device was gpu, now cpu/);
    const processor = await sweep(...all.slice(0, -1), temporary(), "--device", "cpu");
    assert.equal(processor.code, 0, processor.err);
  },
});

Deno.test({
  name:
    "findCards() names a card as CUDA_VISIBLE_DEVICES does, and says how much of its memory is free",
  ignore,
  async fn() {
    const { cards: [card] } = await findCards();
    assert.equal(card!.id, Deno.env.get("CUDA_VISIBLE_DEVICES")?.split(",")[0] ?? "0");
    assert.ok(
      card!.freeBytes > 2 ** 30,
      `${card!.name} is busy: ${card!.freeBytes} bytes are free`,
    );
  },
});
