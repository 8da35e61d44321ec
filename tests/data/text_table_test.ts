import assert from "node:assert/strict";
import { type ExpressionOptions, readExpression } from "../../lib/data/expression.ts";
import { gzip, withFile } from "./_files.ts";

const read = (content: string | Uint8Array, options: ExpressionOptions = {}) =>
  withFile(content, (path) => readExpression(path, { orientation: "genes", ...options }));

/** Three genes × two samples, as every table here holds them. */
const VALUES = [1.5, 0, 10.25, 2, 3, 4];
const TABLE = "gene\tS1\tS2\nTP53\t1.5\t2\nMYC\t0\t3\nEGFR\t10.25\t4\n";
const BODY = TABLE.slice(TABLE.indexOf("\n") + 1);

/** What was counted, besides the orientation. */
async function counted(content: string | Uint8Array, options?: ExpressionOptions) {
  const { genes, samples, values, report, source } = await read(content, options);
  assert.deepEqual([genes, samples], [["TP53", "MYC", "EGFR"], ["S1", "S2"]]);
  assert.deepEqual([...values], VALUES);
  const notices = report.filter(({ kind }) => !kind.startsWith("rows-are"));
  return {
    format: source!.format,
    notices: notices.map(({ kind, count, examples }) => [kind, count, ...examples]),
  };
}

async function refused(content: string, message: string, options?: ExpressionOptions) {
  await withFile(content, async (path) => {
    const reading = readExpression(path, { orientation: "genes", ...options });
    await assert.rejects(reading, { name: "InputError", message: `Cannot read ${path}${message}` });
  });
}

Deno.test("readExpression() reads R's write.table, whatever separates and quotes", async () => {
  const short = TABLE.replace("gene\t", ""),
    quote = (text: string) => text.replace(/[A-Z]\w+/g, '"$&"');
  const formats = [["\t", "tab-separated text"], [",", "CSV"], [" ", "blank-separated text"], [
    ";",
    "CSV with semicolons",
  ]] as const;
  for (const [separator, format] of formats) {
    for (const text of [short, quote(short)]) {
      const found = await counted(text.replaceAll("\t", separator));
      assert.equal(found.format, format);
      assert.deepEqual(found.notices.map(([kind, count]) => [kind, count]), [["short-header", 1]]);
    }
  }
  const aligned = "      S1    S2\nTP53  1.5   2\nMYC   0     3\nEGFR 10.25  4 \n";
  assert.equal((await counted(aligned)).format, "blank-separated text");
  assert.equal((await counted(gzip(quote(TABLE.replaceAll("\t", " "))))).notices.length, 0);
});

Deno.test("readExpression() reads write.csv2 and Excel's CSV of most of Europe", async () => {
  const csv = TABLE.replaceAll("\t", ";"), commas = csv.replaceAll(".", ",");
  const format = "CSV with semicolons and decimal commas";
  assert.deepEqual(await counted(csv), { format: "CSV with semicolons", notices: [] });
  assert.deepEqual(await counted(commas), { format, notices: [] });
  assert.deepEqual(await counted(commas.replace("gene", '""')), { format, notices: [] });
  assert.deepEqual(await counted(commas.replace(/[^;\n]+/g, '"$&"')), { format, notices: [] });
  const described = commas.replace(/;/, ";description;").replace(
    /(TP53|MYC|EGFR);/g,
    '$1;"a, b; c. d";',
  );
  assert.deepEqual(await counted(described), {
    format,
    notices: [["columns-no-samples", 1, "description"]],
  });
  // Three decimals everywhere are decimals: with separators of thousands, small numbers have none.
  const { values } = await read("gene;S1;S2\nTP53;1,500;2,250\nMYC;3,125;4,875\n");
  assert.deepEqual([...values], [1.5, 3.125, 2.25, 4.875]);
});

