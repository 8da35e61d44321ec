import assert from "node:assert/strict";
import { readExpression } from "../../lib/data/expression.ts";
import { readHead } from "../../lib/data/file_head.ts";
import { formatOf } from "../../lib/data/formats/mod.ts";
import { CASES, encode, fixture, gzip, inFolder, join } from "./_files.ts";

/** What tests/fixtures/make_refused.py wrote by the libraries that users write with. */
const FILES = fixture("refused.json") as Readonly<Record<string, string>>;
const SHEET = "save the sheet with the table as CSV or tab-separated text";
const TEXT = "give the table as tab-separated text or CSV";
const WITH_IDS = "write it with the ids of genes and samples, in Python: " +
  'pandas.DataFrame(VALUES, GENES, SAMPLES).to_csv("genes.tsv", sep="\\t")';

const writeTable = (object: string, to: string) =>
  `write its matrix as text, in R: write.table(${object}, "${to}", sep = "\\t", quote = FALSE, ` +
  "col.names = NA)";
const toCsv = (read: string, from: string, more = ", index=False") =>
  `write it as text, in Python: pandas.${read}("D/${from}").to_csv("D/${
    from.replace(/\.\w+$/, "")
  }.tsv", sep="\\t"${more})`;
const tar = (name: string) => `a tar archive; extract the file with the table: tar -xf D/${name}`;
const counted = (what: string, tools: string) =>
  `${what}; count per gene first, as ${tools} does, and give the table of genes and samples`;

/** Message by file; D stands for its folder. */
const MESSAGES: Readonly<Record<string, string>> = {
  "openpyxl.xlsx": `an Excel workbook; ${SHEET}`,
  "odfpy.ods": `a spreadsheet; ${SHEET}`,
  "xlwt.xls": `an Excel workbook; ${SHEET}`,
  "plain.rds": `an object of R (.rds); ${writeTable('readRDS("D/plain.rds")', "D/plain.tsv")}`,
  "gzip.rds": `an object of R (.rds); ${writeTable('readRDS("D/gzip.rds")', "D/gzip.tsv")}`,
  "plain.RData": `a workspace of R (.RData); ${
    writeTable('get(load("D/plain.RData"))', "D/plain.tsv")
  }`,
  "pyarrow.feather": "an Arrow (Feather) file; write it in a format that is read, in Python: " +
    'pandas.read_feather("D/pyarrow.feather").to_parquet("D/pyarrow.parquet")',
  "parquet.gz": "a Parquet file inside gzip; unpack it",
  "array.npy": `a NumPy array, which has no ids; ${WITH_IDS}`,
  "arrays.npz": `NumPy arrays (.npz), which have no ids; ${WITH_IDS}`,
  "sparse.npz": `NumPy arrays (.npz), which have no ids; ${WITH_IDS}`,
  "table.db": "an SQLite database; write its table as CSV: sqlite3 -header -csv D/table.db " +
    '"select * from TABLE"',
  "table.sav": `an SPSS file; ${toCsv("read_spss", "table.sav")}`,
  "table.dta": `a Stata file; ${toCsv("read_stata", "table.dta")}`,
  "table.xpt": `a SAS file; ${toCsv("read_sas", "table.xpt")}`,
  "table.xls":
    "an HTML table called .xls; open it in Excel and save it as CSV or tab-separated text",
  "table.json": `a JSON file; ${TEXT}`,
  "table.xml": `an XML file; ${TEXT}`,
  "table.mat": `a MATLAB file; ${TEXT}`,
  "plain.tar": tar("plain.tar"),
  "counts.tar.gz": tar("counts.tar.gz"),
  "counts.tgz": tar("counts.tgz"),
  "counts.tar.xz": tar("counts.tar.xz"),
  ...Object.fromEntries([2, 3, 4, 5].map((protocol) => {
    const name = `protocol${protocol}.pkl`;
    return [name, `a Python pickle; ${toCsv("read_pickle", name, "")}`];
  })),
};

/** More kinds, made by their definitions, with the message for each. */
const MADE: readonly [name: string, content: string | Uint8Array, message: string][] = [
  [
    "matrix.tsv",
    "<!DOCTYPE html>\n<html><body>Please log in</body></html>\n",
    "a web page (HTML); download the file itself, not the page that shows it or asks for a password",
  ],
  [
    "matrix.tsv.gz",
    "<?xml version='1.0' encoding='UTF-8'?>\n<Error><Code>AccessDenied</Code></Error>",
    "a server's error message; download the file again",
  ],
  [
    "matrix.h5ad",
    "version https://git-lfs.github.com/spec/v1\noid sha256:0a\nsize 12\n",
    "a pointer of Git LFS instead of the file; get the file itself: git lfs pull",
  ],
  [
    "matrix.csv",
    new Uint8Array(3000),
    "nothing but zeros, as an interrupted copy leaves them; get the file again",
  ],
  [
    "excel.txt",
    encode("gene\tS1\r\nTP53\t1\r\n".replace(/[^]/g, "$&\0")),
    "UTF-16 text without a byte order mark; save it as UTF-8",
  ],
  ["a.bam", gzip("BAM\x01\0\0\0\0"), counted("aligned reads (BAM)", "featureCounts")],
  ["a.sam", "@HD\tVN:1.6\tSO:coordinate\n", counted("aligned reads (SAM)", "featureCounts")],
  [
    "a.fastq.gz",
    gzip("@read 1/1\nACGTN\n+\nIIIII\n"),
    counted("sequencing reads (FASTQ)", "STAR or Salmon"),
  ],
  ["a.vcf", "##fileformat=VCFv4.2\n#CHROM\tPOS\n", `variants (VCF), not expression; ${TEXT}`],
  [
    "a.gtf.gz",
    gzip('#!genome-build GRCh38\nchr1\tHAVANA\tgene\t11869\t14409\t.\t+\t.\tgene_id "E";\n'),
    `a gene annotation (GTF or GFF), not expression; ${TEXT}`,
  ],
  ["a.pdf", "%PDF-1.7\n", `a PDF document; ${TEXT}`],
  ["a.png", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), `a picture; ${TEXT}`],
  [
    "a b.7z",
    Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4),
    "compressed by 7-Zip; unpack it: 7z x 'D/a b.7z'",
  ],
  ["twice.gz", gzip(gzip("id\tA\nx\t1\n")), "compressed by gzip inside gzip; unpack it"],
  [
    "cut.parquet",
    Uint8Array.from({ length: 999 }, (_, i) => (i * 7919 + i * i) & 255),
    "binary and of a kind that is not known here; it does not begin as a .parquet does, so it is " +
    "damaged: get the file again",
  ],
  [
    "unknown.dat",
    Uint8Array.from({ length: 999 }, (_, i) => (i * 7919 + i * i) & 255),
    "binary and of a kind that is not known here; what is read are tables of text (also GCT, GEO series matrices and " +
    "10x' three files, compressed or not), Parquet, AnnData's .h5ad and 10x' .h5",
  ],
];

