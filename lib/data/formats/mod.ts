/**
 * The formats that matrices are read from, one file each.
 *
 * @module
 */
import { InputError } from "../../errors.ts";
import { COMPRESSIONS } from "../compressions/mod.ts";
import { type FileHead, readHead } from "../file_head.ts";
import type { MemoryOptions } from "../memory.ts";
import type { NoticeCounter } from "../notice_counter.ts";
import type { PhenotypeTable } from "../phenotype/phenotype_table.ts";
import type { ReadOptions, TableFormat, TableReceiver } from "../table.ts";
import type { DataFormat } from "./format.ts";
import { featureCounts } from "./feature_counts.ts";
import { depMap } from "./dep_map.ts";
import { gct } from "./gct.ts";
import { checkNatively } from "./_native_check.ts";
import { hdf5 } from "./hdf5.ts";
import { mtx } from "./mtx.ts";
import { parquet } from "./parquet.ts";
import { refuseOtherKinds } from "./_refused.ts";
import { seriesMatrix } from "./series_matrix.ts";
import { text } from "./text.ts";

export type { DataFormat } from "./format.ts";

/** Every format; the first that recognizes a file reads it. */
export const FORMATS: readonly DataFormat[] = [
  parquet,
  hdf5,
  mtx,
  gct,
  seriesMatrix,
  featureCounts,
  depMap,
  text,
];

/** The format of a file, by how it begins. @throws {InputError} If there is no such file, or no format takes it. */
export async function formatOf(path: string): Promise<DataFormat> {
  return formatWith(path, await readHead(path));
}

function formatWith(path: string, head: FileHead): DataFormat {
  const format = FORMATS.find(({ recognize }) => recognize(head));
  if (!format?.isNative) refuseOtherKinds(path, head); // nothing begins as those do but themselves
  if (format) return format;
  throw new InputError(
    `Cannot read ${path}: it is a folder; give the file with the table, or a folder with 10x' matrix.mtx, ` +
      "features.tsv and barcodes.tsv",
  );
}

/** Reads a file's table, whichever format it has; one that may crash its reader is read by another process first. */
export async function readTable(
  path: string,
  table: TableReceiver,
  notices: NoticeCounter,
  options: ReadOptions = {},
): Promise<TableFormat> {
  const head = await readHead(path), format = formatWith(path, head);
  refuseOptions(path, format, options);
  if (format.isNative) await checkNatively(path, options);
  const read = await format.read(path, table, notices, options);
  const stored = [head.compression, head.encoding === "UTF-8" ? "" : head.encoding];
  return { ...read, description: [read.description, ...stored].filter(Boolean).join(", ") };
}

/** Reads a table of samples, whichever format it has, as {@linkcode readTable} does; undefined where the file is none. */
export async function readSamplesTable(
  path: string,
  { maxMemory }: MemoryOptions = {},
): Promise<PhenotypeTable | undefined> {
  const { isNative, phenotype } = await formatOf(path);
  if (isNative && phenotype) await checkNatively(path, { as: "phenotype", maxMemory });
  return await phenotype?.read(path);
}

/** An option that a format does not know would be without effect. */
function refuseOptions(path: string, { name, takes = [] }: DataFormat, options: ReadOptions): void {
  for (const [option, flag] of [["layer", "--layer"], ["geneColumn", "--gene-column"]] as const) {
    if (options[option] === undefined || takes.includes(option)) continue;
    throw new InputError(
      `${flag}: got "${options[option]}", but ${path} is ${name}, which takes none; leave it out`,
    );
  }
}

/** A file's name without the endings that tell its format. */
export function withoutEndings(name: string): string {
  const endings = [...FORMATS, ...COMPRESSIONS].flatMap((kind) => kind.endings);
  return name.replace(new RegExp(`(\\.(${endings.join("|")}))+$`, "i"), "");
}
