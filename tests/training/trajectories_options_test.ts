import assert from "node:assert/strict";
import type { OptimizerName } from "../../lib/optimizers/mod.ts";
import type { RunOptionValues } from "../../lib/options/mod.ts";
import type { Job, Terms } from "../../lib/training/engine.ts";
import { openEngine } from "../../lib/training/open_engine.ts";
import { ENGINES, inOrder, NATIVE } from "./_setup.ts";
import { dataset, flat, jobOf, type Nested, REFERENCE, TOLERANCE } from "./_trajectories.ts";

/** PyTorch's float64 trajectories with options of the loss and the optimizer: see make_trajectories_options.py. */
interface Options {
  readonly stepsPerEpoch: number;
  readonly runs: readonly {
    readonly model: string;
    readonly optimizer: OptimizerName;
    readonly learningRate: number;
    readonly options: Partial<RunOptionValues>;
    readonly terms: readonly Readonly<Record<string, number>>[];
    readonly error: number;
    readonly bias: Nested;
  }[];
}

const OPTIONS: Options = JSON.parse(
  Deno.readTextFileSync(new URL("../fixtures/trajectories_options.json", import.meta.url)),
);
const { batch, genes, steps } = REFERENCE.shape;

/** Each engine on the backend where it is told best from the other. */
const TRIED = ENGINES.filter(({ engine, backend }) => engine === "graph" || backend === "cpu");

/** Twelve steps in epochs as the reference has them. */
async function trajectory(job: Job, options: typeof ENGINES[number]) {
  const engine = await openEngine(options), training = engine.start(job, dataset);
  const rows = batch * OPTIONS.stepsPerEpoch, terms: Terms[] = [];
  for (let epoch = 1; terms.length < steps; epoch++) {
    const order = inOrder(batch * steps).slice((epoch - 1) * rows, epoch * rows);
    terms.push(...training.trainEpoch(order, { epoch }));
  }
  const found = {
    terms,
    error: training.reconstructionError("test"),
    weights: training.weights(),
  };
  training.dispose();
  engine.dispose();
  return found;
}

/** The largest relative difference of two lists, each difference to the second one's number or to its largest. */
function furthest(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  toLargest = false,
): number {
  const scale = Math.max(...Array.from(expected, Math.abs));
  return Math.max(...Array.from(expected, (value, i) => {
    return Math.abs(found[i]! - value) / (toLargest ? scale : Math.abs(value));
  }));
}

