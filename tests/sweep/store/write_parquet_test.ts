import { strict as assert } from "node:assert";
import pl from "nodejs-polars";
import { withKeyValues } from "../../../lib/sweep/store/_parquet_footer.ts";
import { writeParquet } from "../../../lib/sweep/store/write_parquet.ts";
import { temporaryFolder } from "../../_temporary.ts";

/** A file of some data and this footer, with the length and the mark that end it. */
function fileOf(footer: readonly number[]): Uint8Array {
  const mark = [...new TextEncoder().encode("PAR1")];
  return Uint8Array.of(...mark, 7, 8, 9, ...footer, footer.length, 0, 0, 0, ...mark);
}

// Written by hand after Thrift's specification of its compact protocol: each field begins with the step of its number
// and its type, and a struct ends with 0.
const VERSION = [0x15, 0x02]; // 1: the integer 1, zigzagged
const SCHEMA = [0x19, 0x1c, 0x48, 0x02, 0x61, 0x62, 0x15, 0x02, 0x00]; // 2: a list of one struct; 4: "ab", 5: 1
const ROWS = [0x16, 0x80, 0x01]; // 3: the integer 64 in two bytes
const GROUPS = [0x19, 0x27, ...Array(16).fill(1)]; // 4: a list of two doubles
const PAIRS = [0x19, 0x1c, 0x18, 0x01, 0x6b, 0x18, 0x01, 0x76, 0x00]; // 5: a list of one struct; 1: "k", 2: "v"

Deno.test("withKeyValues() removes the footer's fifth field alone, and tells the next one's number anew", () => {
  const before = fileOf([...VERSION, ...SCHEMA, ...ROWS, ...GROUPS, ...PAIRS, 0x18, 0x01, 0x50, 0]);
  const after = fileOf([...VERSION, ...SCHEMA, ...ROWS, ...GROUPS, 0x28, 0x01, 0x50, 0]);
  assert.deepEqual(withKeyValues(before, {}), after);
});

Deno.test("withKeyValues() changes nothing where there are none", () => {
  const footer = [...VERSION, ...SCHEMA, ...ROWS, ...GROUPS, 0x28, 0x01, 0x50, 0];
  assert.deepEqual(withKeyValues(fileOf(footer), {}), fileOf(footer));
});

Deno.test("withKeyValues() refuses a footer that it does not understand", () => {
  assert.throws(() => withKeyValues(fileOf([0x1e, 0x00]), {}), /no type 14 in a Parquet footer/);
  const message = /a Parquet footer ends within a value/;
  assert.throws(() => withKeyValues(fileOf([0x18, 0x05, 0x61]), {}), message);
});

Deno.test("writeParquet() keeps values, nulls and types for Polars, in as many rows as there are", () => {
  const path = `${temporaryFolder()}/table.parquet`;
  for (const height of [0, 1, 300_000]) {
    const column = (name: string, value: (i: number) => unknown, type: pl.DataType) =>
      pl.Series(name, Array.from({ length: height }, (_, i) => i % 3 ? value(i) : null), type);
    const frame = pl.DataFrame([
      column("text", (i) => `run ${i} – ü`, pl.Utf8),
      column("whole", (i) => i * 2 ** 33, pl.Int64),
      column("count", (i) => i, pl.UInt32),
      column("real", (i) => i / 7, pl.Float64),
      column("flag", (i) => i % 2 === 0, pl.Bool),
    ]);
    writeParquet(path, frame);
    const read = pl.readParquet(path);
    assert.deepEqual(read.dtypes.map(String), frame.dtypes.map(String));
    assert.ok(read.frameEqual(frame, true), `${height} rows`);
    const text = new TextDecoder("latin1").decode(Deno.readFileSync(path).slice(-4000));
    assert.ok(!text.includes("ARROW:schema"));
  }
});
