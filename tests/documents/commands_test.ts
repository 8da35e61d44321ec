import { strict as assert } from "node:assert";
import { availableBackend } from "../../lib/tensorflow/available.ts";
import { ROOT } from "../_task.ts";
import { CleanProject } from "./_clean_project.ts";
import { documentedCommands } from "./_documents.ts";

/** Said after a documented command to make it small: the last value of an option counts. */
const SMALL = "--genes 40 --models vae --learning-rates 1e-3 --latent-sizes 2 --optimizers adam " +
  "--seeds 0 --max-epochs 1 --hidden-size 8 --batch-size 16 --workers 1";

/** How a documented command is run here, and what it has to say. */
interface Trial {
  /** What makes it small. */
  readonly and?: string;
  /** Another command in its place, where the documented one has a placeholder. */
  readonly as?: string;
  readonly says: RegExp;
}

const ONE = { and: SMALL, says: /^1 of 1 runs finished/m } as const;

/** Documented commands in the order in which a user of a fresh copy could give them. */
const TRIALS: Readonly<Record<string, Trial>> = {
  "deno task setup": { says: /^Backend +tensorflow/m },
  "deno task docs": { says: /^$/ },
  "deno test -A --doc lib/FILE": {
    as: "deno test -A --doc lib/random.ts",
    says: /[1-9]\d* passed/,
  },
  "deno task data": { says: /^tcga-pancan +there/m },
  "deno task data tcga-pancan": { says: /already there and intact[^]*^next: deno task sweep/m },
  "deno task data brca luad": { says: /^next: deno task sweep --data tcga-luad$/m },
  "deno task data synthetic": { says: /^next: .* --data data\/synthetic-500x2000\.tsv\.gz/m },
  "deno task data synthetic --samples 11060 --genes 20531": {
    and: "--samples 60 --genes 40",
    says: /^next: deno task sweep --data data\/synthetic-60x40\.tsv\.gz/m,
  },
  "deno task data inspect counts.tsv.gz --phenotype samples.tsv": {
    says: /^types +type 0: 14, type 1: 13, type 2: 13$/m,
  },
  "deno task data inspect OmicsExpression.csv --phenotype Model.csv": {
    says: /^phenotype +Model\.csv, column OncotreeLineage .*, joined by ModelID: 40 of 40/m,
  },
  "deno task data inspect FILE": {
    as: "deno task data inspect data/synthetic-60x40.tsv.gz",
    says: /60 samples × 40 genes/,
  },
  "deno task sweep --help": { says: /^Usage: deno task sweep/m },
  "deno run -P=sweep lib/cli/sweep.ts": { and: "--dry-run", says: /^runs +360, 0 of them done/m },
  "deno task sweep": ONE,
  "deno task sweep --data data/rtcga350.geneExp.xena.gz --phenotype data/rtcga350.phenotype.tsv.gz --batch-size 32":
    ONE,
  "deno task sweep --data counts.tsv.gz --phenotype samples.tsv --scale log2-cpm": ONE,
  "deno task sweep --data tcga-pancan": ONE,
  "deno task sweep --data synthetic-1 --patience 3 --out outputs/sum": ONE,
  "deno task sweep --data synthetic-1 --patience 3 --reduction mean --out outputs/mean": ONE,
  "deno task sweep --genes 1000 --hidden-size 64 --batch-size 32 --seeds 0,1,2,3,4 --axis reduction=sum,mean":
    { and: `${SMALL} --out outputs/study`, says: /^2 of 2 runs finished/m },
  "deno task status outputs/study": { says: /2 of 2 runs finished/ },
  "deno task report": { says: /outputs\/study\/report\.html/ },
  ...Object.fromEntries(
    ["optuna", "syne-tune", "deepcave", "croissant"].map((format) => [
      `deno task export outputs/reference --format ${format}`,
      {
        as: `deno task export outputs/study --format ${format}`,
        says: new RegExp(`^2 runs as ${format} in outputs/study/export/${format}: .*croissant`),
      },
    ]),
  ),
  "deno task bench --only data": { and: "--quick", says: /^ +outputs\/bench\/bench\.json/m },
  "deno run -A tests/studies/stopping_curves.ts curves.jsonl MATRIX PHENOTYPE": {
    as:
      "deno run -A tests/studies/stopping_curves.ts curves.jsonl data/synthetic-60x40.tsv.gz data/synthetic-60x40.phenotype.tsv --part 7/120",
    says: /^\S+ \S+ \S+ \d+: \d+ epochs/m,
  },
  "deno run -A tests/studies/stopping_curves.ts built-in.jsonl synthetic": {
    as: "deno run -A tests/studies/stopping_curves.ts built-in.jsonl synthetic-60x40 --part 7/120",
    says: /^\S+ \S+ \S+ \d+: \d+ epochs/m,
  },
  "deno run -A tests/studies/stopping_rules.ts rtcga350=curves.jsonl synthetic=built-in.jsonl --figure docs/images/stopping_rules.svg":
    { says: /^synthetic, no cap: 1 run/m },
  "deno run -A tests/faults/figure.ts counts.jsonl docs/figures": { says: /^$/ },
};

