import { InputError } from "../../errors.ts";
import type { PhenotypeTable } from "../phenotype/phenotype_table.ts";
import { columnNames, readNames, readTexts } from "./_anndata_names.ts";
import { Hdf5File } from "./_hdf5.ts";
import { kindOf } from "./_hdf5_kinds.ts";

/**
 * The data frame of an AnnData file that is about samples: obs, or var where genes are its rows.
 *
 * Undefined for other HDF5, which has none.
 *
 * @param sample One of the samples of the file's matrix. @default the samples are in obs
 */
export async function readAnnDataPhenotype(
  path: string,
  sample?: string,
): Promise<PhenotypeTable | undefined> {
  using file = await Hdf5File.open(path);
  if (kindOf(file) !== "AnnData") return undefined;
  const observed = readNames(file, "obs"),
    isObs = sample === undefined || observed.includes(sample);
  const frame = isObs ? "obs" : "var", index = isObs ? observed : readNames(file, "var");
  const names = columnNames(file, frame);
  return {
    path,
    header: frame,
    names,
    index,
    rows: index.length,
    async column(at) {
      using file = await Hdf5File.open(path);
      const place = `${frame}/${names[at]}`, texts = readTexts(file, place);
      if (texts?.length === index.length) return texts;
      throw file.problem(place, "it is not a column of texts or categories, one per sample");
    },
    place: (row) => `${frame} ${row} (counted from 0)`,
    report: [],
  };
}

/** Reads every column besides the numbers: a damaged one matters only if it is asked for. */
export async function tryColumns(path: string): Promise<void> {
  using file = await Hdf5File.open(path);
  if (kindOf(file) !== "AnnData") return;
  for (const frame of ["obs", "var"] as const) {
    for (const name of columnNames(file, frame)) {
      try {
        readTexts(file, `${frame}/${name}`);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      }
    }
  }
}
