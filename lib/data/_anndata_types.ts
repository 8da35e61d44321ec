import { columnNames, readNames, readTexts } from "./_anndata_names.ts";
import { Hdf5File } from "./_hdf5.ts";
import { findTypeColumn, isUnknownType, noTypeColumn } from "./_phenotype_columns.ts";
import { RepairCounter } from "./_repair_counter.ts";
import type { Phenotype } from "./phenotype.ts";

/** Whether an AnnData file has a column of cancer types by a well-known name. */
export async function hasAnnDataTypes(path: string): Promise<boolean> {
  using file = await Hdf5File.open(path);
  return findTypeColumn(columnNames(file, "obs"), undefined) !== undefined;
}

/**
 * The cancer types of an AnnData file's obs.
 *
 * @throws {InputError} If the column is not there.
 */
export async function readAnnDataTypes(
  path: string,
  column: string | undefined,
): Promise<Phenotype> {
  using file = await Hdf5File.open(path);
  const columns = columnNames(file, "obs"), at = findTypeColumn(columns, column);
  if (at === undefined) throw noTypeColumn(`Cannot read ${path}, obs`, columns, column);
  const name = columns[at]!, types = readTexts(file, `obs/${name}`);
  const samples = readNames(file, "obs");
  if (types?.length !== samples.length) {
    throw file.problem(`obs/${name}`, "it is no column of texts or categories, one per sample");
  }
  const repairs = new RepairCounter(), cancerTypes = new Map<string, string>();
  samples.forEach((sample, row) => {
    const type = types[row]!, earlier = cancerTypes.get(sample);
    if (isUnknownType(type)) return repairs.add("missing-cancer-types", sample);
    if (earlier !== undefined && earlier !== type) {
      throw file.problem(`obs/${name}`, `the sample ${sample} is "${earlier}" and "${type}"`);
    }
    if (earlier !== undefined) return repairs.add("duplicate-phenotype-rows", sample);
    cancerTypes.set(sample, type);
  });
  if (cancerTypes.size === 0) throw file.problem(`obs/${name}`, "no sample has a cancer type");
  return { cancerTypes, column: name, report: repairs.report() };
}