Deno.test("readExpression() says thousands separator or decimal comma by the numbers' shape", async () => {
  const cell = (at: string, text: string) =>
    `, ${at}: ${JSON.stringify(text)} is not a finite number; `;
  const thousands = "write numbers without thousands separators, as ";
  const first = "line 2, column 2 (row TP53, column S1)";
  const cases: [text: string, message: string][] = [
    ['gene,S1,S2\nTP53,"1,430",676\n', cell(first, '"1,430"') + thousands + "1430"],
    ['gene,S1,S2\nTP53,"12,401.5",7\n', cell(first, '"12,401.5"') + thousands + "12401.5"],
    ["gene\tS1\tS2\nTP53\t1,430,006\t7\n", cell(first, "1,430,006") + thousands + "1430006"],
    ["gene\tS1\tS2\nTP53\t1.430,5\t7\n", cell(first, "1.430,5") + thousands + "1430.5"],
    ["gene\tS1\tS2\nTP53\t1 430\t7\n", cell(first, "1 430") + thousands + "1430"],
    ["gene;S1;S2\nTP53;1.430,5;7,5\n", cell(first, "1.430,5") + thousands + "1430.5"],
    [
      'gene,S1,S2\nTP53,"1,430","2,340"\n',
      cell(first, '"1,430"') +
      "if it has a thousands separator, write 1430, if a decimal comma, 1.430",
    ],
    [
      "gene\tS1\tS2\nTP53\t1,430\t676\n",
      cell(first, "1,430") +
      "if it has a thousands separator, write 1430, if a decimal comma, 1.430",
    ],
    ['gene,S1,S2\nTP53,"12,345","1,002,003"\n', cell(first, '"12,345"') + thousands + "12345"],
    ["gene\tS1\tS2\nTP53\t1,430\t2,5\n", cell(first, "1,430") + "write decimals with points"],
    ['gene,S1,S2\nTP53,"0,430",6\n', cell(first, '"0,430"') + "write decimals with points"],
    [
      "gene;S1;S2\nTP53;1,430;676\n",
      ', line 2, column 2: "1,430" can be read in two ways; if it has a thousands separator, write 1430, ' +
      "if a decimal comma, 1.430",
    ],
    [
      "gene;S1;S2\nTP53;1.430;676\n",
      ', line 2, column 2: "1.430" can be read in two ways; if it has a thousands separator, write 1430, ' +
      "if a decimal point, put tabs between cells instead of semicolons",
    ],
    [
      "gene;S1;S2\nTP53;1,5;2\nMYC;2;2.25\n",
      ": the number in line 2, column 2 has a comma (1,5), the one in line 3, column 3 a point (2.25); " +
      "write all decimals with points, and thousands without separators",
    ],
  ];
  for (const [text, message] of cases) await refused(text, message);
});

Deno.test("readExpression() asks what points mean where they may stand between thousands", async () => {
  const table = (...numbers: string[]) =>
    `gene\tS1\tS2\nTP53\t${numbers.slice(0, 2).join("\t")}\nMYC\t${numbers.slice(2).join("\t")}\n`;
  const reads = async (...numbers: string[]) => {
    const { values } = await read(table(...numbers));
    assert.deepEqual([...values], [0, 2, 1, 3].map((at) => Math.fround(Number(numbers[at]))));
  };
  const counts = table("676", "2.288", "0", "12.430");
  const message =
    "2.288 can be read in two ways, as each number with a point has three digits behind it and each " +
    "other one is below 1,000; if the points stand between thousands, write 2288, if before decimals, write 676 as 676.0";
  await refused(counts, `, line 2, column 3: ${message}`);
  await refused(counts.replaceAll("\t", ","), `, line 2, column 3: ${message}`);
  await refused(
    counts.replaceAll("\t", " ").replace(/[\d.]+/g, '"$&"'),
    `, line 2, column 3: ${message}`,
  );
  const apart = table("676", "12", "1.000", "12.430");
  await refused(
    apart,
    `, line 3, column 2: ${message.replaceAll("2.288", "1.000").replace("2288", "1000")}`,
  );
  await reads("676", "1200", "1.000", "12.430");
  // Any number that has no thousands so written tells that points are decimal ones.
  await reads("676", "2.288", "0.125", "12.430");
  await reads("676", "2.288", "7.5", "12.430");
  await reads("676", "2.288", "1430", "12.430");
  await reads("676", "2.288", "1e-3", "12.430");
  await reads("0", "2.288", "0", "12.430");
  await reads("676.000", "2.288", "0", "12.430");
});

