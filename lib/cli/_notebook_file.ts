import { InputError } from "../errors.ts";

/** A cell of a notebook file, format 4.5. */
export interface Cell {
  readonly cell_type: "code" | "markdown" | "raw";
  readonly id: string;
  readonly metadata: { readonly tags?: readonly string[] };
  readonly source: string | readonly string[];
  readonly outputs?: readonly Output[];
  readonly execution_count?: number | null;
}

/** A cell's output. */
export interface Output {
  readonly output_type: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly name?: string;
  readonly text?: string | readonly string[];
  readonly ename?: string;
  readonly evalue?: string;
}

/** A notebook file. */
export interface Notebook {
  readonly cells: readonly Cell[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly nbformat: number;
  readonly nbformat_minor: number;
}

/** A cell's text. */
export function sourceOfCell({ source }: Cell): string {
  return typeof source === "string" ? source : source.join("");
}

/** Reads a notebook. @throws {InputError} If there is no such file or it is no notebook. */
export async function readNotebook(path: string): Promise<Notebook> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new InputError(`Cannot read ${path}: there is no such file`);
  }
  try {
    const notebook = JSON.parse(text) as Notebook;
    if (Array.isArray(notebook.cells)) return notebook;
  } catch {
    // told below: to a reader, broken JSON and other JSON are the same
  }
  throw new InputError(`Cannot read ${path}: it is not a Jupyter notebook`);
}

/** Paths of the project's notebooks in order. */
export async function notebookPaths(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) if (name.endsWith(".ipynb")) names.push(name);
  return names.sort().map((name) => `${folder}/${name}`);
}

/** Calls that leave something to see below their cell. */
const SHOWING = /\bawait (show|trainLive|tryValues|sweepLive)\(/g;

/** How many displays a cell's code makes at least, if no call stands in a loop that never runs. */
export function expectedDisplays(source: string): number {
  const code = source.replace(/\/\/.*$/gm, "");
  return code.match(SHOWING)?.length ?? 0;
}

/** The first line of a cell's code that is not a comment, to name it by. */
export function firstLine(cell: Cell): string {
  const lines = sourceOfCell(cell).split("\n");
  return lines.find((line) => line.trim() !== "" && !line.trim().startsWith("//")) ?? lines[0] ??
    "";
}
