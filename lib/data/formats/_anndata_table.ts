import { readNames } from "./_anndata_names.ts";
import { DenseLines, type LineSource, SparseLines } from "./_anndata_lines.ts";
import { Hdf5File } from "./_hdf5.ts";
import { requireMemory } from "../memory.ts";
import type { NoticeCounter } from "../notice_counter.ts";
import type { ReadOptions, TableFormat, TableReceiver } from "../table.ts";

/** Streams the X of an AnnData file: its rows, or its columns where it is kept by columns (csc). */
export async function readAnnDataTable(
  path: string,
  receiver: TableReceiver,
  notices: NoticeCounter,
  { onProgress }: ReadOptions = {},
): Promise<TableFormat> {
  using file = await Hdf5File.open(path);
  const obs = readNames(file, "obs"), vars = readNames(file, "var");
  requireMemory(`Cannot read ${path}`, obs.length, vars.length);
  const { byRows, lines } = openMatrix(file, obs.length, vars.length);
  const [ids, across] = byRows ? [obs, vars] : [vars, obs];
  const index = (line: number, at: number) => byRows ? `${line}, ${at}` : `${at}, ${line}`;
  const place = (line: number, at: number) => `X[${index(line, at)}] (counted from 0)`;
  const { size } = await Deno.stat(path), values = new Float32Array(across.length);
  receiver.header(across);
  for (let line = 0; line < ids.length; line++) {
    lines.read(line, values);
    const missing = countMissing(file, values, line, place, notices);
    receiver.line(ids[line]!, values, missing);
    onProgress?.((line + 1) / ids.length * size, size);
  }
  return {
    description: "AnnData",
    linesAreRows: byRows,
    rowsByDefault: { rows: "samples", why: "obs of AnnData" },
    place,
    idPlace: (side, at) => `${(side === "lines") === byRows ? "obs" : "var"} ${at}`,
  };
}

function openMatrix(
  file: Hdf5File,
  obs: number,
  vars: number,
): { readonly byRows: boolean; readonly lines: LineSource } {
  if (obs === 0 || vars === 0) throw file.problem("X", `it is empty (${obs} × ${vars})`);
  const dense = file.dataset("X");
  if (dense) return { byRows: true, lines: new DenseLines(file, dense, [obs, vars]) };
  const group = file.group("X");
  if (!group) throw file.problem("X", "there is no matrix of that name; layers are not read");
  const kind = file.attribute(group, "encoding-type") ?? file.attribute(group, "h5sparse_format");
  if (kind !== "csr_matrix" && kind !== "csc_matrix" && kind !== "csr" && kind !== "csc") {
    throw file.problem("X", "it is not a dense, csr or csc matrix");
  }
  const shape = file.attribute(group, "shape") ?? file.attribute(group, "h5sparse_shape");
  const sizes = Array.from(shape as ArrayLike<number> ?? [], Number);
  if (sizes.length !== 2 || sizes[0] !== obs || sizes[1] !== vars) {
    throw file.problem("X", `it is ${sizes.join(" × ")}, but there are ${obs} obs × ${vars} var`);
  }
  const byRows = kind.startsWith("csr");
  const lines = byRows ? new SparseLines(file, obs, vars) : new SparseLines(file, vars, obs);
  return { byRows, lines };
}

/** How many of a line's numbers are missing; a number that is infinite is an error. */
function countMissing(
  file: Hdf5File,
  values: Float32Array,
  line: number,
  place: TableFormat["place"],
  notices: NoticeCounter,
): number {
  let missing = 0, first = -1;
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (value !== value) {
      if (missing++ === 0) first = at;
    } else if (value === Infinity || value === -Infinity) {
      throw file.problem(
        place(line, at),
        "it is not a finite number (of float32); correct it, or write NaN where the value is missing",
      );
    }
  }
  if (missing > 0) notices.add("missing-cells", place(line, first), missing);
  return missing;
}
