import { alignSamples } from "../../lib/data/aligned_samples.ts";

/** A process of its own that reads samples: arguments are the file, the folder for temporary files and the number of genes. */
const [path, folder, count] = Deno.args as [string, string, string];
const genes = Array.from({ length: Number(count) }, (_, i) => `GENE${i}`);
const scaling = { genes, means: genes.map(() => 0), standardDeviations: genes.map(() => 1) };
using aligned = await alignSamples(path, scaling, { folder });
let total = 0, rows = 0;
for (const block of aligned.blocks()) {
  rows += block.rows;
  for (const value of block.values) total += value;
}
console.log(JSON.stringify({ rows, total }));