Deno.test("readExpression() reads rows and headers that end with empty cells, never a header that is shifted", async () => {
  const ends = (text: string, end: string) => text.replaceAll("\n", `${end}\n`);
  const header = "gene\tS1\tS2\n", some = [["empty-ends", 3, "line 2"]];
  assert.deepEqual((await counted(header + ends(BODY, "\t"))).notices, some);
  assert.deepEqual((await counted(ends(TABLE, "\t"))).notices, some);
  assert.deepEqual((await counted(ends(TABLE.replaceAll("\t", ","), ",,,"))).notices, some);
  assert.deepEqual((await counted("gene\tS1\tS2\t\n" + BODY)).notices, []);
  const shifted =
    ": every row ends with an empty cell below the last column (S2), as where the header has a name " +
    "too many and each name stands one column too far right; remove that name, or the column if it is empty";
  await refused("sample\tgene\tS1\tS2\n" + ends(BODY, "\t"), shifted);
  await refused("id,probe,S1,S2\n" + ends(BODY, "\t").replaceAll("\t", ","), shifted);
  await refused(
    "ctrl\ttreat\tx\n" + "TP53\t0\t1\t\nMYC\t2\t3\t\n",
    ", line 2: one cell more than the header, and an empty one at the end: either the header lacks the name of the " +
      "ids' column, or each row has a separator too many; write a name before ctrl or remove the empty cells",
  );
  await refused(
    "S1\tS2\n" + "TP53\t1\t\nMYC\t2\t\n",
    ", line 2: one cell more than the header, and an empty one at the end: either the header lacks the name of the " +
      "ids' column, or each row has a separator too many; write a name before S1 or remove the empty cells",
  );
  await refused(
    header + "TP53\t1\t2\t\nMYC\t1\t2\t7\n",
    ', line 3: "7" beyond the header\'s last column, where the rows above have nothing; name every column in the header',
  );
});

Deno.test("readExpression() passes over comments and blank lines above the header, and says what a title is", async () => {
  assert.deepEqual((await counted(`# made by x, y\tz\n#\n\n${TABLE}`)).notices, [
    ["comment-lines", 2, "line 1", "line 2"],
    ["blank-lines", 1, "line 3"],
  ]);
  assert.deepEqual((await counted("# a\tb\tc\n" + TABLE)).notices, [[
    "comment-lines",
    1,
    "line 1",
  ]]);
  assert.deepEqual((await counted("#" + TABLE)).notices, []);
  assert.deepEqual((await counted("# by x, 1\n# " + TABLE)).notices, [[
    "comment-lines",
    1,
    "line 1",
  ]]);
  for (const [separator, name] of [[";", ";"], [",", ","], ["\t", "\t"]] as const) {
    const text = `sep=${name}\r\n${TABLE.replaceAll("\t", separator)}`;
    assert.deepEqual((await counted(text)).notices, [["comment-lines", 1, "line 1"]]);
  }
  await refused(
    "Table 2: counts, log2\n\n" + TABLE.replaceAll("\t", ",").replaceAll(",S2", ",S2,S3,S4"),
    ", line 3: 5 cells where the header has 2; every row needs as many; if line 1 is a title above the header, remove it",
  );
  const title = (cells: string) =>
    `, line 1: one cell (${cells}) above 3 in line 2, as a title has; remove the lines above the header`;
  await refused(
    "Table S1, expression of 3 genes\n" + TABLE,
    title('"Table S1, expression of 3 genes"'),
  );
  await refused("Expression,,\n" + TABLE.replaceAll("\t", ","), title('"Expression"'));
});

Deno.test("readExpression() reads quoted cells with line breaks, in ids as blanks", async () => {
  const text =
    'gene,"S\r\n1","S2",description\n"TP53\nalpha",1,2,"two\nlines, ""quoted"""\n MYC,3,4,\n';
  const { genes, samples, values } = await read(text);
  assert.deepEqual([genes, samples, [...values]], [["TP53 alpha", "MYC"], ["S 1", "S2"], [
    1,
    3,
    2,
    4,
  ]]);
  await refused(
    text.replace("MYC,3", "MYC,x"),
    ', line 6, column 2 (row MYC, column S 1): "x" is not a finite ' +
      "number; correct it, or write NA where the value is missing",
  );
});

