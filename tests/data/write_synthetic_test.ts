import { strict as assert } from "node:assert";
import { gunzipSync } from "node:zlib";
import { writeSynthetic } from "../../lib/data/write_synthetic.ts";
import { temporaryFolder } from "../_temporary.ts";

Deno.test("writeSynthetic() replaces links in the place of its files, and leaves what they lead to", async () => {
  const folder = temporaryFolder(), victim = `${folder}/victim`;
  await Deno.writeTextFile(victim, "precious");
  const beside = ["c.tsv.gz", "c.tsv.gz.part", "c.phenotype.tsv", "c.phenotype.tsv.part"];
  for (const name of beside) await Deno.symlink(victim, `${folder}/${name}`);
  const zipped = await writeSynthetic(`${folder}/c.tsv.gz`, { samples: 20, genes: 10 });
  const plain = await writeSynthetic(`${folder}/d.tsv`, { samples: 20, genes: 10 });
  assert.equal(await Deno.readTextFile(victim), "precious");
  assert.ok((await Deno.lstat(zipped.matrix)).isFile);
  const text = new TextDecoder().decode(gunzipSync(await Deno.readFile(zipped.matrix)));
  assert.equal(text, await Deno.readTextFile(plain.matrix));
  assert.deepEqual(
    text.trim().split("\n").map((line) => line.split("\t").length),
    Array(11).fill(21),
  );
});

Deno.test("writeSynthetic() leaves nothing where it cannot end", async () => {
  const folder = temporaryFolder();
  const onProgress = () => {
    throw new Error("stopped");
  };
  const options = { samples: 20, genes: 10, onProgress };
  await assert.rejects(writeSynthetic(`${folder}/c.tsv.gz`, options), /stopped/);
  assert.deepEqual(await Array.fromAsync(Deno.readDir(folder)), []);
});
