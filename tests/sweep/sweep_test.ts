import { strict as assert } from "node:assert";
import { InputError } from "../../lib/errors.ts";
import { planSweep, type SweepOptions } from "../../lib/sweep/sweep.ts";
import { temporaryFolder } from "../_temporary.ts";

/** A matrix of 30 samples and a table that names their types in two columns. */
function cohort(): { data: string; phenotype: string; out: string } {
  const folder = temporaryFolder();
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

Deno.test("planSweep() takes texts that mean numbers for these numbers, everywhere", async () => {
  const axes = { seeds: ["0"], latentSizes: ["3"], further: { klWeight: ["1e-1", 2] } };
  const { axes: meant, options, jobs } = await planSweep({
    ...{ data: "synthetic-120x60", out: temporaryFolder(), backend: "cpu" },
    axes: axes as unknown as SweepOptions["axes"],
    fixed: { batchSize: "32" },
  });
  assert.deepEqual([meant.seeds, meant.latentSizes, meant.further], [[0], [3], {
    klWeight: [0.1, 2],
  }]);
  assert.equal(options.fixed.batchSize, 32);
  assert.deepEqual([jobs[0]!.configuration.seed, jobs[0]!.configuration.settings.batchSize], [
    0,
    32,
  ]);
});

Deno.test("planSweep() refuses what is no option or axis of a sweep, and values that one does not take", async () => {
  const refused = async (options: unknown) => {
    const error = await planSweep(options as SweepOptions).then(() => null, (error) => error);
    assert.equal(error?.name, "InputError", String(error?.stack));
    return error.message as string;
  };
  assert.match(
    await refused({ latentSizes: [5] }),
    /^Cannot sweep with latentSizes: it is an axis; pass axes/,
  );
  assert.match(
    await refused({ axes: { klWeight: [5] } }),
    /^Cannot sweep over klWeight: .* further: \{/,
  );
  assert.match(
    await refused({ worker: 2 }),
    /^--worker: there is no such option; the options are --data/,
  );
  assert.equal(await refused({ workers: 0 }), '--workers: got "0", takes an integer of at least 1');
  assert.equal(
    await refused({ fixed: { patience: "much" } }),
    '--patience: got "much", takes an integer of at least 1',
  );
  assert.match(
    await refused({ fixed: { seed: 3 } }),
    /^--seed: every sweep has this axis|^--axis seed: every/,
  );
  assert.match(await refused({ axes: { seeds: 3 } }), /^--seeds: got 3, takes a list$/);
  assert.match(await refused({ axes: { models: "vae" } }), /^--models: got "vae", takes a list$/);
  assert.match(await refused({ axes: [] }), /^Cannot sweep with axes = \[\]: it takes an object$/);
  assert.match(
    await refused({ axes: { further: 5 } }),
    /^Cannot sweep with axes.further = 5: it takes an object$/,
  );
  assert.match(
    await refused({ fixed: null }),
    /^Cannot sweep with fixed = null: it takes an object$/,
  );
  assert.equal(await refused({ out: 5 }), '--out: got "5", takes a name or path');
});
