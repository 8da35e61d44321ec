import assert from "node:assert/strict";
import type { AgreementRow, DownstreamPointRow } from "../../lib/analysis/mod.ts";
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

const agreement = (changes: Partial<AgreementRow> & { model?: string }): AgreementRow => ({
  ...{ model: "vae", label: "stage", classifier: "knn", measure: "balanced_accuracy" },
  ...{ part: "finished", over: "optimizer", chosen_on: "validation", correlation: 0.6 },
  ...{ low: 0.4, high: 0.8, configurations: 693, left_out: 27, seeds: 5, ...changes } as const,
} as AgreementRow);

/** The spec's note in one line, and the texts in its panels. */
function wordsOf(points: readonly DownstreamPointRow[], rows: readonly AgreementRow[]) {
  const spec = downstreamScatter(points, rows) as unknown as {
    title: { subtitle: string[] };
    data: { values: { part: string; label?: string }[] };
  };
  const labels = spec.data.values.flatMap(({ label }) => label ? [label] : []);
  return { note: spec.title.subtitle.join(" "), labels };
}

Deno.test("downstreamScatter() tells the correlations of both measures, over all and over the better half", () => {
  const half = { part: "better half", correlation: -0.08, low: -1, high: 0.93 } as const;
  const { labels } = wordsOf([POINT], [
    agreement({}),
    agreement(half),
    agreement({ measure: "auc", correlation: 0.9, low: null, high: null }),
    agreement({ measure: "auc", part: "better half", correlation: 0.73, low: 0.42, high: 1 }),
  ]);
  assert.deepEqual(labels, [
    "accuracy: ρ = 0.60 (0.40 to 0.80)\n  better half: −0.08 (−1.00 to 0.93)\n" +
    "AUC: ρ = 0.90\n  better half: 0.73 (0.42 to 1.00)",
  ]);
});

Deno.test("downstreamScatter() counts configurations without a point apart from those that ρ leaves out", () => {
  // Of 720 configurations 708 have a point; 15 of these diverged in at least half of their runs.
  const points = Array.from({ length: 708 }, () => POINT);
  const { note } = wordsOf(points, [agreement({})]);
  assert.match(note, /with balanced accuracy \(AUC was not recorded\), over/);
  assert.match(note, /708 configurations.* 12 more have no point: .* It leaves out 27:/);
});

Deno.test("downstreamScatter() says that a folder mixes numbers of genes", () => {
  const of = (genes: number) => ({ ...POINT, configuration: `genes ${genes}, optimizer adam` });
  const { note } = wordsOf([of(1000), of(500), of(1000)], [agreement({})]);
  assert.match(note, /Configurations of 500 and 1,000 genes together/);
  assert.doesNotMatch(wordsOf([of(500)], [agreement({})]).note, /genes together/);
});
