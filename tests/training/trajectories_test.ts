import assert from "node:assert/strict";
import { openEngine } from "../../lib/training/open_engine.ts";
import { ENGINES, inOrder, NATIVE } from "./_setup.ts";
import { dataset, flat, jobOf, type Nested, REFERENCE, TOLERANCE } from "./_trajectories.ts";

const { batch, steps } = REFERENCE.shape;

/** Found and expected numbers of one run by what they are. */
type Comparison = Record<string, readonly (readonly [found: number, expected: number])[]>;

const pairs = (found: ArrayLike<number>, expected: Nested) =>
  Array.from(flat(expected), (value, i) => [found[i]!, value] as const);

for (const options of ENGINES) {
  for (const run of REFERENCE.runs) {
    Deno.test({
      name: `trainEpoch() and reconstructionError() of the ${options.engine} engine on ` +
        `${options.backend} follow PyTorch: ${run.model}, ${run.optimizer}`,
      ignore: options.backend === "tensorflow" && !NATIVE,
      async fn() {
        const { optimizer, learningRate } = run;
        const engine = await openEngine(options);
        const training = engine.start(jobOf(run.model, { optimizer, learningRate }), dataset);
        const before = training.reconstructionError("test");
        const terms = training.trainEpoch(inOrder(batch * steps));
        const after = training.reconstructionError("test"), weights = training.weights();
        training.dispose();
        engine.dispose();
        assert.equal(terms.length, run.loss.length);
        assert.deepEqual(
          Object.keys(terms[0]!).sort(),
          ["loss", ...Object.keys(run.parts[0]!)].sort(),
        );
        const [mean, variance] = run.final["encoder_norm/moving"] as [Nested, Nested];
        compare({
          ...Object.fromEntries(
            Object.keys(run.parts[0]!).map((name) => [
              name,
              run.parts.map((part, step) => [terms[step]![name]!, part[name]!]),
            ]),
          ),
          loss: run.loss.map((loss, step) => [terms[step]!.loss!, loss]),
          "error before": [[before, run.evaluationMse.before]],
          "error after": [[after, run.evaluationMse.after]],
          "moving mean": pairs(weights["encoder_norm/moving_mean"]!, mean),
          "moving variance": pairs(weights["encoder_norm/moving_variance"]!, variance),
          ...Object.fromEntries(["mean/bias", "reconstruction/bias"].map((name) => [
            name,
            pairs(weights[name]!, run.final[name]!),
          ])),
        });
      },
    });
  }
}

/** Losses, parts and errors by relative difference; signed quantities near zero by that to their largest. */
function compare(comparison: Comparison): void {
  let largest = 0, where = "";
  for (const [name, values] of Object.entries(comparison)) {
    const scale = Math.max(...values.map(([, expected]) => Math.abs(expected)));
    const signed = /bias|moving|mmd/.test(name);
    values.forEach(([found, expected], i) => {
      const difference = Math.abs(found - expected) / (signed ? scale : Math.abs(expected));
      assert.ok(difference <= TOLERANCE, `${name} ${i}: got ${found}, PyTorch has ${expected}`);
      if (difference >= largest) [largest, where] = [difference, `${name} ${i}`];
    });
  }
  console.log(`largest relative difference ${largest.toExponential(1)} (${where})`);
}
