import { InputError } from "../../errors.ts";
import { columnNames, type Frame, readNames, readTexts } from "./_anndata_names.ts";
import type { SampleTypes } from "./format.ts";
import { Hdf5File } from "./_hdf5.ts";
import { findTypeColumn, isUnknownType, noTypeColumn } from "../phenotype_columns.ts";
import { NoticeCounter } from "../notice_counter.ts";

/** The frame of an AnnData file that has this sample: obs, or var where genes are its rows. */
export async function frameOf(path: string, sample: string): Promise<Frame> {
  using file = await Hdf5File.open(path);
  return readNames(file, "obs").includes(sample) ? "obs" : "var";
}

/** Reads every column besides the numbers: a damaged one matters only if it is asked for. */
export async function tryColumns(path: string): Promise<void> {
  using file = await Hdf5File.open(path);
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

/** Whether an AnnData file has a column of cancer types by a well-known name. */
export async function hasAnnDataTypes(path: string, frame: Frame): Promise<boolean> {
  using file = await Hdf5File.open(path);
  return findTypeColumn(columnNames(file, frame), undefined) !== undefined;
}

/**
 * The cancer types that an AnnData file has besides its numbers.
 *
 * @throws {InputError} If the column is not there.
 */
export async function readAnnDataTypes(
  path: string,
  column: string | undefined,
  frame: Frame = "obs",
): Promise<SampleTypes> {
  using file = await Hdf5File.open(path);
  const columns = columnNames(file, frame), at = findTypeColumn(columns, column);
  if (at === undefined) throw noTypeColumn(`Cannot read ${path}, ${frame}`, columns, column);
  const name = columns[at]!, place = `${frame}/${name}`, types = readTexts(file, place);
  const samples = readNames(file, frame);
  if (types?.length !== samples.length) {
    throw file.problem(place, "it is not a column of texts or categories, one per sample");
  }
  const notices = new NoticeCounter(), cancerTypes = new Map<string, string>();
  samples.forEach((sample, row) => {
    const type = types[row]!, earlier = cancerTypes.get(sample);
    if (isUnknownType(type)) return notices.add("missing-cancer-types", sample);
    if (earlier !== undefined && earlier !== type) {
      throw file.problem(place, `the sample ${sample} is "${earlier}" and "${type}"`);
    }
    if (earlier !== undefined) return notices.add("duplicate-phenotype-rows", sample);
    cancerTypes.set(sample, type);
  });
  if (cancerTypes.size === 0) throw file.problem(place, "no sample has a cancer type");
  return { cancerTypes, column: name, report: notices.report() };
}