/** The same as another one, with a placeholder for its argument. */
const SAME: Readonly<Record<string, string>> = {
  "deno task report outputs/NAME": "deno task report",
  "deno task report [FOLDER]": "deno task report",
  "deno task export outputs/NAME --format optuna":
    "deno task export outputs/reference --format optuna",
  "deno task status": "deno task status outputs/study",
  "deno task status outputs/NAME": "deno task status outputs/study",
};

/** Documented commands that take minutes, or Slurm or Jupyter, by the file that runs them. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  ".ci/run": [
    "deno run -P=check-notebooks lib/cli/check_notebooks.ts --fix",
    "deno task notebooks",
    "deno task test:processors",
    "deno task ok",
    "deno task test",
    "deno task test:all",
    "deno task test:faults",
    "deno task test:slurm",
    "deno test -A tests",
    "VAE_SENSITIVITY_TALLY=counts.jsonl deno test -A tests/faults/kill_test.ts tests/slurm/interruption_test.ts",
  ],
  "tests/bare_test.ts": ["deno test lib"],
  "tests/embedding/embed_test.ts": [
    "deno task embed",
    "deno task embed outputs/NAME --data NEW --out latent.h5ad",
  ],
  "tests/embedding/models_test.ts": ["deno task models"],
  "tests/embedding/use_page_test.ts": [
    "deno task data synthetic --samples 300 --genes 200 --out data/first.tsv.gz",
    "deno task sweep --data data/first.tsv.gz --phenotype data/first.phenotype.tsv --learning-rates 1e-2,1e-3 --latent-sizes 5,10 --optimizers adam --hidden-size 32 --batch-size 32 --out outputs/first",
    "deno task data synthetic --samples 400 --genes 200 --out data/new.tsv.gz",
    "deno task embed outputs/first --data data/new.tsv.gz --out outputs/latent.h5ad",
    "deno task models outputs/first",
    "deno task models outputs/first --export",
  ],
  "tests/notebook/tasks_test.ts": [
    "deno task lab",
    "deno task lab --no-browser",
    "deno task lab --no-browser --port 8889",
    "deno task notebooks 02 06",
    "deno task notebooks -p data=my.tsv.gz -p genes=2000",
  ],
  "tests/slurm/task_test.ts": [
    "deno task sweep --out outputs/study --executor slurm --workers 100 --slurm-partition short --slurm-time 4:00:00",
  ],
};

/** What no test runs: it measures for half an hour, needs a whole grid or a card, or draws what a person looks at. */
const BY_HAND = [
  "deno task setup --cpu",
  "deno task setup --gpu",
  "deno task sweep --executor slurm --workers 8 --device gpu --slurm-partition gpu",
  "deno test -A tests/gpu",
  "deno task bench",
  "deno task bench --only estimates",
  "deno task bench --only fullsize",
  "deno task bench --only population",
  "deno task bench --only report",
  "deno task bench --only runs",
  "deno task bench --only data,report,runs",
  "deno run -A tests/notebook/_take_pictures.ts",
  "VAE_SENSITIVITY_PYTHONS=one/bin/python:other/bin/python deno run -A tests/export/tools.ts",
  "deno run -A tests/studies/first_protocol.ts outputs/sum outputs/mean",
];

const native = (await availableBackend()).backend === "tensorflow";
if (!native) console.warn("skipped: documented commands: run `deno task setup` first");

