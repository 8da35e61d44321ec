import { InputError } from "../../errors.ts";
import { idProblem } from "../text/cells.ts";
import type { Hdf5File } from "./_hdf5.ts";
import { printable } from "./_printable.ts";

/** Columns that a message names at most. */
const COLUMNS = 20;

/** A data frame of an AnnData file: obs (the samples, as a rule), var (the genes), or the genes of raw. */
export type Frame = "obs" | "var" | "raw/var";

/** The ids of a frame: its index, which the attribute `_index` names. */
export function readNames(file: Hdf5File, frame: Frame): string[] {
  const group = requireFrame(file, frame), index = file.attribute(group, "_index");
  const name = typeof index === "string" ? index : "_index";
  const names = readTexts(file, `${frame}/${name}`);
  if (!names) throw file.problem(frame, `it has no index "${printable(name)}"`);
  return requireIds(file, frame, names);
}

/**
 * A column of a frame as ids.
 *
 * @throws {InputError} If there is no such column, or it has no id somewhere.
 */
export function readNamesFrom(file: Hdf5File, frame: Frame, column: string): string[] {
  const names = columnNames(file, frame);
  const ids = names.includes(column) ? readTexts(file, `${frame}/${column}`) : undefined;
  if (ids) return requireIds(file, frame, ids);
  const shown = names.slice(0, COLUMNS).map((name) => `"${printable(name)}"`).join(", ");
  throw new InputError(
    `--gene-column: got "${column}", but the columns of ${frame} in ${file.path} are ` +
      (shown ? `${shown}${names.length > COLUMNS ? ", …" : ""}` : "none besides its index"),
  );
}

function requireIds(file: Hdf5File, frame: Frame, names: string[]): string[] {
  names.forEach((id, at) => {
    const problem = idProblem(id);
    if (problem === undefined) return;
    throw new InputError(`Cannot read ${file.path}, ${frame} ${at} (counted from 0): ${problem}`);
  });
  return names;
}

/** The columns of a frame besides its index. */
export function columnNames(file: Hdf5File, frame: Frame): string[] {
  const group = requireFrame(file, frame), index = file.attribute(group, "_index") ?? "_index";
  return file.keys(group).filter((name) => name !== index && name !== "__categories");
}

/** A column as texts, "" where a value is missing; undefined where there is no such column. */
export function readTexts(file: Hdf5File, name: string): string[] | undefined {
  const dataset = file.dataset(name);
  if (dataset) {
    // Before AnnData 0.8 categories were kept apart, and the column itself holds their numbers.
    const categories = file.dataset(name.replace(/([^/]*)$/, "__categories/$1"));
    const texts = file.strings(dataset);
    return categories ? decode(file, name, texts.map(Number), file.strings(categories)) : texts;
  }
  const codes = file.dataset(`${name}/codes`), categories = readCategories(file, name);
  if (codes && categories) return decode(file, name, file.strings(codes).map(Number), categories);
  const values = file.dataset(`${name}/values`), mask = file.dataset(`${name}/mask`);
  if (!values || !mask) return undefined;
  const texts = file.strings(values), missing = file.flags(mask);
  if (missing.length !== texts.length) throw file.problem(name, "values and mask differ in length");
  return texts.map((text, i) => missing[i] ? "" : text);
}

function readCategories(file: Hdf5File, name: string): string[] | undefined {
  const categories = file.dataset(`${name}/categories`);
  return categories
    ? file.strings(categories)
    : file.group(`${name}/categories`)
    ? readTexts(file, `${name}/categories`)
    : undefined;
}

function decode(
  file: Hdf5File,
  name: string,
  codes: readonly number[],
  categories: readonly string[],
): string[] {
  return codes.map((code) => {
    if (code === -1) return "";
    const text = categories[code];
    if (text === undefined) throw file.problem(name, `there is no category ${code}`);
    return text;
  });
}

function requireFrame(file: Hdf5File, frame: Frame) {
  const group = file.group(frame);
  if (group) return group;
  throw file.problem(
    frame,
    file.dataset(frame)
      ? "it is a table of records, as AnnData before 0.7 wrote it; read the file with anndata and write it " +
        "again: read_h5ad(…).write_h5ad(…)"
      : "there is no such data frame; is this AnnData (.h5ad), written by version 0.7 or later?",
  );
}
