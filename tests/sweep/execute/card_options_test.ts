import { strict as assert } from "node:assert";
import { usualOptions } from "../../../lib/sweep/slurm/_submit.ts";
import { temporaryFolder } from "../../_temporary.ts";
import { availableBackend } from "../../../lib/tensorflow/available.ts";
import { findCards } from "../../../lib/tensorflow/cards.ts";
import { deviceEnvironment } from "../../../lib/tensorflow/device.ts";
import { inheritedEnvironment } from "../../../lib/tensorflow/inherited_environment.ts";
import { loadTensorFlow } from "../../../lib/tensorflow/load.ts";
import { JsonProcess } from "../../../lib/sweep/execute/json_process.ts";

const native = (await availableBackend()).backend === "tensorflow";

Deno.test("an array job asks for one card a task where it is to compute on cards, unless the user asks otherwise", () => {
  assert.equal(usualOptions({ threads: 2 }).gres, undefined);
  assert.equal(usualOptions({ threads: 2, device: "cpu" }).gres, undefined);
  assert.equal(usualOptions({ threads: 2, device: "gpu" }).gres, "gpu:1");
  const others: Record<string, string>[] = [{ gres: "gpu:a100:2" }, { gpus: "1" }, {
    "gpus-per-task": "1",
  }];
  for (const own of others) {
    assert.equal(usualOptions({ threads: 2, device: "gpu", sbatch: own }).gres, undefined);
  }
});

Deno.test("deviceEnvironment() hides cards from a processor's work, and switches TF32 off where it is not asked for", () => {
  assert.deepEqual(deviceEnvironment({}), { CUDA_VISIBLE_DEVICES: "-1" });
  assert.deepEqual(deviceEnvironment({ device: "gpu" }), {
    TF_FORCE_GPU_ALLOW_GROWTH: "true",
    NVIDIA_TF32_OVERRIDE: "0",
  });
  assert.deepEqual(deviceEnvironment({ device: "gpu", precision: "tf32" }), {
    TF_FORCE_GPU_ALLOW_GROWTH: "true",
    NVIDIA_TF32_OVERRIDE: null, // the user's own would switch it off
  });
});

Deno.test("JsonProcess shows its process one card, and leaves as it is what nobody chose", async () => {
  const module = new URL("./_environment_process.ts", import.meta.url);
  const before = Deno.env.get("CUDA_VISIBLE_DEVICES");
  try {
    Deno.env.set("CUDA_VISIBLE_DEVICES", "4,7");
    for (const [card, seen] of [["7", "7"], [undefined, "4,7"]] as const) {
      const process = new JsonProcess<never, string>(module, null, { threads: 1, card });
      assert.equal(await process.receive(), seen);
      await process.stop("close");
    }
  } finally {
    if (before === undefined) Deno.env.delete("CUDA_VISIBLE_DEVICES");
    else Deno.env.set("CUDA_VISIBLE_DEVICES", before);
  }
});

Deno.test({
  name:
    "a process that computes on the processor does not hide the cards from those that it starts",
  ignore: !native,
  async fn() {
    const name = "CUDA_VISIBLE_DEVICES", before = Deno.env.get(name);
    try {
      Deno.env.set(name, "4,7");
      await loadTensorFlow({ backend: "tensorflow" });
      assert.equal(Deno.env.get(name), "-1");
      assert.equal(inheritedEnvironment()[name], "4,7");
      const root = temporaryFolder();
      Deno.mkdirSync(`${root}/dev`);
      Deno.writeTextFileSync(`${root}/dev/nvidia0`, "");
      const { problem } = await findCards({ root, log: () => Promise.resolve("") });
      assert.doesNotMatch(problem ?? "", new RegExp(name));
    } finally {
      if (before === undefined) Deno.env.delete(name);
      else Deno.env.set(name, before);
    }
  },
});
