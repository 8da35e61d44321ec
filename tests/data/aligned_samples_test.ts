import { strict as assert } from "node:assert";
import { type AlignedSamples, alignSamples } from "../../lib/data/aligned_samples.ts";
import { InputError } from "../../lib/errors.ts";
import { readExpression } from "../../lib/data/expression.ts";
import type { Notice } from "../../lib/data/notices.ts";
import { projectPath } from "../../lib/project.ts";
import { inFolder } from "./_files.ts";

/** Four genes as a network has them; the fourth is in no file below. */
const SCALING = {
  genes: ["TP53", "ENSG00000000003", "MYC", "EGFR"],
  means: [1, 2, 3, 4],
  standardDeviations: [1, 2, 4, 8],
};

function valuesOf(aligned: AlignedSamples): number[] {
  return [...aligned.blocks()].flatMap(({ values }) => [...values]);
}

const kinds = (aligned: AlignedSamples) =>
  Object.fromEntries(aligned.report.map(({ kind, count }) => [kind, count]));

// By hand: TP53 (x − 1) / 1, ENSG (x − 2) / 2, MYC (x − 3) / 4, EGFR absent: 0.
const EXPECTED = [2, -1, 1, 0, 0, 1, -0.5, 0];

Deno.test("alignSamples() finds genes whichever side they are on, shuffled, with versions and others between: by hand", () =>
  inFolder(async (folder) => {
    const genes =
      "gene\tS1\tS2\nMYC\t7\t1\nOTHER\t50\t60\nENSG00000000003.14\t0\t4\nN_unmapped\t9\t9\nTP53\t3\t1\n";
    const samples = "id,ENSG00000000003.2,OTHER,MYC,TP53,ANOTHER\nS1,0,50,7,3,8\nS2,4,60,1,1,8\n";
    await Deno.writeTextFile(`${folder}/genes.tsv`, genes);
    await Deno.writeTextFile(`${folder}/samples.csv`, samples);
    for (const [name, rows, inFile] of [["genes.tsv", "genes", 4], ["samples.csv", "samples", 5]]) {
      using aligned = await alignSamples(`${folder}/${name}`, SCALING, { folder });
      assert.deepEqual(valuesOf(aligned), EXPECTED, `${name}`);
      assert.deepEqual(aligned.samples, ["S1", "S2"]);
      assert.deepEqual(aligned.found, [true, true, true, false]);
      assert.equal(aligned.genesInFile, inFile);
      assert.equal(aligned.source.rows, rows);
      assert.equal(kinds(aligned)["gene-versions"], 1);
      // Whatever ends the process leaves nothing of the numbers.
      const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
      if (Deno.build.os !== "windows") assert.deepEqual(names.sort(), ["genes.tsv", "samples.csv"]);
    }
    const left = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    assert.deepEqual(left, ["genes.tsv", "samples.csv"]);
  }));

Deno.test("alignSamples() takes a missing number for the training mean, of repeated genes the one with the highest mean, and no copy of a sample", () =>
  inFolder(async (folder) => {
    const path = `${folder}/m.csv`;
    await Deno.writeTextFile(
      path,
      "id,TP53,MYC,TP53,ENSG00000000003\nS1,3,7,0,NA\nS2,1,1,9,4\nS1,3,7,0,NA\nS3,NA,NA,NA,1\n",
    );
    // Means over all rows, as they stand: the first TP53 has 7 / 3, the second 3.
    using aligned = await alignSamples(path, SCALING, { folder });
    assert.deepEqual(aligned.samples, ["S1", "S2"]);
    assert.deepEqual(valuesOf(aligned), [-1, 0, 1, 0, 8, 1, -0.5, 0]);
    const { "duplicate-genes": genes, "duplicate-samples": samples, "empty-samples": empty } =
      kinds(
        aligned,
      );
    assert.deepEqual([genes, samples, empty], [1, 1, 1]);
    await Deno.writeTextFile(path, "id,TP53,MYC\nS1,1,2\nS1,1,3\n");
    await assert.rejects(
      alignSamples(path, SCALING, { folder }),
      (error) =>
        error instanceof InputError && /the sample S1 has different values/.test(error.message),
    );
  }));

