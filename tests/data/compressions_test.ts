import assert from "node:assert/strict";
import { zstdCompressSync } from "node:zlib";
import { byteStream } from "../../lib/data/byte_stream.ts";
import { readExpression } from "../../lib/data/expression.ts";
import { readHead } from "../../lib/data/file_head.ts";
import { readPhenotype } from "../../lib/data/phenotype/phenotype.ts";
import { InputError } from "../../lib/errors.ts";
import { fixture, gzip, join, utf16, withFile } from "./_files.ts";
import { mutate } from "./_mutate.ts";

/** What tests/fixtures/make_compressed.py wrote by the tools that users compress with. */
interface Compressed {
  readonly table: string;
  readonly sound: Readonly<Record<string, string>>;
  readonly refused: Readonly<Record<string, string>>;
  readonly long: Readonly<Record<string, string>>;
}

const { table: TABLE, sound, refused, long } = fixture("compressed.json") as Compressed;
const MUTANTS = 150;

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** Everything that a file gives, as text; the error where it is refused. */
async function textOf(content: Uint8Array): Promise<string | InputError> {
  try {
    return await withFile(content, async (path) => {
      const chunks = await Array.fromAsync(byteStream(path), (chunk) => Uint8Array.from(chunk));
      return new TextDecoder().decode(join(...chunks));
    });
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

Deno.test("byteStream() gives the text in every compression that users' tools write", async () => {
  for (const [way, content] of Object.entries(sound)) {
    assert.equal(await textOf(bytesOf(content)), TABLE, way);
    const head = await withFile(bytesOf(content), readHead);
    assert.equal(head.text, TABLE, way);
    assert.ok(way.startsWith(head.compression) && head.compression !== "", way);
  }
});

Deno.test("byteStream() gives long texts whole, in chunks", async () => {
  const text = Array.from({ length: 20_000 }, (_, i) => `G${i % 7}\t${"0".repeat(i % 300)}\n`)
    .join("");
  const ways = Object.entries(long).map(([way, content]) => [way, bytesOf(content)] as const);
  for (const [way, content] of [...ways, ["gzip", gzip(text)] as const]) {
    assert.ok(await textOf(content) === text, way);
    await withFile(content, async (path) => {
      for await (const chunk of byteStream(path)) assert.ok(chunk.length <= 2 ** 21, way);
    });
  }
});

Deno.test("readExpression() reads UTF-16 in a compression, and says how far it is in bytes of the file", async () => {
  const { hash } = await withFile(TABLE, (path) => readExpression(path, { orientation: "genes" }));
  for (const content of [gzip(utf16(TABLE)), ...Object.values(sound).map(bytesOf)]) {
    let last = [0, 0];
    const onProgress = (done: number, total: number) => last = [done, total];
    const options = { orientation: "genes", onProgress } as const;
    const matrix = await withFile(content, (path) => readExpression(path, options));
    assert.equal(matrix.hash, hash);
    assert.ok(last[0]! > 0 && last[0]! <= content.length && last[1] === content.length);
  }
});

Deno.test("byteStream() refuses archives of several files, and what there is no reader for", async () => {
  const messages: Record<string, string> = {
    "xz, sha256": "its xz stream has a checksum or a filter for which there is no reader here; " +
      "decompress it with xz -d",
    "xz, dictionary of 3 GiB":
      "its xz stream takes more memory than its reader has; decompress it " +
      "with xz -d",
    "zip, two files":
      'it is a zip archive of 2 files ("info/read me.txt", "table.tsv"); extract the ' +
      "one with the table",
    "zip, many files": 'it is a zip archive of 7 files ("S0.tsv", "S1.tsv", "S2.tsv", "S3.tsv", ' +
      '"S4.tsv", …); extract the one with the table',
    "zip, no file": "it is a zip archive without a file in it",
    "zip, password": "it is a zip archive that is locked by a password; extract the file in it",
    "zip, bzip2":
      "it is a zip archive that is compressed by method 12, for which there is no reader " +
      "here; extract the file in it",
  };
  for (const [way, content] of Object.entries(refused)) {
    const error = await textOf(bytesOf(content));
    assert.ok(error instanceof InputError, way);
    assert.equal(error.message.replace(/^Cannot read \S+: /, ""), messages[way], way);
  }
});

Deno.test("byteStream() says of a shortened file that it ends early, wherever it was cut", async () => {
  for (const [way, content] of Object.entries(sound)) {
    const whole = bytesOf(content), name = way.split(/[ ,]/)[0];
    const isMade = way.includes("two") || way === "xz, no check";
    const text = way.includes("padding") ? whole.length - 8 : whole.length;
    for (let length = 6; length < text; length += 13) {
      const error = await textOf(whole.subarray(0, length));
      if (!(error instanceof InputError)) {
        // Streams in a row may end after any of them, as nothing says how many there are.
        assert.ok(isMade && TABLE.startsWith(error), `${way}, ${length} bytes`);
        continue;
      }
      const pattern = new RegExp(
        `: its ${name} stream ends early after \\d+ bytes of text; get the file again$`,
      );
      assert.match(error.message, pattern, `${way}, ${length} bytes`);
    }
  }
});

Deno.test("byteStream() refuses whatever follows a compressed stream", async () => {
  for (const way of ["gzip", "bzip2", "xz", "zstd"]) {
    const error = await textOf(
      join(bytesOf(sound[way]!), new TextEncoder().encode("and more text")),
    );
    assert.ok(error instanceof InputError, way);
    assert.match(error.message, new RegExp(`its ${way} stream (is damaged|ends early)`), way);
  }
});

Deno.test("byteStream() checks a bzip2 file's checksum of all its blocks, too", async () => {
  const whole = bytesOf(sound["bzip2"]!);
  whole[whole.length - 3]! ^= 1;
  const error = await textOf(whole);
  assert.ok(error instanceof InputError);
  const message =
    `is damaged (its checksum is wrong) after ${TABLE.length} bytes of text; get the file`;
  assert.ok(error.message.includes(message), error.message);
});

Deno.test("readPhenotype() reads tables in a compression, and names workbooks", async () => {
  const table = "sample\tcancer_type\nS1\tuveal melanoma\nS2\tthymoma\n";
  const { cancerTypes } = await withFile(gzip(utf16(table)), (path) => readPhenotype(path));
  assert.deepEqual([...cancerTypes], [["S1", "uveal melanoma"], ["S2", "thymoma"]]);
  const zstd = new Uint8Array(zstdCompressSync(table));
  const again = await withFile(zstd, (path) => readPhenotype(path));
  assert.deepEqual(again.cancerTypes, cancerTypes);
  const { "openpyxl.xlsx": workbook } = fixture("refused.json") as Record<string, string>;
  await assert.rejects(withFile(bytesOf(workbook!), (path) => readPhenotype(path)), {
    name: "InputError",
    message:
      /: it is an Excel workbook; save the sheet with the table as CSV or tab-separated text$/,
  });
});

Deno.test("readExpression() reads no more of a text that does not end than a line may have", async () => {
  const endless = new Uint8Array(2 ** 26 + 1).fill(65);
  await assert.rejects(withFile(endless, (path) => readExpression(path)), {
    name: "InputError",
    message: /line 1: longer than 67108864 bytes; is this a table\?$/,
  });
  const bomb = new Uint8Array(zstdCompressSync(new Uint8Array(2 ** 27).fill(65)));
  assert.ok(bomb.length < 2 ** 16);
  await assert.rejects(withFile(bomb, (path) => readExpression(path)), {
    name: "InputError",
    message: /its first \d+ bytes expand to more than 400 times as many/,
  });
});

Deno.test("byteStream() gives a changed file's text as it was, or refuses it in one line", async () => {
  for (const [way, content] of Object.entries(sound)) {
    const whole = bytesOf(content);
    let count = 0;
    for (let i = 0; i < MUTANTS; i++) {
      const mutant = mutate(whole, i, way.length), text = await textOf(mutant);
      if (text instanceof InputError) {
        count++;
        // deno-lint-ignore no-control-regex -- whatever a file holds, its error is one line of text
        assert.doesNotMatch(text.message, /[\x00-\x1f\x7f]/, way);
      } else if (text !== TABLE) {
        // Cut between two streams, without any check, or no longer to be recognized.
        const { compression } = await withFile(mutant, readHead);
        assert.ok(compression === "" || /two|no check/.test(way), `${way}, mutant ${i}: ${text}`);
      }
    }
    assert.ok(count > MUTANTS / 2, `${way}: ${count} refused`);
  }
});
