import assert from "node:assert/strict";
import type { DownstreamPointRow } from "../../lib/analysis/mod.ts";
import { downstreamScatter } from "../../lib/plots/downstream_scatter.ts";
import type { ReferenceRow } from "../../lib/sweep/references.ts";

const POINT: DownstreamPointRow = {
  model: "vae",
  label: "stage",
  classifier: "knn",
  latent_size: 9,
  configuration: "",
  test_mse: 0.4,
  balanced_accuracy: 0.9,
  auc: 1,
  runs: 1,
};

const reference = (changes: Partial<ReferenceRow>): ReferenceRow => ({
  split_seed: 0,
  genes: null,
  representation: "pca",
  components: 9,
  label: "stage",
  classifier: "knn",
  balanced_accuracy: 0.5,
  auc: 0.5,
  ...changes,
});

/** The rows that are drawn as lines. */
function linesOf(references: readonly ReferenceRow[]) {
  const points = [POINT, { ...POINT, model: "iwae" }, { ...POINT, label: "sex" }];
  const { data } = downstreamScatter(points, [], { references }) as unknown as {
    data: { values: Record<string, unknown>[] };
  };
  return data.values.filter(({ part }) => part === "reference")
    .map((
      { model, representation, components, accuracy },
    ) => [model, representation, components, accuracy]);
}

Deno.test("downstreamScatter() draws references of its label at the largest size, means over splits, in each panel", () => {
  const lines = linesOf([
    reference({ split_seed: 0, balanced_accuracy: 0.5 }),
    reference({ split_seed: 1, balanced_accuracy: 0.75 }),
    reference({ components: 2, balanced_accuracy: 0.1 }),
    reference({ label: "sex", balanced_accuracy: 0.1 }),
    reference({ classifier: "logistic", balanced_accuracy: 0.1 }),
    reference({ representation: "raw genes", components: null, balanced_accuracy: 1 }),
  ]);
  const each = [["PCA", 9, 0.625], ["Raw genes", null, 1]];
  assert.deepEqual(lines, ["VAE", "IWAE"].flatMap((model) => each.map((line) => [model, ...line])));
});

Deno.test("downstreamScatter() draws no line without references, nor of fewer genes than the most", () => {
  assert.deepEqual(linesOf([]), []);
  const few = reference({ genes: 100, balanced_accuracy: 0.1 }), many = reference({ genes: 500 });
  assert.deepEqual(linesOf([few, many]).map((line) => line.at(-1)), [0.5, 0.5]);
});