async function assertRefused(folder: string, name: string, message: string): Promise<void> {
  const named = message.replaceAll("D/", `${folder}/`);
  await assert.rejects(readExpression(`${folder}/${name}`), {
    name: "InputError",
    message: `Cannot read ${folder}/${name}: it is ${named}`,
  });
}

Deno.test("readExpression() names what users' libraries write and says what to do, in one line", async () => {
  const folder = await Deno.makeTempDir();
  for (const [name, base64] of Object.entries(FILES)) {
    const content = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    await Deno.writeFile(`${folder}/${name}`, content);
    assert.ok(name in MESSAGES, name);
    await assertRefused(folder, name, MESSAGES[name]!);
  }
  const workbook = gzip(await Deno.readFile(`${folder}/openpyxl.xlsx`));
  const inside = `an Excel workbook inside gzip; unpack it, and ${SHEET}`;
  for (const [name, content, message] of [...MADE, ["GSE1.xlsx.gz", workbook, inside] as const]) {
    const bytes = typeof content === "string" ? encode(content) : content;
    await Deno.writeFile(`${folder}/${name}`, bytes);
    await assertRefused(folder, name, message);
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test({
  name: "readExpression() names the workbooks of shared/cases",
  ignore: CASES === undefined,
  async fn() {
    for (const name of ["x.xlsx", "expr.xls"]) {
      await assertRefused(`${CASES}/excel-workbook`, name, `an Excel workbook; ${SHEET}`);
    }
  },
});

Deno.test("readExpression() names a zarr store, which is a folder", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(`${folder}/pbmc.zarr`);
  await Deno.writeTextFile(`${folder}/pbmc.zarr/.zgroup`, '{"zarr_format": 2}');
  await assertRefused(
    folder,
    "pbmc.zarr",
    "a zarr store; write it in a format that is read, in Python: " +
      'anndata.read_zarr("D/pbmc.zarr").write_h5ad("D/pbmc.h5ad")',
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test("readExpression() names a long table, whichever column comes first", () =>
  inFolder(async (folder) => {
    const what =
      "a long table, with a row for each gene and sample; make it a matrix, with a row for each gene and " +
      "a column for each sample: pivot() of pandas and pivot_wider() of R do that";
    for (
      const text of [
        "sample\tgene\tvalue\nA\tTP53\t1\nA\tMYC\t2\nB\tTP53\t3\nB\tMYC\t4\n",
        'gene_name,"sample_id",TPM\nTP53,A,1\nTP53,B,2\n',
        "# of all\nTPM;counts;Patient ID;Hugo_Symbol\n1,5;2;A;TP53\n1,5;2;B;TP53\n",
      ]
    ) {
      await Deno.writeTextFile(`${folder}/long.txt`, text);
      await assertRefused(folder, "long.txt", what);
    }
  }));

Deno.test("formatOf() takes texts that only begin a little like another kind", () =>
  inFolder(async (folder) => {
    const texts = [
      "#1.2\n2\t2\nName\tDescription\tS1\tS2\n",
      '!Series_title\t"<html> of JSON {"\n',
      "%%MatrixMarket matrix coordinate integer general\n%\n2 2 1\n",
      "# Program:featureCounts v2.0.1\nGeneid\tChr\tStart\tEnd\tStrand\tLength\ta.bam\n",
      "BZh, bz2\tS1\nTP53\t1\n",
      "A\n2\nB\n",
      "X\tY\n1\t2\n",
      "sample\tgene\tS1\nTP53\t1\t2\n",
      "gene\tsample\nTP53\t1\n",
      "RDX1\tS1\nTP53\t1\n",
      "@id,S1\nTP53,1\n",
      "[id],S1\nTP53,1\n",
      "gene\tS1\nTP53\0\t1\nMYC\t2\n",
      "",
    ];
    for (const text of texts) {
      await Deno.writeTextFile(`${folder}/x.txt`, text);
      assert.equal((await formatOf(`${folder}/x.txt`)).isNative, false, text);
    }
    await Deno.writeFile(`${folder}/x.txt`, join(encode("gène\tS1\n"), Uint8Array.of(0xe8, 0xe9)));
    assert.equal((await readHead(`${folder}/x.txt`)).text.slice(-2), "èé");
    await formatOf(`${folder}/x.txt`);
  }));
