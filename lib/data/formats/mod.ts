/**
 * The formats that matrices are read from, one file each.
 *
 * @module
 */
import { InputError } from "../../errors.ts";
import { firstBytes } from "../byte_stream.ts";
import type { TableBlocks } from "../table_blocks.ts";
import type { NoticeCounter } from "../notice_counter.ts";
import type { ReadProgress, TableFormat } from "../table.ts";
import { anndata } from "./anndata.ts";
import type { DataFormat } from "./format.ts";
import { checkNatively } from "./_native_check.ts";
import { parquet } from "./parquet.ts";
import { text } from "./text.ts";

export type { DataFormat, SampleTypes } from "./format.ts";

/** Every format; the first that recognizes a file reads it. */
export const FORMATS: readonly DataFormat[] = [parquet, anndata, text];

/** The format of a file, by how it begins. @throws {InputError} If there is no such file. */
export async function formatOf(path: string): Promise<DataFormat> {
  const start = await firstBytes(path);
  if (start === undefined) throw new InputError(`Cannot read ${path}: it is a folder`);
  return FORMATS.find(({ recognize }) => recognize(start))!;
}

/** Reads a file's table, whichever format it has; one that may crash its reader is read by another process first. */
export async function readTable(
  path: string,
  table: TableBlocks,
  notices: NoticeCounter,
  onProgress?: ReadProgress,
): Promise<TableFormat> {
  const format = await formatOf(path);
  if (format.isNative) await checkNatively(path);
  return await format.read(path, table, notices, onProgress);
}

/** A file's name without the endings that tell its format. */
export function withoutEndings(name: string): string {
  const endings = FORMATS.flatMap((format) => format.endings);
  return name.replace(new RegExp(`(\\.(${endings.join("|")}))+$`, "i"), "");
}
