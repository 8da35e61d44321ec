import assert from "node:assert/strict";
import { loadCohort } from "../../lib/data/load_cohort.ts";
import { prepareOnce } from "../../lib/data/prepare_once.ts";
import { readExpression } from "../../lib/data/expression.ts";
import { formatOf, readSamplesTable } from "../../lib/data/formats/mod.ts";
import { ContentWatch } from "../../lib/data/content_watch.ts";
import { NoticeCounter } from "../../lib/data/notice_counter.ts";
import { TableBlocks } from "../../lib/data/table_blocks.ts";
import { SourceFiles } from "../../lib/data/_source_files.ts";
import { InputError } from "../../lib/errors.ts";
import { fixture, inFolder } from "./_files.ts";

const FORMATS = new URL("../fixtures/formats/", import.meta.url);

/** Files of every kind that is read, by what they are. */
function kinds(): [kind: string, content: Uint8Array][] {
  const { sound } = fixture("compressed.json") as { readonly sound: Record<string, string> };
  const compressed = Object.entries(sound).map(([way, content]) =>
    [way, Uint8Array.from(atob(content), (byte) => byte.charCodeAt(0))] as [string, Uint8Array]
  );
  const ofFormats = ["csr.h5ad", "genes.parquet"].map((name) =>
    [name, Deno.readFileSync(new URL(name, FORMATS))] as [string, Uint8Array]
  );
  // Longer than what is looked at to tell its kind, which is hashed too where it is all.
  const [, h5ad] = ofFormats[0]!, long = new Uint8Array(h5ad.length + 2 ** 17);
  long.set(h5ad);
  const text = new TextEncoder().encode("gene\tS1\tS2\nTP53\t1\t2\nMYC\t3\t4\nEGFR\t5\t7\n");
  return [["text", text], ...compressed, ...ofFormats, ["long HDF5", long]];
}

const CHANGED = (error: unknown) =>
  error instanceof InputError && /was changed while it was read/.test(error.message);

/** Small tables of text do not tell by their ids; the other formats do. */
async function orientationOf(path: string) {
  const { isNative } = await formatOf(path);
  return isNative ? "auto" : "genes";
}

/** Two folders of which a link names one: where the link leads shows in no file's times. */
function linked(folder: string, first: Record<string, Uint8Array>, other: typeof first) {
  for (const [name, files] of Object.entries({ first, other })) {
    Deno.mkdirSync(`${folder}/${name}`);
    for (const [file, content] of Object.entries(files)) {
      Deno.writeFileSync(`${folder}/${name}/${file}`, content);
    }
  }
  const path = `${folder}/now`;
  const lead = (to: "first" | "other") => {
    Deno.symlinkSync(to, `${path}.new`);
    Deno.renameSync(`${path}.new`, path);
  };
  lead("first");
  return { path, lead };
}

Deno.test("a matrix that was another one while it was parsed is refused, whatever its kind, though all is as before again", async () => {
  const first = new TextEncoder().encode("gene\tS1\tS2\nTP53\t9\t2\nMYC\t3\t4\nEGFR\t5\t7\n");
  for (const [kind, content] of kinds()) {
    await inFolder(async (folder) => {
      const { path, lead } = linked(folder, { matrix: first }, { matrix: content });
      const matrix = `${path}/matrix`, cache = `${folder}/cache`;
      const readWhile = (to: "first" | "other") =>
        ContentWatch.during(async () => {
          const files = await SourceFiles.ofMatrix(matrix);
          await files.hash(cache);
          lead(to);
          await readExpression(matrix, { orientation: await orientationOf(matrix) });
          lead("first");
          await files.requireUnchanged();
        });
      await readWhile("first");
      await assert.rejects(readWhile("other"), CHANGED, kind);
      // The same file again: what a library reads of it is what was hashed.
      lead("other");
      await ContentWatch.during(async () => {
        const files = await SourceFiles.ofMatrix(matrix);
        await files.hash(cache);
        await readExpression(matrix, { orientation: await orientationOf(matrix) });
        await files.requireUnchanged();
      });
    });
  }
});

