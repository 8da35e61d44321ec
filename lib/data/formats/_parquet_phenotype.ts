import { InputError } from "../../errors.ts";
import { countRows, isText, pandasIndex, readColumns, TextReader } from "./_parquet_file.ts";
import { printable } from "./_printable.ts";
import type { PhenotypeTable } from "../phenotype/phenotype_table.ts";

/** Kinds of columns that are no texts and no single values either. */
const NESTED = /^(List|Array|Struct|Object)/;

/** The table of samples that a Parquet file is; the index that pandas noted gives ids besides its columns. */
export async function readParquetPhenotype(path: string): Promise<PhenotypeTable> {
  const all = readColumns(path), rows = countRows(path), noted = await pandasIndex(path);
  if (rows === 0) throw new InputError(`Cannot read ${path}: the table has no rows`);
  const indexes = all.filter(({ name }) => noted.includes(name));
  const ids = indexes.length === 1 && isText(indexes[0]!.kind) ? indexes[0] : undefined;
  const columns = all.filter((column) => column !== ids);
  const flat = all.filter(({ kind }) => !NESTED.test(kind)), reader = new TextReader(path, flat);
  return {
    path,
    header: "columns",
    names: columns.map(({ name }) => name),
    rows,
    index: ids && reader.read(ids),
    column(at) {
      const { name, kind } = columns[at]!;
      if (flat.includes(columns[at]!)) return Promise.resolve(reader.read(columns[at]!));
      return Promise.reject(
        new InputError(
          `Cannot read ${path}, column ${printable(name)}: it holds ${kind}, no texts`,
        ),
      );
    },
    place: (row) => `row ${row + 1}`,
    report: [],
  };
}