for (const options of TRIED) {
  for (const run of OPTIONS.runs) {
    const { model, optimizer, learningRate, options: chosen } = run;
    const said = Object.entries(chosen).map((pair) => pair.join(" ")).join(", ");
    Deno.test({
      name: `trainEpoch() of the ${options.engine} engine on ${options.backend} follows PyTorch: ` +
        `${model}, ${optimizer}, ${said}`,
      ignore: options.backend === "tensorflow" && !NATIVE,
      async fn() {
        const job = jobOf(model, { optimizer, learningRate, ...chosen });
        const { terms, error, weights } = await trajectory(job, options);
        assert.equal(terms.length, run.terms.length);
        for (const name of Object.keys(run.terms[0]!)) {
          const list = (all: readonly Terms[]) => all.map((step) => step[name]!);
          const apart = furthest(list(terms), list(run.terms), name === "mmd");
          assert.ok(apart < TOLERANCE, `${name} differs by ${apart}`);
        }
        assert.ok(furthest([error], [run.error]) < TOLERANCE, `${error}, PyTorch has ${run.error}`);
        const bias = furthest(weights["reconstruction/bias"]!, flat(run.bias), true);
        assert.ok(bias < TOLERANCE, `bias differs by ${bias}`);
      },
    });
  }

  Deno.test({
    name:
      `a mean over genes is a sum with SGD's learning rate divided by their number, and nearly ` +
      `nothing to Adam: ${options.engine} engine on ${options.backend}`,
    ignore: options.backend === "tensorflow" && !NATIVE,
    async fn() {
      const errors = async (choice: Partial<Job>) =>
        (await trajectory(jobOf("vae", choice), options)).terms.map(({ reconstruction }) =>
          reconstruction! / (choice.reduction === "mean" ? 1 : genes)
        );
      const mean = { reduction: "mean" } as const;
      const sgd = { optimizer: "sgd", learningRate: 0.002 } as const;
      const summed = await errors(sgd), averaged = await errors({ ...sgd, ...mean });
      const scaled = await errors({ ...sgd, ...mean, learningRate: 0.002 * genes });
      assert.ok(furthest(scaled, summed) < 1e-5, `${furthest(scaled, summed)}`);
      assert.ok(furthest(averaged, summed) > 0.01, "the same learning rate means another step");
      const adam = { optimizer: "adam", learningRate: 0.002 } as const;
      const apart = furthest(await errors({ ...adam, ...mean }), await errors(adam));
      assert.ok(apart < 1e-4, `${apart}`);
    },
  });

  Deno.test({
    name: `evaluate() gives the whole loss during warm-up and every term divided for a mean: ` +
      `${options.engine} engine on ${options.backend}`,
    ignore: options.backend === "tensorflow" && !NATIVE,
    async fn() {
      const engine = await openEngine(options);
      const terms = (choice: Partial<Job>) => {
        const training = engine.start(jobOf("logcosh-vae", choice), dataset);
        const found = training.evaluate("validation");
        training.dispose();
        return found;
      };
      const plain = terms({});
      assert.deepEqual(terms({ klWarmup: 5 }), plain);
      const mean = terms({ reduction: "mean" });
      assert.deepEqual(Object.keys(mean), Object.keys(plain));
      for (const [name, value] of Object.entries(plain)) {
        assert.ok(Math.abs(mean[name]! * genes / value - 1) < 1e-6, name);
      }
      engine.dispose();
    },
  });

  Deno.test({
    name: `after its warm-up a step minimizes what it does without: ${options.engine} engine on ` +
      options.backend,
    ignore: options.backend === "tensorflow" && !NATIVE,
    async fn() {
      const engine = await openEngine(options);
      const trained = (choice: Partial<Job>, epoch: number) => {
        const training = engine.start(jobOf("iwae", { optimizer: "adam", ...choice }), dataset);
        const terms = training.trainEpoch(inOrder(batch * steps), { epoch });
        training.dispose();
        return terms.map(({ loss }) => loss!);
      };
      const plain = trained({}, 1);
      for (const epoch of [4, 5]) {
        const apart = furthest(trained({ klWarmup: 4 }, epoch), plain);
        assert.ok(apart < 1e-6, `epoch ${epoch}: ${apart}`);
      }
      assert.ok(furthest(trained({ klWarmup: 4 }, 3), plain) > 1e-3);
      engine.dispose();
    },
  });

  Deno.test({
    name: `clipped steps of a network whose gradients are not finite end as diverged: ` +
      `${options.engine} engine on ${options.backend}`,
    ignore: options.backend === "tensorflow" && !NATIVE,
    async fn() {
      const engine = await openEngine(options);
      // Finite losses of 1e25 and gradients whose squares are not: a factor of 0 would leave the network as it is.
      const job = jobOf("logcosh-vae", { optimizer: "sgd", learningRate: 1e-3, clipNorm: 1 });
      const { "reconstruction/kernel": kernel, ...others } = job.initialWeights!;
      const large = kernel!.map((weight) => weight * 1e25);
      const training = engine.start({
        ...job,
        initialWeights: { ...others, "reconstruction/kernel": large },
      }, dataset);
      const terms = training.trainEpoch(inOrder(batch * steps));
      assert.equal(terms.length, 2);
      assert.ok(Number.isFinite(terms[0]!.loss!) && !Number.isFinite(terms[1]!.loss!));
      training.dispose();
      engine.dispose();
    },
  });
}