Deno.test("readExpression() leaves columns and rows out that are no numbers by their names, wherever they are", async () => {
  const text = "gene_id\tS1\tgene_name\tS2\tbiotype\n" + "__no_feature\tx\ty\tz\tw\n" +
    BODY.replace(/\t([\d.]+)\n/g, '\t"a\tb"\t$1\tprotein\n') + "N_unmapped\t1\t1\t1\t1\n";
  assert.deepEqual((await counted(text)).notices, [
    ["rows-no-genes", 2, "__no_feature", "N_unmapped"],
    ["columns-no-samples", 2, "gene_name", "biotype"],
  ]);
  await refused(
    text.replace("10.25", "x"),
    ', line 5, column 2 (row EGFR, column S1): "x" is not a finite number; correct it, or write NA where the value is missing',
  );
  const { report } = await read(text.replace("\t4\tprotein", "\tNA\tprotein"));
  assert.deepEqual(report.find(({ kind }) => kind === "missing-cells")?.examples, [
    "line 5, column 4",
  ]);
});

Deno.test("readExpression() leaves out what stands beside each sample, and what tests of genes add", async () => {
  const beside = (names: string[]) =>
    TABLE.trimEnd().split("\n").map((line, row) => {
      const [id, first, second] = line.split("\t");
      const extra = (column: number) => row === 0 ? names[column] : `0.0${row}`;
      return `${[id, first, extra(0), second, extra(1)].join("\t")}\n`;
    }).join("");
  const pairs = [
    ["Detection Pval", "Detection Pval"],
    ["S1.Detection Pval", "S2.Detection Pval"],
    ["S1_conf_lo", "S1_conf_hi"],
    ["1.BEAD_STDERR", "1.Avg_NBEADS"],
    ["GC_content", "padj"],
    ["locus", "gene_short_name"],
    ["gene_chr", "tf_family"],
    ["FoldChange(A/B)", "log2 fold change"],
  ];
  for (const names of pairs) {
    assert.deepEqual((await counted(beside(names))).notices, [["columns-no-samples", 2, ...names]]);
  }
  const rows = `${TABLE}no_feature\t7\t7\nambiguous\t9\t9\n`;
  assert.deepEqual((await counted(rows)).notices, [[
    "rows-no-genes",
    2,
    "no_feature",
    "ambiguous",
  ]]);
});

Deno.test("readExpression() refuses counts without a header, whose first gene would be one", async () => {
  const message =
    ", line 1: numbers where the ids should be; add a first row that names the columns";
  await refused("N_unmapped\t45\t12\nN_multimapping\t9\t8\nENSG00000000003\t5\t6\n", message);
  await refused("ENSG00000000003.15\t7\t0\t0\nENSG00000000005.6\t5\t6\t1\n", message);
  await refused("ENSG00000000003\tTSPAN6\t7\t0\nENSG00000000005\tTNMD\t5\t6\n", message);
  await refused("TP53\t228\t45\nMYC\t5\t6\nEGFR\t0\t1\n", message);
  await refused("TP53,NA,4,6\nMYC,5,6,7\nEGFR,0,1,1\n", message);
  // Samples may be called by numbers, of patients and visits as well.
  for (
    const [corner, ...ids] of [
      ["gene", "1", "2"],
      ["gene", "31", "7"],
      ["gene_id", "20.1", "20.2"],
      ["", "3.1", "2.5"],
      ["HUGO", "9", "11"],
    ]
  ) {
    const { samples } = await read(`${[corner, ...ids].join("\t")}\nTP53\t5\t6\nMYC\t0\t1\n`);
    assert.deepEqual(samples, ids);
  }
});

Deno.test("readExpression() tells lines and columns as the file has them, where others were left out", async () => {
  const text =
    "gene_id\tbiotype\tS1\tchr\tS2\n__no_feature\t\t1\t\t1\nTP53\ta\t1\t1\t2\n\nMYC\tb\t3\t1\t-4\n";
  await withFile(text, async (path) => {
    await assert.rejects(readExpression(path, { orientation: "genes", scale: "log2" }), {
      name: "InputError",
      message: /line 5, column 5/,
    });
  });
  await refused(
    text.replace("S2", "S1"),
    ", column 5: the sample S1 has different values in column 3; remove one, or give it its own id",
  );
});

