import { InputError } from "../../errors.ts";
import { columnNames, type Frame, readNames, readNamesFrom } from "./_anndata_names.ts";
import type { LineSource } from "./_hdf5_lines.ts";
import { type AnnDataMatrix, findMatrix, matricesOf, openMatrix } from "./_anndata_matrix.ts";
import { tellMatrices } from "./_anndata_ranges.ts";
import { checkLine } from "./_check_line.ts";
import type { Hdf5File } from "./_hdf5.ts";
import { printable } from "./_printable.ts";
import { requireMemory } from "../memory.ts";
import type { NoticeCounter } from "../notice_counter.ts";
import type { ReadOptions, TableFormat, TableReceiver } from "../table.ts";

/** Streams a matrix of an AnnData file: its rows, or its columns where it is kept by columns (csc). */
export async function readAnnDataTable(
  file: Hdf5File,
  receiver: TableReceiver,
  notices: NoticeCounter,
  { layer, geneColumn, maxMemory, streams, onProgress }: ReadOptions = {},
): Promise<TableFormat> {
  const { path } = file, obs = readNames(file, "obs"), matrices = matricesOf(file);
  const matrix = chooseMatrix(file, matrices, layer), { name } = matrix;
  const others = matrices.filter((other) => other !== matrix);
  const genes = geneColumn === undefined
    ? requireGenes(file, matrix.genes, readNames(file, matrix.genes))
    : readNamesFrom(file, matrix.genes, geneColumn);
  requireMemory(`Cannot read ${path}`, obs.length, genes.length, { maxMemory, streams });
  const { byRows, lines } = open(file, matrix, [obs.length, genes.length], others);
  const [ids, across] = byRows ? [obs, genes] : [genes, obs];
  const index = (line: number, at: number) => byRows ? `${line}, ${at}` : `${at}, ${line}`;
  const place = (line: number, at: number) => `${name}[${index(line, at)}] (counted from 0)`;
  const { size } = await Deno.stat(path), values = new Float32Array(across.length);
  let isNegative = false;
  receiver.header(across);
  for (let line = 0; line < ids.length; line++) {
    lines.read(line, values);
    const { missing, negative } = checkLine(file, values, (at) => place(line, at), notices);
    isNegative ||= negative;
    receiver.line(ids[line]!, values, missing);
    onProgress?.((line + 1) / ids.length * size, size);
  }
  others.forEach((other) => notices.add("other-matrices", other.name));
  return {
    description: `AnnData, ${name}`,
    linesAreRows: byRows,
    rowsByDefault: { rows: "samples", why: "obs of AnnData" },
    // No counts and no usual logarithms: what else there is may be meant.
    alternatives: isNegative && others.length > 0 ? tellMatrices(file, others) : undefined,
    place,
    idPlace: (side, at) => `${(side === "lines") === byRows ? "obs" : matrix.genes} ${at}`,
  };
}

/** The matrix that is asked for. @throws {InputError} If there is none, with a list of what there is. */
function chooseMatrix(
  file: Hdf5File,
  matrices: readonly AnnDataMatrix[],
  layer: string | undefined,
): AnnDataMatrix {
  const found = findMatrix(matrices, layer);
  if (found) return found;
  const held = tellMatrices(file, matrices);
  if (layer === undefined) {
    throw file.problem("X", `${file.has("X") ? "it has no numbers" : "there is none"}; ${held}`);
  }
  throw new InputError(
    `--layer: got "${printable(layer)}", but ${file.path} has no such matrix; ${held}`,
  );
}

/** Opens a matrix; where that is not possible, the message says what else there is. */
function open(
  file: Hdf5File,
  { name }: AnnDataMatrix,
  sizes: readonly [obs: number, vars: number],
  others: readonly AnnDataMatrix[],
): { readonly byRows: boolean; readonly lines: LineSource } {
  try {
    return openMatrix(file, name, sizes);
  } catch (error) {
    if (!(error instanceof InputError) || others.length === 0) throw error;
    throw new InputError(`${error.message}; ${tellMatrices(file, others)}`, { cause: error });
  }
}

/** Columns of var that name the genes. */
const GENE_NAMES =
  /^(gene|feature)?[_ ]?(ids?|names?|symbols?)$|^(ensembl|entrez|hgnc|gene)([_ ]?(gene[_ ]?)?(id|symbol))?$/i;

/** Refuses numbers of genes beside their names, as anndata gives them where it was told none. */
function requireGenes(file: Hdf5File, frame: Frame, ids: string[]): string[] {
  const column = columnNames(file, frame).find((name) => GENE_NAMES.test(name));
  if (column === undefined || !ids.every((id, at) => id === String(at))) return ids;
  throw file.problem(
    frame,
    `its genes are only numbered, and a column is called ${
      printable(column)
    }; take it for their ids with --gene-column ` +
      printable(column),
  );
}
