import { readBinaryFile, writeBinaryFile } from "./_binary_file.ts";
import type { ExpressionMatrix } from "./expression_matrix.ts";
import { InputError } from "../errors.ts";

const KIND = "matrix";

/** Keeps a parsed matrix, so that another preparation of it need not parse the text again. */
export async function writeMatrix(matrix: ExpressionMatrix, path: string): Promise<void> {
  const { values, ...header } = matrix;
  await writeBinaryFile(path, { kind: KIND, ...header }, [values]);
}

/** Reads what {@linkcode writeMatrix} wrote. */
export async function readMatrix(path: string): Promise<ExpressionMatrix> {
  const { header, blocks } = await readBinaryFile(path);
  const { kind, lengths: _, ...rest } = header as unknown as
    & Omit<ExpressionMatrix, "values">
    & { kind: string; lengths: number[] };
  if (kind !== KIND) throw new InputError(`Cannot load ${path}: it holds a ${kind}, not a matrix`);
  const { buffer, byteOffset, byteLength } = blocks[0]!;
  return { ...rest, values: new Float32Array(buffer, byteOffset, byteLength / 4) };
}
