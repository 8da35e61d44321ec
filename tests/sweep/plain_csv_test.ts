import { strict as assert } from "node:assert";
import pl from "nodejs-polars";
import { writeTable } from "../../lib/sweep/store/write_table.ts";

Deno.test("writeTable() writes plain CSV: cells that a spreadsheet would take for formulas stand as they are", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const cells = ["=1+1", "+a", "-b", "@c", '=HYPERLINK("http://x","y")', "\td"];
    writeTable(`${folder}/table`, pl.DataFrame({ cancer_type: cells, mse: cells.map(() => -1) }));
    const [, ...lines] = (await Deno.readTextFile(`${folder}/table.csv`)).trimEnd().split("\n");
    // RFC 4180: a cell with a quote or a comma stands in quotes, a quote in it twice.
    assert.deepEqual(lines.map((line) => line.replace(/,-1(\.0)?$/, "")), [
      ...["=1+1", "+a", "-b", "@c", '"=HYPERLINK(""http://x"",""y"")"', "\td"],
    ]);
    assert.deepEqual(
      pl.readParquet(`${folder}/table.parquet`).getColumn("cancer_type").toArray(),
      cells,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
