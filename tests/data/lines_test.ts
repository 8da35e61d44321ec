import assert from "node:assert/strict";
import { eachLine } from "../../lib/data/text/lines.ts";
import { withFile } from "./_files.ts";

async function linesOf(text: string): Promise<{ lines: string[]; ended: boolean }> {
  const lines: string[] = [];
  const ended = await withFile(text, (path) =>
    eachLine(path, ({ bytes, start, end, number }) => {
      lines.push(new TextDecoder().decode(bytes.subarray(start, end)));
      assert.equal(number, lines.length);
    }));
  return { lines, ended };
}

Deno.test("eachLine() ends lines at carriage returns only where the file begins without a newline", async () => {
  const cases: [text: string, lines: string[], ended: boolean][] = [
    ["a\tb\nc\n", ["a\tb", "c"], true],
    ["a\tb\r\nc\r\n", ["a\tb", "c"], true],
    ["a\tb\rc\rd", ["a\tb", "c", "d"], false],
    ["a\tb\rc\r\rd\r", ["a\tb", "c", "", "d"], true],
    ["a\rb\tc\nd\n", ["a\rb\tc", "d"], true],
    ["a\tb\r\n", ["a\tb"], true],
  ];
  for (const [text, lines, ended] of cases) {
    assert.deepEqual(await linesOf(text), { lines, ended }, JSON.stringify(text));
  }
});

Deno.test("eachLine() keeps lines whole across chunks, whichever way they end", async () => {
  const wide = "x".repeat(2 ** 20 - 1),
    rows = Array.from({ length: 300_000 }, (_, i) => `row ${i}`);
  for (const lineBreak of ["\n", "\r\n", "\r"]) {
    const { lines, ended } = await linesOf([wide, ...rows, ""].join(lineBreak));
    assert.ok(ended && lines.length === rows.length + 1, JSON.stringify(lineBreak));
    assert.ok(lines[0] === wide && rows.every((row, i) => row === lines[i + 1]));
  }
});

Deno.test("eachLine() finds the end of a line far behind its beginning without reading it again and again", async () => {
  const begin = performance.now(), long = "x".repeat(40 * 2 ** 20), lengths: number[] = [];
  await withFile(
    `${long}\t1\nb\t2\n`,
    (path) => eachLine(path, ({ start, end }) => void lengths.push(end - start)),
  );
  assert.deepEqual(lengths, [long.length + 2, 3]);
  assert.ok(performance.now() - begin < 5000); // it took ten seconds when each chunk was added to a copy
});
