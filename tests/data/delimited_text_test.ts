import assert from "node:assert/strict";
import { delimitedRows } from "../../lib/data/formats/_delimited_text.ts";

Deno.test("delimitedRows() keeps what stands in quotes, line breaks too, and counts lines", () => {
  const rows = (text: string, delimiter: string) => [...delimitedRows("x.csv", text, delimiter, 3)];
  assert.deepEqual(rows('a,"b, ""c""",\r\n"d\ne", f ,g\n\nh,,', ","), [
    { cells: ["a", 'b, "c"', ""], line: 3 },
    { cells: ["d\ne", "f", "g"], line: 4 },
    { cells: [""], line: 6 },
    { cells: ["h", "", ""], line: 7 },
  ]);
  assert.deepEqual(rows('"S 1"  "lung cancer" 50 \nS2 skin\t51\n', " "), [
    { cells: ["S 1", "lung cancer", "50"], line: 3 },
    { cells: ["S2", "skin\t51"], line: 4 },
  ]);
  assert.deepEqual(rows('S1\t"5\\" needle"\t6" needle', "\t")[0]!.cells, [
    ...["S1", '5" needle', '6" needle'],
  ]);
  assert.throws(() => rows('a,b\nc,"d\ne,f\n', ","), {
    name: "InputError",
    message:
      "Cannot read x.csv, line 4, column 2: a quoted cell that does not end, or continues after its closing " +
      "quote; write quotes inside it twice",
  });
});
