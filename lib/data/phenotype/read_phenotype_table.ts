import { InputError } from "../../errors.ts";
import type { MemoryOptions } from "../memory.ts";
import { formatOf, readSamplesTable } from "../formats/mod.ts";
import type { PhenotypeTable } from "./phenotype_table.ts";

/**
 * Reads a phenotype table of any format that has one: text, Parquet, an .h5ad's obs.
 *
 * @throws {InputError} If the file cannot be read or is not such a table.
 */
export async function readPhenotypeTable(
  path: string,
  options: MemoryOptions = {},
): Promise<PhenotypeTable> {
  const table = await readSamplesTable(path, options);
  if (table) return table;
  const { name } = await formatOf(path);
  throw new InputError(
    `Cannot read ${path}: ${name} holds no phenotype table; give tab- or comma-separated text with a row per sample`,
  );
}

/** The phenotype table that a matrix's file holds besides its numbers; undefined where it has none. */
export async function tableBesideMatrix(
  path: string,
  sample: string,
): Promise<PhenotypeTable | undefined> {
  const { phenotype } = await formatOf(path);
  return phenotype?.isBesideMatrix ? await phenotype.read(path, sample) : undefined;
}
