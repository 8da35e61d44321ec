import { strict as assert } from "node:assert";
import { gzipSync } from "node:zlib";
import { loadCohort } from "../../lib/data/load_cohort.ts";
import { prepareOnce } from "../../lib/data/prepare_once.ts";
import { SourceFiles } from "../../lib/data/_source_files.ts";
import { InputError } from "../../lib/errors.ts";
import { inFolder } from "./_files.ts";

const GENES = 8, SAMPLES = 40;

/** A matrix of genes × samples, whose numbers begin with one. */
function textOf(first: number): string {
  const line = (name: string, cells: readonly unknown[]) => [name, ...cells].join("\t");
  const samples = Array.from({ length: SAMPLES }, (_, i) => `S${i}`);
  const genes = Array.from(
    { length: GENES },
    (_, g) => line(`GENE${g}`, samples.map((_, i) => first + (g * 7 + i * 3) % 11)),
  );
  return `${[line("gene", samples), ...genes].join("\n")}\n`;
}

const encode = (text: string) => new TextEncoder().encode(text);

/** The files of a matrix of 10x, of which one count is chosen. */
function tenx(count: number): Record<string, Uint8Array> {
  const entries = Array.from(
    { length: GENES * SAMPLES },
    (_, i) =>
      `${i % GENES + 1} ${Math.floor(i / GENES) + 1} ${1 + (i * 5) % 7 + (i === 0 ? count : 0)}`,
  );
  const head =
    `%%MatrixMarket matrix coordinate integer general\n${GENES} ${SAMPLES} ${entries.length}\n`;
  const names = (what: string, length: number) =>
    Array.from(
      { length },
      (_, i) => what === "gene" ? `ENSG${i}\tG${i}\tGene Expression` : `CELL${i}-1`,
    ).join("\n");
  return {
    "matrix.mtx": encode(head + entries.join("\n") + "\n"),
    "features.tsv": encode(names("gene", GENES) + "\n"),
    "barcodes.tsv": encode(names("cell", SAMPLES) + "\n"),
  };
}

/** Puts a file in another's place, as `mv` and downloads do. */
function exchange(path: string, content: Uint8Array): void {
  Deno.writeFileSync(`${path}.new`, content);
  Deno.renameSync(`${path}.new`, path);
}

/** Reads with something that happens once, as soon as the first bytes have been read. */
async function readWhile(path: string, cache: string, happens: () => void) {
  let happened = false;
  const once = () => {
    if (!happened) happens();
    happened = true;
  };
  return await prepareOnce(path, { cache, onProgress: once });
}

const CHANGED = (error: unknown) =>
  error instanceof InputError &&
  /was changed while it was read; give the same command/.test(error.message);

Deno.test("prepareOnce() refuses a matrix that is exchanged or changed while it is read, and keeps nothing of it", async () => {
  const one = encode(textOf(1)), two = encode(textOf(2));
  const kinds = { "m.tsv": [one, two], "m.tsv.gz": [gzipSync(one), gzipSync(two)] } as const;
  for (const [name, [before, after]] of Object.entries(kinds)) {
    await inFolder(async (folder) => {
      const path = `${folder}/${name}`, cache = `${folder}/cache`;
      const changes = {
        exchanged: () => exchange(path, after),
        "written over": () => Deno.writeFileSync(path, after),
        "exchanged and put back": () => {
          Deno.renameSync(path, `${path}.aside`);
          Deno.writeFileSync(path, after);
          Deno.renameSync(`${path}.aside`, path);
        },
      };
      for (const [what, happens] of Object.entries(changes)) {
        exchange(path, before);
        // Times of change are told in whole seconds: what comes right after another change need not show in them.
        if (what === "exchanged and put back") await new Promise((done) => setTimeout(done, 3100));
        await assert.rejects(readWhile(path, cache, happens), CHANGED, `${name} ${what}`);
      }
      // Whatever was read meanwhile is kept under neither content's hash.
      const hashes = await Promise.all([before, after].map(async (content, i) => {
        exchange(path, content);
        const alone = await prepareOnce(path, { cache: `${folder}/cache${i}` });
        const again = await prepareOnce(path, { cache });
        assert.equal(again.dataset.hash, alone.dataset.hash);
        return again.dataset.hash;
      }));
      assert.equal(hashes.length, 2);
    });
  }
});

Deno.test("prepareOnce() refuses a matrix of several files of which one is exchanged while another is read", () =>
  inFolder(async (folder) => {
    const path = `${folder}/10x`, cache = `${folder}/cache`, before = tenx(0);
    Deno.mkdirSync(path);
    for (const [name, content] of Object.entries(before)) {
      Deno.writeFileSync(`${path}/${name}`, content);
    }
    for (const name of Object.keys(before)) {
      const happens = () => exchange(`${path}/${name}`, before[name]!);
      await assert.rejects(readWhile(path, cache, happens), CHANGED, name);
    }
    await prepareOnce(path, { cache });
  }));

Deno.test("loadCohort() refuses a table of types that is exchanged while the matrix is read", () =>
  inFolder(async (folder) => {
    const path = `${folder}/m.tsv`, phenotype = `${folder}/types.tsv`;
    const types = (shift: number) =>
      [
        "sample\tcancer_type",
        ...Array.from({ length: SAMPLES }, (_, i) => `S${i}\tT${(i + shift) % 2}`),
      ].join("\n");
    Deno.writeTextFileSync(path, textOf(1));
    Deno.writeTextFileSync(phenotype, types(0));
    for (const cache of [false, `${folder}/cache`] as const) {
      const onProgress = () => exchange(phenotype, encode(types(1)));
      await assert.rejects(loadCohort(path, { phenotype, cache, onProgress }), CHANGED);
    }
  }));

Deno.test("SourceFiles tells by the content where a file was changed just before, and by its state where not", () =>
  inFolder(async (cache) => {
    const path = `${cache}/matrix.tsv`;
    Deno.writeTextFileSync(path, textOf(1));
    const young = await SourceFiles.of(path), hash = await young.hash(cache);
    await young.requireUnchanged();
    await new Promise((done) => setTimeout(done, 3100));
    const settled = await SourceFiles.of(path);
    assert.equal(await settled.hash(cache), hash);
    await settled.requireUnchanged();
    const { atime, mtime } = Deno.statSync(path);
    Deno.writeTextFileSync(path, textOf(2));
    Deno.utimeSync(path, atime!, mtime!);
    await assert.rejects(settled.requireUnchanged(), CHANGED);
    await assert.rejects(young.requireUnchanged(), CHANGED);
  }));
