import assert from "node:assert/strict";
import { loadCohort, type LoadCohortOptions } from "../../lib/data/load_cohort.ts";
import { inFolder } from "./_files.ts";

/** A matrix of these samples beside a table of these rows. */
async function load(
  folder: string,
  { samples, table, ...options }:
    & { samples: readonly string[]; table: string }
    & LoadCohortOptions,
) {
  const matrix = `${folder}/matrix.tsv`, phenotype = `${folder}/types.csv`;
  const row = (gene: string) => [gene, ...samples.map((_, i) => i)].join("\t");
  await Deno.writeTextFile(
    matrix,
    [["gene", ...samples].join("\t"), row("TP53"), row("MYC"), ""].join("\n"),
  );
  await Deno.writeTextFile(phenotype, table);
  return await loadCohort(matrix, { phenotype, cache: false, ...options });
}

Deno.test("loadCohort() refuses a table that names no type for half of the samples, unless allowed", () =>
  inFolder(async (folder) => {
    const samples = ["P1", "P2", "P3", "P4"];
    const half = { samples, table: "id,disease\nP1,ACC\nP3,UVM\nP4,unknown\nQ9,UVM\n" };
    await assert.rejects(load(folder, half), {
      name: "InputError",
      message:
        `Cannot use ${folder}/types.csv: its column "disease" names no cancer type for 2 of 4 samples (such as ` +
        'P2, P4), joined by its column "id" (such as P1, P3); give the table of this cohort, name another column ' +
        "with --phenotype-column, or let them train as unknown with --allow-unknown",
    });
    const allowed = await load(folder, { ...half, allowUnknown: true });
    assert.deepEqual(allowed.cancerTypes, ["ACC", "unknown", "UVM", "unknown"]);
    const { matched, of } = allowed.phenotype!;
    assert.deepEqual([matched, of], [2, 4]);
    const less = { samples: ["P1", "P2", "P3"], table: half.table };
    assert.deepEqual((await load(folder, less)).cancerTypes, ["ACC", "unknown", "UVM"]);
  }));

Deno.test("loadCohort() refuses a column in which each sample has a value of its own", () =>
  inFolder(async (folder) => {
    const samples = Array.from({ length: 12 }, (_, i) => `P${i}`);
    const table = `id,score\n${samples.map((id, i) => `${id},${i / 8}\n`).join("")}`;
    await assert.rejects(load(folder, { samples, table, phenotypeColumn: "score" }), {
      name: "InputError",
      message:
        `Cannot use ${folder}/types.csv: its column "score" has a value of its own for each of 12 samples ` +
        "(such as 0, 0.125), which are no types; name another column with --phenotype-column",
    });
  }));

Deno.test("loadCohort() counts unknown types after normal tissue is left out", () =>
  inFolder(async (folder) => {
    const samples = ["TCGA-AA-0001-01", "TCGA-AA-0002-01", "TCGA-AA-0003-01", "TCGA-AA-0004-11"];
    const table = "sample\tdisease\nTCGA-AA-0001-01\tACC\nTCGA-AA-0002-01\tUVM\n";
    const { cancerTypes } = await load(folder, { samples, table });
    assert.deepEqual(cancerTypes, ["ACC", "UVM", "unknown"]);
    const all = await load(folder, { samples, table, sampleTypes: "all" });
    assert.deepEqual(all.cancerTypes, ["ACC", "UVM", "unknown", "normal"]);
  }));

Deno.test("loadCohort() refuses a table with its samples in the columns, and says to transpose it", () =>
  inFolder(async (folder) => {
    const matrix = `${folder}/matrix.tsv`, phenotype = `${folder}/BRCA.clin.merged.picked.txt`;
    const ids = ["TCGA-A1-A0SB-01A-11R-A144-07", "TCGA-A1-A0SD-01A-11R-A115-07"];
    await Deno.writeTextFile(matrix, `gene\t${ids.join("\t")}\nTP53\t1\t2\nMYC\t3\t4\n`);
    await Deno.writeTextFile(
      phenotype,
      "Hybridization REF\ttcga-a1-a0sd\ttcga-a1-a0sb\ttcga-a1-a0se\nComposite Element REF\tvalue\tvalue\tvalue\n" +
        "histological_type\tductal\tlobular\tductal\n",
    );
    await assert.rejects(loadCohort(matrix, { phenotype, cache: false }), {
      name: "InputError",
      message:
        `Cannot match samples with ${phenotype}: 2 of 2 (such as ${
          ids[0]
        }) stand in its first row as names ` +
        "of columns; transpose the table, so that it has a row for each sample",
    });
  }));

Deno.test("loadCohort() refuses a table of another cohort, with examples of both sides", () =>
  inFolder(async (folder) => {
    const other = {
      samples: ["A1", "A2", "A3"],
      table: "name,disease,age\nB1,ACC,50\nB2,UVM,51\n",
    };
    await assert.rejects(load(folder, { ...other, orientation: "genes" }), {
      name: "InputError",
      message:
        `Cannot match samples with ${folder}/types.csv: none of 3 (such as A1, A2) is in any of its columns ` +
        '("name" has B1, "disease" has ACC, "age" has 50); give the table of this cohort',
    });
  }));

Deno.test("loadCohort() takes no ages for samples' ids", () =>
  inFolder(async (folder) => {
    const ids = ["40", "41", "42", "43"];
    await Deno.writeTextFile(`${folder}/matrix.tsv`, `gene\t${ids.join("\t")}\nTP53\t1\t2\t3\t4\n`);
    const load = async (name: string) => {
      const rows = ids.map((id, i) => `P${i}\t${id}\t${i % 2 ? "lung" : "colon"}\n`);
      const phenotype = `${folder}/types.tsv`;
      await Deno.writeTextFile(phenotype, `patient\t${name}\tcancer_type\n${rows.join("")}`);
      const options = { cache: false, phenotype, orientation: "genes" } as const;
      return (await loadCohort(`${folder}/matrix.tsv`, options)).cancerTypes;
    };
    await assert.rejects(load("age"), /^InputError: Cannot match samples with .*: none of 4 /);
    for (const name of ["sample no.", "RunID", "lab number"]) {
      assert.deepEqual(await load(name), ["colon", "lung", "colon", "lung"]);
    }
  }));

Deno.test("loadCohort() says where the models of DepMap's profiles are", () =>
  inFolder(async (folder) => {
    const table = "ModelID,OncotreeLineage\nACH-000001,Lung\nACH-000002,Skin\n";
    await assert.rejects(
      load(folder, { samples: ["PR-0ozFDw", "PR-GcOXza"], table, orientation: "genes" }),
      /; these are DepMap's profiles, whose models OmicsProfiles\.csv tells \(ProfileID, ModelID\): add its column ProfileID to the table$/,
    );
  }));
