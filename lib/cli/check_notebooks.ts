import { Command } from "commander";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { writeWhole } from "../files.ts";
import { projectPath } from "../project.ts";
import { main } from "./_main.ts";
import {
  type Cell,
  type Notebook,
  notebookPaths,
  readNotebook,
  sourceOfCell,
} from "./_notebook_file.ts";

/** Most code cells of a notebook: more would be logic that belongs in lib/. */
const MOST_CELLS = 12;
/** Most modules of this project that a notebook imports from. */
const MOST_ENTRIES = 3;
const METADATA = {
  kernelspec: { display_name: "Deno", language: "typescript", name: "deno" },
  language_info: { name: "typescript" },
};

/**
 * The command that checks the notebooks as they are committed: format, no stored outputs, one parameters cell,
 * and the types of all cells together. With `--fix` it formats them and removes their outputs.
 *
 * @returns 0 when all checks pass, 1 otherwise.
 */
export async function checkNotebooks(args: readonly string[]): Promise<number> {
  const command = new Command("check_notebooks").exitOverride()
    .description(
      "Checks that the notebooks are formatted, without outputs, and that their types fit.",
    )
    .option("--fix", "formats them and removes their outputs");
  const { fix } = command.parse([...args], { from: "user" }).opts<{ fix?: true }>();
  const paths = await notebookPaths(projectPath("notebooks")), problems: string[] = [];
  for (const path of paths) {
    const name = basename(path, ".ipynb"),
      notebook = await readNotebook(path),
      clean = stripped(notebook);
    if (fix) writeWhole(path, `${JSON.stringify(clean, null, 1)}\n`);
    else if (JSON.stringify(clean) !== JSON.stringify(notebook)) {
      problems.push(`${name}: stored outputs or foreign metadata; run with --fix`);
    }
    problems.push(...problemsOf(clean).map((problem) => `${name}: ${problem}`));
  }
  problems.push(...await formatProblems(paths, fix ?? false));
  problems.push(...await typeErrors(paths));
  for (const problem of problems) console.error(problem);
  if (problems.length === 0) console.error(`${paths.length} notebooks are fine`);
  return problems.length > 0 ? 1 : 0;
}

/** A notebook as it should be committed: outputs are left to those who run it. */
export function stripped({ cells }: Notebook): Notebook {
  return {
    cells: cells.map(({ cell_type, id, metadata: { tags }, source }): Cell => {
      const common = { cell_type, id, metadata: tags ? { tags } : {} };
      if (cell_type !== "code") return { ...common, source };
      return { ...common, execution_count: null, outputs: [], source };
    }),
    metadata: METADATA,
    nbformat: 4,
    nbformat_minor: 5,
  };
}

/**
 * Notebooks that are not formatted, or none once they have been. Copies are formatted and compared, because
 * `deno fmt --check` rejects every notebook that it has not formatted itself on this machine.
 */
async function formatProblems(paths: readonly string[], fix: boolean): Promise<string[]> {
  const folder = await Deno.makeTempDir(), problems: string[] = [];
  try {
    for (const path of paths) await Deno.copyFile(path, `${folder}/${basename(path)}`);
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["fmt", "--config", projectPath("deno.json"), folder],
      stdout: "null",
      env: { NO_COLOR: "1" },
    }).output();
    if (code !== 0) return [new TextDecoder().decode(stderr).trim()];
    for (const path of paths) {
      const text = await Deno.readTextFile(`${folder}/${basename(path)}`);
      if (text === await Deno.readTextFile(path)) continue;
      if (fix) writeWhole(path, text);
      else problems.push(`${path} is not formatted; \`--fix\` formats it`);
    }
    return problems;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What is wrong with a notebook's cells, besides format and types. */
export function problemsOf({ cells }: Notebook): string[] {
  const code = cells.filter(({ cell_type }) => cell_type === "code"), problems: string[] = [];
  if (code.length > MOST_CELLS) problems.push(`${code.length} code cells, at most ${MOST_CELLS}`);
  if (!code[0]?.metadata.tags?.includes("parameters")) {
    problems.push("the first code cell is not tagged parameters");
  }
  if (new Set(cells.map(({ id }) => id)).size < cells.length) {
    problems.push("two cells have one id");
  }
  problems.push(...importProblems(code.map(sourceOfCell).join("\n")));
  cells.forEach((cell, i) => {
    if (cell.cell_type === "code" && cells[i - 1]?.cell_type !== "markdown") {
      problems.push(`no text above the code cell "${sourceOfCell(cell).split("\n")[0]}"`);
    }
    const lost = cell.cell_type === "code" ? unawaited(sourceOfCell(cell)) : undefined;
    if (lost) problems.push(`nothing awaits "${lost}": the kernel would hide its error`);
  });
  return problems;
}

/** A notebook imports what users do, by the names that `exports` of deno.json gives them, and few of them. */
function importProblems(source: string): string[] {
  const specifiers = [...source.matchAll(/\bfrom "([^"]+)"|\bimport\("([^"]+)"\)/g)]
    .map(([, from, dynamic]) => from ?? dynamic!);
  const problems = specifiers.filter((specifier) => specifier.startsWith("../"))
    .map((path) => `imports ${path}; take it from vae-sensitivity or one of its entries`);
  const entries = new Set(specifiers.filter((name) => /^vae-sensitivity(\/|$)/.test(name)));
  if (entries.size > MOST_ENTRIES) {
    problems.push(
      `imports from ${entries.size} entries of vae-sensitivity, at most ${MOST_ENTRIES}`,
    );
  }
  return problems;
}

/** The first statement of a cell that calls something and drops what it returns. */
function unawaited(source: string): string | undefined {
  return source.split("\n").find((line) =>
    /^(void )?[A-Za-z_$][\w$.]*\(/.test(line) && !line.startsWith("console.") &&
    !/^(if|for|while|switch)\b/.test(line)
  );
}

/** Checks each notebook's cells as one module; returns the checker's errors. */
async function typeErrors(paths: readonly string[]): Promise<string[]> {
  const folder = projectPath(".cache/notebooks"),
    root = pathToFileURL(projectPath("notebooks/"));
  await Deno.mkdir(folder, { recursive: true });
  const files = await Promise.all(paths.map(async (path) => {
    const { cells } = await readNotebook(path), file = `${folder}/${basename(path, ".ipynb")}.ts`;
    const code = cells.filter(({ cell_type }) => cell_type === "code").map(sourceOfCell).join(
      "\n\n",
    );
    const moved = code.replace(
      /\bfrom "(\.\.?\/[^"]+)"/g,
      (_, to) => `from "${new URL(to, root)}"`,
    );
    await Deno.writeTextFile(file, `${moved}\n\nexport {};\n`);
    return file;
  }));
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["check", "--quiet", "--config", projectPath("deno.json"), ...files],
    stdout: "null",
    env: { NO_COLOR: "1" },
  }).output();
  return code === 0 ? [] : [new TextDecoder().decode(stderr).trim()];
}

if (import.meta.main) await main(checkNotebooks);
