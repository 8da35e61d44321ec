import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { contentHash } from "../../lib/data/_content_hash.ts";
import { inFolder } from "./_files.ts";

const sha = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

Deno.test("contentHash() reads a file that has not changed only once", () =>
  inFolder(async (cache) => {
    const path = fileURLToPath(new URL("../fixtures/formats/csr.h5ad", import.meta.url));
    const hash = sha(await Deno.readFile(path));
    // A checkout may be younger than the clock is trusted.
    await new Promise((done) => setTimeout(done, 3100));
    assert.equal(await contentHash(path, cache), hash);
    const [note] = [...Deno.readDirSync(cache)].map(({ name }) => `${cache}/${name}`);
    const other = sha("another"), kept = await Deno.readTextFile(note!);
    await Deno.writeTextFile(note!, kept.replace(hash, other));
    assert.equal(await contentHash(path, cache), other);
    for (const damaged of ["", "{", "null", '{"hash":"no"}', kept.replace(/"\d+/, '"1')]) {
      await Deno.writeTextFile(note!, damaged);
      assert.equal(await contentHash(path, cache), hash, damaged);
    }
  }));

Deno.test("contentHash() sees a change that keeps size and time of modification", () =>
  inFolder(async (cache) => {
    const path = `${cache}/matrix.tsv`;
    await Deno.writeTextFile(path, "one");
    await new Promise((done) => setTimeout(done, 3100));
    assert.equal(await contentHash(path, cache), sha("one"));
    assert.equal([...Deno.readDirSync(cache)].length, 2, "it should be noted");
    const { atime, mtime } = await Deno.stat(path);
    await Deno.writeTextFile(path, "two");
    await Deno.utime(path, atime!, mtime!);
    assert.equal(await contentHash(path, cache), sha("two"));
  }));
