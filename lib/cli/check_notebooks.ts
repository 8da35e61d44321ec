import { Command } from "commander";
import { basename } from "node:path";
import { projectPath } from "../notebook/project_path.ts";
import { main } from "./_main.ts";
import {
  type Cell,
  type Notebook,
  notebookPaths,
  readNotebook,
  sourceOfCell,
} from "./_notebook_file.ts";

/** Most code cells of a notebook: more would be logic that belongs into lib/. */
const MOST_CELLS = 12;
const METADATA = {
  kernelspec: { display_name: "Deno", language: "typescript", name: "deno" },
  language_info: { name: "typescript" },
};

/**
 * The command that checks the notebooks as they are committed: format, no stored outputs, one parameters cell,
 * and the types of all cells together. With `--fix` it formats them and takes their outputs out.
 *
 * @param args The command line's arguments.
 * @returns 0 when all is well, 1 when not.
 *
 * @example
 * ```ts
 * import { exitCode } from "./_main.ts";
 * import { checkNotebooks } from "./check_notebooks.ts";
 * if (await exitCode(() => checkNotebooks(["--help"])) !== 0) throw new Error("--help is no error");
 * ```
 */
export async function checkNotebooks(args: readonly string[]): Promise<number> {
  const command = new Command("check_notebooks").exitOverride()
    .description(
      "Checks that the notebooks are formatted, without outputs, and that their types fit.",
    )
    .option("--fix", "formats them and takes their outputs out");
  const { fix } = command.parse([...args], { from: "user" }).opts<{ fix?: true }>();
  const paths = await notebookPaths(projectPath("notebooks")), problems: string[] = [];
  for (const path of paths) {
    const text = await Deno.readTextFile(path),
      notebook = await formatted(await readNotebook(path));
    const canonical = `${JSON.stringify(notebook, null, 1)}\n`, name = basename(path, ".ipynb");
    if (fix && text !== canonical) await Deno.writeTextFile(path, canonical);
    else if (text !== canonical) {
      problems.push(`${name}: stored outputs or another format; run with --fix`);
    }
    problems.push(...problemsOf(notebook).map((problem) => `${name}: ${problem}`));
  }
  problems.push(...await typeErrors(paths));
  for (const problem of problems) console.error(problem);
  if (problems.length === 0) console.error(`${paths.length} notebooks are well`);
  return problems.length > 0 ? 1 : 0;
}

/** A notebook as it should be committed. */
async function formatted(notebook: Notebook): Promise<Notebook> {
  const cells = await Promise.all(notebook.cells.map(async (cell): Promise<Cell> => {
    const { cell_type, id, metadata: { tags } } = cell, source = sourceOfCell(cell).trimEnd();
    const common = { cell_type, id, metadata: tags ? { tags } : {} };
    if (cell_type !== "code") return { ...common, source: lines(source) };
    const code = await format(source);
    return { ...common, execution_count: null, outputs: [], source: lines(code) };
  }));
  return { cells, metadata: METADATA, nbformat: 4, nbformat_minor: 5 };
}

/** A text as notebooks store it: one string per line, so that a change of a line is one in the file. */
function lines(text: string): string[] {
  return text.split("\n").map((line, i, all) => i < all.length - 1 ? `${line}\n` : line);
}

async function format(code: string): Promise<string> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--quiet", "--ext", "ts", "--config", projectPath("deno.json"), "-"],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const input = process.stdin.getWriter();
  await input.write(new TextEncoder().encode(code));
  await input.close();
  const { code: exit, stdout } = await process.output();
  // What cannot be parsed cannot be formatted: the type check says where and why.
  return exit === 0 ? new TextDecoder().decode(stdout).trimEnd() : code;
}

/** What is wrong with a notebook's cells, beside format and types. */
export function problemsOf({ cells }: Notebook): string[] {
  const code = cells.filter(({ cell_type }) => cell_type === "code"), problems: string[] = [];
  if (code.length > MOST_CELLS) problems.push(`${code.length} code cells, at most ${MOST_CELLS}`);
  if (!code[0]?.metadata.tags?.includes("parameters")) {
    problems.push("the first code cell is not tagged parameters");
  }
  if (new Set(cells.map(({ id }) => id)).size < cells.length) {
    problems.push("two cells have one id");
  }
  cells.forEach((cell, i) => {
    if (cell.cell_type === "code" && cells[i - 1]?.cell_type !== "markdown") {
      problems.push(`no text above the code cell "${sourceOfCell(cell).split("\n")[0]}"`);
    }
    const lost = cell.cell_type === "code" ? unawaited(sourceOfCell(cell)) : undefined;
    if (lost) problems.push(`nothing awaits "${lost}": the kernel would hide its error`);
  });
  return problems;
}

/** The first statement of a cell that calls something and drops what it returns. */
function unawaited(source: string): string | undefined {
  return source.split("\n").find((line) =>
    /^(void )?[A-Za-z_$][\w$.]*\(/.test(line) && !line.startsWith("console.") &&
    !/^(if|for|while|switch)\b/.test(line)
  );
}

/** Checks each notebook's cells as one module; returns the checker's complaints. */
async function typeErrors(paths: readonly string[]): Promise<string[]> {
  const folder = projectPath(".cache/notebooks"),
    root = new URL(`file://${projectPath("lib/")}`).href;
  await Deno.mkdir(folder, { recursive: true });
  const files = await Promise.all(paths.map(async (path) => {
    const { cells } = await readNotebook(path), file = `${folder}/${basename(path, ".ipynb")}.ts`;
    const code = cells.filter(({ cell_type }) => cell_type === "code").map(sourceOfCell).join(
      "\n\n",
    );
    await Deno.writeTextFile(file, `${code.replaceAll('"../lib/', `"${root}`)}\n\nexport {};\n`);
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
