import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { loadDataset } from "../../lib/data/dataset_file.ts";
import { loadCohort } from "../../lib/data/load_cohort.ts";
import { prepareDataset } from "../../lib/data/prepare.ts";
import { prepareOnce } from "../../lib/data/prepare_once.ts";
import { inFolder } from "./_files.ts";

Deno.test("prepareOnce() gives what prepareDataset() gives, in memory, in its file and a second time", () =>
  inFolder(async (cache) => {
    const options = { genes: 15, seed: 3, variability: "mad", testFraction: 0.2 } as const;
    const expected = prepareDataset(await loadCohort("synthetic-60x20"), options);
    const first = await prepareOnce("synthetic-60x20", { cache, ...options });
    assert.deepEqual(first.dataset, expected);
    assert.deepEqual(await loadDataset(first.path), expected);
    assert.deepEqual(await prepareOnce("synthetic-60x20", { cache, ...options }), {
      ...first,
      fromCache: true,
    });
  }));

Deno.test("prepareOnce() prepares anew for other options and other content", () =>
  inFolder(async (folder) => {
    const cache = `${folder}/cache`,
      path = `${folder}/matrix.tsv`,
      phenotype = `${folder}/types.tsv`;
    const ids = Array.from({ length: 12 }, (_, i) => `S${i}`);
    const row = (gene: number) =>
      `G${gene}\t${ids.map((_, i) => (i * 7 + gene * 3) % 11).join("\t")}`;
    const table = `gene\t${ids.join("\t")}\n${row(1)}\n${row(2)}\n${row(3)}\n`;
    await Deno.writeTextFile(path, table);
    await Deno.writeTextFile(
      phenotype,
      `sample\tdisease\n${ids.map((id) => `${id}\tACC\n`).join("")}`,
    );
    const isNew = async (options: object) =>
      !(await prepareOnce(path, { cache, ...options })).fromCache;
    assert.ok(await isNew({}));
    assert.ok(!await isNew({}));
    const variants = [{ genes: 2 }, { seed: 1 }, { variability: "mad" }, { testFraction: 0.2 }, {
      phenotype,
    }];
    for (const options of variants) assert.ok(await isNew(options), JSON.stringify(options));
    await Deno.writeTextFile(
      phenotype,
      `sample\tdisease\n${ids.map((id) => `${id}\tUVM\n`).join("")}`,
    );
    assert.ok(await isNew({ phenotype }));
    await Deno.writeTextFile(
      phenotype,
      `sample,disease,donor\n${ids.map((id, i) => `${id},UVM,D${i % 6}\n`).join("")}`,
    );
    const further = [{}, { groupColumn: "donor" }, { allowUnknown: true }, { sampleTypes: "all" }];
    for (const option of further) assert.ok(await isNew({ phenotype, ...option }));
    for (const option of further) assert.ok(!await isNew({ phenotype, ...option }));
    assert.ok(
      !await isNew({ phenotype, sampleTypes: "tumour", scale: "as-is", groupColumn: undefined }),
    );
    await Deno.writeTextFile(path, table.replace("G1", "G9"));
    assert.ok(await isNew({}));
  }));

Deno.test("prepareOnce() replaces a damaged file and reports it", () =>
  inFolder(async (cache) => {
    const { path, dataset } = await prepareOnce("synthetic-60x20", { cache });
    await Deno.truncate(path, 1000);
    const again = await prepareOnce("synthetic-60x20", { cache });
    assert.equal(again.fromCache, false);
    assert.deepEqual(again.dataset.report[0], {
      kind: "damaged-cache",
      count: 1,
      examples: [path],
    });
    assert.deepEqual(await loadDataset(path), dataset);
  }));

Deno.test("prepareOnce() in several processes at once: one prepares, all get the same", () =>
  inFolder(async (cache) => {
    const program = fileURLToPath(new URL("./_prepare_process.ts", import.meta.url));
    const outputs = await Promise.all([1, 2, 3].map(async () => {
      const args = ["run", "--allow-all", program, "synthetic-400x500", cache];
      const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), { args })
        .output();
      assert.ok(success, new TextDecoder().decode(stderr));
      return JSON.parse(new TextDecoder().decode(stdout)) as { hash: string; fromCache: boolean };
    }));
    assert.equal(new Set(outputs.map(({ hash }) => hash)).size, 1);
    assert.equal(outputs.filter(({ fromCache }) => !fromCache).length, 1);
    const left = [...Deno.readDirSync(cache)].filter(({ name }) => name.endsWith(".tmp"));
    assert.deepEqual(left, []);
  }));
