import { strict as assert } from "node:assert";
import { prepareDataset } from "../../lib/data/prepare.ts";
import { syntheticCohort } from "../../lib/data/synthetic.ts";
import { embedSamples } from "../../lib/embedding/embed_samples.ts";
import { vae } from "../../lib/models/mod.ts";
import { openEngine } from "../../lib/training/open_engine.ts";
import { train } from "../../lib/training/train.ts";
import { temporaryFolder } from "../_temporary.ts";

Deno.test("embedSamples() tells the scale of a file from the numbers that are there: half of the training's means, by hand", async () => {
  const dataset = prepareDataset(syntheticCohort({ samples: 60, genes: 40 }), { genes: 20 });
  const { trained } = await train(vae, dataset, {
    engine: await openEngine({ backend: "cpu" }),
    ...{ latentSize: 2, hiddenSize: 4, batchSize: 16, maxEpochs: 1 },
  });
  const { genes, content: { means } } = trained!;
  // Of five samples each gene lacks two numbers, but for the first, which has none, and says nothing.
  const cell = (gene: number, sample: number) =>
    gene === 0 || (gene + sample) % 5 < 2 ? "NA" : String(means![gene]! / 2);
  const line = (gene: number) => [genes[gene], ...[0, 1, 2, 3, 4].map((one) => cell(gene, one))];
  const path = `${temporaryFolder()}/half.tsv`;
  const lines = [["gene", "A", "B", "C", "D", "E"], ...genes.map((_, gene) => line(gene))];
  Deno.writeTextFileSync(path, lines.map((cells) => `${cells.join("\t")}\n`).join(""));
  const { geneMeanSlope } = await embedSamples(trained!, path);
  assert.ok(Math.abs(geneMeanSlope! - 0.5) < 1e-5, `${geneMeanSlope}`);
});
