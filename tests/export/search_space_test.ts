import { strict as assert } from "node:assert";
import { searchSpace } from "../../lib/export/search_space.ts";
import type { Axes } from "../../lib/sweep/plan/axes.ts";
import { sweepAxes } from "../../lib/sweep/store/axes.ts";
import { AXES } from "./_folder.ts";

const spaceOf = (axes: Axes) => searchSpace({ axes: sweepAxes({ axes }), folder: "results" });

Deno.test("searchSpace() has the axes with several levels, without seeds", () => {
  assert.deepEqual(spaceOf(AXES), [
    {
      ...{ name: "model", levels: ["vae", "iwae"], optional: false },
      ...{ numeric: false, whole: false, log: false },
    },
    {
      ...{ name: "learning_rate", levels: [0.001, 0.1], optional: false },
      ...{ numeric: true, whole: false, log: true },
    },
    {
      ...{ name: "kl_weight", levels: [0.5, 1], optional: true },
      ...{ numeric: false, whole: false, log: false },
    },
  ]);
});

Deno.test("searchSpace() takes the logarithm from a factor of ten on, never of nought", () => {
  const log = (latentSizes: number[]) =>
    spaceOf({ ...AXES, latentSizes }).find(({ name }) => name === "latent_size")!.log;
  assert.deepEqual([[10, 100], [100, 10], [10, 99]].map(log), [true, true, false]);
  const warmup = spaceOf({ ...AXES, further: { klWarmup: [0, 50] } }).at(-1)!;
  assert.deepEqual([warmup.name, warmup.log, warmup.whole], ["kl_warmup", false, true]);
});

Deno.test("searchSpace() refuses a sweep whose runs differ in seeds alone", () => {
  const axes = { ...AXES, models: ["vae"], learningRates: [0.1], further: {} };
  assert.throws(() => spaceOf(axes), {
    name: "InputError",
    message:
      "Cannot export results: its runs differ in nothing but seeds, so there is nothing to tune; " +
      "export a sweep over several values of something else",
  });
});
