import { strict as assert } from "node:assert";
import { ParquetRows } from "../../lib/embedding/_parquet_rows.ts";
import { readTable } from "../../lib/sweep/store/read_table.ts";
import { findPython } from "../_python.ts";

const python = await findPython("pyarrow", "reading Parquet files with another program");

/** What another program finds in a file. */
const READ = `
import json, sys
import pyarrow.parquet as parquet
file = parquet.ParquetFile(sys.argv[1])
table = file.read()
print(json.dumps({
    "groups": file.num_row_groups, "types": [str(table.schema.field(i).type) for i in (0, 1)],
    "samples": table["sample"].to_pylist()[::1000], "last": table["G4095"].to_pylist()[-2:],
    "nulls": sum(column.null_count for column in table.columns), "shape": table.shape,
    "right": all((table[f"G{g}"].to_numpy() == [r + g / 4096 for r in range(table.num_rows)]).all() for g in (0, 7, 4095)),
}))
`;

Deno.test({
  name: "ParquetRows writes groups of rows that pyarrow reads as they were given",
  ignore: !python,
  async fn() {
    const folder = Deno.makeTempDirSync(), path = `${folder}/rows.parquet`;
    const genes = Array.from({ length: 4096 }, (_, gene) => `G${gene}`);
    {
      using file = new ParquetRows(path, genes);
      for (let start = 0; start < 4000; start += 1000) {
        const samples = Array.from({ length: 1000 }, (_, row) => `Größe ${start + row}`);
        const values = Float32Array.from(
          { length: 1000 * 4096 },
          (_, i) => start + Math.floor(i / 4096) + (i % 4096) / 4096,
        );
        file.add(samples, values);
      }
      assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name === "rows.parquet"), [
        false,
      ]);
      file.keep();
    }
    const { stdout, stderr, success } = await new Deno.Command(python!, {
      args: ["-c", READ, path],
    }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    assert.deepEqual(JSON.parse(new TextDecoder().decode(stdout)), {
      ...{ groups: 2, types: ["string", "float"] },
      samples: ["Größe 0", "Größe 1000", "Größe 2000", "Größe 3000"],
      last: [3998 + 4095 / 4096, 3999 + 4095 / 4096],
      ...{ nulls: 0, shape: [4000, 4097], right: true },
    });
    assert.equal(readTable(path)!.height, 4000);
    Deno.removeSync(folder, { recursive: true });
  },
});

Deno.test("ParquetRows leaves nothing of a file that was not kept", () => {
  const folder = Deno.makeTempDirSync();
  {
    using file = new ParquetRows(`${folder}/rows.parquet`, ["A"]);
    file.add(["S1"], Float32Array.of(1));
  }
  assert.deepEqual([...Deno.readDirSync(folder)], []);
  Deno.removeSync(folder);
});
