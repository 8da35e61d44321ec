import { strict as assert } from "node:assert";
import { InputError } from "../../lib/errors.ts";
import { planSweep } from "../../lib/sweep/sweep.ts";

/** A matrix of 30 samples and a table that names their types in two columns. */
function cohort(): { data: string; phenotype: string; out: string } {
  const folder = Deno.makeTempDirSync();
  const samples = Array.from({ length: 30 }, (_, i) => `S${i}`);
  const genes = Array.from(
    { length: 6 },
    (_, gene) => [`G${gene}`, ...samples.map((_, sample) => (sample * (gene + 3)) % 11)].join("\t"),
  );
  const data = `${folder}/matrix.tsv`, phenotype = `${folder}/types.tsv`;
  Deno.writeTextFileSync(data, `gene\t${samples.join("\t")}\n${genes.join("\n")}\n`);
  const rows = samples.map((name, i) => `${name}\tone\t${i % 2 ? "left" : "right"}`);
  Deno.writeTextFileSync(phenotype, `sample\tcohort\tsite\n${rows.join("\n")}\n`);
  return { data, phenotype, out: `${folder}/out` };
}

const axes = { models: ["vae"], learningRates: [0.1], latentSizes: [2], optimizers: ["sgd"] };

Deno.test("planSweep() takes cancer types from the column that is named", async () => {
  const files = cohort(), fixed = { batchSize: 8 };
  const hash = async (phenotypeColumn?: string) =>
    (await planSweep({ ...files, phenotypeColumn, axes, fixed })).data.hashes["0"];
  const [first, cohortColumn, siteColumn] = [
    await hash(),
    await hash("cohort"),
    await hash("site"),
  ];
  assert.equal(first, cohortColumn);
  assert.notEqual(first, siteColumn);
  await assert.rejects(
    planSweep({ ...files, phenotypeColumn: "stage", axes, fixed }),
    (error: Error) => error instanceof InputError && error.message.includes('gives "stage"'),
  );
});
