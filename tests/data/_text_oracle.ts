/** A table as plain string functions read it. */
export interface PlainTable {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly numbers: readonly (readonly number[])[];
}

/**
 * Reads a sound table of texts by plain string functions, or gives undefined: an oracle that shares nothing with
 * the reader that works on bytes.
 */
export function readPlainly(bytes: Uint8Array): PlainTable | undefined {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
  const lines = text.includes("\n")
    ? text.split("\n").map((line) => line.replace(/\r$/, ""))
    : text.split("\r");
  const first = lines.find((line) => /[\t,]/.test(line)) ?? "";
  const delimiter = first.includes("\t") ? "\t" : ",";
  const table: string[][] = [];
  for (const line of lines) {
    if ([...line].every((character) => character === delimiter || character === " ")) continue;
    const cells = cellsOf(line, delimiter);
    if (!cells) return undefined;
    table.push(cells);
  }
  const [[corner, ...columns] = [], ...body] = table;
  const rows = body.map(([id]) => id!), numbers = body.map(([, ...row]) => row.map(numberOf));
  const sound = (corner === "" || isId(corner)) && columns.length > 0 && rows.length > 0 &&
    [...columns, ...rows].every(isId) &&
    numbers.every((row) => row.length === columns.length && !row.includes(undefined));
  return sound ? { rows, columns, numbers: numbers as number[][] } : undefined;
}

/** The cells of a line; undefined where a quoted one does not end, or continues after its closing quote. */
function cellsOf(line: string, delimiter: string): string[] | undefined {
  const cells: string[] = [];
  let rest: string | undefined = line;
  while (rest !== undefined) {
    const quoted: RegExpExecArray | null = /^ *"((?:[^"]|"")*)" */.exec(rest);
    if (/^ *"/.test(rest)) {
      if (!quoted) return undefined;
      const after: string = rest.slice(quoted[0].length);
      if (after !== "" && !after.startsWith(delimiter)) return undefined;
      cells.push(quoted[1]!.replaceAll('""', '"'));
      rest = after === "" ? undefined : after.slice(1);
    } else {
      const at: number = rest.indexOf(delimiter);
      cells.push((at < 0 ? rest : rest.slice(0, at)).replace(/^ +| +$/g, ""));
      rest = at < 0 ? undefined : rest.slice(at + 1);
    }
  }
  return cells;
}

function isId(id: string | undefined): boolean {
  // deno-lint-ignore no-control-regex -- what no id may hold
  return id !== undefined && id !== "" && !/[\x00-\x1f\x7f-\x9f\ufffd]/.test(id);
}

function numberOf(cell: string): number | undefined {
  const inner = cell.replace(/^ +| +$/g, "");
  if (/^(|na|n\/a|nan|null)$/i.test(inner)) return NaN;
  const value = Math.fround(Number(inner));
  const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(inner) && Number.isFinite(value);
  return isNumber ? value : undefined;
}