Deno.test("alignSamples() refuses a file with none of the genes, and says which ids it has", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/m.tsv`, "gene\tS1\tS2\nAaa\t7\t1\nBbb\t0\t4\n");
    await assert.rejects(
      alignSamples(`${folder}/m.tsv`, SCALING, { folder }),
      (error) =>
        error instanceof InputError &&
        /has none of the network's 4 genes \(TP53, ENSG00000000003, MYC, …\)/.test(error.message) &&
        /its ids are Aaa, Bbb and S1, S2/.test(error.message) &&
        /--gene-column/.test(error.message),
    );
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["m.tsv"]);
    await Deno.writeTextFile(`${folder}/m.tsv`, "gene\tS1\tS2\nMyc\t7\t1\nTp53\t0\t4\n");
    await assert.rejects(
      alignSamples(`${folder}/m.tsv`, SCALING, { folder }),
      /Some differ only in upper and lower case \(Myc\): .*another species/,
    );
  }));

Deno.test("alignSamples() scales over all genes of the file: log2(counts per million + 1) by hand", () =>
  inFolder(async (folder) => {
    const unit = { genes: ["B", "A"], means: [0, 0], standardDeviations: [1, 1] };
    // Totals 4 and 8, of which A has a quarter and a half, B a half and a quarter: 2^20 is no million.
    const rows = {
      "genes.tsv": "g\tS1\tS2\nA\t1\t4\nC\t1\t2\nB\t2\t2\n",
      "samples.csv": "s,A,C,B\nS1,1,1,2\nS2,4,2,2\n",
    };
    for (const [name, text] of Object.entries(rows)) {
      await Deno.writeTextFile(`${folder}/${name}`, text);
      using aligned = await alignSamples(`${folder}/${name}`, unit, { folder, scale: "log2-cpm" });
      const log = (share: number) => Math.fround(Math.log2(1e6 * share + 1));
      assert.deepEqual(valuesOf(aligned), [log(0.5), log(0.25), log(0.25), log(0.5)]);
    }
  }));

/** What is told of a file besides how its rows and its missing numbers are taken, which a network's genes decide. */
const told = (report: readonly Notice[]) =>
  report.filter(({ kind }) => !/^rows-are|^missing-cells$|^filled-cells$/.test(kind));

for (const { name } of Deno.readDirSync(projectPath("tests/fixtures/formats"))) {
  if (name === "lzf.h5ad") continue; // no reader takes it
  Deno.test(`alignSamples() reads ${name} as a sweep's reader does, and says the same of it`, async () => {
    const path = projectPath(`tests/fixtures/formats/${name}`);
    const { genes, samples, values, report } = await readExpression(path);
    const ones = genes.map(() => 1), zeros = genes.map(() => 0);
    using aligned = await alignSamples(path, { genes, means: zeros, standardDeviations: ones });
    assert.deepEqual(aligned.samples, samples);
    assert.deepEqual(valuesOf(aligned), Array.from(values, (value) => value === value ? value : 0));
    assert.ok(aligned.found.every(Boolean) && values.length > 0);
    assert.deepEqual(told(aligned.report), told(report));
  });
}

Deno.test("alignSamples() takes the side with more of the genes where some samples are called like genes: by hand", () =>
  inFolder(async (folder) => {
    const path = `${folder}/entrez.tsv`;
    const scaling = {
      genes: ["7157", "1956", "1"],
      means: [1, 2, 3],
      standardDeviations: [1, 2, 4],
    };
    await Deno.writeTextFile(path, "gene\t1\t2\n7157\t3\t1\n1956\t0\t4\n");
    using aligned = await alignSamples(path, scaling, { folder });
    assert.deepEqual(aligned.samples, ["1", "2"]);
    assert.equal(aligned.source.rows, "genes");
    assert.deepEqual(aligned.found, [true, true, false]);
    assert.deepEqual(valuesOf(aligned), [2, -1, 0, 0, 1, 0]);
  }));

Deno.test("alignSamples() says what a sweep says of numbers that another scale may have, and of what it leaves out", () =>
  inFolder(async (folder) => {
    const logarithms = `${folder}/log.csv`, counts = `${folder}/counts.csv`;
    await Deno.writeTextFile(logarithms, "id,TP53,MYC,__no_feature\nS1,3.5,7,1\nS2,1,1,1\n");
    await Deno.writeTextFile(counts, "id,TP53,MYC\nS1,3,7\nS2,1,1\n");
    for (const scale of ["log2", "log2-cpm"] as const) {
      using aligned = await alignSamples(logarithms, SCALING, { folder, scale });
      assert.equal(kinds(aligned)["small-values"], 1, scale);
      assert.equal(kinds(aligned)["columns-no-genes"], 1);
      using whole = await alignSamples(counts, SCALING, { folder, scale });
      assert.equal(kinds(whole)["small-values"], undefined, scale);
    }
    using asIs = await alignSamples(logarithms, SCALING, { folder });
    assert.equal(kinds(asIs)["small-values"], undefined);
  }));

for (
  const [what, text, message] of [
    [
      "without its samples' ids",
      "TP53,MYC,EGFR\n3.5,7.5,1\n1.5,1,2\n",
      /its first column \(TP53\) holds values \(3\.5, 1\.5, …\)/,
    ],
    [
      "with several columns for each sample",
      "gene,S1_count,S1_FPKM\nTP53,3,7\nMYC,1,2\n",
      /several columns for each sample \(S1_count, S1_FPKM\)/,
    ],
  ] as const
) {
  Deno.test(`alignSamples() refuses a table ${what}, as a sweep does`, () =>
    inFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/m.csv`, text);
      await assert.rejects(
        alignSamples(`${folder}/m.csv`, SCALING, { folder }),
        (error) => error instanceof InputError && message.test(error.message),
      );
      assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["m.csv"]);
    }));
}
