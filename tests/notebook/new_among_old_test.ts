import { strict as assert } from "node:assert";
import { InputError } from "../../lib/errors.ts";
import { newAmongOld } from "../../lib/notebook/new_among_old.ts";
import type { TrainedModel } from "../../lib/training/trained_model.ts";

/** Its latent means are the genes. */
const network = {
  latentSize: 2,
  encode: (values: Float32Array) => ({ mean: values, logVariance: values }),
} as unknown as TrainedModel;

Deno.test("newAmongOld() puts new samples on the axes of the training samples, by hand", () => {
  // Along the first gene by 3, along the second by 1 on either side of (1, 1).
  const train = {
    rows: 4,
    values: Float32Array.of(4, 1, -2, 1, 1, 2, 1, 0),
    samples: ["A", "B", "C", "D"],
    cancerTypes: [],
  };
  const means = Float32Array.of(4, 1, 7, 3), samples = ["same as A", "far"];
  const plane = newAmongOld(network, { train }, { samples, means, unlike: [1] });
  const { points, xTitle, yTitle } = plane;
  // Sums of squares: 2 · 9 along the first axis, 2 · 1 along the second.
  assert.equal(xTitle, "Component 1 (90 % of the variance)");
  assert.equal(yTitle, "Component 2 (10 % of the variance)");
  assert.deepEqual(points.map(({ group, sample }) => `${sample}: ${group}`), [
    ...["A", "B", "C", "D"].map((sample) => `${sample}: of the training`),
    ...["same as A: new", "far: new, unlike the training"],
  ]);
  assert.deepEqual(points.map(({ background }) => background === true), [
    ...[true, true, true, true],
    ...[false, false],
  ]);
  const [a, b, c, , same, far] = points, near = (x: number, y: number) => Math.abs(x - y) < 1e-6;
  assert.ok(
    near(Math.abs(a!.x), 3) && near(a!.y, 0) && near(b!.x, -a!.x) && near(Math.abs(c!.y), 1),
  );
  assert.ok(near(same!.x, a!.x) && near(same!.y, a!.y));
  assert.ok(near(far!.x, 2 * a!.x) && near(far!.y, 2 * c!.y));
});

Deno.test("newAmongOld() refuses a latent space of one dimension", () => {
  const train = { rows: 1, values: Float32Array.of(1), samples: ["A"], cancerTypes: [] };
  const nothing = { samples: [], means: new Float32Array(), unlike: [] };
  assert.throws(
    () => newAmongOld({ ...network, latentSize: 1 } as TrainedModel, { train }, nothing),
    InputError,
  );
});
