import assert from "node:assert/strict";
import { readPhenotype } from "../../lib/data/phenotype/phenotype.ts";
import { gzip, withFile } from "./_files.ts";

const read = (content: string | Uint8Array, column?: string) =>
  withFile(content, (path) => readPhenotype(path, { column }));

Deno.test("readPhenotype() finds the cancer type by its well-known names, whatever their case", async () => {
  const names = [
    "_primary_disease",
    "cancer type abbreviation",
    "Cancer_Type",
    "project_id",
    "_cohort",
  ];
  for (const name of names) {
    const { cancerTypes, column } = await read(gzip(`sample\tage\t${name}\nS1\t50\tUVM\n`));
    assert.deepEqual([...cancerTypes], [["S1", "UVM"]]);
    assert.equal(column, name);
  }
});

Deno.test("readPhenotype() prefers _primary_disease, and a named column to both", async () => {
  const table = "cohort\t_primary_disease\tsampleID\tstage\npan\tuveal melanoma\tS1\tII\n";
  assert.equal((await read(table)).cancerTypes.get("S1"), "uveal melanoma");
  assert.equal((await read(table, "Stage")).cancerTypes.get("S1"), "II");
});

Deno.test("readPhenotype() knows a column behind a byte order mark and in quotes", async () => {
  const { cancerTypes } = await read('\ufeff"disease"\t"sample"\r\nACC\t"S1"\r\n');
  assert.deepEqual([...cancerTypes], [["S1", "ACC"]]);
});

Deno.test("readPhenotype() reads commas between cells, and keeps those that stand in quotes", async () => {
  const { cancerTypes } = await read('sample,note,disease\nS1,"a, b","carcinoma, ""rare"""\n');
  assert.deepEqual([...cancerTypes], [["S1", 'carcinoma, "rare"']]);
});

Deno.test("readPhenotype() takes the first column for the samples where none is called so", async () => {
  const { cancerTypes } = await read("name\tdisease\nS1\tACC\n");
  assert.deepEqual([...cancerTypes.keys()], ["S1"]);
});

Deno.test("readPhenotype() counts repeated and empty rows", async () => {
  const rows = ["S1\tACC", "S1\tACC", "S2\t", "S3\t[Not Available]", "S4\tUVM"];
  const { cancerTypes, report } = await read(`sample\tdisease\n${rows.join("\n")}`);
  assert.deepEqual([...cancerTypes], [["S1", "ACC"], ["S4", "UVM"]]);
  assert.deepEqual(report.map(({ kind, count, examples }) => [kind, count, examples[0]]), [
    ["no-final-newline", 1, report[0]!.examples[0]],
    ["duplicate-phenotype-rows", 1, "S1"],
    ["missing-cancer-types", 2, "S2"],
  ]);
});

Deno.test("readPhenotype() refuses what it cannot read, with place and remedy", async () => {
  const cases: [content: string | Uint8Array, message: RegExp, column?: string][] = [
    ["", /the file is empty/],
    [
      "sample\tage\nS1\t50\n",
      /no column gives a cancer type by a known name; name one .*"sample" \(S1\), "age" \(50\)$/,
    ],
    ["sample\tdisease\nS1\tACC\n", /no column gives "stage"; name one .*"disease"/, "stage"],
    [
      'sample,disease\nS1,"ACC\n',
      /line 2, column 2: a quoted cell that does not end, or continues after/,
    ],
    ["sample\tdisease\nS1\tACC\n", /"sample" is the column of the sample ids/, "sample"],
    ["sample\tdisease\nS1\tACC\nS2\n", /line 3: 1 cells where the header has 2/],
    ["sample\tdisease\n\tACC\n", /line 2: the id is empty/],
    [
      "sample\tdisease\nS1\tACC\nS1\tUVM\n",
      /line 3: the sample S1 is "UVM" here and "ACC" in line 2/,
    ],
    ["sample\tdisease\nS1\tNA\n", /its column "disease" names no cancer type in any row/],
    ["sample\tdisease\n", /: the table has no rows$/],
    [
      "sample\tdisease\tdisease\nS1\tACC\tACC\nS2\tUVM\tACC\n",
      /line 3: of two columns called "disease" one has "UVM" and one "ACC"; rename one$/,
    ],
    [
      "sample\tage\tstage\tstage\nS1\t50\tI\tII\n",
      /line 2: of two columns called "stage" one has "I" and one "II"; rename one$/,
      "stage",
    ],
    [gzip("sample\tdisease\nS1\tACC\n").subarray(0, 30), /gzip stream ends early/],
  ];
  for (const [content, message, column] of cases) {
    await assert.rejects(read(content, column), { name: "InputError", message });
  }
});