Deno.test("readExpression() leaves an unknown column out if it has one text, else names it and what to do", async () => {
  const withColumn = (...cells: string[]) => {
    const lines = TABLE.trimEnd().split("\n");
    return lines.map((line, at) => `${line.replace("\t", `\t${cells[at]}\t`)}\n`).join("");
  };
  assert.deepEqual((await counted(withColumn("cohort name", "A", "A", "A"))).notices, [
    ["columns-no-samples", 1, "cohort name"],
  ]);
  const texts = (shown: string) =>
    `, column 2 (nickname): texts such as ${shown}; leave the column out, or, where it names the genes, take ` +
    "it for their ids with --gene-column nickname";
  await refused(withColumn("nickname", "p53", "c-myc", "erbb1"), texts('"p53", "c-myc"'));
  await refused(withColumn("nickname", "NA", "c-myc", "erbb1"), texts('"c-myc"'));
  // 10x' list of genes, which has no header, and cBioPortal's description of a file.
  await refused(
    "ENSG00000000003\tTSPAN6\tGene Expression\nENSG00000000005\tTNMD\tGene Expression\n" +
      "ENSG00000000419\tDPM1\tGene Expression\n",
    ': it holds texts such as "TNMD", "DPM1" and no numbers; give the table of expression values',
  );
  await refused(
    "study: paad\ntype: MRNA_EXPRESSION\nfile: data_mrna.txt\n".replaceAll(": ", ":\t"),
    ': it holds texts such as "MRNA_EXPRESSION", "data_mrna.txt" and no numbers; give the table of expression values',
  );
  const bad = (line: number, row: string, text: string) =>
    `, line ${line}, column 2 (row ${row}, column nickname): "${text}" is not a finite number; correct it, or write ` +
    "NA where the value is missing";
  await refused(withColumn("nickname", "p53", "1", "2"), bad(2, "TP53", "p53"));
  await refused(withColumn("nickname", "1", "p53", "2"), bad(3, "MYC", "p53"));
  await refused("gene\tnickname\tS1\nTP53\tp53\t1\n", bad(2, "TP53", "p53"));
});

Deno.test("readExpression() refuses a column of values for the genes' ids", async () => {
  const asked = (text: string, geneColumn: string) =>
    withFile(text, async (path) => {
      await assert.rejects(readExpression(path, { geneColumn, orientation: "genes" }), {
        name: "InputError",
        message:
          `--gene-column: got "S1", but that column of ${path} holds numbers such as 1.5, no ids of genes`,
      });
    });
  await asked(TABLE, "S1");
  await asked(TABLE.replaceAll("\t", ",").replace("10.25", "1e3"), "S1");
});

Deno.test("readExpression() reads R's write.table whose rows end with a tab, by the cells that are filled", async () => {
  const short = TABLE.replace("gene\t", ""), rows = short.replace(/(?<=\d)\n/g, "\t\n");
  const ended = rows.replace("S2\t\n", "S2\n");
  for (const text of [ended, ended.replace(/\t(?=\n)/g, "\t\t"), ended.replaceAll("\t", ",")]) {
    const kinds = (await counted(text)).notices.map(([kind, count]) => [kind, count]);
    assert.deepEqual(kinds, [["empty-ends", 3], ["short-header", 1]]);
  }
});

Deno.test("readExpression() names a line of texts below the header, which tells about samples", async () => {
  const [header, ...rows] = TABLE.split("\n");
  const withLine = (line: string) => [header, line, ...rows].join("\n");
  const message = (first: string) =>
    `, line 2: texts such as "${first}" in every column; remove the line, and give what tells the samples' types ` +
    "as a table with --phenotype";
  await refused(withLine("PAM50 call\tLumA\tBasal"), message("LumA"));
  await refused(withLine("run\tSRR900001\tSRR900002"), message("SRR900001"));
});

Deno.test("readExpression() takes the genes' ids from the column that --gene-column names", async () => {
  const text = "gene\tS1\tsymbol\tS2\n1\t1.5\tTP53\t2\n2\t0\tMYC\t3\n3\t10.25\tEGFR\t4\n";
  assert.deepEqual((await counted(text, { orientation: "auto", geneColumn: "symbol" })).notices, [
    ["columns-no-samples", 1, "gene"],
  ]);
  await refused(
    text,
    ": its rows are only numbered, and a column is called symbol; take it for the genes' ids with --gene-column symbol",
  );
  await withFile(text, async (path) => {
    await assert.rejects(readExpression(path, { geneColumn: "Symbol" }), {
      name: "InputError",
      message:
        `--gene-column: got "Symbol", but the columns of ${path} are "gene", "S1", "symbol", "S2"`,
    });
  });
  assert.deepEqual((await counted(TABLE, { geneColumn: "gene" })).notices, []);
});

