import { resolve } from "node:path";
import { InputError } from "../errors.ts";
import { changePaths } from "../sweep/plan/change_paths.ts";
import { type Cell, type Notebook, sourceOfCell } from "./_notebook_file.ts";

/** Parameters as a user gave them, by name. */
export type Parameters = ReadonlyMap<string, string>;

/** Understands `name=value`. @throws {InputError} If it is something else or a name is given twice. */
export function parseParameters(texts: readonly string[]): Parameters {
  const parameters = new Map<string, string>();
  for (const text of texts) {
    const [, name, value] = /^([A-Za-z_$][\w$]*)=(.*)$/s.exec(text) ?? [];
    if (!name || parameters.has(name)) {
      throw new InputError(
        name
          ? `-p ${name}: given twice`
          : `-p: got "${text}", takes name=value such as latentSize=50`,
      );
    }
    parameters.set(name, value!);
  }
  return parameters;
}

/** Parameters of the notebooks that are paths; the first two may be names of cohorts. */
const PATHS = ["data", "matrix", "phenotype", "samples", "newSamples", "folder"];

const ROWS = Object.fromEntries(
  PATHS.map((name) => [name, { type: "text", path: true, default: null, help: "" }] as const),
);

/** The same with absolute paths, as a notebook's kernel runs in another folder than the command. */
export function withAbsolutePaths(parameters: Parameters): Parameters {
  const given = Object.fromEntries(parameters);
  const changed = changePaths(
    given,
    ROWS,
    (path) => path !== "" && isText(path) ? resolve(path) : path,
  );
  return new Map(Object.entries(changed));
}

/** Names that a notebook's parameters cell declares. */
export function parameterNames({ cells }: Notebook): string[] {
  const cell = cells.find(({ metadata }) => metadata.tags?.includes("parameters"));
  return cell ? [...sourceOfCell(cell).matchAll(/^const (\w+)\b/gm)].map(([, name]) => name!) : [];
}

/**
 * A copy of a notebook with a cell after its parameters that redeclares those it knows; the kernel lets a
 * later cell declare a constant again.
 */
export function injectParameters(notebook: Notebook, parameters: Parameters): Notebook {
  const names = parameterNames(notebook).filter((name) => parameters.has(name));
  if (names.length === 0) return notebook;
  const lines = names.map((name) => `const ${name} = ${toLiteral(parameters.get(name)!)};`);
  const cell: Cell = {
    cell_type: "code",
    id: "injected-parameters",
    metadata: { tags: ["injected-parameters"] },
    source: lines.join("\n"),
    outputs: [],
    execution_count: null,
  };
  const at = notebook.cells.findIndex(({ metadata }) => metadata.tags?.includes("parameters")) + 1;
  return { ...notebook, cells: notebook.cells.toSpliced(at, 0, cell) };
}

/** Numbers, Booleans, null and lists as such; anything else is text. */
function toLiteral(value: string): string {
  if (value === "undefined") return value;
  return JSON.stringify(isText(value) ? value : JSON.parse(value));
}

function isText(value: string): boolean {
  if (value === "undefined") return false;
  try {
    JSON.parse(value);
    return false;
  } catch {
    return true;
  }
}
