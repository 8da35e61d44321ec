import { strict as assert } from "node:assert";
import { fileURLToPath } from "node:url";

/** The layers from left to right: a layer imports from itself and from layers to its left. */
const LAYERS = [
  "errors.ts",
  "files",
  "files.ts",
  "random.ts",
  "numbers",
  "format",
  "data",
  "models",
  "optimizers",
  "options",
  "tensorflow",
  "training",
  "sweep/plan",
  "sweep/store",
  "sweep/execute",
  "sweep/slurm",
  "sweep",
  "export",
  "analysis",
  "embedding",
  "plots",
  "report",
  "project.ts",
  "bench",
  "notebook",
  "cli",
];

const ROOT = new URL("../", import.meta.url);

interface Import {
  readonly from: string;
  readonly to: string;
}

/** Every import of lib/: files by path below lib/, packages by the name that the code uses. */
async function imports(): Promise<Import[]> {
  const entry = await Deno.makeTempFile({ suffix: ".ts" });
  const files = [...walk(new URL("lib/", ROOT))];
  await Deno.writeTextFile(entry, files.map(({ href }) => `import "${href}";`).join("\n"));
  const config = fileURLToPath(new URL("deno.json", ROOT));
  const args = ["info", "--json", "--quiet", "--no-lock", "--config", config, entry];
  const { stdout, success } = await new Deno.Command(Deno.execPath(), { args }).output();
  await Deno.remove(entry);
  assert.ok(success, "deno info failed");
  const { modules } = JSON.parse(new TextDecoder().decode(stdout));
  const found: Import[] = [];
  for (const { specifier, dependencies = [] } of modules) {
    if (!specifier.startsWith(new URL("lib/", ROOT).href)) continue;
    for (const { specifier: named, code, type } of dependencies) {
      const to = named.startsWith(".") ? below((code ?? type).specifier) : named;
      found.push({ from: below(specifier), to });
    }
  }
  return found;
}

function* walk(folder: URL): Generator<URL> {
  for (const entry of Deno.readDirSync(folder)) {
    if (entry.isDirectory) yield* walk(new URL(`${entry.name}/`, folder));
    else if (/(?<!_test)\.ts$/.test(entry.name)) yield new URL(entry.name, folder);
  }
}

function below(href: string): string {
  return href.slice(new URL("lib/", ROOT).href.length);
}

/** A file's room: the folder below lib/ that it is in, or a floor of it that has a place of its own. */
function layerOf(path: string): string {
  const [first, second] = path.split("/");
  return LAYERS.includes(`${first}/${second}`) ? `${first}/${second}` : first!;
}

/** Text without its comments. */
function code(file: URL): string {
  return Deno.readTextFileSync(file).replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
}

/** Every file of lib/ that a string of another names, other than to import it: the programs of processes. */
function programs(): Import[] {
  const files = new Set([...walk(new URL("lib/", ROOT))].map(({ href }) => href));
  return [...files].flatMap((href) => {
    const text = code(new URL(href)).replace(/\b(from|import\()\s*"[^"]*"/g, "");
    return [...text.matchAll(/["'`](?:\$\{[^}]*\})?([\w./-]+\.ts)["'`]/g)].map(([, path]) => {
      const to = [new URL(path!, href), new URL(path!, ROOT)].find((to) => files.has(to.href));
      assert.ok(to, `${below(href)} names ${path}, which is not a file of lib/`);
      return { from: below(href), to: below(to.href) };
    });
  });
}

const all = await imports(), started = programs();
const imported = all.filter(({ to }) => to.endsWith(".ts")), inside = [...imported, ...started];

Deno.test("lib imports, and starts processes, from left to right only", () => {
  assert.ok(inside.length > 100, `only ${inside.length} imports were found`);
  // The sweep's worker is started by the executor and measured by the benchmark.
  const starters = started.filter(({ to }) => to === "sweep/execute/worker.ts");
  assert.ok(starters.length >= 2 && started.length >= 7, JSON.stringify(started));
  const backward = inside.filter(({ from, to }) => {
    const left = LAYERS.indexOf(layerOf(to)), right = LAYERS.indexOf(layerOf(from));
    assert.ok(left >= 0 && right >= 0, `${from} or ${to} is in no known layer`);
    return left > right;
  });
  assert.deepEqual(backward, []);
});

Deno.test("a file whose name begins with _ is imported, or started, from its own folder only", () => {
  const folder = (path: string) => path.slice(0, path.lastIndexOf("/") + 1);
  const foreign = inside.filter(({ from, to }) =>
    /(^|\/)_[^/]*$/.test(to) && folder(from) !== folder(to)
  );
  assert.deepEqual(foreign, []);
});

Deno.test("lib has no cycle of imports", () => {
  const edges = Map.groupBy(imported, ({ from }) => from),
    state = new Map<string, "open" | "done">();
  const visit = (file: string, path: readonly string[]) => {
    if (state.get(file) === "done") return;
    assert.notEqual(state.get(file), "open", [...path, file].join(" → "));
    state.set(file, "open");
    for (const { to } of edges.get(file) ?? []) visit(to, [...path, file]);
    state.set(file, "done");
  };
  for (const file of edges.keys()) visit(file, []);
});

Deno.test("only tensorflow/ names the native package, only plots/render.ts imports vega", () => {
  const native = [...walk(new URL("lib/", ROOT))]
    .filter((file) =>
      /["'`](npm:)?@tensorflow\/tfjs-(node|backend)/.test(Deno.readTextFileSync(file))
    )
    .map(({ href }) => layerOf(below(href)));
  assert.deepEqual(new Set(native), new Set(["tensorflow"]));
  const drawing = all.filter(({ to }) => /^vega(\/|$)/.test(to)).map(({ from }) => from);
  assert.deepEqual(new Set(drawing), new Set(["plots/render.ts"]));
});

Deno.test("what is printed is shown, not obeyed: lib prints by format/print.ts alone", () => {
  /** Programs of processes whose output is read by programs, and what prints of its own alone. */
  const others = [
    "format/print.ts",
    "data/formats/_native_check_process.ts",
    "data/formats/_native_check_watch.ts",
    "tensorflow/_build.ts", // the text of a program that it starts
    "notebook/show.ts", // a table, whose cells format/table.ts shows, or a text of the caller
    "notebook/sweep_live.ts",
    "cli/check_notebooks.ts",
    "cli/_activity.ts", // takes its line away, and makes what it is given visible
    "cli/_activity_thread.ts",
  ];
  const printing = [...walk(new URL("lib/", ROOT))]
    .filter((file) => /\bconsole\.|\bDeno\.std(out|err)\.write/.test(code(file)))
    .map(({ href }) => below(href));
  const known = [...others, "sweep/execute/json_messages.ts", "tensorflow/_progress.ts"];
  const isMeasured = (file: string) => /^bench\/_\w+_process\.ts$/.test(file);
  assert.deepEqual(printing.filter((file) => !known.includes(file) && !isMeasured(file)), []);
});