Deno.test("readExpression() takes the Entrez id where cBioPortal's symbol is empty", async () => {
  const text = "Hugo_Symbol\tEntrez_Gene_Id\tS1\tS2\n" + BODY.replace(/^(\w+)/gm, "$1\t7");
  assert.deepEqual((await counted(text)).notices, [["columns-no-samples", 1, "Entrez_Gene_Id"]]);
  const { genes, report } = await read(text.replace("MYC\t7", "\t4609"));
  assert.deepEqual(genes, ["TP53", "4609", "EGFR"]);
  assert.deepEqual(report.find(({ kind }) => kind === "entrez-ids"), {
    kind: "entrez-ids",
    count: 1,
    examples: ["4609"],
  });
  await refused(
    text.replace("MYC\t7", "\t"),
    ", line 3, column 1: the id is empty; every row and column needs one: name it, or leave it out",
  );
});

Deno.test("readExpression() names gene ids that Excel has made dates and numbers, and keeps them", async () => {
  const changed = ["1-Mar", "Sep-02", "01. Dez", "2001-03-01 00:00:00", "3/1/2001", "2.31E+13"];
  const whole = ["MARCH1", "SEPT2", "DEC1", "MAR-1A", "NKX2-1", "1-Mary", "2310009E13"];
  const rows = [...whole, ...changed].map((gene, i) => `${gene}\t${i}\n`).join("");
  const { genes, report } = await read(`gene\tS1\n${rows}`);
  assert.deepEqual(genes, [...whole, ...changed]);
  assert.deepEqual(report.find(({ kind }) => kind === "genes-by-excel"), {
    kind: "genes-by-excel",
    count: 6,
    examples: changed.slice(0, 5),
  });
});

Deno.test("readExpression() takes no first column for ids that numbers rows, holds values or tells a place", async () => {
  const rows = (lines: string[][]) => lines.map((cells) => `${cells.join("\t")}\n`).join("");
  const genes = ["TP53", "MYC", "EGFR"], numbers = [["1.5", "2"], ["0", "3"], ["10.25", "4"]];
  const besideGenes = (name: string, firsts: string[]) =>
    rows([
      [name, "gene name", "S1", "S2"],
      ...genes.map((gene, i) => [
        ...[firsts[i]!, gene],
        ...numbers[i]!,
      ]),
    ]);
  const flag = 'take it for the genes\' ids with --gene-column "gene name"';
  for (const name of ["", "Unnamed: 0", "index"]) {
    const filtered = besideGenes(name, ["7", "2", "31"]);
    await refused(
      filtered,
      `: its rows are only numbered, and a column is called gene name; ${flag}`,
    );
    await counted(filtered, { geneColumn: "gene name" });
  }
  for (const name of ["chr", "Start", "gene_biotype"]) {
    const message = `: its first column is ${name}, and a column is called gene name; ${flag}`;
    await refused(besideGenes(name, ["chr1", "chr1", "chrX"]), message);
  }
  // Ids of genes may be numbers, under a name or beyond the number of any row.
  const entrez = besideGenes("Entrez", ["7157", "4609", "1956"]);
  assert.deepEqual((await read(entrez)).genes, ["7157", "4609", "1956"]);
  const others = besideGenes("", ["100130426", "4609", "1956"]);
  assert.deepEqual((await read(others)).genes, ["100130426", "4609", "1956"]);
  const last = (wanted: string[][]) =>
    rows([["S1", "S2", "gene_id"], ...genes.map((gene, i) => [...wanted[i]!, gene])]);
  const counts = [["1", "5"], ["1", "6"], ["9", "7"]];
  for (const values of [numbers, counts]) {
    await refused(
      last(values),
      ": its first column (S1) holds numbers, and a column is called gene_id; put the genes' ids first",
    );
    const text = last(values);
    await withFile(text, async (path) => {
      await assert.rejects(readExpression(path, { geneColumn: "gene_id" }), {
        name: "InputError",
        message:
          `--gene-column: got "gene_id", but the first column (S1) of ${path} holds numbers, which would be ` +
          "left out; put the column gene_id first",
      });
    });
  }
  const samples = ",barcode,TP53,MYC\n4,P-1,1,2\n9,P-2,3,4\n";
  await refused(
    samples,
    ": its rows are only numbered, and a column is called barcode; put that column first, without the numbers",
    { orientation: "samples" },
  );
  const numbered = await read(samples.replace(",barcode", "patient,barcode"), {
    orientation: "samples",
  });
  assert.deepEqual(numbered.samples, ["4", "9"]);
});
