/** What `lib/notebook` does in a real Deno kernel, as a front end sees it. */
import assert from "node:assert/strict";
import { showActivity } from "../../lib/cli/_activity.ts";
import { findJupyter } from "../../lib/cli/_jupyter.ts";
import { executeNotebook } from "../../lib/cli/_execute_notebook.ts";
import { projectPath } from "../../lib/project.ts";

const jupyter = await findJupyter(), ignore = jupyter === undefined;
if (ignore) {
  console.warn("skipped: notebooks in a kernel: no Jupyter (`deno task notebooks` installs it)");
}

interface Message {
  readonly type: string;
  readonly content: {
    readonly data?: Record<string, unknown>;
    readonly transient?: { readonly display_id?: string };
    readonly text?: string;
    readonly evalue?: string;
  };
}

interface CellReport {
  readonly messages: readonly Message[];
  readonly alive: boolean;
}

/** Runs cells one after the other in a fresh kernel. */
async function inKernel(cells: { code: string; interrupt?: string }[]): Promise<CellReport[]> {
  const process = new Deno.Command(jupyter!.python, {
    args: [projectPath("tests/notebook/_kernel.py")],
    env: jupyter!.env,
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const input = process.stdin.getWriter();
  await input.write(
    new TextEncoder().encode(JSON.stringify({ folder: projectPath("notebooks"), cells })),
  );
  await input.close();
  return JSON.parse(new TextDecoder().decode((await process.output()).stdout));
}

const texts = ({ messages }: CellReport) =>
  messages.map(({ content }) =>
    String(content.data?.["text/plain"] ?? content.text ?? content.evalue)
  );

const IMPORTS = `import { openEngine, vae } from "vae-sensitivity";
import { prepareOnce, show, sweepLive, trainLive } from "vae-sensitivity/notebook";
const { dataset } = await prepareOnce("synthetic-120x60");
const engine = await openEngine();
const small = { engine, latentSize: 2, hiddenSize: 8, batchSize: 16 };
const figure = { mark: "point", data: { values: [{}] }, $schema: "https://vega.github.io/schema/vega-lite/v5.json" } as const;`;

Deno.test({
  name: "show() loses no output in a kernel, and sends charts as JupyterLab knows them",
  ignore,
  async fn() {
    const [, many, one] = await inKernel([
      { code: IMPORTS },
      { code: "for (let i = 0; i < 60; i++) await show(`text ${i}`);" },
      { code: "await show(figure); await show([{ a: 1 }]);" },
    ]);
    assert.deepEqual(texts(many!), Array.from({ length: 60 }, (_, i) => `text ${i}`));
    const [chart, table] = one!.messages.map(({ content }) => content.data!);
    const spec = chart!["application/vnd.vegalite.v5+json"] as { $schema: string };
    assert.equal(spec.$schema, "https://vega.github.io/schema/vega-lite/v5.json");
    assert.equal(typeof chart!["image/png"], "string");
    assert.match(table!["text/html"] as string, /1 of 1 rows/);
  },
});

Deno.test({
  name: "trainLive() updates one display, and an interrupt ends it but not the kernel",
  ignore,
  async fn() {
    const [, whole, stopped, after] = await inKernel([
      { code: IMPORTS },
      {
        code:
          "const kept = 42; const whole = await trainLive(vae, dataset, { ...small, maxEpochs: 30 });",
      },
      {
        code: "await trainLive(vae, dataset, { ...small, fixedEpochs: 100000 });",
        interrupt: "training",
      },
      { code: "await show(`still ${kept}`);" },
    ]);
    const ids = new Set(whole!.messages.map(({ content }) => content.transient?.display_id));
    assert.equal(ids.size, 1);
    assert.ok(whole!.messages.length >= 2, "first drawing and last");
    assert.match(texts(whole!).at(-1)!, /test MSE/);
    assert.equal(stopped!.messages.at(-1)!.type, "error");
    assert.match(texts(stopped!).at(-1)!, /^Stopped by you after epoch \d+$/);
    assert.deepEqual(texts(after!), ["still 42"]);
  },
});

Deno.test({
  name: "sweepLive() stops at an interrupt, keeps what is finished, and resumes when run again",
  ignore,
  async fn() {
    const out = await Deno.makeTempDir();
    const sweep = `const sweep = await sweepLive({ data: "synthetic-120x60", out: ${
      JSON.stringify(out)
    },
      axes: { models: ["vae"], latentSizes: [2, 3], seeds: [0, 1] }, fixed: { hiddenSize: 8, batchSize: 16, maxEpochs: 8 } });
      await show(JSON.stringify([sweep.results.height, sweep.stopped, sweep.history.height > 0]));`;
    try {
      const [, first, second, third] = await inKernel([
        { code: IMPORTS },
        { code: sweep, interrupt: "[1-9]\\d* of 60 runs" },
        { code: sweep },
        { code: sweep },
      ]);
      assert.ok(first!.alive, "the kernel lives");
      const [kept, stopped] = JSON.parse(texts(first!).at(-1)!);
      assert.ok(kept > 0 && kept < 60, `${kept} runs kept`);
      assert.equal(stopped, true);
      assert.match(texts(first!).at(-2)!, /stopped: run the cell again to resume$/);
      assert.equal(texts(second!).at(-1), "[60,false,true]");
      assert.match(texts(third!).at(-2)!, /all of them were done before$/);
    } finally {
      await Deno.remove(out, { recursive: true });
    }
  },
});

Deno.test({
  name:
    "executeNotebook() names notebook, cell and message of what fails, and of what shows nothing",
  ignore,
  async fn() {
    const folder = await Deno.makeTempDir();
    const notebook = (...sources: string[]) =>
      JSON.stringify({
        cells: sources.map((source, i) => ({
          cell_type: "code",
          id: `c${i}`,
          metadata: i === 0 ? { tags: ["parameters"] } : {},
          source,
          outputs: [],
          execution_count: null,
        })),
        metadata: { kernelspec: { name: "deno", display_name: "Deno", language: "typescript" } },
        nbformat: 4,
        nbformat_minor: 5,
      });
    const activity = showActivity();
    const execute = (name: string) =>
      executeNotebook(`${folder}/${name}.ipynb`, {
        activity,
        jupyter: jupyter!,
        parameters: new Map([["genes", "7"]]),
        timeout: "60",
        folder: `${folder}/out`,
      });
    const files = {
      good: notebook("const genes = 1;", "if (genes !== 7) throw new Error(`${genes}`);"),
      broken: notebook(
        "const genes = 1;",
        "// a remark\nthrow new RangeError('no such gene');",
        "2",
      ),
      silent: notebook("const genes = 1;", "const show = (_: unknown) => {};\nawait show(3);"),
    };
    try {
      for (const [name, text] of Object.entries(files)) {
        await Deno.writeTextFile(`${folder}/${name}.ipynb`, text);
      }
      await Deno.mkdir(`${folder}/out`);
      await Deno.writeTextFile(`${folder}/mine`, "precious");
      for (const ending of ["ipynb", "html", "input.ipynb"]) {
        await Deno.symlink(`${folder}/mine`, `${folder}/out/good.${ending}`);
      }
      assert.deepEqual(await execute("good"), []);
      assert.equal(await Deno.readTextFile(`${folder}/mine`), "precious");
      assert.deepEqual(await execute("broken"), [
        "broken, code cell 3 (throw new RangeError('no such gene');): RangeError: no such gene",
      ]);
      assert.deepEqual(await execute("silent"), [
        "silent, code cell 3 (const show = (_: unknown) => {};): shows 0 of 1 figures, tables or texts",
      ]);
      assert.match(await Deno.readTextFile(`${folder}/out/broken.html`), /no such gene/);
    } finally {
      activity.stop();
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name:
    "executeNotebook() writes a page that needs no connection, formulas drawn and code left alone",
  ignore,
  async fn() {
    const folder = await Deno.makeTempDir();
    const activity = showActivity();
    const source = "The mean $\\mu$, and\n\n$$\\frac{a}{b}$$\n\nbut `$HOME` costs `$5`.";
    const cell = { cell_type: "markdown", id: "m0", metadata: {}, source };
    const metadata = { kernelspec: { name: "deno", display_name: "Deno", language: "typescript" } };
    try {
      const text = JSON.stringify({ cells: [cell], metadata, nbformat: 4, nbformat_minor: 5 });
      await Deno.writeTextFile(`${folder}/text.ipynb`, text);
      await executeNotebook(`${folder}/text.ipynb`, {
        activity,
        jupyter: jupyter!,
        parameters: new Map(),
        timeout: "60",
        folder: `${folder}/out`,
      });
      const page = await Deno.readTextFile(`${folder}/out/text.html`);
      assert.equal(page.match(/<math /g)?.length, 2);
      assert.match(page, /<math display="block"[^>]*>.*<mfrac>/);
      assert.match(page, /<code>\$HOME<\/code> costs <code>\$5<\/code>/);
      assert.doesNotMatch(page, /<script[^>]* src=/);
      const copy = JSON.parse(await Deno.readTextFile(`${folder}/out/text.ipynb`));
      assert.equal([copy.cells[0].source].flat().join(""), source);
    } finally {
      activity.stop();
      await Deno.remove(folder, { recursive: true });
    }
  },
});
