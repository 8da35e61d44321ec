import { Command } from "commander";
import { basename } from "node:path";
import { InputError } from "../errors.ts";
import { projectPath } from "../notebook/project_path.ts";
import { type Jupyter, jupyter } from "./_jupyter.ts";
import { main } from "./_main.ts";
import {
  type Cell,
  expectedDisplays,
  firstLine,
  type Notebook,
  notebookPaths,
  readNotebook,
  sourceOfCell,
} from "./_notebook_file.ts";
import {
  injectParameters,
  parameterNames,
  type Parameters,
  parseParameters,
} from "./_parameters.ts";

interface Options {
  readonly parameter: readonly string[];
  readonly timeout: string;
  readonly out: string;
}

const SCRIPT = projectPath("lib/cli/_execute_notebook.py");

/**
 * The command `deno task notebooks`: executes notebooks headless and writes them with their outputs.
 *
 * @param args The command line's arguments.
 * @returns 0 when every cell ran and every showing cell shows something, 1 when one does not.
 * @throws {InputError} If an argument is not valid or Jupyter cannot be had.
 *
 * @example
 * ```ts
 * import { notebooks } from "./notebooks.ts";
 * const error = await notebooks(["-p", "nonsense"]).catch((error) => error);
 * if (!error.message.startsWith("-p: got")) throw error;
 * ```
 */
export async function notebooks(args: readonly string[]): Promise<number> {
  const command = commandLine().parse([...args], { from: "user" });
  const { parameter, timeout, out } = command.opts<Options>();
  const parameters = parseParameters(parameter);
  if (!/^[1-9]\d*$/.test(timeout)) {
    throw new InputError(`--timeout: got "${timeout}", takes an integer of at least 1`);
  }
  const chosen = await choose(command.args);
  await requireKnown(parameters, chosen);
  const found = await jupyter(), folder = projectPath(out);
  let failed = 0;
  for (const path of chosen) {
    const problems = await execute(path, { jupyter: found, parameters, timeout, folder });
    failed += Number(problems.length > 0);
    for (const problem of problems) console.error(problem);
  }
  const done = `${chosen.length - failed} of ${chosen.length} notebooks ran`;
  console.error(`${done}; executed copies are in ${out}`);
  return failed > 0 ? 1 : 0;
}

function commandLine(): Command {
  const collect = (text: string, before: string[]) => [...before, text];
  return new Command("deno task notebooks").exitOverride()
    .description("Executes the notebooks headless; fails on a cell that fails or shows nothing.")
    .argument(
      "[names...]",
      "notebooks such as 02_vae, or the beginning of their names (default: all)",
    )
    .option(
      "-p, --parameter <name=value>",
      "sets a parameter where a notebook has it; repeatable",
      collect,
      [],
    )
    .option("--timeout <seconds>", "that a cell may take", "900")
    .option("--out <folder>", "where executed copies go, as .ipynb and .html", "outputs/notebooks");
}

async function choose(names: readonly string[]): Promise<string[]> {
  const all = await notebookPaths(projectPath("notebooks"));
  if (names.length === 0) return all;
  return names.flatMap((name) => {
    const found = all.filter((path) => basename(path).startsWith(name));
    if (found.length > 0) return found;
    const known = all.map((path) => basename(path, ".ipynb")).join(", ");
    throw new InputError(`Cannot execute ${name}: there is no such notebook; there are ${known}`);
  });
}

async function requireKnown(parameters: Parameters, paths: readonly string[]): Promise<void> {
  const known = new Set<string>();
  for (const path of paths) {
    for (const name of parameterNames(await readNotebook(path))) known.add(name);
  }
  const unknown = [...parameters.keys()].find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new InputError(
    `-p ${unknown}: no notebook has this parameter; there are ${[...known].join(", ")}`,
  );
}

interface Execution {
  readonly jupyter: Jupyter;
  readonly parameters: Parameters;
  readonly timeout: string;
  readonly folder: string;
}

/** Executes one notebook; returns what is wrong with it, line by line. */
async function execute(
  path: string,
  { jupyter, parameters, timeout, folder }: Execution,
): Promise<string[]> {
  const name = basename(path, ".ipynb"), began = performance.now(), target = `${folder}/${name}`;
  await Deno.mkdir(folder, { recursive: true });
  const source = `${target}.input.ipynb`;
  await Deno.writeTextFile(
    source,
    JSON.stringify(injectParameters(await readNotebook(path), parameters)),
  );
  const { code, stdout, stderr } = await new Deno.Command(jupyter.python, {
    args: [SCRIPT, source, projectPath("notebooks"), target, timeout],
    env: jupyter.env,
  }).output();
  const last = new TextDecoder().decode(stdout).trim().split("\n").at(-1)!;
  if (code !== 0) {
    const text = new TextDecoder().decode(stderr).trim();
    throw new Error(`Cannot execute ${name}: Jupyter ended with code ${code}\n${text}`);
  }
  await Deno.remove(source);
  const failure = JSON.parse(last) as { cell: number; message: string } | null;
  const executed = await readNotebook(`${target}.ipynb`);
  const problems = failure
    ? [describe(name, executed, failure.cell, failure.message)]
    : silentCells(name, executed);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.error(`${name}: ${problems.length > 0 ? "FAILED" : "ok"} (${seconds} s)`);
  return problems;
}

/** Cells that should show something and do not: an output that got lost, or a call that nobody awaited. */
export function silentCells(name: string, notebook: Notebook): string[] {
  return notebook.cells.flatMap((cell, index) => {
    if (cell.cell_type !== "code") return [];
    const expected = expectedDisplays(sourceOfCell(cell)), shown = displays(cell);
    return shown >= expected
      ? []
      : [describe(name, notebook, index, `shows ${shown} of ${expected} figures, tables or texts`)];
  });
}

function displays({ outputs = [] }: Cell): number {
  return outputs.filter(({ output_type, data }) =>
    (output_type === "display_data" || output_type === "execute_result") &&
    Object.keys(data ?? {}).length > 0
  ).length;
}

/** Such as `02_vae, code cell 4 (const trained = …): TypeError: …`. */
function describe(name: string, { cells }: Notebook, index: number, message: string): string {
  const number = cells.slice(0, index + 1).filter(({ cell_type }) => cell_type === "code").length;
  return `${name}, code cell ${number} (${firstLine(cells[index]!).slice(0, 60)}): ${message}`;
}

if (import.meta.main) await main(notebooks);
