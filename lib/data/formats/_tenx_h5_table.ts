import { InputError } from "../../errors.ts";
import { idProblem } from "../text/cells.ts";
import { checkLine } from "./_check_line.ts";
import type { Hdf5File, Numbers } from "./_hdf5.ts";
import { requireCells } from "./_tenx_cells.ts";
import { printable } from "./_printable.ts";
import { tenxGroups } from "./_hdf5_kinds.ts";
import { SparseLines } from "./_hdf5_lines.ts";
import { requireMemory } from "../memory.ts";
import type { NoticeCounter } from "../notice_counter.ts";
import type { ReadOptions, TableFormat, TableReceiver } from "../table.ts";

/** The kind of feature that a gene's expression is; others are antibodies, peaks and guides. */
const EXPRESSION = "Gene Expression";

/**
 * Streams a 10x .h5 barcode by barcode, as it is stored: "matrix" of Cell Ranger 3 and later, or the one group named
 * after its genome of earlier ones. Only genes are handed on.
 */
export async function readTenxTable(
  file: Hdf5File,
  receiver: TableReceiver,
  notices: NoticeCounter,
  { layer, geneColumn, maxMemory, streams, onProgress }: ReadOptions = {},
): Promise<TableFormat> {
  const { path } = file, group = findGroup(file);
  if (layer !== undefined) {
    throw new InputError(
      `--layer: got "${layer}", but ${path} is a matrix of 10x, which has none; leave it out`,
    );
  }
  const barcodes = readIds(file, `${group}/barcodes`),
    features = readFeatures(file, group, geneColumn);
  const kept = features.flatMap(({ isGene }, at) => isGene ? [at] : []);
  const genes = kept.map((at) => features[at]!.id);
  requireCells(path, startsOf(file, group), "filtered_feature_bc_matrix.h5");
  requireMemory(`Cannot read ${path}`, barcodes.length, genes.length, { maxMemory, streams });
  requireShape(file, group, [features.length, barcodes.length]);
  const layout = { name: group, lines: barcodes.length, width: features.length };
  const lines = new SparseLines(file, layout), { size } = await Deno.stat(path);
  const all = new Float32Array(features.length), values = new Float32Array(genes.length);
  const place = (line: number, at: number) =>
    `${group}, barcode ${barcodes[line]}, feature ${genes[at]}`;
  features.forEach(({ id, isGene }) => isGene || receiver.leaveOut("across", id));
  receiver.header(genes);
  barcodes.forEach((barcode, line) => {
    lines.read(line, all);
    kept.forEach((from, to) => values[to] = all[from]!);
    const { missing } = checkLine(file, values, (at) => place(line, at), notices);
    receiver.line(barcode, values, missing);
    onProgress?.((line + 1) / barcodes.length * size, size);
  });
  return {
    description: "10x HDF5",
    linesAreRows: true,
    rowsByDefault: { rows: "samples", why: "barcodes of 10x" },
    place,
    idPlace: (side, at) => `${side === "lines" ? "barcode" : "gene"} ${at + 1}`,
  };
}

function findGroup(file: Hdf5File): string {
  const [group, ...more] = tenxGroups(file);
  if (more.length > 0) throw severalGenomes(file, [group!, ...more]);
  return group!;
}

interface Feature {
  readonly id: string;
  readonly isGene: boolean;
}

function readFeatures(file: Hdf5File, group: string, geneColumn = "id"): Feature[] {
  const isEarly = !file.has(`${group}/features`);
  if (geneColumn !== "id" && geneColumn !== "name") {
    throw new InputError(
      `--gene-column: got "${geneColumn}", of a matrix of 10x it takes id, name`,
    );
  }
  if (isEarly) {
    const ids = readIds(file, `${group}/${geneColumn === "id" ? "genes" : "gene_names"}`);
    return ids.map((id) => ({ id, isGene: true }));
  }
  const ids = readIds(file, `${group}/features/${geneColumn}`);
  const types = column(file, `${group}/features/feature_type`, ids.length);
  if (!types.includes(EXPRESSION)) {
    const found = [...new Set(types)].map(printable).join(", ");
    throw file.problem(
      `${group}/features/feature_type`,
      `no feature is "${EXPRESSION}", all are ${found}; give a matrix of gene expression`,
    );
  }
  const features = ids.map((id, at) => ({ id, isGene: types[at] === EXPRESSION }));
  if (!file.has(`${group}/features/genome`)) return features;
  const genomes = column(file, `${group}/features/genome`, ids.length);
  const ofGenes = [...new Set(genomes.filter((_, at) => features[at]!.isGene))];
  if (ofGenes.length > 1) throw severalGenomes(file, ofGenes);
  return features;
}

function severalGenomes(file: Hdf5File, genomes: readonly string[]): InputError {
  const [first] = genomes.map(printable);
  return new InputError(
    `Cannot read ${file.path}: its genes are of several genomes (${
      genomes.map(printable).join(", ")
    }); write one in Python: scanpy.read_10x_h5("…", genome="${first}").write_h5ad("${first}.h5ad")`,
  );
}

function requireShape(file: Hdf5File, group: string, expected: readonly [number, number]): void {
  const name = `${group}/shape`, dataset = file.dataset(name);
  const shape = dataset && file.shape(dataset)[0] === 2
    ? Array.from(file.numbers(dataset, [0, 2]) as ArrayLike<number>, Number)
    : [];
  if (expected.every((size, side) => shape[side] === size)) return;
  throw file.problem(
    name,
    `it is ${shape.join(" × ") || "empty"}, but there are ${expected[0]} features × ${
      expected[1]
    } barcodes`,
  );
}

/** Where the entries of each barcode begin. */
function startsOf(file: Hdf5File, group: string): Numbers {
  const dataset = file.dataset(`${group}/indptr`),
    [length = 0] = dataset ? file.shape(dataset) : [];
  return dataset ? file.numbers(dataset, [0, length]) : [];
}

function column(file: Hdf5File, name: string, length: number): string[] {
  const dataset = file.dataset(name), texts = dataset ? file.strings(dataset) : [];
  if (texts.length === length) return texts;
  throw file.problem(name, `it has ${texts.length} texts for ${length} features`);
}

function readIds(file: Hdf5File, name: string): string[] {
  const dataset = file.dataset(name), ids = dataset ? file.strings(dataset) : [];
  if (ids.length === 0) throw file.problem(name, "there are none");
  ids.forEach((id, at) => {
    const problem = idProblem(id);
    if (problem !== undefined) throw file.problem(`${name} ${at} (counted from 0)`, problem);
  });
  return ids;
}
