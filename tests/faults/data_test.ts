import { strict as assert } from "node:assert";
import { decisive, sweep, temporary } from "./_sweep.ts";
import { begunRuns } from "./_tally.ts";

/** A matrix of 30 samples × 6 genes on disk, and the command that sweeps it. */
function cohort(): {
  matrix: string;
  folder: string;
  run(...args: string[]): ReturnType<typeof sweep>;
} {
  const folder = temporary(), matrix = `${folder}.tsv`;
  const samples = Array.from({ length: 30 }, (_, i) => `S${i}`);
  const value = (gene: number, sample: number) => 1 + (sample * (gene + 3)) % 11;
  const lines = Array.from(
    { length: 6 },
    (_, gene) => [`G${gene}`, ...samples.map((_, sample) => value(gene, sample))].join("\t"),
  );
  Deno.writeTextFileSync(matrix, `gene\t${samples.join("\t")}\n${lines.join("\n")}\n`);
  const grid = "--models vae --optimizers sgd --hidden-size 4 --batch-size 8 --fixed-epochs 2"
    .split(" ");
  return { matrix, folder, run: (...args) => sweep("--data", matrix, ...grid, ...args) };
}

const AXES = "--learning-rates 1e-3,1e-4 --latent-sizes 2,3".split(" ");

Deno.test("sweep runs nothing again for data that are only touched, or a grid in another order", async () => {
  const { matrix, folder, run } = cohort();
  const first = await run(...AXES, "--out", folder);
  assert.equal(first.code, 0, first.err);
  const results = decisive(folder);
  Deno.utimeSync(matrix, new Date(), new Date(Date.now() + 1000));
  const touched = await run(...AXES, "--out", folder);
  assert.match(touched.out, /runs +4, 4 of them done before/);
  const turned = "--latent-sizes 3,2 --learning-rates 1e-4,0.001".split(" ");
  const reordered = await run(...turned, "--out", folder);
  assert.match(reordered.out, /runs +4, 4 of them done before/);
  const grown = await run(...AXES, "--latent-sizes", "2,3,4", "--out", folder);
  assert.match(grown.out, /runs +6, 4 of them done before/);
  assert.equal(begunRuns(folder), 6);
  for (const row of results) assert.ok(decisive(folder).includes(row), row);
});

Deno.test("sweep refuses data of which one byte was changed, names what differs, and changes nothing", async () => {
  const { matrix, folder, run } = cohort();
  await run(...AXES, "--out", folder);
  const before = [
    Deno.readTextFileSync(`${folder}/sweep.json`),
    Deno.readTextFileSync(`${folder}/results.csv`),
  ];
  const bytes = Deno.readFileSync(matrix), digit = bytes.lastIndexOf("1".charCodeAt(0));
  bytes[digit]!++;
  Deno.writeFileSync(matrix, bytes);
  const { code, err } = await run(...AXES, "--out", folder);
  assert.equal(code, 2, err);
  assert.match(
    err,
    /^Cannot add to .*: it holds results of other data or options \(the data's content hash for seed 0 was \w{12}, now \w{12}\); choose another folder with --out/m,
  );
  assert.deepEqual(before, [
    Deno.readTextFileSync(`${folder}/sweep.json`),
    Deno.readTextFileSync(`${folder}/results.csv`),
  ]);
  const elsewhere = await run(...AXES, "--out", `${folder}-2`);
  assert.equal(elsewhere.code, 0, elsewhere.err);
});
