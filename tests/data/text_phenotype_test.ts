import assert from "node:assert/strict";
import { readPhenotypeTable } from "../../lib/data/phenotype/read_phenotype_table.ts";
import { gzip, withFile } from "./_files.ts";

/** A table as it was read: names, index, columns, counts. */
const read = (content: string | Uint8Array) =>
  withFile(content, async (path) => {
    const table = await readPhenotypeTable(path);
    const columns = await Promise.all(table.names.map((_, at) => table.column(at)));
    const report = Object.fromEntries(table.report.map(({ kind, count }) => [kind, count]));
    const lines = Array.from({ length: table.rows }, (_, row) => table.place(row));
    return { names: table.names, index: table.index, columns, report, header: table.header, lines };
  });

Deno.test("readPhenotypeTable() reads tabs, commas, semicolons and blanks, plain or compressed", async () => {
  const rows = [["id", "disease"], ["S1", "lung"], ["S2", "skin"]];
  for (const delimiter of ["\t", ",", ";", " "]) {
    for (const end of ["\n", "\r\n", "\r"]) {
      const text = rows.map((row) => row.join(delimiter) + end).join("");
      for (const content of [text, gzip(text)]) {
        const { names, columns, report } = await read(content);
        assert.deepEqual([names, columns], [["id", "disease"], [["S1", "S2"], ["lung", "skin"]]]);
        assert.deepEqual(report, {});
      }
    }
  }
});

Deno.test("readPhenotypeTable() takes the first column for names where the header is one cell short", async () => {
  const short = await read("cancer_type\tage\nS01\tlung\t50\nS02\tskin\t51\n");
  assert.deepEqual([short.names, short.index], [["cancer_type", "age"], ["S01", "S02"]]);
  assert.deepEqual(short.columns, [["lung", "skin"], ["50", "51"]]);
  assert.deepEqual(short.report, { "short-phenotype-header": 1 });
  const one = await read('"x"\n"S 1" "a"\n"S 2" "b"\n');
  assert.deepEqual([one.names, one.index, one.columns], [["x"], ["S 1", "S 2"], [["a", "b"]]]);
  const blank = await read("cancer type\nS 1\tlung\nS 2\tskin\n");
  assert.deepEqual([blank.names, blank.index], [["cancer type"], ["S 1", "S 2"]]);
});

Deno.test("readPhenotypeTable() shifts nothing where rows or the header end with a delimiter", async () => {
  const rows = await read("id\tdisease\nS1\tlung\t\nS2\tskin\t\n");
  assert.deepEqual([rows.names, rows.index], [["id", "disease", ""], undefined]);
  assert.deepEqual(rows.columns, [["S1", "S2"], ["lung", "skin"], ["", ""]]);
  const header = await read("id,disease,\nS1,lung\nS2,skin\n");
  assert.deepEqual([header.names, header.columns[1]], [["id", "disease"], ["lung", "skin"]]);
});

Deno.test("readPhenotypeTable() skips comments, but takes a single # above the rows for the header", async () => {
  const comments = await read("# made by x, y\n#\n\nid,disease\nS1,lung\n# a note\nS2,skin\n");
  assert.deepEqual([comments.header, comments.lines], ["line 4", ["line 5", "line 7"]]);
  assert.deepEqual(comments.columns, [["S1", "S2"], ["lung", "skin"]]);
  assert.deepEqual(comments.report, { "comment-lines": 3 });
  const named = await read("#SampleID\tdisease\nS1\tlung\nS2\tskin\n");
  assert.deepEqual([named.names, named.header], [["SampleID", "disease"], "line 1"]);
  assert.deepEqual([named.columns[0], named.report], [["S1", "S2"], {}]);
  // A comment may have as many commas as the header below it.
  const noted = await read("# made by x, y\nsample,disease\nS1,lung\n");
  assert.deepEqual([noted.names, noted.header, noted.lines], [["sample", "disease"], "line 2", [
    "line 3",
  ]]);
  assert.deepEqual(noted.report, { "comment-lines": 1 });
});

Deno.test("readPhenotypeTable() refuses what is no table, with its line", async () => {
  const refused = async (content: string | Uint8Array, message: RegExp) =>
    await assert.rejects(read(content), { name: "InputError", message });
  await refused("# only\n#comments\n\n", /: no row of column names in it$/);
  await refused("", /: the file is empty$/);
  await refused(
    "id\tdisease\nS1\tlung\nS2\nS3\tskin\n",
    /, line 3: 1 cells where the header has 2; is the file complete\?$/,
  );
  await refused("id\tx\nS1\t\u0001\n", /, line 2: it is not text; is the file damaged\?$/);
});

Deno.test("readPhenotypeTable() reads Latin-1, and says so", async () => {
  const bytes = Uint8Array.from(
    "id;disease\nS1;Sj\xf6gren\nS2;M\xe9ni\xe8re\n",
    (c) => c.charCodeAt(0),
  );
  const { columns, report } = await read(bytes);
  assert.deepEqual(columns[1], ["Sjögren", "Ménière"]);
  assert.deepEqual(report, { "latin-1-text": 2 });
});

Deno.test("readPhenotypeTable() refuses what is far too long for a table of samples", async () => {
  const lines = gzip("S1\tlung\n".repeat(2 ** 22)), nine = new Uint8Array(9 * lines.length);
  for (let i = 0; i < 9; i++) nine.set(lines, i * lines.length); // 9 × 32 MiB
  await assert.rejects(
    read(nine),
    /: it has more than 256 MiB of text, too much for a table of samples; is it the matrix\?$/,
  );
});
