import { strict as assert } from "node:assert";
import { fileURLToPath } from "node:url";
import pl from "nodejs-polars";
import { writeReport } from "../../lib/report/write_report.ts";
import { writeDetails } from "../../lib/sweep/store/details_frames.ts";
import { readJournals } from "../../lib/sweep/store/journal.ts";
import { writeResults } from "../../lib/sweep/store/results.ts";
import { findPython } from "../_python.ts";
import { makeFolder, SMALL } from "./_folder.ts";

/** What tests/report/_read_tables.py says of a file. */
interface Read {
  readonly rows: number;
  readonly sorted: number;
  readonly types: Readonly<Record<string, string>>;
  readonly filters: readonly {
    readonly column: string;
    readonly value: string;
    readonly pyarrow: number;
    readonly pandas: number;
    readonly duckdb: number;
  }[];
}

const python = await findPython("duckdb, pandas, pyarrow", "reading Parquet in Python");

/** Every Parquet file below a folder. */
function parquetFiles(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    return isDirectory ? parquetFiles(path) : name.endsWith(".parquet") ? [path] : [];
  });
}

/** Polars' types as pyarrow calls those of a file. */
const TYPES: Readonly<Record<string, string>> = {
  ...{ String: "string", Utf8: "string", Bool: "bool" },
  ...{ Int64: "int64", UInt32: "uint32", Int32: "int32", Float64: "double", Float32: "float" },
};

Deno.test({
  name:
    "pyarrow, pandas and DuckDB open and filter every table of a sweep and its report as Polars does",
  ignore: !python,
  async fn() {
    const folder = makeFolder({ axes: { ...SMALL, seeds: [0, 1] } });
    try {
      const { records } = readJournals(`${folder}/runs`);
      await writeResults(folder, records);
      await writeDetails(folder, records);
      const { tables } = await writeReport(folder);
      const files = parquetFiles(folder).sort();
      assert.equal(files.length, tables.length / 2 + 5);
      const script = fileURLToPath(new URL("_read_tables.py", import.meta.url));
      const { stdout, stderr } = await new Deno.Command(python!, { args: [script, ...files] })
        .output();
      const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
      assert.ok(stdout.length > 0, text(stderr));
      const found: Record<string, Read> = JSON.parse(text(stdout));
      for (const path of files) compare(path, found[path]!);
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  },
});

/** What Python's readers found in a file, against Polars'. */
function compare(path: string, { rows, sorted, types, filters }: Read): void {
  const frame = pl.readParquet(path);
  assert.deepEqual([rows, sorted], [frame.height, frame.height], path);
  const expected = frame.columns.map((name) => [name, TYPES[frame.getColumn(name).dtype.variant]]);
  assert.deepEqual(types, Object.fromEntries(expected), path);
  for (const { column, value, pyarrow, pandas, duckdb } of filters) {
    const { height } = frame.filter(pl.col(column).eq(pl.lit(value)));
    assert.ok(height > 0, `${path}: ${column}`);
    assert.deepEqual([pyarrow, pandas, duckdb], [height, height, height], `${path}: ${column}`);
  }
}