Deno.test("a Parquet file is read as it was opened, whatever takes its name meanwhile", () =>
  inFolder(async (folder) => {
    if (Deno.build.os !== "linux") return; // elsewhere it is opened by its name
    const parquet = Deno.readFileSync(new URL("genes.parquet", FORMATS));
    const path = `${folder}/matrix.parquet`;
    Deno.writeFileSync(path, parquet);
    const expected = await readExpression(path);
    await ContentWatch.during(async () => {
      await ContentWatch.current!.hold(path);
      Deno.renameSync(path, `${path}.aside`);
      Deno.copyFileSync(new URL("samples.parquet", FORMATS), path);
      const notices = new NoticeCounter(), table = new TableBlocks(path);
      const { readParquetTable } = await import("../../lib/data/formats/_parquet_table.ts");
      await readParquetTable(path, table, notices);
      assert.deepEqual(table.ids.lines.toSorted(), expected.samples.toSorted());
    });
  }));

Deno.test("a table of types that was another one while it was parsed is refused", async () => {
  const table = (type: string) =>
    new TextEncoder().encode(`sample\tcancer_type\nS1\t${type}\nS2\tB\n`);
  const parquet = Deno.readFileSync(new URL("samples.parquet", FORMATS));
  for (const other of [table("C"), parquet]) {
    await inFolder(async (folder) => {
      const { path, lead } = linked(folder, { types: table("A") }, { types: other });
      await assert.rejects(
        ContentWatch.during(async () => {
          const files = await SourceFiles.of(`${path}/types`);
          await files.hash(`${folder}/cache`);
          lead("other");
          await readSamplesTable(`${path}/types`);
          lead("first");
          await files.requireUnchanged();
        }),
        CHANGED,
      );
    });
  }
});

Deno.test("prepareOnce() and loadCohort() refuse a folder that is exchanged between two of its files and put back", () =>
  inFolder(async (folder) => {
    const encode = (text: string) => new TextEncoder().encode(text);
    const genes = Array.from({ length: 8 }, (_, i) => `ENSG${i}\tG${i}\tGene Expression`);
    const cells = Array.from({ length: 40 }, (_, i) => `CELL${i}-1`);
    const files = (first: number) => ({
      "features.tsv": encode(`${genes.join("\n")}\n`),
      "barcodes.tsv": encode(`${cells.join("\n")}\n`),
      "matrix.mtx": encode(
        `%%MatrixMarket matrix coordinate integer general\n8 40 320\n${
          Array.from(
            { length: 320 },
            (_, i) => `${i % 8 + 1} ${Math.floor(i / 8) + 1} ${(i * 5) % 7 + (i ? 1 : first)}`,
          ).join("\n")
        }\n`,
      ),
    });
    const { path, lead } = linked(folder, files(1), files(2));
    let calls = 0;
    for (const load of [loadCohort, prepareOnce] as const) {
      calls = 0;
      await load(path, { cache: `${folder}/${load.name}`, onProgress: () => calls++ });
      const last = calls;
      for (let when = 1; when < last; when++) {
        calls = 0;
        // Exchanged at one call and put back at the next one, which comes before anything is looked at again.
        const onProgress = () => {
          calls++;
          if (calls === when) lead("other");
          if (calls === when + 1) lead("first");
        };
        const cache = `${folder}/${load.name} ${when}`, alone = `${folder}/alone`;
        const outcome = await load(path, { cache, onProgress }).catch((error) => error);
        lead("first");
        if (outcome instanceof Error) assert.ok(CHANGED(outcome), String(outcome));
        const hashOf = async (cache: string) => (await prepareOnce(path, { cache })).dataset.hash;
        assert.equal(await hashOf(cache), await hashOf(alone), `${load.name} ${when}`);
      }
    }
  }));
