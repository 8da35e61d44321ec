import { InputError } from "../../errors.ts";
import { cellBounds, cellText, isBlank } from "../text/cells.ts";
import type { Line } from "../text/line.ts";
import { eachLine } from "../text/lines.ts";
import { readGctPhenotype } from "./gct_phenotype.ts";
import type { DataFormat } from "./format.ts";
import { TextTable } from "./_text_table.ts";

/** What the second line promises. */
interface Sizes {
  readonly rows: number;
  readonly columns: number;
  /** Columns before the numbers, besides the ids: in version 1.2 the description. */
  readonly annotations: number;
  /** Lines above the numbers, one for each thing that is known about the samples. */
  readonly lines: number;
}

/** The header of GTEx's tables of one tissue each, whose rows are numbered before their ids. */
const NUMBERED = /^id\tName\tDescription\t/i;

/** Gene Cluster Text of GenePattern, GTEx and the Connectivity Map, 1.2 and 1.3; what it says of genes is left out. */
export const gct: DataFormat = {
  name: "GCT",
  endings: ["gct"],
  isNative: false,
  recognize: ({ text }) => /^#1\.[23][\t, ]*\r?\n/.test(text),
  takes: ["geneColumn"],
  async read(path, receiver, notices, { onProgress, geneColumn } = {}) {
    let version = "", sizes: Sizes | undefined, table: TextTable | undefined, columns = 0, rows = 0;
    let linesLeft = 0;
    const read = (line: Line) => {
      if (isBlank(line)) return;
      const cells = () =>
        cellBounds(path, line).map(([from, to]) => cellText(line.bytes, from, to) ?? "");
      if (line.number === 1) version = cells()[0]!.slice(1);
      else if (!sizes) sizes = sizesIn(path, line.number, cells(), version);
      else if (!table) {
        const header = cells(), isNumbered = version === "1.2" && NUMBERED.test(header.join("\t"));
        const annotations = isNumbered ? 2 : sizes.annotations;
        table = new TextTable(path, receiver, notices, {
          geneColumn: geneColumn ?? (isNumbered ? header[1] : undefined),
          annotations,
          description: `GCT ${version}`,
          rowsByDefault: { rows: "genes", why: "rows of GCT are genes" },
        });
        columns = header.length - 1 - annotations;
        linesLeft = sizes.lines;
        table.take(line);
      } else if (linesLeft > 0) {
        linesLeft--;
        receiver.leaveOut("lines", cells()[0]!);
      } else {
        rows++;
        table.take(line);
      }
    };
    const onLatin1 = (cell: string) => notices.add("latin-1-text", cell);
    const isEnded = await eachLine(path, read, {
      onProgress,
      onLatin1,
      separator: "tabs",
      joinsQuoted: false,
    });
    if (!sizes || !table) throw new InputError(`Cannot read ${path}: it ends above its table`);
    requireSizes(path, sizes, { rows, columns });
    const format = table.finish();
    if (!isEnded) notices.add("no-final-newline", path);
    return format;
  },
  phenotype: { isBesideMatrix: true, read: readGctPhenotype },
};

function sizesIn(path: string, line: number, cells: readonly string[], version: string): Sizes {
  const wanted = version === "1.3" ? 4 : 2, numbers = cells.slice(0, wanted).map(Number);
  if (cells.length >= wanted && numbers.every((size) => Number.isInteger(size) && size >= 0)) {
    const [rows = 0, columns = 0, annotations = 1, lines = 0] = numbers;
    return { rows, columns, annotations, lines };
  }
  throw new InputError(
    `Cannot read ${path}, line ${line}: ${
      JSON.stringify(cells.join(" ").slice(0, 40))
    } where GCT ` +
      `${version} has its ${wanted} sizes; is the file complete?`,
  );
}

function requireSizes(
  path: string,
  promised: Sizes,
  found: Pick<Sizes, "rows" | "columns">,
): void {
  if (promised.rows === found.rows && promised.columns === found.columns) return;
  throw new InputError(
    `Cannot read ${path}: it has ${found.rows} rows × ${found.columns} samples, where its second line says ` +
      `${promised.rows} × ${promised.columns}; is the file complete?`,
  );
}
