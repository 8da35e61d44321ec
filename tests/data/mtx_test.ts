import assert from "node:assert/strict";
import { readExpression } from "../../lib/data/expression.ts";
import { loadCohort } from "../../lib/data/load_cohort.ts";
import { gzip, inFolder } from "./_files.ts";

/** Four features × three cells: 1 0 2 | 0 0 3.5 | 7 0 0 (an antibody) | 0 4 0. */
const ENTRIES = ["1 1 1", "3 1 7", "4 2 4", "1 3 2", "2 3 3.5"];
const MATRIX = `%%MatrixMarket matrix coordinate real general\n%by hand\n4 3 5\n${
  ENTRIES.join("\n")
}\n`;
const FEATURES =
  "ENSG00000186092\tOR4F5\tGene Expression\nENSG00000284733\tOR4F29\tGene Expression\n" +
  "CD3\tCD3_TotalSeqB\tAntibody Capture\nENSG00000284662\tOR4F29\tGene Expression\n";
const BARCODES = "AAACCCAAGGAGAGTA-1\nAAACGCTTCAGCCCAG-1\nAAAGAACAGACGACTG-1\n";
const VALUES = [1, 0, 0, 0, 0, 4, 2, 3.5, 0];

async function write(folder: string, files: Readonly<Record<string, string | Uint8Array>>) {
  for (const [name, content] of Object.entries(files)) {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    await Deno.writeFile(`${folder}/${name}`, bytes);
  }
}

const whole = { "matrix.mtx": MATRIX, "features.tsv": FEATURES, "barcodes.tsv": BARCODES };

Deno.test("mtx reads 10x' three files by their folder, without features that are no genes", () =>
  inFolder(async (folder) => {
    await write(folder, whole);
    const { genes, samples, values, report, source } = await readExpression(folder);
    assert.deepEqual(genes, ["ENSG00000186092", "ENSG00000284733", "ENSG00000284662"]);
    assert.deepEqual([samples.join("\n") + "\n", [...values]], [BARCODES, VALUES]);
    const left = report.find(({ kind }) => kind === "columns-no-genes");
    assert.deepEqual([left?.count, left?.examples], [1, ["CD3"]]);
    assert.deepEqual([source?.format, source?.rows], ["10x matrix (.mtx)", "samples"]);
    const named = await readExpression(folder, { geneColumn: "name" });
    assert.deepEqual(named.genes, ["OR4F5", "OR4F29", "OR4F29"]);
    assert.equal(named.report.find(({ kind }) => kind === "duplicate-genes")?.count, 1);
    await assert.rejects(readExpression(folder, { geneColumn: "symbol" }), {
      message: '--gene-column: got "symbol", of a matrix of 10x it takes id, name',
    });
  }));

Deno.test("mtx reads entries in any order, files of GEO and of earlier Cell Rangers", () =>
  inFolder(async (folder) => {
    const byRows = ENTRIES.toSorted().reverse().map((entry) => entry.replaceAll(" ", "\t"));
    const whole = MATRIX.replace(ENTRIES.join("\n"), byRows.join("\r\n").replace("3.5", "35e-1"));
    await write(folder, {
      "GSM4_P2_matrix.mtx.gz": gzip(whole),
      "GSM4_P2_genes.tsv.gz": gzip(
        FEATURES.replaceAll(/\t[^\t]*$/gm, "").replace("CD3", "ENSG00000198851"),
      ),
      "GSM4_P2_barcodes.tsv.gz": gzip(BARCODES.trimEnd()),
      "notes.txt": "by hand",
    });
    const { genes, samples, values } = await readExpression(folder);
    assert.equal(genes[2], "ENSG00000198851");
    assert.deepEqual([samples.length, [...values]], [3, [1, 0, 7, 0, 0, 0, 0, 4, 2, 3.5, 0, 0]]);
  }));

Deno.test("mtx takes the .mtx file among several in a folder, and reads it again where a file beside it changed", () =>
  inFolder(async (folder) => {
    await write(folder, {
      "a_matrix.mtx": MATRIX,
      "a_features.tsv": FEATURES,
      "a_barcodes.tsv": BARCODES,
      "b.counts.mtx": "%%MatrixMarket matrix coordinate pattern general\n2 1 1\n2 1\n",
      "b.genes.tsv": "ENSG00000000003\nENSG00000000005\n",
      "b.barcodes.tsv": "AAACCCAAGGAGAGTA\n",
    });
    await assert.rejects(readExpression(folder), {
      name: "InputError",
      message:
        `Cannot read ${folder}: it holds 2 matrices (a_matrix.mtx, b.counts.mtx); give the path of one .mtx file`,
    });
    const b = await readExpression(`${folder}/b.counts.mtx`);
    assert.deepEqual([b.samples, [...b.values]], [["AAACCCAAGGAGAGTA"], [0, 1]]);
    const path = `${folder}/a_matrix.mtx`, cache = `${folder}/cache`;
    const first = await loadCohort(path, { cache });
    assert.deepEqual([...first.matrix.values], VALUES);
    await write(folder, { "a_barcodes.tsv": BARCODES.replace("AAACCC", "TTTTTT") });
    const { matrix } = await loadCohort(path, { cache });
    assert.equal(matrix.samples[0], "TTTTTTAAGGAGAGTA-1");
  }));