Deno.test("every documented command is tried, here or in the file that is named", () => {
  const documented = documentedCommands().filter(({ text }) => !BY_HAND.includes(text));
  assert.ok(documented.length > 30, `only ${documented.length} commands were found`);
  const tried = [TRIALS, SAME].flatMap(Object.keys).concat(Object.values(ELSEWHERE).flat());
  const untried = documented.filter(({ text }) => !tried.includes(text));
  assert.deepEqual(untried.map(({ text, places }) => `${text}  (${places.join(", ")})`), []);
  const gone = tried.filter((tried) => !documented.some(({ text }) => text === tried));
  assert.deepEqual(gone, [], "no document gives these any more");
  for (const file of Object.keys(ELSEWHERE)) assert.ok(Deno.statSync(`${ROOT}${file}`).isFile);
});

Deno.test({
  name:
    "documented commands work as tasks, with their permissions, in a copy of the project that is new",
  ignore: !native,
  async fn(t) {
    await using project = await CleanProject.make();
    await writeDocumentedData(project);
    for (const [text, { and, as = text, says }] of Object.entries(TRIALS)) {
      await t.step(text, async () => {
        const { code, out, err } = await project.run(and ? `${as} ${and}` : as);
        assert.equal(code, 0, err);
        assert.match(out, says, err);
        assert.doesNotMatch(err, /not permitted|requires .* access/i);
      });
    }
  },
});

Deno.test("what a command says to type next works as it stands", { ignore: !native }, async () => {
  await using project = await CleanProject.make();
  const written = await project.run(
    "deno task data synthetic --samples 60 --genes 40 --out 'my data/a b.tsv.gz'",
  );
  const [, next] = /^next: (.*)$/m.exec(written.out) ?? [];
  assert.ok(next, written.err);
  const swept = await project.run(`${next} ${SMALL}`);
  assert.equal(swept.code, 0, swept.err);
  assert.match(swept.out, ONE.says);
});

Deno.test("a task that may not reach the network says so in its own words", async () => {
  await using project = await CleanProject.make();
  const HTTPS_PROXY = "http://127.0.0.1:1";
  const { code, err } = await project.run("deno task data acc", { HTTPS_PROXY });
  assert.equal(code, 6, err);
  assert.match(
    err,
    /^Cannot download https:\/\/tcga-xena-hub\.s3.* in 5 attempts; try again later/m,
  );
});

/** The files that documented commands name, each as its source publishes it. */
async function writeDocumentedData(project: CleanProject): Promise<void> {
  const kill = { kind: "kill", executor: "local", injected: 2, lost: 0, repeated: 1 };
  await project.write("counts.jsonl", `${JSON.stringify(kill)}\n`);
  const numbers = Array.from({ length: 40 }, (_, i) => i);
  const samples = numbers.map((i) => `TCGA-A${i % 10}-A${100 + i}-01`);
  const genes = Array.from({ length: 45 }, (_, i) => `GENE${i}`);
  const xena = { samples, genes, columns: ["sample", "_primary_disease"] } as const;
  const pancan = "data/EB++AdjustPANCAN_IlluminaHiSeq_RNASeqV2.geneExp.xena.gz";
  const tables: readonly [matrix: string, phenotype: string][] = [
    ["data/rtcga350.geneExp.xena.gz", "data/rtcga350.phenotype.tsv.gz"],
    [pancan, "data/TCGA_phenotype_denseDataOnlyDownload.tsv.gz"],
    ...["BRCA", "LUAD"].map((study): [string, string] => {
      const prefix = `data/TCGA.${study}.sampleMap.`;
      return [`${prefix}HiSeqV2.gz`, `${prefix}${study}_clinicalMatrix`];
    }),
    ["counts.tsv.gz", "samples.tsv"],
  ];
  for (const [matrix, phenotype] of tables) {
    await project.writeCohort({ ...xena, matrix, phenotype });
  }
  await project.writeCohort({
    matrix: "OmicsExpression.csv",
    phenotype: "Model.csv",
    columns: ["ModelID", "OncotreeLineage"],
    samples: numbers.map((i) => `ACH-${String(i).padStart(6, "0")}`),
    genes: genes.map((gene, i) => `${gene} (${i + 1})`),
    samplesInRows: true,
  });
}
