import { strict as assert } from "node:assert";
import { describeEmbedding } from "../../lib/embedding/describe_embedding.ts";
import type { Embedding } from "../../lib/embedding/embed_samples.ts";
import type { TrainedModel } from "../../lib/training/trained_model.ts";

/** What is made of four samples, of which some are unlike the training. */
function described(
  found: number,
  unlike: readonly number[],
  validationShare: number,
  slope: number | null = null,
) {
  const embedding: Embedding = {
    ...{ samples: ["A", "B", "C", "D"], latentSize: 1, means: new Float32Array(4) },
    ...{ logVariances: null, errors: Float32Array.of(1, 4, 3, 2), unlike },
    found: Array.from({ length: 10 }, (_, i) => i < found),
    ...{ genesInFile: 12, scale: "as-is", report: [], geneMeanSlope: slope },
    source: { format: "CSV", rows: "samples", why: "", smallest: 0, largest: 9.5 },
  };
  const trained = { content: { errorLimit: { value: 1.5, validationShare } } };
  return describeEmbedding(embedding, trained as TrainedModel, "new.csv");
}

Deno.test("describeEmbedding() names the samples with the largest errors first, and what to expect", () => {
  const { lines, warnings } = described(10, [1, 3], 0.25);
  assert.deepEqual(lines.map(({ what, text }) => `${what} ${text}`), [
    "data new.csv: CSV, rows are samples, 4 samples × 12 genes, values 0.00 to 9.50, scale as-is",
    "genes 10 of the network's 10 are in the file (100 %)",
    "unlike 2 of 4 samples (50.0 %; of the validation samples 25.0 %) have errors above 1.50, the 99th percentile of the " +
    "training samples: B, D",
  ]);
  assert.deepEqual(warnings, []);
});

Deno.test("describeEmbedding() warns below 80 % of the genes, and where most samples are unlike the training", () => {
  assert.deepEqual(described(8, [], 0).warnings, []);
  const [few, ...others] = described(7, [], 0).warnings;
  assert.match(few!, /^Only 70\.0 % of the network's genes are in new\.csv/);
  assert.deepEqual(others, []);
  const [most] = described(10, [0, 1, 2], 0.25).warnings;
  assert.match(
    most!,
    /^Most samples of new\.csv are unlike the training, whose numbers were scaled "as-is"/,
  );
  // As many as of the validation samples of an overfitted network are nothing special.
  assert.deepEqual(described(10, [0, 1, 2], 0.5).warnings, []);
});

Deno.test("describeEmbedding() warns where gene means say that numbers are on another scale, and which", () => {
  const warned = (slope: number | null) => described(10, [], 0, slope).warnings.join("\n");
  for (const slope of [null, 0.81, 1, 1.24]) assert.equal(warned(slope), "");
  assert.match(
    warned(0.7),
    /^The numbers of new\.csv seem to be on another scale than those of the training: its genes' means differ 0\.700 times as much, as natural logarithms, such as scanpy's log1p, .*; divide them by 0\.693$/,
  );
  assert.match(warned(0.3), /as logarithms to base 10 are to the training's to base 2/);
  assert.match(warned(1.44), /as logarithms to base 2 are to the training's natural ones/);
  assert.match(
    warned(1e-11),
    /differ 0\.00 times as much, as where they were centred gene by gene/,
  );
  for (const slope of [0.56, 1.9]) assert.match(warned(slope), /as logarithms of another unit do/);
  assert.match(warned(500), /as where they are no logarithms; say what they are with --scale$/);
});
