import { strict as assert } from "node:assert";
import { MODELS } from "../../lib/models/mod.ts";
import { loadTensorFlow } from "../../lib/tensorflow/load.ts";
import { nativeBackend } from "../../lib/tensorflow/native_backend.ts";
import { PopulationEngine } from "../../lib/training/population_engine.ts";
import { inOrder, NATIVE } from "./_setup.ts";
import { dataset, flat, jobOf, REFERENCE, TOLERANCE } from "./_trajectories.ts";

const { batch, steps } = REFERENCE.shape;

for (const model of Object.keys(MODELS)) {
  Deno.test({
    name: `every slot of a population follows PyTorch: ${model} with each optimizer`,
    ignore: !NATIVE,
    async fn() {
      await loadTensorFlow({ backend: "tensorflow" });
      const runs = REFERENCE.runs.filter((run) => run.model === model);
      const slots = [...runs, ...runs, runs[0]!];
      const engine = new PopulationEngine(nativeBackend(), { slots: slots.length });
      await Promise.all(slots.map(async (run, slot) => {
        const { optimizer, learningRate } = run;
        const training = await engine.start(jobOf(model, { optimizer, learningRate }), dataset);
        const terms = await training.trainEpoch(inOrder(batch * steps));
        const error = await training.reconstructionError("test"),
          weights = await training.weights();
        await training.dispose();
        const compare = (found: number, expected: number, scale: number, what: string) =>
          assert.ok(
            Math.abs(found - expected) <= TOLERANCE * scale,
            `slot ${slot}, ${optimizer}, ${what}: got ${found}, PyTorch has ${expected}`,
          );
        assert.equal(terms.length, run.loss.length);
        run.loss.forEach((loss, step) =>
          compare(terms[step]!.loss!, loss, Math.abs(loss), `loss ${step}`)
        );
        const { after } = run.evaluationMse;
        compare(error, after, after, "error after");
        for (const name of ["mean/bias", "reconstruction/bias"]) {
          const expected = flat(run.final[name]!), scale = Math.max(...expected.map(Math.abs));
          expected.forEach((value, i) => compare(weights[name]![i]!, value, scale, `${name} ${i}`));
        }
      }));
      engine.dispose();
    },
  });
}
