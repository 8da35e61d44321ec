import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import type { Cell, Notebook } from "../../lib/cli/_notebook_file.ts";
import { injectParameters, parseParameters } from "../../lib/cli/_parameters.ts";
import { problemsOf } from "../../lib/cli/check_notebooks.ts";

const code = (source: string, tags?: string[]): Cell => ({
  cell_type: "code",
  id: source,
  metadata: tags ? { tags } : {},
  source,
  outputs: [],
  execution_count: null,
});
const text = (source: string): Cell => ({
  cell_type: "markdown",
  id: source,
  metadata: {},
  source,
});
const notebook = (...cells: Cell[]): Notebook => ({
  cells,
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
});
const PARAMETERS = code("const data = 'synthetic';\nconst genes: number = 500;", ["parameters"]);

Deno.test("injectParameters() declares what the notebook knows in a cell after its parameters", () => {
  const parameters = parseParameters(["genes=20", "data=my file.tsv", "other=1"]);
  const { cells } = injectParameters(notebook(text("# A"), PARAMETERS, code("1")), parameters);
  assert.equal(cells.length, 4);
  assert.deepEqual(cells[2]!.metadata.tags, ["injected-parameters"]);
  assert.equal(cells[2]!.source, 'const data = "my file.tsv";\nconst genes = 20;');
});

Deno.test("injectParameters() leaves a notebook alone that knows none of them", () => {
  const own = notebook(PARAMETERS);
  assert.equal(injectParameters(own, parseParameters(["other=1"])), own);
});

Deno.test("injectParameters() reads lists, truth values and nothing as what they look like", () => {
  const cell = code("const a = 1;\nconst b = 1;\nconst c = 1;\nconst d = 1;", ["parameters"]);
  const given = parseParameters(["a=[1,2]", "b=false", "c=undefined", "d="]);
  const { cells } = injectParameters(notebook(cell), given);
  assert.equal(
    cells[1]!.source,
    'const a = [1,2];\nconst b = false;\nconst c = undefined;\nconst d = "";',
  );
});

Deno.test("parseParameters() refuses what is not name=value, and a name given twice", () => {
  for (const texts of [["genes"], ["=1"], ["a b=1"], ["a=1", "a=2"]]) {
    assert.throws(() => parseParameters(texts), InputError, texts.join(" "));
  }
});

Deno.test("problemsOf() finds nothing in a notebook as it should be", () => {
  const good = notebook(
    text("# A"),
    PARAMETERS,
    text("Look."),
    code("await show(1);\nconsole.log(1);"),
  );
  assert.deepEqual(problemsOf(good), []);
});

Deno.test("problemsOf() finds a promise that nobody awaits: the kernel would hide its error", () => {
  for (const lost of ["show(spec);", "void train(vae);", "engine.start();"]) {
    const [problem] = problemsOf(notebook(text("# A"), PARAMETERS, text("B"), code(lost)));
    assert.ok(problem?.startsWith(`nothing awaits "${lost}"`), `${problem}`);
  }
});

Deno.test("problemsOf() finds imports from inside of lib, and from more than three entries", () => {
  const importing = (...names: string[]) =>
    problemsOf(notebook(
      text("# A"),
      PARAMETERS,
      ...names.flatMap((name) => [text(name), code(`import { x } from "${name}";`)]),
    ));
  const three = ["vae-sensitivity", "vae-sensitivity/plots", "vae-sensitivity/notebook"];
  assert.deepEqual(importing(...three, "./my_model.ts", "npm:jstat"), []);
  assert.deepEqual(importing(...three, "vae-sensitivity/analysis"), [
    "imports from 4 entries of vae-sensitivity, at most 3",
  ]);
  assert.deepEqual(importing("../lib/plots/bubble.ts"), [
    "imports ../lib/plots/bubble.ts; take it from vae-sensitivity or one of its entries",
  ]);
});

Deno.test("problemsOf() finds cells without a text, without a parameters tag, and too many", () => {
  const many = Array.from({ length: 12 }, (_, i) => [text(`t${i}`), code(`c${i}`)]).flat();
  const problems = problemsOf(notebook(text("# A"), code("1"), ...many, code("2"))).join("\n");
  assert.match(problems, /14 code cells, at most 12/);
  assert.match(problems, /not tagged parameters/);
  assert.match(problems, /no text above the code cell "2"/);
});
