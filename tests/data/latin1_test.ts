import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { byteStream } from "../../lib/data/byte_stream.ts";
import { readExpression } from "../../lib/data/expression.ts";
import { describeNotices } from "../../lib/data/notices.ts";
import { encode, gzip, join, withFile } from "./_files.ts";

/** Text in which each character up to U+00FF is one byte. */
function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

Deno.test("readExpression() reads ids in Latin-1 as Windows writes it, counts them and says so", async () => {
  const bytes = latin1('id\tMüller 1\tS2\nTP53\t1\t2\n\x80uro\t3\t4\n"N\xe9\xe8"\t5\t6\n');
  for (const content of [bytes, gzip(bytes)]) {
    const { samples, genes, values, report } = await withFile(
      content,
      (path) => readExpression(path, { orientation: "genes" }),
    );
    assert.deepEqual([samples, genes], [["Müller 1", "S2"], ["TP53", "€uro", "Néè"]]);
    assert.deepEqual([...values], [1, 3, 5, 2, 4, 6]);
    assert.ok(
      describeNotices(report).includes(
        "Texts that are not UTF-8, read as Latin-1 (Windows-1252): 3 (Müller 1, €uro, Néè)",
      ),
    );
  }
});

Deno.test("readExpression() reads GCT and GEO series matrices in Latin-1, and says so", async () => {
  const gct = "#1.2\n2\t2\nName\tDescription\tM\xfcller\tS2\nTP53\tp53\t1\t2\nMYC\tmyc\t3\t4\n";
  const series =
    '!Sample_title\t"M\xfcller"\t"b"\n!series_matrix_table_begin\n"ID_REF"\t"GSM1"\t"GSM2"\n' +
    '"TP53"\t1\t2\n"MYC"\t3\t4\n!series_matrix_table_end\n';
  for (const text of [gct, series]) {
    const { values, report } = await withFile(
      latin1(text),
      (path) => readExpression(path, { orientation: "genes" }),
    );
    assert.deepEqual([...values], [1, 3, 2, 4]);
    const { count, examples } = report.find(({ kind }) => kind === "latin-1-text")!;
    assert.deepEqual([count, examples], [1, ["Müller"]]);
  }
});

Deno.test("readExpression() leaves ids that are UTF-8 beside others, and says nothing where all are", async () => {
  const mixed = join(encode("id\tSüß\t"), latin1("Zürich\n"), encode("β-catenin\t1\t2\n"));
  const read = (content: Uint8Array) =>
    withFile(content, (path) => readExpression(path, { orientation: "genes" }));
  const { samples, genes, report } = await read(mixed);
  assert.deepEqual([samples, genes], [["Süß", "Zürich"], ["β-catenin"]]);
  assert.deepEqual(report.find(({ kind }) => kind === "latin-1-text")?.examples, ["Zürich"]);
  const sound = await read(encode("id\tSüß\tZürich\nβ-catenin\t1\t2\n"));
  assert.equal(sound.report.find(({ kind }) => kind === "latin-1-text"), undefined);
});

Deno.test("byteStream() decodes cells alike wherever chunks are cut, and keeps every character whole", async () => {
  const cells = ["é", "ß", "日本", "𝔖", "a"].map(encode).concat(
    latin1("\xe9t\xe9"),
    latin1("\xff"),
  );
  const parts: Uint8Array[] = [], expected: string[] = [];
  for (let i = 0; i < 600_000; i++) {
    const isUtf8 = i % 50_000 > 1000, end = "x".repeat(i % 5) + "\t";
    const cell = cells[(i * 7919) % (isUtf8 ? 5 : 7)]!;
    parts.push(cell, encode(end));
    const latin = cell === cells[5] ? "été" : cell === cells[6] ? "ÿ" : undefined;
    expected.push((latin ?? new TextDecoder().decode(cell)) + end);
  }
  const content = Uint8Array.from(Buffer.concat(parts));
  assert.ok(content.length > 2.5 * 2 ** 20, "should be longer than two chunks");
  let count = 0;
  const text = await withFile(content, async (path) => {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    let text = "";
    for await (const chunk of byteStream(path, { onLatin1: () => count++ })) {
      text += decoder.decode(chunk); // each chunk ends with a whole character
    }
    return text;
  });
  assert.ok(text === expected.join(""));
  assert.ok(count > 1000);
});

Deno.test("readExpression() still refuses ids with control characters, also in Latin-1", async () => {
  for (const id of ["TP\x0053", "TP\x0153", "TP\x8153\xe9", "\x90"]) {
    const content = latin1(`id\tA\n${id}\t1\nMYC\t2\n`);
    await assert.rejects(
      withFile(content, (path) => readExpression(path, { orientation: "genes" })),
      {
        name: "InputError",
        message: /line 2, column 1: the id is not text \(UTF-8\); is the file damaged\?$/,
      },
    );
  }
});
