import assert from "node:assert/strict";
import { type FileHead, readHead } from "../../lib/data/file_head.ts";
import { encode, gzip, inFolder, join, utf16 } from "./_files.ts";

const TEXT = "gène\tS1\nTP53\t1.5\n";

Deno.test("readHead() gives the decompressed, decoded beginning, whichever way a text is stored", () =>
  inFolder(async (folder) => {
    const path = `${folder}/any name.bin`;
    const ways: [string, Uint8Array, Partial<FileHead>][] = [
      ["plain", encode(TEXT), { compression: "", encoding: "UTF-8", text: TEXT }],
      ["marked", encode("\ufeff" + TEXT), { compression: "", encoding: "UTF-8", text: TEXT }],
      ["gzip", gzip(TEXT), { compression: "gzip", encoding: "UTF-8", text: TEXT }],
      ["UTF-16LE", utf16(TEXT), { compression: "", encoding: "UTF-16", text: TEXT }],
      ["UTF-16BE", utf16(TEXT, true), { compression: "", encoding: "UTF-16", text: TEXT }],
      ["Latin-1", Uint8Array.of(0x67, 0xe8), { text: "gè" }],
      ["binary", Uint8Array.of(0x89, 0x48, 0x44, 0x46), { text: "\x89HDF" }],
      ["cut character", join(encode("a".repeat(2 ** 16 - 1)), encode("é")), {
        text: "a".repeat(2 ** 16 - 1),
      }],
      ["empty", new Uint8Array(0), { start: "", text: "" }],
      ["cut gzip", gzip(TEXT).subarray(0, 10), { compression: "gzip", text: "" }],
    ];
    for (const [way, bytes, expected] of ways) {
      await Deno.writeFile(path, bytes);
      const head = await readHead(path);
      for (const [key, value] of Object.entries({ ...expected, name: "any name.bin" })) {
        assert.equal(head[key as keyof FileHead], value, way);
      }
      assert.deepEqual([...head.start].map((c) => c.charCodeAt(0)), [...bytes.subarray(0, 512)]);
    }
    const long = "x\t1\n".repeat(10 ** 6);
    await Deno.writeFile(path, gzip(long));
    assert.equal((await readHead(path)).text, long.slice(0, 2 ** 16));
  }));

Deno.test("readHead() lists what a folder holds, and refuses a missing file", () =>
  inFolder(async (folder) => {
    for (const name of ["matrix.mtx.gz", "barcodes.tsv.gz"]) {
      await Deno.writeTextFile(`${folder}/${name}`, "");
    }
    const { isFolder, members, text } = await readHead(`${folder}/`);
    assert.deepEqual([isFolder, members, text], [true, ["barcodes.tsv.gz", "matrix.mtx.gz"], ""]);
    await assert.rejects(readHead(`${folder}/none`), {
      name: "InputError",
      message: `Cannot read ${folder}/none: there is no such file`,
    });
  }));
