import { basename } from "node:path";
import { makeFolder } from "../files/make_folder.ts";
import { NewFile } from "../files/new_file.ts";
import { removeLeftOvers } from "../files/remove_left_overs.ts";
import { projectPath } from "../project.ts";
import { MessageReader } from "../sweep/execute/json_messages.ts";
import type { Activity } from "./_activity.ts";
import type { Jupyter } from "./_jupyter.ts";
import {
  type Cell,
  expectedDisplays,
  firstLine,
  type Notebook,
  readNotebook,
  sourceOfCell,
} from "./_notebook_file.ts";
import { injectParameters, type Parameters } from "./_parameters.ts";

const SCRIPT = projectPath("lib/cli/_execute_notebook.py");

/** How notebooks are executed. */
export interface Execution {
  readonly jupyter: Jupyter;
  readonly parameters: Parameters;
  /** Seconds that a cell may take. */
  readonly timeout: string;
  /** Where executed copies go. */
  readonly folder: string;
  /** Where the cell that runs is told. */
  readonly activity: Activity;
}

/** What the program in Python says: a code cell that begins, or how the notebook ended; cells are counted from 0. */
type Message = { readonly began: number } | { readonly failure: Failure | null };

interface Failure {
  readonly cell: number;
  readonly message: string;
}

/** Executes one notebook; returns what is wrong with it, line by line. */
export async function executeNotebook(
  path: string,
  { jupyter, parameters, timeout, folder, activity }: Execution,
): Promise<string[]> {
  const name = basename(path, ".ipynb"), began = performance.now(), target = `${folder}/${name}`;
  makeFolder(folder);
  removeLeftOvers(folder);
  using source = new NewFile(`${target}.input.ipynb`), copy = new NewFile(`${target}.ipynb`);
  using page = new NewFile(`${target}.html`);
  const notebook = injectParameters(await readNotebook(path), parameters);
  source.write(new TextEncoder().encode(JSON.stringify(notebook)));
  activity.say(`starting the kernel of ${name}`);
  const args = [SCRIPT, source.path, projectPath("notebooks"), copy.path, page.path, timeout];
  const failure = await run(name, args, jupyter, (cell) => {
    activity.say(`running ${name}, code cell ${codeCell(notebook, cell)} of ${codeCell(notebook)}`);
  });
  copy.keep();
  page.keep();
  const executed = await readNotebook(`${target}.ipynb`);
  const problems = failure
    ? [describe(name, executed, failure.cell, failure.message)]
    : cellsWithoutOutput(name, executed);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  activity.print(`${name}: ${problems.length > 0 ? "FAILED" : "ok"} (${seconds} s)`);
  return problems;
}

/** Executes a notebook in a process of its own, and returns which cell failed, if one did. */
async function run(
  name: string,
  args: string[],
  { python, env }: Jupyter,
  onCell: (index: number) => void,
): Promise<Failure | null> {
  const process = new Deno.Command(python, { args, env, stdout: "piped", stderr: "piped" }).spawn();
  const errors = new Response(process.stderr).text();
  const reader = new MessageReader<Message>(() => {});
  let failure: Failure | null = null;
  for await (const piece of process.stdout.pipeThrough(new TextDecoderStream())) {
    for (const message of reader.read(piece)) {
      if ("began" in message) onCell(message.began);
      else failure = message.failure;
    }
  }
  const { code } = await process.status;
  if (code === 0) return failure;
  throw new Error(
    `Cannot execute ${name}: Jupyter ended with code ${code}\n${(await errors).trim()}`,
  );
}

/** Cells that should show something and do not: an output that was lost, or a call that was not awaited. */
function cellsWithoutOutput(name: string, notebook: Notebook): string[] {
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
function describe(name: string, notebook: Notebook, index: number, message: string): string {
  const line = firstLine(notebook.cells[index]!).slice(0, 60);
  return `${name}, code cell ${codeCell(notebook, index)} (${line}): ${message}`;
}

/** Which of the code cells, counted from 1, a cell is, or how many there are. */
function codeCell({ cells }: Notebook, index: number = cells.length - 1): number {
  return cells.slice(0, index + 1).filter(({ cell_type }) => cell_type === "code").length;
}
