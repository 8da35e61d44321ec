import { InputError } from "../../errors.ts";
import { DenseLines, type LineSource, SparseLines } from "./_hdf5_lines.ts";
import type { Frame } from "./_anndata_names.ts";
import type { Hdf5File } from "./_hdf5.ts";

/** One of the matrices that an AnnData file may hold. */
export interface AnnDataMatrix {
  /** Its place in the file: "X", "layers/counts", "raw/X". */
  readonly name: string;
  /** What `--layer` takes for it. */
  readonly layer: string;
  /** The frame of its genes. */
  readonly genes: Frame;
}

/** The matrices of an AnnData file that are more than placeholders. */
export function matricesOf(file: Hdf5File): AnnDataMatrix[] {
  const layers = file.group("layers"), named = layers ? file.keys(layers) : [];
  const all: AnnDataMatrix[] = [
    { name: "X", layer: "X", genes: "var" },
    ...named.map((name) => ({
      name: `layers/${name}`,
      layer: name === "X" || name === "raw" ? `layers/${name}` : name,
      genes: "var" as const,
    })),
    { name: "raw/X", layer: "raw", genes: "raw/var" },
  ];
  return all.filter(({ name }) => file.has(name) && !isPlaceholder(file, name));
}

/** The matrix that a layer's name means among these; X if none is named. */
export function findMatrix(
  matrices: readonly AnnDataMatrix[],
  layer: string | undefined,
): AnnDataMatrix | undefined {
  if (layer === undefined) return matrices.find(({ name }) => name === "X");
  const called = [layer, ...layer === "raw" ? ["raw/X"] : [], `layers/${layer}`];
  return called.map((name) => matrices.find((matrix) => matrix.name === name)).find(Boolean);
}

/** How a matrix is stored. */
export interface Storage {
  readonly kind: "dense" | "csr" | "csc";
  /** Of samples and genes. */
  readonly shape: readonly number[];
}

/** How a matrix is stored; undefined where it is no matrix. */
export function storageOf(file: Hdf5File, name: string): Storage | undefined {
  const dense = file.dataset(name), group = file.group(name);
  if (dense) return { kind: "dense", shape: file.shape(dense) };
  if (!group) return undefined;
  const [, kind] = /^(csr|csc)(?:_matrix)?$/.exec(
    String(file.attribute(group, "encoding-type") ?? file.attribute(group, "h5sparse_format")),
  ) ?? [];
  if (kind === undefined) return undefined;
  const shape = file.attribute(group, "shape") ?? file.attribute(group, "h5sparse_shape");
  return {
    kind: kind as "csr" | "csc",
    shape: Array.from(shape as ArrayLike<number> ?? [], Number),
  };
}

/**
 * The lines of a matrix: its rows, or its columns where it is kept by columns (csc).
 *
 * @throws {InputError} If it is not of this size, or no matrix.
 */
export function openMatrix(
  file: Hdf5File,
  name: string,
  [obs, vars]: readonly [obs: number, vars: number],
): { readonly byRows: boolean; readonly lines: LineSource } {
  if (obs === 0 || vars === 0) throw file.problem(name, `it is empty (${obs} × ${vars})`);
  const storage = storageOf(file, name);
  if (!storage) throw file.problem(name, "it is not a dense, csr or csc matrix");
  const { kind, shape } = storage;
  if (shape.length !== 2 || shape[0] !== obs || shape[1] !== vars) {
    const size = shape.join(" × ") || "empty";
    throw file.problem(name, `it is ${size}, but there are ${obs} obs × ${vars} var`);
  }
  const rows = { name, lines: obs, width: vars }, columns = { name, lines: vars, width: obs };
  if (kind === "dense") {
    return { byRows: true, lines: new DenseLines(file, file.dataset(name)!, rows) };
  }
  return { byRows: kind === "csr", lines: new SparseLines(file, kind === "csr" ? rows : columns) };
}

/** Whether a matrix stands for none: writers that have to write an X leave one without any number. */
function isPlaceholder(file: Hdf5File, name: string): boolean {
  try {
    const group = file.group(name), storage = storageOf(file, name);
    if (group && file.attribute(group, "encoding-type") === "null") return true;
    if (!storage) return false;
    if (storage.kind === "dense") return storage.shape.length === 0 || storage.shape.includes(0);
    const data = file.dataset(`${name}/data`);
    return data !== undefined && file.shape(data)[0] === 0;
  } catch (error) {
    if (error instanceof InputError) return false; // reading it says what is wrong, if it is asked for
    throw error;
  }
}
