/** A table as plain string functions read it. */
export interface PlainTable {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly numbers: readonly (readonly number[])[];
}

/** Stands for a line break between quotes. */
const BREAK = "\ue000";

/**
 * Reads a sound table of texts by plain string functions, or gives undefined: an oracle that shares nothing with
 * the reader that works on bytes.
 */
export function readPlainly(bytes: Uint8Array): PlainTable | undefined {
  let text = textOf(bytes).replace(/^\ufeff/, "");
  if (!text.includes("\n")) text = text.replaceAll("\r", "\n");
  const separator = separatorIn(text), records = recordsOf(text, separator);
  if (!records) return undefined;
  const [above, below] = records;
  if (above?.[0]?.startsWith("#")) {
    const isHeader = above.length === below?.length && below.length > 1 &&
      below.slice(1).some((cell) => numberOf(cell) !== undefined);
    if (isHeader) above[0] = above[0].replace(/^# */, "");
    else records.shift();
  }
  const [header, ...body] = records.map(([id = "", ...cells], at) =>
    at === 0 ? [id, ...cells].map(oneLine) : [oneLine(id), ...cells]
  );
  const [first] = body;
  if (!header || !first) return undefined;
  const named = header.findLastIndex((cell) => cell !== "") + 1;
  const isShort = first.length === header.length + 1 && first.at(-1) !== "" &&
    named === header.length && header[0] !== "" &&
    (!/^(sample|id)$/i.test(header[0]!) || isText(first[1]!));
  const columns = isShort ? header : header.slice(1, named), width = columns.length + 1;
  const sound = columns.length > 0 && [...columns, ...body.map(([id]) => id)].every(isId) &&
    (isShort || header[0] === "" || isId(header[0])) &&
    body.every((row) =>
      row.length === first.length && row.slice(width).every((cell) => cell === "")
    ) && first.length >= width;
  if (!sound) return undefined;
  return withNumbers(
    body.map((row) => row.slice(0, width)),
    columns,
    separator === ";" ? decimalCommas(body) : false,
  );
}

/** Each cell as UTF-8 or, where it is none, as Windows-1252. */
function textOf(bytes: Uint8Array): string {
  const characters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return characters.replace(/[^\t\n\r",;]+/g, (cell) => {
    const own = Uint8Array.from(cell, (character) => character.charCodeAt(0));
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(own);
    } catch {
      return new TextDecoder("windows-1252").decode(own);
    }
  });
}

function withNumbers(
  body: readonly string[][],
  columns: readonly string[],
  commas: boolean | undefined,
): PlainTable | undefined {
  if (commas === undefined) return undefined;
  const cells = body.map(([, ...row]) => row);
  // A column with the same text wherever it has something is no sample.
  const isConstant = (at: number) => {
    const [first = "", ...others] = cells.map((row) => row[at]!).filter((cell) => cell !== "");
    return cells[0]![at] !== "" && isText(first) && others.length > 0 &&
      others.every((other) => other === first);
  };
  const kept = columns.keys().toArray().filter((at) => !isConstant(at));
  const numbers = cells.map((row) =>
    kept.map((at) => numberOf(commas ? row[at]!.replace(",", ".") : row[at]!))
  );
  if (numbers.some((row) => row.includes(undefined)) || kept.length === 0) return undefined;
  return {
    rows: body.map(([id]) => id!),
    columns: kept.map((at) => columns[at]!),
    numbers: numbers as number[][],
  };
}

/** Whether decimals of a table with semicolons have commas; undefined where that differs. */
function decimalCommas(body: readonly string[][]): boolean | undefined {
  const cells = body.flatMap(([, ...row]) => row);
  const commas = cells.some((cell) => cell.includes(","));
  return commas && cells.some((cell) => cell.includes(".")) ? undefined : commas;
}

