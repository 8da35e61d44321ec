import { readAnnDataTable } from "./_anndata_table.ts";
import { Hdf5File } from "./_hdf5.ts";
import { kindOf } from "./_hdf5_kinds.ts";
import { readTenxTable } from "./_tenx_h5_table.ts";
import type { NoticeCounter } from "../notice_counter.ts";
import type { ReadOptions, TableFormat, TableReceiver } from "../table.ts";

/** Streams the matrix of an HDF5 file. @throws {InputError} If it is neither AnnData nor of 10x. */
export async function readHdf5Table(
  path: string,
  receiver: TableReceiver,
  notices: NoticeCounter,
  options: ReadOptions = {},
): Promise<TableFormat> {
  using file = await Hdf5File.open(path);
  const read = kindOf(file) === "AnnData" ? readAnnDataTable : readTenxTable;
  return await read(file, receiver, notices, options);
}
