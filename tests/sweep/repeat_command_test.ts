import { strict as assert } from "node:assert";
import { repeatCommand } from "../../lib/sweep/repeat_command.ts";
import { openResultFolder } from "../../lib/sweep/open_result_folder.ts";
import { type Manifest, readManifest } from "../../lib/sweep/store/manifest.ts";
import { availableBackend } from "../../lib/tensorflow/available.ts";
import { decisive, exists, ROOT, rows, sweep, temporary } from "../faults/_sweep.ts";
import { temporaryFolder } from "../_temporary.ts";

const native = (await availableBackend()).backend === "tensorflow";

/** Rows are samples, counts that grow with the gene and differ by sample. */
function writeCounts(path: string): void {
  const genes = Array.from({ length: 12 }, (_, i) => `GENE${i}`);
  const lines = Array.from({ length: 60 }, (_, sample) => {
    const counts = genes.map((_, gene) => (sample * 7 + gene * gene * 13) % (10 + 20 * gene));
    return [`S${sample}`, ...counts].join("\t");
  });
  Deno.writeTextFileSync(path, [["sample", ...genes].join("\t"), ...lines, ""].join("\n"));
}

Deno.test({
  name:
    "repeatCommand() gives a line that a shell runs to the same result, whatever the data's path holds",
  ignore: !native || Deno.build.os === "windows",
  async fn() {
    const folder = temporaryFolder(), out = temporary();
    const data = `${folder}/it's "my" $(touch stolen); \`touch stolen\` data.tsv`;
    writeCounts(data);
    const config = `${folder}/sweep.json`;
    Deno.writeTextFileSync(config, JSON.stringify({ data, orientation: "samples", maxEpochs: 2 }));
    const model = `${folder}/own 'model' $(touch stolen).ts`;
    const vae = JSON.stringify(new URL("../../lib/models/vae.ts", import.meta.url).href);
    Deno.writeTextFileSync(
      model,
      `import { vae } from ${vae};\nexport default { ...vae, name: "own-vae" };\n`,
    );
    const { code, err } = await sweep(
      ...[
        "--config",
        config,
        "--scale",
        "log2",
        "--model",
        model,
        "--threads",
        "2",
        "--genes",
        "10",
        "--out",
        out,
      ],
      ..."--models own-vae,iwae --optimizers adam --learning-rates 1e-3 --latent-sizes 2".split(
        " ",
      ),
      ..."--axis batch-size=16,32 --axis kl-weight=0.5 --samples 2 --hidden-size 4".split(" "),
    );
    assert.equal(code, 0, err);
    const before = rows(out);
    assert.equal(before.length, 4);
    for (const name of ["own-vae", "iwae"]) {
      const wanted = before.find((row) => row.model === name && row.batch_size === "32")!;
      const { results, manifest } = openResultFolder(out);
      const row = results.toRecords().find(({ run }) => run === wanted.run)!;
      const line = repeatCommand(row, manifest), repeated = `${ROOT}outputs/repeat-${wanted.run}`;
      try {
        const { success, stderr } = await new Deno.Command("bash", {
          args: ["-c", line],
          cwd: ROOT,
          env: {
            INIT_CWD: ROOT,
            PATH: `${Deno.execPath().replace(/\/[^/]*$/, "")}:${Deno.env.get("PATH")}`,
          },
        }).output();
        assert.ok(success, new TextDecoder().decode(stderr));
        const own = [...decisive(out).filter((text) => text.includes(wanted.run!))];
        assert.equal(own.length, 2, "a row and a learning curve");
        // An axis of one level is none: it has no column of its own.
        const bits = (
          [row, curve]: string[],
        ) => [row!.replace(/ kl_weight[^ ]*| batch_size[^ ]*/g, ""), curve];
        assert.deepEqual(bits(decisive(repeated)), bits(own));
        assert.equal(readManifest(repeated)!.threads, 2);
      } finally {
        Deno.removeSync(repeated, { recursive: true });
      }
    }
    assert.ok(!exists(`${ROOT}stolen`), "the shell ran what is in the path");
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), [
      ...[data, model].map((path) => path.slice(folder.length + 1)),
      "sweep.json",
    ]);
  },
});

Deno.test("repeatCommand() reads the data as a sweep of an earlier version said in its command", () => {
  const options =
    "--phenotype 'it'\\''s here.tsv' --phenotype-column cancer_type --orientation samples --scale log2-cpm";
  const command = `deno task sweep --models vae --data my.csv ${
    options.replace("--scale ", "--scale=")
  } --seeds 0,1`;
  const folder = temporaryFolder(), fixture = new URL("../fixtures/", import.meta.url);
  const manifest: Manifest = JSON.parse(
    Deno.readTextFileSync(new URL("store_format_1/sweep.json", fixture)),
  );
  Deno.writeTextFileSync(`${folder}/sweep.json`, JSON.stringify({ ...manifest, command }));
  const row = {
    run: "a",
    model: "vae",
    learning_rate: 1,
    latent_size: 2,
    optimizer: "sgd",
    seed: 0,
  };
  const repeated = repeatCommand(row, readManifest(folder)!);
  assert.ok(repeated.startsWith(`deno task sweep --data my.csv ${options} --genes 60`), repeated);
  const reading = {
    data: "a.csv",
    groupColumn: "donor",
    allowUnknown: true,
    sampleTypes: "all",
  } as const;
  const said = "--data a.csv --group-column donor --allow-unknown --sample-types all --genes 60 ";
  const of = (reading: Manifest["reading"]) => repeatCommand(row, { ...manifest, reading });
  assert.ok(of(reading).startsWith(`deno task sweep ${said}`), of(reading));
  assert.ok(!of({ ...reading, allowUnknown: false }).includes("unknown"));
});

Deno.test("repeatCommand() trains a run among as many slots as it had, where it was not alone", () => {
  const fixture = new URL("../fixtures/store_format_1/sweep.json", import.meta.url);
  const manifest: Manifest = JSON.parse(Deno.readTextFileSync(fixture));
  const run = {
    run: "a",
    model: "vae",
    learning_rate: 1,
    latent_size: 2,
    optimizer: "sgd",
    seed: 0,
  };
  assert.match(repeatCommand({ ...run, population: 6 }, manifest), / --population 6 /);
  for (const population of [1, undefined]) {
    assert.doesNotMatch(repeatCommand({ ...run, population }, manifest), /population/);
  }
});
