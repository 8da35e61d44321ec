import { basename } from "node:path";
import { InputError } from "../../errors.ts";
import { cellBounds, cellText, idProblem, isBlank } from "../text/cells.ts";
import { eachLine } from "../text/lines.ts";
import { requireCells } from "./_tenx_cells.ts";
import { MemoryCount, type MemoryOptions } from "../memory.ts";
import type { ReadOptions, TableReceiver } from "../table.ts";
import type { DataFormat } from "./format.ts";
import { type MatrixMarket, readMatrixMarket } from "./_matrix_market.ts";
import { hasMatrix, type TenxFiles, tenxFiles } from "./_tenx_files.ts";

/** The kind of feature that a gene's expression is, and others that 10x counts. */
const EXPRESSION = "Gene Expression";
const OTHER_KINDS =
  /^(Antibody Capture|CRISPR Guide Capture|Antigen Capture|Multiplexing Capture|Peaks|Custom|VDJ.*)$/i;

/**
 * 10x' matrix in three files (matrix.mtx, features.tsv or genes.tsv, barcodes.tsv), given by their folder or by the .mtx
 * file: barcodes are samples, features of gene expression genes.
 */
export const mtx: DataFormat = {
  name: "a matrix of 10x",
  endings: ["mtx"],
  isNative: false,
  recognize: ({ isFolder, members, text }) =>
    isFolder ? hasMatrix(members) : /^%%MatrixMarket\s/i.test(text),
  takes: ["geneColumn"],
  files: (path) => Object.values(tenxFiles(path)),
  async read(path, receiver, _notices, { onProgress, geneColumn, maxMemory } = {}) {
    const files = tenxFiles(path);
    const features = await readFeatures(files.features, { geneColumn, maxMemory });
    const barcodes = (await readCells(files.barcodes, 0, { maxMemory })).map(([id]) => id!);
    const matrix = await readMatrixMarket(files.matrix, { onProgress, maxMemory });
    requireSizes(files, matrix, features.length, barcodes.length);
    requireCells(path, matrix.starts, "the folder filtered_feature_bc_matrix");
    const genes = features.flatMap(({ id, isGene }) => isGene ? [id] : []);
    features.forEach(({ id, isGene }) => isGene || receiver.leaveOut("across", id));
    receiver.header(genes);
    handOn(files.matrix, { matrix, features, barcodes }, receiver);
    return {
      description: "10x matrix (.mtx)",
      linesAreRows: true,
      rowsByDefault: { rows: "samples", why: "barcodes of 10x" },
      place: (line, across) => `barcode ${barcodes[line]}, feature ${genes[across]}`,
      idPlace: (side, at) => `${side === "lines" ? "barcode" : "gene"} ${at + 1}`,
    };
  },
};

interface Feature {
  readonly id: string;
  readonly isGene: boolean;
}

/** Hands on one barcode after another. */
function handOn(
  path: string,
  { matrix, features, barcodes }: {
    readonly matrix: MatrixMarket;
    readonly features: readonly Feature[];
    readonly barcodes: readonly string[];
  },
  receiver: TableReceiver,
): void {
  let genes = 0;
  const positions = features.map(({ isGene }) => isGene ? genes++ : -1);
  const values = new Float32Array(genes), lastSeen = new Int32Array(features.length).fill(-1);
  barcodes.forEach((barcode, line) => {
    values.fill(0);
    for (let i = matrix.starts[line]!; i < matrix.starts[line + 1]!; i++) {
      const feature = matrix.at[i]!, position = positions[feature]!;
      if (lastSeen[feature] === line) {
        throw new InputError(
          `Cannot read ${path}: two entries in row ${feature + 1}, column ${line + 1} (${
            features[feature]!.id
          }, ${barcode}); is the file damaged?`,
        );
      }
      lastSeen[feature] = line;
      if (position >= 0) values[position] = matrix.values[i]!;
    }
    receiver.line(barcode, values, 0);
  });
}

/** Ids of features: of the first column, or the names in the second one. */
async function readFeatures(
  path: string,
  { geneColumn = "id", ...options }: Pick<ReadOptions, "geneColumn" | "maxMemory">,
): Promise<Feature[]> {
  if (geneColumn !== "id" && geneColumn !== "name") {
    throw new InputError(
      `--gene-column: got ${JSON.stringify(geneColumn)}, of a matrix of 10x it takes id, name`,
    );
  }
  const at = geneColumn === "id" ? 0 : 1, lines = await readCells(path, at, options);
  const kinds = lines.map((cells) => cells[2] ?? ""), hasExpression = kinds.includes(EXPRESSION);
  const other = kinds.find((kind) => OTHER_KINDS.test(kind));
  if (!hasExpression && other !== undefined) {
    throw new InputError(
      `Cannot read ${path}: no feature is "${EXPRESSION}", they are ${other}; give a matrix of gene expression`,
    );
  }
  // A third column of anything else, as other programs write it, does not tell genes from others.
  return lines.map((cells, i) => ({
    id: cells[at]!,
    isGene: !hasExpression || kinds[i] === EXPRESSION,
  }));
}

/** The cells of each line; the one with the id has to be one. */
async function readCells(path: string, idAt: number, options: MemoryOptions): Promise<string[][]> {
  const lines: string[][] = [], memory = new MemoryCount(`Cannot read ${path}`, options);
  await eachLine(path, (line) => {
    if (isBlank(line)) return; // the matrix' sizes tell whether one was missing
    const cells = cellBounds(path, line).map(([from, to]) => cellText(line.bytes, from, to) ?? "");
    const problem = idProblem(cells[idAt] ?? "");
    if (problem !== undefined) {
      throw new InputError(
        `Cannot read ${path}, line ${line.number}, column ${idAt + 1}: ${problem}`,
      );
    }
    memory.addId(cells.join());
    lines.push(cells);
  }, { separator: "tabs", joinsQuoted: false });
  return lines;
}

function requireSizes(
  files: TenxFiles,
  { rows, columns }: MatrixMarket,
  features: number,
  barcodes: number,
): void {
  if (rows === features && columns === barcodes) return;
  throw new InputError(
    `Cannot read ${files.matrix}: it has ${rows} rows × ${columns} columns, but ${
      basename(files.features)
    } has ${features} lines and ${
      basename(files.barcodes)
    } ${barcodes}; are they of the same matrix?`,
  );
}