/** What separates cells: what two neighbouring lines agree on, else what the first line has. */
function separatorIn(text: string): string {
  const lines = text.replaceAll(/(^|[\t,; \r\n])"(?:[^"]|"")*"(?=[\t,; \r\n]|$)/g, "$1q")
    .split(/\r?\n|\r/).filter((line) => line.trim() !== "" && !line.startsWith("#")).slice(0, 5);
  const count = (line: string, separator: string) => line.split(separator).length - 1;
  const [first = "", second = ""] = lines, words = (line: string) => line.trim().split(/ +/);
  const more = words(second).length - words(first).length;
  const areWords = words(second).length > 1 &&
    words(second).every((word) => !/[\t,;]/.test(word) || /^[+-]?\d+,\d+$/.test(word));
  if (!/[\t,;]/.test(first) && areWords && (more === 0 || more === 1)) return " ";
  for (const [at, line] of lines.slice(0, -1).entries()) {
    for (const separator of ["\t", ";", ","]) {
      const more = count(lines[at + 1]!, separator) - count(line, separator);
      if (count(line, separator) > 0 && (more === 0 || more === 1)) return separator;
    }
  }
  for (const line of lines) {
    if (line.includes("\t")) return "\t";
    if (count(line, ";") > count(line, ",")) return ";";
    if (line.includes(",")) return ",";
  }
  return /\S +\S/.test(first) ? " " : "\t";
}

/** The cells of each line that is not blank; undefined where quotes are wrong. */
function recordsOf(text: string, separator: string): string[][] | undefined {
  const records: string[][] = [];
  const end = separator === " " ? /^ *(\r?\n|$)/ : /^\r?(\n|$)/;
  const between = separator === " " ? / +/y : new RegExp(separator, "y");
  const isSkipped = (line: string) => line.replaceAll(separator, "").replaceAll(" ", "") === "";
  while (text !== "") {
    const line = /^[^\n]*/.exec(text)![0].replace(/\r$/, "");
    if (isSkipped(line)) {
      text = text.slice(/^[^\n]*\n?/.exec(text)![0].length);
      continue;
    }
    if (separator === " ") text = text.replace(/^ +/, "");
    const cells: string[] = [];
    for (;;) {
      const quoted: RegExpExecArray | null =
        (separator === " " ? /^"((?:[^"]|"")*)"/ : /^ *"((?:[^"]|"")*)" */)
          .exec(text);
      if (quoted) {
        cells.push(quoted[1]!.replaceAll('""', '"').replaceAll(/[\r\n]/g, BREAK));
        text = text.slice(quoted[0].length);
      } else {
        if (/^ *"/.test(text)) return undefined;
        const cell: string = cellBefore(text, separator);
        cells.push(cell.replace(/\r$/, "").replace(/^ +(?! *#)| +$/g, ""));
        text = text.slice(cell.replace(/\r$/, "").length);
      }
      const over: RegExpExecArray | null = end.exec(text);
      if (over) {
        text = text.slice(over[0].length);
        break;
      }
      between.lastIndex = 0;
      const gap: RegExpExecArray | null = between.exec(text);
      if (!gap) return undefined;
      text = text.slice(gap[0].length);
    }
    records.push(cells);
  }
  return records;
}

/** The text before the separator or the line's end. */
function cellBefore(text: string, separator: string): string {
  const line = /^[^\n]*/.exec(text)![0], at = line.indexOf(separator);
  return at < 0 ? line : line.slice(0, at);
}

/** An id without line breaks: those that stood in quotes are blanks. */
function oneLine(text: string): string {
  if (!text.includes(BREAK)) return text;
  return text.replaceAll(new RegExp(` *${BREAK}+ *`, "g"), " ").trim();
}

function isId(id: string | undefined): boolean {
  // deno-lint-ignore no-control-regex -- what no id may hold
  return id !== undefined && id !== "" && !/[\x00-\x1f\x7f-\x9f\ufffd]/.test(id);
}

function isText(cell: string): boolean {
  return /^[^\d.+-]*\p{L}/u.test(cell) && numberOf(cell) === undefined &&
    !/^inf(inity)?$/i.test(cell);
}

function numberOf(cell: string): number | undefined {
  const inner = cell.replace(/^ +| +$/g, "");
  if (/^(|na|n\/a|nan|null)$/i.test(inner)) return NaN;
  const value = Math.fround(Number(inner));
  const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(inner) && Number.isFinite(value);
  return isNumber ? value : undefined;
}
