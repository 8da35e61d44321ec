import { strict as assert } from "node:assert";
import { unlessMissing, writeWhole } from "../lib/files.ts";

const names = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

Deno.test("writeWhole() replaces a file and leaves nothing beside it", () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/a.txt`;
  for (const shared of [false, true]) {
    Deno.writeTextFileSync(path, "before, and longer");
    writeWhole(path, "é", { shared });
    assert.deepEqual([...Deno.readFileSync(path)], [0xc3, 0xa9]);
  }
  assert.deepEqual(names(folder), ["a.txt"]);
});

Deno.test("writeWhole() leaves what is there where it cannot write, and says what the system says", () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/a`;
  Deno.mkdirSync(path);
  Deno.writeTextFileSync(`${path}/inside`, "kept"); // no file takes the place of such a folder
  for (const shared of [false, true]) {
    assert.throws(() => writeWhole(path, "new", { shared }), /directory/i);
    assert.deepEqual([names(folder), names(path)], [["a"], ["inside"]]);
  }
  assert.throws(() => writeWhole(`${folder}/no/such`, ""), Deno.errors.NotFound);
});

Deno.test("unlessMissing() tells a missing file from one that cannot be read", () => {
  const folder = Deno.makeTempDirSync();
  Deno.writeTextFileSync(`${folder}/a`, "text");
  const read = (path: string) => unlessMissing(() => Deno.readTextFileSync(path), "none");
  assert.deepEqual([read(`${folder}/a`), read(`${folder}/b`)], ["text", "none"]);
  assert.throws(() => read(folder), /directory/i);
});
