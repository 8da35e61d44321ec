import { strict as assert } from "node:assert";
import { parseSweepCommand } from "../../lib/cli/_sweep_options.ts";
import { projectFolders } from "../../lib/project.ts";
import { repeatCommand } from "../../lib/sweep/repeat_command.ts";
import { toManifest } from "../../lib/sweep/_plan_manifest.ts";
import { recordOf } from "./_records.ts";
import { readManifest } from "../../lib/sweep/store/manifest.ts";
import { resultsFrame } from "../../lib/sweep/store/results.ts";
import { writeManifest } from "../../lib/sweep/store/write_manifest.ts";
import { planSweep, type SweepPlan } from "../../lib/sweep/sweep.ts";
import { availableBackend } from "../../lib/tensorflow/available.ts";
import { temporaryFolder } from "../_temporary.ts";

const native = (await availableBackend()).backend === "tensorflow";

/** Names of files and columns as no shell, list or parser of options should meet them. */
const HOSTILE = [
  'it\'s "my" $(touch stolen); `touch stolen` & data',
  "-rf",
  "--help",
  "two\nlines",
  "$HOME ~ *?[a]{b,c} !x",
  "back\\slash\\",
  "%41 #1 ü 数据 🧬",
  "[1,2], three ",
];

/** The words of a line as a shell hands them on. */
async function wordsOf(line: string): Promise<string[]> {
  const script = line.replace(/^deno task sweep /, "printf '%s\\0' ");
  const cwd = temporaryFolder();
  const { stdout } = await new Deno.Command("sh", { args: ["-c", script], cwd }).output();
  assert.deepEqual([...Deno.readDirSync(cwd)], [], "the shell ran what is in a name");
  return new TextDecoder().decode(stdout).split("\0").slice(0, -1);
}

const planOf = async (args: readonly string[]): Promise<SweepPlan> =>
  await planSweep({ ...projectFolders(), ...(await parseSweepCommand(args)).options });

/** Checks of every run of a sweep that its command plans that run alone, as it was. */
async function assertRepeats(args: readonly string[]): Promise<void> {
  const plan = await planOf(args), folder = `${temporaryFolder()}/results`;
  writeManifest(folder, toManifest(plan));
  const records = plan.jobs.map(({ run, configuration }) =>
    recordOf(run, { configuration, threads: 3 })
  );
  const frame = resultsFrame(records, Object.keys(plan.axes.further ?? {}));
  for (const row of frame.toRecords()) {
    const line = repeatCommand(row, readManifest(folder)!), words = await wordsOf(line);
    const { jobs, options } = await planOf(words);
    assert.deepEqual(jobs.map(({ run }) => run), [row.run], line);
    assert.equal(options.threads, 3, "the run's own number, not that of the last command");
    assert.deepEqual(options.labels, plan.options.labels);
  }
}

function table(
  path: string,
  header: readonly string[],
  row: (i: number) => readonly unknown[],
): void {
  const cell = (value: unknown) => `"${String(value).replaceAll('"', '""')}"`;
  const lines = [header, ...Array.from({ length: 60 }, (_, i) => row(i))];
  Deno.writeTextFileSync(path, lines.map((cells) => cells.map(cell).join("\t")).join("\n") + "\n");
}

const genes = Array.from({ length: 12 }, (_, i) => `GENE${i}`);

const SMALL =
  "--models vae --optimizers adam --learning-rates 1e-3 --latent-sizes 2 --batch-size 16 --max-epochs 2"
    .split(" ");

Deno.test({
  name: "repeatCommand() plans the same run again, whatever the names of files and columns are",
  ignore: !native || Deno.build.os === "windows",
  async fn() {
    for (const name of HOSTILE) {
      const folder = `${temporaryFolder()}/${name}`;
      Deno.mkdirSync(folder);
      const data = `${folder}/${name}.tsv`, phenotype = `${folder}/${name}.types.tsv`;
      table(
        data,
        ["sample", ...genes],
        (i) => [`S${i}`, ...genes.map((_, gene) => (i * 7 + gene * gene * 13) % (10 + 20 * gene))],
      );
      const column = name.replace("\n", " "); // no column's name has two lines
      table(
        phenotype,
        ["sample", column, "cancer_type"],
        (i) => [`S${i}`, `T${i % 2}`, `U${i % 3}`],
      );
      const config = `${folder}/${name}.json`;
      Deno.writeTextFileSync(
        config,
        JSON.stringify({ data, phenotype, labels: [column.trim()], orientation: "samples" }),
      );
      await assertRepeats([`--config=${config}`, `--phenotype-column=${column.trim()}`, ...SMALL]);
    }
  },
});

Deno.test({
  name:
    "repeatCommand() plans the same run again for axes, models and optimizers that do not share all options",
  ignore: !native || Deno.build.os === "windows",
  async fn() {
    const data =
      "--data synthetic-60x20 --learning-rates 1e-3,1e-7 --latent-sizes 2 --batch-size 16 --max-epochs 3"
        .split(" ");
    await assertRepeats([
      ...data,
      ..."--models vae,iwae --optimizers adam,sgd --momentum 0.5 --kl-weight 0.25 --axis samples=2,3 --seeds 0,1"
        .split(" "),
    ]);
    await assertRepeats([
      ...data,
      ..."--models vae,info-vae --optimizers sgd,rmsprop --axis momentum=0,0.9 --axis normalization=none,batch"
        .split(" "),
      ..."--axis genes=5,10 --seeds 0,1 --split-seeds 0,1 --threads 2".split(" "),
    ]);
    const folder = `${temporaryFolder()}/own 'models' #1 ü\n%41`,
      file = `${folder}/$(touch stolen).ts`;
    Deno.mkdirSync(folder);
    const vae = JSON.stringify(new URL("../../lib/models/vae.ts", import.meta.url).href);
    Deno.writeTextFileSync(
      file,
      `import { vae } from ${vae};\n` +
        `export default { ...vae, name: "own-vae", options: { ...vae.options, flavour: { default: "-x; $(touch stolen)\\n'y'", help: "nothing", type: "text" } } };\n`,
    );
    await assertRepeats([
      ...data,
      ...[
        "--model",
        file,
        "--models",
        "own-vae,vae",
        "--axis",
        "flavour=-a b,it's,$(touch stolen)",
      ],
      ..."--optimizers adam --axis kl-weight=0.5,1".split(" "),
    ]);
    await assertRepeats([...data, "--model", file, "--optimizers", "adam"]);
  },
});