Deno.test("mtx refuses what is missing or damaged, with place and remedy", () =>
  inFolder(async (folder) => {
    const path = `${folder}/matrix.mtx`;
    const refused = async (
      change: Readonly<Record<string, string>>,
      message: string,
      at = path,
    ) => {
      await write(folder, { ...whole, ...change });
      await assert.rejects(readExpression(folder), {
        name: "InputError",
        message: `Cannot read ${at}${message}`,
      });
    };
    const matrix = (from: string, to: string) => ({ "matrix.mtx": MATRIX.replace(from, to) });
    const complete = "; is the file complete?", damaged = "; is the file damaged?";
    await refused(matrix("2 3 3.5\n", ""), `: it has 4 entries where it says 5${complete}`);
    await refused(
      { "matrix.mtx": "%%MatrixMarket matrix coordinate real general\n" },
      `: it has 0 entries where it says nothing${complete}`,
    );
    await refused(
      matrix("4 2 4", "5 2 4"),
      `, line 6: "5 2 4" is no row of 1 to 4, column of 1 to 3 and finite number${damaged}`,
    );
    await refused(
      matrix("4 2 4", "4 0 4"),
      `, line 6: "4 0 4" is no row of 1 to 4, column of 1 to 3 and finite number${damaged}`,
    );
    await refused(
      matrix("4 2 4", "4 2 x"),
      `, line 6: "4 2 x" is no row of 1 to 4, column of 1 to 3 and finite number${damaged}`,
    );
    await refused(
      matrix("4 2 4", "4 2"),
      `, line 6: "4 2" is no row of 1 to 4, column of 1 to 3 and finite number${damaged}`,
    );
    await refused(
      matrix("1 3 2", "2 3 2"),
      `: two entries in row 2, column 3 (ENSG00000284733, AAAGAACAGACGACTG-1)${damaged}`,
    );
    await refused(
      matrix("4 3 5", "4 3 50"),
      `, line 3: "4 3 50" where the numbers of rows, columns and entries should be${damaged}`,
    );
    await refused(
      matrix("real general", "real symmetric"),
      ', line 1: a MatrixMarket file that is "%%MatrixMarket matrix coordinate real symmetric"; write it as coordinate integer general, or real',
    );
    await refused(
      { "barcodes.tsv": BARCODES + "A-1\n" },
      ": it has 4 rows × 3 columns, but features.tsv has 4 lines and barcodes.tsv 4; are they of the same matrix?",
    );
    await refused(
      { "features.tsv": FEATURES.replace("ENSG00000284733", "") },
      ", line 2, column 1: the id is empty; every row and column needs one: name it, or leave it out",
      `${folder}/features.tsv`,
    );
    await refused(
      { "features.tsv": FEATURES.replaceAll("Gene Expression", "Peaks") },
      ': no feature is "Gene Expression", they are Peaks; give a matrix of gene expression',
      `${folder}/features.tsv`,
    );
    await write(folder, { ...whole, ...matrix("4 3 5", "4000000 3000000 5") });
    await assert.rejects(readExpression(folder), {
      name: "InputError",
      message:
        /^Cannot read .*matrix\.mtx: 4000000 × 3000000 numbers take 96000 GB, more than --max-memory /,
    });
    await Deno.remove(`${folder}/barcodes.tsv`);
    await assert.rejects(readExpression(folder), {
      message:
        `Cannot read ${folder}: matrix.mtx needs features.tsv (or genes.tsv) and barcodes.tsv beside it, called alike ` +
        "(GSM1_matrix.mtx, GSM1_features.tsv, …), compressed or not",
    });
  }));

Deno.test("mtx refuses the raw matrix, most of whose barcodes are empty droplets", () =>
  inFolder(async (folder) => {
    await write(folder, {
      ...whole,
      "matrix.mtx": "%%MatrixMarket matrix coordinate integer general\n4 3 1\n1 2 7\n",
    });
    await assert.rejects(readExpression(folder), {
      name: "InputError",
      message:
        `Cannot read ${folder}: 2 of its 3 barcodes have no counts, as in the raw matrix, which has empty ` +
        "droplets; give the folder filtered_feature_bc_matrix",
    });
  }));
