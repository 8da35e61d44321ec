import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { MODELS, vae } from "../../lib/models/mod.ts";
import type { Engine } from "../../lib/training/engine.ts";
import { openEngine } from "../../lib/training/open_engine.ts";
import { ENGINES, inOrder, NATIVE, toyDataset, toyJob } from "./_setup.ts";
import { bitsOf } from "./_bits.ts";

for (const options of ENGINES.slice(0, 3)) {
  const test = (criterion: string, fn: (engine: Engine) => Promise<void>) =>
    Deno.test({
      name:
        `train() of the ${options.engine} engine on ${options.backend} gives the same bits ${criterion}`,
      ignore: options.backend === "tensorflow" && !NATIVE,
      async fn() {
        const engine = await openEngine(options);
        await fn(engine);
        engine.dispose();
      },
    });

  test("again, in a graph used before, after other models, and in another engine", async (engine) => {
    const names = Object.keys(MODELS), first = new Map<string, string>();
    for (const name of names) first.set(name, await bitsOf(engine, name));
    assert.equal(await bitsOf(engine, names.at(-1)!), first.get(names.at(-1)!));
    for (const name of names) assert.equal(await bitsOf(engine, name), first.get(name), name);
    const other = await openEngine(options);
    assert.equal(await bitsOf(other, "iwae"), first.get("iwae"));
    other.dispose();
    assert.equal(new Set(first.values()).size, names.length);
    assert.notEqual(await bitsOf(engine, "vae", { seed: 4 }), first.get("vae"));
  });

  test("while other trainings of its own kind and of another dataset live", async (engine) => {
    const alone = await bitsOf(engine, "vae"),
      job = toyJob(vae, { seed: 9 }),
      dataset = toyDataset();
    const others = [
      engine.start(job, toyDataset({ seed: 3 })),
      engine.start(job, toyDataset({ genes: 5, train: 17 })),
      engine.start(toyJob(vae), dataset),
    ];
    const meanwhile = await bitsOf(engine, "vae", {
      onEpoch: () => others.forEach((training) => training.trainEpoch(inOrder(17))),
    });
    assert.equal(meanwhile, alone);
    // The others have not been disturbed either.
    const [first] = others.map((training) => training.weights());
    others.forEach((training) => training.dispose());
    const again = engine.start(job, toyDataset({ seed: 3 }));
    const epochs = Number(/^\d+/.exec(alone)![0]);
    for (let epoch = 0; epoch < epochs; epoch++) again.trainEpoch(inOrder(17));
    assert.deepEqual(again.weights(), first);
    again.dispose();
  });
}

Deno.test({
  name: "train() gives the same bits in another process of as many threads",
  ignore: !NATIVE,
  async fn() {
    const engine = await openEngine(ENGINES[0]);
    const here = [await bitsOf(engine, "vae"), await bitsOf(engine, "iwae")];
    engine.dispose();
    const program = fileURLToPath(new URL("./_bits_process.ts", import.meta.url));
    const args = ["run", "-A", "--no-check", program, "vae", "iwae"];
    const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), { args }).output();
    const decoder = new TextDecoder();
    assert.ok(success, decoder.decode(stderr));
    assert.deepEqual(JSON.parse(decoder.decode(stdout)), here);
  },
});
