import assert from "node:assert/strict";
import { toUtf8 } from "../../lib/data/text/text_encoding.ts";
import { readExpression } from "../../lib/data/expression.ts";
import { readPhenotype } from "../../lib/data/phenotype/phenotype.ts";
import { encode, gzip, join, utf16, withFile } from "./_files.ts";

const TEXT = "gène\tS1\t𝔖2\r\nTP53\t1.5\t-2\r\nMYC\t0.25\t3\r\n";

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

Deno.test("toUtf8() gives the same text for every encoding, wherever its chunks are cut", async () => {
  for (const bytes of [TEXT, "\ufeff" + TEXT].map(encode).concat(utf16(TEXT), utf16(TEXT, true))) {
    for (const size of [1, 2, 3, 5, 1000]) {
      const chunks = await Array.fromAsync(toUtf8(cut(bytes, size)));
      assert.equal(new TextDecoder("utf-8", { ignoreBOM: true }).decode(join(...chunks)), TEXT);
    }
  }
  for (const bytes of [[], [0x41], [0xff], [0xc3, 0x28]]) {
    const chunks = await Array.fromAsync(toUtf8(cut(Uint8Array.from(bytes), 1)));
    assert.deepEqual([...join(...chunks)], bytes);
  }
});

Deno.test("readExpression() and readPhenotype() read UTF-16, as Excel's Unicode text is, also in gzip", async () => {
  for (const bytes of [utf16(TEXT), utf16(TEXT, true), gzip(utf16(TEXT))]) {
    const { genes, samples, values, report } = await withFile(
      bytes,
      (path) => readExpression(path),
    );
    assert.deepEqual([genes, samples, [...values]], [
      ["TP53", "MYC"],
      ["S1", "𝔖2"],
      [1.5, 0.25, -2, 3],
    ]);
    assert.deepEqual(report.map(({ kind }) => kind), ["rows-are-genes"]);
  }
  const table = utf16("sample\tcohort\r\nS1\tTumeur bénigne\r\n");
  const { cancerTypes } = await withFile(table, (path) => readPhenotype(path));
  assert.deepEqual([...cancerTypes], [["S1", "Tumeur bénigne"]]);
});

Deno.test("readExpression() refuses UTF-16 that is cut in a character", async () => {
  const bytes = utf16(TEXT);
  await assert.rejects(withFile(bytes.subarray(0, -5), (path) => readExpression(path)), {
    name: "InputError",
    message: /line 3, column 3 \(row MYC, column 𝔖2\): "�" is not a finite number/,
  });
});
